/** What a window may ask of tokens and signatures. */
import { z } from 'zod';
import { ActRow, Batch, BatchItem, PinCustom } from '../acts.ts';
import { Locale } from '../config.ts';
import { Failure } from '../failures.ts';
import { ActId, BatchId, Sha256 } from '../ids.ts';
import { Preflight, VerificationReport } from '../levels.ts';
import { PickedFile } from '../picked.ts';
import { DriverHint, ReaderFacts } from '../readers.ts';
import { call } from '../rpc.ts';
import { RuleFinding } from '../rules.ts';
import { TokenListing } from '../token.ts';
import { VisibleChoice } from '../visible.ts';

/** A library that answered, or why it did not. */
export const LibraryState = z.strictObject({
  libraryId: z.string(),
  path: z.string(),
  listing: TokenListing.nullable(),
  failure: Failure.nullable(),
});
export type LibraryState = z.infer<typeof LibraryState>;

/** `password` opens an act that is encrypted; it is kept nowhere. */
const reportWish = z.strictObject({ actId: ActId, locale: Locale, password: z.string().min(1).max(127).optional() });

/** What is to be signed with: a certificate on a token behind a library. */
const signingMeans = {
  libraryId: z.string(),
  tokenSerial: z.string(),
  certificateSha256: Sha256,
};

/** An act to be signed with the bytes that were seen, and what opens them where they are encrypted. Passwords are kept nowhere. */
const ActToSign = z.strictObject({
  actId: ActId,
  documentSha256: Sha256,
  password: z.string().min(1).max(127).optional(),
});

/** A card in a reader that no library answers for: "token seen, driver missing: install X". */
export const UnservedCard = z.strictObject({
  reader: z.string(),
  atr: z.string(),
  /** What the catalogue calls the card; null when it does not know it. */
  card: z.string().nullable(),
  /** What to install; null when the catalogue knows nothing for it. `installed`: it is there and does not answer for this card. */
  driver: DriverHint.nullable(),
});
export type UnservedCard = z.infer<typeof UnservedCard>;

/** A certificate on offer, judged for this person and this day. Ordered: the first is the one to offer. */
export const CertificateOffer = z.strictObject({
  libraryId: z.string(),
  tokenSerial: z.string(),
  certificateSha256: Sha256,
  /** 0 is the best; equal ranks do not occur. */
  rank: z.int(),
  /** It may sign now: its key and usage fit, it is valid, it is not known to be revoked. */
  usable: z.boolean(),
  /** Whose it is, by the CUIL (or CUIT) in its subject against the person's; `unknown` where either is missing. */
  owner: z.enum(['self', 'other', 'unknown']),
  /** Eleven digits, as read from the subject's serialNumber; null where it holds none. */
  cuil: z.string().nullable(),
  /** Whole days until it expires; negative when it has. */
  daysLeft: z.int(),
  /** The nearest of the warnings at 60, 30 and 7 days. */
  expiry: z.enum(['fine', 'within60', 'within30', 'within7', 'expired']),
  /** What is known of its revocation on this machine, without asking anybody. */
  revocation: z.enum(['good', 'revoked', 'unknown']),
  chosenLast: z.boolean(),
  /** It signs electronically, not digitally (Ley 25.506, art. 5). */
  electronic: z.boolean(),
});
export type CertificateOffer = z.infer<typeof CertificateOffer>;

export const TokensAnswer = z.strictObject({
  libraries: z.array(LibraryState),
  /** PC/SC, readers and cards; null where nothing watches them (practice, or the watcher is gone). */
  readers: ReaderFacts.nullable(),
  unserved: z.array(UnservedCard),
  offers: z.array(CertificateOffer),
});
export type TokensAnswer = z.infer<typeof TokensAnswer>;

export const signingCalls = {
  'tokens.list': call(z.strictObject({}), TokensAnswer),
  /** A driver that was parked after several crashes is tried again. */
  'tokens.retry': call(z.strictObject({ libraryId: z.string() }), z.strictObject({})),
  /** Opens the PIN window, which asks for the old PIN (or the PUK) and the new one. Answers when the token took it. */
  'tokens.changePin': call(z.strictObject({ libraryId: z.string(), tokenSerial: z.string() }), z.strictObject({})),
  'tokens.unblockPin': call(z.strictObject({ libraryId: z.string(), tokenSerial: z.string() }), z.strictObject({})),
  /** Whether these acts, signed with this certificate, would be accepted: what can be known before the PIN. Changes nothing. */
  'signing.preflight': call(
    z.strictObject({
      items: z.array(ActToSign).min(1).max(5000),
      ...signingMeans,
      visible: VisibleChoice.nullable().default(null),
    }),
    Preflight,
  ),
  /** Starts a batch; it goes on by itself and tells its fate by events. Items neither shown nor vouched for are left out. */
  'signing.start': call(
    z.strictObject({
      items: z.array(ActToSign).min(1).max(5000),
      ...signingMeans,
      /** Marked, but neither shown nor vouched for: written down as left out, so that the report names them. */
      unread: z.array(ActId).max(5000).default([]),
      pin: PinCustom.default('asCard'),
      visible: VisibleChoice.nullable().default(null),
    }),
    Batch,
  ),
  /** What is worth knowing before the PIN, and how this certificate behaved in earlier batches. */
  'signing.preview': call(
    z.strictObject({ items: z.array(ActId).max(5000), ...signingMeans }),
    z.strictObject({
      findings: z.array(RuleFinding),
      /** Milliseconds an act took in the last batch with this certificate; null when there was none. */
      msPerAct: z.number().nullable(),
      /** Whether its key wanted the PIN for each signature then; null when nobody knows. */
      pinPerSignature: z.boolean().nullable(),
    }),
  ),
  /** Holds the batch after the item in hand; the login stays as long as the token and the host keep it. */
  'signing.pause': call(z.strictObject({ batchId: BatchId }), Batch),
  'signing.resume': call(z.strictObject({ batchId: BatchId }), Batch),
  /** The newest batch that ended before its last act, with the acts it left that still wait for a signature; null when there is none. */
  'signing.unfinished': call(
    z.strictObject({}),
    z.strictObject({ batch: Batch, rows: z.array(ActRow).min(1) }).nullable(),
  ),
  /** Does not offer this batch, or one before it, any more. The acts stay to sign. */
  'signing.dismiss': call(z.strictObject({ batchId: BatchId }), z.strictObject({})),
  /** The report of a batch that ended, as text in the language of the settings. Null: of the batch that ended last. */
  'signing.report': call(
    z.strictObject({ batchId: BatchId.nullable() }),
    z.strictObject({ fileName: z.string(), text: z.string(), sha256: Sha256 }),
  ),
  /** Writes the report into the office's folder of reports, as text or on sheets (PDF/A); answers where it lies. */
  'signing.saveReport': call(
    z.strictObject({ batchId: BatchId.nullable(), as: z.enum(['text', 'pdf']) }),
    z.strictObject({ path: z.string() }),
  ),
  /** Stops cleanly after the item in hand; what is kept stays kept. */
  'signing.stop': call(z.strictObject({ batchId: BatchId }), Batch),
  'signing.batch': call(
    z.strictObject({ batchId: BatchId }),
    z.strictObject({ batch: Batch, items: z.array(BatchItem) }),
  ),
  /** Verifies an act's newest file here and now. `locale` is the language of the sentences. */
  'reports.act': call(reportWish, VerificationReport),
  /** The full report as a file among the office's reports. */
  'reports.save': call(reportWish, z.strictObject({ path: z.string() })),
  /** The bytes that this signature of the act's newest file covers, as a document of their own. */
  'reports.revision': call(
    z.strictObject({ actId: ActId, sha256: Sha256, end: z.int().min(1) }),
    z.strictObject({ sha256: Sha256, size: z.int() }),
  ),
  /**
   * Verifies any file that a person picked: a PDF, or a signature beside or around a document. Its bytes are looked at and forgotten;
   * nothing of it is kept or sent. Fails with `pdfPasswordNeeded` or `pdfPasswordWrong` where it stays closed.
   */
  'files.verify': call(PickedFile, VerificationReport),
  /** Puts acts up to be raised, or renewed, again: at once, whatever failed before. */
  'levels.renew': call(
    z.strictObject({ actIds: z.array(ActId).min(1).max(5000) }),
    z.strictObject({ queued: z.int(), left: z.int() }),
  ),
} as const;
