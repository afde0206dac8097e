import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesWith } from '../../src/cli/practice/cases.ts';
import { renderAct } from '../helpers/practice-paper.ts';
import { type Identity, makeRoot, makeSigner } from '../helpers/pki.ts';
import { run } from '../helpers/run.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { fojas, json, scratch } from './harness.ts';

let token: SoftToken;
let root: Identity;
let signer: Identity;
let document: Uint8Array;

beforeAll(async () => {
  root = makeRoot();
  signer = makeSigner(root, { key: 'rsa-2048', commonName: 'Firmante Única' });
  token = createSoftToken();
  token.add(signer);
  const [file] = casesWith(1);
  document = await renderAct(file!, file!.acts[0]!);
});
afterAll(() => token.remove());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface SignAnswer {
  token: { label: string; serial: string; practice: boolean };
  certificate: { sha256: string; commonName: string };
  files: {
    file: string;
    sha256: string | null;
    output: string | null;
    signedSha256: string | null;
    level: string | null;
    failure: { kind: string; words: { what: string; next: string } } | null;
  }[];
  failure: { kind: string } | null;
}

/** A folder with one or more unsigned acts in it. */
function desk(names: readonly string[] = ['acta.pdf']): { dir: string; files: string[]; out: string } {
  const dir = scratch();
  const files = names.map((name) => join(dir, name));
  for (const file of files) writeFileSync(file, document);
  return { dir, files, out: join(dir, 'firmados') };
}

const sign = (args: readonly string[], input = `${token.pin}\n`) =>
  fojas(['sign', '--module', token.library.path, '--pin-stdin', ...args], { env: token.environment, input });

describe('sign', () => {
  it('signs several files with one PIN, after showing names and hashes, and leaves the originals alone', async () => {
    const { files, out } = desk(['uno.pdf', 'dos con espacios y eñe.pdf']);
    const ran = await sign([...files, '--out', out]);
    expect(ran.code).toBe(0);
    for (const file of files) {
      expect(ran.stderr).toContain(`${sha256(document)}  ${file}`);
      expect(readFileSync(file)).toEqual(Buffer.from(document));
    }
    expect(readdirSync(out).sort()).toEqual(['dos con espacios y eñe.pdf', 'uno.pdf']);
    const signed = readFileSync(join(out, 'uno.pdf'));
    expect(signed.subarray(0, document.length)).toEqual(Buffer.from(document));
    expect(ran.stdout).toContain(`Firmado: ${join(out, 'uno.pdf')}  ${sha256(signed)}`);
  });

  it('makes files that qpdf and pdfsig accept and `fojas verify` passes', async () => {
    const { dir, files, out } = desk();
    expect((await sign([...files, '--out', out])).code).toBe(0);
    const signed = join(out, 'acta.pdf');
    expect(run('qpdf', ['--check', signed]).status).toBe(0);
    expect(run('pdfsig', [signed]).output).toContain('Signature is Valid');
    const trust = join(dir, 'autoridades');
    mkdirSync(trust);
    writeFileSync(join(trust, 'raiz.pem'), root.certificatePem);
    const verified = await fojas(['verify', signed, '--trust', trust, '--json']);
    expect(verified.code).toBe(0);
    expect(json(verified)).toMatchObject([{ file: signed, error: null, signatures: [{ indication: 'TOTAL_PASSED' }] }]);
  });

  it('answers JSON with hashes of what went in and what came out', async () => {
    const { files, out } = desk();
    const answer = json<SignAnswer>(await sign([...files, '--out', out, '--json', '--field', 'Fiscal']));
    expect(answer).toMatchObject({
      token: { label: token.label, serial: token.serial, practice: true },
      certificate: { commonName: 'Firmante Única' },
      files: [{ file: files[0], sha256: sha256(document), level: 'B-B', field: 'Fiscal', failure: null }],
      failure: null,
    });
    expect(answer.files[0]?.signedSha256).toBe(sha256(readFileSync(answer.files[0]!.output!)));
  });

  it('writes beside the original when no folder is named, and never over a file unless told', async () => {
    const { dir, files } = desk();
    const [file] = files;
    expect((await sign([file!])).code).toBe(0);
    const target = join(dir, 'acta.firmado.pdf');
    const first = readFileSync(target);
    const again = await sign([file!]);
    expect(again.code).toBe(5);
    expect(again.stderr).toMatch(/Ya existe el archivo/);
    expect(readFileSync(target)).toEqual(first);
    expect((await sign([file!, '--overwrite'])).code).toBe(0);
    expect(readdirSync(dir).sort()).toEqual(['acta.firmado.pdf', 'acta.pdf']);
  });

  it('refuses a target that is the input, and two inputs with one target', async () => {
    const { dir, files } = desk();
    const same = await sign([files[0]!, '--out', dir, '--overwrite']);
    expect(same.code).toBe(5);
    expect(readFileSync(files[0]!)).toEqual(Buffer.from(document));
    mkdirSync(join(dir, 'otra'));
    copyFileSync(files[0]!, join(dir, 'otra', 'acta.pdf'));
    const clash = await sign([files[0]!, join(dir, 'otra', 'acta.pdf'), '--out', join(dir, 'firmados')]);
    expect(clash.code).toBe(2);
    expect(clash.stderr).toMatch(/dos archivos terminarían/);
  });

  it('never writes over a file that is itself named, whatever the name it goes by', async () => {
    const { dir, files } = desk(['acta.pdf', 'acta.firmado.pdf']);
    symlinkSync('acta.firmado.pdf', join(dir, 'enlace.pdf'));
    for (const second of [files[1]!, join(dir, 'enlace.pdf')]) {
      const ran = await sign([files[0]!, second, '--overwrite']);
      expect(ran.code).toBe(2);
      expect(ran.stderr).toMatch(/acta\.firmado\.pdf es también uno de los archivos a firmar/);
    }
    expect(readFileSync(files[1]!)).toEqual(Buffer.from(document));
    expect(readdirSync(dir).sort()).toEqual(['acta.firmado.pdf', 'acta.pdf', 'enlace.pdf']);
  });
});

describe('sign, PIN and token', () => {
  it('stops at once at a wrong PIN, leaves nothing, and says what to do', async () => {
    const { files, out } = desk(['a.pdf', 'b.pdf']);
    const ran = await sign([...files, '--out', out, '--json'], '999999\n');
    expect(ran.code).toBe(3);
    expect(ran.stderr).toMatch(/El PIN no es correcto/);
    expect(json<SignAnswer>(ran)).toMatchObject({ failure: { kind: 'pinWrong' } });
    expect(readdirSync(out)).toEqual([]);
  });

  it('takes no PIN from an empty standard input', async () => {
    const { files, out } = desk();
    const ran = await sign([...files, '--out', out, '--json'], '');
    expect(ran.code).toBe(3);
    expect(json<SignAnswer>(ran).failure?.kind).toBe('pinCancelled');
  });

  it('asks for a terminal or --pin-stdin before it touches the token', async () => {
    const { files } = desk();
    const ran = await fojas(['sign', ...files, '--module', token.library.path], { env: token.environment });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/--pin-stdin/);
  });

  it.each([
    [['--token-label', 'Otro'], 3, /No se encuentra el token «Otro»/],
    [['--serial', 'ffff'], 3, /No se encuentra el token «ffff»/],
    [['--cert', 'deadbeef'], 3, /El certificado elegido no está en el token/],
    [['--module', '/no/such/module.so'], 3, /No se encuentra el controlador/],
  ] as const)('%j ends with %i', async (args, code, said) => {
    const { files, out } = desk();
    const ran = await sign([...files, '--out', out, ...args]);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toMatch(said);
    expect(existsSync(join(out, 'acta.pdf'))).toBe(false);
  });

  it('lists the certificates and refuses when several may sign, and takes the one named', async () => {
    const other = makeSigner(root, { key: 'rsa-2048', commonName: 'Segunda Firmante' });
    const id = token.add(other);
    try {
      const { files, out } = desk();
      const ran = await sign([...files, '--out', out]);
      expect(ran.code).toBe(3);
      expect(ran.stderr).toMatch(/Firmante[^]*Firmante[^]*Hay 2 certificados/);
      const chosen = await sign([...files, '--out', out, '--cert', 'Segunda Firmante', '--json']);
      expect(chosen.code).toBe(0);
      expect(json<SignAnswer>(chosen).certificate.commonName).toBe('Segunda Firmante');
      const sum = json<SignAnswer>(chosen).certificate.sha256;
      expect((await sign([...files, '--out', out, '--overwrite', '--cert', sum.slice(0, 12)])).code).toBe(0);
    } finally {
      token.delete(id);
    }
  });

  it('will not sign with a certificate that is not for signing, and says why', async () => {
    const wrong = makeSigner(root, { key: 'rsa-2048', commonName: 'Sólo Cifra', keyUsage: ['keyEncipherment'] });
    const id = token.add(wrong);
    try {
      const { files, out } = desk();
      const ran = await sign([...files, '--out', out, '--cert', 'Sólo Cifra', '--json']);
      expect(ran.code).toBe(3);
      expect(json<SignAnswer>(ran).failure).toMatchObject({ kind: 'certificateUnsuitable' });
    } finally {
      token.delete(id);
    }
  });
});

describe('sign, bad files', () => {
  it('refuses each bad file with its reason, signs the good one, and leaves nothing half-done', async () => {
    const { dir, files, out } = desk(['bueno.pdf']);
    const noise = join(dir, 'ruido.pdf');
    const empty = join(dir, 'vacio.pdf');
    const cut = join(dir, 'cortado.pdf');
    const encrypted = join(dir, 'cifrado.pdf');
    writeFileSync(noise, createHash('sha512').update('ruido').digest());
    writeFileSync(empty, '');
    writeFileSync(cut, document.subarray(0, document.length - 200));
    run('qpdf', ['--encrypt', 'u', 'o', '256', '--', files[0]!, encrypted]);
    const all = [noise, empty, cut, encrypted, join(dir, 'no-existe.pdf'), dir, ...files];
    const ran = await sign([...all, '--out', out, '--json']);
    expect(ran.code).toBe(1);
    const fates = json<SignAnswer>(ran).files.map(({ failure, output }) => [failure?.kind ?? null, output !== null]);
    expect(fates).toEqual([
      ['pdfRefused', false],
      ['pdfRefused', false],
      ['pdfRefused', false],
      ['pdfPasswordNeeded', false],
      ['fileUnreadable', false],
      ['fileUnreadable', false],
      [null, true],
    ]);
    expect(readdirSync(out)).toEqual(['bueno.pdf']);
    const plain = await sign([encrypted, '--out', out]);
    expect(plain.code).toBe(1);
    expect(plain.stderr).toMatch(/contraseña/);
  });

  it('ends with 5 when the folder for signed files cannot be made', async () => {
    const { files } = desk();
    const ran = await sign([...files, '--out', join(files[0]!, 'dentro'), '--json']);
    expect(ran.code).toBe(5);
    expect(json<SignAnswer>(ran)).toMatchObject({ files: [], failure: { kind: expect.any(String) as string } });
  });

  it('asks for no PIN when there is nothing left to sign', async () => {
    const { dir } = desk();
    const ran = await sign([join(dir, 'no-existe.pdf'), '--json'], 'mal\n');
    expect(ran.code).toBe(5);
    expect(json<SignAnswer>(ran)).toMatchObject({ failure: null, files: [{ failure: { kind: 'fileUnreadable' } }] });
  });
});
