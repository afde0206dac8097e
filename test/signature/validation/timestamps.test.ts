import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { attribute, makeTimestamp } from '../../helpers/cms.ts';
import { makePki, makeSigner } from '../../helpers/pki.ts';
import type { CertificateOptions } from '../../helpers/pki.ts';
import { TestPdf, stream } from '../../helpers/test-pdf.ts';
import { codes, pki, verify, verifyOne } from './verify.ts';

const day = 24 * 3600 * 1000;
const authority = makeAuthority();

function makeAuthority(options: CertificateOptions = {}) {
  return makeSigner(pki.intermediate, {
    commonName: 'Autoridad de Sellado de Prueba',
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [oids.timeStamping],
    extendedKeyUsageCritical: true,
    ...options,
  });
}

type TimestampOptions = Parameters<typeof makeTimestamp>[2] & { by?: typeof authority; over?: Uint8Array };

function stamped({ by = authority, over, ...options }: TimestampOptions = {}, signer = pki.signer): TestPdf {
  const pdf = new TestPdf();
  pdf.sign(signer, {
    unsignedAttributes: (signature) => [
      attribute(oids.signatureTimeStamp, makeTimestamp(by, over ?? signature, options)),
    ],
  });
  return pdf;
}

function addDocumentTimestamp(pdf: TestPdf, options: TimestampOptions = {}): void {
  const { by = authority, over, ...rest } = options;
  pdf.sign(by, {
    subFilter: 'ETSI.RFC3161',
    type: 'DocTimeStamp',
    noTime: true,
    cms: (content) => makeTimestamp(by, over ?? content, rest),
  });
}

/** Adds a /DSS with the certificates and, as an OCSP stand-in is not enough, a revocation list of the issuer. */
async function addValidationData(pdf: TestPdf): Promise<void> {
  const der = await import('../../../src/signature/asn1/write.ts');
  const tbs = der.sequence(
    der.integer(1),
    der.sequence(der.oid(oids.ecdsaSha256)),
    pki.intermediate.subject,
    der.time(new Date()),
  );
  const list = der.sequence(tbs, der.sequence(der.oid(oids.ecdsaSha256)), der.bitString(new Uint8Array(8)));
  const rootTbs = der.sequence(
    der.integer(1),
    der.sequence(der.oid(oids.ecdsaSha256)),
    pki.root.subject,
    der.time(new Date()),
  );
  const rootList = der.sequence(rootTbs, der.sequence(der.oid(oids.ecdsaSha256)), der.bitString(new Uint8Array(8)));
  const [dss, first, second] = [pdf.next(), pdf.next(), pdf.next()];
  pdf.update({
    1: `<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS ${dss} 0 R >>`,
    [dss]: `<< /Type /DSS /CRLs [${first} 0 R ${second} 0 R] >>`,
    [first]: stream(Buffer.from(list).toString('latin1')),
    [second]: stream(Buffer.from(rootList).toString('latin1')),
  });
}

describe('a signature time-stamp', () => {
  it('makes B-T', async () => {
    expect(await verifyOne(stamped().bytes)).toMatchObject({ indication: 'TOTAL_PASSED', level: 'B-T' });
  });

  it('proves that the certificate was valid when it was used', async () => {
    const signer = makeSigner(pki.intermediate, {
      notBefore: new Date(Date.now() - 30 * day),
      notAfter: new Date(Date.now() - 5 * day),
    });
    const time = new Date(Date.now() - 10 * day);
    expect(await verifyOne(stamped({ time }, signer).bytes)).toMatchObject({
      indication: 'TOTAL_PASSED',
      level: 'B-T',
    });
    const late = await verifyOne(stamped({ time: new Date(Date.now() - 2 * day) }, signer).bytes);
    expect(late).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
  });

  it.each<[string, TimestampOptions]>([
    ['for other bytes', { over: Buffer.from('otra cosa') }],
    ['whose signature is wrong', { spoil: true }],
  ])('%s counts for nothing', async (_what, options) => {
    const verdict = await verifyOne(stamped(options).bytes);
    expect(verdict).toMatchObject({ indication: 'TOTAL_PASSED', level: 'B-B' });
    expect(codes(verdict)).toContain('timestampNotIntact');
  });

  it('that cannot be read is said', async () => {
    const pdf = new TestPdf();
    const der = await import('../../../src/signature/asn1/write.ts');
    pdf.sign(pki.signer, {
      unsignedAttributes: () => [attribute(oids.signatureTimeStamp, der.octetString(Buffer.from('x')))],
    });
    const verdict = await verifyOne(pdf.bytes);
    expect(verdict).toMatchObject({ indication: 'TOTAL_PASSED', level: 'B-B' });
    expect(codes(verdict)).toContain('badTimestamp');
  });

  it.each<[string, () => typeof authority]>([
    [
      'of an unknown authority',
      () =>
        makeSigner(makePki().intermediate, { extendedKeyUsage: [oids.timeStamping], extendedKeyUsageCritical: true }),
    ],
    ['of somebody who is no time-stamping authority', () => pki.signer],
    [
      'of an authority for other things too',
      () => makeAuthority({ extendedKeyUsage: [oids.timeStamping, oids.anyExtendedKeyUsage] }),
    ],
  ])('%s proves no time', async (_what, by) => {
    const signer = makeSigner(pki.intermediate, {
      notBefore: new Date(Date.now() - 30 * day),
      notAfter: new Date(Date.now() - 5 * day),
    });
    const verdict = await verifyOne(stamped({ by: by(), time: new Date(Date.now() - 10 * day) }, signer).bytes);
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
    expect(codes(verdict)).toContain('timestampNotTrusted');
  });
});

describe('a document time-stamp', () => {
  it('is listed as what it is, with the authority’s time', async () => {
    const pdf = new TestPdf();
    const time = new Date('2026-11-19T12:00:00Z');
    addDocumentTimestamp(pdf, { time });
    expect(await verifyOne(pdf.bytes)).toMatchObject({
      kind: 'documentTimestamp',
      indication: 'TOTAL_PASSED',
      level: null,
      coversWholeDocument: true,
      signer: { commonName: 'Autoridad de Sellado de Prueba', claimedSigningTime: time.toISOString() },
    });
  });

  it.each<[string, TimestampOptions, string, string]>([
    ['for other bytes', { over: Buffer.from('otra cosa') }, 'HASH_FAILURE', 'timestampMismatch'],
    ['whose signature is wrong', { spoil: true }, 'SIG_CRYPTO_FAILURE', 'badSignature'],
  ])('%s fails', async (_what, options, subIndication, code) => {
    const pdf = new TestPdf();
    addDocumentTimestamp(pdf, options);
    const verdict = await verifyOne(pdf.bytes);
    expect(verdict).toMatchObject({ kind: 'documentTimestamp', indication: 'TOTAL_FAILED', subIndication });
    expect(codes(verdict)).toContain(code);
  });

  it('makes B-T of the signature it covers, and no more of one that came later', async () => {
    const pdf = new TestPdf();
    pdf.sign(pki.signer);
    addDocumentTimestamp(pdf);
    pdf.sign(pki.signer);
    const { signatures } = await verify(pdf.bytes);
    expect(signatures.map((each) => [each.kind, each.indication, each.level])).toEqual([
      ['signature', 'TOTAL_PASSED', 'B-T'],
      ['documentTimestamp', 'TOTAL_PASSED', null],
      ['signature', 'TOTAL_PASSED', 'B-B'],
    ]);
  });
});

describe('levels above B-T', () => {
  it('need validation data, and for B-LTA a document time-stamp over it', async () => {
    const pdf = stamped();
    expect(await verifyOne(pdf.bytes)).toMatchObject({ level: 'B-T' });
    await addValidationData(pdf);
    expect(await verifyOne(pdf.bytes)).toMatchObject({
      level: 'B-LT',
      modification: 'allowed',
      indication: 'TOTAL_PASSED',
    });
    addDocumentTimestamp(pdf);
    expect(await verifyOne(pdf.bytes)).toMatchObject({
      level: 'B-LTA',
      modification: 'allowed',
      indication: 'TOTAL_PASSED',
    });
  });

  it('are not reached with validation data for somebody else', async () => {
    const pdf = stamped();
    pdf.update({
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS 90 0 R >>',
      90: '<< /Type /DSS /Certs [] >>',
    });
    expect(await verifyOne(pdf.bytes)).toMatchObject({ level: 'B-T' });
  });

  it('are told without an anchor as well', async () => {
    const pdf = stamped();
    await addValidationData(pdf);
    expect(await verifyOne(pdf.bytes, 0, { anchors: [] })).toMatchObject({
      level: 'B-LT',
      indication: 'INDETERMINATE',
    });
  });

  it('are not for signatures that are no PAdES', async () => {
    const pdf = new TestPdf();
    pdf.sign(pki.signer, { subFilter: 'adbe.pkcs7.detached' });
    addDocumentTimestamp(pdf);
    expect(await verifyOne(pdf.bytes)).toMatchObject({ level: null, indication: 'TOTAL_PASSED' });
    expect(parseCertificate(authority.certificate).extendedKeyUsage?.purposes).toEqual([oids.timeStamping]);
  });
});
