/** Tag, length, value as ISO/IEC 7816-4 (5.2.2) writes them: the little that a PIV card says and hears. */

/** One data object; `tag` as hexadecimal. Lengths up to 65,535. */
export function tlv(tag: string, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(tag, 'hex'), lengthOf(value.length), value]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
}

/** The objects of a value whose tags have one byte, by tag; null where the bytes are no such list. */
export function readTlv(bytes: Uint8Array): Map<number, Buffer> | null {
  const found = new Map<number, Buffer>();
  const buffer = Buffer.from(bytes);
  let at = 0;
  while (at < buffer.length) {
    const tag = buffer[at++]!;
    let length = buffer[at++];
    if (length === 0x81) length = buffer[at++];
    else if (length === 0x82) {
      if (at + 2 > buffer.length) return null;
      length = buffer.readUInt16BE(at);
      at += 2;
    } else if (length !== undefined && length >= 0x80) return null;
    if (length === undefined || at + length > buffer.length) return null;
    found.set(tag, buffer.subarray(at, at + length));
    at += length;
  }
  return found;
}
