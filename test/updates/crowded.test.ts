/** Disks without room, and several updaters on one folder: real processes, a real small file system, a real mirror. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeeperSetting } from './keeper-process.ts';
import { type Organisation, organisation } from './world.ts';

const bytes = randomBytes(12_000_000);
let org: Organisation;
const close: (() => void)[] = [];
beforeEach(async () => {
  org = await organisation();
  await org.release('1.1.0', { bytes });
});
afterEach(() => {
  for (const one of close.splice(0)) one();
  org.remove();
});

/** Hands out what is published; a file in pieces, each once the test lets it go. */
async function mirror(gate: (sent: number) => Promise<void> = async () => undefined) {
  const ranges: string[] = [];
  let sent = 0;
  const server = http.createServer((request, response) => {
    void (async () => {
      const file = path.join(org.published, decodeURIComponent(new URL(request.url!, 'http://x').pathname));
      if (!existsSync(file)) return response.writeHead(404).end();
      const whole = readFileSync(file);
      if (!request.url!.includes('targets/')) return response.end(whole);
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      ranges.push(`${from}`);
      response.writeHead(from > 0 ? 206 : 200, {
        'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}`,
      });
      for (let at = from; at < whole.length && !response.destroyed; at += 250_000) {
        const piece = whole.subarray(at, at + 250_000);
        await gate(at);
        sent += piece.length;
        await new Promise<void>((go) => void response.write(piece, () => go()));
      }
      response.end();
      return response;
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close.push(() => (server.closeAllConnections(), void server.close()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ranges, sent: () => sent };
}

async function updater(setting: Omit<KeeperSetting, 'root'>) {
  const script = path.join(import.meta.dirname, 'keeper-process.ts');
  const told = JSON.stringify({ ...setting, root: Buffer.from(org.root).toString('base64') });
  const isApart = setting.tmpfsKilobytes !== null || setting.asAnother === true;
  const own = isApart ? ['unshare', '--user', '--map-root-user', '--mount'] : [];
  const [program, ...args] = [...own, process.execPath, script, told];
  const child: ChildProcessWithoutNullStreams = spawn(program!, args);
  const said: string[] = [];
  child.stderr.on('data', (text) => said.push(String(text)));
  close.push(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<never> => {
    const line = await lines.next();
    if (line.done) throw new Error(`it ended: ${said.join('')}`);
    return JSON.parse(line.value as string) as never;
  };
  await next();
  return {
    child,
    ask: (task: string): Promise<Record<string, never>> => (child.stdin.write(`${task}\n`), next()),
  };
}

const full = { ok: false, failure: { kind: 'diskFull' } };
const elsewhere = { ok: false, failure: { kind: 'updateRefused', reason: 'elsewhere' } };
const targets = (folder: string): string[] => readdirSync(path.join(folder, 'updates', 'targets'));

describe('a disk without room', () => {
  const disk = (url: string, reserve = 1_000_000) =>
    updater({ ...{ folder: path.join(org.folder, 'disk'), url, reserve }, tmpfsKilobytes: 20_000 });

  it('is told before anything is fetched, keeps nobody from starting, and is forgotten once there is room', async () => {
    const { url, sent } = await mirror();
    const { ask } = await disk(url);
    await ask('check');
    await ask('fill');
    expect(await ask('fetch')).toEqual(full);
    expect(sent()).toBe(0);
    // The program is started on a disk that is full, and looks for versions there.
    expect(await ask('open')).toMatchObject({ waiting: { version: '1.1.0', stage: 'offered' } });
    expect(await ask('check')).toEqual(full);
    expect(await ask('status')).toMatchObject({ lastFailure: { kind: 'diskFull' } });
    await ask('free');
    expect(await ask('check')).toMatchObject({ ok: true, value: { lastFailure: null } });
    expect(await ask('fetch')).toMatchObject({ ok: true, value: { waiting: { stage: 'ready' } } });
  });

  it('that others fill in the middle of a download ends it, leaves room, and lets it go on where it was', async () => {
    let fill: (() => Promise<unknown>) | null = null;
    const { url, ranges, sent } = await mirror(async (at) => {
      if (at < 9_000_000 || fill === null) return;
      const now = fill;
      fill = null;
      await now();
    });
    const { ask, child } = await disk(url, 0);
    await ask('check');
    fill = () => fillOutside(child.pid!, path.join(org.folder, 'disk'));
    expect(await ask('fetch')).toEqual(full);
    const fetchedBefore = sent();
    const { waiting } = (await ask('open')) as unknown as { waiting: { received: number } };
    // How much of the 9 MB sent was written by then, and was not still on its way, is the machine's to say.
    expect(waiting.received).toBeGreaterThan(0);
    await ask('free');
    expect(await ask('fetch')).toMatchObject({ ok: true, value: { waiting: { stage: 'ready' } } });
    expect(Number(ranges.at(-1))).toBe(waiting.received);
    expect(sent() - fetchedBefore).toBeLessThanOrEqual(bytes.length - waiting.received);
  });
});

/** Fills the disk that only that process sees. */
function fillOutside(pid: number, folder: string): Promise<void> {
  const file = path.join(folder, 'ballast');
  const child = spawn('nsenter', [
    ...['--target', String(pid), '--user', '--mount', '--preserve-credentials'],
    ...['dd', 'if=/dev/zero', `of=${file}`, 'bs=64k'],
  ]);
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

describe('a folder that another account made for itself', () => {
  it('keeps nobody from starting, and is named', async () => {
    const { url } = await mirror();
    const folder = path.join(org.folder, 'others');
    const within = path.join(folder, 'updates');
    mkdirSync(within, { recursive: true });
    // To the superuser of a namespace a folder is closed whose owner does not exist there; to anybody else, one without rights.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(within, 65_534, 65_534);
    chmodSync(within, isRoot ? 0o700 : 0);
    const { ask } = await updater({ folder, url, reserve: 0, tmpfsKilobytes: null, asAnother: isRoot });
    const closed = { kind: 'fileUnreadable', code: 'EACCES', file: expect.stringContaining(within) as string };
    expect(await ask('status')).toMatchObject({ lastFailure: closed });
    expect(await ask('check')).toMatchObject({ ok: false, failure: closed });
    chmodSync(within, 0o777);
    expect(await ask('check')).toMatchObject({ ok: true, value: { lastFailure: null } });
    chmodSync(within, 0o700);
  });
});

describe('two updaters on one folder', () => {
  it('one fetches, the other says so and finds it done; no byte comes twice', async () => {
    let letGo = (): void => undefined;
    let begun = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const under = new Promise<void>((resolve) => (begun = resolve));
    const { url, sent } = await mirror(async (at) => {
      if (at < 1_000_000) return;
      begun();
      await held;
    });
    const folder = path.join(org.folder, 'shared');
    const setting = { folder, url, reserve: 0, tmpfsKilobytes: null };
    const [one, other] = [await updater(setting), await updater(setting)];
    await one.ask('check');
    await other.ask('check');
    const fetching = one.ask('fetch');
    await under;
    expect(await other.ask('fetch')).toEqual(elsewhere);
    expect(await other.ask('check')).toEqual(elsewhere);
    letGo();
    expect(await fetching).toMatchObject({ ok: true, value: { waiting: { stage: 'ready' } } });
    expect(await other.ask('check')).toMatchObject({ ok: true, value: { waiting: { stage: 'ready' } } });
    expect(await other.ask('fetch')).toMatchObject({ ok: true });
    expect(sent()).toBe(bytes.length);
    expect(targets(folder)).toHaveLength(1);
    expect(readFileSync(path.join(folder, 'updates', 'targets', targets(folder)[0]!)).equals(bytes)).toBe(true);
  });

  it('one that is killed in the middle keeps the other back no longer than it would have said that it is there', async () => {
    let begun = (): void => undefined;
    let isHeld = true;
    const under = new Promise<void>((resolve) => (begun = resolve));
    const { url, ranges } = await mirror(async (at) => {
      if (at < 5_000_000 || !isHeld) return;
      begun();
      await new Promise(() => undefined);
    });
    const folder = path.join(org.folder, 'shared');
    const setting = { folder, url, reserve: 0, tmpfsKilobytes: null };
    const [one, other] = [await updater(setting), await updater(setting)];
    await one.ask('check');
    await other.ask('check');
    void one.ask('fetch').catch(() => undefined);
    await under;
    const part = (): string | undefined => targets(folder).find((name) => name.endsWith('.part'));
    // What the mirror sent may still be on its way to the disk.
    await expect.poll(() => statSync(path.join(folder, 'updates', 'targets', part() ?? '')).size).toBeGreaterThan(1e6);
    one.child.kill('SIGKILL');
    isHeld = false;
    expect(await other.ask('fetch')).toEqual(elsewhere);
    // A minute passes.
    const before = new Date(Date.now() - 61_000);
    utimesSync(path.join(folder, 'updates', '.working'), before, before);
    expect(await other.ask('fetch')).toMatchObject({ ok: true, value: { waiting: { stage: 'ready' } } });
    expect(Number(ranges.at(-1))).toBeGreaterThan(0);
    expect(readFileSync(path.join(folder, 'updates', 'targets', targets(folder)[0]!)).equals(bytes)).toBe(true);
  });
});
