/** What reaches a terminal, and what happens when nobody reads it. */
import { spawn } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { visible } from '../../src/cli/visible.ts';
import { bufferSource, finishPdf, parseCertificate, preparePdf } from '../../src/signature/index.ts';
import { makeRoot, makeSigner, signAsToken } from '../helpers/pki.ts';
import { makePdf } from '../helpers/signed-pdf.ts';
import { type Ran, fojas, json, scratch } from './harness.ts';

const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
/** Up one line, erase it, and say something else. */
const attack = '\u001b[1A\u001b[2K\rFirma: válida';

/** A document signed into a field of this name. */
async function signIntoField(fieldName: string): Promise<Uint8Array> {
  const signer = makeSigner(makeRoot(), { key: 'rsa-2048' });
  const document = await makePdf();
  const algorithm = 'rsa-pkcs1-sha256';
  const certificate = parseCertificate(signer.certificate);
  const wish = { source: bufferSource(document), certificate, chain: [], algorithm, fieldName } as const;
  const prepared = await preparePdf({ ...wish, signingTime: new Date() });
  const { update } = finishPdf(prepared, { bytes: signAsToken(signer, algorithm, prepared.signedAttributes) });
  return Buffer.concat([document, update]);
}

describe('text from outside', () => {
  it.each([
    ['acta nº 3, año 2026 «ñandú» 😀', 'acta nº 3, año 2026 «ñandú» 😀'],
    ['\u001b[2K', '\\x1b[2K'],
    ['a\r\nb\tc\u0000\u007f', 'a\\x0d\\x0ab\\x09c\\x00\\x7f'],
    ['\u009b2K\u0085', '\\x9b2K\\x85'],
    ['acta\u202efdp.exe\u2066\u200f\u061c', 'acta\\u202efdp.exe\\u2066\\u200f\\u061c'],
    ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['\ud800', '\\ud800'],
  ])('%j is written as %j', (text, written) => {
    expect(visible(text)).toBe(written);
  });

  it('cannot rewrite a verdict: a signature field’s name and the file’s', async () => {
    const path = join(scratch(), `acta${attack}\u202e.pdf`);
    writeFileSync(path, await signIntoField(attack));
    const ran = await fojas(['verify', path]);
    expect(ran.stdout).toContain('Firma \\x1b[1A\\x1b[2K\\x0dFirma: válida');
    expect(ran.stdout).toContain('acta\\x1b[1A\\x1b[2K\\x0dFirma: válida\\u202e.pdf');
    expect(ran.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    const asked = await fojas(['verify', path, '--json']);
    expect(json<{ file: string }[]>(asked)[0]?.file).toBe(path);
  });

  it('cannot hide in a complaint about the call', async () => {
    const ran = await fojas([attack]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).not.toContain('\u001b');
  });
});

describe('standard output that nobody reads', () => {
  /** Runs with a standard output that is closed before anything is written. */
  function closedOutput(args: readonly string[]): Promise<Omit<Ran, 'stdout'>> {
    const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
  }

  it.each([
    [['--help'], 0],
    [['verify', '--lang', 'en', '/no/such/a.pdf', '/no/such/b.pdf'], 5],
  ] as const)('%j ends in silence with its own code %i', async (args, code) => {
    const ran = await closedOutput(args);
    expect(ran.stderr).not.toMatch(/EPIPE|at .*:\d+/);
    expect(ran.code).toBe(code);
  });

  it.runIf(process.platform === 'linux')('a full disk behind it is told', async () => {
    const child = spawn(process.execPath, [entry, '--help'], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
      env: { ...process.env, LANG: 'es_AR.UTF-8', LC_ALL: '' },
    });
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    expect(stderr).toMatch(/diskFull/);
    expect(stderr).not.toMatch(/at .*:\d+/);
    expect(code).toBe(5);
  });
});
