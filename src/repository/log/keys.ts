import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  AccessMark,
  KeyHistory,
  KeyHistoryHeader,
  EntryRefusalStatement,
  RefusalStatement,
} from '../../contract/log.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { openJws, originOf } from '../../proof/index.ts';
import { syncFolderSync, writeDurablySync } from '../../at-rest/durable.ts';
import { makeKey, openKey, receiptKeyFile } from '../receipts.ts';
import { RegisterError } from '../refusal.ts';

/** What the log needs of the repository's keys. */
export interface LogSigner {
  readonly key: ReceiptKey;
  readonly origin: string;
  /** As its root vouches for it; null while the first key still signs. */
  readonly history: string | null;
  /** Every key whose receipts count, the one that signs now last. */
  readonly keys: readonly ReceiptKey[];
  /** What a workstation pins. */
  readonly root: ReceiptKey;
  signNote(text: Uint8Array): Uint8Array;
  signRefusal(statement: RefusalStatement): string;
  signEntryRefusal(statement: EntryRefusalStatement): string;
  signAccesses(statement: AccessMark): string;
}

/** The pinned key once another one signs: wanted to change keys again, and best kept elsewhere. */
export const rootKeyFile = 'root-key.pem';
const historyFile = 'receipt-keys.jws';
const nextKeyFile = 'receipt-key.next.pem';

/** The keys as they lie in the repository's folder. @throws {RegisterError} `damaged` where they do not belong together */
export function openLogSigner(dir: string): LogSigner {
  finishRotation(dir);
  const signing = openKey(dir, receiptKeyFile);
  const text = readHistory(dir);
  const history = text === null ? null : parseHistory(text);
  const entries = history?.keys ?? [{ key: signing.key, from: null, retired: null }];
  if (entries.at(-1)?.key.kid !== signing.key.kid)
    throw new RegisterError('damaged', `${historyFile} does not end with the key that signs`);
  const root = entries[0]!.key;
  return {
    key: signing.key,
    origin: originOf(root),
    history: text,
    keys: entries.map(({ key }) => key),
    root,
    signNote: (bytes) => signing.bytes(bytes),
    signRefusal: (statement) => signing.jws('fojas-refusal+jws', RefusalStatement.parse(statement)),
    signEntryRefusal: (statement) => signing.jws('fojas-entry-refusal+jws', EntryRefusalStatement.parse(statement)),
    signAccesses: (statement) => signing.jws('fojas-accesses+jws', AccessMark.parse(statement)),
  };
}

export interface Rotated {
  readonly retired: ReceiptKey;
  readonly key: ReceiptKey;
  /** The root was made a file of its own now: it can be taken away from here. */
  readonly rootMoved: boolean;
}

/**
 * Gives the repository a new key for receipts and checkpoints. The first one stays what workstations pin, and vouches for the new one;
 * whoever holds it can make keys, so it should lie elsewhere from then on. A process that ends at any moment leaves the old key or the new.
 * @param rootFile where the root key lies, when it is not in the folder any more
 * @param size of the log: what the retired key signs behind that counts no more
 * @throws {RegisterError} `otherRoot` where the root is not this repository's; the system's error where it is not there
 */
export function rotateReceiptKey(
  dir: string,
  given: { rootFile?: string | undefined; size: number; at: Date },
): Rotated {
  const before = openLogSigner(dir);
  const rootPath = join(dir, rootKeyFile);
  const isFirst = before.history === null;
  if (isFirst) copyDurably(join(dir, receiptKeyFile), rootPath);
  // Read and never made: where the root was taken away, a new one in its place would look like it.
  const root = openKey(given.rootFile ?? rootPath, null);
  if (root.key.kid !== before.root.kid) throw new RegisterError('otherRoot', 'this is the root of another repository');
  const at = given.at.toISOString();
  const known = before.history === null ? null : parseHistory(before.history);
  const entries = known?.keys ?? [{ key: before.key, from: null, retired: null }];
  makeKey(join(dir, nextKeyFile));
  const { key } = openKey(dir, nextKeyFile);
  const history: KeyHistory = {
    v: 1,
    origin: before.origin,
    issuedAt: at,
    keys: [
      ...entries.map((entry) => ({ ...entry, retired: entry.retired ?? { at, size: given.size } })),
      { key, from: at, retired: null },
    ],
  };
  writeDurablySync(join(dir, historyFile), root.jws('fojas-keys+jws', KeyHistory.parse(history)));
  finishRotation(dir);
  return { retired: before.key, key, rootMoved: isFirst };
}

/** A key that waits is taken where the history names it as the last; else nothing was promised with it. */
function finishRotation(dir: string): void {
  const next = join(dir, nextKeyFile);
  if (!existsSync(next)) return;
  const text = readHistory(dir);
  const newest = text === null ? null : parseHistory(text).keys.at(-1)?.key.kid;
  if (openKey(dir, nextKeyFile).key.kid === newest) renameSync(next, join(dir, receiptKeyFile));
  else rmSync(next);
  syncFolderSync(dir);
}

function readHistory(dir: string): string | null {
  const path = join(dir, historyFile);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}

/** Its first key is the root that must have signed it. */
function parseHistory(text: string): KeyHistory {
  const unread = KeyHistory.safeParse(payloadOf(text));
  const root = unread.success ? unread.data.keys[0]?.key : undefined;
  const history = root && openJws(text, [root], KeyHistoryHeader, KeyHistory);
  if (!history || history.origin !== originOf(root)) {
    throw new RegisterError('damaged', `${historyFile} is not signed by the root it names`);
  }
  return history;
}

function payloadOf(jws: string): unknown {
  try {
    return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function copyDurably(from: string, to: string): void {
  if (!existsSync(to)) writeDurablySync(to, readFileSync(from, 'utf8'));
}
