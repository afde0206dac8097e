import { makeFont } from '../appearance/font.ts';
import { readTrueType } from '../appearance/truetype.ts';

/** Latin letters with their accents, and the punctuation of written Spanish and Portuguese. */
const wanted = [
  ...Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at)),
  ...Array.from({ length: 0x180 - 0xa1 }, (_, at) => String.fromCharCode(0xa1 + at)),
  ...'‘’“”„–—…•€',
].filter((one) => one !== '\u00ad');

/** Characters that a binder may be asked to write, as far as the font has them. */
export function bindingCharacters(font: Uint8Array): string[] {
  const { glyphOf } = readTrueType(font);
  return wanted.filter((one) => glyphOf(one.codePointAt(0)!) !== 0).sort();
}

/** The font with these characters and nothing else. @throws PadesError `fontLacking` */
export const cutForBinding = (font: Uint8Array, characters: readonly string[]): Uint8Array =>
  makeFont(font, characters).bytes;

/** A text in these characters: whatever is none of them is a question mark, for a mark or a note may say what people typed. */
export function inCharacters(text: string, characters: ReadonlySet<string>): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return [...plain].map((one) => (characters.has(one) ? one : '?')).join('');
}
