/** One DER value (X.690): its identifier octet, its contents, and where the next value starts. */
export interface Tlv {
  readonly tag: number;
  readonly body: Uint8Array;
  readonly end: number;
}

/** Reads the value at `at`; null when it is not whole, or has a form that certificates and PKCS#12 files never need. */
export function readTlv(bytes: Uint8Array, at = 0): Tlv | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) return null;
    length = 0;
    for (const byte of bytes.subarray(start, start + count)) length = length * 256 + byte;
    start += count;
  }
  const end = start + length;
  return end <= bytes.length ? { tag, body: bytes.subarray(start, end), end } : null;
}

/** The values that follow one another in the contents of a constructed value; null when they do not end where it ends. */
export function readAll(body: Uint8Array): Tlv[] | null {
  const values: Tlv[] = [];
  for (let at = 0; at < body.length;) {
    const value = readTlv(body, at);
    if (value === null) return null;
    values.push(value);
    at = value.end;
  }
  return values;
}

export const tags = {
  boolean: 0x01,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  explicit0: 0xa0,
  explicit3: 0xa3,
} as const;
