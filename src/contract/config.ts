import { z } from 'zod';
import { Level } from './levels.ts';
import { Locale } from './locale.ts';
import { OfficeRepositoryConfig } from './office-repository.ts';
import { ReceiptKey } from './receipts.ts';
import { AgeRecipient, SecondCopy } from './second-copy.ts';
import { ProfileId } from './templates.ts';
import { TokenLibrary } from './token.ts';
import { UpdatePolicy } from './updates.ts';

export { Locale };

export const Role = z.enum(['magistrate', 'secretary', 'clerk', 'auxiliary', 'itAdmin', 'auditor']);
export type Role = z.infer<typeof Role>;

/** What signatures of this office are raised to after they were made, and who says what time it was. */
export const SignaturePolicy = z.strictObject({
  level: Level,
  /** Time-stamping authorities (RFC 3161 over HTTP), asked in this order. */
  timestampAuthorities: z.array(z.strictObject({ url: z.url({ protocol: /^https?$/ }) })),
});
export type SignaturePolicy = z.infer<typeof SignaturePolicy>;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** How this office uses its line to the repository. Times of day are this computer's. */
export const LinePolicy = z.strictObject({
  /** Kilobits (1000 bits) a second that may be used, each way; without it, all there is. */
  capKbps: z.int().min(8).optional(),
  /** Other caps at other times; the first that fits holds. `capKbps` null: no cap then. `from` after `to` goes over midnight. */
  quiet: z
    .array(z.strictObject({ from: TimeOfDay, to: TimeOfDay, capKbps: z.int().min(8).nullable() }))
    .max(20)
    .default([]),
  /** `system`: as the operating system is set up, automatic configuration (PAC) included. */
  proxy: z
    .union([z.enum(['system', 'none']), z.strictObject({ url: z.url({ protocol: /^https?$/ }) })])
    .default('system'),
  /** PEM file with authorities that may vouch for the repository's (and the proxy's) TLS certificate, beside the usual ones. */
  caFile: z.string().min(1).optional(),
  /** So much of the fetched files is kept on this PC, in megabytes (4096 if not given); what is needed stays beyond it. */
  keepMegabytes: z.int().min(16).optional(),
});
export type LinePolicy = z.infer<typeof LinePolicy>;

/** What an institution decides of signing itself. */
export const SigningPolicy = z.strictObject({
  /** A pause in a batch that keeps the token open ends after so many minutes; the token's host may end it earlier (`idleMs`). */
  pauseMinutes: z.int().min(1).max(60).default(4),
  /** Issuers whose certificates are offered first, the dearest first: their common name, as a person reads it. */
  issuers: z.array(z.string().min(1)).max(20).default([]),
  /** People without a token may sign electronically what its model allows (Ley 25.506, art. 5). */
  electronic: z.boolean().default(false),
});
export type SigningPolicy = z.infer<typeof SigningPolicy>;

/** What is written down for whoever looks for a fault, and how long. Nothing of it ever leaves this PC by itself. */
export const DiagnosticsPolicy = z.strictObject({
  /** The least of what is written down (contract/diary.ts). */
  logLevel: z.enum(['info', 'warning', 'error']).default('info'),
  logDays: z.int().min(1).max(365).default(30),
  /** Traces of a crash are kept on this PC. */
  crashReports: z.boolean().default(false),
});
export type DiagnosticsPolicy = z.infer<typeof DiagnosticsPolicy>;

/** What the institution decides of the desk itself. */
export const DeskPolicy = z.strictObject({
  /** The language of whoever has not chosen one. */
  locale: Locale.optional(),
  /** That language is the only one: nobody chooses another. */
  localeFixed: z.boolean().default(false),
  /** The desk locks after so many minutes without a key or a click; 0: never. */
  idleLockMinutes: z.int().min(0).max(240).default(0),
});
export type DeskPolicy = z.infer<typeof DeskPolicy>;

/** `onlyListed`: libraries of tokens beside `tokenLibraries` are not looked for. */
export const DriversPolicy = z.strictObject({ onlyListed: z.boolean().default(false) });
export type DriversPolicy = z.infer<typeof DriversPolicy>;

/** What an office is to its desks beyond its name. A PC's file says it, or the repository tells it; the file goes first. */
export const officeTraits = {
  /** The town of the office, for its local holidays; as the calendar names it. */
  locality: z.string().min(1).max(200),
  /** What stands at the head of an act's sheets, the organisation first; without it, the office's name. */
  letterhead: z.array(z.string().min(1).max(120)).min(1).max(4),
  /** Whose models of acts are offered, the office's own first. */
  profiles: z.array(ProfileId).min(1),
} as const;

const OfficeOf = z.strictObject({
  officeId: z.string().min(1),
  name: z.string().min(1),
  locality: officeTraits.locality.optional(),
  /** File with what this office knows better than the program's calendar (contract/calendar.ts: `CalendarAmendments`). */
  calendarFile: z.string().min(1).optional(),
  letterhead: officeTraits.letterhead.optional(),
  profiles: officeTraits.profiles.optional(),
  /** Who signs in this office, beside those of whom the repository tells: offered when an act is put before its signer. */
  signers: z
    .array(
      z.strictObject({
        personId: z.string().min(1),
        name: z.string().min(1).max(200),
        capacity: z.string().min(1).max(200),
        /** Held against the certificate's, where both are known. */
        cuil: z.string().max(20).optional(),
      }),
    )
    .max(50)
    .optional(),
});
const PersonOf = z.strictObject({
  personId: z.string().min(1),
  name: z.string().min(1),
  role: Role,
  /** As it stands below a signature, e.g. "Agente Fiscal". */
  capacity: z.string().min(1),
  cuil: z.string().nullable(),
  /** Appointed by the office to look acts over before they are signed: his or her visado counts. */
  validator: z.boolean().optional(),
  /** An appointment to sign in another's place: its caption follows the capacity, from the first to the last day (both included). */
  substitute: z
    .strictObject({
      replaces: z.string().min(1).max(200),
      caption: z.string().min(1).max(200),
      from: z.iso.date(),
      until: z.iso.date(),
    })
    .optional(),
});

/** One person's desk on one PC: read from a JSON file (`--office-config`), refused with a reason where it does not parse. */
export const OfficeConfig = z
  .strictObject({
    version: z.literal(1),
    /** `practice`: fictional data, practice token, nothing of value; banners say so. */
    mode: z.enum(['normal', 'practice']),
    dataDir: z.string().min(1),
    deviceId: z.string().min(1),
    office: OfficeOf,
    person: PersonOf,
    /**
     * Other offices and roles that were granted at this desk, to be chosen at the start. Another office or person works on a folder of its own,
     * with a device name of its own: two seats never mix what they keep.
     */
    seats: z
      .array(
        z.strictObject({
          seatId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
          office: OfficeOf.optional(),
          person: PersonOf,
          dataDir: z.string().min(1).optional(),
          deviceId: z.string().min(1).optional(),
          accessKey: z.string().min(16).optional(),
          /** Of a seat that came by a grant: the data folder of the desk that was enrolled. The program writes it, no file. */
          grantedAt: z.string().min(1).optional(),
        }),
      )
      .max(50)
      .optional(),
    /** The seat that was taken, and (of one that came by a grant) where the desk was enrolled; the program writes them, no file. */
    seat: z.string().optional(),
    grantedAt: z.string().min(1).optional(),
    repository: z
      .strictObject({
        url: z.url(),
        /** The key of the whole office. Without it this desk is enrolled for its person, and shows grants (contract/people.ts). */
        accessKey: z.string().min(16).optional(),
        /** Only receipts signed with one of these are believed (offline, law 7). */
        pinnedKeys: z.array(ReceiptKey).min(1),
        /** To whom parcels on a stick are sealed, as `fojas repository keys` prints it. Without it none can be made. */
        parcelRecipient: AgeRecipient.optional(),
        /** Where anybody verifies an act by its code (contract/verification-code.ts): what the QR on paper leads to. */
        publicPage: z.url({ protocol: /^https?$/ }).optional(),
        /** Repositories inside the office: what one of these keys says it received is believed, and is no receipt. */
        office: z
          .strictObject({
            keys: z.array(ReceiptKey).min(1),
            /** Look for one by name on the local network (mDNS). A hint only: the key decides. */
            discover: z.boolean().default(false),
            /** Where one may answer, tried beside what is heard. A hint too. */
            addresses: z
              .array(z.url({ protocol: /^https?$/ }))
              .max(20)
              .optional(),
          })
          .optional(),
      })
      .nullable(),
    tokenLibraries: z.array(TokenLibrary),
    drivers: DriversPolicy.optional(),
    /** Practice only: the practice token is a card in software, and whoever holds it is told here (contract/practice-card.ts). */
    practiceCard: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }).optional(),
    /** Trust anchors as PEM; used by preflight and by the report, never taken from the operating system. */
    trustAnchors: z.array(z.string()),
    /**
     * Signed trust lists kept by IT, one file a version, and the keys (SPKI as PEM) that sign them: reports believe their authorities
     * beside `trustAnchors`, and name the version.
     */
    trustList: z.strictObject({ folder: z.string().min(1), keys: z.array(z.string().min(1)).min(1) }).optional(),
    /** Without it nothing is copied to a second place. */
    secondCopy: SecondCopy.optional(),
    /** How this office signs. */
    signing: SigningPolicy.optional(),
    /** Without it signatures stay as they were made (level B). */
    signatures: SignaturePolicy.optional(),
    line: LinePolicy.optional(),
    diagnostics: DiagnosticsPolicy.optional(),
    desk: DeskPolicy.optional(),
    /** How this PC comes to newer versions of the program; without it, others install them. */
    updates: UpdatePolicy.optional(),
    /** This PC serves the office's own repository to the others. */
    officeRepository: OfficeRepositoryConfig.optional(),
  })
  .refine(
    ({ seats = [], office, person, dataDir, deviceId }) =>
      new Set(seats.map(({ seatId }) => seatId)).size === seats.length &&
      seats.every(
        (seat) =>
          ((seat.office?.officeId ?? office.officeId) === office.officeId &&
            seat.person.personId === person.personId) ||
          (seat.dataDir !== undefined &&
            seat.dataDir !== dataDir &&
            seat.deviceId !== undefined &&
            seat.deviceId !== deviceId),
      ),
    'seats: each once, and another office or person with a dataDir and a deviceId of its own',
  );

/** An appointment of the person of a desk to sign in another's place, as the repository told it. */
export interface StoodFor {
  readonly personId: string;
  readonly name: string;
  /** Of the person of the desk: eleven digits, of the certificates that may sign under it. */
  readonly cuil: string;
  readonly resolution: string;
  readonly from: string;
  readonly until: string;
  /** Whether it is in force now. */
  readonly holds: boolean;
}

type Configured = z.infer<typeof OfficeConfig>;
export type OfficeConfig = Omit<Configured, 'person'> & {
  /** In whose place the person signs is the repository's to say, and in no file (casework/enrolment/person-now.ts). */
  readonly person: Configured['person'] & { readonly standsFor?: readonly StoodFor[] };
};
