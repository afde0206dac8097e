import { pdfDocEncode } from '../syntax/text.ts';

/** ISO 32000-1, 7.6.3.3, algorithm 2: what passwords of less than 32 bytes are filled up with. */
const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/** Longest password of revisions 5 and 6, in bytes. */
const longest = 127;

/** The 32 bytes that revisions 2 to 4 work with: PDFDocEncoding, cut or padded. */
export function paddedPassword(password: string): Uint8Array {
  return Buffer.concat([pdfDocEncode(password), padding]).subarray(0, 32);
}

/**
 * The bytes that revisions 5 and 6 work with: UTF-8 after SASLprep (RFC 4013: spaces are one space, what is nothing is left out,
 * NFKC). Writers that skip the preparation exist, so the password as it was typed is tried too.
 */
export function utf8Passwords(password: string): Uint8Array[] {
  const prepared = password
    .replace(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u00ad\u034f\u1806\u180b-\u180d\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]/g, '')
    .normalize('NFKC');
  return [...new Set([prepared, password])].map((text) => Buffer.from(text, 'utf8').subarray(0, longest));
}
