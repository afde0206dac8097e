import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyShapeOf, normalSignature, signingInput } from '../../src/token-host/algorithms.ts';
import { readCertificate, unsuitability } from '../../src/token-host/certificate.ts';
import { makePki, makeSigner } from '../helpers/pki.ts';

const now = new Date();

describe('a certificate', () => {
  it('that cannot be read is listed as that', () => {
    const read = readCertificate(randomBytes(100));
    expect(unsuitability(read, now)).toBe('unreadable');
    expect(read.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('never breaks the reader, whatever it holds', () => {
    const good = Buffer.from(makePki().signer.certificate);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, cut) => {
        const bad = Buffer.from(good);
        bad[at] = byte;
        unsuitability(readCertificate(bad), now);
        unsuitability(readCertificate(bad.subarray(0, cut)), now);
      }),
      { numRuns: 5000 },
    );
  });

  it('is judged by the strictest reason first', () => {
    const { intermediate } = makePki();
    const day = 86_400_000;
    const old = { notBefore: new Date(now.getTime() - 3 * day), notAfter: new Date(now.getTime() - day) };
    const judge = (options: Parameters<typeof makeSigner>[1]) =>
      unsuitability(readCertificate(makeSigner(intermediate, options).certificate), now);
    expect(judge({ ...old, keyUsage: ['keyAgreement'], key: 'rsa-1024' })).toBe('wrongKeyUsage');
    expect(judge({ ...old, key: 'rsa-1024' })).toBe('weakKey');
    expect(judge(old)).toBe('expired');
    // A key that is not there is not there at any time.
    expect(unsuitability(readCertificate(makeSigner(intermediate, old).certificate), now, false)).toBe('noPrivateKey');
    expect(judge({ key: 'p521' })).toBeNull();
  });

  it('names its holder as written, commas, quotes and all', () => {
    const commonName = 'Núñez, "la fiscal" + Cía \\ \u0416';
    expect(readCertificate(makePki({ signer: { commonName } }).signer.certificate).commonName).toBe(commonName);
  });
});

describe('keys and signatures', () => {
  it('of kinds that are not signed with have no shape', () => {
    expect(keyShapeOf(generateKeyPairSync('ed25519').publicKey)).toBeNull();
    expect(keyShapeOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey)).toBeNull();
  });

  it('an ECDSA signature with short halves is widened, and no other length is believed', () => {
    const key = { kind: 'ec', fieldBytes: 4 } as const;
    expect(normalSignature(key, Uint8Array.of(1, 2, 3, 7, 8, 9))).toEqual(Uint8Array.of(0, 1, 2, 3, 0, 7, 8, 9));
    for (const length of [0, 7, 9, 10]) expect(normalSignature(key, new Uint8Array(length))).toBeNull();
    expect(normalSignature({ kind: 'rsa', bits: 2048 }, new Uint8Array(255))).toBeNull();
  });

  it('a digest of another algorithm never reaches a token', () => {
    const rsa = { kind: 'rsa', bits: 2048 } as const;
    expect(() => signingInput('ecdsa-sha256', rsa, randomBytes(32))).toThrow(RangeError);
    expect(() => signingInput('rsa-pkcs1-sha256', rsa, randomBytes(48))).toThrow(RangeError);
  });
});
