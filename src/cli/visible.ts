/**
 * Characters that move a terminal's cursor, erase, recolour, break a line or turn the direction of reading: C0 and C1 controls with
 * DEL (ECMA-48), line and paragraph separators, bidirectional controls (UAX 9), and halves of surrogate pairs.
 */
const unseen = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** One line for a person's eyes: what a document, a certificate or a file name hides in it is written out, e.g. `\x1b`. */
export function visible(text: string): string {
  return text.replace(unseen, (one) => {
    const code = one.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
