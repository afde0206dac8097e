import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ReceiptKey } from '../../src/contract/receipts.ts';
import { Capabilities } from '../../src/contract/wire.ts';
import { fojas, json, scratch } from './harness.ts';

interface Serving {
  readonly child: ChildProcess;
  readonly answer: { url: string; receiptKeys: ReceiptKey[]; officeKey?: ReceiptKey; accessKeysFile?: string };
}

async function serve(dir: string, ...args: string[]): Promise<Serving> {
  const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
  const child = spawn(
    process.execPath,
    [entry, 'repository', 'serve', '--dir', dir, '--port', '0', '--office', 'ufij-3', '--json', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, answer: JSON.parse(line) as Serving['answer'] };
}

/** A central repository, and the files from which one inside an office starts. */
async function centreWithFiles(dir: string) {
  const centre = await serve(join(dir, 'centre'));
  const [access] = JSON.parse(readFileSync(centre.answer.accessKeysFile!, 'utf8')) as [{ key: string }];
  const keyFile = join(dir, 'key.txt');
  const pinsFile = join(dir, 'pins.json');
  writeFileSync(keyFile, `${access.key}\n`);
  writeFileSync(pinsFile, JSON.stringify(centre.answer.receiptKeys));
  const upstream = ['--upstream', centre.answer.url, '--upstream-key-file', keyFile, '--upstream-pins', pinsFile];
  return { centre, access, keyFile, pinsFile, upstream };
}

const config = (dir: string, officeKey: ReceiptKey, receiptKeys: ReceiptKey[]): string => {
  const path = join(dir, `config-${officeKey.kid}.json`);
  const repository = {
    ...{ url: 'http://127.0.0.1:9', accessKey: 'x'.repeat(20), pinnedKeys: receiptKeys },
    office: { keys: [officeKey], discover: true },
  };
  const person = { personId: 'p', name: 'Prueba', role: 'itAdmin', capacity: 'Soporte', cuil: null };
  const text = { version: 1, mode: 'practice', dataDir: dir, deviceId: 'pc', person, repository };
  writeFileSync(
    path,
    JSON.stringify({ ...text, office: { officeId: 'ufij-3', name: 'UFIJ 3' }, tokenLibraries: [], trustAnchors: [] }),
  );
  return path;
};

describe('a repository inside an office, from the command line', () => {
  it('forwards with the office key, takes that key from the PCs, and is found by name with its key checked', async () => {
    const dir = scratch();
    const { centre, access, upstream } = await centreWithFiles(dir);
    const office = await serve(join(dir, 'office'), ...upstream, '--host', '0.0.0.0', '--announce');
    expect(office.answer.receiptKeys).toEqual(centre.answer.receiptKeys);
    const response = await fetch(`${office.answer.url}/v1/capabilities`, {
      headers: { authorization: `Bearer ${access.key}` },
    });
    const told = Capabilities.parse(await response.json());
    expect(told.office).toMatchObject({ officeId: 'ufij-3', key: office.answer.officeKey });

    const right = config(dir, office.answer.officeKey!, centre.answer.receiptKeys);
    const found = await fojas(['repository', 'find', '--config', right, '--seconds', '2', '--json']);
    expect(found.code).toBe(0);
    expect(JSON.parse(found.stdout)).toEqual([
      expect.objectContaining({ officeId: 'ufij-3', kid: office.answer.officeKey!.kid, proven: true }),
    ]);
    const wrong = config(dir, centre.answer.receiptKeys[0]!, centre.answer.receiptKeys);
    const refused = await fojas(['repository', 'find', '--config', wrong, '--seconds', '2', '--lang', 'en']);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('THE KEY IS NOT THE PINNED ONE');

    office.child.kill('SIGTERM');
    expect((await once(office.child, 'exit'))[0]).toBe(0);
    const gone = await fojas(['repository', 'find', '--seconds', '1']);
    expect(gone.code).toBe(1);
  });

  it('refuses flags that do not fit together, and files that say nothing', async () => {
    const dir = scratch();
    const { upstream, keyFile, pinsFile, centre } = await centreWithFiles(dir);
    const start = (...args: string[]) =>
      fojas(['repository', 'serve', '--dir', join(dir, 'o'), '--port', '0', '--lang', 'en', ...args]);
    expect(await start('--office', 'a', '--upstream', centre.answer.url)).toMatchObject({ code: 2 });
    expect(await start('--office', 'a', '--office', 'b', ...upstream)).toMatchObject({ code: 2 });
    expect(await start('--office', 'a', '--announce')).toMatchObject({ code: 2 });
    expect(await start('--office', 'a', ...upstream, '--tsa', 'http://127.0.0.1:9/')).toMatchObject({ code: 2 });
    expect(await start('--office', 'a', '--level', 'B-LTA')).toMatchObject({ code: 2 });
    writeFileSync(pinsFile, '[]');
    const noPins = await start('--office', 'a', ...upstream);
    expect(noPins.code).not.toBe(0);
    expect(noPins.stderr).toContain('holds no receipt keys');
    writeFileSync(keyFile, 'short');
    expect((await start('--office', 'a', ...upstream)).stderr).toContain('holds no access key');
  });
});

describe.runIf(process.platform !== 'win32')('the key of the folder of a repository inside an office', () => {
  const key = '4b'.repeat(32);
  /** Starts one, and ends it when it serves; what it said of the key meanwhile. */
  async function tell(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    input = '',
  ): Promise<string> {
    const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
    const all = [entry, 'repository', 'serve', '--port', '0', '--office', 'a', '--json', '--lang', 'en', ...args];
    const child = spawn(process.execPath, all, { env: { ...process.env, ...env } });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdin.end(input);
    const ended = once(child, 'close');
    createInterface(child.stdout).once('line', () => void child.kill('SIGTERM'));
    await ended;
    return said;
  }

  it('is made beside it, or comes from a file, from systemd or from standard input, and is said; a wrong one opens nothing', async () => {
    const dir = scratch();
    const { upstream } = await centreWithFiles(dir);
    const office = join(dir, 'o');
    const at = ['--dir', office, ...upstream];
    expect(await tell(at)).toContain('with a new key');
    const made = readFileSync(`${office}.key`, 'utf8').trim();
    expect(made).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(`${office}.key`).mode & 0o077).toBe(0);
    // To whom parcels go is told without that key; the key of theirs is sealed under it.
    const keys = await fojas(['repository', 'keys', '--dir', office, '--json']);
    expect([keys.code, json(keys)]).toEqual([
      0,
      { receiptKeys: [], parcelRecipient: expect.stringMatching(/^age1/) as string },
    ]);
    expect(readFileSync(join(office, 'parcel-key.txt.sealed'), 'utf8')).not.toContain('AGE-SECRET-KEY');
    expect(await tell(at)).toContain(`its key lies in ${office}.key`);
    const credentials = join(dir, 'credentials');
    mkdirSync(credentials);
    writeFileSync(join(credentials, 'fojas-folder-key'), `${made}\n`);
    rmSync(`${office}.key`);
    expect(await tell(at, { CREDENTIALS_DIRECTORY: credentials })).toContain('systemd hands over');
    expect(await tell([...at, '--folder-key-file', '-'], {}, made)).toContain('came by standard input');
    expect(await tell(at)).toContain('The folder is encrypted and its key is not in');
    expect(existsSync(`${office}.key`)).toBe(false);
    const other = join(dir, 'other.key');
    writeFileSync(other, key, { mode: 0o600 });
    expect(await tell([...at, '--folder-key-file', other])).toContain('encrypted with another key');
    chmodSync(other, 0o644);
    expect(await tell([...at, '--folder-key-file', other])).toContain('Other users may read');
    expect(await tell([...at, '--folder-key-file', '-'], {}, 'nothing')).toContain('holds no folder key');
    const fleet = await fojas(['repository', 'fleet', '--dir', office, '--lang', 'en']);
    expect([fleet.code, fleet.stderr]).toEqual([5, expect.stringContaining('encrypted')]);
  });
});

describe('the office’s repository from the file of one of its PCs', () => {
  it('is served by a command, and joined by the line that it shows', async () => {
    const dir = scratch();
    const { centre, access } = await centreWithFiles(dir);
    const file = config(dir, centre.answer.receiptKeys[0]!, centre.answer.receiptKeys);
    const read = (): { repository: { accessKey?: string; office: object } } =>
      JSON.parse(readFileSync(file, 'utf8')) as { repository: { accessKey?: string; office: object } };
    const { url } = centre.answer;
    const before = read();
    const withKey = { ...before, repository: { ...before.repository, url, accessKey: access.key } };
    writeFileSync(file, JSON.stringify({ ...withKey, repository: { ...withKey.repository, accessKey: undefined } }));
    const keyless = await fojas(['office', 'serve', '--config', file]);
    expect([keyless.code, keyless.stderr]).toEqual([2, expect.stringContaining('clave de la oficina')]);

    writeFileSync(file, JSON.stringify(withKey));
    const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
    const args = ['office', 'serve', '--config', file, '--dir', join(dir, 'served'), '--port', '0', '--json'];
    const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { officeKey, invitation } = JSON.parse(line) as { officeKey: ReceiptKey; invitation: string };

    const joined = await fojas(['office', 'join', '--config', file, '--line', invitation]);
    expect(joined.code, joined.stderr).toBe(0);
    expect(read().repository.office).toMatchObject({
      discover: true,
      keys: expect.arrayContaining([officeKey]) as object,
    });
    expect((await fojas(['office', 'join', '--config', file, '--line', 'hola'])).code).toBe(2);
    const other = invitation.replace('ufij-3', 'ufi-9');
    expect((await fojas(['office', 'join', '--config', file, '--line', other])).code).toBe(2);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
  }, 60_000);
});
