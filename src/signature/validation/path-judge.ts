/**
 * The certificate path of a signature or time-stamp (EN 319 102-1, 5.2.6 and 5.6.2): for the moment at which the token is known to
 * have existed, whether it leads to an anchor, and whether every certificate in it was good then, by statements that can be relied on.
 */
import { oids } from '../asn1/oids.ts';
import { isReliableAt } from '../trust/algorithms.ts';
import type { Material } from '../trust/algorithms.ts';
import type { Certificate } from '../trust/certificate.ts';
import { buildChain } from '../trust/chain.ts';
import { isElectronic } from '../trust/electronic.ts';
import { mayDigitallySign } from '../trust/suitability.ts';
import type { Findings } from './findings.ts';
import { explainPath } from './path-words.ts';
import type { Existence } from './proofs.ts';
import { revocationAt } from './revocation-status.ts';
import type { RevocationOutcome, Testimony } from './revocation-status.ts';
import { explainRevocation, noteRevocation } from './revocation-words.ts';
import type { Purpose, TrustContext } from './trust-context.ts';

/** One certificate of a judged path and what was found out about its revocation; the anchor has none. */
export interface PathLink {
  readonly certificate: Certificate;
  readonly revocation: RevocationOutcome | null;
}

export interface PathJudgement {
  /** Signer first. Only the signer when no path was found. */
  readonly links: readonly PathLink[];
  readonly anchor: Certificate | null;
}

export interface PathQuestion {
  readonly certificate: Certificate;
  readonly purpose: Purpose;
  readonly existence: Existence;
  /** Certificates that came along with the token; they are tried before others. */
  readonly own: readonly Certificate[];
  /** Digests and keys that the token itself rests on. */
  readonly materials: readonly Material[];
}

/** Judges a path and notes in `findings` what speaks against it. */
export async function judgePath(
  question: PathQuestion,
  context: TrustContext,
  findings: Findings,
): Promise<PathJudgement> {
  const { certificate, existence } = question;
  const purpose = purposeOf(question);
  checkPurpose(certificate, purpose, findings);
  checkMaterials(question.materials, existence, findings);
  const chain = buildChain(certificate, context.chainOptions(purpose, existence.by, question.own));
  if (chain.kind === 'untrusted') {
    // An expired certificate that was not revoked is another thing than one of which nothing is known.
    const known =
      chain.problem === 'expired' && chain.at === certificate ? await statusOfExpired(chain.path, context) : null;
    if (chain.problem === 'noPath' && context.wasListed(certificate, purpose, existence.by, question.own)) {
      findings.doubt(
        'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
        'anchorEnded',
        `The trust list does not list the authority as trusted on ${existence.by.toISOString().slice(0, 10)}.`,
      );
      return { links: [{ certificate, revocation: null }], anchor: null };
    }
    if (chain.problem === 'noPath' && leadsToOtherKind(question, context)) {
      findings.doubt(
        'CHAIN_CONSTRAINTS_FAILURE',
        'kindsMixed',
        isElectronic(certificate)
          ? 'The certificate is for electronic signatures, and its authority is not.'
          : 'The authority is one of electronic signatures, and the certificate does not say that it is for one.',
      );
      return { links: [{ certificate, revocation: null }], anchor: null };
    }
    const { algorithms } = context.policy;
    explainPath(chain, { certificate, existence, now: context.now, algorithms, known }, findings);
    return { links: chain.path.map((each) => ({ certificate: each, revocation: null })), anchor: null };
  }
  const ended = context.listEnded(chain.path.at(-1)!, existence.by);
  if (ended !== null) {
    findings.doubt(
      'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
      'trustListExpired',
      `The trust list that names the authority was good until ${ended.toISOString().slice(0, 10)}.`,
    );
  }
  const links = await judgeLinks(chain.path, existence, context, findings);
  return { links, anchor: chain.path.at(-1)! };
}

/** An electronic certificate leads to authorities of electronic signatures, any other to the others. */
const purposeOf = ({ certificate, purpose }: PathQuestion): Purpose =>
  purpose === 'signature' && isElectronic(certificate) ? 'electronic' : purpose;

/** The path is there, and ends at an authority for the other kind of signature. */
function leadsToOtherKind(question: PathQuestion, context: TrustContext): boolean {
  const { certificate, existence, own } = question;
  if (question.purpose === 'timestamp') return false;
  const other = purposeOf(question) === 'electronic' ? 'signature' : 'electronic';
  return buildChain(certificate, context.chainOptions(other, existence.by, own)).kind === 'trusted';
}

/** From the anchor down: what is known about an authority says how far its own statements can be believed. */
async function judgeLinks(
  path: readonly Certificate[],
  existence: Existence,
  context: TrustContext,
  findings: Findings,
): Promise<PathLink[]> {
  const links: PathLink[] = [{ certificate: path.at(-1)!, revocation: null }];
  let issuerUntil: Date | null = null;
  for (let index = path.length - 2; index >= 0; index--) {
    const [certificate, issuer] = [path[index]!, path[index + 1]!];
    const outcome = await revocationAt({ certificate, issuer, at: existence.by, issuerUntil }, context);
    const isSigner = index === 0;
    const about = { certificate, isSigner, existence, now: context.now };
    if (isDemanded(certificate, context) || isBad(outcome)) explainRevocation(outcome, about, findings);
    else noteRevocation(outcome, about, findings);
    links.unshift({ certificate, revocation: outcome });
    issuerUntil = earliest(certificate.notAfter, outcome.kind === 'good' ? outcome.later : null);
  }
  return links;
}

function isDemanded({ crlUrls, ocspUrls }: Certificate, { policy }: TrustContext): boolean {
  switch (policy.revocation) {
    case 'required':
      return true;
    case 'whereNamed':
      return crlUrls.length + ocspUrls.length > 0;
    case 'ifAvailable':
      return false;
  }
}

function isBad({ kind }: RevocationOutcome): boolean {
  return kind === 'revoked' || kind === 'onHold';
}

function earliest(a: Date, b: Date | null): Date {
  return b === null || a < b ? a : b;
}

/** For a certificate that had expired: a statement that it was good at the end, where there is one. */
async function statusOfExpired(path: readonly Certificate[], context: TrustContext): Promise<Testimony | null> {
  const [certificate, issuer] = path;
  if (certificate === undefined || issuer === undefined) return null;
  const question = { certificate, issuer, at: certificate.notAfter, issuerUntil: issuer.notAfter };
  const outcome = await revocationAt(question, context);
  return outcome.kind === 'good' ? outcome.testimony : null;
}

function checkPurpose(certificate: Certificate, purpose: Purpose, findings: Findings): void {
  if (!mayDigitallySign(certificate)) {
    findings.doubt('CHAIN_CONSTRAINTS_FAILURE', 'keyUsage', 'The certificate’s key usage does not allow signatures.');
  }
  if (purpose !== 'timestamp') return;
  const usage = certificate.extendedKeyUsage;
  if (usage === null || usage.purposes.length !== 1 || usage.purposes[0] !== oids.timeStamping || !usage.critical) {
    findings.doubt(
      'CHAIN_CONSTRAINTS_FAILURE',
      'notTimeStampAuthority',
      'The certificate is not one for time-stamps alone (RFC 3161, 2.3).',
    );
  }
}

/** EN 319 102-1, 5.2.8: an outdated algorithm is a doubt, unless the token is proven to be older, or certain to be younger. */
function checkMaterials(materials: readonly Material[], { by, notBefore }: Existence, findings: Findings): void {
  for (const material of materials) {
    const { name, reliability } = material;
    if (reliability === 'still') continue;
    if (reliability === 'never') {
      findings.doubt('CRYPTO_CONSTRAINTS_FAILURE', 'weakAlgorithm', `${name} proves nothing.`);
    } else if (notBefore !== null && notBefore > reliability.until) {
      findings.doubt(
        'CRYPTO_CONSTRAINTS_FAILURE',
        'weakAlgorithm',
        `${name} no longer proved anything when this was signed.`,
      );
    } else if (isReliableAt(material, by)) {
      findings.note('oldAlgorithm', `${name} is outdated, but this is proven to be from before.`);
    } else {
      findings.doubt(
        'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
        'outdatedAlgorithm',
        `${name} no longer proves anything, and nothing proves that this is from before ${reliability.until.toISOString().slice(0, 10)}.`,
      );
    }
  }
}
