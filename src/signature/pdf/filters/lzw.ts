import { PdfError } from '../errors.ts';

const clear = 256;
const end = 257;

/**
 * LZWDecode (ISO 32000-1, 7.4.4): codes of 9 to 12 bits, most significant bit first.
 * @param early 1 when codes grow one entry early, which is the default.
 * @throws PdfError `damaged` for impossible codes, `tooBig` beyond `limit` bytes.
 */
export function lzw(bytes: Uint8Array, early: number, limit: number, check: () => void = () => undefined): Uint8Array {
  // Entry n is entry prefix[n] followed by byte suffix[n]; lengths make writing from the back possible.
  const prefix = new Uint16Array(4096);
  const suffix = new Uint8Array(4096).map((_, index) => index);
  const length = new Uint16Array(4096).fill(1, 0, 256);
  let out = new Uint8Array(Math.min(limit, Math.max(1024, bytes.length * 4)));
  let written = 0;
  let next = 258;
  let width = 9;
  let previous = -1;
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    const code = (held >> (bits - width)) & ((1 << width) - 1);
    bits -= width;
    if (code === end) break;
    if (code === clear) {
      // The table is full after some thousand codes, so this comes often enough.
      check();
      next = 258;
      width = 9;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0) || (previous < 0 && code > 255)) {
      throw new PdfError('damaged', 'impossible LZW code');
    }
    if (previous >= 0 && next < 4096) {
      prefix[next] = previous;
      length[next] = length[previous]! + 1;
      suffix[next] = firstByte(prefix, length, code === next ? previous : code);
      next++;
    }
    if (code >= next) throw new PdfError('damaged', 'impossible LZW code');
    const size = length[code]!;
    if (written + size > limit) throw new PdfError('tooBig', 'an LZW stream that unpacks beyond the limit');
    if (written + size > out.length) out = grow(out, Math.min(limit, (written + size) * 2));
    for (let at = written + size - 1, entry = code; at >= written; at--) {
      out[at] = suffix[entry]!;
      entry = prefix[entry]!;
    }
    written += size;
    previous = code;
    if (next + early >= 1 << width && width < 12) width++;
  }
  return out.subarray(0, written);
}

function firstByte(prefix: Uint16Array, length: Uint16Array, code: number): number {
  let entry = code;
  while (length[entry]! > 1) entry = prefix[entry]!;
  return entry & 0xff;
}

function grow(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size);
  larger.set(bytes);
  return larger;
}
