import { LogGrowth, LogHead, LogProofs, LogStamp } from '../../contract/log.ts';
import { readCheckpoint } from '../../proof/index.ts';
import type { LogSource } from '../log/keeper.ts';
import type { Answered, Upstream } from './upstream.ts';

/**
 * The central repository's log, asked for by the PCs of an office: passed on as it is answered. Nothing of it is believed here: each PC
 * checks for itself, and a repository inside an office can only be silent about it.
 * @param isAway whether the central repository is known not to answer.
 */
export function logRelay(upstream: Pick<Upstream, 'read'>, isAway: () => boolean = () => false): LogSource {
  // Nobody waits for a line of which it is known that it is down.
  const read: Upstream['read'] = async (path, schema) =>
    isAway() ? { kind: 'line', detail: 'out of reach' } : upstream.read(path, schema);
  // What one PC was shown, the others are told of: they find out if they were shown different pasts.
  let shown: readonly string[] = [];
  return {
    head: async (from) => {
      const head = present(await read(`/v1/log?from=${from}`, LogHead)) ?? 'away';
      if (head === 'away') return head;
      // A log that became shorter is an alarm to each PC already; once a person took it, the old ones would only raise it again.
      const size = sizeOf(head.checkpoint);
      const seen = shown.filter((text) => text !== head.checkpoint && sizeOf(text) <= size);
      shown = [head.checkpoint, ...seen].slice(0, mostShown);
      return seen.length === 0 ? head : { ...head, seen: seen.slice(0, 1) };
    },
    growth: async (from, to) => {
      const told = present(await read(`/v1/log/consistency?from=${from}&to=${to}`, LogGrowth));
      return told === 'away' || told === null ? told : told.consistency;
    },
    proofs: async (size, leaves) => {
      const asked = leaves.map((leaf) => Buffer.from(leaf).toString('base64url')).join(',');
      return present(await read(`/v1/log/proofs?size=${size}&leaves=${asked}`, LogProofs));
    },
    stampUpTo: async (size) => present(await read(`/v1/log/stamp?size=${size}`, LogStamp)),
  };
}

const mostShown = 8;
const sizeOf = (text: string): number => readCheckpoint(text)?.size ?? 0;

/** Null for a no of the protocol. */
function present<T>(answer: Answered<T>): T | null | 'away' {
  if (answer.kind === 'ok') return answer.value;
  return answer.kind === 'problem' && answer.code === 'not-found' ? null : 'away';
}
