import { z } from 'zod';
import { Role, officeTraits } from './config.ts';
import { Instant, Sha256 } from './ids.ts';
import { OfficeName } from './people.ts';
import { NamedSigner } from './wire.ts';

/**
 * What the repository tells the desks of an office about it: its letterhead, town and models of acts, and who may sign in it, from the grants
 * in force. Each desk is told of the office alone in whose name it asks.
 *
 * GET /v1/office-facts?known=SHA256   -> OfficeTold: null where nothing is new
 */
export const OfficeSigner = NamedSigner.extend({
  /** All that he or she is in this office; the first one says the capacity. */
  roles: z.array(Role).min(1),
  /** When the grant ends: nobody is offered after that, with or without a line. */
  until: Instant,
});
export type OfficeSigner = z.infer<typeof OfficeSigner>;

/** So many people are told at most, magistrates first. */
export const mostOfficeSigners = 200;

/** An office by which a case may be sent on, as a person knows it. */
export const KnownOffice = z.strictObject({ officeId: OfficeName, name: z.string().trim().min(1).max(200) });
export type KnownOffice = z.infer<typeof KnownOffice>;

/** So many other offices are told at most. */
export const mostKnownOffices = 1000;

export const OfficeFacts = z.strictObject({
  v: z.literal(1),
  officeId: OfficeName,
  locality: officeTraits.locality.optional(),
  letterhead: officeTraits.letterhead.optional(),
  profiles: officeTraits.profiles.optional(),
  signers: z.array(OfficeSigner).max(mostOfficeSigners),
  /** The other offices, by name; left out where there are more than are told. Since 2026-11-29. */
  others: z.array(KnownOffice).max(mostKnownOffices).optional(),
});
export type OfficeFacts = z.infer<typeof OfficeFacts>;

/** What the repository's key signs of them, as receipts are (`typ: 'fojas-office+jws'`). */
export const OfficeStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  officeId: OfficeName,
  /** A desk takes none that was made before the one it has. */
  at: Instant,
  /** Of the text of the facts, in UTF-8. */
  sha256: Sha256,
});
export type OfficeStatement = z.infer<typeof OfficeStatement>;

export const OfficeHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-office+jws'),
});

export const SignedOffice = z.strictObject({
  /** A JWS of an `OfficeStatement`. */
  statement: z.string().min(1).max(4096),
  /** `OfficeFacts` as JSON. */
  facts: z.string().min(1).max(400_000),
});
export type SignedOffice = z.infer<typeof SignedOffice>;

/** The SHA-256 of the facts that the asking desk has. */
export const OfficeQuery = z.strictObject({ known: Sha256.optional() });
export type OfficeQuery = z.infer<typeof OfficeQuery>;

export const OfficeTold = z.strictObject({ office: SignedOffice.nullable() });
export type OfficeTold = z.infer<typeof OfficeTold>;
