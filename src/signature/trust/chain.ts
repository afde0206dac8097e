/**
 * Building and checking a certification path (RFC 5280, 6) from a certificate to an anchor that was given explicitly.
 * There is no trust but in those anchors: not the system's, not a certificate carried in a document.
 */
import { verifySignature } from '../crypto.ts';
import type { Certificate } from './certificate.ts';
import { isSelfIssued } from './certificate.ts';
import { namesPermitted } from './name-constraints.ts';
import type { GeneralName, NameConstraints } from './name-constraints.ts';
import { policiesPermit } from './policies.ts';
import { certificateMaterials, isReliableAt } from './algorithms.ts';
import type { AlgorithmTable } from './algorithms.ts';

/** What spoils a path. */
export type ChainProblem =
  /** No issuer is known that leads to an anchor. */
  | 'noPath'
  /** A certificate's signature does not verify with its issuer's key. */
  | 'badSignature'
  | 'expired'
  | 'notYetValid'
  /** An issuer is not an authority: basicConstraints or keyCertSign missing. */
  | 'notAuthority'
  | 'pathTooLong'
  /** A name outside what an authority above may certify. */
  | 'nameNotPermitted'
  /** No certificate policy where the path demands one. */
  | 'policyNotPermitted'
  /** A critical or limiting extension that we do not process. */
  | 'unprocessedExtension'
  /** SHA-1, a short RSA key, or an algorithm we cannot verify. */
  | 'weakAlgorithm'
  /** So many candidates that the search was stopped. */
  | 'searchTooLong';

export type ChainResult =
  | { readonly kind: 'trusted'; readonly path: readonly Certificate[] }
  | {
      readonly kind: 'untrusted';
      readonly problem: ChainProblem;
      /** The certificate at which the best path failed. */
      readonly at: Certificate;
      /** The best path found, signer first. */
      readonly path: readonly Certificate[];
    };

export interface ChainOptions {
  readonly anchors: readonly Certificate[];
  /** Certificates that may be links; they need not be trusted. */
  readonly intermediates?: readonly Certificate[];
  /** The moment for which the path must hold. */
  readonly at: Date;
  /** Which algorithms were good until when; the house's own table by default. */
  readonly algorithms?: AlgorithmTable;
  /** How signatures are verified; callers that build many paths remember the answers. */
  readonly verify?: typeof verifySignature;
}

const longestPath = 8;
const mostSignatureChecks = 24;

/** A later problem in this list came closer to an anchor; the search reports the one that came closest. */
const closeness: readonly ChainProblem[] = [
  'noPath',
  'searchTooLong',
  'badSignature',
  'notAuthority',
  'pathTooLong',
  'unprocessedExtension',
  'nameNotPermitted',
  'policyNotPermitted',
  'weakAlgorithm',
  'notYetValid',
  'expired',
];

/** Finds a path from `certificate` to an anchor and checks it. Signer first, anchor last. */
export function buildChain(certificate: Certificate, options: ChainOptions): ChainResult {
  const search = new Search(options);
  return search.from([certificate]) ?? search.best(certificate);
}

class Search {
  readonly #options: ChainOptions;
  readonly #anchors: ReadonlySet<string>;
  readonly #candidates: ReadonlyMap<string, readonly Certificate[]>;
  #checks = 0;
  #best: Extract<ChainResult, { kind: 'untrusted' }> | null = null;

  constructor(options: ChainOptions) {
    this.#options = options;
    this.#anchors = new Set(options.anchors.map((each) => each.sha256));
    const bySubject = new Map<string, Certificate[]>();
    const seen = new Set<string>();
    for (const each of [...options.anchors, ...(options.intermediates ?? [])]) {
      if (seen.size === seen.add(each.sha256).size) continue;
      bySubject.set(each.subject.key, [...(bySubject.get(each.subject.key) ?? []), each]);
    }
    this.#candidates = bySubject;
  }

  /** Depth-first over issuers. Returns the trusted path, or null after noting the best failure. */
  from(path: readonly Certificate[]): ChainResult | null {
    const last = path.at(-1)!;
    if (this.#anchors.has(last.sha256)) return this.#check(path);
    if (path.length >= longestPath) return this.#fail('pathTooLong', last, path);
    for (const issuer of this.#issuersOf(last, path)) {
      const found = this.#step(path, last, issuer);
      if (found !== null) return found;
    }
    return this.#fail('noPath', last, path);
  }

  best(certificate: Certificate): ChainResult {
    return this.#best ?? { kind: 'untrusted', problem: 'noPath', at: certificate, path: [certificate] };
  }

  #step(path: readonly Certificate[], subject: Certificate, issuer: Certificate): ChainResult | null {
    if (++this.#checks > mostSignatureChecks) return this.#fail('searchTooLong', subject, path);
    const scheme = subject.signatureScheme;
    if (scheme === null || issuer.publicKey === null) return this.#fail('weakAlgorithm', subject, [...path, issuer]);
    const verify = this.#options.verify ?? verifySignature;
    if (!verify(scheme, issuer.publicKey, subject.tbs, subject.signature)) {
      return this.#fail('badSignature', subject, path);
    }
    return this.from([...path, issuer]);
  }

  /** Known certificates with the issuer's name, those with the right key identifier and the anchors first. */
  #issuersOf(subject: Certificate, path: readonly Certificate[]): Certificate[] {
    const used = new Set(path.map((each) => each.sha256));
    const candidates = (this.#candidates.get(subject.issuer.key) ?? []).filter((each) => !used.has(each.sha256));
    const rank = (each: Certificate) =>
      (this.#anchors.has(each.sha256) ? 0 : 1) + (keyIdentifiersAgree(subject, each) ? 0 : 2);
    return candidates.sort((a, b) => rank(a) - rank(b));
  }

  /** Everything about a complete path but its signatures, which were checked on the way. */
  #check(path: readonly Certificate[]): ChainResult | null {
    for (const [index, certificate] of path.entries()) {
      const problem = this.#problemOf(certificate, index, path);
      if (problem !== null) return this.#fail(problem, certificate, path);
    }
    const outside = outsideLimits(path);
    if (outside !== null) return this.#fail('nameNotPermitted', outside, path);
    const links = path.slice(0, -1).reverse();
    if (!policiesPermit(links.map((each) => ({ policy: each.policy, isSelfIssued: isSelfIssued(each) })))) {
      return this.#fail('policyNotPermitted', path[0]!, path);
    }
    return { kind: 'trusted', path };
  }

  #problemOf(certificate: Certificate, index: number, path: readonly Certificate[]): ChainProblem | null {
    const { at, algorithms } = this.#options;
    const isAnchor = index === path.length - 1;
    if (certificate.unprocessed.length > 0) return 'unprocessedExtension';
    const materials = certificateMaterials(certificate, !isAnchor, algorithms);
    if (!materials.every((each) => isReliableAt(each, at))) return 'weakAlgorithm';
    if (index > 0) {
      if (!isAuthority(certificate, isAnchor)) return 'notAuthority';
      const below = path.slice(1, index).filter((each) => !isSelfIssued(each)).length;
      const allowed = certificate.basicConstraints?.pathLength;
      if (allowed !== undefined && allowed !== null && below > allowed) return 'pathTooLong';
    }
    if (at < certificate.notBefore) return 'notYetValid';
    return at > certificate.notAfter ? 'expired' : null;
  }

  #fail(problem: ChainProblem, at: Certificate, path: readonly Certificate[]): null {
    const better =
      this.#best === null ||
      closeness.indexOf(problem) > closeness.indexOf(this.#best.problem) ||
      (problem === this.#best.problem && path.length > this.#best.path.length);
    if (better) this.#best = { kind: 'untrusted', problem, at, path };
    return null;
  }
}

/** The certificate with a name that an authority above it may not certify; self-issued links are exempt (RFC 5280, 6.1.3 (b)). */
function outsideLimits(path: readonly Certificate[]): Certificate | null {
  const limits: NameConstraints[] = [];
  for (const [index, certificate] of [...path.entries()].reverse()) {
    const isExempt = isSelfIssued(certificate) && index > 0;
    if (limits.length > 0 && !isExempt) {
      const names = namesOf(certificate);
      if (names === null || !namesPermitted(names, limits)) return certificate;
    }
    if (certificate.nameConstraints !== null) limits.push(certificate.nameConstraints);
  }
  return null;
}

/** Subject and alternative names; an address in the subject counts where no alternative name gives one. */
function namesOf({ subject, alternativeNames }: Certificate): GeneralName[] | null {
  if (alternativeNames === null) return null;
  const hasAddress = alternativeNames.some(({ form }) => form === 1);
  const addresses = hasAddress ? [] : [...subject.text.matchAll(/emailAddress=([^,\s]+)/g)];
  return [
    ...(subject.key === '' ? [] : [{ form: 4, value: subject.key }]),
    ...alternativeNames,
    ...addresses.map(([, address = '']) => ({ form: 1, value: address.toLowerCase() })),
  ];
}

function keyIdentifiersAgree(subject: Certificate, issuer: Certificate): boolean {
  const [wanted, own] = [subject.authorityKeyIdentifier, issuer.subjectKeyIdentifier];
  return wanted === null || own === null || Buffer.compare(wanted, own) === 0;
}

/** A version 1 root given as an anchor has no extensions; somebody vouched for it by giving it. */
function isAuthority(certificate: Certificate, isAnchor: boolean): boolean {
  const { basicConstraints, keyUsage } = certificate;
  const ca = basicConstraints === null ? isAnchor && keyUsage === null : basicConstraints.ca;
  return ca && (keyUsage === null || keyUsage.has('keyCertSign'));
}
