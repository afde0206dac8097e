/** What `sign --visible` shows and where: options as typed, made into what the signature room understands. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { visibleLines } from '../contract/words/visible.ts';
import { type Certificate, type VisibleWish, cuilOf } from '../signature/index.ts';
import type { Ui } from './ui.ts';

export interface VisibleOptions {
  /**
   * `PAGE:X,Y,WIDTH,HEIGHT` in points from the lower left corner of the page as it is seen; `PAGE` alone: a free place at its
   * bottom; `field`: where the field is.
   */
  readonly visible?: string | undefined;
  readonly 'visible-text': readonly string[];
  readonly 'verification-url'?: string | undefined;
  readonly reason?: string | undefined;
}

const number = String.raw`(\d{1,5}(?:\.\d{1,3})?)`;
const place = new RegExp(String.raw`^(\d{1,6})(?::${number},${number},${number},${number})?$`);

/** Whether the place is one that can be meant. */
export function isPlace(text: string): boolean {
  return text === 'field' || place.test(text);
}

/** The appearance wished for; undefined when none is. Without texts: name, CUIL, time and reason, a line each. */
export function visibleWish(options: VisibleOptions, signer: Certificate, at: Date, ui: Ui): VisibleWish | undefined {
  if (options.visible === undefined) return undefined;
  const match = place.exec(options.visible);
  const [page, x, y, width, height] = (match?.slice(1) ?? []).map((each) => (each === undefined ? NaN : Number(each)));
  const rect = Number.isNaN(x) ? undefined : ([x!, y!, width!, height!] as const);
  const lines = options['visible-text'].length > 0 ? options['visible-text'] : usualLines(options, signer, at, ui);
  return {
    lines,
    font: readFileSync(createRequire(import.meta.url).resolve('pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf')),
    qr: options['verification-url'],
    place: match === null ? undefined : { page: page!, rect },
  };
}

function usualLines({ reason }: VisibleOptions, { subject }: Certificate, at: Date, ui: Ui): string[] {
  const about = { name: subject.commonName ?? '', cuil: cuilOf(subject.serialNumber), reason: reason ?? null };
  return visibleLines({ ...about, capacity: null, office: null, at }, ui.locale);
}
