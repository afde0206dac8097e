import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { preparePdf } from '../../../src/signature/pades/index.ts';
import type { PadesErrorKind, SigningRequest } from '../../../src/signature/pades/index.ts';
import type { PdfErrorKind } from '../../../src/signature/pdf/index.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import type { PageShape } from '../pdf/make-pdf.ts';
import { makeSigner, requestOf, signBytes } from './signer.ts';

const signer = makeSigner();
const field = '/FT /Sig /T (Juez) /Subtype /Widget /Rect [0 0 0 0]';

/** Prepares, with a sink that must not be reached, and gives the error's kind. */
async function refusal(pdf: Buffer, wishes: Partial<SigningRequest> = {}): Promise<PdfErrorKind | PadesErrorKind> {
  const sink = { append: () => Promise.reject(new Error('something was written')) };
  try {
    await preparePdf({ source: bufferSource(pdf), sink, ...requestOf(signer), ...wishes });
  } catch (error) {
    const { name, kind } = error as { name: string; kind: PadesErrorKind };
    if (name === 'PdfError' || name === 'PadesError') return kind;
    throw error;
  }
  throw new Error('not refused');
}

const refused = (shape: PageShape, wishes: Partial<SigningRequest> = {}) => refusal(simplePdf(shape), wishes);
const withField = (entries: string, more: Record<number, string> = {}): PageShape => ({
  catalog: '/AcroForm << /Fields [6 0 R] >>',
  page: '/Annots [6 0 R]',
  objects: { 6: `<< ${field} ${entries} >>`, ...more },
});
const signed = (entries: string) => withField('/V 7 0 R', { 7: `<< /Type /Sig ${entries} >>` });
const juez = { fieldName: 'Juez' };

describe('what is no document to sign is refused before anything is written', () => {
  it('files that are no PDFs, or pieces of one', async () => {
    const pdf = simplePdf();
    expect(await refusal(Buffer.alloc(0))).toBe('empty');
    expect(await refusal(Buffer.from('Estimado Dr.:'))).toBe('notPdf');
    expect(await refusal(pdf.subarray(0, 300))).toBe('truncated');
    expect(await refusal(pdf.subarray(20))).toBe('notPdf');
    expect(await refusal(Buffer.from(pdf.toString('latin1').replace('1 0 obj', '9 0 obj'), 'latin1'))).toBe('damaged');
    expect(await refused({ objects: { 2: '<< /Kids [] /Count 0 >>' } })).toBe('damaged');
    expect(await refused({ objects: { 2: '<< /Kids [3 0 R 6 0 R] /Count 3 >>', 6: '<< /Kids [6 0 R] >>' } })).toBe(
      'damaged',
    );
    expect(await refused({ catalog: '/AcroForm (no form)' })).toBe('damaged');
    expect(await refused({ page: '/Annots (no array)' })).toBe('damaged');
    expect(await refused({ catalog: '/Extensions 7' })).toBe('damaged');
  });

  it('hybrid documents, and those with an authentication code', async () => {
    const row = '010000000000>';
    const beside = `<< /Type /XRef /Size 7 /Index [0 1] /W [1 4 1] /Filter /ASCIIHexDecode /Length ${row.length} >>\nstream\n${row}\nendstream`;
    const plain = simplePdf({ objects: { 6: beside } });
    const hybrid = plain.toString('latin1').replace('/Root', `/XRefStm ${plain.indexOf('6 0 obj')} /Root`);
    expect(await refusal(Buffer.from(hybrid, 'latin1'))).toBe('hybrid');
    expect(await refusal(simplePdf({}, { trailer: '/AuthCode << /MACLocation /Standalone >>' }))).toBe('authCode');
  });

  it('dictionaries that say a thing twice', async () => {
    expect(await refused({ catalog: '/AcroForm << >> /AcroForm << >>' })).toBe('ambiguous');
    expect(await refused({ catalog: '/AcroForm << /Fields [] /Fields [] >>' })).toBe('ambiguous');
    expect(await refused({ page: '/Annots [] /#41nnots []' })).toBe('ambiguous');
    expect(await refusal(simplePdf({}, { trailer: '/Size 6' }))).toBe('ambiguous');
    expect(await refused(withField('/FT /Tx'), juez)).toBe('ambiguous');
  });

  it('documents that are certified, or locked, in ways that forbid it or that nobody can read', async () => {
    expect(await refused({ catalog: '/Perms << /DocMDP 6 0 R >>', objects: { 6: '<< /Type /Sig >>' } })).toBe(
      'certified',
    );
    const certified = (parameters: string) =>
      refused(signed(`/Reference [<< /TransformMethod /DocMDP /TransformParams << ${parameters} >> >>]`));
    expect(await certified('/P 1')).toBe('certified');
    expect(await certified('/P 7')).toBe('certified');
    expect(await refused(signed('/Reference [<< /TransformMethod /FieldMDP >>]'))).toBe('locked');
    const locked = withField('/V 7 0 R /Lock << /Action /All >>', { 7: '<< /Type /Sig >>' });
    expect(await refused(locked)).toBe('locked');
    expect(await refused(withField('/Lock << /Action /Some >>'), juez)).toBe('locked');
    expect(await refused(withField('/Lock << /Action /Include >>'), juez)).toBe('locked');
    expect(await refused(withField('/Lock << /Action /All /P 4 >>'), juez)).toBe('locked');
    expect(await refused(withField('/Lock [1]'), juez)).toBe('locked');
    // A lock on an empty field that is not used, and usage rights, are not in force against a signature.
    await signBytes(simplePdf(withField('/Lock << /Action /All >>')), signer);
    await signBytes(simplePdf(signed('/Reference [<< /TransformMethod /UR3 >>]')), signer);
  });

  it('pages that come from an XFA form; those that only go along with one are signed', async () => {
    expect(await refused({ catalog: '/NeedsRendering true' })).toBe('xfaOnly');
    expect(await refused({ catalog: '/AcroForm << /Fields [] /XFA (x) >>' })).toBe('xfaOnly');
    await signBytes(
      simplePdf({ catalog: '/AcroForm << /Fields [6 0 R] /XFA (x) >>', objects: { 6: '<< /FT /Tx /T (a) >>' } }),
      signer,
    );
  });

  it('forms that are no trees', async () => {
    const form = (fields: string, objects: Record<number, string>) =>
      refused({ catalog: `/AcroForm << /Fields ${fields} >>`, objects });
    expect(await form('[6 0 R 6 0 R]', { 6: '<< /FT /Sig /T (a) >>' })).toBe('formBroken');
    expect(await form('[6 0 R]', { 6: '<< /T (a) /Kids [7 0 R] >>', 7: '<< /T (b) /Kids [6 0 R] >>' })).toBe(
      'formBroken',
    );
    expect(await form('[<< /FT /Sig /T (a) >>]', {})).toBe('formBroken');
    const twins = {
      catalog: '/AcroForm << /Fields [6 0 R 7 0 R] >>',
      objects: { 6: `<< ${field} >>`, 7: `<< ${field} >>` },
    };
    expect(await refused(twins, juez)).toBe('formBroken');
    const widget = '<< /Subtype /Widget /Rect [0 0 0 0] /Parent 6 0 R >>';
    const twice = { 6: '<< /FT /Sig /T (Juez) /Kids [7 0 R 8 0 R] >>', 7: widget, 8: widget };
    expect(await refused({ catalog: '/AcroForm << /Fields [6 0 R] >>', objects: twice }, juez)).toBe('formBroken');
    const shared = { 6: '<< /FT /Sig /T (Juez) /Kids [8 0 R] >>', 7: '<< /FT /Sig /T (b) /Kids [8 0 R] >>', 8: widget };
    expect(await refused({ catalog: '/AcroForm << /Fields [6 0 R 7 0 R] >>', objects: shared }, juez)).toBe(
      'formBroken',
    );
  });
});

describe('a wish that cannot be fulfilled is refused', () => {
  it('for a field', async () => {
    expect(await refused({}, { fieldName: 'a.b' })).toBe('fieldName');
    expect(await refused({}, { fieldName: '' })).toBe('fieldName');
    expect(await refused(withField('/V 7 0 R', { 7: '<< /Type /Sig >>' }), juez)).toBe('fieldSigned');
    expect(await refused(withField('/Ff 1'), juez)).toBe('fieldReadOnly');
    const text = { catalog: '/AcroForm << /Fields [6 0 R] >>', objects: { 6: '<< /FT /Tx /T (Juez) >>' } };
    expect(await refused(text, juez)).toBe('fieldTaken');
    const group = { 6: '<< /T (Juez) /Kids [7 0 R] >>', 7: '<< /T (b) /FT /Sig >>' };
    expect(await refused({ catalog: '/AcroForm << /Fields [6 0 R] >>', objects: group }, juez)).toBe('fieldTaken');
  });

  it('for a certificate', async () => {
    expect(await refused({}, { algorithm: 'rsa-pkcs1-sha256' })).toBe('certificate');
    const weak = makeSigner('rsa-1024', 'rsa-pkcs1-sha256');
    expect(await refused({}, requestOf(weak))).toBe('certificate');
    const cipher = makeSigner('p256', 'ecdsa-sha256', { keyUsage: ['keyAgreement'] });
    expect(await refused({}, requestOf(cipher))).toBe('certificate');
  });

  it('for a document that is not the one that was shown', async () => {
    const expectedSha256 = '00'.repeat(32);
    const prepare = preparePdf({ source: bufferSource(simplePdf()), ...requestOf(signer), expectedSha256 });
    await expect(prepare).rejects.toMatchObject({ name: 'PadesError', kind: 'inputChanged' });
    const source = bufferSource(simplePdf());
    const shrinking = { ...source, stream: (from: number, to: number) => source.stream(from, to - 1) };
    await expect(preparePdf({ source: shrinking, ...requestOf(signer) })).rejects.toMatchObject({
      kind: 'inputChanged',
    });
  });

  it('within the limits given', async () => {
    const objects = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [10 + i, `<< /T (f${i}) /FT /Tx >>`]));
    const fields = `[${Object.keys(objects)
      .map((n) => `${n} 0 R`)
      .join(' ')}]`;
    const shape = { catalog: `/AcroForm << /Fields ${fields} >>`, objects };
    expect(await refused(shape, { limits: { fields: 19 } })).toBe('tooMany');
    expect(
      await refused({
        objects: { 1: `<< /Type /Catalog /Pages 2 0 R /X ${'['.repeat(300)}${']'.repeat(300)} >>` },
      }),
    ).toBe('tooDeep');
    expect(await refused({}, { limits: { milliseconds: -1 } })).toBe('tooSlow');
  });
});
