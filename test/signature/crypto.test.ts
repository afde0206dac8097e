import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as crypto from '../../src/signature/crypto.ts';
import { cryptoSelfTest } from '../../src/signature/crypto-self-test.ts';
import type { CryptoPort } from '../../src/signature/crypto-self-test.ts';

const data = Buffer.from('dato');

describe('the self-test', () => {
  it('is content with this crypto library', () => {
    expect(cryptoSelfTest()).toEqual({ kind: 'ok' });
  });

  it('names what is missing', () => {
    const port: CryptoPort = {
      ...crypto,
      digest: (algorithm, ...parts) => {
        if (algorithm === 'sha384') throw new Error('unsupported');
        return crypto.digest(algorithm, ...parts);
      },
      importPublicKey: (spki) => (spki.length > 150 && spki.length < 250 ? null : crypto.importPublicKey(spki)),
      verifySignature: (scheme, key, bytes, signature) =>
        scheme.kind !== 'rsa-pss' && crypto.verifySignature(scheme, key, bytes, signature),
    };
    expect(cryptoSelfTest(port)).toEqual({ kind: 'broken', primitives: ['SHA-384', 'RSA-PSS', 'ECDSA P-521'] });
  });

  it('names what says yes to everything, and what computes wrongly', () => {
    const yes = cryptoSelfTest({ ...crypto, verifySignature: () => true });
    expect(yes).toMatchObject({
      kind: 'broken',
      primitives: expect.arrayContaining(['RSA PKCS#1 v1.5', 'ECDSA P-256']) as string[],
    });
    const wrong = cryptoSelfTest({ ...crypto, digest: () => new Uint8Array(32) });
    expect(wrong).toMatchObject({ kind: 'broken', primitives: ['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] });
  });
});

describe('verifying', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

  it('does not let a key serve another scheme', () => {
    const rsaSignature = sign('sha256', data, rsa.privateKey);
    const ecSignature = sign('sha256', data, ec.privateKey);
    expect(crypto.verifySignature({ kind: 'rsa-pkcs1', digest: 'sha256' }, rsa.publicKey, data, rsaSignature)).toBe(
      true,
    );
    expect(crypto.verifySignature({ kind: 'ecdsa', digest: 'sha256' }, ec.publicKey, data, ecSignature)).toBe(true);
    expect(crypto.verifySignature({ kind: 'ecdsa', digest: 'sha256' }, rsa.publicKey, data, rsaSignature)).toBe(false);
    expect(crypto.verifySignature({ kind: 'rsa-pkcs1', digest: 'sha256' }, ec.publicKey, data, ecSignature)).toBe(
      false,
    );
    expect(crypto.verifySignature({ kind: 'rsa-pkcs1', digest: 'sha512' }, rsa.publicKey, data, rsaSignature)).toBe(
      false,
    );
    expect(
      crypto.verifySignature({ kind: 'rsa-pss', digest: 'sha256', saltLength: 32 }, rsa.publicKey, data, rsaSignature),
    ).toBe(false);
  });

  it('says no, not an error, to malformed values', () => {
    for (const bad of [new Uint8Array(0), new Uint8Array(256), Buffer.from('30060201000201', 'hex')]) {
      expect(crypto.verifySignature({ kind: 'ecdsa', digest: 'sha256' }, ec.publicKey, data, bad)).toBe(false);
      expect(crypto.verifySignature({ kind: 'rsa-pkcs1', digest: 'sha256' }, rsa.publicKey, data, bad)).toBe(false);
    }
  });

  it('in pieces gives what it gives at once', () => {
    const signature = sign('sha256', Buffer.concat([data, data]), ec.privateKey);
    const verifier = () => crypto.createSignatureVerifier({ kind: 'ecdsa', digest: 'sha256' }, ec.publicKey);
    const whole = verifier();
    whole.update(data);
    whole.update(data);
    expect(whole.verify(signature)).toBe(true);
    const half = verifier();
    half.update(data);
    expect(half.verify(signature)).toBe(false);
  });

  it('knows no Edwards curves and no brainpool, and reads no rubbish as a key', () => {
    const ed = generateKeyPairSync('ed25519').publicKey;
    expect(crypto.keySize(ed)).toBeNull();
    expect(crypto.verifySignature({ kind: 'ecdsa', digest: 'sha256' }, ed, data, new Uint8Array(64))).toBe(false);
    expect(crypto.importPublicKey(Buffer.from('clave'))).toBeNull();
  });
});

describe('the door to node:crypto', () => {
  it('is the only one in the room', () => {
    const root = join(import.meta.dirname, '../../src/signature');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const offenders = files.filter(
      (file) =>
        file !== 'crypto.ts' &&
        /from 'node:crypto'/.test(readFileSync(join(root, file), 'utf8').replace(/^import type .*$/gm, '')),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(offenders).toEqual([]);
  });
});
