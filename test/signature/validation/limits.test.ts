import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../src/signature/bytes.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { processorTime } from '../../../src/signature/processor-time.ts';
import { verifyDocument } from '../../../src/signature/validation/document.ts';
import { makeCms } from '../../helpers/cms.ts';
import { TestPdf, stream } from '../../helpers/test-pdf.ts';
import { pki, verify, verifyOne } from './verify.ts';

/** Milliseconds of processor time: what counts is that nothing takes several times as long as it may. */
const longest = 4_000;

function signed(extra: Readonly<Record<number, string>> = {}): TestPdf {
  const pdf = new TestPdf(extra);
  pdf.sign(pki.signer);
  return pdf;
}

/** A header followed by bytes that come out of nowhere. */
function noise(size: number, head: string): ByteSource {
  const block = Buffer.alloc(1 << 20, 'ruido\x00\xff<<>>(', 'latin1');
  const at = (offset: number, length: number) => {
    const piece = Buffer.from(block.subarray(0, Math.min(length, block.length, size - offset)));
    if (offset === 0) piece.write(head, 'latin1');
    return piece;
  };
  return {
    size,
    readSync: at,
    async *stream(from, to) {
      for (let offset = from; offset < to; offset += block.length) yield at(offset, to - offset);
    },
    close: () => undefined,
  };
}

describe('an answer within bounds', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['nothing', () => verify(new Uint8Array(0))],
    ['one byte', () => verify(Uint8Array.of(0x30))],
    ['a header and nothing else', () => verify(Buffer.from('%PDF-1.7\n'))],
    ['200 MB of noise', () => verifyDocument(noise(200 << 20, 'ruido'), { anchors: [] })],
    ['200 MB of noise that begins like a PDF', () => verifyDocument(noise(200 << 20, '%PDF-1.7\n'), { anchors: [] })],
    ['200 MB of noise that begins like a signature', () => verifyDocument(noise(200 << 20, '0\x82'), { anchors: [] })],
  ])('%s', async (_what, run) => {
    const start = processorTime();
    expect(await run()).toMatchObject({ signatures: [], error: expect.stringMatching(/^[a-zA-Z]+: .+/) as string });
    expect(processorTime() - start).toBeLessThan(longest);
  });

  it.each<[string, () => Buffer]>([
    [
      'fields that contain themselves',
      () =>
        signed({
          6: '<< /Fields [20 0 R] >>',
          20: '<< /T (a) /Kids [20 0 R 21 0 R] >>',
          21: '<< /T (b) /Kids [20 0 R] >>',
        }).bytes,
    ],
    [
      'a hundred thousand fields',
      () => signed({ 6: `<< /Fields [${'20 0 R '.repeat(100_000)}] >>`, 20: '<< /T (a) >>' }).bytes,
    ],
    [
      'arrays nested ten thousand times',
      () => signed().update({ 30: `${'['.repeat(10_000)}${']'.repeat(10_000)}` }).bytes,
    ],
    [
      'a page that hangs from itself',
      () => signed({ 2: '<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 1 >>' }).update({ 30: '[]' }).bytes,
    ],
    ['references that run in a circle', () => signed({ 6: '<< /Fields 20 0 R >>', 20: '21 0 R', 21: '20 0 R' }).bytes],
    ['a store of validation data that unpacks without end', bomb],
    [
      'validation data that contains itself',
      () =>
        signed({
          1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS 30 0 R >>',
          30: '<< /A 30 0 R /B [30 0 R 31 0 R] >>',
          31: '[31 0 R 30 0 R]',
        }).update({ 60: '[]' }).bytes,
    ],
    ['cross-references that run in a circle', circularChain],
    ['a number of digits without end', () => signed().update({ 30: `[${'1'.repeat(500_000)} 0 R]` }).bytes],
    ['white space without end', () => signed().update({ 30: `[1${' '.repeat(500_000)}0 R]` }).bytes],
    ['a thousand fields with one signature', sharedSignature],
    [
      'fifty signatures',
      () => {
        const pdf = new TestPdf();
        for (let i = 0; i < 50; i++) pdf.sign(pki.signer);
        return pdf.bytes;
      },
    ],
  ])('%s', async (_what, make) => {
    const bytes = make();
    const start = processorTime();
    const verdict = await verify(bytes);
    expect(processorTime() - start).toBeLessThan(longest);
    expect(verdict.error === null ? verdict.signatures : [verdict.error]).not.toEqual([]);
    expect(process.memoryUsage().rss).toBeLessThan(500 << 20);
  });

  it('an enormous nest of ASN.1, and ten thousand certificates', async () => {
    let nest = der.nullValue();
    for (let i = 0; i < 300; i++) nest = der.sequence(nest);
    const deep = new TestPdf();
    deep.sign(pki.signer, { cms: () => nest });
    expect(await verifyOne(deep.bytes)).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE' });
    const content = Buffer.from('x');
    const certificates = Array.from({ length: 10_000 }, () => pki.signer.certificate);
    const cms = makeCms({ signer: pki.signer, content, embed: true, certificates });
    const start = processorTime();
    expect((await verify(cms)).signatures[0]?.indication).toBe('INDETERMINATE');
    expect(processorTime() - start).toBeLessThan(longest);
  });

  it('many certificates with one name are no maze', async () => {
    const { makeIntermediate, makeRoot, makeSigner } = await import('../../helpers/pki.ts');
    const root = makeRoot();
    const twins = Array.from({ length: 30 }, () => makeIntermediate(root, { commonName: 'Gemela' }));
    const loops = twins.map((twin) => makeIntermediate(twin, { commonName: 'Gemela' }));
    const signer = makeSigner(loops[0]!);
    const certificates = [signer, ...twins, ...loops].map((each) => each.certificate);
    const pdf = Buffer.from(makeCms({ signer, content: Buffer.from('x'), embed: true, certificates }));
    const start = processorTime();
    expect((await verify(pdf)).signatures[0]).toMatchObject({ subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
    expect(processorTime() - start).toBeLessThan(longest);
  });
});

describe('signatures that ask for more digesting than the file is worth', () => {
  it('are refused by name, the rest is checked', async () => {
    const size = 80 << 20;
    const { digestRanges } = await import('../../../src/signature/validation/pdf/digests.ts');
    const jobs = Array.from({ length: 10 }, (_, index) => ({
      range: { before: 100 + 10 * index, after: 105 + 10 * index, end: size },
      algorithm: 'sha256' as const,
    }));
    const digests = await digestRanges(noise(size, ''), jobs);
    expect(jobs.map((job) => digests.has(job))).toEqual([
      ...Array<boolean>(4).fill(true),
      ...Array<boolean>(6).fill(false),
    ]);
  });
});

function bomb(): Buffer {
  const packed = deflateSync(Buffer.alloc(60 << 20)).toString('latin1');
  return signed({
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS 30 0 R >>',
    30: `<< /Certs [${'31 0 R '.repeat(400)}] >>`,
    31: stream(packed, '/Filter /FlateDecode'),
  }).bytes;
}

function circularChain(): Buffer {
  const text = signed().update({ 30: '[]' }).bytes.toString('latin1');
  const last = /startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]!;
  const at = text.lastIndexOf('/Prev');
  const fixed = text.slice(at).replace(/\/Prev (\d+)/, (all) => `/Prev ${last}`.padEnd(all.length));
  return Buffer.from(text.slice(0, at) + fixed, 'latin1');
}

function sharedSignature(): Buffer {
  const pdf = new TestPdf();
  pdf.sign(pki.signer);
  const fields = Array.from({ length: 1_000 }, (_, index) => 100 + index);
  const objects = Object.fromEntries(fields.map((num) => [num, `<< /FT /Sig /T (f${num}) /V 7 0 R >>`]));
  return pdf.update({ 6: `<< /Fields [8 0 R ${fields.map((num) => `${num} 0 R`).join(' ')}] >>`, ...objects }).bytes;
}
