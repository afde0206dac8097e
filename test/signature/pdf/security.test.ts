import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { firstPage, openPdf } from '../../../src/signature/pdf/index.ts';
import type { PdfDocument, PdfStream, PdfString } from '../../../src/signature/pdf/index.ts';
import { permitsSigning } from '../../../src/signature/pdf/security/open.ts';
import { rc4 } from '../../../src/signature/pdf/security/rc4.ts';
import { simplePdf } from './make-pdf.ts';
import { throughQpdf } from './qpdf.ts';

const long = 'Causa 4711 "Ñandú"';
const subject = '\xfe\xff\x00C\x00a\x00u\x00s\x00a';
const plain = () =>
  simplePdf(
    { objects: { 6: `<< /Title (${subject}) /Keywords [(uno) <646f73>] >>`, 7: '<< /Nothing true >>' } },
    { trailer: '/Info 6 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]' },
  );
const encrypt = (user: string, owner: string, bits: string, ...options: string[]) =>
  throughQpdf(plain(), '--allow-weak-crypto', '--encrypt', user, owner, bits, ...options, '--');
const replaced = (pdf: Buffer, from: string, to: string) => {
  const text = pdf.toString('latin1');
  expect(text).toContain(from);
  return Buffer.from(text.replace(from, to.padEnd(from.length)), 'latin1');
};
const open = (pdf: Buffer, password?: string) => openPdf(bufferSource(pdf), { password });

/** The title and the keywords in /Info, and the page's content: a string in a dictionary, in an array, and a stream. */
function read(pdf: Buffer, password?: string): string[] {
  const document = open(pdf, password);
  const info = document.getDict(document.trailer, 'Info')!;
  const texts = [info.get('Title'), ...document.getArray(info, 'Keywords')!.items()] as PdfString[];
  const content = Buffer.from(document.streamBytes(contentOf(document))).toString('latin1');
  return [...texts.map(({ text }) => text), content];
}

const contentOf = (document: PdfDocument) => document.get(firstPage(document).dict, 'Contents') as PdfStream;

const clear = ['Causa', 'uno', 'dos', expect.stringContaining('(Requerimiento de elevacion a juicio) Tj')];

const everyMethod: Readonly<Record<string, readonly string[]>> = {
  'RC4 of 40 bits (revision 2)': ['40'],
  'RC4 of 128 bits (revision 3)': ['128'],
  'RC4 of 128 bits as a crypt filter (revision 4)': ['128', '--force-V4'],
  'AES of 128 bits (revision 4)': ['128', '--use-aes=y'],
  'AES of 128 bits with metadata in clear': ['128', '--use-aes=y', '--cleartext-metadata'],
  'AES of 256 bits (revision 5)': ['256', '--force-R5'],
  'AES of 256 bits (revision 6)': ['256'],
};

describe('encrypted documents are read with the password of either, whatever they are encrypted with', () => {
  it.each(Object.entries(everyMethod))('%s', async (_name, options) => {
    const pdf = await encrypt('usuaria', 'dueño', ...(options as [string, ...string[]]));
    expect(read(pdf, 'usuaria')).toEqual(clear);
    expect(open(pdf, 'usuaria').security).toMatchObject({ kind: 'open', as: 'user' });
    expect(open(pdf, 'Usuaria').security).toMatchObject({ kind: 'locked', why: { kind: 'passwordWrong' } });
    expect(open(pdf).security).toMatchObject({ kind: 'locked', why: { kind: 'passwordNeeded' } });
    expect(read(pdf, 'dueño')).toEqual(clear);
    expect(open(pdf, 'dueño').security).toMatchObject({ kind: 'open', as: 'owner' });
    const free = await encrypt('', 'dueño', ...(options as [string, ...string[]]));
    expect(read(free)).toEqual(clear);
    expect(open(free, '').security).toMatchObject({ kind: 'open', as: 'user' });
  });

  it('objects packed in encrypted streams', async () => {
    const options = ['--encrypt', 'u', 'o', '256', '--', '--object-streams=generate'];
    const pdf = await throughQpdf(plain(), ...options);
    expect(pdf.toString('latin1')).toContain('/ObjStm');
    expect(read(pdf, 'u')).toEqual(clear);
    expect(() => read(pdf)).toThrow(expect.objectContaining({ kind: 'passwordNeeded' }));
  });

  it('passwords with accents, however they were typed', async () => {
    const pdf = await encrypt(long, 'o', '256');
    expect(read(pdf, long)).toEqual(clear);
    expect(read(pdf, long.normalize('NFD').replace(' ', '\u00a0'))).toEqual(clear);
    const old = await encrypt('ñandú', 'o', '128', '--use-aes=y');
    expect(read(old, 'ñandú')).toEqual(clear);
  });

  it('crypt filters that leave strings in clear', async () => {
    const pdf = replaced(await encrypt('', 'o', '128', '--use-aes=y'), '/StrF /StdCF', '/StrF/Identity');
    const [said, , , content] = read(Buffer.from(pdf));
    expect(content).toContain('(Requerimiento');
    expect(said).not.toBe('Causa');
  });

  it('what a stream says of its own encryption', async () => {
    const pdf = await encrypt('', 'o', '256');
    const document = open(pdf);
    const stream = contentOf(document);
    expect(stream.dict.extent.cipher).toBeDefined();
    const stored = document.context.window.read(stream.dataOffset, 48);
    expect(() => stream.dict.extent.cipher!.decryptStream(stored, { filter: 'Other' })).toThrow(
      expect.objectContaining({ kind: 'encryptionForeign' }),
    );
    expect(stream.dict.extent.cipher!.decryptStream(stored, { filter: 'Identity' })).toEqual(stored);
  });
});

describe('encryption that is not understood stays locked and says why', () => {
  it.each([
    ['/Filter /Standard', '/Filter /Adobe.Pu', 'encryptionForeign'],
    ['/CFM /AESV3', '/CFM /AESV4', 'encryptionForeign'],
    ['/R 6', '/R 7', 'encryptionForeign'],
    ['/StmF /StdCF', '/StmF /Other', 'encryptionForeign'],
    ['/P -4', '/P ()', 'damaged'],
    ['/OE <', '/XE <', 'damaged'],
  ])('%s for %s', async (from, to, kind) => {
    const pdf = replaced(await encrypt('', 'o', '256'), from, to);
    expect(open(pdf).security).toMatchObject({ kind: 'locked', why: { kind } });
  });

  it('permissions that were changed without the key', async () => {
    const pdf = await encrypt('', 'o', '256', '--modify=none');
    expect(permitsSigning(open(pdf).security)).toBe(false);
    const widened = Buffer.from(
      pdf.toString('latin1').replace(/\/P -\d+/, (old) => '/P -4'.padEnd(old.length)),
      'latin1',
    );
    expect(permitsSigning(open(widened).security)).toBe(false);
    expect(permitsSigning(open(widened, 'o').security)).toBe(true);
  });

  it('data that was changed', async () => {
    const pdf = await encrypt('', 'o', '128', '--use-aes=y');
    const document = open(pdf);
    const { dataOffset } = contentOf(document);
    const changed = Buffer.from(pdf);
    changed.fill(0, dataOffset + 16, dataOffset + 100);
    expect(() => read(changed)).toThrow(expect.objectContaining({ kind: 'damaged' }));
  });
});

describe('RC4', () => {
  it('gives the key stream of RFC 6229', () => {
    const keyStream = rc4(Uint8Array.of(1, 2, 3, 4, 5), new Uint8Array(16));
    expect(Buffer.from(keyStream).toString('hex')).toBe('b2396305f03dc027ccc3524a0a1118a8');
  });
});
