import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCases } from '../../src/cli/practice/cases.ts';
import { renderAct } from '../helpers/practice-paper.ts';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { makePdf, signPdf } from '../helpers/signed-pdf.ts';
import { fojas, json, scratch } from './harness.ts';

interface Verified {
  file: string;
  signatures: unknown[];
  error: string | null;
}

describe('verify', () => {
  it('answers one element a file, in order, and never an exception, for files that are no signed PDF', async () => {
    const dir = scratch();
    const paths = ['vacio', 'ruido', 'texto', 'sin-firmas', 'no-existe'].map((name) => join(dir, `${name}.pdf`));
    const [empty, noise, text, unsigned] = paths as [string, string, string, string];
    writeFileSync(empty, '');
    writeFileSync(noise, randomBytes(200_000));
    writeFileSync(text, 'esto no es un PDF');
    const [file] = loadCases();
    writeFileSync(unsigned, await renderAct(file!, file!.acts[0]!));
    const ran = await fojas(['verify', ...paths, dir, '--json']);
    // Two of them cannot be read at all: no verdict, but trouble of this machine.
    expect(ran.code).toBe(5);
    expect(ran.stderr).toContain(`«${dir}» es una carpeta, no un archivo.`);
    expect((await fojas(['verify', ...paths.slice(0, 4), '--json'])).code).toBe(1);
    const answer = json<Verified[]>(ran);
    expect(answer.map(({ file: name }) => name)).toEqual([...paths, dir]);
    for (const one of answer) {
      expect(Object.keys(one).sort()).toEqual(['error', 'file', 'signatures']);
      expect(one.signatures).toEqual([]);
    }
    expect(answer.map(({ error }) => error !== null)).toEqual([true, true, true, false, true, true]);
    expect(answer[4]?.error).toMatch(/ENOENT/);
  });

  it('says in the language of who asks why a file could not be examined', async () => {
    const dir = scratch();
    const [text, cut, cms] = ['texto.pdf', 'cortado.pdf', 'firma.p7s'].map((name) => join(dir, name)) as [
      ...[string, string, string],
    ];
    writeFileSync(text, 'esto no es un PDF');
    writeFileSync(cut, '%PDF-1.7\n1 0 obj\n');
    writeFileSync(cms, Buffer.from('3003020101', 'hex'));
    const ran = await fojas(['verify', text, cut, cms]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('No se pudo examinar: no es un PDF (notPdf).');
    expect(ran.stdout).toContain('está cortado: le falta el final (truncated).');
    expect(ran.stdout).toContain('no es un archivo de firma (CMS), o está dañado (malformed).');
    expect(ran.stdout).not.toMatch(/kilobyte|%PDF/);
    expect((await fojas(['verify', text, '--lang', 'pt-BR'])).stdout).toContain('não é um PDF (notPdf).');
    const through = await fojas(['verify', join(text, 'acta.pdf')]);
    expect([through.code, through.stderr]).toEqual([5, expect.stringContaining('donde debería haber una carpeta')]);
    expect(through.stderr).not.toContain('permisos');
  });

  it('says in Spanish that a file has no signatures, and that no authority is trusted', async () => {
    const dir = scratch();
    const [file] = loadCases();
    const path = join(dir, 'acta.pdf');
    writeFileSync(path, await renderAct(file!, file!.acts[1]!));
    const ran = await fojas(['verify', path]);
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stdout).toMatch(/No tiene firmas/);
    expect(ran.stderr).toMatch(/Sin autoridades de confianza/);
  });

  it('says at once that 200 MB of noise are no PDF', async () => {
    const path = join(scratch(), 'ruido.pdf');
    const piece = randomBytes(1 << 20);
    const file = openSync(path, 'w');
    for (let written = 0; written < 200; written++) writeSync(file, piece);
    closeSync(file);
    const start = performance.now();
    const ran = await fojas(['verify', path, '--json']);
    expect(ran.code).toBe(1);
    expect(json<Verified[]>(ran)[0]?.error).toMatch(/./);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('takes one certificate’s file, in PEM or DER, as well as a folder, and refuses one that holds none', async () => {
    const dir = scratch();
    const root = makeRoot();
    const path = join(dir, 'acta.pdf');
    writeFileSync(path, await signPdf(await makePdf(), makeSigner(root, { key: 'rsa-2048' })));
    const [pem, der, broken] = ['raiz.pem', 'raiz.bin', 'rota.pem'].map((name) => join(dir, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(pem, root.certificatePem);
    writeFileSync(der, root.certificate);
    writeFileSync(broken, 'no es un certificado');
    for (const trust of [pem, der, dir]) {
      const ran = await fojas(['verify', path, '--trust', trust]);
      expect(ran.stderr).not.toMatch(/Sin autoridades/);
      expect(ran.code).toBe(0);
    }
    const refused = await fojas(['verify', path, '--trust', broken]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/No se usa .*rota\.pem como autoridad/);
    expect(refused.stdout).toBe('');
  });

  it('ends with 5 when the folder of authorities is not there, and names a certificate that it cannot read', async () => {
    const dir = scratch();
    const path = join(dir, 'a.pdf');
    writeFileSync(path, createHash('sha256').update('a').digest());
    expect((await fojas(['verify', path, '--trust', join(dir, 'nada')])).code).toBe(5);
    writeFileSync(join(dir, 'rota.pem'), 'no es un certificado');
    const ran = await fojas(['verify', path, '--trust', dir]);
    expect(ran.stderr).toMatch(/No se usa rota\.pem como autoridad/);
  });
});
