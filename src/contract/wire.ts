import { z } from 'zod';
import { ActId, CaseId, Instant, Sha256 } from './ids.ts';
import { ReceiptKey } from './receipts.ts';
import { DraftId, DraftState, Lease } from './wire-drafts.ts';
import { CaseEntry, CaseOpening, EntryId } from './wire-entries.ts';

/**
 * The repository's HTTP protocol, version 1, JSON but for files. Addresses are chosen by the client, so every request may be sent
 * again after a cut: PUT of the same thing answers the same. Every request carries `Authorization: Bearer <office access key>`.
 *
 * GET  /v1/capabilities                     -> Capabilities
 * GET  /v1/feed?office=ID&cursor=C&limit=N  -> FeedPage            (cursor '' = from the beginning)
 * PUT  /v1/cases/{caseId}                   CaseRecord             -> 201 | 200 same | 409 `case-differs`
 * HEAD /v1/blobs/{sha256}                   -> 200 + Content-Length | 404
 * PUT  /v1/blobs/{sha256}                   bytes -> 201 | 200 already there | 422 `blob-hash-mismatch`
 * PUT  /v1/blobs/{sha256}?after={sha256}    only what follows the file `after` -> the same | 409 `blob-missing` where that is not here
 * GET  /v1/blobs/{sha256}                   -> bytes, one Range supported, immutable
 * PUT  /v1/acts/{actId}/proposal            Proposal (its blob first) -> 201 | 200 same | 409 `act-id-reused`
 * PUT  /v1/acts/{actId}/return              Return  -> 201 | 200 same | 409
 * PUT  /v1/acts/{actId}/registration        RegistrationRequest (its blob first) -> 201 | 200 Registered (the very same receipt bytes)
 * PUT  /v1/acts/{actId}/signatures/{n}      SignatureRequest (its blob first) -> 201 | 200 Registered: a JWS of a PartialStatement
 * GET  /v1/acts/{actId}/receipt             -> Registered | 404
 * PUT  /v1/acts/{actId}/renditions/{n}      RenditionRequest (its blob first) -> 201 | 200 Registered (the very same receipt bytes)
 * POST /v1/electronic-key                    ElectronicKeyRequest (people.ts) -> 201 ElectronicKeyAnswer | 403 `electronic-refused`
 * GET  /v1/electronic-authority              -> ElectronicTold (wire-electronic.ts): who certifies, for repositories inside offices
 * Drafts: see wire-drafts.ts. What is noted beside the acts: wire-entries.ts.
 * A repository inside an office answers a registration, a rendition or a signature with 202 Received until the central one has answered it.
 * POST /v1/bundles                           acts, returns and renditions in one stream: wire-bundle.ts
 * HEAD, PATCH /v1/blobs/{sha256}, POST /v1/blobs/query   large files in slices: wire-blobs.ts
 * GET  /v1/receipts, /v1/cases/{caseId}/state, /v1/cases/{caseId}/snapshot   what was given and what stands: wire-cases.ts
 * GET, PUT /v1/devices/{deviceId}            how far a desk has come: wire-devices.ts
 * GET  /v1/openapi.json                     all of it, described (openapi/)
 * `Fojas-Version` names the newest wording that a client knows (`wireVersion`), `Fojas-Requires` features it cannot do without.
 * Errors: application/problem+json (RFC 9457), type `urn:fojas:problem:<code>`.
 */
export const ProblemCode = z.enum([
  'unauthorized',
  'forbidden',
  'not-found',
  'bad-request',
  'blob-missing',
  'blob-hash-mismatch',
  'blob-too-large',
  'act-id-reused',
  'act-unknown',
  'act-state',
  'case-unknown',
  'case-differs',
  'case-closed',
  'case-moved',
  'office-unknown',
  'signature-invalid',
  'not-what-was-shown',
  'rendition-order',
  'not-an-addition',
  'storage-full',
  'mismatching-upload-offset',
  'too-many-uploads',
  'bundle-broken',
  'frame-too-large',
  'predecessor-missing',
  'cursor-expired',
  'device-forked',
  'client-too-old',
  'feature-missing',
  'overloaded',
  'maintenance',
  'centre-away',
  'draft-conflict',
  'draft-version-reused',
  'not-your-turn',
  'another-signer',
  'substitution-refused',
  'electronic-refused',
  'parcel-refused',
  'use-dpop-nonce',
  'device-revoked',
  'grant-ended',
  'enrolment-refused',
  'too-many-requests',
  'internal',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** What a client should do: give up, send the same again, the same after a while (`Retry-After`), or fetch anew first. */
  retry: z.enum(['never', 'same', 'after', 'refresh']),
  /** What to do next, for a person. */
  next: z.string().optional(),
  /** A final no to an act or a rendition, signed: a JWS of a `RefusalStatement` (log.ts). */
  refusal: z.string().max(16_384).optional(),
  /** Where an upload goes on, for `mismatching-upload-offset`. */
  expectedOffset: z.int().min(0).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** What a repository may be able to do beyond the first version. A client may ask for some with `Fojas-Requires: a, b`. */
export const Feature = z.string().min(1).max(40);
export const features = [
  'bundles',
  'slices',
  'receipts-cursor',
  'long-poll',
  'case-state',
  'drafts',
  'signed-entry-refusals',
] as const;

/**
 * The newest wording of version 1 that is known here: what a client puts into `Fojas-Version`. Wordings are dates; clients refuse what they do not
 * know, so whatever an answer newly says takes a new date, and is said to those alone who name it or a later one (test/compat).
 */
export const wireVersion = '2026-11-29';
/** Older ones than this are refused (`client-too-old`). Who names none speaks the first. */
export const oldestVersion = '2026-01-01';

/** Sizes in bytes and times in seconds that a client keeps to. */
export const WireLimits = z.strictObject({
  frameBytes: z.int().min(1),
  bundleBytes: z.int().min(1),
  uploadsPerOffice: z.int().min(1),
  uploadRestSeconds: z.int().min(1),
  longPollSeconds: z.int().min(0),
});
export type WireLimits = z.infer<typeof WireLimits>;

export const Capabilities = z.strictObject({
  protocol: z.literal(1),
  repository: z.string(),
  serverTime: Instant,
  maxBlobBytes: z.int(),
  receiptKeys: z.array(ReceiptKey).min(1),
  /** SHA-256 of the anchors to which a signature's chain has to lead here; empty where any chain is taken. */
  anchors: z.array(Sha256).default([]),
  /** Object identifiers of certificate policies, one of which a signer's certificate has to name here; left out where any is taken. */
  policies: z.array(z.string().regex(/^[0-2](\.\d{1,40}){1,30}$/)).optional(),
  /**
   * Said by a repository inside an office: `receiptKeys` are then those of the central one behind it, and `key` is its own, with which it
   * signs what it received.
   */
  office: z
    .strictObject({
      officeId: z.string().min(1),
      key: ReceiptKey,
      /** Whether the central repository answers now. */
      reached: z.boolean(),
      /** When it answered last, by this one's clock; null: never. */
      lastContactAt: Instant.nullable(),
      /** How much waits to be forwarded. */
      waiting: z.int().min(0),
    })
    .optional(),
  /** To which key parcels for the (central) repository are sealed: a JWS of a `ParcelKeyStatement`. Told as `features` are. */
  parcelKey: z.string().max(4096).optional(),
  /** Types of acts that may be signed electronically (Ley 25.506, art. 5); left out where none may. Since 2026-11-24. */
  electronic: z.array(z.string()).optional(),
  /** What it can do beyond the first version. Told to those who name a `Fojas-Version` only: who names none knows nothing of it. */
  features: z.array(Feature).optional(),
  limits: WireLimits.optional(),
});
export type Capabilities = z.infer<typeof Capabilities>;

export const CaseRecord = z.strictObject({
  caseId: CaseId,
  caseNumber: z.string().min(1).max(60),
  caption: z.string().min(1).max(300),
  officeId: z.string().min(1),
  confidentialityLevel: z.int().min(0).max(5),
  detained: z.boolean(),
  /**
   * Of a case that was opened at a desk. It is put with its provisional number as `caseNumber`; the repository gives it its own, once, and
   * tells it in the feed.
   */
  opening: CaseOpening.optional(),
});
export type CaseRecord = z.infer<typeof CaseRecord>;

/** A person named to sign an act, and as what. `cuil`: eleven digits where known, held against the certificate's. */
export const NamedSigner = z.strictObject({
  personId: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(200),
  capacity: z.string().trim().min(1).max(200),
  cuil: z.string().max(20).nullable(),
});
export type NamedSigner = z.infer<typeof NamedSigner>;

/** An act put in the tray to sign: frozen bytes, addressed by their hash. */
export const Proposal = z.strictObject({
  actId: ActId,
  caseId: CaseId,
  officeId: z.string().min(1),
  type: z.string().min(1).max(80),
  title: z.string().min(1).max(300),
  author: z.string().min(1).max(200),
  confidentialityLevel: z.int().min(0).max(5),
  dueAt: Instant.nullable(),
  documentSha256: Sha256,
  size: z.int().min(1),
  /** A named colleague's visado over exactly `documentSha256` (law 2), or null. */
  vouchedBy: z.string().trim().min(1).max(200).nullable(),
  proposedAt: Instant,
  /** Who signs it, in this order; each signs on top of the one before. Absent: whoever of the office may sign. */
  signers: z
    .array(NamedSigner)
    .min(1)
    .max(10)
    .refine((all) => new Set(all.map(({ personId }) => personId)).size === all.length, 'a signer twice')
    .optional(),
});
export type Proposal = z.infer<typeof Proposal>;

export const Return = z.strictObject({
  actId: ActId,
  documentSha256: Sha256,
  remark: z.string().min(1).max(4000),
  returnedBy: z.string().min(1),
  returnedAt: Instant,
});
export type Return = z.infer<typeof Return>;

export const RegistrationRequest = z.strictObject({
  actId: ActId,
  caseId: CaseId,
  /** The signed file. Its prefix of `documentSize` bytes must have the hash that was shown (law 5). */
  sha256: Sha256,
  size: z.int().min(1),
  documentSha256: Sha256,
  documentSize: z.int().min(1),
  certificateSha256: Sha256,
  /** The workstation's clock: a claim (law 6). */
  signedAt: Instant,
  deviceId: z.string().min(1),
  /** Whose desk it was signed at; needed where the proposal names its signers, and of an electronic signature. */
  personId: z.string().min(1).max(200).optional(),
  /**
   * The signer whom the proposal names and in whose place `personId` signs, as the repository appointed (people.ts: `Substitution`). Sent by those
   * alone to whom the repository told of the appointment. Since 2026-11-28.
   */
  standsFor: z.string().min(1).max(200).optional(),
  /** It is signed electronically (Ley 25.506, art. 5), as the certificate itself says. */
  electronic: z.literal(true).optional(),
});
export type RegistrationRequest = z.infer<typeof RegistrationRequest>;

/** The signer of the proposal whose place a signature takes: whose desk it was, or whom that person stands for. */
export const placeTaken = ({
  personId,
  standsFor,
}: Pick<RegistrationRequest, 'personId' | 'standsFor'>): string | undefined => standsFor ?? personId;

/** A signature of an act that others sign after: as a registration, by the n-th of its signers. Nothing is registered by it. */
export const SignatureRequest = RegistrationRequest.extend({
  n: z.int().min(1).max(9),
  personId: z.string().min(1).max(200),
});
export type SignatureRequest = z.infer<typeof SignatureRequest>;

export const Registered = z.strictObject({ receipt: z.string().min(1) });
export type Registered = z.infer<typeof Registered>;

/** The answer of a repository inside an office: a `ReceivedStatement` or `HalfReceivedStatement` as JWS. Nothing is registered by it. */
export const Received = z.strictObject({ statement: z.string().min(1) });
export type Received = z.infer<typeof Received>;

/** A longer file of a registered act: what came before it, and after that time-stamps and validation data only. */
export const RenditionRequest = z.strictObject({
  actId: ActId,
  n: z.int().min(1).max(1000),
  sha256: Sha256,
  size: z.int().min(1),
  /** The registered file (n = 1) or rendition n - 1. */
  prefixSha256: Sha256,
  prefixSize: z.int().min(1),
  deviceId: z.string().min(1),
});
export type RenditionRequest = z.infer<typeof RenditionRequest>;

/** Names of signers, at most ten of at most 200 letters. */
export const SignerNames = z.array(z.string().min(1).max(200)).min(1).max(10);
export type SignerNames = z.infer<typeof SignerNames>;

/** Who signed in the place of a signer whom the act names, as the repository has this person recorded. */
export const SignedInPlace = z.strictObject({ personId: z.string().min(1).max(200), name: z.string().min(1).max(200) });
export type SignedInPlace = z.infer<typeof SignedInPlace>;

export const FeedEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('case'), case: CaseRecord }),
  z.strictObject({ kind: z.literal('proposal'), proposal: Proposal }),
  z.strictObject({ kind: z.literal('returned'), return: Return }),
  z.strictObject({
    ...{ kind: z.literal('registered'), actId: ActId, receipt: z.string() },
    /** Signed electronically, not digitally, by the last of its signers. Since 2026-11-24. */
    electronic: z.literal(true).optional(),
    /**
     * Who signed it, in the order of their signatures, as the certificates say that were verified when it was registered; left out where that
     * was not kept. Since 2026-11-27.
     */
    signers: SignerNames.optional(),
    /** Of the last signature: it was made by this person, in the place of the signer named. Since 2026-11-28. */
    substitute: SignedInPlace.optional(),
  }),
  z.strictObject({ kind: z.literal('rendition'), actId: ActId, receipt: z.string() }),
  /** One of an act's signers has signed, and others come after (a `PartialStatement`). */
  z.strictObject({
    ...{ kind: z.literal('partlySigned'), actId: ActId, receipt: z.string() },
    /** Signed electronically by this one of them, not digitally. Since 2026-11-25. */
    electronic: z.literal(true).optional(),
    /** By this person, in the place of whom the statement names. Since 2026-11-28. */
    substitute: SignedInPlace.optional(),
  }),
  /** A draft has a new version; its text is fetched by whoever wants it. */
  z.strictObject({ kind: z.literal('draft'), draft: DraftState }),
  /** Something was noted of a case or of one of its acts. */
  z.strictObject({ kind: z.literal('entry'), entry: CaseEntry }),
  /** Who is said to be writing a draft; null: nobody any more. */
  z.strictObject({ kind: z.literal('draftLease'), draftId: DraftId, lease: Lease.nullable() }),
  /** Told by a repository inside an office only: a signed act lies there (a `ReceivedStatement`), not registered yet. */
  z.strictObject({ kind: z.literal('received'), actId: ActId, statement: z.string() }),
  /** Told by a repository inside an office only: the central one will not register what the office had received. */
  z.strictObject({
    kind: z.literal('refused'),
    actId: ActId,
    n: z.int().min(0),
    sha256: Sha256,
    problem: z.string(),
    detail: z.string(),
  }),
  /** Told by a repository inside an office only: the central one answers it, or does not any more. */
  z.strictObject({ kind: z.literal('centre'), reached: z.boolean(), at: Instant }),
  /** The same of a signature that others come after (a `HalfReceivedStatement`): the next signer may go on from it. */
  z.strictObject({
    ...{ kind: z.literal('halfReceived'), actId: ActId, statement: z.string() },
    /** As of `partlySigned`. Since 2026-11-25. */
    electronic: z.literal(true).optional(),
    /** As of `partlySigned`. Since 2026-11-28. */
    substitute: SignedInPlace.optional(),
  }),
  z.strictObject({
    ...{ kind: z.literal('halfRefused'), actId: ActId, n: z.int().min(1), sha256: Sha256 },
    ...{ problem: z.string(), detail: z.string() },
  }),
  /** Told by a repository inside an office only: the central one does not take what was noted in the office. */
  z.strictObject({
    ...{ kind: z.literal('entryRefused'), caseId: CaseId, entryId: EntryId, problem: z.string(), detail: z.string() },
  }),
]);
export type FeedEvent = z.infer<typeof FeedEvent>;

/** The query of the feed, as text. */
export const FeedQuery = z.object({
  office: z.string().min(1),
  cursor: z.string().max(40).default(''),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  /** Seconds to wait for something new before an empty page is answered. */
  wait: z.coerce.number().int().min(0).max(165).default(0),
});
export type FeedQuery = z.infer<typeof FeedQuery>;

export const FeedPage = z.strictObject({
  events: z.array(FeedEvent),
  /** Opaque; give it back to go on. The same as was given when nothing is new. */
  cursor: z.string(),
  more: z.boolean(),
});
export type FeedPage = z.infer<typeof FeedPage>;
