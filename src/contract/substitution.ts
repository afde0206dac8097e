import { z } from 'zod';
import { Instant, OfficeName, PersonId, Thumbprint } from './person-names.ts';

/** The resolution (or the reason) by which somebody was put in another's place, as the institution calls it. */
export const Resolution = z.string().trim().min(1).max(200);

/** That a person signs in the place of another of the office, with a certificate of his or her own, from one moment to another. */
export const Substitution = z.strictObject({
  officeId: OfficeName,
  standsFor: PersonId,
  /** Of whom is stood for, as it was recorded then. */
  name: z.string().min(1).max(200),
  from: Instant,
  until: Instant,
  resolution: Resolution,
});
export type Substitution = z.infer<typeof Substitution>;

/**
 * An appointment as a substitute as the repository's key signs it for one device (`typ: 'fojas-substitution+jws'`). It comes among the grants, and
 * who does not know it passes it over. It holds offline as a grant does, and gives no right by itself: the grant in that office does.
 */
export const SubstitutionStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  personId: PersonId,
  /** Eleven digits: of the certificates that may sign under it. */
  cuil: z.string().regex(/^\d{11}$/),
  ...Substitution.shape,
  issuedAt: Instant,
  /** When it has to have been renewed by a contact: not after `until`. */
  offlineUntil: Instant,
  cnf: z.strictObject({ jkt: Thumbprint }),
});
export type SubstitutionStatement = z.infer<typeof SubstitutionStatement>;

export const SubstitutionHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-substitution+jws'),
});
