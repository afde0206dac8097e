import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { openPdf, PdfRef, PdfString } from '../../../src/signature/pdf/index.ts';
import type { PdfError } from '../../../src/signature/pdf/index.ts';
import { RawText } from '../../../src/signature/pdf/write/serialise.ts';
import { IncrementalUpdate } from '../../../src/signature/pdf/write/update.ts';
import { qpdfCheck } from '../pades/judges.ts';
import { put } from '../pades/signer.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { addRevision, simplePdf } from './make-pdf.ts';
import { throughQpdf } from './qpdf.ts';
import { stretched } from './virtual.ts';

const kind = (name: PdfError['kind']) => expect.objectContaining({ name: 'PdfError', kind: name }) as Error;
const open = (pdf: Buffer) => openPdf(bufferSource(pdf));

/** The document with objects put: new ones (`null`) or new versions of these numbers. */
function update(pdf: Buffer, numbers: readonly (number | null)[]) {
  const incremental = new IncrementalUpdate(open(pdf));
  const refs = numbers.map((num) => (num === null ? incremental.reserve() : new PdfRef(num, 0)));
  refs.forEach((ref, i) => incremental.put(ref, new PdfString(Buffer.from(`value ${i}`))));
  const laidOut = incremental.layOut();
  return { refs, laidOut, whole: Buffer.concat([pdf, laidOut.bytes]) };
}

describe('an incremental update', () => {
  it('adds and overrides any objects, in the form of the newest cross-references, for us and for qpdf', async () => {
    const first = simplePdf({ catalog: '/Six 6 0 R /Nine 9 0 R' });
    const table = addRevision(first, { objects: { 6: '(six)', 9: '(nine)' } });
    const numberOf = (pdf: Buffer, key: string) => (open(pdf).catalog().dict.get(key) as PdfRef).num;
    const inputs = [
      table,
      await throughQpdf(table, '--object-streams=generate'),
      await throughQpdf(table, '--linearize'),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...inputs),
        fc.subarray(['Six', 'Nine']),
        fc.integer({ min: 1, max: 4 }),
        async (pdf, overridden, created) => {
          const numbers = [
            ...overridden.map((key) => numberOf(pdf, key)),
            40,
            ...Array.from({ length: created }, () => null),
          ];
          const { refs, whole } = update(pdf, numbers);
          const document = open(whole);
          refs.forEach((ref, i) => {
            expect(Buffer.from((document.resolve(ref) as PdfString).bytes).toString()).toBe(`value ${i}`);
          });
          expect(document.newestSection.form).toBe(open(pdf).newestSection.form);
          await withFolder((folder) => {
            const path = put(folder, 'a.pdf', whole);
            expect(qpdfCheck(path)).toEqual({ status: 0, warnings: [] });
            for (const [i, ref] of refs.entries()) {
              expect(run('qpdf', [`--show-object=${ref.num}`, path]).output.trim()).toBe(`(value ${i})`);
            }
          });
        },
      ),
      { numRuns: 12 },
    );
  });

  it('says where its values stand', () => {
    const pdf = simplePdf();
    const { refs, laidOut, whole } = update(pdf, [null]);
    const at = laidOut.values.get(refs[0]!.num)!;
    expect(whole.subarray(at, at + 9).toString()).toBe('(value 0)');
    expect(laidOut.start).toBe(pdf.length);
  });

  it('keeps what the trailer says, chains to the section before, and never lowers /Size', () => {
    const trailer = '/Info 5 0 R /Odd (kept) /ID [<aa11> <bb22>]';
    const pdf = simplePdf({}, { trailer });
    const text = update(pdf, [3]).laidOut.bytes.toString('latin1');
    expect(text).toContain('/Odd (kept)');
    expect(text).toContain('/Info 5 0 R');
    expect(text).toContain(`/Prev ${pdf.toString('latin1').lastIndexOf('xref\n0')}`);
    expect(text).toMatch(/\/Size 6\b/);
    expect(text).toMatch(/\/ID \[<AA11> <[0-9A-F]{32}>\]/);
    const large = simplePdf({}, { trailer: '/Dummy 0' }).toString('latin1').replace('/Size 6', '/Size 60');
    expect(update(Buffer.from(large, 'latin1'), [null]).laidOut.bytes.toString('latin1')).toMatch(/\/Size 61\b/);
    const without = update(simplePdf(), [3]).laidOut.bytes.toString('latin1');
    expect(without).toMatch(/\/ID \[<([0-9A-F]{32})> <\1>\]/);
  });

  it('ends the last line of a document that does not', () => {
    for (const [end, added] of [
      ['', '\n'],
      ['\n', ''],
      ['\r', ''],
      [' ', '\n'],
    ] as const) {
      const { bytes } = update(simplePdf({}, { end }), [3]).laidOut;
      expect(bytes.toString('latin1').startsWith(`${added}3 0 obj`)).toBe(true);
    }
  });

  it('keeps a generation that is not zero', () => {
    const pdf = Buffer.from(
      simplePdf()
        .toString('latin1')
        .replace('5 0 obj', '5 3 obj')
        .replace(/^(5 1\n\d{10}) 00000/m, '$1 00003'),
      'latin1',
    );
    const incremental = new IncrementalUpdate(open(pdf));
    incremental.put(new PdfRef(5, 3), new RawText('(again)'));
    const whole = Buffer.concat([pdf, incremental.layOut().bytes]);
    expect(open(whole).resolve(new PdfRef(5, 3))).toBeInstanceOf(PdfString);
    expect(whole.toString('latin1')).toContain('5 3 obj\n(again)');
  });

  it('needs the key of an encrypted document', async () => {
    const encrypted = await throughQpdf(simplePdf(), '--encrypt', 'user', 'owner', '256', '--');
    expect(() => new IncrementalUpdate(open(encrypted))).toThrow(kind('passwordNeeded'));
  });

  it('cannot put offsets of more than ten digits into a table, but into a stream', async () => {
    const layOut = (pdf: Buffer, size: number) => {
      const document = openPdf(stretched(pdf, size));
      const incremental = new IncrementalUpdate(document);
      incremental.put(incremental.reserve(), 1);
      return incremental.layOut().bytes.toString('latin1');
    };
    expect(() => layOut(simplePdf(), 10 ** 10)).toThrow(kind('tooLarge'));
    expect(layOut(simplePdf(), 10 ** 10 - 1)).toContain('6 1\n9999999999 00000 n \n');
    const packed = await throughQpdf(simplePdf(), '--object-streams=generate');
    expect(layOut(packed, 10 ** 12)).toContain('/W [1 5 2]');
  });
});
