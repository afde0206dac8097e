import { EmbeddedJWK, calculateJwkThumbprint, errors, jwtVerify } from 'jose';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a proof has to be of. */
export interface Proven {
  readonly method: string;
  /** The path of the request, without query. */
  readonly path: string;
  /** The grant that is shown with it; null where none is yet. */
  readonly token: string | null;
}

export type ProofRuling =
  | { readonly kind: 'holds'; readonly jkt: string; readonly staleNonce: boolean }
  | { readonly kind: 'fails' | 'nonce' | 'full'; readonly reason: string };

export interface ProofJudge {
  /** What the next proofs have to carry. */
  nonce(): string;
  judge(proof: string | undefined, of: Proven): Promise<ProofRuling>;
}

const slotMs = 5 * 60_000;
/** A nonce of this or one of the slots before is good: ten to fifteen minutes. */
const goodSlots = 3;
/** Proofs remembered at most, of those quarter hours: at more than a thousand requests a second nobody is let in unremembered. */
const mostRemembered = 1_000_000;

/**
 * Judges proofs of possession (DPoP, RFC 9449): a JWT by the device's key (ES256, in its header) over method, path, grant and a nonce of ours.
 * The nonce, and no clock of the device, says that it is fresh; each proof is good once. The address is compared by its path: what stands
 * between may speak for the repository under another name, and a grant is of one repository anyway.
 * @param secret makes nonces; the same at every node of a register
 */
export function proofJudge(secret: string, clock: () => Date): ProofJudge {
  const seen = new Map<number, Set<string>>();
  let remembered = 0;
  const slotNow = (): number => Math.floor(clock().getTime() / slotMs);
  const nonceOf = (slot: number): string => {
    const mark = createHmac('sha256', secret).update(`fojas dpop nonce ${slot}`).digest('base64url').slice(0, 22);
    return `${slot.toString(36)}.${mark}`;
  };
  const slotOf = (nonce: unknown): number | null => {
    const slot = typeof nonce === 'string' ? Number.parseInt(nonce.split('.')[0] ?? '', 36) : Number.NaN;
    if (!Number.isSafeInteger(slot) || slot > slotNow() || slot <= slotNow() - goodSlots) return null;
    const given = Buffer.from(String(nonce));
    const wanted = Buffer.from(nonceOf(slot));
    return given.length === wanted.length && timingSafeEqual(given, wanted) ? slot : null;
  };
  const forget = (): void => {
    for (const [slot, ids] of seen)
      if (slot <= slotNow() - goodSlots) {
        seen.delete(slot);
        remembered -= ids.size;
      }
  };
  return {
    nonce: () => nonceOf(slotNow()),
    async judge(proof, { method, path, token }) {
      if (proof === undefined || proof.length > 4096) return { kind: 'fails', reason: 'no proof' };
      const read = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256'] }).catch(
        (error: unknown) => {
          if (error instanceof errors.JOSEError || error instanceof TypeError || isCryptoFault(error)) return null;
          throw error;
        },
      );
      if (!read) return { kind: 'fails', reason: 'not a proof' };
      const { payload, protectedHeader } = read;
      if (payload['htm'] !== method || pathOf(payload['htu']) !== path)
        return { kind: 'fails', reason: 'a proof of another request' };
      const ath = token === null ? undefined : createHash('sha256').update(token).digest('base64url');
      if (payload['ath'] !== ath) return { kind: 'fails', reason: 'a proof of another grant' };
      if (typeof payload.jti !== 'string' || payload.jti.length > 64) return { kind: 'fails', reason: 'no jti' };
      const slot = slotOf(payload['nonce']);
      if (slot === null) return { kind: 'nonce', reason: 'the nonce is missing or too old' };
      const jkt = await calculateJwkThumbprint(protectedHeader.jwk!, 'sha256');
      forget();
      if (remembered >= mostRemembered) return { kind: 'full', reason: 'too many proofs' };
      const id = createHash('sha256').update(`${jkt} ${payload.jti}`).digest('base64url').slice(0, 22);
      const ids = seen.get(slot) ?? new Set();
      seen.set(slot, ids);
      if (ids.has(id)) return { kind: 'fails', reason: 'shown before' };
      ids.add(id);
      remembered += 1;
      return { kind: 'holds', jkt, staleNonce: slot < slotNow() };
    },
  };
}

/** A key that is no point of its curve is told by the platform, not by the library. */
const isCryptoFault = (error: unknown): boolean => error instanceof DOMException;

function pathOf(htu: unknown): string | null {
  return typeof htu === 'string' && URL.canParse(htu) ? new URL(htu).pathname : null;
}
