import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const fontPath = createRequire(import.meta.url).resolve('pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf');

/** A font that may be embedded. */
export const font = (): Uint8Array => readFileSync(fontPath);

/** What an office would show. */
export const appearance = () => ({
  font: font(),
  lines: ['María Ñandú Güemes', 'Fiscal General', 'CUIL 27-12345678-0', '22/11/2026 10:04 (UTC-3)'],
});
