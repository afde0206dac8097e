import { describe, expect, it } from 'vitest';
import { TestPdf, stream } from '../../helpers/test-pdf.ts';
import type { SignOptions } from '../../helpers/test-pdf.ts';
import { pki, verifyOne } from './verify.ts';

const picture = (text: string, dict = ''): string =>
  stream(
    `BT /F 40 Tf 50 400 Td (${text}) Tj ET`,
    `${dict} /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F 5 0 R >> >>`,
  );
const [guilty, innocent] = [picture('CONDENADO'), picture('ABSUELTO')];
const xmp = (text: string) => stream(`<x>${text}</x>`, '/Type /Metadata /Subtype /XML');

/** A page whose resources hold `xObject`, and that draws `name` from it. */
const drawing = (xObject: string, name: string, more = ''): Readonly<Record<number, string>> => ({
  3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject ${xObject} >> ${more} >>`,
  4: stream(`/${name} Do`),
});
const catalog = (entry: string) => `<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R ${entry} >>`;
const permissive: SignOptions = {
  dict: '/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 3 /V /1.2 >> >>]',
};
const field = (entries: string) => `<< /FT /Tx /T (x) ${entries} >>`;
const signatureField = '<< /FT /Sig /T (Defensor) /Type /Annot /Subtype /Widget /Rect [10 10 90 40] /P 3 0 R';

interface Trick {
  readonly what: string;
  readonly signed: Readonly<Record<number, string>>;
  readonly update: Readonly<Record<number, string>>;
  readonly options?: SignOptions;
}

const tricks: readonly Trick[] = [
  {
    what: 'the page’s pictures are a form field, too, and one of them is its date',
    signed: { ...drawing('20 0 R', 'M'), 6: '<< /Fields [20 0 R] >>', 20: field('/M 21 0 R'), 21: guilty },
    update: { 20: field('/M 30 0 R'), 30: innocent },
  },
  {
    what: 'the page’s pictures are a form field, too, and one of them is its value',
    signed: { ...drawing('20 0 R', 'V'), 6: '<< /Fields [20 0 R] >>', 20: field('/V 21 0 R'), 21: guilty },
    update: { 20: field('/V 30 0 R'), 30: innocent },
  },
  {
    what: 'the page’s pictures are a form field, too, whose appearance is overwritten',
    signed: { ...drawing('20 0 R', 'AP'), 6: '<< /Fields [20 0 R] >>', 20: field('/AP 21 0 R'), 21: guilty },
    update: { 21: innocent },
  },
  {
    what: 'the page’s pictures are the appearances of a field, too',
    signed: {
      ...drawing('21 0 R', 'N'),
      6: '<< /Fields [20 0 R] >>',
      20: field('/AP 21 0 R'),
      21: '<< /N 22 0 R >>',
      22: guilty,
    },
    update: { 22: innocent },
  },
  {
    what: 'a picture passes for metadata',
    signed: { ...drawing('<< /Metadata 20 0 R >>', 'Metadata'), 20: picture('CONDENADO', '/Type /Metadata') },
    update: { 20: picture('ABSUELTO', '/Type /Metadata') },
  },
  {
    what: 'a picture is the metadata of the catalog, too',
    signed: { 1: catalog('/Metadata 20 0 R'), ...drawing('1 0 R', 'Metadata'), 20: guilty },
    update: { 1: catalog('/Metadata 30 0 R'), 30: innocent },
  },
  {
    what: 'the page’s pictures pass for a page',
    signed: { ...drawing('20 0 R', 'Metadata'), 20: '<< /Type /Page /Metadata 21 0 R >>', 21: guilty },
    update: { 20: '<< /Type /Page /Metadata 30 0 R >>', 30: innocent },
  },
  {
    what: 'the page’s pictures are the page itself',
    signed: { ...drawing('3 0 R', 'Metadata', '/Metadata 21 0 R'), 21: guilty },
    update: { 21: innocent },
  },
  {
    what: 'the page’s pictures are validation data, too',
    signed: { 1: catalog('/DSS 20 0 R'), ...drawing('20 0 R', 'X'), 20: '<< /X 21 0 R >>', 21: guilty },
    update: { 21: innocent },
  },
  {
    what: 'a signature’s appearance is validation data, too',
    signed: {
      1: catalog('/DSS 21 0 R'),
      6: '<< /Fields [20 0 R] >>',
      20: `${signatureField} /AP 21 0 R >>`,
      21: '<< /N 22 0 R >>',
      22: guilty,
    },
    update: { 22: innocent },
  },
  {
    what: 'a form field is a branch of the page tree, too, and gets a page',
    signed: {
      2: '<< /Type /Pages /Kids [20 0 R] /Count 1 >>',
      6: '<< /Fields [20 0 R] >>',
      20: '<< /Type /Pages /Parent 2 0 R /FT /Tx /T (x) /Count 1 /Kids [3 0 R] >>',
    },
    update: {
      20: '<< /Type /Pages /Parent 2 0 R /FT /Tx /T (x) /Count 1 /Kids [3 0 R 30 0 R] >>',
      30: '<< /Type /Page /FT /Sig /T (f) /Parent 20 0 R /MediaBox [0 0 600 800] /Contents 31 0 R >>',
      31: stream('otra'),
    },
  },
  {
    what: 'a comment is a font of the page, too',
    signed: {
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Annots [20 0 R] /Resources << /Font << /F 20 0 R >> >> >>',
      20: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Rect [0 0 1 1] >>',
    },
    update: { 20: '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol /Rect [0 0 1 1] >>' },
    options: permissive,
  },
  {
    what: 'a field is the rule of what is visible, too',
    signed: {
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Properties << /Obj 20 0 R >> >> >>',
      6: '<< /Fields [20 0 R] >>',
      20: field('/Type /OCMD'),
    },
    update: { 20: field('/Type /OCMD /P /AllOff') },
  },
];

describe('an object that plays a part in the page and another in the form', () => {
  it.each(tricks)('$what', async ({ signed, update, options = {} }) => {
    const pdf = new TestPdf(signed);
    pdf.sign(pki.signer, options);
    expect(await verifyOne(pdf.bytes)).toMatchObject({ indication: 'TOTAL_PASSED', modification: 'none' });
    expect(await verifyOne(pdf.update(update).bytes)).toMatchObject({
      indication: 'TOTAL_FAILED',
      subIndication: 'FORMAT_FAILURE',
      modification: 'forbidden',
    });
  });
});

describe('what only looks like it', () => {
  it.each<[string, Readonly<Record<number, string>>, Readonly<Record<number, string>>]>([
    ['metadata rewritten', { 1: catalog('/Metadata 20 0 R'), 20: xmp('a') }, { 20: xmp('b') }],
    [
      'metadata exchanged',
      { 1: catalog('/Metadata 20 0 R'), 20: xmp('a') },
      { 1: catalog('/Metadata 30 0 R'), 30: xmp('b') },
    ],
    [
      'a field shown through an indirect list of annotations, and known to the structure',
      {
        3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Annots 22 0 R /Resources << >> >>',
        1: catalog('/StructTreeRoot 23 0 R'),
        6: '<< /Fields [20 0 R] /CO 24 0 R >>',
        20: field('/Type /Annot /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R /AP << /N 21 0 R >>'),
        21: guilty,
        22: '[20 0 R]',
        24: '[20 0 R]',
        23: '<< /Type /StructTreeRoot /K << /Type /StructElem /Pg 3 0 R /K << /Type /OBJR /Obj 20 0 R >> >> >>',
      },
      {
        20: field(
          '/V (ABSUELTO) /M (D:20261120) /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R /AP << /N 21 0 R >>',
        ),
        21: innocent,
      },
    ],
  ])('%s', async (_what, signed, update) => {
    const pdf = new TestPdf(signed);
    // The signature goes into a field of its own revision without touching the page.
    const [before, form] = [pdf.objects.get(3)!, pdf.objects.get(6)!];
    pdf.update({ 6: form.replace('[', '[40 0 R '), 40: '<< /FT /Sig /T (Fiscal) >>' });
    pdf.sign(pki.signer, { fill: 40, field: 'Fiscal' });
    expect(pdf.objects.get(3)).toBe(before);
    const verdict = await verifyOne(pdf.update(update).bytes);
    expect(verdict.reasons.filter((reason) => /Changed/.test(reason))).toEqual([]);
    expect(verdict).toMatchObject({ indication: 'TOTAL_PASSED', modification: 'allowed' });
  });
});
