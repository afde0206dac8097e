import { PdfError } from '../errors.ts';
import { decodeHex } from '../syntax/atoms.ts';
import { ch, isWhite } from '../syntax/chars.ts';

/** ASCIIHexDecode: hexadecimal text up to `>`. */
export function asciiHex(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(ch.greater);
  return decodeHex(bytes, 0, end < 0 ? bytes.length : end);
}

/** ASCII85Decode: groups of five characters to four bytes, up to `~>`. */
export function ascii85(bytes: Uint8Array): Uint8Array {
  // A `z` stands for four bytes; every other character for less than one.
  const out = new Uint8Array(bytes.length * 4);
  let length = 0;
  let group: number[] = [];
  for (const c of bytes) {
    if (isWhite(c)) continue;
    if (c === 0x7e) break;
    if (c === 0x7a && group.length === 0) length += 4;
    else if (c >= 0x21 && c <= 0x75) group.push(c - 0x21);
    else throw new PdfError('damaged', 'not an ASCII85 character');
    if (group.length === 5) {
      length = putGroup(out, length, group, 4);
      group = [];
    }
  }
  if (group.length === 1) throw new PdfError('damaged', 'an ASCII85 group of one character');
  if (group.length > 1) length = putGroup(out, length, [...group, 84, 84, 84].slice(0, 5), group.length - 1);
  return out.subarray(0, length);
}

function putGroup(out: Uint8Array, at: number, group: number[], bytes: number): number {
  const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
  if (value > 0xffffffff) throw new PdfError('damaged', 'an ASCII85 group beyond 32 bits');
  for (let i = 0; i < bytes; i++) out[at + i] = Math.floor(value / 256 ** (3 - i)) & 0xff;
  return at + bytes;
}
