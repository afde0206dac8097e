/** What all judgements about one file share: what is trusted, what is at hand, which times are proven, what a policy demands. */
import type { verifySignature } from '../crypto.ts';
import type { Certificate } from '../trust/certificate.ts';
import { buildChain } from '../trust/chain.ts';
import type { ChainOptions } from '../trust/chain.ts';
import { isElectronic } from '../trust/electronic.ts';
import { Memory } from '../trust/memory.ts';
import type { Budget } from './budget.ts';
import { EvidencePool } from './evidence.ts';
import type { VerifyOptions } from './options.ts';
import { defaultPolicy } from './policy.ts';
import type { ValidationPolicy } from './policy.ts';
import { Proofs } from './proofs.ts';

/** What a path must be good for. `electronic`: a signature with a certificate that is for electronic ones (trust/electronic.ts). */
export type Purpose = 'signature' | 'electronic' | 'timestamp';

export class TrustContext {
  readonly now: Date;
  readonly policy: ValidationPolicy;
  readonly evidence = new EvidencePool();
  readonly proofs: Proofs;
  readonly budget: Budget;
  /** What this verification has read and verified already. */
  readonly memory: Memory;
  readonly #options: VerifyOptions;
  readonly #fetched = new Set<string>();

  constructor(options: VerifyOptions, budget: Budget) {
    this.#options = options;
    this.memory = options.memory ?? new Memory();
    this.now = options.at ?? new Date();
    this.policy = { ...defaultPolicy, ...options.policy };
    this.proofs = new Proofs(this.now);
    this.budget = budget;
    const { known } = options;
    if (known !== undefined) this.proofs.add({ time: known.since, covers: Infinity, by: known.by });
    this.evidence.addCertificates(options.intermediates ?? []);
  }

  /** Nothing that was made later than this is believed; the clocks of others may be a little ahead. */
  get latest(): Date {
    return new Date(this.now.getTime() + this.policy.clockTolerance);
  }

  /** Options for building a path at a moment. */
  chainOptions(purpose: Purpose, at: Date, own: readonly Certificate[] = []): ChainOptions {
    return {
      anchors: this.anchors(purpose, at),
      intermediates: [...own, ...this.evidence.certificates],
      at,
      algorithms: this.policy.algorithms,
      verify: this.verify,
    };
  }

  /** Certificates trusted for a purpose at a moment; at any time, when none is given. */
  anchors(purpose: Purpose, at: Date | null): readonly Certificate[] {
    const { anchors, trustList } = this.#options;
    const listed = trustList?.anchors(purpose === 'timestamp' ? 'timestamp' : 'signature', at) ?? [];
    // Authorities of electronic signatures vouch for those, and for nothing else.
    return [...anchors, ...listed].filter((anchor) => isElectronic(anchor) === (purpose === 'electronic'));
  }

  /** Whether a path ends at an authority that was listed once, but not at the moment in question. */
  wasListed(certificate: Certificate, purpose: Purpose, at: Date, own: readonly Certificate[]): boolean {
    if (this.#options.trustList === undefined) return false;
    const options = { ...this.chainOptions(purpose, at, own), anchors: this.anchors(purpose, null) };
    return buildChain(certificate, options).kind === 'trusted';
  }

  /**
   * Until when the trust list speaks, where an anchor is trusted only because it is listed and a moment lies beyond: nobody has said
   * yet that the authority is still trusted then. null when the anchor may be relied on.
   */
  listEnded(anchor: Certificate, at: Date): Date | null {
    const { anchors, trustList } = this.#options;
    if (trustList === undefined || anchors.some(({ sha256 }) => sha256 === anchor.sha256)) return null;
    const { nextUpdate } = trustList.content;
    return at.getTime() > nextUpdate.getTime() ? nextUpdate : null;
  }

  /** Whether the trust list lets a responder answer for others. */
  readonly mayAnswer = (certificate: Certificate, at: Date): boolean =>
    this.#options.trustList?.mayAnswer(certificate, at) ?? false;

  /** Verifies as crypto.ts does, each signature once: the same authorities stand behind many signatures of a file. */
  readonly verify: typeof verifySignature = (scheme, key, data, signature) => {
    this.budget.check();
    return this.memory.verify(scheme, key, data, signature);
  };

  /** Asks the caller's source about a certificate, once. Whether it was asked now. */
  async fetch(certificate: Certificate, issuer: Certificate): Promise<boolean> {
    const { revocation } = this.#options;
    if (revocation === undefined || this.#fetched.has(certificate.sha256)) return false;
    this.#fetched.add(certificate.sha256);
    const found = await this.budget.without(revocation({ certificate, issuer }));
    for (const bytes of found.crls) this.evidence.add({ kind: 'crl', bytes, origin: 'source', place: null });
    for (const bytes of found.ocsps) this.evidence.add({ kind: 'ocsp', bytes, origin: 'source', place: null });
    return found.crls.length + found.ocsps.length > 0;
  }
}
