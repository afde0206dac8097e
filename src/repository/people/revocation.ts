import { type Certificate, type HttpTransport, type RevocationCache, findRevocation } from '../../signature/index.ts';

/** Whether a token's certificate was revoked is asked before it enrols a device. */
export interface RevocationOptions {
  readonly transport: HttpTransport;
  readonly cache: RevocationCache;
  /** What becomes of an enrolment while nobody answers: let in, and written down as such, or refused. */
  readonly unknown: 'allow' | 'refuse';
  /** How long somebody who enrols waits for authorities, in milliseconds. */
  readonly patienceMs?: number;
}

export type TokenStanding = 'good' | 'revoked' | 'unknown';

const usualPatienceMs = 8_000;

/** Asks the authorities that the certificate names (OCSP, then its list), or what was kept of their answers. Never throws for what they do. */
export async function tokenStanding(
  { transport, cache, patienceMs = usualPatienceMs }: RevocationOptions,
  certificate: Certificate,
  issuer: Certificate,
  now: Date,
): Promise<TokenStanding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  const asked = findRevocation({ certificate, issuer, at: now, provenAt: now }, { transport, cache });
  const found = await Promise.race([asked, late]).finally(() => clearTimeout(timer));
  if (found?.kind !== 'found') return 'unknown';
  const { kind } = found.answer.status;
  return kind === 'good' || kind === 'revoked' ? kind : 'unknown';
}
