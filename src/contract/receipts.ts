import { z } from 'zod';
import { ActId, CaseId, Instant, Sha256 } from './ids.ts';
import { Level } from './levels.ts';

/**
 * What the repository promises, once, for a registered act. Carried as a JWS in compact form (RFC 7515) signed with Ed25519
 * (RFC 8037, `alg: EdDSA`), header `{alg, kid, typ: 'fojas-receipt+jws'}`. The bytes are stored and replayed, never remade.
 */
export const ReceiptStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  actId: ActId,
  caseId: CaseId,
  caseNumber: z.string(),
  number: z.int().min(1),
  folioFrom: z.int().min(1),
  folioTo: z.int().min(1),
  /** SHA-256 and size in bytes of the signed file that was registered. */
  sha256: Sha256,
  size: z.int().min(1),
  receivedAt: Instant,
  registeredAt: Instant,
});
export type ReceiptStatement = z.infer<typeof ReceiptStatement>;

export const ReceiptHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-receipt+jws'),
});

/**
 * What the repository promises for a rendition: a longer file of an act that is registered, whose beginning is the file before it and
 * whose end adds time-stamps and validation data only. A JWS as above, `typ: 'fojas-rendition+jws'`. The act's own receipt stands.
 */
export const RenditionStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  actId: ActId,
  /** 1 for the first file that grew out of the registered one. */
  n: z.int().min(1),
  sha256: Sha256,
  size: z.int().min(1),
  prefixSha256: Sha256,
  prefixSize: z.int().min(1),
  /** What the repository itself found the file to prove. */
  level: Level,
  receivedAt: Instant,
});
export type RenditionStatement = z.infer<typeof RenditionStatement>;

export const RenditionHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-rendition+jws'),
});

/**
 * What the repository says of an act that one of its signers signed and others sign after: it lies there, the signature holds, and it was
 * this person's turn. Nothing is registered by it. A JWS as above, `typ: 'fojas-partly-signed+jws'`.
 */
export const PartialStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  actId: ActId,
  caseId: CaseId,
  /** The n-th of `of` signers. */
  n: z.int().min(1),
  of: z.int().min(2),
  personId: z.string().min(1),
  name: z.string().min(1),
  sha256: Sha256,
  size: z.int().min(1),
  /** What this signer was shown: the proposed document, or the file of the signer before. */
  prefixSha256: Sha256,
  prefixSize: z.int().min(1),
  certificateSha256: Sha256,
  /** The workstation's clock: a claim (law 6). */
  signedAt: Instant,
  receivedAt: Instant,
});
export type PartialStatement = z.infer<typeof PartialStatement>;

export const PartialHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-partly-signed+jws'),
});

/**
 * What a repository inside an office says of a file it took in and will forward: it lies there, durable, and nothing is registered yet. A JWS
 * as above, `typ: 'fojas-received+jws'`, signed with the office repository's own key. It is never a receipt: its type, its key and its
 * shape are others.
 */
export const ReceivedStatement = z.strictObject({
  v: z.literal(1),
  /** How the repository inside the office calls itself. */
  office: z.string().min(1),
  officeId: z.string().min(1),
  actId: ActId,
  /** 0 for the signed act itself, n for its n-th rendition. */
  n: z.int().min(0),
  sha256: Sha256,
  size: z.int().min(1),
  /** By the clock of the office's repository: a claim. */
  receivedAt: Instant,
});
export type ReceivedStatement = z.infer<typeof ReceivedStatement>;

export const ReceivedHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-received+jws'),
});

/**
 * The same of a signature that others come after: it lies in the office, the signature holds, and it was this person's turn as far as is known
 * there. The office's next signer goes on from it; the central repository says for itself whether it takes it. A JWS as above,
 * `typ: 'fojas-half-received+jws'`.
 */
export const HalfReceivedStatement = PartialStatement.omit({ repository: true }).extend({
  office: z.string().min(1),
  officeId: z.string().min(1),
});
export type HalfReceivedStatement = z.infer<typeof HalfReceivedStatement>;

export const HalfReceivedHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-half-received+jws'),
});

/**
 * To which key parcels for this repository are sealed (`parcel/`), so that no desk needs it in its configuration. A JWS as above,
 * `typ: 'fojas-parcel-key+jws'`.
 */
export const ParcelKeyStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  recipient: z.string().regex(/^age1[a-z0-9]{50,70}$/),
});
export type ParcelKeyStatement = z.infer<typeof ParcelKeyStatement>;

export const ParcelKeyHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-parcel-key+jws'),
});

/** A pinned repository key: JWK (RFC 8037) with its RFC 7638 thumbprint as `kid`. */
export const ReceiptKey = z.strictObject({
  kid: z.string(),
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
});
export type ReceiptKey = z.infer<typeof ReceiptKey>;

/** What made a receipt unbelievable: a stable code. */
export const ReceiptFault = z.enum([
  'notJws',
  'badHeader',
  'unknownKey',
  'badSignature',
  'badStatement',
  'otherAct',
  'otherBytes',
]);
export type ReceiptFault = z.infer<typeof ReceiptFault>;
