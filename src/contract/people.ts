import { z } from 'zod';
import { Role, officeTraits } from './config.ts';
import { DeviceName, Instant, OfficeName, PersonId, Thumbprint } from './person-names.ts';
import { Resolution, Substitution } from './substitution.ts';
import { SignatureAlgorithm } from './token.ts';

export { DeviceName, OfficeName, PersonId, Thumbprint };

/** The highest degree of confidentiality (0 to 5) that a person may see at all, whatever the role. */
export const Clearance = z.int().min(0).max(5);

export const Capacity = z.string().trim().min(1).max(200);

/** What a person may be in one office, and until when. */
export const PersonGrant = z.strictObject({
  officeId: OfficeName,
  roles: z.array(Role).min(1).max(Role.options.length),
  clearance: Clearance,
  /** Looks acts over before they are signed, by appointment of the office. */
  validator: z.boolean().default(false),
  until: Instant,
  /** As it stands below this person's signature in that office, e.g. "Secretaria"; without it, the name of the role. */
  capacity: Capacity.optional(),
});
export type PersonGrant = z.infer<typeof PersonGrant>;

/** A grant as it is ordered. What is not said of the visado and of the capacity stays as it stands: who prolongs a grant takes nothing away. */
export const GrantOrder = PersonGrant.extend({ validator: z.boolean().optional() });
export type GrantOrder = z.infer<typeof GrantOrder>;

export const PersonRecord = z.strictObject({
  personId: PersonId,
  name: z.string().min(1).max(200),
  /** Eleven digits: whose certificate enrols this person's devices. */
  cuil: z
    .string()
    .regex(/^\d{11}$/)
    .nullable(),
  /** Who this person is to the institution's identity provider: its `sub`, or a verified e-mail address. */
  login: z.string().min(1).max(320).nullable(),
  grants: z.array(PersonGrant).max(50),
  /** Appointments as a substitute: what has ended stays, for what was signed under it. Over the line since 2026-11-28. */
  standsFor: z.array(Substitution).max(200).optional(),
});
export type PersonRecord = z.infer<typeof PersonRecord>;

export const OfficeRecord = z.strictObject({ officeId: OfficeName, name: z.string().min(1).max(200) });
export type OfficeRecord = z.infer<typeof OfficeRecord>;

/** An office as the repository knows it, and tells its desks of it (wire-offices.ts). */
export const OfficeEntry = OfficeRecord.extend({
  locality: officeTraits.locality.optional(),
  letterhead: officeTraits.letterhead.optional(),
  profiles: officeTraits.profiles.optional(),
});
export type OfficeEntry = z.infer<typeof OfficeEntry>;

/** What is to be known of an office from now on: what is left out stays as it is, null takes it away. */
export const OfficeWish = OfficeRecord.extend({
  locality: officeTraits.locality.nullable().optional(),
  letterhead: officeTraits.letterhead.nullable().optional(),
  profiles: officeTraits.profiles.nullable().optional(),
});
export type OfficeWish = z.infer<typeof OfficeWish>;

export const EnrolmentWay = z.enum(['token', 'code', 'oidc']);
export type EnrolmentWay = z.infer<typeof EnrolmentWay>;

/** A computer that was enrolled for one person: several people at one computer are several devices. */
export const DeviceRecord = z.strictObject({
  jkt: Thumbprint,
  deviceId: DeviceName,
  personId: PersonId,
  way: EnrolmentWay,
  /** Enrolled by a token while nobody could say whether its certificate was revoked. */
  revocation: z.literal('unknown').optional(),
  enrolledAt: Instant,
  revoked: z.strictObject({ at: Instant, by: z.string().max(200), reason: z.string().max(300) }).nullable(),
});
export type DeviceRecord = z.infer<typeof DeviceRecord>;

/**
 * A grant as the repository's key signs it for one device: a JWS as receipts are, `typ: 'fojas-grant+jws'`. It is shown with each request
 * (`Authorization: DPoP`), beside a proof by the device's key (RFC 9449), and holds offline until `offlineUntil`.
 */
export const GrantStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  personId: PersonId,
  name: z.string().min(1).max(200),
  office: OfficeRecord,
  roles: z.array(Role).min(1),
  clearance: Clearance,
  validator: z.boolean(),
  capacity: Capacity.optional(),
  issuedAt: Instant,
  /** When the grant itself ends. */
  until: Instant,
  /** When it has to have been renewed by a contact: not after `until`. */
  offlineUntil: Instant,
  cnf: z.strictObject({ jkt: Thumbprint }),
});
export type GrantStatement = z.infer<typeof GrantStatement>;

export const GrantHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-grant+jws'),
});

/** That a device was revoked, as the repository's key signs it (`typ: 'fojas-revocation+jws'`): the only word upon which one is wiped. */
export const RevocationStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  jkt: Thumbprint,
  deviceId: DeviceName,
  at: Instant,
});
export type RevocationStatement = z.infer<typeof RevocationStatement>;

export const RevocationHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-revocation+jws'),
});

/**
 * Which devices were revoked so lately that a grant of theirs could still be honoured by who cannot ask: each a `RevocationStatement`, signed.
 * For repositories inside offices.
 */
export const Revocations = z.strictObject({ revocations: z.array(z.string().min(1).max(4096)) });
export type Revocations = z.infer<typeof Revocations>;

/** How a device may be enrolled at this repository; `nonce` is fresh, and goes into what is signed. */
export const EnrolmentOffer = z.strictObject({
  repository: z.string(),
  /** The root of the repository's keys: what devices pin. Its `kid` goes into what a token signs. */
  root: z.string(),
  ways: z.array(EnrolmentWay),
  oidc: z.strictObject({ issuer: z.url(), clientId: z.string().min(1) }).nullable(),
  nonce: z.string().min(1).max(200),
});
export type EnrolmentOffer = z.infer<typeof EnrolmentOffer>;

const Base64 = z.base64().min(1).max(20_000);

/** What enrols a device; the device's key is the one of the proof (`DPoP`) that comes with it. */
export const EnrolmentRequest = z.discriminatedUnion('way', [
  z.strictObject({
    way: z.literal('token'),
    deviceId: DeviceName,
    /** The token's certificate (DER) and what may lie between it and an anchor; its raw signature over `loginText`. */
    certificates: z.array(Base64).min(1).max(8),
    algorithm: SignatureAlgorithm,
    signature: Base64,
  }),
  z.strictObject({
    way: z.literal('code'),
    deviceId: DeviceName,
    personId: PersonId,
    code: z.string().min(8).max(40),
  }),
  /** The identity provider's ID token, whose `nonce` is the thumbprint of the device's key. */
  z.strictObject({ way: z.literal('oidc'), deviceId: DeviceName, idToken: z.string().min(20).max(20_000) }),
]);
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

/** What a key for electronic signatures signs so that it is known to be this person's: nobody claims the key of another. */
export const electronicKeyText = (personId: string): string =>
  `Fojas\nClave para firma electrónica (Ley 25.506, art. 5)\n${personId}\n`;

/**
 * `POST /v1/electronic-key`: a certificate for electronic signatures over a key that lies at the person's desk. Left out where the key was proved
 * before, and only the certificate ends.
 */
export const ElectronicKeyRequest = z.strictObject({
  /** SubjectPublicKeyInfo, DER: RSA of 2048 bits or more. */
  spki: Base64,
  /** Over `electronicKeyText` (RSASSA-PKCS1-v1_5, SHA-256). */
  signature: Base64.optional(),
});
export type ElectronicKeyRequest = z.infer<typeof ElectronicKeyRequest>;

/** The person's certificate first (DER). */
export const ElectronicKeyAnswer = z.strictObject({ certificates: z.array(Base64).min(1).max(8) });
export type ElectronicKeyAnswer = z.infer<typeof ElectronicKeyAnswer>;

/** Of which person and device a certificate for electronic signatures is, as the repository keeps it. */
export const ElectronicRecord = z.strictObject({
  personId: PersonId,
  roles: z.array(Role),
  /** The enrolled device whose key asked for it; null for an access key of a person. */
  device: Thumbprint.nullable(),
  issuedAt: Instant,
});
export type ElectronicRecord = z.infer<typeof ElectronicRecord>;

/** A one-time code as the repository keeps it: by its digest. */
export const CodeRecord = z.strictObject({
  personId: PersonId,
  digest: z.string(),
  expiresAt: Instant,
  triesLeft: z.int().min(0),
});
export type CodeRecord = z.infer<typeof CodeRecord>;

/** What of an identity provider's own description (OpenID Connect Discovery) and of its ID tokens is read. */
export const ProviderDescription = z.object({ issuer: z.string(), jwks_uri: z.url() });
export const IdClaims = z.object({
  sub: z.string().min(1),
  nonce: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
});

/** What a device is told of its person at each contact: every grant in force, signed anew. */
export const DeviceSession = z.strictObject({
  personId: PersonId,
  name: z.string(),
  grants: z.array(z.string().max(8192)),
  serverTime: Instant,
  nonce: z.string().min(1).max(200),
});
export type DeviceSession = z.infer<typeof DeviceSession>;

/**
 * The text that a token signs to enrol a device: readable, and under a name of its own. What acts are signed over begins otherwise (the DER of
 * signed attributes), so neither signature can be taken for the other.
 */
export function loginText(facts: {
  readonly root: string;
  readonly deviceId: string;
  readonly jkt: string;
  readonly nonce: string;
}): string {
  return [
    'FOJAS-LOGIN-v1',
    'Inscribe este equipo ante el repositorio. No firma ningún acto.',
    `repositorio: ${facts.root}`,
    `equipo: ${facts.deviceId}`,
    `clave: ${facts.jkt}`,
    `desafío: ${facts.nonce}`,
    '',
  ].join('\n');
}

/** How this desk stands: with its office's key, without an enrolment, enrolled, or revoked. */
export const EnrolmentStanding = z.strictObject({
  state: z.enum(['officeKey', 'none', 'enrolled', 'revoked']),
  deviceId: z.string(),
  /** Thumbprint of the device's key; its first characters are read out over the telephone. */
  jkt: z.string().nullable(),
  person: z.string(),
  enrolledAt: Instant.nullable(),
  grants: z.array(
    z.strictObject({
      office: z.string(),
      officeId: z.string(),
      roles: z.array(Role),
      clearance: Clearance,
      until: Instant,
      offlineUntil: Instant,
      /** Whether it holds now, at this desk's reckoning. */
      holds: z.boolean(),
    }),
  ),
});
export type EnrolmentStanding = z.infer<typeof EnrolmentStanding>;

/** How a person wants to enrol this desk. */
export const EnrolmentWish = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('code'), code: z.string().min(8).max(40) }),
  z.strictObject({
    way: z.literal('token'),
    libraryId: z.string().min(1),
    tokenSerial: z.string(),
    certificateSha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  z.strictObject({ way: z.literal('oidc') }),
]);
export type EnrolmentWish = z.infer<typeof EnrolmentWish>;

/** One line of a list of people (CSV): a person, and a grant in one office. Several lines of one person are several offices. */
export const PersonRow = z.strictObject({
  personId: PersonId,
  name: PersonRecord.shape.name,
  cuil: PersonRecord.shape.cuil,
  login: PersonRecord.shape.login,
  grant: GrantOrder,
});
export type PersonRow = z.infer<typeof PersonRow>;

/** What whoever looks after people orders; the same at the terminal, over the line and on the screen. */
export const PeopleOrder = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('list') }),
  z.strictObject({ kind: z.literal('office'), office: OfficeWish }),
  z.strictObject({ kind: z.literal('import'), rows: z.array(PersonRow).min(1).max(5000) }),
  z.strictObject({ kind: z.literal('grant'), personId: PersonId, grant: GrantOrder }),
  z.strictObject({ kind: z.literal('revokeGrant'), personId: PersonId, officeId: OfficeName }),
  /**
   * The person signs in the office in the place of another; it begins now at the earliest, and takes the place of what is to come of an
   * appointment for the same one.
   */
  z.strictObject({
    ...{ kind: z.literal('substitute'), personId: PersonId, officeId: OfficeName, standsFor: PersonId },
    ...{ from: Instant, until: Instant, resolution: Resolution },
  }),
  /** The appointment ends now: what was signed under it before stays signed. */
  z.strictObject({
    ...{ kind: z.literal('endSubstitution'), personId: PersonId, officeId: OfficeName, standsFor: PersonId },
  }),
  /** A code with which the person enrols one device, soon. */
  z.strictObject({ kind: z.literal('code'), personId: PersonId }),
  z.strictObject({ kind: z.literal('revokeDevice'), jkt: Thumbprint, reason: z.string().min(1).max(300) }),
]);
export type PeopleOrder = z.infer<typeof PeopleOrder>;

export const PeopleListing = z.strictObject({
  /** At the console with what else is known of them; over the line their names alone. */
  offices: z.array(OfficeEntry),
  people: z.array(PersonRecord),
  devices: z.array(DeviceRecord),
});
export type PeopleListing = z.infer<typeof PeopleListing>;

export const PeopleAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('listing'), listing: PeopleListing }),
  z.strictObject({ kind: z.literal('done'), changed: z.int() }),
  z.strictObject({ kind: z.literal('code'), code: z.string(), expiresAt: Instant }),
  /** Nothing was changed: the person, the office, the device or a profile of models is not known, or the grant would have ended already. */
  z.strictObject({
    kind: z.literal('refused'),
    /** Of a substitute: one who may sign nothing in that office, in his or her own place, or without a CUIL to be known by. */
    reason: z.enum([
      ...['personUnknown', 'officeUnknown', 'deviceUnknown', 'profileUnknown', 'endsBefore'],
      ...['maySignNothing', 'ownPlace', 'cuilUnknown'],
    ] as const),
    subject: z.string(),
  }),
]);
export type PeopleAnswer = z.infer<typeof PeopleAnswer>;

/** One thing that was done or read at the repository, without a word of what it is about. */
export const AccessEntry = z.strictObject({
  seq: z.int().min(1),
  at: Instant,
  officeId: z.string().max(200),
  /** Null: by the office's own key, by the console, or by nobody known. */
  personId: z.string().max(200).nullable(),
  /** Thumbprint of the device's key; null where a key was shown instead. */
  device: z.string().max(64).nullable(),
  /** The address as a pattern (`GET /v1/cases/:caseId/snapshot`), or an order (`people.grant`). */
  what: z.string().max(200),
  /** The id in the address, or whom the order was about. */
  subject: z.string().max(400).nullable(),
  status: z.int(),
  /** SHA-256 over the entry before and this one, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AccessEntry = z.infer<typeof AccessEntry>;

export const AccessPage = z.strictObject({
  entries: z.array(AccessEntry),
  more: z.boolean(),
});
export type AccessPage = z.infer<typeof AccessPage>;

/** Whether the whole chain holds, and where it ends; the first entry that does not fit where it does not. */
export const AccessVerdict = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('whole'), entries: z.int().min(0), head: z.string() }),
  z.strictObject({ kind: z.literal('broken'), seq: z.int().min(0), reason: z.enum(['missing', 'changed', 'cut']) }),
]);
export type AccessVerdict = z.infer<typeof AccessVerdict>;

export const AccessQuery = z.object({
  /** Entries after this one. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
