import type { Preflight, PreflightFinding } from '../../../contract/levels.ts';
import type { TokenCertificate } from '../../../contract/token.ts';
import { type ChainResult, cuilOf, isElectronic } from '../../../signature/index.ts';

/** What is known of a certificate's revocation. */
export interface RevocationKnown {
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly asOf: Date | null;
}

/** What became of placing the signatures without making them. */
export interface DryRun {
  readonly tried: number;
  readonly total: number;
  /** Pages that show something where a visible signature goes, or may. */
  readonly covered: number;
  readonly refused: Extract<PreflightFinding, { check: 'documents' }>['refused'];
}

/** Whose certificates the repository takes. */
export interface Accepted {
  /** SHA-256 of the anchors to which a chain has to lead; empty: any. */
  readonly anchors: readonly string[];
  /** Certificate policies, one of which the signer's certificate has to name; empty: none is asked for. */
  readonly policies: readonly string[];
}

/** Everything the question "will it be accepted?" is answered from. Pure facts: whoever asks knows clocks, tokens and lines. */
export interface PreflightFacts {
  /** This clock put right by the repository's, where that ever told the time. */
  readonly now: Date;
  readonly offered: Pick<TokenCertificate, 'unsuitable' | 'notAfter' | 'issuer' | 'serialNumber'>;
  /** Null where the certificate cannot be read. */
  readonly chain: ChainResult | null;
  readonly hasAnchors: boolean;
  /** Null: not known now. */
  readonly accepted: Accepted | null;
  readonly revocation: RevocationKnown;
  /** Repository clock minus this clock; null where none told the time. */
  readonly clockOffsetMs: number | null;
  readonly personCuil: string | null;
  readonly dryRun: DryRun;
}

const dayMs = 86_400_000;
/** From here on it is worth thinking of the next certificate. */
const soonMs = 30 * dayMs;
const clockToleranceMs = 120_000;

/** The findings in the order of the screen. Only what would surely be refused blocks; what is not known is said, and never blocks. */
export function judgePreflight(facts: PreflightFacts): Preflight {
  const findings = [
    time(facts),
    use(facts),
    revocation(facts),
    chain(facts),
    person(facts),
    clock(facts),
    documents(facts),
  ];
  return { findings, blocked: findings.some(({ verdict }) => verdict === 'no') };
}

function time({ offered, now }: PreflightFacts): PreflightFinding {
  const until = offered.notAfter;
  if (offered.unsuitable === 'expired') return { check: 'time', verdict: 'no', reason: 'expired', until };
  if (offered.unsuitable === 'notYetValid') return { check: 'time', verdict: 'no', reason: 'notYet', until };
  const isSoon = Date.parse(until) - now.getTime() < soonMs;
  return { check: 'time', verdict: isSoon ? 'warn' : 'ok', reason: isSoon ? 'endsSoon' : 'inTime', until };
}

function use({ offered }: PreflightFacts): PreflightFinding {
  switch (offered.unsuitable) {
    case 'wrongKeyUsage':
      return { check: 'use', verdict: 'no', reason: 'wrongUse' };
    case 'weakKey':
      return { check: 'use', verdict: 'no', reason: 'weakKey' };
    case 'noPrivateKey':
      return { check: 'use', verdict: 'no', reason: 'noKey' };
    case 'unreadable':
      return { check: 'use', verdict: 'no', reason: 'unreadable' };
    case 'expired':
    case 'notYetValid':
    case null:
      return { check: 'use', verdict: 'ok', reason: 'forSigning' };
  }
}

function revocation({ revocation: { status, asOf } }: PreflightFacts): PreflightFinding {
  const verdict = status === 'good' ? 'ok' : status === 'revoked' ? 'no' : 'warn';
  return { check: 'revocation', verdict, reason: status, asOf: asOf?.toISOString() ?? null };
}

/** The repository's word goes first: it is the one that will judge. Our own anchors say what it cannot be asked. */
function chain({ chain: found, hasAnchors, accepted, offered: { issuer } }: PreflightFacts): PreflightFinding {
  const named = found?.path[0]?.policy.policies ?? [];
  const [signer] = found?.path ?? [];
  const isDigital = signer === undefined || !isElectronic(signer);
  if (accepted && accepted.policies.length > 0 && found !== null && isDigital) {
    const isUnder = named.some((policy) => accepted.policies.includes(policy));
    if (!isUnder) return { check: 'chain', verdict: 'no', reason: 'policyNotAccepted', issuer };
  }
  if (accepted && accepted.anchors.length > 0 && found !== null && hasAnchors) {
    const leads = found.kind === 'trusted' && found.path.some(({ sha256 }) => accepted.anchors.includes(sha256));
    if (leads) return { check: 'chain', verdict: 'ok', reason: 'accepted', issuer };
    // A link may be missing here that the repository has; a whole path that ends elsewhere ends elsewhere there too.
    if (found.kind === 'trusted') return { check: 'chain', verdict: 'no', reason: 'notAccepted', issuer };
  }
  if (!hasAnchors || found === null) return { check: 'chain', verdict: 'warn', reason: 'unknown', issuer };
  if (found.kind === 'untrusted') return { check: 'chain', verdict: 'warn', reason: 'notTrusted', issuer };
  return { check: 'chain', verdict: 'ok', reason: 'trusted', issuer };
}

function person({ offered, personCuil }: PreflightFacts): PreflightFinding {
  const cuil = cuilOf(offered.serialNumber);
  const own = personCuil?.replace(/\D/g, '') ?? null;
  if (cuil === null || own === null) return { check: 'person', verdict: 'warn', reason: 'unknown', cuil };
  const isSame = cuil === own;
  return { check: 'person', verdict: isSame ? 'ok' : 'no', reason: isSame ? 'same' : 'other', cuil };
}

/** A wrong clock decides nothing (law 6), so it never blocks. */
function clock({ clockOffsetMs: offsetMs }: PreflightFacts): PreflightFinding {
  if (offsetMs === null) return { check: 'clock', verdict: 'warn', reason: 'unknown', offsetMs };
  const isOff = Math.abs(offsetMs) > clockToleranceMs;
  return { check: 'clock', verdict: isOff ? 'warn' : 'ok', reason: isOff ? 'off' : 'right', offsetMs };
}

function documents({ dryRun: { tried, total, refused, covered } }: PreflightFacts): PreflightFinding {
  const about = { check: 'documents', tried, total, refused, covered } as const;
  if (tried > 0 && refused.length === total) return { ...about, verdict: 'no', reason: 'allRefused' };
  if (refused.length > 0) return { ...about, verdict: 'warn', reason: 'refused' };
  if (covered > 0) return { ...about, verdict: 'warn', reason: 'covers' };
  if (tried < total) return { ...about, verdict: 'warn', reason: 'notAllTried' };
  return { ...about, verdict: 'ok', reason: 'signable' };
}
