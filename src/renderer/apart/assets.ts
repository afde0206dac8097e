const files: Readonly<Record<string, string>> = import.meta.glob(
  [
    '/../../node_modules/pdfjs-dist/cmaps/*.bcmap',
    '/../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
    '/../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg,qcms_bg}.wasm',
  ],
  { query: '?url', import: 'default', eager: true },
);

const urls: ReadonlyMap<string, string> = new Map(
  Object.entries(files).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]),
);

/**
 * Gives pdf.js its character maps, standard fonts and image decoders from our own built files; it asks for them by name. (The
 * worker asks this thread, so that it needs no addresses of its own.)
 */
export class OwnFiles {
  async fetch({ filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const url = urls.get(filename);
    if (url === undefined) throw new Error(`no such file for PDFs: ${filename}`);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${filename}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}
