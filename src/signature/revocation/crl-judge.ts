/** What a revocation list says about a certificate, once its signature and its signer were checked (RFC 5280, 6.3.3). */
import { verifySignature } from '../crypto.ts';
import type { Certificate } from '../trust/certificate.ts';
import type { RevocationAnswer, RevocationRefusal } from './answer.ts';
import { refused } from './answer.ts';
import type { RevocationList } from './crl.ts';
import { covers } from './crl-scope.ts';
import { findEntry } from './crl-entries.ts';
import { RevocationError } from './errors.ts';

/** How a signature is verified; callers that ask often remember the answers. */
export type SignatureCheck = typeof verifySignature;

export interface ListQuestion {
  readonly certificate: Certificate;
  /** The authority that issued the certificate, as the path has it. */
  readonly issuer: Certificate;
  /** Certificates among which the signer of an indirect list, or another key of the issuer, may be. They need not be trusted. */
  readonly others?: readonly Certificate[];
  /** Statements made later than this are none. */
  readonly at: Date;
  readonly verify?: SignatureCheck;
}

/**
 * Asks a list about a certificate. An answer with `authority: 'delegate'` was signed with another certificate than the issuer's
 * own: whether that one leads to the same anchor is for the caller to find out.
 */
export function askList(list: RevocationList, question: ListQuestion): RevocationAnswer | RevocationRefusal {
  const { certificate, issuer, at } = question;
  const isOwn = list.issuer.key === certificate.issuer.key;
  if (!isOwn && !list.scope.indirect) return refused('notAbout');
  if (!covers(list.scope, certificate)) return refused('notAbout');
  if (list.unprocessed.length > 0) return refused('unprocessedExtension');
  if (list.thisUpdate > at || (list.nextUpdate !== null && list.nextUpdate < list.thisUpdate)) {
    return refused('impossibleTime');
  }
  const signer = findSigner(list, question);
  if (!('sha256' in signer)) return signer;
  const status = statusOf(list, certificate);
  if (status.kind === 'refused') return status;
  return {
    kind: 'answer',
    source: 'crl',
    status,
    thisUpdate: list.thisUpdate,
    nextUpdate: list.nextUpdate,
    producedAt: list.thisUpdate,
    reachesBackTo: list.expiredSince,
    signer,
    authority: signer.sha256 === issuer.sha256 ? 'issuer' : 'delegate',
    signatureOid: list.signatureOid,
  };
}

function findSigner(list: RevocationList, question: ListQuestion): Certificate | RevocationRefusal {
  const { issuer, others = [], verify = verifySignature } = question;
  if (list.signatureScheme === null) return refused('unknownAlgorithm');
  const named = [issuer, ...others].filter((each) => each.subject.key === list.issuer.key);
  const candidates = named.filter((each) => mayBe(list, each)).slice(0, mostSigners);
  let obstacle: RevocationRefusal = refused('unknownSigner');
  for (const signer of candidates) {
    if (signer.publicKey === null) obstacle = refused('unknownAlgorithm');
    else if (!verify(list.signatureScheme, signer.publicKey, list.tbs, list.signature))
      obstacle = refused('badSignature');
    else if (!maySignLists(signer)) obstacle = refused('notEntitled');
    else if (list.thisUpdate < signer.notBefore || list.thisUpdate > signer.notAfter)
      obstacle = refused('signerNotValid');
    else return signer;
  }
  return obstacle;
}

const mostSigners = 6;

function mayBe(
  { authorityKeyIdentifier: wanted }: RevocationList,
  { subjectKeyIdentifier: own }: Certificate,
): boolean {
  return wanted === null || own === null || Buffer.compare(wanted, own) === 0;
}

function maySignLists({ keyUsage }: Certificate): boolean {
  return keyUsage === null || keyUsage.has('cRLSign');
}

function statusOf(list: RevocationList, certificate: Certificate): RevocationAnswer['status'] | RevocationRefusal {
  try {
    const search = findEntry(list, certificate.issuer.key, certificate.serialNumber);
    if (search.kind === 'absent') return { kind: 'good' };
    // A complete list has nothing to be removed from (RFC 5280, 5.3.1).
    if (search.kind === 'unprocessed' || search.entry.reason === 'removeFromCRL')
      return refused('unprocessedExtension');
    const { at, reason, invalidSince } = search.entry;
    return { kind: 'revoked', at, reason, invalidSince };
  } catch (error) {
    if (error instanceof RevocationError) return refused('unprocessedExtension');
    throw error;
  }
}
