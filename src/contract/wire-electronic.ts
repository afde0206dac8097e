import { z } from 'zod';

/**
 * Who certifies keys for electronic signatures (Ley 25.506, art. 5) and which types of acts may be signed so, as the repository's key signs it
 * (`typ: 'fojas-electronic+jws'`): what a repository inside an office judges such signatures by, also while the central one is away.
 */
export const ElectronicStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  /** The authority's certificate (DER, base64); null where no electronic signatures are taken. */
  authority: z.base64().min(1).max(20_000).nullable(),
  actTypes: z.array(z.string().min(1).max(80)).max(500),
});
export type ElectronicStatement = z.infer<typeof ElectronicStatement>;

export const ElectronicHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-electronic+jws'),
});

/** `GET /v1/electronic-authority`: an `ElectronicStatement` (a JWS). */
export const ElectronicTold = z.strictObject({ statement: z.string().min(1).max(65_536) });
export type ElectronicTold = z.infer<typeof ElectronicTold>;
