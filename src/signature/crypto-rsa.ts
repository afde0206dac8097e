/**
 * RSA verification by RFC 8017 over the plain RSA operation, for what the crypto libraries do not check alike: PSS with another mask
 * digest, digests that BoringSSL lacks. Only crypto.ts looks in here.
 */

/** Computes a digest; crypto.ts gives its own. */
export type DigestFunction = (...parts: Uint8Array[]) => Uint8Array;

/** EMSA-PKCS1-v1_5 (RFC 8017, 9.2): the whole encoding is built and compared, nothing is parsed. */
export function pkcs1Encoding(digestInfo: Uint8Array, length: number): Uint8Array | null {
  const padding = length - digestInfo.length - 3;
  if (padding < 8) return null;
  return Buffer.concat([Buffer.of(0, 1), Buffer.alloc(padding, 0xff), Buffer.of(0), digestInfo]);
}

/** EMSA-PSS-VERIFY (RFC 8017, 9.1.2). @param encoded as long as the modulus. */
export function pssHolds(
  hashed: Uint8Array,
  encoded: Uint8Array,
  modulusBits: number,
  saltLength: number,
  hash: DigestFunction,
  maskHash: DigestFunction,
): boolean {
  const emBits = modulusBits - 1;
  const emLength = Math.ceil(emBits / 8);
  const surplus = encoded.subarray(0, encoded.length - emLength);
  const em = encoded.subarray(encoded.length - emLength);
  if (surplus.some((byte) => byte !== 0) || emLength < hashed.length + saltLength + 2 || em.at(-1) !== 0xbc)
    return false;
  const masked = em.subarray(0, emLength - hashed.length - 1);
  const h = em.subarray(masked.length, masked.length + hashed.length);
  const unused = 8 * emLength - emBits;
  if ((masked[0]! & ~(0xff >> unused) & 0xff) !== 0) return false;
  const mask = mgf1(h, masked.length, maskHash);
  const db = masked.map((byte, index) => byte ^ mask[index]!);
  db[0]! &= 0xff >> unused;
  const zeros = emLength - hashed.length - saltLength - 2;
  if (db.subarray(0, zeros).some((byte) => byte !== 0) || db[zeros] !== 1) return false;
  const salt = db.subarray(zeros + 1);
  return Buffer.compare(hash(new Uint8Array(8), hashed, salt), h) === 0;
}

/** MGF1 (RFC 8017, B.2.1). */
function mgf1(seed: Uint8Array, length: number, hash: DigestFunction): Uint8Array {
  const pieces: Uint8Array[] = [];
  let made = 0;
  for (let counter = 0; made < length; counter++) {
    const number = new Uint8Array(4);
    new DataView(number.buffer).setUint32(0, counter);
    const piece = hash(seed, number);
    pieces.push(piece);
    made += piece.length;
  }
  return Buffer.concat(pieces).subarray(0, length);
}
