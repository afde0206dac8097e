import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import type { PdfError, PdfLimits, PdfStream } from '../../../src/signature/pdf/index.ts';
import { entriesOf, openPdf, PdfDict, PdfRef, PdfString, revisionsOf } from '../../../src/signature/pdf/index.ts';
import { IncrementalUpdate } from '../../../src/signature/pdf/write/update.ts';
import { addRevision, makePdf, onePage, simplePdf } from './make-pdf.ts';
import { throughQpdf } from './qpdf.ts';

const open = (pdf: Buffer | string, limits: Partial<PdfLimits> = {}) =>
  openPdf(bufferSource(Buffer.from(pdf as string, 'latin1')), limits);
const kind = (name: PdfError['kind']) => expect.objectContaining({ name: 'PdfError', kind: name }) as Error;
const replace = (pdf: Buffer, from: string | RegExp, to: string) =>
  Buffer.from(pdf.toString('latin1').replace(from, to), 'latin1');

describe('opening', () => {
  it('finds the header anywhere in the first kilobyte, with offsets counted from it or from the beginning', () => {
    const pdf = simplePdf();
    expect(open(pdf).header).toEqual({ offset: 0, version: '1.7' });
    const counted = Buffer.concat([Buffer.from('x'.repeat(1000) + '\n'), pdf]);
    expect(open(counted).catalog().dict.name('Type')).toBe('Catalog');
    const fromZero = simplePdf({}, { header: 'junk\n%PDF-1.4' });
    expect(open(fromZero).catalog().dict.name('Type')).toBe('Catalog');
    expect(open(fromZero).header).toEqual({ offset: 5, version: '1.4' });
    expect(() => open(Buffer.concat([Buffer.alloc(1024, 32), pdf]))).toThrow(kind('notPdf'));
  });

  it('says what a thing is that is no PDF', () => {
    expect(() => open('')).toThrow(kind('empty'));
    expect(() => open('PK\x03\x04 something else')).toThrow(kind('notPdf'));
    expect(() => open('%PDF-')).toThrow(kind('notPdf'));
    expect(() => open('%PDF-1.7\nand no more')).toThrow(kind('truncated'));
    const pdf = simplePdf();
    expect(() => open(pdf.subarray(0, pdf.length - 40))).toThrow(kind('truncated'));
    expect(() => open(pdf.subarray(0, pdf.length / 2))).toThrow(kind('truncated'));
    expect(() => open(Buffer.concat([pdf, Buffer.alloc(5000, 32)]))).toThrow(kind('truncated'));
    expect(() => open(replace(pdf, /startxref\n\d+/, 'startxref\n7'))).toThrow(kind('damaged'));
    expect(() => open(replace(pdf, /startxref\n\d+/, 'startxref\n99999'))).toThrow(kind('damaged'));
  });

  it.each([-6, -2, -1, 1, 2, 4])('finds cross-references %i bytes off', (startxrefError) => {
    const document = open(simplePdf({}, { startxrefError }));
    expect(document.catalog().dict.name('Type')).toBe('Catalog');
    expect(document.chain.repaired).toBe(true);
    expect(open(simplePdf()).chain.repaired).toBe(false);
  });

  it.each(['\r\n', ' \r', ' \n', '\n', '\r', '   \n'])('reads tables whose entries end in %j', (entryEnd) => {
    const document = open(simplePdf({}, { entryEnd }));
    expect(document.object(new PdfRef(5, 0))?.value).toBeInstanceOf(PdfDict);
    expect(document.object(new PdfRef(0, 65535))).toBeNull();
  });

  it('tells encrypted and hybrid files and opens them all the same', async () => {
    const encrypted = await throughQpdf(simplePdf(), '--encrypt', 'user', 'owner', '256', '--');
    const document = open(encrypted);
    expect(document.encrypted).toBe(true);
    const stream = document.object(new PdfRef(4, 0))!.value as PdfStream;
    expect(() => document.streamBytes(stream)).toThrow(kind('passwordNeeded'));
    const packed = await throughQpdf(simplePdf(), '--encrypt', 'u', 'o', '256', '--', '--object-streams=generate');
    const readAll = () => Array.from({ length: 8 }, (_, num) => open(packed).resolve(new PdfRef(num, 0)));
    expect(readAll).toThrow(kind('passwordNeeded'));
    const hybrid = hybridPdf();
    expect(open(hybrid).hybrid).toBe(true);
    expect(open(hybrid).object(new PdfRef(9, 0))?.value).toEqual(7);
    expect(open(simplePdf()).hybrid).toBe(false);
    expect(open(simplePdf()).encrypted).toBe(false);
  });
});

/** A table with a stream beside it that knows one object more. */
function hybridPdf(): Buffer {
  const plain = makePdf({ objects: { ...onePage(), 9: '7' } });
  const nine = plain.indexOf('9 0 obj');
  const row = `01${nine.toString(16).padStart(8, '0')}00>`;
  const beside = `<< /Type /XRef /Size 11 /Index [9 1] /W [1 4 1] /Filter /ASCIIHexDecode /Length ${row.length} >>\nstream\n${row}\nendstream`;
  const withStream = makePdf({ objects: { ...onePage(), 9: '7', 10: beside } });
  const at = withStream.indexOf('10 0 obj');
  const hidden = replace(withStream, /^9 1\n\d{10} 00000 n \n/m, '');
  return replace(hidden, '/Root 1 0 R ', `/Root 1 0 R /XRefStm ${at}`);
}

describe('objects', () => {
  it('are those that qpdf sees, in tables, streams, object streams and linearised files', async () => {
    const base = addRevision(simplePdf({ objects: { 6: '[(text) <00ff> /Name 1.5 null true 3 0 R]' } }), {
      objects: { 6: '[2]', 9: '(nine)' },
    });
    const variants = [
      base,
      await throughQpdf(base, '--object-streams=generate'),
      await throughQpdf(base, '--linearize'),
      await throughQpdf(base, '--linearize', '--object-streams=generate'),
      await throughQpdf(base, '--object-streams=generate', '--stream-data=uncompress'),
    ];
    for (const pdf of variants) {
      const document = open(pdf);
      const catalog = document.catalog().dict;
      const page = document.resolve(document.getArray(document.getDict(catalog, 'Pages')!, 'Kids')!.toArray()[0]);
      const content = document.get(page as PdfDict, 'Contents') as PdfStream;
      expect(Buffer.from(document.streamBytes(content)).toString()).toContain('Requerimiento de elevacion');
      const font = document.getDict(document.getDict(document.getDict(page as PdfDict, 'Resources')!, 'Font')!, 'F');
      expect(font?.name('BaseFont')).toBe('Helvetica');
    }
  });

  it('must stand where the cross-references say', () => {
    const pdf = simplePdf();
    const moved = replace(pdf, '5 0 obj', '6 0 obj');
    expect(() => open(moved).object(new PdfRef(5, 0))).toThrow(kind('damaged'));
    const away = replace(pdf, /^5 1\n\d{10}/m, `5 1\n${'9'.repeat(10)}`);
    expect(() => open(away).object(new PdfRef(5, 0))).toThrow(kind('damaged'));
    const elsewhere = replace(pdf, /^5 1\n\d{10}/m, `5 1\n${String(pdf.indexOf('<< /Length')).padStart(10, '0')}`);
    expect(() => open(elsewhere).object(new PdfRef(5, 0))).toThrow(kind('damaged'));
    const entry = replace(simplePdf(), /^3 1\n\d{10} 00000 n/m, '3 1\n00000 not an entry');
    expect(() => open(entry)).toThrow(kind('damaged'));
  });

  it('are null when absent, freed or of another generation', () => {
    const document = open(simplePdf());
    expect(document.object(new PdfRef(77, 0))).toBeNull();
    expect(document.object(new PdfRef(5, 1))).toBeNull();
    expect(document.resolve(new PdfRef(77, 0))).toBeNull();
    const freed = replace(simplePdf(), /^(5 1\n\d{10}) 00000 n/m, '$1 00001 f');
    expect(open(freed).object(new PdfRef(5, 0))).toBeNull();
  });

  it('are those of the newest revision that speaks of them', () => {
    const pdf = addRevision(addRevision(simplePdf(), { objects: { 6: '(old)' } }), { objects: { 6: '(new)', 7: '1' } });
    const document = open(pdf);
    expect(document.resolve(new PdfRef(6, 0))).toEqual(new PdfString(Uint8Array.from(Buffer.from('new'))));
    expect(document.objectNumbersEnd).toBe(8);
    expect([...entriesOf(document.newestSection)].map(([num]) => num)).toEqual([6, 7]);
    const ends = revisionsOf(document).map(({ end }) => end);
    expect(ends).toHaveLength(3);
    expect(ends.at(-1)).toBe(pdf.length);
    expect(open(pdf.subarray(0, ends[1])).resolve(new PdfRef(6, 0))).toEqual(
      new PdfString(Uint8Array.from(Buffer.from('old'))),
    );
  });

  it('count the two halves of a linearised file as one revision', async () => {
    for (const options of [['--linearize'], ['--linearize', '--object-streams=generate']]) {
      const linear = await throughQpdf(simplePdf(), ...options);
      const revisions = revisionsOf(open(linear));
      expect(revisions.map(({ sections, end }) => [sections.length, end])).toEqual([[2, linear.length]]);
    }
  });

  it('are looked for in object streams only where they must be', async () => {
    const packed = await throughQpdf(simplePdf(), '--object-streams=generate', '--stream-data=uncompress');
    const header = /\/First (\d+)/.exec(packed.toString('latin1'))!;
    const first = packed.indexOf('stream\n', header.index) + 7;
    const spoiled = Buffer.from(packed);
    spoiled.write('9', first, 'latin1');
    const document = open(spoiled);
    const read = () => Array.from({ length: 8 }, (_, num) => document.resolve(new PdfRef(num, 0)));
    expect(read).toThrow(kind('damaged'));
  });
});

describe('limits', () => {
  it('end chains that run in a circle or are too long', () => {
    const one = simplePdf();
    const at = one.lastIndexOf('xref\n0');
    expect(() => open(simplePdf({}, { trailer: `/Prev ${at}` }))).toThrow(kind('damaged'));
    let pdf = simplePdf();
    for (let i = 0; i < 8; i++) pdf = addRevision(pdf, { objects: { 6: String(i) } });
    expect(open(pdf, { sections: 9 }).chain.sections).toHaveLength(9);
    expect(() => open(pdf, { sections: 8 })).toThrow(kind('tooMany'));
    expect(() => open(simplePdf({}, { trailer: '/Prev /Name' }))).toThrow(kind('damaged'));
    expect(() => open(simplePdf({}, { trailer: '/Prev 3' }))).toThrow(kind('damaged'));
    expect(open(simplePdf({}, { trailer: '/Prev 0' })).chain.sections).toHaveLength(1);
  });

  it('end references that run in a circle', () => {
    const document = open(simplePdf({ objects: { 6: '7 0 R', 7: '6 0 R' } }));
    expect(() => document.resolve(new PdfRef(6, 0))).toThrow(kind('damaged'));
  });

  it('hold for object numbers, sizes, depth and time', () => {
    expect(() => open(simplePdf({ objects: { 20_000_000: '1' } }))).toThrow(kind('tooMany'));
    const big = simplePdf({ objects: { 6: `(${'x'.repeat(100_000)})` } });
    expect(open(big).resolve(new PdfRef(6, 0))).toBeInstanceOf(PdfString);
    expect(() => open(big, { objectBytes: 50_000 }).resolve(new PdfRef(6, 0))).toThrow(kind('tooBig'));
    const deep = simplePdf({ objects: { 6: `${'['.repeat(300)}${']'.repeat(300)}` } });
    expect(() => open(deep).resolve(new PdfRef(6, 0))).toThrow(kind('tooDeep'));
    expect(() => open(simplePdf(), { milliseconds: -1 })).toThrow(kind('tooSlow'));
  });

  it('hold for each question anew where a document is asked several', () => {
    const document = open(simplePdf());
    document.allow(-1);
    expect(() => document.catalog()).toThrow(kind('tooSlow'));
    document.allow();
    expect(document.catalog().dict.name('Type')).toBe('Catalog');
  });

  it('refuse streams that need themselves, lie about their length or are too large', () => {
    const streamOf = (dict: string) => {
      const document = open(simplePdf({ objects: { 6: `<< ${dict} >>\nstream\nabc\nendstream`, 7: '3' } }));
      return () => document.streamBytes(document.resolve(new PdfRef(6, 0)) as PdfStream);
    };
    expect(Buffer.from(streamOf('/Length 7 0 R')()).toString()).toBe('abc');
    expect(streamOf('/Length 6 0 R')).toThrow(kind('damaged'));
    expect(streamOf('/Length 2')).toThrow(kind('damaged'));
    expect(streamOf('/Length -1')).toThrow(kind('damaged'));
    expect(streamOf('/Length 999999999999')).toThrow(kind('tooBig'));
    expect(streamOf('')).toThrow(kind('damaged'));
    expect(streamOf('/Length 3 /F (other.bin)')).toThrow(kind('unsupported'));
    expect(streamOf('/Length 3 /Filter 5')).toThrow(kind('damaged'));
  });

  it('hold for the cross-references of all revisions together', async () => {
    let pdf = await throughQpdf(simplePdf(), '--object-streams=generate');
    const lookFor = () => {
      const document = open(pdf, { unpackedBytes: 200 });
      return Array.from({ length: document.objectNumbersEnd }, (_, num) => document.entry(num));
    };
    expect(lookFor().length).toBeGreaterThan(5);
    for (let i = 0; i < 20; i++) {
      const update = new IncrementalUpdate(open(pdf));
      update.put(new PdfRef(5, 0), i);
      pdf = Buffer.concat([pdf, update.layOut().bytes]);
    }
    expect(lookFor).toThrow(kind('tooBig'));
    expect(open(pdf).resolve(new PdfRef(5, 0))).toBe(19);
  });

  it('do not let a small file claim an enormous table', () => {
    const lying = replace(simplePdf(), 'xref\n0 1\n', 'xref\n0 9000000\n');
    const before = process.memoryUsage().arrayBuffers;
    expect(() => open(lying)).toThrow(kind('damaged'));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 << 20);
  });
});
