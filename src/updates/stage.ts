import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import { type Here, mustNot } from './choose.ts';
import { downloadedFile, judgeFile } from './download.ts';
import { syncFolder, writeDurably } from '../at-rest/durable.ts';
import { readIfThere } from './read-if-there.ts';
import { type Target, targetPath } from './release.ts';
import { parseSigned } from './signed.ts';
import { folderSource } from './sources/index.ts';
import { refreshTrust } from './trust.ts';

/**
 * Lays out what was fetched the way a mirror does: who installs it begins at its own root of trust and verifies everything anew, as if
 * it came from a stranger. Answers the folder.
 */
export async function stage(folder: string, trustFolder: string, target: Target): Promise<string> {
  const staged = path.join(folder, 'staged');
  await rm(staged, { recursive: true, force: true });
  await mkdir(path.join(staged, 'targets'), { recursive: true, mode: 0o755 });
  for (const name of await readdir(trustFolder)) {
    const bytes = await readIfThere(path.join(trustFolder, name)).catch(() => null);
    const signed = bytes && parseSigned(bytes);
    if (!bytes || !signed) continue;
    if (/^\d+\.root\.json$/.test(name) || name === 'timestamp.json') await writeDurably(path.join(staged, name), bytes);
    const role = /^(root|snapshot|targets)\.json$/.exec(name)?.[1];
    if (role) await writeDurably(path.join(staged, `${Number(signed['version'])}.${role}.json`), bytes);
  }
  await copyFile(downloadedFile(folder, target), path.join(staged, targetPath(target)), constants.COPYFILE_FICLONE);
  await syncFolder(path.join(staged, 'targets'));
  return staged;
}

export interface StagedOptions {
  readonly staged: string;
  readonly name: string;
  /** The installing side's own memory of what is trusted, and its own root. */
  readonly trustFolder: string;
  readonly root: Uint8Array;
  readonly here: Pick<Here, 'version' | 'platform' | 'arch' | 'format' | 'schema'>;
}

/**
 * Reads a staged release afresh and answers its target when everything about it holds now. The file itself is `judgeStagedFile`'s: it
 * is to be judged where it will be installed from.
 */
export async function readStaged(options: StagedOptions): Promise<Outcome<Target>> {
  const { staged, name, trustFolder, root, here } = options;
  const trusted = await refreshTrust({ folder: trustFolder, root, source: folderSource(staged) });
  if (!trusted.ok) return trusted;
  const target = trusted.value.targets.find((one) => one.name === name);
  if (target === undefined) return failed({ kind: 'updateRefused', reason: 'nothingWaits' });
  if (trusted.value.standing.blockedVersions.includes(target.release.version)) {
    return failed({ kind: 'updateRefused', reason: 'blocked' });
  }
  const reason = mustNot(target.release, here);
  return reason === null ? done(target) : failed({ kind: 'updateRefused', reason });
}

export const judgeStagedFile = (staged: string, target: Target): Promise<Failure | null> =>
  judgeFile(path.join(staged, targetPath(target)), target);
