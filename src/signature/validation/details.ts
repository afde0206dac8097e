/** What a verdict rests on, in plain values for reports. */
import type { Certificate } from '../trust/certificate.ts';
import type { Material } from '../trust/algorithms.ts';
import type { PathJudgement, PathLink } from './path-judge.ts';
import type { Existence } from './proofs.ts';
import type { RevocationOutcome } from './revocation-status.ts';
import { summarize } from './signer-summary.ts';
import type { JudgedStamp } from './stamps.ts';
import type { PathStep, RevocationUse, SignatureDetails, TimestampVerdict } from './verdict.ts';

export interface DetailsInput {
  readonly coverage: SignatureDetails['coverage'];
  readonly materials: readonly Material[];
  readonly existence: Existence;
  readonly now: Date;
  readonly path: PathJudgement | null;
  readonly stamps: readonly JudgedStamp[];
}

export function detailsOf({ coverage, materials, existence, now, path, stamps }: DetailsInput): SignatureDetails {
  return {
    coverage,
    algorithms: [...new Set(materials.map(({ name }) => name))],
    existence: {
      by: existence.by.toISOString(),
      proven: existence.by < now,
      notBefore: existence.notBefore?.toISOString() ?? null,
    },
    path: stepsOf(path),
    timestamps: stamps.filter((each) => each.kind !== 'document').map(timestampVerdict),
  };
}

function timestampVerdict({ kind, facts, path, trusted }: JudgedStamp): TimestampVerdict {
  const { findings, authority, intact, time } = facts;
  // A token that nothing ties to its certificate has no finding of its own, and proves nothing all the same.
  const result =
    findings.passed && !trusted && !intact
      ? ({ indication: 'INDETERMINATE', subIndication: 'SIG_CONSTRAINTS_FAILURE' } as const)
      : findings.result;
  return {
    kind,
    time: time.toISOString(),
    ...result,
    authority: summarize(authority, time),
    path: stepsOf(path),
    reasons: findings.reasons,
  };
}

function stepsOf(path: PathJudgement | null): PathStep[] {
  return path?.links.map((link) => stepOf(link, path.anchor)) ?? [];
}

function stepOf({ certificate, revocation }: PathLink, anchor: Certificate | null): PathStep {
  return {
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    serialNumber: certificate.serialNumber.toString(16),
    sha256: certificate.sha256,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    isAnchor: anchor?.sha256 === certificate.sha256,
    revocation: revocation === null ? null : revocationUse(revocation),
  };
}

function revocationUse(outcome: RevocationOutcome): RevocationUse {
  if (outcome.kind === 'unknown') {
    return { outcome: 'unknown', revokedSince: null, statement: null, obstacles: outcome.obstacles };
  }
  const { evidence, answer, existed } = outcome.testimony;
  const since = outcome.kind === 'good' ? outcome.later : 'since' in outcome ? outcome.since : null;
  return {
    outcome: outcome.kind,
    revokedSince: since?.toISOString() ?? null,
    statement: {
      kind: answer.source,
      sha256: evidence.sha256,
      origin: evidence.origin,
      signedBy: answer.signer.subject.text,
      thisUpdate: answer.thisUpdate.toISOString(),
      nextUpdate: answer.nextUpdate?.toISOString() ?? null,
      producedAt: answer.producedAt.toISOString(),
      existedBy: existed.toISOString(),
    },
    obstacles: [],
  };
}
