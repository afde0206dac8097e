/**
 * A PC that updates itself once: looks, fetches, installs into its own root. Run as a process of its own, so that it can be killed at
 * any moment: `pc.ts GROUND.json`. What `Ground` says is all it knows.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { done } from '../../../src/contract/failures.ts';
import { UpdatePolicy } from '../../../src/contract/updates.ts';
import { dpkg } from '../../../src/updates/install/deb.ts';
import {
  installAsRoot,
  recoverAsRoot,
  returnAsRoot,
  type MachineOptions,
} from '../../../src/updates/install/machine.ts';
import { runClean } from '../../../src/updates/install/run.ts';
import { UpdateKeeper } from '../../../src/updates/keeper.ts';
import { httpSource } from '../../../src/updates/sources/index.ts';

export interface Ground {
  readonly root: string;
  readonly trust: string;
  readonly url: string;
  readonly config: string;
  readonly storeKey: string;
  readonly arch: 'x64' | 'arm64';
}

export function machineOf(ground: Ground): MachineOptions {
  const { root, arch } = ground;
  return {
    ...{ folder: path.join(root, 'var/lib/fojas/updates'), root: readFileSync(ground.trust), platform: 'linux', arch },
    packages: dpkg({ root, args: ['--force-depends', '--force-unsafe-io', '--force-script-chrootless'] }),
    selfTest: () => faultOf(ground),
  };
}

/** The installed program's own test, on a copy of this PC's data. */
export async function faultOf({ root, config, storeKey }: Ground): Promise<string | null> {
  const program = path.join(root, 'usr/lib/fojas/fojas');
  const printed = await runClean(program, ['--self-test', config, storeKey], 120_000, true);
  try {
    const { ok, checks } = JSON.parse(printed ?? '') as {
      ok: boolean;
      checks: { ok: boolean; name: string; detail: string }[];
    };
    const wrong = checks.find((check) => !check.ok);
    return ok ? null : `${wrong?.name} ${wrong?.detail}`;
  } catch {
    return 'it does not start';
  }
}

export async function updateOnce(ground: Ground): Promise<string> {
  const machine = machineOf(ground);
  const version = await machine.packages.version();
  if (version === null) throw new Error('nothing is installed');
  const keeper = await UpdateKeeper.open({
    folder: path.join(ground.root, 'home/updates'),
    root: machine.root,
    policy: UpdatePolicy.parse({ mode: 'self', ring: 'piloto' }),
    sources: [httpSource(ground.url, fetch)],
    here: { version, platform: 'linux', arch: ground.arch, format: 'deb' },
    installer: {
      install: async (staged, { name }) => {
        // As the door does (resources/linux/fojas-update).
        process.umask(0o077);
        const answer = await installAsRoot(machine, staged, name);
        return answer.ok ? done(null) : answer;
      },
      goBack: async () => {
        const answer = await returnAsRoot(machine);
        return answer.ok ? done(null) : answer;
      },
    },
    readiness: async () => ({ batch: false, unsettled: 0, typing: false, schema: null }),
    ...{
      backup: async () => done(null),
      faultsNow: async () => [],
      take: async () => undefined,
      now: () => new Date(),
    },
    waitsMs: [20, 50, 100, 200],
  });
  if ((await keeper.beginStart()) === 'test' && (await faultOf(ground)) === null) await keeper.healthy();
  const checked = await keeper.check();
  if (!checked.ok) return JSON.stringify(checked.failure);
  if (checked.value.waiting === null) return 'nothing waits';
  const fetched = await keeper.fetch(new AbortController().signal);
  if (!fetched.ok) return JSON.stringify(fetched.failure);
  const applied = await keeper.apply();
  return applied.ok ? 'installed' : JSON.stringify(applied.failure);
}

if (import.meta.main) {
  const ground = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Ground;
  await recoverAsRoot(machineOf(ground));
  process.stdout.write(`${await updateOnce(ground)}\n`);
}
