/** Character classes of PDF syntax (ISO 32000-1, 7.2.2). */

const regular = 0;
const white = 1;
const delimiter = 2;

const classes = new Uint8Array(256);
for (const c of [0, 9, 10, 12, 13, 32]) classes[c] = white;
for (const c of '()<>[]{}/%') classes[c.charCodeAt(0)] = delimiter;

export function isWhite(c: number | undefined): boolean {
  return c !== undefined && classes[c] === white;
}

export function isRegular(c: number | undefined): boolean {
  return c !== undefined && classes[c] === regular;
}

export function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 0x30 && c <= 0x39;
}

export const ch = {
  lf: 0x0a,
  cr: 0x0d,
  space: 0x20,
  hash: 0x23,
  percent: 0x25,
  open: 0x28,
  close: 0x29,
  slash: 0x2f,
  less: 0x3c,
  greater: 0x3e,
  upperR: 0x52,
  leftBracket: 0x5b,
  backslash: 0x5c,
  rightBracket: 0x5d,
} as const;

/** Value of a hexadecimal digit, or -1. */
export function hexValue(c: number | undefined): number {
  if (c === undefined) return -1;
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const lower = c | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

const inHex = Uint8Array.from({ length: 256 }, (_, c) => Number(hexValue(c) >= 0 || isWhite(c)));

/** The first byte from `at` on that may not stand within a hexadecimal string; signature values are long, and looked over often. */
export function skipHexDigits(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  let end = at;
  while (end < length && inHex[bytes[end]!] === 1) end++;
  return end;
}

/** Most words of PDF are shorter; putting one together costs less than asking the system for it. */
const shortWord = 12;

/** Bytes as text, one character a byte: keywords, names and numbers of PDF are looked at in this form. */
export function latin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (start >= 0 && end - start <= shortWord && end <= bytes.length) {
    let text = '';
    for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]!);
    return text;
  }
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.toString('latin1', start, end);
}
