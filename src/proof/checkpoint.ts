import type { ReceiptKey } from '../contract/receipts.ts';
import { readNote, signerOf, writeNote } from './note.ts';
import type { TreeHead } from './tree.ts';

/** How large the log was, what its root was, and of which log (C2SP tlog-checkpoint). */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

/** The log's name: its root key's, so that two repositories never share one. No spaces, as the name of a key wants it. */
export function originOf(root: ReceiptKey): string {
  return `fojas.log/${root.kid}`;
}

export function writeCheckpoint(
  { origin, size, root }: Checkpoint,
  key: ReceiptKey,
  sign: (text: Uint8Array) => Uint8Array,
): string {
  return writeNote(`${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`, origin, key, sign);
}

/** Takes a checkpoint apart without believing it; null where it is none. */
export function readCheckpoint(text: string): Checkpoint | null {
  const [origin, size, root] = readNote(text)?.text.split('\n') ?? [];
  if (!origin || !/^(0|[1-9][0-9]{0,15})$/.test(size ?? '') || root === undefined) return null;
  const hash = Buffer.from(root, 'base64');
  if (hash.length !== 32 || hash.toString('base64') !== root || !Number.isSafeInteger(Number(size))) return null;
  return { origin, size: Number(size), root: Uint8Array.from(hash) };
}

/** What a checkpoint of the log `origin` says when one of `keys` signed it, and which; else null. */
export function openCheckpoint(
  text: string,
  origin: string,
  keys: readonly ReceiptKey[],
): { readonly checkpoint: Checkpoint; readonly key: ReceiptKey } | null {
  const note = readNote(text);
  const checkpoint = readCheckpoint(text);
  const key = note && signerOf(note, origin, keys);
  return key && checkpoint?.origin === origin ? { checkpoint, key } : null;
}
