/** Everything that proves a certificate good at a moment: its path, and for each link a statement that it was not revoked. */
import { sha256Hex } from '../../crypto.ts';
import type { HttpTransport } from '../../net.ts';
import { findRevocation } from '../../revocation/client.ts';
import type { Statement } from '../../revocation/client.ts';
import type { RevocationCache } from '../../revocation/cache.ts';
import { findPath, isSelfSigned } from '../../trust/aia.ts';
import type { Certificate } from '../../trust/certificate.ts';
import type { Memory } from '../../trust/memory.ts';
import type { MissingPiece, RevokedCertificate } from './types.ts';

export interface MaterialSources {
  readonly transport: HttpTransport;
  readonly cache?: RevocationCache | undefined;
  readonly memory?: Memory | undefined;
  readonly anchors: readonly Certificate[];
  readonly certificates: readonly Certificate[];
  /** Statements at hand. */
  readonly statements: readonly Statement[];
  /** The present moment. */
  readonly at: Date;
}

/** A responder's own certificate may need a responder, whose certificate ...: real ones stop at the first. */
const mostSteps = 4;

/** Collects validation data for one certificate after the other. */
export class Material {
  readonly certificates = new Map<string, Certificate>();
  readonly statements = new Map<string, Statement>();
  readonly missing: MissingPiece[] = [];
  readonly revoked: RevokedCertificate[] = [];
  readonly #sources: MaterialSources;
  readonly #done = new Set<string>();

  constructor(sources: MaterialSources) {
    this.#sources = sources;
  }

  /**
   * Collects for a certificate and its whole path.
   * @param carried certificates that came along with it.
   * @param provenAt the moment for which it must have been good.
   */
  async collect(certificate: Certificate, carried: readonly Certificate[], provenAt: Date, step = 0): Promise<void> {
    const key = `${certificate.sha256} ${provenAt.getTime()}`;
    if (this.#done.size === this.#done.add(key).size) return;
    const { transport, cache, memory, anchors, certificates } = this.#sources;
    const intermediates = [...certificates, ...carried, ...this.certificates.values()];
    const found = await findPath(certificate, provenAt, { anchors, intermediates, transport, cache, memory });
    if (found.kind === 'untrusted') {
      this.missing.push({ kind: 'chain', certificate });
      return;
    }
    for (const each of found.path) this.certificates.set(each.sha256, each);
    for (const [index, link] of found.path.slice(0, -1).entries()) {
      if (link.ocspNoCheck || isSelfSigned(link, memory?.verify)) continue;
      await this.#status(link, found.path[index + 1]!, [...intermediates, ...found.path], provenAt, step);
    }
  }

  async #status(
    certificate: Certificate,
    issuer: Certificate,
    others: readonly Certificate[],
    provenAt: Date,
    step: number,
  ): Promise<void> {
    const { transport, cache, memory, statements, at } = this.#sources;
    const atHand = [...statements, ...this.statements.values()];
    const question = { certificate, issuer, provenAt, at };
    const finding = await findRevocation(question, { transport, cache, memory, statements: atHand, others });
    if (finding.kind === 'missing') {
      this.missing.push({ kind: 'revocation', certificate, tries: finding.tries });
      return;
    }
    const { statement, answer } = finding;
    this.statements.set(sha256Hex(statement.der), statement);
    if (answer.status.kind === 'revoked') {
      this.revoked.push({ certificate, revokedAt: answer.status.at, provenAt });
    }
    if (answer.authority === 'issuer') return;
    if (step >= mostSteps) this.missing.push({ kind: 'chain', certificate: answer.signer });
    else await this.collect(answer.signer, others, answer.producedAt, step + 1);
  }
}
