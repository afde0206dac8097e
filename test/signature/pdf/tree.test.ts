import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import type { PdfError } from '../../../src/signature/pdf/index.ts';
import { firstPage, openPdf, pageCount, readForm } from '../../../src/signature/pdf/index.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { put } from '../pades/signer.ts';
import { simplePdf } from './make-pdf.ts';

const open = (objects: Record<number, string>, catalog = '') => openPdf(bufferSource(simplePdf({ objects, catalog })));
const kind = (name: PdfError['kind']) => expect.objectContaining({ name: 'PdfError', kind: name }) as Error;

/** A page tree with branches of ten leaves. */
function tree(branches: number, count?: number): Record<number, string> {
  const objects: Record<number, string> = {};
  const kids = Array.from({ length: branches }, (_, b) => 100 + b * 20);
  for (const branch of kids) {
    const leaves = Array.from({ length: 10 }, (_, i) => branch + 1 + i);
    for (const leaf of leaves) objects[leaf] = `<< /Type /Page /Parent ${branch} 0 R /MediaBox [0 0 9 9] >>`;
    objects[branch] = `<< /Type /Pages /Parent 2 0 R /Count 10 /Kids [${leaves.map((n) => `${n} 0 R`).join(' ')}] >>`;
  }
  const list = kids.map((n) => `${n} 0 R`).join(' ');
  objects[2] = `<< /Type /Pages /Count ${count ?? branches * 10} /Kids [${list}] >>`;
  return objects;
}

describe('pages', () => {
  it('are counted as qpdf counts them', async () => {
    for (const branches of [1, 3, 7, 30]) {
      const pdf = simplePdf({ objects: tree(branches) });
      const { output } = await withFolder((folder) => run('qpdf', ['--show-npages', put(folder, 'a.pdf', pdf)]));
      expect(pageCount(openPdf(bufferSource(pdf)))).toBe(Number(output));
      expect(Number(output)).toBe(branches * 10);
    }
  });

  it('are counted one by one in small trees, and in large ones whose /Count cannot be true', () => {
    expect(pageCount(open(tree(2, 999)))).toBe(20);
    expect(pageCount(open(tree(30, -1)))).toBe(300);
    expect(pageCount(open(tree(30, 1_000_000)))).toBe(300);
  });

  it('begin with the first leaf, past empty branches', () => {
    const objects = {
      2: '<< /Kids [6 0 R 99 0 R 7 0 R] /Count 1 >>',
      6: '<< /Kids [] /Count 0 >>',
      7: '<< /Kids [3 0 R] >>',
    };
    expect(firstPage(open(objects)).ref.num).toBe(3);
  });

  it('are not looked for in circles or where there are none', () => {
    const circle = { 2: '<< /Kids [6 0 R] /Count 2 >>', 6: '<< /Kids [6 0 R] /Count 2 >>' };
    expect(() => pageCount(open(circle))).toThrow(kind('damaged'));
    expect(() => firstPage(open(circle))).toThrow(kind('damaged'));
    expect(() => firstPage(open({ 2: '<< /Kids [] /Count 0 >>' }))).toThrow(kind('damaged'));
    expect(() => pageCount(open({ 2: '[]' }))).toThrow(kind('damaged'));
    expect(() => open({ 1: '(no catalog)' }).catalog()).toThrow(kind('damaged'));
    const deep = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [10 + i, `<< /Kids [${11 + i} 0 R] >>`]));
    expect(() => firstPage(open({ ...deep, 2: '<< /Kids [10 0 R] /Count 1 >>' }))).toThrow(kind('tooDeep'));
  });
});

describe('forms', () => {
  const formOf = (fields: string, objects: Record<number, string>) => {
    const document = open(objects, `/AcroForm << /Fields ${fields} >>`);
    return readForm(document, document.getDict(document.catalog().dict, 'AcroForm')!);
  };

  it('give terminal fields with full names and what they inherit', () => {
    const form = formOf('[10 0 R 20 0 R]', {
      10: '<< /T (case) /FT /Sig /Ff 1 /Kids [11 0 R 12 0 R] >>',
      11: '<< /T (judge) /Parent 10 0 R /Subtype /Widget >>',
      12: '<< /T (clerk) /Parent 10 0 R /FT /Tx /Ff 0 /V (x) /Kids [13 0 R] >>',
      13: '<< /Parent 12 0 R /Subtype /Widget >>',
      20: '<< /T <FEFF00F1> /FT /Btn >>',
    });
    const seen = form.fields.map(({ name, type, flags, ownsValue, widgets }) => [
      name,
      type,
      flags,
      ownsValue,
      widgets.length,
    ]);
    expect(seen).toEqual([
      ['case.judge', 'Sig', 1, false, 1],
      ['case.clerk', 'Tx', 0, true, 1],
      ['ñ', 'Btn', 0, false, 0],
    ]);
    expect([...form.rootNames]).toEqual(['case', 'ñ']);
    expect(form.problems).toEqual([]);
  });

  it('report nodes reached twice, circles, direct fields and odd objects, and pass over deleted ones', () => {
    const problems = (fields: string, objects: Record<number, string>) =>
      formOf(fields, objects).problems.map(({ kind: what, num }) => [what, num]);
    expect(problems('[10 0 R 10 0 R]', { 10: '<< /T (a) >>' })).toEqual([['shared', 10]]);
    expect(problems('[10 0 R]', { 10: '<< /T (a) /Kids [11 0 R] >>', 11: '<< /T (b) /Kids [10 0 R] >>' })).toEqual([
      ['shared', 10],
    ]);
    expect(problems('[<< /T (a) >>]', {})).toEqual([['direct', 0]]);
    expect(problems('[10 0 R]', { 10: '(a)' })).toEqual([['notADictionary', 10]]);
    expect(problems('[99 0 R]', {})).toEqual([]);
  });

  it('are bounded in size and depth', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [10 + i, `<< /T (f${i}) >>`]));
    const fields = `[${Object.keys(many)
      .map((n) => `${n} 0 R`)
      .join(' ')}]`;
    const document = openPdf(bufferSource(simplePdf({ objects: many, catalog: `/AcroForm << /Fields ${fields} >>` })), {
      fields: 49,
    });
    const acroForm = document.getDict(document.catalog().dict, 'AcroForm')!;
    expect(() => readForm(document, acroForm)).toThrow(kind('tooMany'));
    const deep = Object.fromEntries(
      Array.from({ length: 99 }, (_, i) => [10 + i, `<< /T (d) /Kids [${11 + i} 0 R] >>`]),
    );
    expect(() => formOf('[10 0 R]', { ...deep, 109: '<< /T (d) >>' })).toThrow(kind('tooDeep'));
  });
});
