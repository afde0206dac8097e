/** Pages of many documents in one new file, as qpdf, poppler and pdfsig see it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSetter } from '../../../src/paper/index.ts';
import { Binder, bindingCharacters, cutForBinding, inCharacters } from '../../../src/signature/binding/index.ts';
import { bufferSource, sha256Hex } from '../../../src/signature/index.ts';
import { sheet } from '../../helpers/act-sheets.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { makePdf } from '../../helpers/signed-pdf.ts';
import { appearance } from '../appearance/wishes.ts';
import { pdfsig, qpdfCheck } from '../pades/judges.ts';
import { makeSigner, signBytes } from '../pades/signer.ts';
import { simplePdf } from '../pdf/make-pdf.ts';
import { throughQpdf } from '../pdf/qpdf.ts';

const whole = readFileSync(
  createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
);
const characters = bindingCharacters(whole);
const font = cutForBinding(whole, characters);
const signer = makeSigner();

function binding() {
  const parts: Uint8Array[] = [];
  const binder = new Binder({ append: (bytes) => void parts.push(bytes), font, characters });
  const ended = () => {
    const facts = binder.end({ title: 'Cuaderno «Ñ»', language: 'es-AR', frontMark: 'Carátula' });
    return { ...facts, pdf: Buffer.concat(parts) };
  };
  return { binder, ended };
}

const words = (index: number, sheet: number) => ({ corner: `fs. ${index + 7}`, foot: `hoja ${sheet}` });

/** What poppler and qpdf say of a file. */
const judged = (pdf: Buffer) =>
  withFolder((folder) => {
    const path = join(folder, 'a.pdf');
    writeFileSync(path, pdf);
    const { output } = run('pdftotext', ['-layout', path, '-']);
    return {
      check: qpdfCheck(path),
      info: run('pdfinfo', [path]).output,
      pages: output.split('\f').slice(0, -1),
      outline: run('qpdf', ['--json', '--json-key=outlines', path]).output,
      signatures: run('pdfsig', [path]).output,
    };
  });

describe('a binder', () => {
  it('binds documents page by page under numbers of its own, with a mark for each', async () => {
    const { binder, ended } = binding();
    expect(binder.add(bufferSource(await makePdf(2, 'PRIMERO')), 'Ñandú', words)).toBe(2);
    binder.note('Reservada', ['Pieza reservada', 'No se muestra su contenido.'], { corner: null, foot: 'hoja 3' });
    expect(binder.add(bufferSource(await makePdf(1, 'SEGUNDO')), 'Otro', words)).toBe(1);
    binder.front(bufferSource(await makePdf(1, 'TAPA')));
    const { pdf, sha256, size } = ended();
    expect({ sha256, size }).toEqual({ sha256: sha256Hex(pdf), size: pdf.length });
    const seen = await judged(pdf);
    expect(seen.check).toEqual({ status: 0, warnings: [] });
    expect(seen.pages.map((page) => page.replace(/\s+/g, ' ').trim())).toEqual([
      'TAPA 1',
      'fs. 7 PRIMERO 1 hoja 1',
      'fs. 8 PRIMERO 2 hoja 2',
      'Pieza reservada No se muestra su contenido. hoja 3',
      'fs. 7 SEGUNDO 1 hoja 4',
    ]);
    const { outlines } = JSON.parse(seen.outline) as { outlines: { title: string; destpageposfrom1: number }[] };
    expect(outlines.map(({ title, destpageposfrom1 }) => [title, destpageposfrom1])).toEqual([
      ['Carátula', 1],
      ['Ñandú', 2],
      ['Reservada', 4],
      ['Otro', 5],
    ]);
    expect(seen.info).toMatch(/Title: +Cuaderno «Ñ»/);
  });

  it('shows what a signature shows without being signed, and keeps the original whole in the file', async () => {
    const visible = { ...appearance(), place: { page: 1, rect: [50, 40, 220, 70] as const } };
    const original = await signBytes(simplePdf(), signer, { visible });
    const { binder, ended } = binding();
    binder.add(bufferSource(original), 'Acto', words);
    const pieces = [original.subarray(0, 100), original.subarray(100)];
    binder.attach({ name: 'acto-1.pdf', mediaType: 'application/pdf', says: 'Acto 1' }, original.length, pieces);
    const { pdf } = ended();
    const seen = await judged(pdf);
    expect(seen.check).toEqual({ status: 0, warnings: [] });
    expect(seen.pages[0]?.replace(/\s+/g, ' ')).toContain('María Ñandú Güemes');
    expect(seen.signatures).toContain('does not contain any signatures');
    await withFolder((folder) => {
      const path = join(folder, 'a.pdf');
      writeFileSync(path, pdf);
      run('pdfdetach', ['-save', '1', '-o', join(folder, 'acto-1.pdf'), path]);
      expect(readFileSync(join(folder, 'acto-1.pdf')).equals(original)).toBe(true);
      expect(pdfsig(join(folder, 'acto-1.pdf')).map((each) => each.valid && each.total)).toEqual([true]);
    });
  });

  it('stamps a page that is turned as it is read', async () => {
    for (const turned of ['+90', '+180', '+270']) {
      const { binder, ended } = binding();
      binder.add(bufferSource(await throughQpdf(Buffer.from(await makePdf()), `--rotate=${turned}`)), 'x', words);
      const { pdf } = ended();
      const boxes = await withFolder((folder) => {
        const path = join(folder, 'a.pdf');
        writeFileSync(path, pdf);
        return run('pdftotext', ['-bbox', path, '-']).output;
      });
      const [, width] = /<page width="([\d.]+)"/.exec(boxes) ?? [];
      const [, left, top] = /xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>fs\./.exec(boxes) ?? [];
      expect(Number(left)).toBeGreaterThan(Number(width) - 80);
      expect(Number(top)).toBeLessThan(40);
    }
  });

  it('takes an encrypted document that opens without a password in clear, and none that wants one', async () => {
    const plain = Buffer.from(await makePdf(1, 'CIFRADO'));
    const open = await throughQpdf(plain, '--encrypt', '', 'owner', '256', '--');
    const { binder, ended } = binding();
    binder.add(bufferSource(open), 'abierto', words);
    const locked = await throughQpdf(plain, '--encrypt', 'user', 'owner', '256', '--');
    expect(() => binder.add(bufferSource(locked), 'cerrado', words)).toThrow(
      expect.objectContaining({ kind: 'passwordNeeded' }) as Error,
    );
    expect(binder.pages).toBe(1);
    const seen = await judged(ended().pdf);
    expect(seen.check).toEqual({ status: 0, warnings: [] });
    expect(seen.pages[0]).toContain('CIFRADO');
    expect(seen.info).toMatch(/Encrypted: +no/);
  });

  it('binds nothing of a document that breaks off', async () => {
    const two = Buffer.from(await makePdf(2, 'ROTO'));
    const plain = await throughQpdf(two, '--object-streams=disable', '--stream-data=uncompress');
    // The second page's contents: their length no longer leads to their end.
    const at = plain.lastIndexOf('endstream', plain.indexOf('xref') - 1);
    const broken = Buffer.concat([plain.subarray(0, at), Buffer.from('EndStream'), plain.subarray(at + 9)]);
    const { binder, ended } = binding();
    expect(() => binder.add(bufferSource(broken), 'roto', words)).toThrow(
      expect.objectContaining({ kind: 'damaged' }) as Error,
    );
    binder.note('roto', ['No pudo leerse'], { corner: null, foot: 'hoja 1' });
    const seen = await judged(ended().pdf);
    expect(seen.check).toEqual({ status: 0, warnings: [] });
    expect(seen.pages).toHaveLength(1);
  });

  it('says that it is PDF/A while all that was bound says so, and no longer', async () => {
    const set = await (await openSetter()).set(sheet);
    const archive = binding();
    archive.binder.add(bufferSource(set), 'Acto', words);
    const { pdf, archive: part } = archive.ended();
    expect(part).toBe(2);
    expect(pdf.toString('latin1')).toContain('<pdfaid:part>2</pdfaid:part>');
    const mixed = binding();
    mixed.binder.add(bufferSource(set), 'Acto', words);
    mixed.binder.add(bufferSource(await makePdf()), 'Pieza', words);
    const other = mixed.ended();
    expect(other.archive).toBeNull();
    expect(other.pdf.toString('latin1').match(/<pdfaid:part>/g)).toBeNull();
  });

  it('writes what people typed in the letters that it has', () => {
    expect(inCharacters('Año\n漢 «x»', new Set(characters))).toBe('Año ? «x»');
  });
});
