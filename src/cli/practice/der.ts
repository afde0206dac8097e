/** As much DER (X.690) as the practice authorities need: they write a few fixed structures and read one question. */

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size =
    length < 128
      ? [length]
      : length < 256
        ? [0x81, length]
        : length < 65_536
          ? [0x82, length >> 8, length & 255]
          : [0x83, length >> 16, (length >> 8) & 255, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);
/** Members in the order of their encodings, as DER wants it. */
export const setOf = (...parts: readonly Uint8Array[]): Buffer => tlv(0x31, ...parts.toSorted(Buffer.compare));
export const octets = (bytes: Uint8Array): Buffer => tlv(0x04, bytes);
export const bits = (bytes: Uint8Array): Buffer => tlv(0x03, Buffer.of(0), bytes);
/** `[n]`, constructed. */
export const tagged = (n: number, ...parts: readonly Uint8Array[]): Buffer => tlv(0xa0 | n, ...parts);
/** `[n]`, primitive. */
export const taggedBytes = (n: number, bytes: Uint8Array): Buffer => tlv(0x80 | n, bytes);
export const nothing = tlv(0x05);

/** A whole number from its bytes, the highest first; never negative. */
export function integer(value: number | Uint8Array): Buffer {
  const bytes = typeof value === 'number' ? bytesOf(value) : value;
  return tlv(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

function bytesOf(value: number): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const arcs = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 127];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left & 127) | 128);
    return digits;
  });
  return tlv(0x06, Buffer.from(arcs));
}

/** GeneralizedTime, in seconds. */
export const time = (at: Date): Buffer => tlv(0x18, Buffer.from(`${digits(at)}Z`));
/** UTCTime, which certificates and lists use until 2049. */
export const shortTime = (at: Date): Buffer => tlv(0x17, Buffer.from(`${digits(at).slice(2)}Z`));
const digits = (at: Date): string => at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');

/** One element: its tag, its content, and all of its bytes. */
export interface Element {
  readonly tag: number;
  readonly body: Buffer;
  readonly whole: Buffer;
}

/** The elements that stand one after the other in these bytes. @throws RangeError where they are no DER. */
export function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at + 1] ?? 0;
    const more = first < 128 ? 0 : first & 127;
    if (more > 3) throw new RangeError('an element too long');
    const size = more === 0 ? first : bytes.readUIntBE(at + 2, more);
    const start = at + 2 + more;
    if (start + size > bytes.length) throw new RangeError('an element that is cut');
    found.push({ tag: bytes[at]!, body: bytes.subarray(start, start + size), whole: bytes.subarray(at, start + size) });
    at = start + size;
  }
  return found;
}

/** Serial number, issuer and subject of a certificate (DER), each as it is encoded there. */
export function namesOf(certificate: Uint8Array): { serial: Buffer; issuer: Buffer; subject: Buffer } {
  const [whole] = elements(Buffer.from(certificate));
  const [signed] = elements(whole!.body);
  // [0] version, serial number, algorithm, issuer, validity, subject (RFC 5280, 4.1).
  const fields = elements(signed!.body);
  return { serial: fields[1]!.whole, issuer: fields[3]!.whole, subject: fields[5]!.whole };
}
