import { readFile, readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { OfficeDiagnostics } from '../contract/diagnostics.ts';
import type { Failure } from '../contract/failures.ts';
import type { PolicyReport } from '../contract/policy.ts';
import type { UpdateStatus } from '../contract/updates.ts';
import { readDiary } from './diary-file.ts';

export interface BundleParts {
  readonly now: Date;
  readonly version: string;
  /** Where the diary's files lie. */
  readonly diaryFolder: string;
  /** The list of what the program is made of (CycloneDX), where packaging put one. */
  readonly sbomFile: string;
  /** Traces of crashes, where they are kept. */
  readonly crashFolder: string;
  readonly policy: PolicyReport;
  readonly updates: UpdateStatus | null;
  readonly office: OfficeDiagnostics | Failure;
}

const mostLines = 400;

/**
 * The bundle that a clerk reads and sends: versions, policy with who decided it, masked configuration, health, integrity, findings, the last
 * lines of the diary, and what the program is made of. JSON, so that a person can read all of it before it leaves.
 */
export async function composeBundle(parts: BundleParts): Promise<string> {
  const { now, version, policy, updates, office } = parts;
  const bundle = {
    ...{ program: 'Fojas', version, at: now.toISOString() },
    runtime: {
      ...{ node: process.versions.node, electron: process.versions['electron'] ?? null },
      ...{ chrome: process.versions['chrome'] ?? null, platform: process.platform, arch: process.arch },
      ...{ release: os.release(), processors: os.cpus().length, memoryMb: Math.round(os.totalmem() / 2 ** 20) },
    },
    office: 'kind' in office ? { notOpen: office.kind } : office,
    policy: {
      settings: policy.settings.map(({ name, level, value }) => ({ name, level, set: value !== null })),
      troubles: policy.troubles.map(({ kind, name }) => ({ kind, name: nameOfPolicy(policy, name) })),
    },
    updates: updates && {
      ...{ mode: updates.mode, ring: updates.ring, version: updates.version, standing: updates.standing },
      ...{ lastCheckAt: updates.lastCheckAt, lastFailure: updates.lastFailure?.kind ?? null, putOff: updates.putOff },
      waiting: updates.waiting && { version: updates.waiting.version, stage: updates.waiting.stage },
      lastInstall: updates.lastInstall && { ...updates.lastInstall, reason: undefined },
    },
    crashes: await crashesIn(parts.crashFolder),
    diary: readDiary(parts.diaryFolder, mostLines),
    madeOf: await madeOf(parts.sbomFile),
  };
  return `${JSON.stringify(bundle, null, 2)}\n`;
}

/** A name that no setting has was written by somebody: it may be anything. */
const nameOfPolicy = ({ settings }: PolicyReport, name: string | null): string | null =>
  settings.find((one) => one.name === name)?.name ?? null;

/** How many traces there are and of when; what they hold stays on this PC. */
async function crashesIn(folder: string): Promise<{ readonly kept: number }> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return { kept: names.filter((name) => path.extname(name) === '.dmp').length };
}

async function madeOf(file: string): Promise<readonly string[] | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const { components = [] } = JSON.parse(text) as { components?: { name: string; group?: string; version?: string }[] };
  return components.map(({ name, group, version }) => `${group ? `${group}/` : ''}${name}@${version ?? '?'}`);
}
