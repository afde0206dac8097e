/** The time-stamps of a PDF in their places, and the validation data that its signatures carry inside. */
import type { TrustContext } from '../trust-context.ts';
import type { Place } from '../proofs.ts';
import { takeIn } from '../stamps.ts';
import type { Stamp } from '../stamps.ts';
import type { Candidate, Examined } from './examine.ts';

/** A signature with the times that its own time-stamps prove of it; filled while they are judged. */
export interface Placed {
  readonly candidate: Candidate;
  readonly examined: Examined;
  /** Where the signature value lies: it exists when something later covers it, or when a time-stamp over it does. */
  readonly place: Place & { readonly own: Date[] };
}

/** A /Contents lies in the gap of its own range: only what covers more than that range covers it. */
export function placed(candidate: Candidate, examined: Examined): Placed {
  return { candidate, examined, place: { end: (candidate.range?.end ?? Infinity) + 1, own: [] } };
}

/** Every time-stamp that a PDF signature is or carries. */
export function stampsOf({ candidate, examined, place }: Placed): Stamp[] {
  const { range, signature } = candidate;
  if (range === null) return [];
  const inside = { covers: range.end, field: signature.field };
  const unsigned: Place = { end: place.end };
  return [
    ...(examined.timestamp === null
      ? []
      : [{ ...inside, kind: 'document' as const, facts: examined.timestamp, place: unsigned, proves: null }]),
    ...examined.timestamps.map((facts) => ({
      ...inside,
      kind: 'signature' as const,
      facts,
      place: unsigned,
      proves: place.own,
    })),
    ...examined.contentTimestamps.map((facts) => ({ ...inside, kind: 'content' as const, facts, place, proves: null })),
  ];
}

/** Takes in the certificates, lists and responses within a signature and its time-stamps. */
export function takeInCms(
  { candidate, examined, place }: Placed,
  context: Pick<TrustContext, 'evidence' | 'memory'>,
): void {
  context.evidence.addCertificates(examined.certificates);
  const unsigned: Place = { end: place.end };
  if (candidate.content?.kind === 'signature')
    takeIn(context, candidate.content, 'signature', { signed: place, unsigned });
  const stamps = [examined.timestamp, ...examined.timestamps, ...examined.contentTimestamps];
  for (const facts of stamps) {
    const signer = facts?.token.signedData.signerInfos[0];
    if (facts === null || signer === undefined) continue;
    context.evidence.addCertificates(facts.certificates);
    takeIn(context, { signedData: facts.token.signedData, signer }, 'timestamp', { signed: unsigned, unsigned });
  }
}
