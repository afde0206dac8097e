import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { preparePdf } from '../../../src/signature/pades/index.ts';
import type { PadesErrorKind, SigningRequest } from '../../../src/signature/pades/index.ts';
import { openPdf } from '../../../src/signature/pdf/index.ts';
import type { PdfDict } from '../../../src/signature/pdf/index.ts';
import { verifyPdf } from '../../../src/signature/validation/pdf-file.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { oids } from '../../../src/signature/asn1/oids.ts';
import { extension } from '../../helpers/pki.ts';
import { withFolder } from '../../helpers/run.ts';
import { appearance } from '../appearance/wishes.ts';
import { addRevision, simplePdf } from '../pdf/make-pdf.ts';
import { pdfsig, qpdfCheck } from './judges.ts';
import { makeSigner, put, requestOf, signBytes } from './signer.ts';

const signer = makeSigner();
const rect = (at: number) => `/Subtype /Widget /Rect [${at} 50 ${at + 80} 90] /P 3 0 R`;

/** A form with two signature fields and a text field. */
const form = (juez = '', secretario = '') =>
  simplePdf({
    catalog: '/AcroForm << /Fields [6 0 R 7 0 R 8 0 R] >>',
    page: '/Annots [6 0 R 7 0 R 8 0 R]',
    objects: {
      6: `<< /FT /Sig /T (Secretario) ${rect(50)} ${secretario} >>`,
      7: `<< /FT /Sig /T (Juez) ${rect(150)} ${juez} >>`,
      8: `<< /FT /Tx /T (Texto) ${rect(250)} >>`,
    },
  });
const visible = { ...appearance(), place: { page: 1, rect: [300, 300, 150, 60] as const } };

async function refusal(pdf: Buffer, wishes: Partial<SigningRequest>): Promise<PadesErrorKind | 'none'> {
  try {
    await preparePdf({ source: bufferSource(pdf), ...requestOf(signer), ...wishes });
    return 'none';
  } catch (error) {
    return (error as { kind: PadesErrorKind }).kind;
  }
}

/** What our own validator says, signature by signature. */
async function verdicts(pdf: Buffer) {
  const { signatures } = await verifyPdf(bufferSource(pdf), { anchors: [signer.rootCertificate] });
  return signatures.map(({ field, indication, modification }) => `${field} ${indication} ${modification}`).sort();
}

/** What independent programs say; pdfsig lists the empty fields too. */
async function judged(pdf: Buffer) {
  return withFolder((folder) => {
    const path = put(folder, 'signed.pdf', pdf);
    const signed = pdfsig(path).filter(({ type }) => type !== '');
    return { status: qpdfCheck(path).status, valid: signed.map(({ valid }) => valid) };
  });
}

describe('a certification signature', () => {
  it.each([1, 2, 3] as const)('says what may be done later: level %i', async (certify) => {
    const pdf = await signBytes(form(), signer, { certify, fieldName: 'Juez' });
    expect(await judged(pdf)).toEqual({ status: 0, valid: [true] });
    const document = openPdf(bufferSource(pdf));
    const signature = document.getDict(document.getDict(document.catalog().dict, 'Perms')!, 'DocMDP')!;
    expect(signature.name('SubFilter')).toBe('ETSI.CAdES.detached');
    const [reference] = document.getArray(signature, 'Reference')!.items();
    expect((reference as PdfDict).name('TransformMethod')).toBe('DocMDP');
    const parameters = document.getDict(reference as PdfDict, 'TransformParams')!;
    expect([parameters.get('P'), parameters.name('V')]).toEqual([certify, '1.2']);
    expect(await verdicts(pdf)).toEqual(['Juez TOTAL_PASSED none']);
  });

  it('keeps what else /Perms says', async () => {
    const pdf = await signBytes(simplePdf({ catalog: '/Perms << /Unknown 1 >>' }), signer, { certify: 2 });
    const document = openPdf(bufferSource(pdf));
    expect(document.getDict(document.catalog().dict, 'Perms')!.get('Unknown')).toBe(1);
  });

  it('is the first signature or none', async () => {
    const signed = await signBytes(form(), signer);
    expect(await refusal(signed, { certify: 2 })).toBe('notFirst');
    const certified = await signBytes(form(), signer, { certify: 3 });
    expect(await refusal(certified, { certify: 3 })).toBe('notFirst');
  });
});

describe('under a certification', () => {
  it('of level 1 nobody signs', async () => {
    const certified = await signBytes(form(), signer, { certify: 1 });
    expect(await refusal(certified, {})).toBe('certified');
    expect(await refusal(certified, { fieldName: 'Juez' })).toBe('certified');
  });

  it('of level 2 fields that are there are signed, and unseen new ones; the certification holds', async () => {
    const certified = await signBytes(form(), signer, { certify: 2, fieldName: 'Juez' });
    expect(await refusal(certified, { visible })).toBe('certified');
    const second = await signBytes(certified, signer, { fieldName: 'Secretario', visible: appearance() });
    const third = await signBytes(second, signer);
    expect(await judged(third)).toEqual({ status: 0, valid: [true, true, true] });
    expect(await verdicts(third)).toEqual([
      'Juez TOTAL_PASSED allowed',
      'Secretario TOTAL_PASSED allowed',
      'Signature1 TOTAL_PASSED none',
    ]);
  });

  it('of level 3 new fields may be seen, too', async () => {
    const certified = await signBytes(form(), signer, { certify: 3, fieldName: 'Juez' });
    const second = await signBytes(certified, signer, { visible });
    expect((await judged(second)).valid).toEqual([true, true]);
  });
});

describe('a field with a lock', () => {
  it('makes its signature lock the same fields, which later signers leave alone', async () => {
    const lock = '/Lock << /Type /SigFieldLock /Action /Include /Fields [(Texto) (Secretario)] >>';
    const pdf = await signBytes(form(lock), signer, { fieldName: 'Juez' });
    const text = pdf.toString('latin1');
    expect(text).toContain('/TransformMethod /FieldMDP');
    expect(text).toContain('/Action /Include /Fields [(Texto) (Secretario)] /V /1.2');
    expect(text).toMatch(/\/Data 1 0 R/);
    expect(await refusal(pdf, { fieldName: 'Secretario' })).toBe('locked');
    const second = await signBytes(pdf, signer);
    expect(await judged(second)).toEqual({ status: 0, valid: [true, true] });
    expect(await verdicts(second)).toEqual(['Juez TOTAL_PASSED allowed', 'Signature1 TOTAL_PASSED none']);
  });

  it('for all fields, or all but some, leaves no room for a new one', async () => {
    const all = await signBytes(form('/Lock << /Action /All >>'), signer, { fieldName: 'Juez' });
    expect(await refusal(all, {})).toBe('locked');
    const some = await signBytes(form('/Lock << /Action /Exclude /Fields [(Secretario)] >>'), signer, {
      fieldName: 'Juez',
    });
    expect(await refusal(some, {})).toBe('locked');
    expect((await signBytes(some, signer, { fieldName: 'Secretario' })).length).toBeGreaterThan(some.length);
  });

  it('may end all signing', async () => {
    const last = await signBytes(form('/Lock << /Action /Include /Fields [(Texto)] /P 1 >>'), signer, {
      fieldName: 'Juez',
    });
    expect(await refusal(last, { fieldName: 'Secretario' })).toBe('certified');
  });
});

describe('what a field demands of its signature', () => {
  const hex = (bytes: Uint8Array) => `<${Buffer.from(bytes).toString('hex')}>`;
  const [issuer] = signer.chain;
  const other = makeSigner();

  it.each([
    ['its handler', '/Ff 1 /Filter /Adobe.PPKLite', {}],
    ['its format', '/Ff 2 /SubFilter [/adbe.pkcs7.detached /ETSI.CAdES.detached]', {}],
    ['a version it knows', '/Ff 4 /V 3', {}],
    ['one of its reasons', '/Ff 8 /Reasons [(Visto) (Conforme)]', { reason: 'Conforme' }],
    ['no reason', '/Ff 8 /Reasons [(.)]', {}],
    ['its digest', '/Ff 64 /DigestMethod [/SHA256]', {}],
    ['no revocation data', '/Ff 32 /AddRevInfo false', {}],
    ['what we please', '/Ff 128 /LockDocument /auto', {}],
    ['a document that stays open', '/Ff 128 /LockDocument /false', {}],
    ['a document that is locked', '/Ff 128 /LockDocument /true', {}],
    ['our appearance', '/Ff 256 /AppearanceFilter (Fojas)', { visible }],
    [
      'its subject, in any letter case',
      '/Cert << /Ff 8 /SubjectDN [<< /CN (Otra) >> << /cn <FEFF00660069007300630061006C002000640065002000200070007200750065006200610020004D0061007200ED0061002000D10061006E006400FA> /C (AR) >>] >>',
      {},
    ],
    ['its subject by number', '/Cert << /Ff 8 /SubjectDN [<< /2.5.4.5 (CUIL 27123456780) >>] >>', {}],
    ['that it certifies', '/MDP << /P 2 >>', { certify: 2 as const }],
    ['that it does not certify', '/MDP << /P 0 >>', {}],
    ['a time-stamp', '/TimeStamp << /URL (https://tsa.example/) /Ff 1 >>', { timestamped: true }],
    ['a wish for a time-stamp', '/TimeStamp << /URL (https://tsa.example/) /Ff 0 >>', {}],
    ['its certificate', `/Cert << /Ff 1 /Subject [${hex(signer.certificate.der)}] >>`, {}],
    ['its authority', `/Cert << /Ff 2 /Issuer [${hex(issuer!.der)}] >>`, {}],
    ['its key usage', '/Cert << /Ff 32 /KeyUsage [(X1XXXXX0X)] >>', {}],
    ['wishes that are none', '/Ff 0 /SubFilter [/adbe.pkcs7.detached] /DigestMethod [/SHA512]', {}],
  ] as [string, string, Partial<SigningRequest>][])('%s is met', async (_what, seed, wishes) => {
    expect(await refusal(form(`/SV << ${seed} >>`), { fieldName: 'Juez', ...wishes })).toBe('none');
  });

  it.each([
    ['another handler', '/Ff 1 /Filter /Other', {}],
    ['another format', '/Ff 2 /SubFilter [/adbe.pkcs7.detached]', {}],
    ['a version to come', '/Ff 4 /V 4', {}],
    ['one of its reasons', '/Ff 8 /Reasons [(Visto)]', { reason: 'Conforme' }],
    ['a reason', '/Ff 8 /Reasons [(Visto)]', {}],
    ['no reason', '/Ff 8 /Reasons []', { reason: 'Conforme' }],
    ['another digest', '/Ff 64 /DigestMethod [/SHA384 /SHA512]', {}],
    ['revocation data', '/Ff 32 /AddRevInfo true', {}],
    ['a locked document that is certified for more', '/Ff 128 /LockDocument /true', { certify: 2 as const }],
    ['a document that stays open', '/Ff 128 /LockDocument /false', { certify: 1 as const }],
    ['a lock that cannot be read', '/Ff 128 /LockDocument true', {}],
    ['another subject', '/Cert << /Ff 8 /SubjectDN [<< /C (AR) /O (Otra) >>] >>', {}],
    ['a subject of which nothing is said', '/Cert << /Ff 8 /SubjectDN [<< >>] >>', {}],
    ['a subject by what is not known', '/Cert << /Ff 8 /SubjectDN [<< /Nombre (AR) >>] >>', {}],
    ['a signature policy', '/Cert << /Ff 0 /SignaturePolicyOID (1.2.3) >>', {}],
    ['our appearance, and nothing to be seen', '/Ff 256 /AppearanceFilter (Fojas)', {}],
    ['a legal attestation', '/Ff 16 /LegalAttestation [(x)]', {}],
    ['an appearance of its own', '/Ff 256 /AppearanceFilter (x)', { visible }],
    ['that it certifies', '/MDP << /P 2 >>', {}],
    ['that it does not certify', '/MDP << /P 0 >>', { certify: 2 as const }],
    ['a time-stamp', '/TimeStamp << /URL (https://tsa.example/) /Ff 1 >>', {}],
    ['another certificate', `/Cert << /Ff 1 /Subject [${hex(other.certificate.der)}] >>`, {}],
    ['another authority', `/Cert << /Ff 2 /Issuer [${hex(other.chain[0]!.der)}] >>`, {}],
    ['another key usage', '/Cert << /Ff 32 /KeyUsage [(0)] >>', {}],
    ['a policy of the certificate', '/Cert << /Ff 4 /OID [(1.2.3)] >>', {}],
    ['what is not known', '/Ff 512', {}],
    ['what cannot be read', '/Ff (x)', {}],
    ['a certificate nobody can read', '/Cert 7', {}],
  ] as [string, string, Partial<SigningRequest>][])('%s is not', async (_what, seed, wishes) => {
    expect(await refusal(form(`/SV << ${seed} >>`), { fieldName: 'Juez', ...wishes })).toBe('seedValue');
  });

  it('a policy of the certificate is met by a certificate that has it, and each of them is demanded', async () => {
    const policy = der.sequence(der.sequence(der.oid('1.2.3')), der.sequence(der.oid('1.2.4')));
    const bound = makeSigner('p256', 'ecdsa-sha256', {
      extraExtensions: [extension(oids.certificatePolicies, false, policy)],
    });
    const wishes = { fieldName: 'Juez', ...requestOf(bound) };
    expect(await refusal(form('/SV << /Cert << /Ff 4 /OID [(1.2.3) (1.2.4)] >> >>'), wishes)).toBe('none');
    expect(await refusal(form('/SV << /Cert << /Ff 4 /OID [(1.2.3) (1.2.5)] >> >>'), wishes)).toBe('seedValue');
    expect(await refusal(form('/SV << /Cert << /Ff 0 /OID [(1.2.5)] >> >>'), wishes)).toBe('none');
  });

  it('a lock is written with the signature, holds for whoever comes after, and lets proof be added', async () => {
    const locked = await signBytes(form('/SV << /Ff 128 /LockDocument /true >>'), signer, { fieldName: 'Juez' });
    const text = locked.toString('latin1');
    expect(text).toContain('/Lock << /Type /SigFieldLock /Action /All /P 1 >>');
    expect(text).toMatch(/\/TransformMethod \/FieldMDP[^>]*\/Action \/All/);
    expect(await judged(locked)).toEqual({ status: 0, valid: [true] });
    expect(await verdicts(locked)).toEqual(['Juez TOTAL_PASSED none']);
    expect(await refusal(locked, { fieldName: 'Secretario' })).toBe('certified');
    // Whoever fills in the text all the same is found out.
    const filled = addRevision(locked, { objects: { 8: `<< /FT /Tx /T (Texto) /V (cambiado) ${rect(250)} >>` } });
    expect(await verdicts(filled)).toEqual(['Juez TOTAL_FAILED forbidden']);
  });

  it('a dictionary that says a thing twice decides nothing', async () => {
    expect(await refusal(form('/SV << /Ff 1 /Ff 0 >>'), { fieldName: 'Juez' })).toBe('ambiguous');
    expect(await refusal(form('/SV 7'), { fieldName: 'Juez' })).toBe('seedValue');
  });
});

describe('several signers in a fixed order', () => {
  it('each get the next empty field of the form, and a new one once there is none', async () => {
    let pdf = form();
    const order: string[] = [];
    for (let turn = 0; turn < 4; turn++) {
      const { fieldName } = await preparePdf({ source: bufferSource(pdf), ...requestOf(signer), nextField: true });
      order.push(fieldName);
      const longer = await signBytes(pdf, signer, { nextField: true });
      expect(longer.subarray(0, pdf.length).equals(pdf)).toBe(true);
      pdf = longer;
    }
    expect(order).toEqual(['Secretario', 'Juez', 'Signature1', 'Signature2']);
    expect(await judged(pdf)).toEqual({ status: 0, valid: [true, true, true, true] });
    expect((await verdicts(pdf)).filter((each) => each.includes('TOTAL_PASSED'))).toHaveLength(4);
    expect(await refusal(pdf, { nextField: true, fieldName: 'Juez' })).toBe('fieldSigned');
  });
});
