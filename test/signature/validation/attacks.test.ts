/** The published attacks on signed PDFs, and our own, made by code; beside each the honest document it imitates. */
import { describe, expect, it } from 'vitest';
import { appendPacked, packedPdf } from '../../helpers/packed-pdf.ts';
import { TestPdf, stream } from '../../helpers/test-pdf.ts';
import type { SignOptions } from '../../helpers/test-pdf.ts';
import { signBytes } from '../pades/signer.ts';
import type { Signer } from '../pades/signer.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { codes, pki, verify, verifyOne } from './verify.ts';

const page = (annotations = '', more = '') =>
  `<< /Type /Page ${annotations} /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> ${more} >>`;
const form = (text: string, dict = '') =>
  stream(text, `/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F 5 0 R >> >> ${dict}`);
const shows = (text: string) => form(`/Tx BMC q 1 1 198 18 re W n BT /F 9 Tf 0 g 2 5 Td (${text}) Tj ET Q EMC`);
const field = (entries: string, kind = '/FT /Tx') =>
  `<< ${kind} /T (Monto) /Type /Annot /Subtype /Widget /Rect [10 10 210 30] /F 4 /P 3 0 R ${entries} >>`;
const level = (p: number): SignOptions => ({
  dict: `/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P ${p} /V /1.2 >> >>]`,
});

/** A document with a field (20) that shows `20`, and its picture (21), signed once. */
function withField(
  text = field('/V (20) /AP << /N 21 0 R >>'),
  options: SignOptions = {},
  extra: Readonly<Record<number, string>> = {},
) {
  const pdf = new TestPdf({
    3: page('/Annots [20 0 R]'),
    6: '<< /Fields [20 0 R] >>',
    20: text,
    21: shows('20'),
    ...extra,
  });
  pdf.sign(pki.signer, options);
  return pdf;
}

function signed(extra: Readonly<Record<number, string>> = {}, options: SignOptions = {}): TestPdf {
  const pdf = new TestPdf(extra);
  pdf.sign(pki.signer, options);
  return pdf;
}

const button = (entries: string, flags = '') =>
  field(`${entries} /AP << /N << /Si 21 0 R /Off 22 0 R >> >> ${flags}`, '/FT /Btn');

describe('a field filled in after signing', () => {
  it.each<[string, () => TestPdf]>([
    [
      'with a picture of its value',
      () => withField().update({ 20: field('/V (35) /AP << /N 50 0 R >>'), 50: shows('35') }),
    ],
    [
      'with its picture overwritten in place',
      () => withField().update({ 20: field('/V (35) /AP << /N 21 0 R >>'), 21: shows('35') }),
    ],
    [
      'with accents in another encoding',
      () => withField().update({ 20: field('/V <FEFF00F1> /AP << /N 50 0 R >>'), 50: shows('\\361') }),
    ],
    ['without a picture', () => withField().update({ 20: field('/V (35)') })],
    [
      'in colours that name their space',
      () =>
        withField().update({
          20: field('/V (35) /AP << /N 50 0 R >>'),
          50: form('/DeviceRGB cs 1 1 1 sc 0 0 9 9 re f BT /F 9 Tf /DeviceGray cs 0 sc (35) Tj ET'),
        }),
    ],
    [
      'over several lines',
      () =>
        withField().update({
          20: field('/V (uno\\rdos) /AP << /N 50 0 R >>'),
          50: form('BT /F 9 Tf (un) Tj [(o) -20 ( )] TJ 0 -10 Td (dos) Tj ET'),
        }),
    ],
    [
      'with one of its choices',
      () =>
        withField(field('/V (a) /Opt [[(a) (Archivar)] [(e) (Elevar)]] /Ff 131072', '/FT /Ch')).update({
          20: field('/V (e) /Opt [[(a) (Archivar)] [(e) (Elevar)]] /Ff 131072 /AP << /N 50 0 R >>', '/FT /Ch'),
          50: shows('Elevar'),
        }),
    ],
    [
      'by ticking its box',
      () => withField(button('/V /Off /AS /Off'), {}, { 22: shows('') }).update({ 20: button('/V /Si /AS /Si') }),
    ],
    [
      'by ticking its small box, drawn anew',
      () => {
        const small = (entries: string) => button(entries).replace('10 10 210 30', '10 10 22 22');
        const mark = form('q 0 0 m 1 1 2 2 3 3 c h S BT /Z 9 Tf (4) Tj ET Q');
        return withField(small('/V /Off /AS /Off'), {}, { 22: shows('') }).update({
          20: small('/V /Si /AS /Si'),
          21: mark,
        });
      },
    ],
    [
      'with a standard font that was not there',
      () =>
        withField().update({
          20: field('/V (35) /AP << /N 50 0 R >>'),
          50: stream('BT /G 9 Tf (35) Tj ET', '/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /G 51 0 R >> >>'),
          51: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding << /Differences [48 /zero 128 /Euro] >> >>',
        }),
    ],
  ])('is allowed: %s', async (_what, make) => {
    const verdict = await verifyOne(make().bytes);
    expect(verdict).toMatchObject({ indication: 'TOTAL_PASSED', modification: 'allowed' });
    expect(codes(verdict)).toContain('formFill');
  });

  const foreignFont = (font: string) =>
    withField().update({
      20: field('/V (35) /AP << /N 50 0 R >>'),
      50: stream('BT /G 9 Tf (35) Tj ET', '/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /G 51 0 R >> >>'),
      51: font,
      52: '<< /Type /FontDescriptor /FontFile2 53 0 R >>',
      53: stream('x'),
    });
  const drawn = (content: string) =>
    withField().update({ 20: field('/V (35) /AP << /N 50 0 R >>'), 50: form(content) });

  it.each<[string, () => TestPdf, string]>([
    [
      'a picture of another value',
      () => withField().update({ 20: field('/V (35) /AP << /N 50 0 R >>'), 50: shows('95') }),
      'valueNotShown',
    ],
    [
      'only the picture',
      () => withField().update({ 20: field('/V (20) /AP << /N 50 0 R >>'), 50: shows('95') }),
      'valueNotShown',
    ],
    ['only the picture, in its place', () => withField().update({ 21: shows('95') }), 'valueNotShown'],
    [
      'only the value, the picture staying',
      () => withField().update({ 20: field('/V (95) /AP << /N 21 0 R >>') }),
      'valueNotShown',
    ],
    [
      'another value while the mouse is over it',
      () =>
        withField().update({ 20: field('/V (35) /AP << /N 50 0 R /R 51 0 R >>'), 50: shows('35'), 51: shows('95') }),
      'valueNotShown',
    ],
    ['an image', () => drawn('BT /F 9 Tf (35) Tj ET /I Do'), 'valueNotShown'],
    ['an image within', () => drawn('BT /F 9 Tf (35) Tj ET BI /W 1 /H 1 ID x EI'), 'valueNotShown'],
    ['curves', () => drawn('BT /F 9 Tf (35) Tj ET 0 0 m 1 1 2 2 3 3 c f'), 'valueNotShown'],
    ['a hundred rectangles', () => drawn(`${'0 0 1 1 re f '.repeat(100)} BT /F 9 Tf (35) Tj ET`), 'valueNotShown'],
    ['a white sheet over the value', () => drawn('BT /F 9 Tf (35) Tj ET 1 g 0 0 90 90 re f'), 'valueNotShown'],
    ['a pattern as its colour', () => drawn('BT /F 9 Tf /Pattern cs /P scn (35) Tj ET'), 'valueNotShown'],
    ['the value unseen', () => drawn('BT 3 Tr /F 9 Tf (35) Tj ET'), 'valueNotShown'],
    ['a state that hides text', () => drawn('/G gs BT /F 9 Tf (35) Tj ET'), 'valueNotShown'],
    ['no content stream', () => drawn(')('), 'valueNotShown'],
    [
      'letters of a font of its own',
      () => foreignFont('<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 52 0 R >>'),
      'valueNotShown',
    ],
    [
      'letters drawn one by one',
      () => foreignFont('<< /Type /Font /Subtype /Type3 /CharProcs << >> >>'),
      'valueNotShown',
    ],
    [
      'digits under other names',
      () =>
        foreignFont('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [51 /nine] >> >>'),
      'valueNotShown',
    ],
    [
      'more than a mark in a small box',
      () => {
        const small = (entries: string) => button(entries).replace('10 10 210 30', '10 10 22 22');
        return withField(small('/V /Off /AS /Off'), {}, { 22: shows('') }).update({ 21: shows('No') });
      },
      'buttonRedrawn',
    ],
    [
      'a box ticked in the picture only',
      () => withField(button('/V /Off /AS /Off'), {}, { 22: shows('') }).update({ 20: button('/V /Off /AS /Si') }),
      'valueNotShown',
    ],
    [
      'the picture of a box',
      () => withField(button('/V /Off /AS /Off'), {}, { 22: shows('') }).update({ 22: shows('Nulo') }),
      'buttonRedrawn',
    ],
    [
      'a value with its keys twice',
      () =>
        withField().update({
          20: field('/AP << /N 50 0 R >> /V (35) /AP << /N 51 0 R >>'),
          51: shows('35'),
          50: shows('95'),
        }),
      'ambiguousObject',
    ],
  ])('is unclear: %s', async (_what, make, code) => {
    const verdict = await verifyOne(make().bytes);
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', modification: 'unclear' });
    expect(codes(verdict)).toContain(code);
  });

  it('is forbidden where it holds no value: a push button that covers the page, a field of no kind', async () => {
    const push = (entries: string) => field(`/Ff 65536 ${entries}`, '/FT /Btn').replace('10 10 210 30', '0 0 595 842');
    for (const kind of [push, (entries: string) => field(entries, '')]) {
      const pdf = withField(kind('/AP << /N 21 0 R >>'));
      expect(await verifyOne(pdf.update({ 21: shows('Nulo') }).bytes)).toMatchObject({ modification: 'forbidden' });
    }
  });
});

describe('sneaky signatures', () => {
  const emptyField = '<< /FT /Sig /T (Defensor) /Type /Annot /Subtype /Widget /Rect [10 10 400 90] /F 132 /P 3 0 R';
  const shared = (covering: string) => {
    const pdf = signed();
    return pdf.update({
      6: pdf.withField(40),
      3: pdf.withAnnotation(40),
      40: `${emptyField} ${covering} >>`,
      41: shows('Nulo'),
    });
  };

  it.each<[string, () => TestPdf, string]>([
    ['another field that shows the same signature', () => shared('/V 7 0 R /AP << /N 41 0 R >>'), 'unsignedField'],
    [
      'a field with what only looks like a signature',
      () => shared('/V << /Type /Sig /ByteRange [0 1 2 3] >> /AP << /N 41 0 R >>'),
      'unsignedField',
    ],
    [
      'an entry that nobody knows',
      () => {
        const pdf = signed();
        pdf.sign(pki.signer, { fieldDict: '/Propio (x)' });
        return pdf;
      },
      'foreignField',
    ],
    [
      'a field whose page is itself',
      () => {
        const pdf = signed();
        const num = pdf.next() + 1;
        pdf.sign(pki.signer, { fieldDict: `/P ${num} 0 R` });
        return pdf;
      },
      'oddPlace',
    ],
    [
      'a waiting field with a prepared picture put on a page',
      () => {
        const pdf = signed({
          6: '<< /Fields [20 0 R] >>',
          20: `${emptyField} /AP << /N 21 0 R >> >>`,
          21: shows('Nulo'),
        });
        return pdf.update({ 3: pdf.withAnnotation(20) });
      },
      'visibleEmptyField',
    ],
  ])('are unclear: %s', async (_what, make, code) => {
    const { signatures } = await verify(make().bytes);
    expect(signatures[0]).toMatchObject({ indication: 'INDETERMINATE', modification: 'unclear' });
    expect(codes(signatures[0]!)).toContain(code);
  });

  it.each<[string, (pdf: TestPdf) => unknown, string]>([
    [
      'a second place for a signature that stands',
      (pdf) =>
        pdf.update({
          8: pdf.objects.get(8)!.replace('/FT', '/Kids [40 0 R] /FT'),
          40: '<< /Type /Annot /Subtype /Widget /Parent 8 0 R /Rect [0 0 300 300] /AP << /N 41 0 R >> /P 3 0 R >>',
          41: shows('Nulo'),
          3: pdf.withAnnotation(40),
        }),
      'signatureFieldChanged',
    ],
    [
      'a program in the new field',
      (pdf) => pdf.sign(pki.signer, { fieldDict: '/AA << /E << /S /JavaScript /JS (x) >> >>' }),
      'foreignField',
    ],
    [
      'a new field that only some viewers show',
      (pdf) => pdf.sign(pki.signer, { fieldDict: '/OC << /Type /OCG /Name (x) >>' }),
      'foreignField',
    ],
  ])('are forbidden: %s', async (_what, change, code) => {
    const pdf = signed();
    change(pdf);
    const { signatures } = await verify(pdf.bytes);
    expect(signatures[0]).toMatchObject({ indication: 'TOTAL_FAILED', modification: 'forbidden' });
    expect(codes(signatures[0]!)).toContain(code);
  });

  it('are no signatures that show something themselves, in fields new or waiting, with widgets apart or not', async () => {
    const pdf = signed({ 6: '<< /Fields [20 0 R] >>', 20: `${emptyField} >>`, 3: page('/Annots [20 0 R]') });
    pdf.update({ 41: shows('Firmado') });
    pdf.sign(pki.signer, { fill: 20, field: 'Defensor', rect: '10 10 400 90', fieldDict: '/AP << /N 41 0 R >>' });
    pdf.sign(pki.signer, { rect: '10 100 200 140', fieldDict: '/AP << /N 41 0 R >> /MK << >>' });
    const { signatures } = await verify(pdf.bytes);
    expect(signatures.map((each) => [each.indication, each.modification])).toEqual([
      ['TOTAL_PASSED', 'allowed'],
      ['TOTAL_PASSED', 'allowed'],
      ['TOTAL_PASSED', 'none'],
    ]);
  });
});

describe('evil annotations under a certification that permits them', () => {
  const annotation = (subtype: string, rect: string, entries = '') =>
    `<< /Type /Annot /Subtype /${subtype} /Rect [${rect}] /Contents (Nulo) ${entries} >>`;
  // The page shows its text from (72, 720) on.
  const [over, beside] = ['70 710 300 740', '70 400 300 430'];
  const added = (text: string, p = 3) => {
    const pdf = signed({}, level(p));
    return pdf.update({ 3: pdf.withAnnotation(40), 40: text, 41: shows('Nulo') });
  };

  it.each<[string, string, string]>([
    ['free text beside what the page says', annotation('FreeText', beside), 'allowed'],
    ['free text over what the page says', annotation('FreeText', over), 'unclear'],
    ['a stamp over it', annotation('Stamp', over, '/AP << /N 41 0 R >>'), 'unclear'],
    ['a square over it', annotation('Square', over, '/IC [1 1 1]'), 'unclear'],
    ['a note', annotation('Text', over), 'allowed'],
    ['a mark on it', annotation('Highlight', over, '/QuadPoints [70 740 300 740 70 710 300 710]'), 'allowed'],
    ['a mark on it that writes', annotation('Highlight', over, '/AP << /N 41 0 R >>'), 'unclear'],
    ['a redaction', annotation('Redact', beside), 'unclear'],
    ['a program', annotation('Text', beside, '/A << /S /JavaScript /JS (x) >>'), 'forbidden'],
  ])('%s', async (_what, text, modification) => {
    expect(await verifyOne(added(text).bytes)).toMatchObject({ modification });
  });

  it('an annotation of the certified document moved over its text', async () => {
    const pdf = signed({ 3: page('/Annots [20 0 R]'), 20: annotation('FreeText', beside) }, level(3));
    expect(
      await verifyOne(TestPdf.from(pdf).update({ 20: annotation('FreeText', beside, '/M (D:20261120)') }).bytes),
    ).toMatchObject({ modification: 'allowed' });
    expect(await verifyOne(pdf.update({ 20: annotation('FreeText', over) }).bytes)).toMatchObject({
      modification: 'unclear',
    });
  });

  it('a signature over the text of a certified document, new or where the certifier put its field', async () => {
    const certified = signed({}, level(2));
    certified.sign(pki.signer, { rect: over });
    const [first] = (await verify(certified.bytes)).signatures;
    expect(first).toMatchObject({ modification: 'unclear' });
    expect(codes(first!)).toContain('coveringSignature');
    const planned = signed(
      {
        3: page('/Annots [20 0 R]'),
        6: '<< /Fields [20 0 R] >>',
        20: `<< /FT /Sig /T (B) /Type /Annot /Subtype /Widget /Rect [${over}] /P 3 0 R >>`,
      },
      level(2),
    );
    planned.sign(pki.signer, { fill: 20, field: 'B', rect: over });
    const certifier = (await verify(planned.bytes)).signatures.find((each) => each.field !== 'B');
    expect(certifier).toMatchObject({ modification: 'allowed' });
  });
});

describe('two readings of one file', () => {
  const inForm = (text: string) => (pdf: TestPdf) =>
    pdf.update({ 1: `<< /Type /Catalog /Pages 2 0 R /AcroForm ${text} >>` });

  it.each<[string, (pdf: TestPdf) => unknown, string]>([
    [
      'a form that lists its fields twice',
      inForm('<< /Fields [40 0 R] /Fields [8 0 R] /SigFlags 3 >>'),
      'ambiguousObject',
    ],
    [
      'validation data that says its certificates twice',
      (pdf) =>
        pdf.update({ 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS << /Certs [] /Certs [5 0 R] >> >>' }),
      'ambiguousObject',
    ],
    [
      'two tables at once',
      (pdf) => {
        const table = stream('', '/Type /XRef /W [1 1 1] /Index [0 0] /Size 1');
        pdf.update({ 30: table });
        pdf.update({}, { trailer: `/XRefStm ${pdf.bytes.lastIndexOf('30 0 obj')} ` });
      },
      'hybrid',
    ],
    [
      'rubbish that looks like an object',
      (pdf) => pdf.update({}, { stray: '4 0 obj\n<< >>\nendobj\n' }),
      'unreferencedContent',
    ],
  ])('%s', async (_what, change, code) => {
    const pdf = signed();
    change(pdf);
    const verdict = await verifyOne(pdf.bytes);
    expect(verdict.modification).toMatch(/unclear|forbidden/);
    expect(codes(verdict)).toContain(code);
  });

  it('validation data that goes missing again', async () => {
    const store = (entries: string) =>
      `<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS << /Type /DSS ${entries} >> >>`;
    const pdf = signed({ 1: store('/Certs [20 0 R] /CRLs [21 0 R]'), 20: stream('x'), 21: stream('y') });
    expect(
      await verifyOne(
        TestPdf.from(pdf).update({ 1: store('/Certs [20 0 R] /CRLs [21 0 R 50 0 R]'), 50: stream('z') }).bytes,
      ),
    ).toMatchObject({ modification: 'allowed' });
    const verdict = await verifyOne(pdf.update({ 1: store('/Certs [20 0 R]') }).bytes);
    expect(verdict).toMatchObject({ modification: 'unclear' });
    expect(codes(verdict)).toContain('validationDataRemoved');
  });

  it('an entry that names the place of another object', async () => {
    const pdf = signed();
    const moved = appendPacked(pdf.bytes, {
      size: 40,
      rows: (rows) => [...rows, [4, 1, pdf.bytes.indexOf('5 0 obj'), 0]],
    });
    const { signatures, error } = await verify(moved);
    expect(
      error !== null ||
        signatures.every((each) => each.modification === 'unclear' || each.modification === 'forbidden'),
    ).toBe(true);
  });
});

describe('object streams and cross-reference streams', () => {
  const signer: Signer = {
    identity: pki.signer,
    algorithm: 'ecdsa-sha256',
    certificate: parseCertificate(pki.signer.certificate),
    chain: pki.signer.chain.map(parseCertificate),
    rootPem: pki.root.certificatePem,
    rootCertificate: parseCertificate(pki.root.certificate),
  };
  const info = '<< /Title (Otro) >>';

  it('are judged as tables are: what is allowed', async () => {
    const pdf = await signBytes(packedPdf(), signer);
    expect(await verifyOne(pdf)).toMatchObject({ indication: 'TOTAL_PASSED', modification: 'none' });
    const later = appendPacked(pdf, { size: 60, packed: { 50: info } });
    expect(await verifyOne(later)).toMatchObject({ indication: 'TOTAL_PASSED' });
    const twice = await signBytes(later, signer);
    expect((await verify(twice)).signatures.map((each) => [each.indication, each.modification])).toEqual([
      ['TOTAL_PASSED', 'allowed'],
      ['TOTAL_PASSED', 'none'],
    ]);
  });

  it.each<[string, Parameters<typeof appendPacked>[1], RegExp]>([
    [
      'a page exchanged from within a store',
      { size: 60, packed: { 3: '<< /Type /Page /Parent 2 0 R >>' } },
      /forbidden/,
    ],
    ['content hidden in a store', { size: 60, packed: { 50: info }, hidden: { 3: '<< /Type /Page >>' } }, /unclear/],
    ['a store that nothing is listed from', { size: 60, hidden: { 3: '<< /Type /Page >>' } }, /unclear/],
    [
      'the signed revision’s own store overwritten',
      { size: 60, plain: { 40: stream('5 0 << >>', '/Type /ObjStm /N 1 /First 4') } },
      /forbidden|unclear/,
    ],
  ])('are judged as tables are: %s', async (_what, revision, expected) => {
    const pdf = appendPacked(await signBytes(packedPdf(), signer), revision);
    const { signatures, error } = await verify(pdf);
    if (error === null) expect(signatures[0]!.modification).toMatch(expected);
    expect(signatures.every((each) => each.indication !== 'TOTAL_PASSED')).toBe(true);
  });
});
