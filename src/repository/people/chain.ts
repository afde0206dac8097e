import { createHash } from 'node:crypto';
import type { AccessEntry, AccessVerdict } from '../../contract/people.ts';

/** An access before it has its place. */
export type AccessFact = Omit<AccessEntry, 'seq' | 'hash'>;

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** What the first entry is chained to. */
export const chainRoot = createHash('sha256').update('fojas access log v1').digest('hex');

/** The one text of a fact: its members in one order, whatever order they came in. */
const textOf = ({ at, officeId, personId, device, what, subject, status }: AccessFact): string =>
  JSON.stringify({ at, officeId, personId, device, what, subject, status });

const hashAfter = (before: string, seq: number, text: string): string =>
  createHash('sha256').update(`${before}\n${seq}\n${text}`).digest('hex');

/** Facts as rows behind `head`. */
export function chained(
  head: ChainHead,
  facts: readonly AccessFact[],
): { readonly seq: number; readonly entry: string; readonly hash: string }[] {
  let { seq, hash } = head;
  return facts.map((fact) => {
    const entry = textOf(fact);
    seq += 1;
    hash = hashAfter(hash, seq, entry);
    return { seq, entry, hash };
  });
}

/** Goes on checking a chain with further entries; a verdict where one does not fit, else the new head. */
export function follow(head: ChainHead, entries: readonly AccessEntry[]): ChainHead | AccessVerdict {
  let { seq, hash } = head;
  for (const entry of entries) {
    if (entry.seq !== seq + 1) return { kind: 'broken', seq: seq + 1, reason: 'missing' };
    seq += 1;
    hash = hashAfter(hash, seq, textOf(entry));
    if (hash !== entry.hash) return { kind: 'broken', seq, reason: 'changed' };
  }
  return { seq, hash };
}
