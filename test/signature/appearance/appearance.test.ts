import { describe, expect, it } from 'vitest';
import { fitText, smallestSize } from '../../../src/signature/appearance/layout.ts';
import { subsetFont } from '../../../src/signature/appearance/subset.ts';
import { readTrueType } from '../../../src/signature/appearance/truetype.ts';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { preparePdf } from '../../../src/signature/pades/index.ts';
import type { VisibleWish } from '../../../src/signature/pades/index.ts';
import { firstPage, openPdf } from '../../../src/signature/pdf/index.ts';
import type { PdfDict, PdfStream } from '../../../src/signature/pdf/index.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { pdfsig, qpdfCheck } from '../pades/judges.ts';
import { makeSigner, put, requestOf, signBytes } from '../pades/signer.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import { throughQpdf } from '../pdf/qpdf.ts';
import { appearance, font } from './wishes.ts';

const signer = makeSigner();
const kind = (name: string) => expect.objectContaining({ kind: name }) as Error;
const place = (page: number, x: number, y: number, width: number, height: number): VisibleWish => ({
  ...appearance(),
  place: { page, rect: [x, y, width, height] },
});
const sign = (pdf: Buffer, visible: VisibleWish, fieldName?: string) => signBytes(pdf, signer, { visible, fieldName });

const twoPages = () => throughQpdf(simplePdf(), '--pages', '.', '.', '--');

/** Words with where they stand on the page as it is seen, from its upper left corner, as poppler finds them. */
async function wordsOf(pdf: Buffer) {
  return withFolder((folder) => {
    const { output } = run('pdftotext', ['-bbox', '-cropbox', put(folder, 'a.pdf', pdf), '-']);
    return [...output.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</g)].map(
      ([, xMin, yMin, xMax, yMax, text]) => ({
        text,
        left: Number(xMin),
        top: Number(yMin),
        right: Number(xMax),
        bottom: Number(yMax),
      }),
    );
  });
}

describe('a visible signature', () => {
  it('shows its text in an embedded font, which can be searched, and holds', async () => {
    const pdf = await sign(simplePdf(), place(1, 50, 40, 220, 70));
    const { fonts, check, valid } = await withFolder((folder) => {
      const path = put(folder, 'a.pdf', pdf);
      return {
        fonts: run('pdffonts', [path]).output,
        check: qpdfCheck(path),
        valid: pdfsig(path).map((each) => each.valid && each.total),
      };
    });
    expect(fonts).toMatch(/[A-Z]{6}\+LiberationSans\s+CID TrueType\s+Identity-H\s+yes yes yes/);
    expect({ check, valid }).toEqual({ check: { status: 0, warnings: [] }, valid: [true] });
    expect((await wordsOf(pdf)).map(({ text }) => text).join(' ')).toContain(
      'María Ñandú Güemes Fiscal General CUIL 27-12345678-0 22/11/2026 10:04 (UTC-3)',
    );
  });

  it.each([0, 90, 180, 270])('lies where it was wished on a page turned by %i degrees', async (turn) => {
    const page = simplePdf({ page: '/CropBox [20 30 520 730]' });
    const pdf = await throughQpdf(page, ...(turn === 0 ? [] : [`--rotate=${turn}`]));
    const words = await wordsOf(await sign(pdf, place(1, 60, 40, 200, 60)));
    const name = words.find(({ text }) => text === 'Ñandú')!;
    const height = turn % 180 === 0 ? 700 : 500;
    expect(name.left).toBeGreaterThan(60);
    expect(name.right).toBeLessThan(260);
    expect(name.top).toBeGreaterThan(height - 100);
    expect(name.bottom).toBeLessThan(height - 40);
    // Upright: broader than high.
    expect(name.right - name.left).toBeGreaterThan(name.bottom - name.top);
  });

  it('is as large on a sheet whose unit is several points', async () => {
    const pdf = await sign(simplePdf({ page: '/UserUnit 4' }), place(1, 240, 200, 220, 70));
    const document = openPdf(bufferSource(pdf));
    const widget = document
      .getArray(firstPage(document).dict, 'Annots')!
      .toArray(1)
      .map((each) => document.resolve(each));
    const [field] = widget as [PdfDict];
    expect(document.getArray(field, 'Rect')!.toArray(4)).toEqual([60, 50, 115, 67.5]);
    const form = document.get(document.getDict(field, 'AP')!, 'N') as PdfStream;
    // Drawn in points: whoever shows it fits it into its rectangle.
    expect(document.getArray(form.dict, 'BBox')!.toArray(4)).toEqual([0, 0, 220, 70]);
    await expect(sign(simplePdf({ page: '/UserUnit 4' }), place(1, 2300, 40, 220, 70))).rejects.toThrow(
      kind('pageMissing'),
    );
    const filled = simplePdf({
      catalog: '/AcroForm << /Fields [6 0 R] >>',
      page: '/UserUnit 4 /Annots [6 0 R]',
      objects: { 6: '<< /FT /Sig /T (Juez) /Subtype /Widget /Rect [10 10 65 28] /P 3 0 R >>' },
    });
    expect((await sign(filled, appearance(), 'Juez')).toString('latin1')).toContain('/BBox [0 0 220 72]');
  });

  it.each([
    ['lowerLeft', 28, 742],
    ['lowerRight', 307, 742],
    ['upperLeft', 28, 28],
    ['upperRight', 307, 28],
  ] as const)('lies in a corner of the last page: %s', async (corner, left, top) => {
    const pdf = await sign(await twoPages(), { ...appearance(), place: { page: 'last', rect: corner } });
    const words = await wordsOf(pdf);
    const name = words.find(({ text }) => text === 'Ñandú')!;
    expect(name.left).toBeGreaterThan(left);
    expect(name.right).toBeLessThan(left + 260);
    expect(name.top).toBeGreaterThan(top);
    expect(name.bottom).toBeLessThan(top + 72);
    expect(words.indexOf(name)).toBeGreaterThan(0);
  });

  it('fills a field that is there, at its size', async () => {
    const fields = {
      catalog: '/AcroForm << /Fields [6 0 R] >>',
      page: '/Annots [6 0 R]',
      objects: { 6: '<< /FT /Sig /T (Juez) /Subtype /Widget /Rect [300 100 480 160] /P 3 0 R >>' },
    };
    const words = await wordsOf(await sign(simplePdf(fields), appearance(), 'Juez'));
    const name = words.find(({ text }) => text === 'Ñandú')!;
    expect(name.left).toBeGreaterThan(300);
    expect(name.right).toBeLessThan(480);
    expect(name.bottom).toBeLessThan(842 - 100);
    const unseen = { ...fields, objects: { 6: '<< /FT /Sig /T (Juez) /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R >>' } };
    await expect(sign(simplePdf(unseen), appearance(), 'Juez')).rejects.toThrow(kind('pageMissing'));
    const nowhere = { ...fields, objects: { 6: '<< /FT /Sig /T (Juez) >>' } };
    await expect(sign(simplePdf(nowhere), appearance(), 'Juez')).rejects.toThrow(kind('pageMissing'));
  });

  it('carries a QR code beside its text', async () => {
    const withCode = { ...place(1, 50, 40, 220, 80), qr: 'https://fojas.example/v/AB12-CD34' };
    const pdf = await sign(simplePdf(), withCode);
    const name = (await wordsOf(pdf)).find(({ text }) => text === 'Ñandú')!;
    expect(name.left).toBeGreaterThan(50 + 80);
    const tiny = { ...place(1, 50, 40, 220, 20), lines: ['x'], qr: 'https://fojas.example/v/AB12-CD34' };
    await expect(sign(simplePdf(), tiny)).rejects.toThrow(kind('textTooLong'));
  });

  it('is the same for the same wish', async () => {
    const update = async () => {
      const request = { source: bufferSource(simplePdf()), ...requestOf(signer), visible: place(1, 50, 40, 220, 70) };
      const { update: bytes } = await preparePdf(request);
      return Buffer.from(bytes)
        .toString('latin1')
        .replace(/\/ID \[.*?\]/, '');
    };
    expect(await update()).toBe(await update());
  });

  it('uses nothing that a PDF/A forbids', async () => {
    const before = simplePdf();
    const added = (await sign(before, place(1, 50, 40, 220, 70))).subarray(before.length).toString('latin1');
    expect(added).toContain('/CalGray');
    for (const word of ['/DeviceRGB', '/SMask', '/Group', '/CA ', '/ca ', '/JavaScript', '/BM']) {
      expect(added).not.toContain(word);
    }
    expect(added).toContain('/F 132');
  });

  it('covers nothing that is there: neither an annotation nor another signature', async () => {
    const note = '<< /Type /Annot /Subtype /Text /Rect [60 60 80 80] /Contents (Ojo) >>';
    const noted = simplePdf({ page: '/Annots [6 0 R]', objects: { 6: note } });
    await expect(sign(noted, place(1, 50, 40, 220, 70))).rejects.toThrow(kind('placeTaken'));
    const beside = await sign(noted, place(1, 81, 40, 220, 70));
    await expect(sign(beside, place(1, 290, 100, 100, 70))).rejects.toThrow(kind('placeTaken'));
    expect((await sign(beside, place(1, 302, 40, 220, 70))).length).toBeGreaterThan(beside.length);
    const hidden = simplePdf({ page: '/Annots [6 0 R]', objects: { 6: note.replace('/Rect', '/F 2 /Rect') } });
    expect((await sign(hidden, place(1, 50, 40, 220, 70))).length).toBeGreaterThan(hidden.length);
  });

  it('has its place on a page', async () => {
    for (const [page, ...rect] of [
      [2, 50, 40, 220, 70],
      [0, 50, 40, 220, 70],
      [1.5, 50, 40, 220, 70],
      [1, 400, 40, 220, 70],
      [1, -1, 40, 220, 70],
      [1, 50, 800, 220, 70],
      [1, 50, 40, 0, 70],
    ] as [number, number, number, number, number][]) {
      await expect(sign(simplePdf(), place(page, ...rect))).rejects.toThrow(kind('pageMissing'));
    }
    await expect(sign(simplePdf(), appearance())).rejects.toThrow(kind('pageMissing'));
  });

  it('refuses text that does not fit, and signs that its font lacks', async () => {
    await expect(sign(simplePdf(), place(1, 50, 40, 30, 20))).rejects.toThrow(kind('textTooLong'));
    const wish = place(1, 50, 40, 220, 70);
    await expect(sign(simplePdf(), { ...wish, lines: ['印'] })).rejects.toThrow(kind('fontLacking'));
    await expect(sign(simplePdf(), { ...wish, font: Buffer.from('no font at all') })).rejects.toThrow(
      kind('fontLacking'),
    );
    await expect(sign(simplePdf(), { ...wish, font: font().subarray(0, 500) })).rejects.toThrow(kind('fontLacking'));
  });

  it('shows a decomposed accent as its letter, and no control characters', async () => {
    const wish = { ...place(1, 50, 40, 220, 70), lines: ['N\u0303andu\u0301\u202e\ttres'] };
    expect((await wordsOf(await sign(simplePdf(), wish))).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Ñandú', 'tres']),
    );
  });
});

describe('what a page shows', () => {
  const over = async (pdf: Buffer, visible: VisibleWish) =>
    (await preparePdf({ source: bufferSource(pdf), ...requestOf(signer), visible })).over;
  const page = (content: string, more = '') =>
    simplePdf({
      page: `/Resources << /Font << /F 5 0 R /G 8 0 R >> /XObject << /I 6 0 R /X 7 0 R >> >> ${more}`,
      objects: {
        4: `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
        6: '<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream',
        7: '<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 100 0] /Length 12 >>\nstream\n0 0 9 9 re f\nendstream',
        8: '<< /Type /Font /Subtype /Type0 >>',
      },
    });

  it.each([
    ['text', 'BT /F 12 Tf 100 60 Td (Requerimiento) Tj ET'],
    ['text that goes on', 'BT /F 12 Tf 1 0 0 1 20 60 Tm (Reque) Tj (rimiento de) Tj [(elevacion)] TJ ET'],
    ['text on a later line', 'BT /F 12 Tf 14 TL 100 88 Td (uno) Tj T* T* (dos) Tj ET'],
    ['text by quote marks', "BT /F 12 Tf 14 TL 100 88 Td (uno) ' (dos) ' ET"],
    ['text of two bytes a character', 'BT /G 12 Tf 100 60 Td <00010002> Tj ET'],
    ['a line', '60 60 m 300 60 l S'],
    ['a rectangle', '60 60 20 20 re f'],
    ['a picture', 'q 50 0 0 50 60 60 cm /I Do Q'],
    ['a form', 'q 1 0 0 1 0 60 cm /X Do Q'],
  ])('is noticed under a signature: %s', async (_what, content) => {
    expect(await over(page(content), place(1, 50, 40, 220, 70))).toBe('something');
    expect(await over(page(content), place(1, 50, 400, 220, 70))).toBe('nothing');
  });

  it('is unknown where it cannot be told', async () => {
    for (const content of ['q 595 0 0 842 0 0 cm /I Do Q', 'BI /W 1 ID x EI', '/S sh', '(no end']) {
      expect(await over(page(content), place(1, 50, 40, 220, 70))).toBe('unknown');
    }
    const ground = '0 0 595 842 re f';
    expect(await over(page(ground), place(1, 50, 40, 220, 70))).toBe('nothing');
    expect(await over(page('60 60 20 20 re n'), place(1, 50, 40, 220, 70))).toBe('nothing');
  });

  it.each([0, 90])('leaves a free place at its bottom, or none, turned by %i degrees', async (turn) => {
    const turned = (content: string) => page(content, `/Rotate ${turn}`);
    const anywhere: VisibleWish = { ...appearance(), place: { page: 1 } };
    const words = await wordsOf(await sign(turned(''), anywhere));
    expect(words.find(({ text }) => text === 'Ñandú')!.left).toBeLessThan(200);
    // The lower left corner of the page as it is seen is taken: the right one is free.
    const corner = turn === 0 ? '30 30 100 50 re f' : '500 30 60 100 re f';
    const right = await wordsOf(await sign(turned(corner), anywhere));
    expect(right.find(({ text }) => text === 'Ñandú')!.left).toBeGreaterThan(300);
    await expect(sign(turned('20 20 560 700 re f'), anywhere)).rejects.toThrow(kind('placeTaken'));
    await expect(sign(turned('q 595 0 0 842 0 0 cm /I Do Q'), anywhere)).rejects.toThrow(kind('placeTaken'));
  });

  it('is not covered by a second signature that looks for its place, either', async () => {
    const anywhere: VisibleWish = { ...appearance(), place: { page: 1 } };
    const two = await sign(await sign(simplePdf(), anywhere), anywhere);
    const [first, second] = (await wordsOf(two)).filter(({ text }) => text === 'Ñandú');
    expect(second!.left - first!.left).toBeGreaterThan(200);
    expect(await over(simplePdf(), { ...appearance(), place: { page: 1 } })).toBe('nothing');
    const field = simplePdf({
      catalog: '/AcroForm << /Fields [6 0 R] >>',
      page: '/Annots [6 0 R]',
      objects: { 6: '<< /FT /Sig /T (Juez) /Subtype /Widget /Rect [300 100 480 160] /P 3 0 R >>' },
    });
    const prepared = await preparePdf({
      source: bufferSource(field),
      ...requestOf(signer),
      visible: appearance(),
      fieldName: 'Juez',
    });
    expect(prepared.over).toBeUndefined();
  });
});

describe('the parts of an appearance', () => {
  it('a subset holds its characters and their composition, with the widths of the whole font', () => {
    const whole = readTrueType(font());
    const subset = readTrueType(
      subsetFont(
        font(),
        [...'Ñandú'].map((one) => one.codePointAt(0)!),
      ),
    );
    expect(subset.glyphs).toBeLessThan(15);
    for (const one of 'Ñandú') {
      const glyph = subset.glyphOf(one.codePointAt(0)!);
      expect(glyph).toBeGreaterThan(0);
      expect(subset.width(glyph)).toBe(whole.width(whole.glyphOf(one.codePointAt(0)!)));
    }
    expect(subset.glyphOf(0x41)).toBe(0);
    expect(subset.glyphOf(0x1f600)).toBe(0);
  });

  it('text is as large as it can be, breaks at spaces, and within words that are too long', () => {
    const widthOf = (text: string, size: number) => text.length * size * 0.5;
    expect(fitText(['uno dos'], 200, 50, widthOf)).toEqual({ size: 10, leading: 12, lines: ['uno dos'] });
    expect(fitText(['uno dos tres'], 35, 50, widthOf).lines).toEqual(['uno dos', 'tres']);
    expect(fitText(['abcdefghij'], 26, 100, widthOf).lines).toEqual(['abcde', 'fghij']);
    expect(fitText(['uno', '', 'dos'], 100, 36, widthOf).lines).toEqual(['uno', '', 'dos']);
    const { size } = fitText(['x'.repeat(60)], 150, 12, widthOf);
    expect(size).toBe(smallestSize);
    expect(() => fitText(['x'.repeat(61)], 150, 6, widthOf)).toThrow(kind('textTooLong'));
  });

  it('an appearance can be read back as a form with resources of its own', async () => {
    const document = openPdf(bufferSource(await sign(simplePdf(), place(1, 50, 40, 220, 70))));
    const form = document.getDict(document.catalog().dict, 'AcroForm')!;
    expect(document.getArray(form, 'Fields')!.toArray()).toHaveLength(1);
  });
});
