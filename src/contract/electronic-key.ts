import { z } from 'zod';

/**
 * A person's key for electronic signatures as it lies on the disk of a PC: PKCS#8, encrypted under what scrypt (RFC 7914) makes of the
 * passphrase. What PKCS#5 alone does is too quick to be tried.
 */
export const ElectronicKeyFile = z.strictObject({
  v: z.literal(1),
  kind: z.literal('fojas-electronic-key'),
  personId: z.string().min(1),
  name: z.string().min(1),
  practice: z.boolean(),
  /** Base64, as all that follows. `log2N`: the work factor. */
  scrypt: z.strictObject({ log2N: z.int().min(15).max(20), salt: z.base64() }),
  key: z.base64(),
  spki: z.base64(),
  /** The person's first, then those between it and an anchor; none before the repository issued one. */
  certificates: z.array(z.base64()),
});
export type ElectronicKeyFile = z.infer<typeof ElectronicKeyFile>;
