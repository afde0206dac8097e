import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { preparePdf } from '../../../src/signature/pades/index.ts';
import { openPdf, PdfRef, recoverPdf } from '../../../src/signature/pdf/index.ts';
import { verifyPdf } from '../../../src/signature/validation/pdf-file.ts';
import { withFolder } from '../../helpers/run.ts';
import { pdfsig, qpdfCheck } from '../pades/judges.ts';
import { makeSigner, put, requestOf, signBytes } from '../pades/signer.ts';
import { addRevision, simplePdf } from './make-pdf.ts';
import { throughQpdf } from './qpdf.ts';

const signer = makeSigner();
const kind = (name: string) => expect.objectContaining({ kind: name }) as Error;
const edited = (pdf: Buffer, edit: (text: string) => string) => {
  const text = pdf.toString('latin1');
  expect(edit(text)).not.toBe(text);
  return Buffer.from(edit(text), 'latin1');
};
const withoutTail = (pdf: Buffer) => edited(pdf, (text) => text.slice(0, text.lastIndexOf('startxref')));
const packed = () => throughQpdf(simplePdf(), '--object-streams=generate');

/** Documents that cannot be opened, and could be found whole. */
const damaged: Readonly<Record<string, () => Buffer | Promise<Buffer>>> = {
  'no startxref': () => withoutTail(simplePdf()),
  'a startxref that leads nowhere': () => simplePdf({}, { startxrefError: 400 }),
  'kilobytes of something else behind the end': () => Buffer.concat([simplePdf(), Buffer.alloc(9000, 'correo\n')]),
  'a table that names wrong places': () =>
    edited(simplePdf(), (text) => text.replaceAll(/^0000000\d{3} 00000 n/gm, '0000000001 00000 n')),
  'a revision that names something else for a page': () =>
    edited(addRevision(simplePdf(), { objects: { 3: '<< >>', 6: '<< >>' } }), (text) =>
      text.replace(/3 0 obj\n<< >>\nendobj\n/, ' '.repeat(22)),
    ),
  'a table without its rows': () => edited(simplePdf(), (text) => text.replace(/xref\n[^]*trailer/, 'xref\ntrailer')),
  'packed objects and no startxref': async () => withoutTail(await packed()),
  'a key, and no startxref': async () => withoutTail(await throughQpdf(simplePdf(), '--encrypt', '', 'o', '256', '--')),
  'something before the header, and no startxref': () =>
    Buffer.concat([Buffer.from('De: mesa\n\n'), withoutTail(simplePdf())]),
};

describe('a damaged document that can be found whole', () => {
  it.each(Object.entries(damaged))('%s: is signed with cross-references of its own, and holds', async (_name, make) => {
    const pdf = await make();
    const { repaired } = await preparePdf({ source: bufferSource(pdf), ...requestOf(signer) });
    expect(repaired).toBe(true);
    const one = await signBytes(pdf, signer);
    const two = await signBytes(one, signer);
    expect(two.subarray(0, pdf.length).equals(pdf)).toBe(true);
    const judged = await withFolder((folder) => {
      const path = put(folder, 'a.pdf', two);
      return { check: qpdfCheck(path), valid: pdfsig(path).map(({ valid }) => valid) };
    });
    expect(judged).toEqual({ check: { status: 0, warnings: [] }, valid: [true, true] });
    const document = openPdf(bufferSource(one));
    expect([document.chain.sections.length, document.chain.repaired]).toEqual([1, false]);
    const { signatures } = await verifyPdf(bufferSource(two), { anchors: [signer.rootCertificate] });
    expect(signatures.map(({ indication }) => indication)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
  });

  it('is read by its last objects, and not by what streams hold', () => {
    const inside = '7 0 obj\n(no object)\nendobj\ntrailer\n<< /Root 9 0 R >>\n';
    const stream = (length: string) => `<< /Length ${length} >>\nstream\n${inside}\nendstream`;
    const first = simplePdf({
      objects: { 6: stream(String(inside.length)), 8: stream('9 0 R'), 9: String(inside.length) },
    });
    const document = recoverPdf(bufferSource(withoutTail(addRevision(first, { objects: { 9: '(newer)' } }))));
    expect(document.recovered).toBe(true);
    expect(document.entry(7)).toBeUndefined();
    expect(document.resolve(new PdfRef(9, 0))).toMatchObject({ text: 'newer' });
    expect(document.catalog().ref.num).toBe(1);
  });
});

describe('a damaged document that is hopeless is refused, with the first reason', () => {
  const refuses = (pdf: Buffer, reason: string) => expect(signBytes(pdf, signer)).rejects.toThrow(kind(reason));

  it('when a part is missing', async () => {
    const pdf = simplePdf();
    for (const share of [0.3, 0.6, 0.9]) await refuses(pdf.subarray(0, pdf.length * share), 'truncated');
    await refuses(
      edited(withoutTail(pdf), (text) => text.replace('4 0 obj', '9 0 obj')),
      'truncated',
    );
    await refuses(
      edited(withoutTail(pdf), (text) => text.replace(/trailer[^]*/, '')),
      'truncated',
    );
    await refuses(
      edited(pdf, (text) => text.replace('1 0 obj', '9 0 obj')),
      'damaged',
    );
    await refuses(
      edited(withoutTail(pdf), (text) => text.replace('\nendstream', '')),
      'truncated',
    );
  });

  it('when it was signed: nobody can tell what was', async () => {
    const signed = await signBytes(simplePdf(), signer);
    await refuses(withoutTail(signed), 'truncated');
    expect(() => recoverPdf(bufferSource(withoutTail(signed)))).toThrow(/signed and damaged/);
    const tail = Buffer.concat([signed, Buffer.alloc(9000, 'x')]);
    const { signatures } = await verifyPdf(bufferSource(tail), { anchors: [signer.rootCertificate] });
    expect(signatures.map(({ indication }) => indication)).toEqual(['TOTAL_FAILED']);
  });

  it('when it is too large to be searched', () => {
    const head = Buffer.from('%PDF-1.7\n');
    const source = {
      ...bufferSource(head),
      size: 2 ** 30,
      readSync: (_at: number, length: number) => Buffer.concat([head, Buffer.alloc(length)]),
    };
    expect(() => recoverPdf(source)).toThrow(kind('tooBig'));
  });
});
