/**
 * A keeper of updates in a process of its own, told by lines on its standard input: `open`, `check`, `fetch`, `status`, `fill`, `free`. Answers a line of
 * JSON to each. With `tmpfs`, its folder is a small disk that only this process sees (it runs in a mount namespace of its own).
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { done } from '../../src/contract/failures.ts';
import { UpdatePolicy } from '../../src/contract/updates.ts';
import { UpdateKeeper } from '../../src/updates/keeper.ts';
import { httpSource } from '../../src/updates/sources/index.ts';

export interface KeeperSetting {
  readonly folder: string;
  readonly url: string;
  /** Base64. */
  readonly root: string;
  readonly reserve: number;
  readonly tmpfsKilobytes: number | null;
  /** It runs as an account to which folders of others are closed. */
  readonly asAnother?: boolean;
}

const setting = JSON.parse(process.argv[2]!) as KeeperSetting;
const { folder, tmpfsKilobytes } = setting;
mkdirSync(folder, { recursive: true });
if (tmpfsKilobytes !== null)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${tmpfsKilobytes}k,mode=700`, 'tmpfs', folder]);
const ballast = path.join(folder, 'ballast');

function fill(): void {
  const file = openSync(ballast, 'w');
  try {
    for (const size of [65_536, 4096, 1]) {
      const zeros = Buffer.alloc(size);
      try {
        while (writeSync(file, zeros) === size);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}

const open = () =>
  UpdateKeeper.open({
    ...{ folder: path.join(folder, 'updates'), root: Buffer.from(setting.root, 'base64') },
    sources: [httpSource(setting.url, fetch)],
    policy: UpdatePolicy.parse({ mode: 'self' }),
    here: { version: '1.0.0', platform: 'linux', arch: 'x64', format: 'deb' },
    ...{ installer: null, readiness: async () => null, backup: async () => done(null), faultsNow: async () => [] },
    ...{ take: async () => undefined, now: () => new Date(), waitsMs: [1], reserve: setting.reserve },
  });
let keeper = await open();
const tasks: Readonly<Record<string, () => unknown>> = {
  open: async () => (keeper = await open()).status(),
  check: () => keeper.check(),
  fetch: () => keeper.fetch(new AbortController().signal),
  status: () => keeper.status(),
  fill,
  free: () => rmSync(ballast, { force: true }),
  ballast: () => statSync(ballast).size,
};
process.stdout.write('"ready"\n');
for await (const line of createInterface({ input: process.stdin })) {
  const answer = await tasks[line]!();
  process.stdout.write(`${JSON.stringify(answer ?? null)}\n`);
}
process.exit(0);
