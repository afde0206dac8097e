import { z } from 'zod';
import { Instant } from './ids.ts';

/**
 * How a repository inside an office is found on the local network (DNS-SD over mDNS, RFC 6763 and RFC 6762): service `_fojas._tcp`, whose
 * TXT says the office (`o`) and the thumbprint of the repository's own key (`k`), and nothing else. It is a hint: before anything is
 * sent there, the repository proves its key by `GET /v1/office?nonce=…`, which needs no access key.
 */
export const serviceType = 'fojas';

export const Announcement = z.object({ o: z.string().min(1).max(100), k: z.string().min(1).max(100) });
export type Announcement = z.infer<typeof Announcement>;

export const OfficeQuestion = z.strictObject({ nonce: z.string().regex(/^[A-Za-z0-9_-]{22,86}$/) });

export const OfficeAnswer = z.strictObject({ proof: z.string().min(1).max(16_384) });

/** What is proved: this key answers at these addresses. A JWS as receipts are, `typ: 'fojas-office+jws'`. */
export const OfficeProof = z.strictObject({
  v: z.literal(1),
  officeId: z.string().min(1),
  /** The asker's. */
  nonce: z.string(),
  /** `host:port` under which it knows itself: whoever only passes the question on answers at another one. */
  addresses: z.array(z.string()).max(200),
  at: Instant,
});
export type OfficeProof = z.infer<typeof OfficeProof>;

export const OfficeProofHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-office+jws'),
});
