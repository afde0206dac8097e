import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { makeIntermediate, makePki, makeRoot, makeSigner } from '../../helpers/pki.ts';
import type { CertificateOptions } from '../../helpers/pki.ts';
import { TestPdf } from '../../helpers/test-pdf.ts';
import { anchors, codes, pki, verifyOne } from './verify.ts';

const day = 24 * 3600 * 1000;
const past = (days: number) => new Date(Date.now() - days * day);

function signedBy(
  signer: CertificateOptions,
  authority: CertificateOptions = {},
): Promise<Awaited<ReturnType<typeof verifyOne>>> {
  const made = makePki({ signer, intermediate: authority });
  const pdf = new TestPdf();
  pdf.sign(made.signer);
  return verifyOne(pdf.bytes, 0, { anchors: [parseCertificate(made.root.certificate)] });
}

describe('who signed', () => {
  it('is told with everything that sets people apart', async () => {
    const made = makePki({
      signer: { commonName: 'Ana Gómez', cuil: 'CUIL 27123456780', organization: 'Ministerio Público' },
    });
    const pdf = new TestPdf();
    pdf.sign(made.signer);
    const { signer } = await verifyOne(pdf.bytes, 0, { anchors });
    expect(signer).toEqual({
      commonName: 'Ana Gómez',
      serialNumber: 'CUIL 27123456780',
      organization: 'Ministerio Público',
      issuer: 'Autoridad Certificante de Prueba',
      policies: [],
      electronic: false,
      certificateSha256: parseCertificate(made.signer.certificate).sha256,
      validUntil: parseCertificate(made.signer.certificate).notAfter.toISOString(),
      claimedSigningTime: '2026-11-20T13:15:30.000Z',
    });
  });
});

describe('trust', () => {
  it.each<[string, CertificateOptions, CertificateOptions, string, string]>([
    [
      'an expired certificate',
      { notBefore: past(20), notAfter: past(1) },
      {},
      'OUT_OF_BOUNDS_NO_POE',
      'certificateExpired',
    ],
    ['a certificate of tomorrow', { notBefore: past(-1) }, {}, 'NOT_YET_VALID', 'certificateNotYetValid'],
    ['a key for something else', { keyUsage: ['keyEncipherment'] }, {}, 'CHAIN_CONSTRAINTS_FAILURE', 'keyUsage'],
    [
      'an expired authority',
      {},
      { notBefore: past(20), notAfter: past(1) },
      'OUT_OF_BOUNDS_NO_POE',
      'certificateExpired',
    ],
    ['an issuer that is no authority', {}, { ca: false }, 'CERTIFICATE_CHAIN_GENERAL_FAILURE', 'notAuthority'],
    [
      'an issuer that may not sign certificates',
      {},
      { keyUsage: ['cRLSign'] },
      'CERTIFICATE_CHAIN_GENERAL_FAILURE',
      'notAuthority',
    ],
    [
      'a certificate its issuer did not sign',
      { badSignature: true },
      {},
      'NO_CERTIFICATE_CHAIN_FOUND',
      'certificateForged',
    ],
    [
      'a certificate signed with SHA-1',
      { signatureDigest: 'sha1' },
      {},
      'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
      'weakCertificate',
    ],
  ])('does not reach %s', async (_what, signer, authority, subIndication, code) => {
    const verdict = await signedBy(signer, authority);
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication, level: 'B-B' });
    expect(codes(verdict)).toContain(code);
  });

  it('is not given by a name: the same people under another root', async () => {
    const pdf = new TestPdf();
    pdf.sign(makePki().signer);
    expect(await verifyOne(pdf.bytes)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    });
  });

  it('is not given by a root that the document brings along', async () => {
    const { root, intermediate, signer } = makePki();
    const pdf = new TestPdf();
    pdf.sign(signer, { certificates: [signer.certificate, intermediate.certificate, root.certificate] });
    expect(await verifyOne(pdf.bytes)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    });
  });

  it('finds links that the document leaves out, when they are given', async () => {
    const pdf = new TestPdf();
    pdf.sign(pki.signer, { certificates: [pki.signer.certificate] });
    expect(await verifyOne(pdf.bytes)).toMatchObject({ subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
    const intermediates = [parseCertificate(pki.intermediate.certificate)];
    expect(await verifyOne(pdf.bytes, 0, { intermediates })).toMatchObject({ indication: 'TOTAL_PASSED' });
  });

  it('is asked for the moment given', async () => {
    const pdf = new TestPdf();
    pdf.sign(pki.signer);
    const verdict = await verifyOne(pdf.bytes, 0, { at: new Date(Date.now() + 3650 * day) });
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
  });

  it('says what it did not look at', async () => {
    const pdf = new TestPdf();
    pdf.sign(pki.signer);
    expect(codes(await verifyOne(pdf.bytes))).toContain('revocationNotChecked');
  });

  it('refuses limits that it cannot check', async () => {
    const { extension } = await import('../../helpers/pki.ts');
    const der = await import('../../../src/signature/asn1/write.ts');
    const root = makeRoot();
    const limited = makeIntermediate(root, {
      extraExtensions: [extension(oids.nameConstraints, true, der.sequence())],
    });
    const pdf = new TestPdf();
    pdf.sign(makeSigner(limited));
    const verdict = await verifyOne(pdf.bytes, 0, { anchors: [parseCertificate(root.certificate)] });
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' });
    expect(codes(verdict)).toContain('unprocessedExtension');
  });
});
