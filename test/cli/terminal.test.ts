import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesWith } from '../../src/cli/practice/cases.ts';
import { renderAct } from '../helpers/practice-paper.ts';
import { barLine, lineReader, progressBar } from '../../src/cli/terminal.ts';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { scratch } from './harness.ts';

describe('progress bars', () => {
  it('fit the terminal and tell done, total and what is in hand', () => {
    expect(barLine('Firmando', 0.5, '10/20', 'acta.pdf', 80)).toBe(
      'Firmando     [############------------] 10/20  acta.pdf',
    );
    expect(barLine('Firmando', 1 / 3, '1/3', 'x'.repeat(200), 80)).toHaveLength(79);
    // A terminal that does not know its size, and nothing at all to do.
    expect(barLine('Firmando', 0 / 0, '0/0', '', 0)).toMatch(/\[-{24}\] 0\/0$/);
  });

  it('draw nothing where there is no terminal', () => {
    const stream = new PassThrough() as unknown as NodeJS.WriteStream;
    const bar = progressBar('x', String, stream);
    bar.update(1, 2);
    bar.finish();
    expect((stream as unknown as PassThrough).read()).toBeNull();
  });

  it('draw the last step always, and each step once', () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 }) as unknown as NodeJS.WriteStream;
    const bar = progressBar('x', String, stream);
    bar.update(1, 2);
    bar.update(2, 2);
    bar.update(2, 2);
    bar.finish();
    const drawn = String((stream as unknown as PassThrough).read());
    expect(drawn.split('\r').length - 1).toBe(2);
    expect(drawn).toMatch(/2\/2\n$/);
  });
});

describe('lineReader', () => {
  const linesOf = async (text: string): Promise<(string | null)[]> => {
    const stream = new PassThrough();
    stream.end(text);
    const lines = lineReader(stream);
    return [await lines.next(), await lines.next()];
  };

  it('hands out a line at a time, with any line break, and null where there is none', async () => {
    expect(await linesOf('123456\nmore\n')).toEqual(['123456', 'more']);
    expect(await linesOf('123456\r\n')).toEqual(['123456', null]);
    expect(await linesOf('123456')).toEqual(['123456', null]);
    expect(await linesOf('')).toEqual([null, null]);
  });
});

describe('a PIN at a terminal', () => {
  let token: SoftToken;
  beforeAll(() => {
    token = createSoftToken();
    token.add(makeSigner(makeRoot(), { key: 'rsa-2048' }));
  });
  afterAll(() => token.remove());

  /** Runs `fojas sign` on a terminal of its own (script, of Debian's bsdutils) and types when the PIN is asked for. */
  async function signAtTerminal(typed: string): Promise<{ screen: string; code: number | null; signed: boolean }> {
    const dir = scratch();
    const [file] = casesWith(1);
    writeFileSync(join(dir, 'acta.pdf'), await renderAct(file!, file!.acts[0]!));
    const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
    const command = `'${process.execPath}' '${entry}' sign acta.pdf --module '${token.library.path}'`;
    const child = spawn('script', ['-qfec', command, '/dev/null'], {
      cwd: dir,
      env: { ...process.env, ...token.environment, LANG: 'es_AR.UTF-8', LC_ALL: '' },
    });
    let screen = '';
    let answered = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
      if (answered || !screen.includes('PIN de «Prueba»')) return;
      answered = true;
      child.stdin.write(typed);
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { screen, code, signed: existsSync(join(dir, 'acta.firmado.pdf')) };
  }

  it('is asked for after the hashes, never shown, and a bar follows', async () => {
    const { screen, code, signed } = await signAtTerminal('12345\u007f56\r');
    expect({ code, signed }).toEqual({ code: 0, signed: true });
    expect(screen).not.toContain('123456');
    expect(screen).toMatch(
      /[0-9a-f]{64} {2}acta\.pdf[^]*PIN de «Prueba» para firmar 1 archivo: [^]*Firmando {5}\[#{24}\] 1\/1/,
    );
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('can be left by %s: no copy of the document stays behind', async (signal, ends) => {
    const dir = scratch();
    const [file] = casesWith(1);
    writeFileSync(join(dir, 'acta.pdf'), await renderAct(file!, file!.acts[0]!));
    const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
    const args = [entry, 'sign', 'acta.pdf', '--module', token.library.path, '--pin-stdin'];
    const child = spawn(process.execPath, args, {
      cwd: dir,
      env: { ...process.env, ...token.environment, LANG: 'es' },
    });
    const code = new Promise<number | null>((resolve) => child.on('close', resolve));
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      // Standard input stays open: the program waits for the PIN, its copy lies beside the document.
      if (said.includes('firma 1 archivo')) setTimeout(() => child.kill(signal), 300);
    });
    expect(await code).toBe(ends);
    expect(readdirSync(dir)).toEqual(['acta.pdf']);
  });

  it('can be left while files are still copied: no copy stays behind either', async () => {
    const dir = scratch();
    const [file] = casesWith(1);
    const document = Buffer.from(await renderAct(file!, file!.acts[0]!));
    // A comment of 200 MB, and the end once more: what takes time is the copying.
    const end = document.subarray(document.lastIndexOf('startxref'));
    writeFileSync(join(dir, 'acta.pdf'), Buffer.concat([document, Buffer.from('\n%'), Buffer.alloc(200 << 20, ' ')]));
    appendFileSync(join(dir, 'acta.pdf'), Buffer.concat([Buffer.from('\n'), end]));
    const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
    const args = [entry, 'sign', 'acta.pdf', '--module', token.library.path, '--pin-stdin'];
    const child = spawn(process.execPath, args, { cwd: dir, env: { ...process.env, ...token.environment } });
    const code = new Promise<number | null>((resolve) => child.on('close', resolve));
    const watch = setInterval(() => {
      if (readdirSync(dir).some((name) => name.endsWith('.part'))) child.kill('SIGTERM');
    }, 5);
    expect(await code).toBe(143);
    clearInterval(watch);
    expect(readdirSync(dir)).toEqual(['acta.pdf']);
  });

  it('can be refused with Ctrl-C: nothing is signed', async () => {
    const { screen, code, signed } = await signAtTerminal('123\u0003');
    expect({ code, signed }).toEqual({ code: 3, signed: false });
    expect(screen).toContain('pinCancelled');
  });
});
