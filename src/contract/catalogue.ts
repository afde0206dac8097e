import { z } from 'zod';
import { Locale } from './config.ts';
import { DriverCare } from './drivers.ts';

const hex = z
  .string()
  .regex(/^([0-9a-f]{2})+$/, 'lower-case hexadecimal')
  .max(2 * 36);

/** A card as its answer to reset tells it: bits under the mask must agree; without a mask all must. */
export const CardPattern = z
  .strictObject({
    name: z.string().min(1).max(120),
    atr: hex,
    mask: hex.optional(),
    /** Where this ATR was read, or that nobody has checked it: a wrong one is worse than none. */
    source: z.string().min(1),
  })
  .refine(({ atr, mask }) => mask === undefined || mask.length === atr.length, 'the mask must be as long as the ATR');
export type CardPattern = z.infer<typeof CardPattern>;

const Platform = z.enum(['linux', 'win32', 'darwin']);
const perPlatform = <T extends z.ZodType>(each: T) => z.partialRecord(Platform, each);

/**
 * One driver. Paths are tried in order and the first that exists is taken. `{lib}` stands for each of the usual folders of libraries
 * (Linux), `%NAME%` for a variable of the environment (Windows).
 */
export const CatalogueEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
  name: z.string().min(1).max(120),
  /** Loaded where it is found; others are loaded only where an office's configuration names them. */
  automatic: z.boolean().default(true),
  cards: z.array(CardPattern).max(100),
  libraries: perPlatform(z.array(z.string().min(1)).max(40)),
  /** What a person is told to install, as the end of no sentence: "Instale SafeNet Authentication Client". */
  install: perPlatform(z.record(Locale, z.string().min(1).max(200))),
  /** Only what differs from the usual care. */
  care: DriverCare.partial().default({}),
  source: z.string(),
});
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;

const uniqueIds = (entries: readonly { readonly id: string }[]): boolean =>
  new Set(entries.map(({ id }) => id)).size === entries.length;

/** The signed payload. It does not expire: an old catalogue is better than none, and a newer one replaces it. */
export const Catalogue = z.strictObject({
  format: z.literal(1),
  version: z.int().min(1),
  issued: z.iso.date(),
  entries: z.array(CatalogueEntry).min(1).max(500).refine(uniqueIds, 'every entry must have an id of its own'),
});
export type Catalogue = z.infer<typeof Catalogue>;

/** What IT adds on a machine: the same entries, unsigned; the folder's permissions vouch for them. */
export const LocalEntries = z.strictObject({
  format: z.literal(1),
  entries: z.array(CatalogueEntry).max(500).refine(uniqueIds, 'every entry must have an id of its own'),
});

/** Header of a signed catalogue: a JWS in compact form (RFC 7515) with Ed25519 (RFC 8037). */
export const CatalogueHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-drivers+jws'),
});

/** Where and why something does not parse, on one line. */
export function whyNot(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ')
    .slice(0, 200);
}
