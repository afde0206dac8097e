/**
 * Whether a certificate was revoked at a moment, by all that is at hand (EN 319 102-1, 5.2.5 and 5.6.2.2). A statement counts when
 * its signer may make it, and when it is known to have existed while the signer's key could still be relied on: who steals the key
 * of an expired authority must not be able to write the past anew.
 */
import { askList } from '../revocation/crl-judge.ts';
import { freshness, reaches } from '../revocation/answer.ts';
import type { RevocationAnswer, RevocationObstacle } from '../revocation/answer.ts';
import { askResponse } from '../revocation/ocsp-judge.ts';
import { digestMaterial, isReliableAt } from '../trust/algorithms.ts';
import { isSelfIssued } from '../trust/certificate.ts';
import type { Certificate } from '../trust/certificate.ts';
import { buildChain } from '../trust/chain.ts';
import { isElectronic } from '../trust/electronic.ts';
import { existenceOf } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import type { TrustContext } from './trust-context.ts';

/** A statement with what is known about the statement itself. */
export interface Testimony {
  readonly evidence: Evidence;
  readonly answer: RevocationAnswer;
  readonly existed: Date;
}

export type RevocationOutcome =
  /** `later` is set when it was revoked after the moment in question. */
  | { readonly kind: 'good'; readonly testimony: Testimony; readonly later: Date | null }
  | { readonly kind: 'revoked'; readonly testimony: Testimony; readonly since: Date }
  | { readonly kind: 'onHold'; readonly testimony: Testimony; readonly since: Date }
  /** There are statements, but none recent enough for the moment. */
  | { readonly kind: 'stale'; readonly testimony: Testimony }
  /** There is a statement, but nothing proves that it existed while its signer's certificate was valid. */
  | { readonly kind: 'unproven'; readonly testimony: Testimony }
  /** Nothing usable; with why what there is could not be used. */
  | { readonly kind: 'unknown'; readonly obstacles: readonly RevocationObstacle[] };

export interface RevocationQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** The moment for which the answer is wanted. */
  readonly at: Date;
  /** Until when the issuer's key could be relied on, where that is known to have ended. */
  readonly issuerUntil: Date | null;
}

const mostPieces = 60;

/** Asks everything at hand, then (once for each certificate) the source that the caller gave. */
export async function revocationAt(question: RevocationQuestion, context: TrustContext): Promise<RevocationOutcome> {
  const outcome = ask(question, context);
  const isSettled = outcome.kind === 'good' || outcome.kind === 'revoked';
  if (isSettled || !(await context.fetch(question.certificate, question.issuer))) return outcome;
  return ask(question, context);
}

function ask(question: RevocationQuestion, context: TrustContext): RevocationOutcome {
  const { at } = question;
  const obstacles = new Set<RevocationObstacle>();
  const heard: Testimony[] = [];
  for (const evidence of context.evidence.about(question.certificate).slice(0, mostPieces)) {
    context.budget.check();
    const testimony = hear(evidence, question, context, obstacles);
    if (testimony !== null) heard.push(testimony);
  }
  heard.sort((a, b) => b.answer.thisUpdate.getTime() - a.answer.thisUpdate.getTime());
  const revoked = firstRevocation(heard);
  if (revoked !== null && revoked.since <= at) return { ...revoked, kind: revoked.isHold ? 'onHold' : 'revoked' };
  const good = heard.filter((each) => isGoodAt(each, at));
  const usable = good.filter(
    (each) => reaches(each.answer, question.certificate) || each.answer.status.kind === 'revoked',
  );
  const recent = usable.filter((each) => isRecent(each, question, context));
  const proven = recent.find((each) => isProven(each, question));
  if (proven !== undefined) return { kind: 'good', testimony: proven, later: revoked?.since ?? null };
  if (recent[0] !== undefined) return { kind: 'unproven', testimony: recent[0] };
  const [old] = usable;
  if (good.length > usable.length) obstacles.add('silentAboutExpired');
  return old === undefined ? { kind: 'unknown', obstacles: [...obstacles] } : { kind: 'stale', testimony: old };
}

/** A statement whose signer may make it, or null with the reason added to `obstacles`. */
function hear(
  evidence: Evidence,
  question: RevocationQuestion,
  context: TrustContext,
  obstacles: Set<RevocationObstacle>,
): Testimony | null {
  const { certificate, issuer } = question;
  const asked = {
    certificate,
    issuer,
    others: context.evidence.certificates,
    at: context.latest,
    verify: context.verify,
  };
  const answer =
    evidence.kind === 'crl'
      ? askList(evidence.value, asked)
      : askResponse(evidence.value, { ...asked, mayAnswer: context.mayAnswer, read: context.memory.certificate });
  if (answer.kind === 'refused') {
    if (answer.obstacle !== 'notAbout') obstacles.add(answer.obstacle);
    return null;
  }
  const existed = existenceOf(evidence, context.proofs);
  const { signatureScheme } = evidence.value;
  if (
    signatureScheme === null ||
    !isReliableAt(digestMaterial(signatureScheme.digest, context.policy.algorithms), existed)
  ) {
    obstacles.add('unknownAlgorithm');
    return null;
  }
  if (answer.authority === 'delegate' && !delegateHolds(answer, question, context)) {
    obstacles.add('notEntitled');
    return null;
  }
  return { evidence, answer, existed };
}

/**
 * A responder is certified by the issuer itself; unless that says that nobody need ask (nocheck), a list must say that it was not
 * revoked. Whoever signs lists in the issuer's place must lead to an anchor.
 */
function delegateHolds(
  { source, signer, producedAt }: RevocationAnswer,
  question: RevocationQuestion,
  context: TrustContext,
): boolean {
  const { issuer } = question;
  if (source === 'crl') return leadsToAnchor(signer, producedAt, context);
  if (context.mayAnswer(signer, producedAt)) return true;
  if (signer.ocspNoCheck || Buffer.compare(signer.spki, issuer.spki) === 0) return true;
  const lists = context.evidence.about(signer).filter((each) => each.kind === 'crl');
  return lists.slice(0, mostPieces).some(({ value }) => {
    const answer = askList(value, { certificate: signer, issuer, at: context.latest, verify: context.verify });
    return answer.kind === 'answer' && answer.authority === 'issuer' && isGoodFor(answer, producedAt);
  });
}

function isGoodFor(answer: RevocationAnswer, at: Date): boolean {
  const { status } = answer;
  return freshness(answer, at) === 'fresh' && (status.kind === 'good' || (status.kind === 'revoked' && status.at > at));
}

function leadsToAnchor(signer: Certificate, at: Date, context: TrustContext): boolean {
  const purpose = isElectronic(signer) ? 'electronic' : 'signature';
  const result = buildChain(signer, context.chainOptions(purpose, at));
  return result.kind === 'trusted' && !(isSelfIssued(signer) && result.path.length > 1);
}

interface FoundRevocation {
  readonly testimony: Testimony;
  readonly since: Date;
  readonly isHold: boolean;
}

/** The earliest revocation that was not lifted: a hold counts only while the newest statement still says so. */
function firstRevocation(newestFirst: readonly Testimony[]): FoundRevocation | null {
  const found: FoundRevocation[] = [];
  for (const [index, testimony] of newestFirst.entries()) {
    const { status } = testimony.answer;
    if (status.kind !== 'revoked') continue;
    const isHold = status.reason === 'certificateHold';
    if (isHold && index > 0) continue;
    found.push({ testimony, isHold, since: sinceWhen(status) });
  }
  return found.sort((a, b) => a.since.getTime() - b.since.getTime())[0] ?? null;
}

/** A key that was lost is worthless since it was lost, not since somebody noticed. */
function sinceWhen({ at, reason, invalidSince }: { at: Date; reason: string | null; invalidSince: Date | null }): Date {
  const isLost = reason === 'keyCompromise' || reason === 'cACompromise' || reason === 'aACompromise';
  return isLost && invalidSince !== null && invalidSince < at ? invalidSince : at;
}

function isGoodAt({ answer: { status } }: Testimony, at: Date): boolean {
  return status.kind === 'good' || (status.kind === 'revoked' && sinceWhen(status) > at);
}

function isRecent({ answer }: Testimony, { at }: RevocationQuestion, { policy }: TrustContext): boolean {
  return answer.status.kind === 'revoked' || freshness(answer, at, policy.longestRevocationAge) === 'fresh';
}

function isProven({ existed }: Testimony, { issuerUntil }: RevocationQuestion): boolean {
  return issuerUntil === null || existed <= issuerUntil;
}
