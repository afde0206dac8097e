import {
  type Certificate,
  type HttpTransport,
  type RevocationCache,
  findRevocation,
} from '../../../signature/index.ts';
import type { RevocationKnown } from './judge.ts';

/** No line at all: what is asked of it is answered from what is kept, or not. */
const nobody: HttpTransport = { request: () => Promise.resolve({ kind: 'failed', reason: 'unreachable', detail: '' }) };

const unknown: RevocationKnown = { status: 'unknown', asOf: null };

/**
 * Asks for a certificate's standing, with what is kept from before where the line is down. A person is waiting: after `patienceMs` the
 * answer is that nothing is known, and what comes later is kept for the next time. What was once heard to be revoked stays so.
 */
export function revocationAsker(options: {
  readonly transport: HttpTransport;
  readonly cache: RevocationCache;
  readonly now: () => Date;
  readonly patienceMs: number;
  readonly onBug: (error: unknown) => void;
}): {
  ask(certificate: Certificate, issuer: Certificate): Promise<RevocationKnown>;
  /** What is kept here from before says, without asking anybody. */
  known(certificate: Certificate, issuer: Certificate): Promise<RevocationKnown>;
  revokedAt(certificateSha256: string): Date | null;
} {
  const revoked = new Map<string, Date>();
  const look = async (
    certificate: Certificate,
    issuer: Certificate,
    transport: HttpTransport,
  ): Promise<RevocationKnown> => {
    const at = options.now();
    const found = await findRevocation({ certificate, issuer, at, provenAt: at }, { transport, cache: options.cache });
    if (found.kind === 'missing') return unknown;
    const { status, thisUpdate } = found.answer;
    if (status.kind === 'revoked') {
      revoked.set(certificate.sha256, status.at);
      return { status: 'revoked', asOf: status.at };
    }
    return status.kind === 'good' ? { status: 'good', asOf: thisUpdate } : unknown;
  };
  return {
    async ask(certificate, issuer) {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<RevocationKnown>((resolve) => {
        timer = setTimeout(() => resolve(unknown), options.patienceMs);
      });
      const looking = look(certificate, issuer, options.transport).catch((error: unknown) => {
        options.onBug(error);
        return unknown;
      });
      return Promise.race([looking, patience]).finally(() => clearTimeout(timer));
    },
    known: (certificate, issuer) => look(certificate, issuer, nobody),
    revokedAt: (sha256) => revoked.get(sha256) ?? null,
  };
}
