import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActSheet, type Setter, PaperError, openSetter } from '../../src/paper/index.ts';
import { rich, sheet } from '../helpers/act-sheets.ts';

let setter: Setter;
let dir: string;
beforeAll(async () => {
  setter = await openSetter();
  dir = mkdtempSync(join(tmpdir(), 'fojas-paper-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function text(given: ActSheet, ...options: string[]): Promise<string> {
  const path = join(dir, 'acta.pdf');
  writeFileSync(path, await setter.set(given));
  return execFileSync('pdftotext', [...options, path, '-'], { encoding: 'utf8' });
}

describe('an act on paper', () => {
  it('has the same bytes each time, whatever was set in between, and in another setter', async () => {
    const first = Buffer.from(await setter.set(sheet));
    await setter.set({ ...sheet, title: 'Otra', body: ['Otra cosa.'] });
    expect(Buffer.from(await setter.set(sheet)).equals(first)).toBe(true);
    expect(Buffer.from(await (await openSetter()).set(sheet)).equals(first)).toBe(true);
  });

  it('sets what a person typed as text, and never as code', async () => {
    const typed = '#panic("x") #read("/act.typ") *negrita* $x^2$ <etiqueta> @cita [x] // nada \\ \\u{41} `a` = b';
    const set = await text({ ...sheet, title: typed, body: [typed, { heading: typed }, { list: [typed] }] });
    expect(set.replace(/\s+/g, ' ').split(typed).length - 1).toBe(4);
  });

  it('names its language, its title and its author, and tells a screen reader what is a heading and what is a list', async () => {
    const path = join(dir, 'estructura.pdf');
    writeFileSync(path, await setter.set(sheet));
    const info = execFileSync('pdfinfo', [path], { encoding: 'utf8' });
    expect(info).toMatch(/Title: +Resolución/);
    expect(info).toMatch(/Author: +Tadeo Irigoyti/);
    expect(info).toMatch(/Tagged: +yes/);
    expect(info).toMatch(/Page size: +595\.\d+ x 841\.\d+ pts \(A4\)/);
    const structure = execFileSync('pdfinfo', ['-struct-text', path], { encoding: 'utf8' });
    expect(structure).toMatch(/^ *H1 .*\n *"Resolución"/m);
    expect(structure).toMatch(/^ *H2 .*\n *"Resuelvo"/m);
    expect(structure.match(/^ *LI /gm)).toHaveLength(2);
    expect(structure).not.toContain('Ministerio Público');
    expect(execFileSync('qpdf', ['--json', path], { encoding: 'utf8' })).toContain('"/Lang": "u:es-AR"');
    expect(execFileSync('qpdf', ['--check', path], { encoding: 'utf8' })).toContain(
      'No syntax or stream encoding errors',
    );
  });

  it('embeds every font it uses', async () => {
    const path = join(dir, 'letras.pdf');
    writeFileSync(path, await setter.set(sheet));
    const rows = execFileSync('pdffonts', [path], { encoding: 'utf8' }).split('\n').slice(2).filter(Boolean);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/Tinos.* yes yes yes /);
  });

  it('numbers its sheets and keeps the letterhead on each', async () => {
    const long = Array.from({ length: 60 }, (_, index) => `Considerando ${index}: ${'que así se dijo. '.repeat(8)}`);
    const set = await text({ ...sheet, body: long }, '-layout');
    const sheets = set.split('\f').filter((each) => each.trim() !== '');
    expect(sheets.length).toBeGreaterThan(3);
    sheets.forEach((each, index) => {
      expect(each).toContain('UFIyJ N.º 3');
      expect(each).toMatch(new RegExp(`${index + 1} ?/ ?${sheets.length}\\s*$`));
    });
  });

  it('sets every kind of piece, and tells a screen reader which it is', async () => {
    const path = join(dir, 'piezas.pdf');
    writeFileSync(path, await setter.set(rich));
    const structure = execFileSync('pdfinfo', ['-struct-text', path], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(structure).toMatch(/^ *BlockQuote[^]*"Dijo que no\."[^]*"Y calló\."/m);
    expect(structure).toMatch(/ListNumbering \/Decimal[^]*"Uno"[^]*ListNumbering \/Circle[^]*"dentro"[^]*"Dos"/);
    expect(structure).toMatch(/^ *THead[^]*TH [^]*"Precinto"[^]*TBody[^]*TD:[^]*"004512"/m);
    expect(structure).toMatch(/^ *Link \(inline\)\n *"fs\. 12\/14"/m);
    const pdf = execFileSync('qpdf', ['--qdf', '--object-streams=disable', path, '-']).toString('latin1');
    expect(pdf).toContain('urn:uuid:0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93');
    const says = Buffer.from('Acto 12: Acta de allanamiento', 'utf16le').swap16().toString('hex');
    expect(pdf.toLowerCase()).toContain(`/contents <feff${says}>`);
    const fonts = execFileSync('pdffonts', [path], { encoding: 'utf8' });
    for (const name of ['Tinos-Bold ', 'Tinos-Italic', 'Tinos-BoldItalic']) expect(fonts).toContain(name);
  });

  it('has the number and the code on every sheet, and a QR that a telephone reads', async () => {
    const path = join(dir, 'codigo.pdf');
    writeFileSync(path, await setter.set({ ...rich, body: [...rich.body, ...Array<string>(40).fill('Que así fue.')] }));
    const sheets = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
    expect(sheets.length).toBeGreaterThan(1);
    for (const each of sheets) expect(each).toContain(rich.reference!.short);
    for (const line of rich.reference!.lines) expect(sheets.at(-1)).toContain(line);
    execFileSync('pdftoppm', ['-r', '150', '-png', path, join(dir, 'codigo')]);
    const last = execFileSync('zbarimg', ['--raw', '-q', '--nodbus', join(dir, `codigo-${sheets.length}.png`)], {
      encoding: 'utf8',
    });
    expect(last.trim()).toBe(rich.reference!.qr.content);
    const structure = execFileSync('qpdf', ['--qdf', '--object-streams=disable', path, '-']).toString('latin1');
    const alt = Buffer.from('Código QR', 'utf16le').swap16().toString('hex');
    expect(structure.toLowerCase()).toContain(alt);
  });

  it('gives the same bytes in another process', async () => {
    const script = `
      import { openSetter } from '${join(import.meta.dirname, '../../src/paper/index.ts')}';
      import { createHash } from 'node:crypto';
      const bytes = await (await openSetter()).set(${JSON.stringify(rich)});
      process.stdout.write(createHash('sha256').update(bytes).digest('hex'));`;
    const run = (): string =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const here = createHash('sha256')
      .update(await setter.set(rich))
      .digest('hex');
    expect([run(), run()]).toEqual([here, here]);
  });

  it('composes accents that were typed apart, and takes a line’s end for a space', async () => {
    const set = await text({ ...sheet, body: ['resolucio\u0301n\nfirme\ty sello'] });
    expect(set).toContain('resolución firme y sello');
  });

  it('refuses a text with characters that would come out as blanks, and names them', async () => {
    const refused = setter.set({ ...sheet, body: ['Dice 漢字 y 😀, 漢.'] });
    await expect(refused).rejects.toThrow(PaperError);
    await expect(setter.set({ ...sheet, body: ['Dice 漢字 y 😀, 漢.'] })).rejects.toMatchObject({
      kind: 'characterLacking',
      characters: '漢字😀',
    });
    await expect(setter.set({ ...sheet, signers: [{ name: 'Ana\u0007', capacity: 'Jueza' }] })).rejects.toMatchObject({
      characters: '\u0007',
    });
    // And goes on afterwards.
    expect((await setter.set(sheet)).length).toBeGreaterThan(1000);
  });
});
