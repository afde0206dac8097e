import { mkdtempSync, rmSync } from 'node:fs';
import { chown, lstat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { done, type Outcome } from '../../contract/failures.ts';
import { SelfTestReport } from '../../contract/updates.ts';
import { readIfThere } from '../read-if-there.ts';
import type { Here } from '../choose.ts';
import { dpkg } from './deb.ts';
import { installAsRoot, type MachineOptions, recoverAsRoot, returnAsRoot } from './machine.ts';
import { runClean } from './run.ts';

/** An errand of the door. */
export type RootErrand =
  | { readonly kind: 'install'; readonly staged: string; readonly name: string }
  | { readonly kind: 'return' }
  | { readonly kind: 'recover' };

export interface RootPlaces {
  /** The root of trust that came with the program. */
  readonly shippedRoot: string;
  readonly program: string;
}

/** IT's own root of trust, and root's memory of updates. */
const organisationRoot = '/etc/fojas/update-root.json';
const folder = '/var/lib/fojas/updates';
const nobody = 65534;

/** The root of trust: the organisation's, where root put one, else the one of the program; null where there is none that only root may write. */
export async function rootOfTrust(files: readonly string[], owner: number | null): Promise<Uint8Array | null> {
  for (const file of files) {
    const stat = await lstat(file).catch(() => null);
    if (stat === null) continue;
    // What others may write says nothing.
    if (owner !== null && (stat.uid !== owner || (stat.mode & 0o022) !== 0 || !stat.isFile())) continue;
    const bytes = await readIfThere(file);
    if (bytes !== null) return bytes;
  }
  return null;
}

/** Which files may hold the root of trust, the first that counts first. */
export const rootFiles = (shipped: string, named?: string): string[] => [
  ...(named ? [named] : []),
  organisationRoot,
  shipped,
];

/** Does an errand with an administrator's rights, on this very machine. Answers as the door prints it. */
export async function runRootErrand(errand: RootErrand, places: RootPlaces): Promise<Outcome<string | boolean>> {
  const { platform, arch } = process as unknown as Pick<Here, 'platform' | 'arch'>;
  const root = await rootOfTrust(rootFiles(places.shippedRoot), 0);
  const options: MachineOptions = {
    ...{ folder, platform, arch, packages: dpkg() },
    root: root ?? new Uint8Array(),
    selfTest: () => selfTestAsNobody(places.program),
  };
  if (errand.kind === 'recover') return recoverAsRoot(options);
  if (errand.kind === 'return') return returnAsRoot(options);
  return installAsRoot(options, errand.staged, errand.name);
}

/**
 * Starts what was just installed, as nobody and on no data: do its processes start, is cryptography right, does a journal come about?
 * Drivers and the person's own data are judged by the person's own start.
 */
export async function selfTestAsNobody(program: string): Promise<string | null> {
  const home = mkdtempSync(path.join(tmpdir(), 'fojas-trial-'));
  try {
    await chown(home, nobody, nobody);
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--self-test', `--user-data-dir=${home}`];
    const dropped = [
      `--reuid=${nobody}`,
      `--regid=${nobody}`,
      '--clear-groups',
      '--',
      '/usr/bin/env',
      `HOME=${home}`,
      `TMPDIR=${home}`,
    ];
    const printed = await runClean('/usr/bin/setpriv', [...dropped, program, ...args], 120_000, true);
    return judge(printed);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function judge(printed: string | null): string | null {
  const report = SelfTestReport.safeParse(parse(printed?.trimEnd().split('\n').at(-1) ?? ''));
  if (!report.success) return 'it does not start';
  const wrong = report.data.checks.find(({ ok, name }) => !ok && name !== 'driver');
  return wrong === undefined ? null : `${wrong.name} ${wrong.detail}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the door prints. */
export const printable = (outcome: Outcome<string | boolean>): string =>
  JSON.stringify(outcome.ok ? done(outcome.value) : outcome);
