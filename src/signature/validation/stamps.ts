/**
 * All time-stamps of one file, judged from the outermost to the innermost (EN 319 102-1, 5.6.3): each trusted one proves that what
 * lies within it existed, and so keeps the ones within good beyond the life of their authorities' certificates.
 */
import type { CmsPiece } from './cms-evidence.ts';
import { certificatesIn, piecesIn } from './cms-evidence.ts';
import type { EvidenceOrigin } from './evidence.ts';
import type { SignedData, SignerInfo } from '../cms/parse.ts';
import { Findings } from './findings.ts';
import { judgePath } from './path-judge.ts';
import type { PathJudgement } from './path-judge.ts';
import type { Existence, Place } from './proofs.ts';
import { readCertificates } from './signer-certificate.ts';
import type { TimestampFacts } from './timestamp-check.ts';
import type { TrustContext } from './trust-context.ts';

export type StampKind = 'document' | 'signature' | 'content';

/** A time-stamp in its place. */
export interface Stamp {
  readonly kind: StampKind;
  readonly facts: TimestampFacts;
  /** How many bytes of the file it covers; for the one over a signature value, as many as the signature. */
  readonly covers: number;
  /** Where it lies itself. */
  readonly place: Place;
  /** The field of the document time-stamp, or of the signature that carries it. */
  readonly field: string | null;
  /** Where the times go that it proves of its own signature in particular. */
  readonly proves: Date[] | null;
}

export interface JudgedStamp extends Stamp {
  /** Whether it proves its time. */
  readonly trusted: boolean;
  readonly existence: Existence;
  readonly path: PathJudgement | null;
}

/** Judges every stamp; what each proves is added to the context before the next is looked at. Same order as given. */
export async function judgeStamps(stamps: readonly Stamp[], context: TrustContext): Promise<JudgedStamp[]> {
  const judged = new Map<Stamp, JudgedStamp>();
  for (const stamp of [...stamps].sort(outermostFirst)) {
    context.budget.check();
    const result = await judge(stamp, context);
    judged.set(stamp, result);
    if (!result.trusted) continue;
    stamp.proves?.push(stamp.facts.time);
    if (stamp.kind !== 'content') {
      context.proofs.add({ time: stamp.facts.time, covers: stamp.covers, by: stamp.field ?? '' });
    }
  }
  const all = stamps.map((stamp) => judged.get(stamp)!);
  for (const stamp of all) checkOrder(stamp, all, context);
  return all;
}

const ranks: Readonly<Record<StampKind, number>> = { document: 0, signature: 1, content: 2 };

function outermostFirst(a: Stamp, b: Stamp): number {
  return b.covers - a.covers || ranks[a.kind] - ranks[b.kind];
}

async function judge(stamp: Stamp, context: TrustContext): Promise<JudgedStamp> {
  const { facts } = stamp;
  const existence: Existence = { by: context.proofs.existed(stamp.place), notBefore: null };
  const { authority, certificates: own, materials, findings } = facts;
  if (authority === null) return { ...stamp, trusted: false, existence, path: null };
  const question = { certificate: authority, purpose: 'timestamp' as const, existence, materials, own };
  const path = await judgePath(question, context, findings);
  if (facts.time > context.latest) {
    findings.doubt(
      'TIMESTAMP_ORDER_FAILURE',
      'timestampFromTheFuture',
      'The time-stamp is later than the moment of checking.',
    );
  }
  return { ...stamp, trusted: facts.intact && findings.passed, existence, path };
}

/** A time-stamp cannot be older than one that lies within what it covers. */
function checkOrder(stamp: JudgedStamp, all: readonly JudgedStamp[], context: TrustContext): void {
  if (!stamp.trusted) return;
  const earliestPossible = latestWithin(all, stamp.covers);
  if (earliestPossible !== null && isBefore(stamp.facts.time, earliestPossible, context)) {
    stamp.facts.findings.doubt(
      'TIMESTAMP_ORDER_FAILURE',
      'timestampOrder',
      'The time-stamp is older than one that it covers.',
    );
  }
}

/** The latest time proven by something within the first `covers` bytes: what covers those bytes was made later. */
export function latestWithin(stamps: readonly JudgedStamp[], covers: number): Date | null {
  const times = stamps
    .filter((each) => each.trusted && each.kind !== 'content' && each.covers < covers)
    .map((each) => each.facts.time.getTime());
  return times.length === 0 ? null : new Date(Math.max(...times));
}

export function isBefore(a: Date, b: Date, { policy }: TrustContext): boolean {
  return a.getTime() + policy.clockTolerance < b.getTime();
}

/** The latest time at which the content is proven to have existed before it was signed. */
export function provenContent(own: readonly JudgedStamp[]): Date | null {
  const times = own.filter((each) => each.trusted && each.kind === 'content').map((each) => each.facts.time.getTime());
  return times.length === 0 ? null : new Date(Math.max(...times));
}

/** Says of each time-stamp that a signature carries why it proves nothing, where it proves nothing. */
export function noteStamps(own: readonly JudgedStamp[], findings: Findings): void {
  for (const { facts, trusted } of own) {
    const [why = 'it is not tied to its certificate'] = facts.findings.reasons;
    if (!facts.intact) findings.note('timestampNotIntact', `A time-stamp of the signature does not hold (${why}).`);
    else if (!trusted) {
      const { subIndication } = facts.findings.result;
      findings.note('timestampNotTrusted', `A time-stamp proves no time here (${subIndication ?? why}).`);
    }
  }
}

/** Takes in what a CMS carries: certificates as possible links, revocation data with where it lies. */
export function takeIn(
  { evidence: pool, memory }: Pick<TrustContext, 'evidence' | 'memory'>,
  cms: { readonly signedData: SignedData; readonly signer: SignerInfo },
  origin: EvidenceOrigin,
  places: { readonly signed: Place; readonly unsigned: Place },
): void {
  const placeOf = ({ signed }: CmsPiece) => (signed ? places.signed : places.unsigned);
  for (const piece of piecesIn(cms.signedData, cms.signer)) {
    pool.add({ kind: piece.kind, bytes: piece.bytes, origin, place: placeOf(piece) });
  }
  pool.addCertificates(readCertificates(certificatesIn(cms.signer), new Findings(), memory));
}
