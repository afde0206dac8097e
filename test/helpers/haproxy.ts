/** A real HAProxy on loopback, with the file that we ship for it, and what it says itself of every request. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findCommand } from '../../tools/machine.ts';
import { freePort } from './s3-server.ts';

export interface ProxiedNode {
  readonly port: number;
  readonly statusPort: number;
}

/** A request as the proxy tells it: the node it went to, the status (-1: none), who ended it and when (`--`: as it should), its first line. */
export interface ProxiedRequest {
  readonly node: string;
  readonly status: number;
  readonly ended: string;
  readonly line: string;
}

export interface TestHaproxy {
  readonly url: string;
  readonly requests: readonly ProxiedRequest[];
  /** How it stands with a node: whether it sends anything there. */
  isUp(node: string): Promise<boolean>;
  stop(): Promise<void>;
}

const shipped = join(import.meta.dirname, '..', '..', 'resources', 'repository', 'haproxy.cfg');
const logLine = / nodes\/(\S+) \S+ (-?\d+) \d+ \S+ \S+ (\S\S)\S* \S+ \S+ "(.*)"$/;

/** @param lookMs how often it looks at the nodes' readiness, in milliseconds. */
export async function startHaproxy(nodes: readonly [ProxiedNode, ProxiedNode], lookMs: number): Promise<TestHaproxy> {
  const program = findCommand('haproxy');
  if (program === null) throw new Error('HAProxy is not here: apt-get install haproxy');
  const root = mkdtempSync(join(tmpdir(), 'fojas-haproxy-'));
  const [port, statsPort] = [await freePort(), await freePort()];
  const changed = (text: string, from: string | RegExp, to: string): string => {
    const next = text.replace(from, to);
    if (next === text) throw new Error(`the file that is shipped has no ${String(from)}`);
    return next;
  };
  let text = readFileSync(shipped, 'utf8');
  text = changed(text, /bind :443 .*/, `bind 127.0.0.1:${port}\n    log stdout format raw local0\n    option httplog`);
  // A test may open fewer files than a server.
  text = changed(text, /maxconn \d+/, 'maxconn 300');
  text = changed(text, 'inter 2s', `inter ${lookMs}ms`);
  text = changed(text, '127.0.0.1:7440 port 7441', `127.0.0.1:${nodes[0].port} port ${nodes[0].statusPort}`);
  text = changed(text, '127.0.0.1:7450 port 7451', `127.0.0.1:${nodes[1].port} port ${nodes[1].statusPort}`);
  text += `\nfrontend stats\n    bind 127.0.0.1:${statsPort}\n    stats enable\n    stats uri /\n`;
  const file = join(root, 'haproxy.cfg');
  writeFileSync(file, text);
  const judged = spawnSync(program, ['-c', '-f', file], { encoding: 'utf8' });
  if (judged.status !== 0) throw new Error(`haproxy -c: ${judged.stdout}${judged.stderr}`);
  const child: ChildProcess = spawn(program, ['-db', '-f', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => (said = (said + piece.toString()).slice(-2_000)));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const requests: ProxiedRequest[] = [];
  let rest = '';
  child.stdout?.on('data', (piece: Buffer) => {
    const lines = (rest + piece.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, node, status, ended, first] = logLine.exec(line) ?? [];
      if (node !== undefined) requests.push({ node, status: Number(status), ended: ended!, line: first! });
    }
  });
  const isUp = async (node: string): Promise<boolean> => {
    const table = await fetch(`http://127.0.0.1:${statsPort}/;csv`).then((answer) => answer.text());
    const row = table.split('\n').find((line) => line.startsWith(`nodes,${node},`));
    return row?.split(',')[17]?.startsWith('UP') === true;
  };
  while (!(await isUp('a').catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`HAProxy ended: ${said}`);
    await sleep(50);
  }
  return {
    ...{ url: `http://127.0.0.1:${port}`, requests, isUp },
    async stop() {
      child.kill('SIGTERM');
      await gone;
      rmSync(root, { recursive: true, force: true });
    },
  };
}
