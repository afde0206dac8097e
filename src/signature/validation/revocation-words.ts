/** What is known about a certificate's revocation, in terms of findings. */
import type { Certificate } from '../trust/certificate.ts';
import type { Findings } from './findings.ts';
import type { Existence } from './proofs.ts';
import { nameOf } from './path-words.ts';
import type { RevocationOutcome } from './revocation-status.ts';

interface About {
  readonly certificate: Certificate;
  readonly isSigner: boolean;
  readonly existence: Existence;
  readonly now: Date;
}

/** Where an answer is demanded: everything but a good one is a doubt, or worse. */
export function explainRevocation(outcome: RevocationOutcome, about: About, findings: Findings): void {
  const who = whose(about);
  switch (outcome.kind) {
    case 'good':
      return noteRevocation(outcome, about, findings);
    case 'revoked':
      return explainRevoked(outcome.since, about, findings);
    case 'onHold':
      findings.doubt('TRY_LATER', 'onHold', `Suspended since ${day(outcome.since)}: ${who}.`);
      return;
    case 'stale': {
      if (about.certificate.notAfter < about.now) return explainUnknown(['stale'], about, findings);
      const { nextUpdate, thisUpdate } = outcome.testimony.answer;
      const until = nextUpdate === null ? `is of ${day(thisUpdate)}` : `was good until ${day(nextUpdate)}`;
      findings.doubt(
        'TRY_LATER',
        'revocationStale',
        `What is known about revocation ${until}, which is too old for ${who}.`,
      );
      return;
    }
    case 'unproven':
      findings.doubt(
        'REVOCATION_OUT_OF_BOUNDS_NO_POE',
        'revocationUnproven',
        `Nothing proves that the statement about ${who} was made while its issuer’s certificate was valid.`,
      );
      return;
    case 'unknown':
      return explainUnknown(outcome.obstacles, about, findings);
  }
}

/** Where an answer is welcome: what was found is said. */
export function noteRevocation(outcome: RevocationOutcome, about: About, findings: Findings): void {
  const who = whose(about);
  if (outcome.kind === 'good' && outcome.later !== null) {
    findings.note('revokedLater', `Revoked on ${day(outcome.later)}, after this existed: ${who}.`);
  } else if (outcome.kind === 'stale') {
    findings.note('revocationOld', `What is known about revocation is old: ${who}.`);
  } else if (outcome.kind !== 'good') {
    findings.note('revocationNotChecked', 'Whether the certificates were revoked was not looked at.');
  }
}

function explainRevoked(since: Date, about: About, findings: Findings): void {
  const { isSigner, existence } = about;
  const sentence = `Revoked on ${day(since)}: ${whose(about)}.`;
  if (!isSigner) findings.doubt('REVOKED_CA_NO_POE', 'authorityRevoked', sentence);
  else if (existence.notBefore !== null && existence.notBefore >= since) {
    findings.fail('REVOKED', 'signedAfterRevocation', `${sentence} This was signed afterwards.`);
  } else findings.doubt('REVOKED_NO_POE', 'revoked', `${sentence} Nothing proves that this was signed before.`);
}

/** Nobody publishes the status of a certificate that expired: then there is nothing to wait for. */
function explainUnknown(obstacles: readonly string[], about: About, findings: Findings): void {
  const { certificate, now } = about;
  const why = obstacles.length === 0 ? '' : ` What there is cannot be used (${obstacles.join(', ')}).`;
  if (certificate.notAfter < now) {
    findings.doubt(
      'NO_POE',
      'revocationNeverKnown',
      `Nothing shows that it had not been revoked in time: ${whose(about)}.${why}`,
    );
  } else {
    findings.doubt(
      'TRY_LATER',
      'revocationUnknown',
      `Whether it was revoked is not known here: ${whose(about)}.${why}`,
    );
  }
}

function whose({ isSigner, certificate }: About): string {
  return isSigner ? `the signer’s certificate (${nameOf(certificate)})` : `the certificate of ${nameOf(certificate)}`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 16).replace('T', ' ');
}
