/** A key that wants its PIN again for each signature (CKA_ALWAYS_AUTHENTICATE), on a real token. */
import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesWith } from '../../src/cli/practice/cases.ts';
import { renderAct } from '../helpers/practice-paper.ts';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { fojas, json, scratch } from './harness.ts';

let token: SoftToken;
let document: Uint8Array;
beforeAll(async () => {
  token = createSoftToken();
  token.add(makeSigner(makeRoot(), { key: 'rsa-2048' }), { alwaysAuthenticate: true });
  const [file] = casesWith(1);
  document = await renderAct(file!, file!.acts[0]!);
});
afterAll(() => token.remove());

function desk(): string {
  const dir = scratch();
  for (const name of ['uno.pdf', 'dos.pdf']) writeFileSync(join(dir, name), document);
  return dir;
}

interface Answer {
  failure: { kind: string; words: { what: string; safe: string; next: string } } | null;
}

const sign = (cwd: string, input: string) =>
  fojas(['sign', 'uno.pdf', 'dos.pdf', '--module', token.library.path, '--pin-stdin', '--json'], {
    env: token.environment,
    cwd,
    input,
  });

describe('a key that wants its PIN for each signature', () => {
  it('is given one line of standard input for each question', async () => {
    const dir = desk();
    const ran = await sign(dir, '123456\n123456\n123456\n');
    expect(ran.stderr).not.toMatch(/pinCancelled/);
    expect(ran.code).toBe(0);
    expect(readdirSync(dir).sort()).toEqual(['dos.firmado.pdf', 'dos.pdf', 'uno.firmado.pdf', 'uno.pdf']);
  });

  it('stops where the lines end, and says what was used, what is signed and how many lines are wanted', async () => {
    const dir = desk();
    const ran = await sign(dir, '123456\n123456\n');
    expect(ran.code).toBe(3);
    const { failure } = json<Answer>(ran);
    expect(failure?.kind).toBe('pinCancelled');
    expect(ran.stderr).toMatch(/pide el PIN para cada firma/);
    expect(ran.stderr).toMatch(/una línea para entrar y otra para cada archivo/);
    for (const text of [ran.stderr, JSON.stringify(failure)]) {
      expect(text).not.toMatch(/ningún intento|No se firmó nada/);
      expect(text).toMatch(/aceptó el PIN/);
      expect(text).toMatch(/1 de 2/);
    }
    expect(readdirSync(dir).sort()).toEqual(['dos.pdf', 'uno.firmado.pdf', 'uno.pdf']);
  });

  it('stops at a wrong PIN for one signature, and uses no further line', async () => {
    const dir = desk();
    const ran = await sign(dir, '123456\n999999\n123456\n123456\n');
    expect(ran.code).toBe(3);
    expect(json<Answer>(ran).failure?.kind).toBe('pinWrong');
    expect(readdirSync(dir).sort()).toEqual(['dos.pdf', 'uno.pdf']);
  });

  it('is asked for again at a terminal, naming the file', async () => {
    const dir = desk();
    const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
    const command = `'${process.execPath}' '${entry}' sign uno.pdf dos.pdf --module '${token.library.path}'`;
    const child = spawn('script', ['-qfec', command, '/dev/null'], {
      cwd: dir,
      env: { ...process.env, ...token.environment, LANG: 'es_AR.UTF-8', LC_ALL: '' },
    });
    let screen = '';
    let answered = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
      if (screen.split('PIN de «Prueba»').length - 1 <= answered) return;
      answered++;
      child.stdin.write('123456\r');
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    expect({ code, answered }).toEqual({ code: 0, answered: 3 });
    expect(screen).toMatch(/otra vez para cada firma: «uno\.pdf»[^]*otra vez para cada firma: «dos\.pdf»/);
    expect(screen).not.toContain('123456');
  });
});
