import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import { readAsn1 } from '../../../src/signature/asn1/read.ts';
import { asInteger, asOid, asSequence, asSet } from '../../../src/signature/asn1/values.ts';
import {
  buildSignedAttributes,
  buildSignedData,
  digestToSign,
  ecdsaRawToDer,
} from '../../../src/signature/cms/build.ts';
import { CmsError } from '../../../src/signature/cms/errors.ts';
import { digest, digestOf, importPublicKey, schemeOf, verifySignature } from '../../../src/signature/crypto.ts';
import type { SignatureAlgorithm } from '../../../src/signature/crypto.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { makePki, signAsToken, signDigestAsToken } from '../../helpers/pki.ts';
import type { KeyKind } from '../../helpers/pki.ts';
import { run, withFolder } from '../../helpers/run.ts';

const content = Buffer.from('Requerimiento de elevación a juicio');

function makeSignature(key: KeyKind, algorithm: SignatureAlgorithm) {
  const pki = makePki({ signer: { key } });
  const certificate = parseCertificate(pki.signer.certificate);
  const messageDigest = digest(digestOf(algorithm), content);
  const signedAttributes = buildSignedAttributes({ messageDigest, certificate, algorithm });
  const raw = signAsToken(pki.signer, algorithm, signedAttributes);
  const signature = algorithm.startsWith('ecdsa') ? ecdsaRawToDer(raw) : raw;
  const chain = pki.signer.chain.map(parseCertificate);
  return {
    pki,
    signedAttributes,
    cms: buildSignedData({ algorithm, signedAttributes, signature, certificate, chain }),
  };
}

const cases: readonly (readonly [KeyKind, SignatureAlgorithm])[] = [
  ['rsa-2048', 'rsa-pkcs1-sha256'],
  ['rsa-3072', 'rsa-pkcs1-sha384'],
  ['rsa-2048', 'rsa-pkcs1-sha512'],
  ['p256', 'ecdsa-sha256'],
  ['p384', 'ecdsa-sha384'],
  ['p256', 'ecdsa-sha512'],
];

describe('a SignedData made here', () => {
  it.each(cases)('is a CAdES signature to openssl: %s, %s', async (key, algorithm) => {
    const { pki, cms } = makeSignature(key, algorithm);
    await withFolder((folder) => {
      const at = (name: string) => join(folder, name);
      writeFileSync(at('s.der'), cms);
      writeFileSync(at('c.bin'), content);
      writeFileSync(at('ca.pem'), pki.root.certificatePem);
      const verify = [
        'cms',
        '-verify',
        '-cades',
        '-binary',
        '-inform',
        'DER',
        '-in',
        at('s.der'),
        '-CAfile',
        at('ca.pem'),
      ];
      const good = run('openssl', [...verify, '-purpose', 'any', '-content', at('c.bin'), '-out', at('o')]);
      expect(good).toMatchObject({ status: 0 });
      expect(good.output).toContain('CAdES Verification successful');
      writeFileSync(at('c.bin'), Buffer.concat([content, Buffer.from('.')]));
      expect(run('openssl', [...verify, '-purpose', 'any', '-content', at('c.bin'), '-out', at('o')]).status).not.toBe(
        0,
      );
      expect(run('openssl', ['asn1parse', '-inform', 'DER', '-in', at('s.der')]).status).toBe(0);
    });
  });

  it('holds exactly the four signed attributes, in DER order, and no signing-time', () => {
    const { signedAttributes } = makeSignature('p256', 'ecdsa-sha256');
    const attributes = asSet(readAsn1(signedAttributes, { der: true }));
    expect(attributes.map((each) => asOid(asSequence(each)[0]))).toEqual([
      oids.contentType,
      oids.cmsAlgorithmProtection,
      oids.messageDigest,
      oids.signingCertificateV2,
    ]);
    const encoded = attributes.map((each) => Buffer.from(each.encoded));
    expect([...encoded].sort(Buffer.compare)).toEqual(encoded);
  });

  it('names the hash of the ESS attribute only when it is not SHA-256', () => {
    const essFields = (algorithm: SignatureAlgorithm) => {
      const attributes = asSet(readAsn1(makeSignature('p256', algorithm).signedAttributes));
      const ess = attributes.map(asSequence).find(([id]) => asOid(id) === oids.signingCertificateV2)!;
      const certId = asSequence(asSequence(asSequence(asSet(ess[1])[0])[0])[0]);
      return certId.map((field) => field.tagNumber);
    };
    expect(essFields('ecdsa-sha256')).toEqual([4, 16]); // certHash, issuerSerial
    expect(essFields('ecdsa-sha512')).toEqual([16, 4, 16]); // hashAlgorithm before them
  });

  it('carries each certificate once, the root left out', () => {
    const { pki, cms } = makeSignature('p256', 'ecdsa-sha256');
    const hasCertificate = (certificate: Uint8Array) => Buffer.from(cms).includes(Buffer.from(certificate));
    expect(hasCertificate(pki.signer.certificate)).toBe(true);
    expect(hasCertificate(pki.intermediate.certificate)).toBe(true);
    expect(hasCertificate(pki.root.certificate)).toBe(false);
  });

  it('lets a token sign the digest alone', () => {
    const { signer } = makePki({ signer: { key: 'rsa-2048' } });
    const certificate = parseCertificate(signer.certificate);
    const algorithm = 'rsa-pkcs1-sha256';
    const attributes = buildSignedAttributes({ messageDigest: digest('sha256', content), certificate, algorithm });
    const signature = signDigestAsToken(signer, algorithm, digestToSign(attributes, algorithm));
    expect(verifySignature(schemeOf(algorithm), certificate.publicKey!, attributes, signature)).toBe(true);
  });

  it('refuses a digest of the wrong length and a key of the wrong kind', () => {
    const certificate = parseCertificate(makePki().signer.certificate);
    expect(() =>
      buildSignedAttributes({ messageDigest: new Uint8Array(20), certificate, algorithm: 'ecdsa-sha256' }),
    ).toThrow(RangeError);
    expect(() =>
      buildSignedAttributes({ messageDigest: new Uint8Array(32), certificate, algorithm: 'rsa-pkcs1-sha256' }),
    ).toThrow(expect.objectContaining({ name: 'CmsError', kind: 'keyMismatch' }) as CmsError);
  });
});

describe('ecdsaRawToDer', () => {
  it('keeps r and s for every even length a curve or a token may give', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 66 }), fc.infiniteStream(fc.nat(255)), (half, stream) => {
        const raw = Uint8Array.from({ length: half * 2 }, () => stream.next().value as number);
        raw[half - 1]! |= 1; // r and s are not zero
        raw[2 * half - 1]! |= 1;
        const [r, s] = asSequence(readAsn1(ecdsaRawToDer(raw), { der: true }));
        const number = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
        expect(asInteger(r)).toBe(number(raw.subarray(0, half)));
        expect(asInteger(s)).toBe(number(raw.subarray(half)));
      }),
    );
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['an odd length', new Uint8Array(63).fill(1)],
    ['more than P-521 has', new Uint8Array(134).fill(1)],
    ['r of zero', Uint8Array.of(0, 0, 1, 1)],
    ['s of zero', Uint8Array.of(1, 1, 0, 0)],
  ])('refuses %s', (_what, raw) => {
    expect(() => ecdsaRawToDer(raw)).toThrow(CmsError);
  });

  it('gives what the crypto library accepts, on every curve', () => {
    for (const key of ['p256', 'p384', 'p521'] as const) {
      const { signer } = makePki({ signer: { key } });
      const signature = ecdsaRawToDer(signAsToken(signer, 'ecdsa-sha512', content));
      const publicKey = importPublicKey(parseCertificate(signer.certificate).spki)!;
      expect(verifySignature(schemeOf('ecdsa-sha512'), publicKey, content, signature)).toBe(true);
    }
  });
});
