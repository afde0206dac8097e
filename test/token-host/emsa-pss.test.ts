import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  generatePrimeSync,
  privateEncrypt,
  verify,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { algorithmsFor } from '../../src/token-host/algorithms.ts';
import { encodePss } from '../../src/token-host/emsa-pss.ts';

describe('PSS encoded here, for raw RSA', () => {
  it.each([2048, 2049, 2050, 3072])('verifies with a modulus of %i bits', (bits) => {
    const privateKey = bits % 2 === 0 ? generateKeyPairSync('rsa', { modulusLength: bits }).privateKey : oddKey(bits);
    expect(privateKey.asymmetricKeyDetails?.modulusLength).toBe(bits);
    const data = Buffer.from('lo firmado');
    for (const hash of ['sha256', 'sha384', 'sha512']) {
      const encoded = encodePss(hash, createHash(hash).update(data).digest(), bits);
      const signature = privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encoded);
      const how = {
        key: createPublicKey(privateKey),
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      };
      expect(verify(hash, data, how, signature)).toBe(true);
      expect(verify(hash, Buffer.from('otra cosa'), how, signature)).toBe(false);
    }
  });

  it('is not offered, and not made, where digest and salt do not fit', () => {
    expect(() => encodePss('sha512', Buffer.alloc(64), 1024)).toThrow(RangeError);
    expect(algorithmsFor({ kind: 'rsa', bits: 1024 }, () => true)).not.toContain('rsa-pss-sha512');
    expect(algorithmsFor({ kind: 'rsa', bits: 1024 }, () => true)).toContain('rsa-pss-sha384');
    expect(algorithmsFor({ kind: 'rsa', bits: 2048 }, (family) => family === 'rsa-pkcs1')).toHaveLength(3);
  });
});

/** A key whose modulus has 8n + 1 bits: the encoding is then one byte shorter than the modulus. OpenSSL makes none by itself. */
function oddKey(bits: number): KeyObject {
  const e = 65537n;
  for (;;) {
    const p = generatePrimeSync((bits + 1) / 2, { bigint: true });
    const q = generatePrimeSync((bits - 1) / 2, { bigint: true });
    const [n, phi] = [p * q, (p - 1n) * (q - 1n)];
    if (n.toString(2).length !== bits || phi % e === 0n) continue;
    const d = inverse(e, phi);
    const values = { n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
    const encoded = Object.entries(values).map(([name, value]) => [name, base64url(value)]);
    return createPrivateKey({ key: { kty: 'RSA', ...Object.fromEntries(encoded) }, format: 'jwk' });
  }
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
  return ((x % modulus) + modulus) % modulus;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
