import { LogGrowth, LogHead, LogProofs, LogStamp } from '../../contract/log.ts';
import type { LogSource } from '../log/keeper.ts';
import type { Answered, Upstream } from './upstream.ts';

/**
 * The central repository's log, asked for by the PCs of an office: passed on as it is answered. Nothing of it is believed or kept here:
 * each PC checks for itself, and a repository inside an office can only be silent about it.
 */
export function logRelay(upstream: Pick<Upstream, 'read'>): LogSource {
  return {
    head: async (from) => present(await upstream.read(`/v1/log?from=${from}`, LogHead)) ?? 'away',
    growth: async (from, to) => {
      const told = present(await upstream.read(`/v1/log/consistency?from=${from}&to=${to}`, LogGrowth));
      return told === 'away' || told === null ? told : told.consistency;
    },
    proofs: async (size, leaves) => {
      const asked = leaves.map((leaf) => Buffer.from(leaf).toString('base64url')).join(',');
      return present(await upstream.read(`/v1/log/proofs?size=${size}&leaves=${asked}`, LogProofs));
    },
    stampUpTo: async (size) => present(await upstream.read(`/v1/log/stamp?size=${size}`, LogStamp)),
  };
}

/** Null for a no of the protocol. */
function present<T>(answer: Answered<T>): T | null | 'away' {
  if (answer.kind === 'ok') return answer.value;
  return answer.kind === 'problem' && answer.code === 'not-found' ? null : 'away';
}
