import type { ReceiptKey } from '../contract/receipts.ts';
import { ReceiptHeader, ReceiptStatement } from '../contract/receipts.ts';
import type { ReceiptFile } from '../contract/log.ts';
import type { Checkpoint } from './checkpoint.ts';
import { unpackHashes } from './hashes.ts';
import { openJws } from './jws.ts';
import { believeCheckpoint, keyRings, mightSign, openKeyHistory, receiptKeysOf } from './keys.ts';
import { holdsConsistency, holdsInclusion, leafHash } from './tree.ts';

/** What makes a receipt file unbelievable, the first that was found. */
export type ReceiptFileFault =
  /** The history of keys is not the pinned root's. */
  | 'keys'
  /** No key that is vouched for signed the receipt. */
  | 'receipt'
  /** No such key signed the checkpoint, or not any more when it was that large. */
  | 'checkpoint'
  /** The receipt is not a leaf of that tree, or its key was retired before. */
  | 'inclusion'
  /** The stamped checkpoint is not an earlier one of the same log. */
  | 'stamp';

export type ReceiptFileVerdict =
  | {
      readonly kind: 'holds';
      readonly statement: ReceiptStatement;
      readonly checkpoint: Checkpoint;
      readonly index: number;
      readonly kid: string;
      /** Of an earlier tree of the same log: its text, for whoever holds the token against it. */
      readonly stamped: { readonly checkpoint: Checkpoint; readonly text: string; readonly token: Uint8Array } | null;
    }
  | { readonly kind: 'fails'; readonly fault: ReceiptFileFault };

/** Checks an exported receipt with nothing but the pinned root: no line, no rows, no clock. The token of its stamp is the caller's to check. */
export function verifyReceiptFile(file: ReceiptFile, pinned: readonly ReceiptKey[]): ReceiptFileVerdict {
  const fails = (fault: ReceiptFileFault): ReceiptFileVerdict => ({ kind: 'fails', fault });
  const history = file.keys === null ? null : openKeyHistory(file.keys, pinned);
  if (file.keys !== null && history === null) return fails('keys');
  const rings = keyRings(pinned, history);
  const statement = openJws(file.receipt, receiptKeysOf(pinned, history), ReceiptHeader, ReceiptStatement);
  if (!statement) return fails('receipt');
  const checkpoint = believeCheckpoint(file.checkpoint, rings);
  if (!checkpoint) return fails('checkpoint');
  const { index } = file.inclusion;
  const proof = unpackHashes(file.inclusion.proof);
  const kid = kidOf(file.receipt);
  if (!proof || !holdsInclusion({ ...checkpoint, index }, leafHash(file.receipt), proof)) return fails('inclusion');
  if (!mightSign(rings, kid, index)) return fails('inclusion');
  if (file.stamp === null) return { kind: 'holds', statement, checkpoint, index, kid, stamped: null };
  const earlier = believeCheckpoint(file.stamp.checkpoint, rings);
  const growth = unpackHashes(file.stamp.consistency);
  if (!earlier || !growth || !grewEither(earlier, checkpoint, growth)) return fails('stamp');
  const token = Uint8Array.from(Buffer.from(file.stamp.token, 'base64'));
  const stamped = { checkpoint: earlier, text: file.stamp.checkpoint, token };
  return { kind: 'holds', statement, checkpoint, index, kid, stamped };
}

/** The stamp may be of a tree before or after that of the proof. */
function grewEither(stamped: Checkpoint, proved: Checkpoint, growth: readonly Uint8Array[]): boolean {
  return stamped.size <= proved.size
    ? holdsConsistency(stamped, proved, growth)
    : holdsConsistency(proved, stamped, growth);
}

/** Of a JWS that was opened already. */
function kidOf(jws: string): string {
  const header: unknown = JSON.parse(Buffer.from(jws.slice(0, jws.indexOf('.')), 'base64url').toString('utf8'));
  return ReceiptHeader.parse(header).kid;
}
