import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { parseCertificates, verifyPdf } from '../../../src/signature/index.ts';
import { openPdf, PdfRef, PdfString, readForm } from '../../../src/signature/pdf/index.ts';
import type { PdfDict } from '../../../src/signature/pdf/index.ts';
import { withFolder } from '../../helpers/run.ts';
import { addRevision, simplePdf } from '../pdf/make-pdf.ts';
import { throughQpdf } from '../pdf/qpdf.ts';
import { cutOut, opensslAccepts, pdfsig, qpdfCheck } from './judges.ts';
import { makeSigner, put, signBytes } from './signer.ts';

const signer = makeSigner();

/**
 * Signs, and asks everybody: our check (in signBytes), our validation, prefix, openssl, pdfsig, and qpdf, which must be no less content.
 * @param blind when pdfsig cannot see the field: it takes a widget apart from its field for a field of its own.
 */
async function signAndJudge(input: Buffer, wishes = {}, blind = false): Promise<Buffer> {
  const signed = await signBytes(input, signer, wishes);
  expect(signed.subarray(0, input.length).equals(input)).toBe(true);
  expect((await opensslAccepts(signed, signer.rootPem)).at(-1)).toBe(true);
  const anchors = parseCertificates(Buffer.from(signer.rootPem));
  const { signatures, error } = await verifyPdf(bufferSource(signed), { anchors });
  expect(error).toBeNull();
  expect(signatures.at(-1)).toMatchObject({ indication: 'TOTAL_PASSED', level: 'B-B', coversWholeDocument: true });
  await withFolder((folder) => {
    const [before, after] = [qpdfCheck(put(folder, 'in.pdf', input)), qpdfCheck(put(folder, 'out.pdf', signed))];
    expect(after.status).toBeLessThanOrEqual(before.status);
    expect(after.warnings.length).toBeLessThanOrEqual(before.warnings.length);
    expect(pdfsig(put(folder, 'out.pdf', signed)).at(-1)).toMatchObject({ valid: !blind, total: !blind });
  });
  return signed;
}

const open = (pdf: Buffer) => openPdf(bufferSource(pdf));
const acroFormOf = (pdf: Buffer): PdfDict => {
  const document = open(pdf);
  return document.getDict(document.catalog().dict, 'AcroForm')!;
};
const fieldsOf = (pdf: Buffer) => readForm(open(pdf), acroFormOf(pdf)).fields;
/** Numbers of the objects that the last revision put. */
const changed = (pdf: Buffer) =>
  open(pdf)
    .newestSection.ranges()
    .flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));

const emptyField = '<< /FT /Sig /T (Juez) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /P 3 0 R >>';
const form = (fields: string) => `/AcroForm << /Fields ${fields} /SigFlags 0 /Unknown (kept) >>`;
const annotationText = '<< /Type /Annot /Subtype /Text /Rect [1 1 2 2] /Contents (nota) >>';

describe('every form of document', () => {
  const base = simplePdf({ catalog: form('[6 0 R]'), page: '/Annots [6 0 R]', objects: { 6: emptyField } });

  it.each([
    ['object streams', ['--object-streams=generate']],
    ['a linearised file', ['--linearize']],
    ['a linearised file with object streams', ['--linearize', '--object-streams=generate']],
    ['uncompressed streams', ['--object-streams=generate', '--stream-data=uncompress']],
    ['PDF 1.5', ['--force-version=1.5']],
  ])('is signed: %s', async (_, options) => {
    for (const pdf of [simplePdf(), base]) await signAndJudge(await throughQpdf(pdf, ...options));
  });

  it.each([
    ['no line end at its end', { end: '' }],
    ['a carriage return at its end', { end: '\r' }],
    ['text after its end', { end: '\nafterwards' }],
    ['startxref off by one', { startxrefError: 1 }],
    ['startxref off by minus two', { startxrefError: -2 }],
    ['entries of 19 bytes', { entryEnd: '\n' }],
    ['entries that end in CR LF', { entryEnd: '\r\n' }],
    ['a line before its header', { header: 'HTTP/1.1 200 OK\r\n%PDF-1.7' }],
  ])('is signed: %s', async (_, shape) => {
    await signAndJudge(simplePdf({}, shape));
  });

  it('is signed: something before the header, with offsets counted from it', async () => {
    await signAndJudge(Buffer.concat([Buffer.from('mail header\r\n\r\n'), simplePdf()]));
  });

  it('is signed: several revisions, and again by several people', async () => {
    let pdf = addRevision(simplePdf(), { objects: { 6: '(added)' } });
    pdf = addRevision(pdf, { objects: { 6: '(changed)' } });
    const one = await signAndJudge(pdf);
    const two = await signAndJudge(one);
    const three = await signAndJudge(two, { fieldName: 'Fiscal' });
    expect(fieldsOf(three).map(({ name }) => name)).toEqual(['Signature1', 'Signature2', 'Fiscal']);
    expect(await opensslAccepts(three, signer.rootPem)).toEqual([true, true, true]);
    await withFolder((folder) => {
      const verdicts = pdfsig(put(folder, 'three.pdf', three));
      expect(verdicts.map(({ valid, total }) => [valid, total])).toEqual([
        [true, false],
        [true, false],
        [true, true],
      ]);
    });
    expect(cutOut(three).map(({ range }) => range[2]! + range[3]!)).toEqual([one.length, two.length, three.length]);
  });
});

describe('annotations of the first page', () => {
  it('may be missing: the page gets them', async () => {
    const signed = await signAndJudge(simplePdf());
    expect(changed(signed)).toContain(3);
    expect(changed(signed)).not.toContain(2);
  });

  it('may be in the page: they stay, and one more comes', async () => {
    const signed = await signAndJudge(
      simplePdf({ page: '/Annots [6 0 R] /Unknown 0.100', objects: { 6: annotationText } }),
    );
    const page = Buffer.from((open(signed).resolve(new PdfRef(3, 0)) as PdfDict).raw).toString('latin1');
    expect(page).toContain('/Annots [6 0 R 8 0 R]');
    expect(page).toContain('/Unknown 0.100');
  });

  it('may be an object of their own: the page stays as it is', async () => {
    const signed = await signAndJudge(
      simplePdf({ page: '/Annots 7 0 R', objects: { 6: annotationText, 7: '[ 6 0 R ]' } }),
    );
    expect(changed(signed)).toContain(7);
    expect(changed(signed)).not.toContain(3);
  });

  it('may be a reference to nothing', async () => {
    await signAndJudge(simplePdf({ page: '/Annots 77 0 R' }));
  });
});

describe('the form', () => {
  it('may be missing: it becomes an object of its own, and the second signature leaves the catalog alone', async () => {
    const one = await signAndJudge(simplePdf());
    expect(changed(one)).toContain(1);
    expect(acroFormOf(one).get('SigFlags')).toBe(3);
    const two = await signAndJudge(one);
    expect(changed(two)).not.toContain(1);
  });

  it.each([
    ['in the catalog', form('[7 0 R]'), {}],
    ['in the catalog, its fields apart', form('8 0 R'), { 8: '[7 0 R]' }],
    ['an object', '/AcroForm 9 0 R', { 9: '<< /Fields [7 0 R] /SigFlags 1 /Unknown (kept) >>' }],
    [
      'an object, its fields apart',
      '/AcroForm 9 0 R',
      { 9: '<< /Fields 8 0 R /SigFlags 3 /Unknown (kept) >>', 8: '[7 0 R]' },
    ],
  ])('may be %s: fields and unknown keys stay', async (where, catalog, objects) => {
    const signed = await signAndJudge(
      simplePdf({ catalog, objects: { 7: '<< /FT /Tx /T (Text) /V (x) >>', ...objects } }),
    );
    expect(acroFormOf(signed).get('SigFlags')).toBe(3);
    expect(acroFormOf(signed).get('Unknown')).toEqual(new PdfString(Uint8Array.from(Buffer.from('kept'))));
    expect(fieldsOf(signed).map(({ name }) => name)).toEqual(['Text', 'Signature1']);
    if (where.includes('apart')) expect(changed(signed)).toContain(8);
  });

  it('may have no fields, or a reference to nothing instead', async () => {
    await signAndJudge(simplePdf({ catalog: '/AcroForm << >>' }));
    await signAndJudge(simplePdf({ catalog: '/AcroForm << /Fields 77 0 R >>' }));
    await signAndJudge(simplePdf({ catalog: '/AcroForm 77 0 R' }));
  });

  it('gets a new field whose name nobody has', async () => {
    const taken = {
      7: '<< /FT /Tx /T (Signature1) >>',
      8: '<< /T (Signature2) /Kids [9 0 R] >>',
      9: '<< /T (a) /Parent 8 0 R >>',
    };
    const signed = await signAndJudge(simplePdf({ catalog: form('[7 0 R 8 0 R]'), objects: taken }));
    expect(fieldsOf(signed).at(-1)).toMatchObject({ name: 'Signature3', type: 'Sig', flags: 0 });
    const field = fieldsOf(signed).at(-1)!.dict;
    expect(field.get('F')).toBe(132);
    expect(field.get('P')).toEqual(new PdfRef(3, 0));
    const named = await signAndJudge(simplePdf(), { fieldName: 'Fiscalía Nº 3 (Ñ)' });
    expect(fieldsOf(named)[0]!.name).toBe('Fiscalía Nº 3 (Ñ)');
  });
});

describe('an existing empty field', () => {
  it('is used when it is named, as field and widget in one', async () => {
    const pdf = simplePdf({ catalog: form('[6 0 R]'), page: '/Annots [6 0 R]', objects: { 6: emptyField } });
    const signed = await signAndJudge(pdf, { fieldName: 'Juez' });
    expect(fieldsOf(signed)).toHaveLength(1);
    expect(changed(signed)).not.toContain(3);
    expect(fieldsOf(signed)[0]!.dict.get('V')).toBeInstanceOf(PdfRef);
  });

  it('is used with its widget apart, without any widget, below another field, and with a null value', async () => {
    const apart = {
      6: '<< /FT /Sig /T (Juez) /Kids [7 0 R] >>',
      7: '<< /Subtype /Widget /Parent 6 0 R /Rect [0 0 0 0] >>',
    };
    const pdf = simplePdf({ catalog: form('[6 0 R]'), page: '/Annots [7 0 R]', objects: apart });
    await signAndJudge(pdf, { fieldName: 'Juez' }, true);
    await signAndJudge(simplePdf({ catalog: form('[6 0 R]'), objects: { 6: '<< /FT /Sig /T (Juez) /V null >>' } }), {
      fieldName: 'Juez',
    });
    const below = { 6: '<< /FT /Sig /T (Sala) /Kids [7 0 R] >>', 7: emptyField.replace('/FT /Sig', '/Parent 6 0 R') };
    await signAndJudge(simplePdf({ catalog: form('[6 0 R]'), page: '/Annots [7 0 R]', objects: below }), {
      fieldName: 'Sala.Juez',
    });
  });

  it('gets a blank appearance where it takes up room and has none', async () => {
    const wide = emptyField.replace('/Rect [0 0 0 0]', '/Rect [10 20 110.5 70]');
    const pdf = simplePdf({ catalog: form('[6 0 R]'), page: '/Annots [6 0 R]', objects: { 6: wide } });
    const signed = await signAndJudge(pdf, { fieldName: 'Juez' });
    expect(signed.toString('latin1')).toContain('/BBox [0 0 100.5 50]');
    const apart = {
      6: '<< /FT /Sig /T (Juez) /Kids [7 0 R] >>',
      7: '<< /Subtype /Widget /Parent 6 0 R /Rect [0 0 9 9] >>',
    };
    const second = simplePdf({ catalog: form('[6 0 R]'), page: '/Annots [7 0 R]', objects: apart });
    const other = await signAndJudge(second, { fieldName: 'Juez' }, true);
    expect(fieldsOf(other)[0]!.widgets[0]!.dict.has('AP')).toBe(true);
    const shown = {
      6: wide.replace('/F 132', '/AP << /N 7 0 R >>'),
      7: '<< /Subtype /Form /BBox [0 0 1 1] /Length 0 >>\nstream\n\nendstream',
    };
    const kept = await signAndJudge(simplePdf({ catalog: form('[6 0 R]'), page: '/Annots [6 0 R]', objects: shown }), {
      fieldName: 'Juez',
    });
    expect(fieldsOf(kept)[0]!.dict.get('AP')).toMatchObject({});
    expect(kept.toString('latin1').match(/\/AP/g)).toHaveLength(2);
  });
});

describe('the declaration of PAdES', () => {
  const extensionOf = (pdf: Buffer) => Buffer.from(open(pdf).catalog().dict.raw).toString('latin1');

  it('goes into documents before PDF 2.0, once, and raises versions below 1.7', async () => {
    const one = await signAndJudge(simplePdf());
    expect(extensionOf(one)).toContain('/Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >>');
    expect(extensionOf(one)).not.toContain('/Version');
    expect((await signAndJudge(one)).toString('latin1').match(/ESIC/g)).toHaveLength(1);
    expect(extensionOf(await signAndJudge(simplePdf({}, { header: '%PDF-1.4' })))).toContain('/Version /1.7');
    expect(extensionOf(await signAndJudge(simplePdf({ catalog: '/Version /1.5' }, { header: '%PDF-1.4' })))).toContain(
      '/Version /1.7',
    );
  });

  it('is not needed from PDF 2.0 on', async () => {
    expect((await signAndJudge(simplePdf({}, { header: '%PDF-2.0' }))).toString('latin1')).not.toContain('ESIC');
    expect((await signAndJudge(simplePdf({ catalog: '/Version /2.0' }))).toString('latin1')).not.toContain('ESIC');
  });

  it('stands beside other declarations', async () => {
    const adobe = '<< /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> >>';
    expect(extensionOf(await signAndJudge(simplePdf({ catalog: `/Extensions ${adobe}` })))).toMatch(/ADBE.*\n?.*ESIC/);
    const apart = await signAndJudge(simplePdf({ catalog: '/Extensions 6 0 R', objects: { 6: adobe } }));
    expect(extensionOf(apart)).toContain('/Extensions 6 0 R');
    expect(changed(apart)).toContain(6);
  });
});

describe('the signature dictionary', () => {
  it('says what PAdES asks for, and what the signer claims', async () => {
    const claims = { reason: 'Dictamen (art. 347)', location: 'Córdoba', name: 'María Ñandú' };
    const signed = await signAndJudge(simplePdf(), claims);
    const document = open(signed);
    const dict = document.resolve(fieldsOf(signed)[0]!.value) as PdfDict;
    expect(dict.entries.map(({ key }) => key)).toEqual([
      'Type',
      'Filter',
      'SubFilter',
      'ByteRange',
      'Contents',
      'M',
      'Name',
      'Reason',
      'Location',
    ]);
    const text = (key: string) => (dict.get(key) as PdfString).text;
    expect([text('Reason'), text('Location'), text('Name')]).toEqual(['Dictamen (art. 347)', 'Córdoba', 'María Ñandú']);
    const date = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d\d)'(\d\d)'$/.exec(text('M'))!;
    const [, y, mo, d, h, mi, s, zone, zoneMinutes] = date;
    expect(new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}${zone}:${zoneMinutes}`)).toEqual(new Date('2026-11-20T15:04:05Z'));
    const span = dict.span('Contents')!;
    expect(cutOut(signed)[0]!.range).toEqual([0, span.start, span.end, signed.length - span.end]);
  });
});
