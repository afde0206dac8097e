import { z } from 'zod';
import { Instant, Sha256 } from './ids.ts';
import { ProfileId, TemplateProfile } from './templates.ts';

/**
 * Models of acts as an institution has them: the profiles of its jurisdictions, beside those that the program brings or in the place of one of
 * them. Whoever looks after all offices publishes them (`configure`); a desk asks for those that its office names.
 *
 * GET  /v1/templates?has=ID:N,ID:N   -> PublishedProfiles: those that are newer than the versions that the desk has (0: none)
 * POST /v1/templates                 TemplatesOrder -> TemplatesAnswer
 */
export const TemplatesOrder = z.strictObject({
  /** The version that it takes the place of, 0 where there is none: of two who publish at once, the second is told. */
  after: z.int().min(0),
  profile: TemplateProfile,
});
export type TemplatesOrder = z.infer<typeof TemplatesOrder>;

/** What the repository's key signs of a profile, as receipts are (`typ: 'fojas-templates+jws'`). */
export const TemplatesStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  profile: ProfileId,
  /** 1, 2, 3, …: a desk takes no older one than it has. */
  version: z.int().min(1),
  at: Instant,
  by: z.string().min(1).max(200),
  /** Of the profile's text, in UTF-8. */
  sha256: Sha256,
});
export type TemplatesStatement = z.infer<typeof TemplatesStatement>;

export const TemplatesHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-templates+jws'),
});

/** A profile's text (`TemplateProfile` as JSON), in characters: some four times what the program brings. */
export const mostProfileText = 300_000;

/** Profiles of an office, and profiles told in one answer. */
export const mostProfiles = 20;

export const PublishedProfile = z.strictObject({
  /** A JWS of a `TemplatesStatement`. */
  statement: z.string().min(1).max(4096),
  profile: z.string().min(1).max(mostProfileText),
});
export type PublishedProfile = z.infer<typeof PublishedProfile>;

/** A profile as the central repository keeps it: signed anew whenever it is asked for. */
export const ProfileRecord = z.strictObject({
  profile: ProfileId,
  version: z.int().min(1),
  at: Instant,
  by: z.string(),
  text: z.string(),
});
export type ProfileRecord = z.infer<typeof ProfileRecord>;

/** The same as an office's own repository keeps it: what the central one signed. */
export const KeptProfile = z.strictObject({
  profile: ProfileId,
  version: z.int().min(1),
  published: PublishedProfile,
});
export type KeptProfile = z.infer<typeof KeptProfile>;

/** Which profiles the asker wants, each with the version that it has: `ID:N,ID:N`. */
export const ProfilesQuery = z.strictObject({
  has: z
    .string()
    .regex(/^([a-z0-9-]{1,60}:\d{1,9}(,(?!$)|$)){0,20}$/)
    .default(''),
});
export type ProfilesQuery = z.infer<typeof ProfilesQuery>;

export const askFor = (known: ReadonlyMap<string, number>): string =>
  `/v1/templates?has=${[...known].map(([id, version]) => `${id}:${version}`).join(',')}`;

export const askedIn = ({ has }: ProfilesQuery): ReadonlyMap<string, number> =>
  new Map(
    has.split(',').flatMap((one): [string, number][] => {
      const [id, version] = one.split(':');
      return id && version ? [[id, Number(version)]] : [];
    }),
  );

export const PublishedProfiles = z.strictObject({ profiles: z.array(PublishedProfile).max(mostProfiles) });
export type PublishedProfiles = z.infer<typeof PublishedProfiles>;

export const TemplatesAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('published'), version: z.int().min(1) }),
  /** Somebody published this version meanwhile: nothing was changed. */
  z.strictObject({ kind: z.literal('overtaken'), version: z.int().min(0) }),
]);
export type TemplatesAnswer = z.infer<typeof TemplatesAnswer>;

/** A profile that is in force at a desk, as it is listed. */
export const ProfileStanding = z.strictObject({
  profile: ProfileId,
  name: z.string(),
  models: z.int().min(0),
  /** Null: it came with the program. */
  published: z.strictObject({ version: z.int().min(1), at: Instant, by: z.string() }).nullable(),
});
export type ProfileStanding = z.infer<typeof ProfileStanding>;
