/** What only others sign with, made by OpenSSL and node:crypto and verified by us. */
import { execFileSync } from 'node:child_process';
import { constants, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oids } from '../../src/signature/asn1/oids.ts';
import * as der from '../../src/signature/asn1/write.ts';
import {
  createDigest,
  createSignatureVerifier,
  digest,
  importPublicKey,
  verifySignature,
} from '../../src/signature/crypto.ts';
import type { AnyDigest, PublicKey, SignatureScheme } from '../../src/signature/crypto.ts';
import { bufferSource } from '../../src/signature/bytes.ts';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import { verifyDocument } from '../../src/signature/validation/document.ts';
import { makeCertificate, makeRoot, makeSigner } from '../helpers/pki.ts';
import { withFolder } from '../helpers/run.ts';

const message = Buffer.from('lo que se firma');
const other = Buffer.from('otra cosa');

/** The key of a certificate that carries it, read by our own parser. */
function keyIn(publicKey: KeyObject): PublicKey {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const template = makeCertificate(null, { commonName: 'x', ca: false, keyUsage: null });
  const own = parseCertificate(template.certificate);
  const at = Buffer.from(own.tbs).indexOf(own.spki);
  const tbs = Buffer.concat([own.tbs.subarray(0, at), spki, own.tbs.subarray(at + own.spki.length)]);
  // The lengths around it are written anew; the signature is of no concern here.
  const fields = tbs.subarray(tbs[1]! < 0x80 ? 2 : 2 + (tbs[1]! & 0x7f));
  const algorithm = der.sequence(der.oid(oids.ecdsaSha256));
  return parseCertificate(der.sequence(der.tlv(0x30, fields), algorithm, der.bitString(new Uint8Array(8)))).publicKey!;
}

function holds(scheme: SignatureScheme, key: PublicKey, signature: Uint8Array): void {
  expect(verifySignature(scheme, key, message, signature)).toBe(true);
  expect(verifySignature(scheme, key, other, signature)).toBe(false);
  const spoilt = Uint8Array.from(signature);
  spoilt[spoilt.length - 1]! ^= 1;
  expect(verifySignature(scheme, key, message, spoilt)).toBe(false);
  expect(verifySignature(scheme, key, message, signature.subarray(1))).toBe(false);
  expect(verifySignature(scheme, key, message, new Uint8Array(0))).toBe(false);
  if (scheme.kind === 'eddsa') return;
  const pieces = createSignatureVerifier(scheme, key);
  pieces.update(message.subarray(0, 3));
  pieces.update(message.subarray(3));
  expect(pieces.verify(signature)).toBe(true);
}

describe('digests of others', () => {
  it.each(['sha3-256', 'sha3-384', 'sha3-512'] as const)('%s is what OpenSSL computes, also when forked', (name) => {
    const expected = createHash(name).update(message).digest('hex');
    expect(Buffer.from(digest(name, message)).toString('hex')).toBe(expected);
    const running = createDigest(name as AnyDigest);
    running.update(message.subarray(0, 4));
    const fork = running.copy();
    running.update(other);
    fork.update(message.subarray(4));
    expect(Buffer.from(fork.digest()).toString('hex')).toBe(expected);
  });

  it('SHAKE256 gives 64 bytes', () => {
    const expected = createHash('shake256', { outputLength: 64 }).update(message).digest('hex');
    expect(Buffer.from(digest('shake256', message)).toString('hex')).toBe(expected);
  });
});

describe('signatures of others', () => {
  it.each([
    ['brainpoolP256r1', 'sha256'],
    ['brainpoolP384r1', 'sha384'],
    ['brainpoolP512r1', 'sha512'],
  ] as const)('over %s hold, in DER and plain', (namedCurve, name) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
    const key = keyIn(publicKey);
    expect(key).toMatchObject({ kind: 'other', curve: namedCurve });
    holds({ kind: 'ecdsa', digest: name }, key, sign(name, message, privateKey));
    const plain = sign(name, message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    holds({ kind: 'ecdsa', digest: name, plain: true }, key, plain);
    expect(verifySignature({ kind: 'ecdsa', digest: name }, key, message, plain)).toBe(false);
    expect(verifySignature({ kind: 'rsa-pkcs1', digest: name }, key, message, plain)).toBe(false);
  });

  it.each(['ed25519', 'ed448'] as const)('by %s hold', (curve) => {
    const { privateKey, publicKey } =
      curve === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448');
    const key = keyIn(publicKey);
    holds({ kind: 'eddsa', curve, digest: 'sha512' }, key, sign(null, message, privateKey));
    expect(verifySignature({ kind: 'ecdsa', digest: 'sha512' }, key, message, sign(null, message, privateKey))).toBe(
      false,
    );
    const crossed = curve === 'ed25519' ? 'ed448' : 'ed25519';
    expect(
      verifySignature(
        { kind: 'eddsa', curve: crossed, digest: 'sha512' },
        key,
        message,
        sign(null, message, privateKey),
      ),
    ).toBe(false);
  });

  it('over the usual curves hold plain, and with SHA-3', () => {
    for (const namedCurve of ['prime256v1', 'secp384r1', 'secp521r1']) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
      holds(
        { kind: 'ecdsa', digest: 'sha256', plain: true },
        publicKey,
        sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
      );
      holds({ kind: 'ecdsa', digest: 'sha3-256' }, publicKey, sign('sha3-256', message, privateKey));
    }
  });

  it('by RSA hold with SHA-3, with other masks and any salt', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (const name of ['sha3-256', 'sha3-384', 'sha3-512'] as const) {
      holds({ kind: 'rsa-pkcs1', digest: name }, publicKey, sign(name, message, privateKey));
    }
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    for (const saltLength of [0, 20, 32, 100]) {
      holds(
        { kind: 'rsa-pss', digest: 'sha3-256', saltLength },
        publicKey,
        sign('sha3-256', message, { key: privateKey, padding, saltLength }),
      );
      holds(
        { kind: 'rsa-pss', digest: 'sha256', saltLength },
        publicKey,
        sign('sha256', message, { key: privateKey, padding, saltLength }),
      );
    }
    expect(
      verifySignature(
        { kind: 'rsa-pss', digest: 'sha3-256', saltLength: 32 },
        publicKey,
        message,
        sign('sha3-256', message, { key: privateKey, padding, saltLength: 20 }),
      ),
    ).toBe(false);
    const odd = generateKeyPairSync('rsa', { modulusLength: 2049 });
    holds(
      { kind: 'rsa-pss', digest: 'sha3-256', saltLength: 32 },
      odd.publicKey,
      sign('sha3-256', message, { key: odd.privateKey, padding, saltLength: 32 }),
    );
  });

  it('by RSA without its leading zero is none, of whatever padding', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const schemes = [
      [{ kind: 'rsa-pkcs1', digest: 'sha256' }, { padding: constants.RSA_PKCS1_PADDING }],
      [
        { kind: 'rsa-pss', digest: 'sha256', saltLength: 32 },
        { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
      ],
    ] as const;
    for (const [scheme, padding] of schemes) {
      // One in 256 begins with a zero.
      let [text, signature] = [message, Buffer.of(1)];
      for (let nonce = 0; signature[0] !== 0; nonce++) {
        text = Buffer.from(`escrito ${nonce}`);
        signature = sign('sha256', text, { key: privateKey, ...padding });
      }
      const inPieces = (bytes: Uint8Array): boolean => {
        const verifier = createSignatureVerifier(scheme, publicKey);
        verifier.update(text);
        return verifier.verify(bytes);
      };
      expect([verifySignature(scheme, publicKey, text, signature), inPieces(signature)]).toEqual([true, true]);
      const shorter = signature.subarray(1);
      expect([verifySignature(scheme, publicKey, text, shorter), inPieces(shorter)]).toEqual([false, false]);
    }
  });

  it('by RSA-PSS with a mask of another digest hold, as OpenSSL makes them', () =>
    withFolder((folder) => {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const path = (name: string) => join(folder, name);
      writeFileSync(path('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      writeFileSync(path('message'), message);
      execFileSync('openssl', [
        ...['dgst', '-sha256', '-sign', path('key.pem'), '-out', path('signature')],
        ...[
          '-sigopt',
          'rsa_padding_mode:pss',
          '-sigopt',
          'rsa_mgf1_md:sha1',
          '-sigopt',
          'rsa_pss_saltlen:20',
          path('message'),
        ],
      ]);
      holds(
        { kind: 'rsa-pss', digest: 'sha256', mask: 'sha1', saltLength: 20 },
        publicKey,
        readFileSync(path('signature')),
      );
    }));
});

describe('a CMS signature of others', () => {
  it.each([
    ['brainpoolP256r1', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'], ['-md', 'sha256']],
  ])('with %s passes as OpenSSL makes it, and fails when it is changed', (_name, keyArguments, digestArguments) =>
    withFolder(async (folder) => {
      const path = (name: string) => join(folder, name);
      execFileSync('openssl', ['genpkey', ...keyArguments, '-out', path('key.pem')], { stdio: 'ignore' });
      const spki = createPublicKey(createPrivateKey(readFileSync(path('key.pem'))));
      const subject = [
        '-subj',
        '/CN=Otra',
        '-addext',
        'keyUsage=digitalSignature',
        '-addext',
        'basicConstraints=CA:FALSE',
      ];
      execFileSync(
        'openssl',
        ['req', '-x509', '-new', '-key', path('key.pem'), '-out', path('c.pem'), '-days', '30', ...subject],
        { stdio: 'ignore' },
      );
      writeFileSync(path('content'), message);
      execFileSync('openssl', [
        ...['cms', '-sign', '-binary', '-nodetach', '-cades', '-signer', path('c.pem'), '-inkey', path('key.pem')],
        ...['-in', path('content'), '-outform', 'DER', '-out', path('s.der'), ...digestArguments],
      ]);
      const bytes = readFileSync(path('s.der'));
      const pem = readFileSync(path('c.pem'), 'latin1').replace(/-----[^-]+-----|\s/g, '');
      const anchors = [parseCertificate(Buffer.from(pem, 'base64'))];
      const good = await verifyDocument(bufferSource(bytes), { anchors });
      expect(good.signatures[0]).toMatchObject({ indication: 'TOTAL_PASSED' });
      const at = bytes.indexOf(message);
      bytes[at]! ^= 1;
      const bad = await verifyDocument(bufferSource(bytes), { anchors });
      expect(bad.signatures[0]).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'HASH_FAILURE' });
      expect(spki.type).toBe('public');
    }),
  );

  it('is nothing that signs here: such keys are not suitable', async () => {
    const { unsuitableReasons } = await import('../../src/signature/trust/suitability.ts');
    const key = generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' });
    const certificate = parseCertificate(makeSigner(makeRoot(), { privateKey: key.privateKey }).certificate);
    expect(certificate.keyAlgorithm).toEqual({ kind: 'other', curve: 'brainpoolP256r1' });
    expect(unsuitableReasons(certificate, new Date())).toEqual(['key']);
    expect(importPublicKey(Buffer.from('x'))).toBeNull();
  });
});
