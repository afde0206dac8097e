/** `fojas sign` on encrypted, certified, damaged documents and with visible signatures; `fojas verify` with a password. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Identity, makeRoot, makeSigner } from '../helpers/pki.ts';
import { run } from '../helpers/run.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { simplePdf } from '../signature/pdf/make-pdf.ts';
import { throughQpdf } from '../signature/pdf/qpdf.ts';
import { fojas, json, scratch } from './harness.ts';

let token: SoftToken;
let root: Identity;

beforeAll(() => {
  root = makeRoot();
  token = createSoftToken();
  token.add(makeSigner(root, { key: 'rsa-2048', commonName: 'Firmante Única', cuil: 'CUIL 27123456780' }));
});
afterAll(() => token.remove());

interface Answer {
  files: {
    output: string | null;
    field: string | null;
    repaired: boolean | null;
    failure: { kind: string; reason?: string } | null;
  }[];
}

/** Signs one document and gives the answer, and the signed file's path. */
async function sign(pdf: Buffer, args: readonly string[], input = `${token.pin}\n`) {
  const dir = scratch();
  const file = join(dir, 'acta.pdf');
  writeFileSync(file, pdf);
  const common = ['sign', '--module', token.library.path, '--pin-stdin', '--json', file, '--out', join(dir, 'out')];
  const ran = await fojas([...common, ...args], { env: token.environment, input });
  return { ran, output: join(dir, 'out', 'acta.pdf'), dir };
}

const encrypted = () => throughQpdf(simplePdf(), '--encrypt', 'usuaria', 'dueña', '256', '--');

describe('sign and verify encrypted documents', () => {
  it('with the password in the first line and the PIN in the second', async () => {
    const { ran, output, dir } = await sign(await encrypted(), ['--pdf-password-stdin'], `usuaria\n${token.pin}\n`);
    expect(ran.code).toBe(0);
    expect(run('pdfsig', ['-nocert', '-upw', 'usuaria', output]).output).toContain('Signature is Valid');
    writeFileSync(join(dir, 'raiz.pem'), root.certificatePem);
    const trust = ['verify', output, '--trust', join(dir, 'raiz.pem')];
    const verified = await fojas([...trust, '--pdf-password-stdin'], { input: 'dueña\n' });
    expect(verified.code).toBe(0);
    expect(verified.stdout).toContain('Signature1');
    expect((await fojas(trust)).stdout).not.toContain('Signature1');
  });

  it('and say when the password is missing or wrong, before the PIN is used', async () => {
    const missing = await sign(await encrypted(), []);
    expect(missing.ran.code).toBe(1);
    expect(json<Answer>(missing.ran).files[0]!.failure).toMatchObject({ kind: 'pdfPasswordNeeded' });
    const wrong = await sign(await encrypted(), ['--pdf-password-stdin'], `otra\n${token.pin}\n`);
    expect(json<Answer>(wrong.ran).files[0]!.failure).toMatchObject({ kind: 'pdfPasswordWrong' });
    expect(wrong.ran.stderr).toContain('La contraseña no abre este PDF.');
  });
});

describe('sign', () => {
  it('certifies, and says no where a certification does', async () => {
    const certified = await sign(simplePdf(), ['--certify', 'no-changes']);
    expect(certified.ran.code).toBe(0);
    const bytes = readFileSync(certified.output);
    expect(bytes.toString('latin1')).toMatch(/\/TransformMethod \/DocMDP .*\/P 1 /);
    const again = await sign(bytes, []);
    expect(again.ran.code).toBe(1);
    expect(json<Answer>(again.ran).files[0]!.failure).toMatchObject({ kind: 'pdfRefused', reason: 'certified' });
    expect((await sign(simplePdf(), ['--certify', 'todo'])).ran.code).toBe(2);
  });

  it('shows name, CUIL, time, reason and a code where it is told to', async () => {
    const wishes = ['--visible', '1:50,40,240,80', '--reason', 'Elevación', '--verification-url', 'https://e.ar/v/A1'];
    const { ran, output } = await sign(simplePdf(), wishes);
    expect(ran.code).toBe(0);
    const text = run('pdftotext', ['-layout', output, '-']).output;
    expect(text).toMatch(
      /Firmado digitalmente por\s+Firmante Única\s+CUIL 27123456780\s+\d\d\/\d\d\/\d{4}[^]*Motivo: Elevación/,
    );
    const own = await sign(simplePdf(), [
      '--visible',
      '1:50,40,240,80',
      '--visible-text',
      'uno',
      '--visible-text',
      'dos',
    ]);
    expect(run('pdftotext', ['-layout', own.output, '-']).output).toMatch(/uno\s+dos/);
  });

  it('finds a free place on a page, and says before the PIN what it would cover', async () => {
    const free = await sign(simplePdf(), ['--visible', '1']);
    expect(free.ran.code).toBe(0);
    expect(free.ran.stderr).not.toContain('Atención');
    expect(run('pdftotext', [free.output, '-']).output).toContain('Firmante Única');
    const over = await sign(simplePdf(), ['--visible', '1:60,700,240,80']);
    expect(over.ran.stderr).toContain('queda sobre algo que la página ya muestra');
  });

  it('refuses a place that is none, and a text without a place', async () => {
    for (const visible of ['uno', '1:2,3', 'x:1,2,3,4', '1:1,2,3,-4']) {
      expect((await sign(simplePdf(), ['--visible', visible])).ran.code).toBe(2);
    }
    const nowhere = await sign(simplePdf(), ['--visible-text', 'uno']);
    expect([nowhere.ran.code, nowhere.ran.stderr]).toEqual([2, expect.stringContaining('--visible')]);
    const outside = await sign(simplePdf(), ['--visible', '9:50,40,240,80']);
    expect(json<Answer>(outside.ran).files[0]!.failure).toMatchObject({ reason: 'pageMissing' });
  });

  it('takes the next empty field, and signs in its place', async () => {
    const form = simplePdf({
      catalog: '/AcroForm << /Fields [6 0 R 7 0 R] >>',
      page: '/Annots [6 0 R 7 0 R]',
      objects: {
        6: '<< /FT /Sig /T (Fiscal) /Subtype /Widget /Rect [50 50 250 110] /P 3 0 R >>',
        7: '<< /FT /Sig /T (Juez) /Subtype /Widget /Rect [300 50 500 110] /P 3 0 R >>',
      },
    });
    const first = await sign(form, ['--next-field', '--visible', 'field']);
    const second = await sign(readFileSync(first.output), ['--next-field']);
    expect([first, second].map(({ ran }) => json<Answer>(ran).files[0]!.field)).toEqual(['Fiscal', 'Juez']);
    expect(run('pdftotext', [first.output, '-']).output).toContain('Firmante Única');
  });

  it('says that it repaired a document', async () => {
    const { ran } = await sign(simplePdf({}, { startxrefError: 500 }), []);
    expect(json<Answer>(ran).files[0]).toMatchObject({ repaired: true, failure: null });
    expect(ran.stderr).toContain('índice interno');
    expect(json<Answer>((await sign(simplePdf(), [])).ran).files[0]).toMatchObject({ repaired: false });
  });
});
