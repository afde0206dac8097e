/** The small values of PDF syntax, from their text. */
import { ch, hexValue, isDigit, latin1 } from './chars.ts';

/** A PDF number (no exponents); undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return undefined;
  return Number(text);
}

/** The bytes of a hexadecimal string's text; an odd last digit counts as followed by 0 (ISO 32000-1, 7.3.4.3). */
export function decodeHex(bytes: Uint8Array, start: number, end: number): Uint8Array {
  // The system's own decoder stops at what is no digit; a signature value is digits from end to end.
  const whole = Buffer.from(latin1(bytes, start, end), 'hex');
  if (2 * whole.length === end - start) return new Uint8Array(whole.buffer, whole.byteOffset, whole.length);
  const out = new Uint8Array((end - start + 1) >> 1);
  let digits = 0;
  for (let i = start; i < end; i++) {
    const value = hexValue(bytes[i]);
    if (value < 0) continue;
    out[digits >> 1]! |= (digits & 1) === 0 ? value << 4 : value;
    digits++;
  }
  return out.subarray(0, (digits + 1) >> 1);
}

const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/** The bytes of a literal string's text, without its outer parentheses (ISO 32000-1, 7.3.4.2). */
export function decodeLiteral(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start);
  let length = 0;
  for (let i = start; i < end; i++) {
    let c = bytes[i]!;
    if (c === ch.cr) {
      // An end of line inside a string is one line feed, however the file writes it.
      if (bytes[i + 1] === ch.lf) i++;
      c = ch.lf;
    } else if (c === ch.backslash) {
      c = bytes[++i]!;
      if (c === ch.lf) continue;
      if (c === ch.cr) {
        if (bytes[i + 1] === ch.lf) i++;
        continue;
      }
      if (isOctal(c)) {
        let value = c - 0x30;
        for (let digits = 1; digits < 3 && isOctal(bytes[i + 1]); digits++) value = value * 8 + bytes[++i]! - 0x30;
        c = value & 0xff;
      } else c = escapes[String.fromCharCode(c)] ?? c;
    }
    out[length++] = c;
  }
  return out.subarray(0, length);
}

function isOctal(c: number | undefined): boolean {
  return isDigit(c) && c! < 0x38;
}
