import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { attribute, attributeOid, makeCms } from '../../helpers/cms.ts';
import { makePki, pssIdentifier } from '../../helpers/pki.ts';
import { TestPdf } from '../../helpers/test-pdf.ts';
import type { SignOptions } from '../../helpers/test-pdf.ts';
import { codes, pki, verify, verifyOne } from './verify.ts';

function signedPdf(options: SignOptions = {}): Buffer {
  const pdf = new TestPdf();
  pdf.sign(pki.signer, options);
  return pdf.bytes;
}

describe('a byte range', () => {
  it.each<[string, (range: readonly number[]) => readonly (number | string)[], string]>([
    ['with two numbers', ([a = 0, b = 0]) => [a, b], 'byteRangeMalformed'],
    ['with six numbers', (range) => [...range, 1, 1], 'byteRangeMalformed'],
    ['that begins late', ([, b = 0, c = 0, d = 0]) => [1, b, c, d], 'byteRangeMalformed'],
    ['with a negative number', ([a = 0, b = 0, c = 0]) => [a, b, c, -1], 'byteRangeMalformed'],
    ['with a fraction', ([a = 0, b = 0, c = 0, d = 0]) => [a, `${b}.5`, c, d], 'byteRangeMalformed'],
    ['with something else than numbers', ([a = 0, b = 0, c = 0]) => [a, b, c, '/X'], 'byteRangeMalformed'],
    ['that runs backwards', ([a = 0, b = 0, c = 0, d = 0]) => [a, c, b, d], 'byteRangeMalformed'],
    ['beyond the end', ([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, d + 1], 'byteRangeOutside'],
    ['that leaves out a byte more before', ([a = 0, b = 0, c = 0, d = 0]) => [a, b - 1, c, d], 'byteRangeGap'],
    ['that leaves out a byte more after', ([a = 0, b = 0, c = 0, d = 0]) => [a, b, c + 1, d - 1], 'byteRangeGap'],
    ['that leaves out less', ([a = 0, b = 0, c = 0, d = 0]) => [a, b + 1, c, d], 'byteRangeGap'],
  ])('%s fails', async (_what, byteRange, code) => {
    const verdict = await verifyOne(signedPdf({ byteRange }));
    expect(verdict).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE', level: null });
    expect(codes(verdict)).toContain(code);
  });

  it('that stops short of the revision’s end is unclear', async () => {
    const pdf = new TestPdf();
    pdf.sign(pki.signer, {
      byteRange: ([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, d - 20],
      cms: (content) => makeCms({ signer: pki.signer, content: content.subarray(0, content.length - 20) }),
    });
    // The bytes signed did not hold the byte range yet, so the digest differs as well; what counts is that nobody says yes.
    expect((await verifyOne(pdf.bytes)).indication).not.toBe('TOTAL_PASSED');
  });

  it('of two signatures that leave out each other’s bytes fails', async () => {
    const pdf = new TestPdf();
    pdf.sign(pki.signer);
    pdf.sign(pki.signer, { byteRange: ([a = 0, b = 0, c = 0, d = 0]) => [a, b - 3_000, c, d] });
    const { signatures } = await verify(pdf.bytes);
    expect(signatures.map((each) => codes(each).includes('byteRangeCollision'))).toEqual([true, true]);
  });

  it('that says it twice, or the signature twice, fails', async () => {
    for (const [key, value] of [
      ['ByteRange', '[0 1 2 3]'],
      ['Contents', '<00>'],
    ] as const) {
      const verdict = await verifyOne(signedPdf({ dict: `/${key} ${value} ` }));
      expect(verdict).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE' });
      expect(codes(verdict)).toContain('ambiguousDictionary');
    }
  });
});

describe('a signature value', () => {
  const content = Buffer.from('contenido');
  it.each<[string, () => Uint8Array, string]>([
    ['of zeros only', () => new Uint8Array(100), 'noContents'],
    ['that is no ASN.1', () => Buffer.from('firma'), 'badSignatureContainer'],
    ['cut short', () => makeCms({ signer: pki.signer, content }).subarray(0, 400), 'badSignatureContainer'],
    [
      'with something behind it',
      () => Buffer.concat([makeCms({ signer: pki.signer, content }), Buffer.from([1])]),
      'badSignatureContainer',
    ],
    [
      'of another content type',
      () => der.sequence(der.oid(oids.data), der.explicit(0, der.octetString(content))),
      'badSignatureContainer',
    ],
  ])('%s fails', async (_what, cms, code) => {
    const verdict = await verifyOne(signedPdf({ cms }));
    expect(verdict).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE', signer: null });
    expect(codes(verdict)).toContain(code);
  });

  it.each<[string, SignOptions, string, string]>([
    ['without a signer', { signers: 0 }, 'FORMAT_FAILURE', 'signerCount'],
    ['with two signers', { signers: 2 }, 'FORMAT_FAILURE', 'signerCount'],
    ['with content inside', { embed: true }, 'FORMAT_FAILURE', 'embeddedContent'],
    ['without a content type', { attributes: without(oids.contentType) }, 'FORMAT_FAILURE', 'contentType'],
    ['without a message digest', { attributes: without(oids.messageDigest) }, 'FORMAT_FAILURE', 'noMessageDigest'],
    ['with an attribute twice', { attributes: (list) => [...list, list[0]!] }, 'FORMAT_FAILURE', 'duplicateAttribute'],
    ['with two values in one attribute', { attributes: twoValues }, 'FORMAT_FAILURE', 'badAttribute'],
    ['that protects other algorithms', { attributes: protectOthers }, 'FORMAT_FAILURE', 'algorithmProtection'],
    ['with other digests here and there', { namedDigest: oids.sha512 }, 'FORMAT_FAILURE', 'algorithmMismatch'],
    ['over other content', { cms: () => makeCms({ signer: pki.signer, content }) }, 'HASH_FAILURE', 'digestMismatch'],
    ['that is not the signer’s', { spoilSignature: true }, 'SIG_CRYPTO_FAILURE', 'badSignature'],
  ])('%s fails', async (_what, options, subIndication, code) => {
    const verdict = await verifyOne(signedPdf(options));
    expect(verdict).toMatchObject({
      indication: 'TOTAL_FAILED',
      subIndication,
      level: null,
      coversWholeDocument: false,
    });
    expect(codes(verdict)).toContain(code);
  });

  it.each<[string, SignOptions, string, string]>([
    ['without signed attributes', { attributes: null }, 'SIG_CONSTRAINTS_FAILURE', 'noSignedAttributes'],
    ['without its certificate', { certificates: [] }, 'NO_SIGNING_CERTIFICATE_FOUND', 'noSigningCertificate'],
    ['that refers to another certificate', { ess: 'wrong' }, 'NO_SIGNING_CERTIFICATE_FOUND', 'certificateReference'],
    ['with SHA-1', { digest: 'sha1' }, 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'outdatedAlgorithm'],
    ['with an unknown digest', { namedDigest: '1.2.3.4' }, 'CRYPTO_CONSTRAINTS_FAILURE', 'unknownDigest'],
    [
      'with an unknown algorithm',
      { namedSignature: der.sequence(der.oid('1.2.3.4')) },
      'CRYPTO_CONSTRAINTS_FAILURE',
      'unknownAlgorithm',
    ],
    ['of an unknown format', { subFilter: 'adbe.x509.rsa_sha1' }, 'FORMAT_FAILURE', 'unknownFormat'],
  ])('%s is not accepted', async (_what, options, subIndication, code) => {
    const verdict = await verifyOne(signedPdf(options));
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication });
    expect(codes(verdict)).toContain(code);
  });

  it('without signed attributes is still checked against the content', async () => {
    const verdict = await verifyOne(
      signedPdf({ cms: () => makeCms({ signer: pki.signer, content, attributes: null }) }),
    );
    expect(verdict).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'SIG_CRYPTO_FAILURE' });
  });
});

describe('what is accepted', () => {
  it.each<[string, SignOptions]>([
    ['a signer named by key identifier', { bySubjectKeyIdentifier: true }],
    ['SHA-384', { digest: 'sha384' }],
    ['SHA-512', { digest: 'sha512' }],
    [
      'attributes in another order than DER’s',
      { unsorted: true, attributes: (list) => [...list].sort(Buffer.compare).reverse() },
    ],
  ])('%s', async (_what, options) => {
    expect(await verifyOne(signedPdf(options))).toMatchObject({ indication: 'TOTAL_PASSED', level: 'B-B' });
  });

  it('RSA, with PKCS#1 and with PSS', async () => {
    const { root, signer } = makePki({ signer: { key: 'rsa-2048' } });
    for (const pss of [false, true]) {
      const pdf = new TestPdf();
      pdf.sign(signer, { pss });
      const [verdict] = (await verify(pdf.bytes, { anchors: [] })).signatures;
      expect(verdict).toMatchObject({ subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', level: 'B-B' });
    }
    expect(root.keyKind).toBe('p256');
  });

  it('no RSA key below 2048 bits, and no PSS with parameters of its own', async () => {
    const { signer } = makePki({ signer: { key: 'rsa-1024' } });
    const weak = new TestPdf();
    weak.sign(signer);
    expect((await verify(weak.bytes)).signatures[0]).toMatchObject({
      subIndication: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    });
    const strange = new TestPdf();
    const strong = makePki({ signer: { key: 'rsa-2048' } }).signer;
    const mixed = pssIdentifier(oids.sha256, 4_000);
    strange.sign(strong, { pss: true, namedSignature: mixed });
    const [verdict] = (await verify(strange.bytes)).signatures;
    expect(codes(verdict!)).toContain('unknownAlgorithm');
  });
});

describe('the baseline level', () => {
  it.each<[string, SignOptions, string]>([
    ['without the claimed time', { noTime: true }, 'notBaseline'],
    ['with /Cert', { dict: '/Cert <00> ' }, 'notBaseline'],
    ['with a signing time attribute', { attributes: withSigningTime }, 'notBaseline'],
    ['without a reference to the certificate', { ess: 'none' }, 'notBaseline'],
    ['of the old format', { subFilter: 'adbe.pkcs7.detached' }, 'notPades'],
  ])('is not reached %s, and the signature holds all the same', async (_what, options, code) => {
    const verdict = await verifyOne(signedPdf(options));
    expect(verdict).toMatchObject({ indication: 'TOTAL_PASSED', level: null });
    expect(codes(verdict)).toContain(code);
  });

  it('is reached with the old reference to the certificate, with a remark', async () => {
    const verdict = await verifyOne(signedPdf({ ess: 'v1' }));
    expect(verdict).toMatchObject({ indication: 'TOTAL_PASSED', level: 'B-B' });
    expect(codes(verdict)).toContain('oldCertificateReference');
  });
});

describe('the old format with SHA-1 inside', () => {
  const sha1 = (content: Uint8Array) => der.octetString(content).subarray(0, 0);
  it('is checked, and never trusted', async () => {
    const { createHash } = await import('node:crypto');
    const inner = (content: Uint8Array) => createHash('sha1').update(content).digest();
    const cms = (content: Uint8Array) => makeCms({ signer: pki.signer, content: inner(content), embed: true });
    const good = await verifyOne(signedPdf({ subFilter: 'adbe.pkcs7.sha1', cms }));
    expect(good).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    });
    const bad = await verifyOne(
      signedPdf({
        subFilter: 'adbe.pkcs7.sha1',
        cms: () => makeCms({ signer: pki.signer, content: sha1(Buffer.from('x')), embed: true }),
      }),
    );
    expect(bad).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'HASH_FAILURE' });
  });
});

function without(id: string) {
  return (list: Uint8Array[]) => list.filter((each) => attributeOid(each) !== id);
}

function withSigningTime(list: Uint8Array[]): Uint8Array[] {
  return [...list, attribute(oids.signingTime, der.time(new Date()))];
}

function twoValues(list: Uint8Array[]): Uint8Array[] {
  return [
    ...without(oids.contentType)(list),
    attribute(oids.contentType, der.oid(oids.data), der.oid(oids.signedData)),
  ];
}

function protectOthers(list: Uint8Array[]): Uint8Array[] {
  const others = der.sequence(
    der.sequence(der.oid(oids.sha512)),
    der.implicit(1, der.sequence(der.oid(oids.ecdsaSha512))),
  );
  return [...list, attribute(oids.cmsAlgorithmProtection, others)];
}
