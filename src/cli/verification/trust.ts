/** Whom `verify` trusts: certificates named by hand, and signed trust lists. */
import { createPublicKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import {
  type Certificate,
  type LoadedAnchors,
  loadAnchors,
  openTrustList,
  parseCertificates,
  readKeptList,
  requireCurrent,
  type TrustList,
  TrustListError,
} from '../../signature/index.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { failureOfSystem } from '../refusals.ts';
import type { ExitCode } from '../exit-codes.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';

export interface TrustOptions {
  readonly trust?: string | undefined;
  /** A file, a folder of kept versions, or a version of the office's own list. */
  readonly trustList?: string | undefined;
  readonly trustListKey?: string | undefined;
  readonly listVersion?: number | undefined;
  readonly at: Date;
  /** The office whose anchors and list are believed beside what is named. */
  readonly office?: Pick<OfficeConfig, 'trustAnchors' | 'trustList'> | undefined;
}

export interface Trust {
  readonly anchors: readonly Certificate[];
  readonly trustList: TrustList | null;
}

/** Reads all that is trusted; an exit code when something of it cannot be used, which was then said. */
export function readTrust(options: TrustOptions, ui: Ui): Trust | ExitCode {
  const named = options.trust === undefined ? [] : readAnchors(options.trust, ui);
  if (typeof named === 'number') return named;
  const { trustList: path, office } = options;
  const anchors = [...named, ...(office?.trustAnchors ?? []).flatMap((pem) => parseCertificates(Buffer.from(pem)))];
  const isVersion = path !== undefined && /^[0-9]{1,9}$/.test(path);
  if (isVersion && !office?.trustList) return ui.misuse(ui.words.verification.needsOffice);
  if (path === undefined || isVersion) {
    const version = isVersion ? Number(path) : options.listVersion;
    if (office?.trustList && options.trustListKey === undefined) {
      return listOfOffice(office.trustList, version, anchors, options.at, ui);
    }
    const isAlone = options.trustListKey !== undefined || options.listVersion !== undefined;
    return isAlone ? ui.misuse(ui.words.verification.needsList) : { anchors, trustList: null };
  }
  if (options.trustListKey === undefined) return ui.misuse(ui.words.verification.needsKey);
  const keys = readKeys(options.trustListKey, ui);
  if (typeof keys === 'number') return keys;
  return guardList(path, ui, () => {
    const list = statSync(path).isDirectory()
      ? readKeptList(path, keys, options.listVersion)
      : openTrustList(readFileSync(path), keys);
    if (options.listVersion !== undefined && list.content.version !== options.listVersion) {
      throw new TrustListError('missing', `the file holds version ${list.content.version}`);
    }
    requireCurrent(list, options.at);
    return { anchors, trustList: list };
  });
}

/** The list that an office keeps, in the version asked for; the newest without one. */
function listOfOffice(
  { folder, keys }: NonNullable<OfficeConfig['trustList']>,
  version: number | undefined,
  anchors: readonly Certificate[],
  at: Date,
  ui: Ui,
): Trust | ExitCode {
  return guardList(folder, ui, () => {
    const pinned = keys.map((pem) => createPublicKey(pem).export({ format: 'der', type: 'spki' }));
    const list = readKeptList(folder, pinned, version);
    requireCurrent(list, at);
    return { anchors, trustList: list };
  });
}

/** Runs something about a trust list; what the system or the list is to blame for is said, and ends with an exit code. */
export function guardList<T>(path: string, ui: Ui, run: () => T): T | ExitCode {
  try {
    return run();
  } catch (error) {
    if (error instanceof TrustListError) {
      ui.note(ui.words.verification.listTrouble[error.kind](error.message));
      return exitCodes.no;
    }
    const failure = failureOfSystem(error, path);
    if (failure === null) throw error;
    return ui.fail(failure);
  }
}

/** The public keys (SubjectPublicKeyInfo) in a PEM file: keys themselves, or those of certificates. */
export function readKeys(path: string, ui: Ui): Uint8Array[] | ExitCode {
  let text;
  try {
    text = readFileSync(path, 'latin1');
  } catch (error) {
    const failure = failureOfSystem(error, path);
    if (failure === null) throw error;
    return ui.fail(failure);
  }
  const blocks = text.match(/-----BEGIN (PUBLIC KEY|CERTIFICATE)-----[^-]+-----END \1-----/g) ?? [];
  try {
    const keys = blocks.map((pem) => createPublicKey(pem).export({ format: 'der', type: 'spki' }));
    if (keys.length > 0) return keys;
  } catch {
    // Neither kind: said below.
  }
  return ui.misuse(ui.words.verification.badKey(path));
}

function readAnchors(trust: string, ui: Ui): readonly Certificate[] | ExitCode {
  try {
    const folder = statSync(trust).isDirectory();
    const loaded = folder ? loadAnchors(trust) : anchorsIn(trust);
    const refused = loaded.refused.map(({ file, reason }) => ui.words.verify.anchorRefused(file, reason));
    // A file named by itself was meant; one among others in a folder may lie there by chance.
    if (!folder && refused[0] !== undefined) return ui.misuse(refused[0]);
    for (const line of refused) ui.note(line);
    return loaded.anchors;
  } catch (error) {
    const failure = failureOfSystem(error, trust);
    if (failure === null) throw error;
    return ui.fail(failure);
  }
}

/** Certificates have a few kilobytes, and a file of many has a few hundred of them. */
const largestTrustFile = 4 << 20;

/** The certificates of one file. @throws the system's error when it cannot be read. */
function anchorsIn(file: string): LoadedAnchors {
  if (statSync(file).size > largestTrustFile) return { anchors: [], refused: [{ file, reason: 'too large' }] };
  const bytes = readFileSync(file);
  try {
    return { anchors: parseCertificates(bytes), refused: [] };
  } catch (error) {
    return { anchors: [], refused: [{ file, reason: error instanceof Error ? error.message : String(error) }] };
  }
}
