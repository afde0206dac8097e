/**
 * The real line: two network namespaces joined by TUN devices. The kernel shapes the rate (tc tbf with a modem's short queue) and speaks its
 * own TCP; `tun-line.c` adds delay, loss, silence and resets. Needs root. Each end also has a cable of its own to this process,
 * past the line, so that tests can look without being in the way.
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { atExit } from '../at-exit.ts';
import { compileProgram } from '../compile.ts';
import type { Carried, Line, LineMode, LineShape } from './line.ts';

/** What a modem holds before it drops, in bytes: two seconds of a line of 128 kbit/s. */
const queueBytes = 32 * 1024;
const prefix = 'fojas';
let laid = 0;

/** @throws Error naming the program that is missing, or that refused. */
export async function layNetworkLine(shape: LineShape): Promise<Line> {
  sweep();
  const id = (laid += 1);
  const [near, far] = (['c', 's'] as const).map((end) => `${prefix}-${process.pid}-${id}-${end}`) as [string, string];
  const folder = mkdtempSync(join(tmpdir(), 'fojas-line-'));
  let program: ChildProcessWithoutNullStreams | undefined;
  const removeAll = (): void => {
    program?.kill('SIGKILL');
    // A namespace lives on for a while in the connections that were cut; its cable is taken away at once.
    for (const end of ['c', 's']) spawnSync('ip', ['link', 'delete', cableName(process.pid, id, end)]);
    for (const name of [near, far]) spawnSync('ip', ['netns', 'delete', name]);
    rmSync(folder, { recursive: true, force: true });
  };
  const done = atExit(removeAll);
  const close = async (): Promise<void> => {
    done();
    removeAll();
  };
  try {
    const binary = compileProgram(join(import.meta.dirname, 'tun-line.c'), folder, 'tun-line');
    for (const name of [near, far]) ip('netns', 'add', name);
    const { rttMs, lossPerMillion = 0, seed = 1 } = shape;
    const delayUs = Math.round((rttMs * 1000) / 2);
    program = spawn(binary, [near, far, ...[delayUs, lossPerMillion, seed].map(String)]);
    const talk = converse(program);
    await talk.ready;
    for (const [name, address] of [
      [near, '10.231.0.1'],
      [far, '10.231.0.2'],
    ] as const) {
      ip('-n', name, 'address', 'add', `${address}/30`, 'dev', 'tun0');
      for (const device of ['tun0', 'lo']) ip('-n', name, 'link', 'set', device, 'up');
    }
    const pace = (bitsPerSecond: number | null): void => {
      for (const name of [near, far]) {
        // A rate far beyond any test's is none.
        const rate = bitsPerSecond === null ? ['10gbit', 'burst', '1m'] : [`${bitsPerSecond}bit`, 'burst', '3000'];
        const shaped = ['dev', 'tun0', 'root', 'tbf', 'rate', ...rate, 'limit', String(queueBytes)];
        must('tc', ['-n', name, 'qdisc', 'replace', ...shaped]);
      }
    };
    pace(shape.bitsPerSecond);
    const cables = {
      client: layCable(near, cableName(process.pid, id, 'c')),
      server: layCable(far, cableName(process.pid, id, 's')),
    };
    const at = (url: string, hostname: string): string => {
      const there = new URL(url);
      there.hostname = hostname;
      return there.href.replace(/\/$/, '');
    };
    return {
      ...{ kind: 'network', shape, serverHost: '0.0.0.0', close },
      start: (end) => ({
        execPath: 'ip',
        execArgv: ['netns', 'exec', end === 'client' ? near : far, process.execPath],
      }),
      fromClient: async (url) => at(url, '10.231.0.2'),
      fromHere: (url, end = 'server') => at(url, cables[end].there),
      aside: (url) => at(url, cables.client.here),
      set: (mode: LineMode) => talk.say(mode),
      pace,
      carried: () => talk.count(),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A pair of connected devices, one in the namespace and one here. */
function layCable(namespace: string, device: string): { readonly here: string; readonly there: string } {
  for (let tries = 0; ; tries += 1) {
    const [second, third] = [Math.floor(Math.random() * 256), Math.floor(Math.random() * 64) * 4];
    const [here, there] = [
      `10.${232 + (second % 8)}.${second}.${third + 1}`,
      `10.${232 + (second % 8)}.${second}.${third + 2}`,
    ];
    if (must('ip', ['-4', 'address', 'show']).includes(`${here}/`) && tries < 20) continue;
    ip('link', 'add', device, 'type', 'veth', 'peer', 'name', 'aside', 'netns', namespace);
    ip('address', 'add', `${here}/30`, 'dev', device);
    ip('link', 'set', device, 'up');
    ip('-n', namespace, 'address', 'add', `${there}/30`, 'dev', 'aside');
    ip('-n', namespace, 'link', 'set', 'aside', 'up');
    return { here, there };
  }
}

/** At most fifteen letters, as the kernel wants. */
const cableName = (pid: number, id: number, end: string): string => `fj${pid.toString(36)}.${id}${end}`;

/** Removes what processes that are no more have left behind. */
function sweep(): void {
  for (const line of must('ip', ['netns', 'list']).split('\n')) {
    const owner = new RegExp(`^${prefix}-(\\d+)-`).exec(line)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    spawnSync('ip', ['netns', 'delete', line.split(' ')[0]!]);
  }
  for (const [, device, owner] of must('ip', ['-o', 'link', 'show']).matchAll(/: (fj([0-9a-z]+)\.\d+[cs])@/g)) {
    if (!isAlive(Number.parseInt(owner!, 36))) spawnSync('ip', ['link', 'delete', device!]);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

interface Talk {
  readonly ready: Promise<void>;
  say(word: string): void;
  count(): Promise<Carried>;
}

function converse(program: ChildProcessWithoutNullStreams): Talk {
  let complaint = '';
  program.stderr.on('data', (text: Buffer) => (complaint += String(text)));
  program.stdin.on('error', () => undefined);
  const waiting: ((carried: Carried) => void)[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    program.once('error', reject);
    program.once('exit', (code) => reject(new Error(`the line ended (${code}): ${complaint}`)));
    createInterface({ input: program.stdout }).on('line', (line) => {
      if (line === 'ready') return resolve();
      const [, , up, , down] = line.split(' ').map(Number);
      waiting.shift()?.({ up: up!, down: down! });
    });
  });
  return {
    ready,
    say: (word) => void program.stdin.write(`${word}\n`),
    count: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        program.stdin.write('count\n');
      }),
  };
}

const ip = (...args: readonly string[]): string => must('ip', args);

function must(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw new Error(`cannot run ${program} (Debian package: iproute2): ${error.message}`);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}
