import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOfSystem } from '../../src/cli/refusals.ts';
import { Capabilities } from '../../src/contract/wire.ts';
import { fojas, scratch } from './harness.ts';

interface Serving {
  readonly child: ChildProcess;
  readonly answer: { url: string; receiptKeys: { kid: string }[]; accessKeysFile: string; offices: string[] };
}

/** Starts `repository serve` and waits for its first line. */
async function serve(dir: string, ...args: string[]): Promise<Serving> {
  const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
  const child = spawn(
    process.execPath,
    [entry, 'repository', 'serve', '--dir', dir, '--port', '0', '--json', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, answer: JSON.parse(line) as Serving['answer'] };
}

const ask = (url: string, key: string) =>
  fetch(`${url}/v1/capabilities`, { headers: { authorization: `Bearer ${key}` } });

describe('repository serve', () => {
  it('answers with the access key that it made for the office, keeps keys between starts, and ends when told', async () => {
    const dir = scratch();
    const first = await serve(dir, '--office', 'ufij-3', '--name', 'Prueba');
    const keys = JSON.parse(readFileSync(first.answer.accessKeysFile, 'utf8')) as { officeId: string; key: string }[];
    expect(keys.map(({ officeId }) => officeId)).toEqual(['ufij-3']);
    expect(statSync(first.answer.accessKeysFile).mode & 0o077).toBe(0);
    const response = await ask(first.answer.url, keys[0]!.key);
    expect(Capabilities.parse(await response.json())).toMatchObject({ repository: 'Prueba' });
    expect((await ask(first.answer.url, 'x'.repeat(20))).status).toBe(401);
    first.child.kill('SIGTERM');
    expect((await once(first.child, 'exit'))[0]).toBe(0);

    const second = await serve(dir, '--office', 'ufij-5');
    expect(second.answer.offices).toEqual(['ufij-3', 'ufij-5']);
    expect(second.answer.receiptKeys).toEqual(first.answer.receiptKeys);
    expect((await ask(second.answer.url, keys[0]!.key)).status).toBe(200);
  });

  it('refuses to start without an office, twice on one folder, or at an address that is taken', async () => {
    const dir = scratch();
    expect(await fojas(['repository', 'serve', '--dir', dir])).toMatchObject({ code: 2 });
    const { answer } = await serve(dir, '--office', 'uno');
    const twice = await fojas(['repository', 'serve', '--dir', dir, '--port', '0']);
    expect(twice.code).toBe(5);
    expect(twice.stderr).toMatch(/^fojas: /);
    const taken = await fojas([
      'repository',
      'serve',
      '--dir',
      scratch(),
      '--office',
      'a',
      '--port',
      new URL(answer.url).port,
    ]);
    expect(taken.code).toBe(5);
    expect(taken.stderr).toMatch(/la dirección está ocupada/);
    for (const host of ['203.0.113.9', 'nadie.invalid']) {
      const elsewhere = await fojas(['repository', 'serve', '--dir', scratch(), '--office', 'a', '--host', host]);
      expect(elsewhere).toMatchObject({ code: 5, stderr: expect.stringContaining(`atender en ${host}`) as string });
    }
  });

  it('tells a disk that is full below the register as any full disk', () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    expect(failureOfSystem(full, 'register.db')).toEqual({ kind: 'diskFull' });
  });

  it('refuses a folder of authorities that is not there, and a folder that cannot be one', async () => {
    const dir = scratch();
    const args = ['repository', 'serve', '--office', 'a', '--port', '0'];
    expect(await fojas([...args, '--dir', dir, '--trust', join(dir, 'nada')])).toMatchObject({ code: 5 });
    const file = join(dir, 'archivo');
    writeFileSync(file, '');
    expect(await fojas([...args, '--dir', file])).toMatchObject({ code: 5 });
    const spoilt = scratch();
    writeFileSync(join(spoilt, 'access-keys.json'), '{"not": "keys"}');
    const ran = await fojas([...args, '--dir', spoilt]);
    expect(ran.code).toBe(5);
    expect(ran.stderr).toMatch(/access-keys\.json/);
  });
});
