import { createHash, randomBytes } from 'node:crypto';

/**
 * EMSA-PSS (RFC 8017, 9.1.1) over a digest made elsewhere, for tokens that offer nothing but raw RSA: MGF1 with the same digest, a
 * fresh salt as long as the digest.
 * @param modulusBits length of the key's modulus.
 * @returns as many bytes as the modulus has.
 * @throws RangeError when digest and salt do not fit the key.
 */
export function encodePss(hash: string, digest: Uint8Array, modulusBits: number): Buffer {
  const emBits = modulusBits - 1;
  const emLength = Math.ceil(emBits / 8);
  const hashLength = digest.length;
  if (emLength < 2 * hashLength + 2) throw new RangeError('the key is too short for this digest and salt');
  const salt = randomBytes(hashLength);
  const h = createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest();
  const db = Buffer.concat([Buffer.alloc(emLength - 2 * hashLength - 2), Buffer.of(1), salt]);
  const mask = mgf1(hash, h, db.length);
  for (const [index, byte] of mask.entries()) db[index]! ^= byte;
  // The leftmost bits beyond emBits are zero.
  db[0]! &= 0xff >> (8 * emLength - emBits);
  const encoded = Buffer.concat([db, h, Buffer.of(0xbc)]);
  // A modulus of 8n + 1 bits has one byte more than the encoding.
  return Buffer.concat([Buffer.alloc(Math.ceil(modulusBits / 8) - emLength), encoded]);
}

function mgf1(hash: string, seed: Buffer, length: number): Buffer {
  const pieces: Buffer[] = [];
  for (let counter = 0, done = 0; done < length; counter++) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    const piece = createHash(hash).update(seed).update(number).digest();
    pieces.push(piece);
    done += piece.length;
  }
  return Buffer.concat(pieces).subarray(0, length);
}
