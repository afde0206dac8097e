import { z } from 'zod';
import { DeskPolicy, DiagnosticsPolicy, DriversPolicy, LinePolicy, Locale, SigningPolicy } from './config.ts';
import { Level } from './levels.ts';
import { call } from './rpc.ts';
import { AgeRecipient } from './second-copy.ts';
import { UpdatePolicy } from './updates.ts';

const address = z.url({ protocol: /^https?$/ });
/** On any of the three systems; also a share of Windows. */
const absolutePath = z
  .string()
  .max(1000)
  .regex(/^(\/|[A-Za-z]:[\\/]|\\\\[^\\])/);
const time = '([01]\\d|2[0-3]):[0-5]\\d';
/** One line of what PEM holds between its first and its last line. */
const publicKey = z.base64().min(40).max(4000);

/**
 * Everything an institution may decide for its PCs, each under a name of its own and in a form that the registry of Windows, a
 * profile of macOS and a JSON file can all carry: text, a whole number, yes or no, or several texts. From this schema come validation,
 * templates (ADMX, mobileconfig, JSON), the settings screen and the page for IT. What holds where nobody decides is in `OfficeConfig`.
 */
export const Policy = z.strictObject({
  'repository.url': address,
  'repository.publicPage': address,
  /** `KID=X`: name and value (`x`) of a key that receipts are believed from. */
  'repository.keys': z
    .array(z.string().regex(/^[A-Za-z0-9_.:-]{1,100}=[A-Za-z0-9_-]{43}$/))
    .min(1)
    .max(20),
  'trustList.folder': absolutePath,
  'trustList.keys': z.array(publicKey).min(1).max(10),
  'drivers.libraries': z.array(absolutePath).max(20),
  'drivers.onlyListed': DriversPolicy.shape.onlyListed.unwrap(),
  'updates.mode': UpdatePolicy.shape.mode.unwrap(),
  'updates.ring': UpdatePolicy.shape.ring.unwrap(),
  /** Addresses, and folders by their full path. */
  'updates.sources': z.array(z.union([address, absolutePath])).max(10),
  'updates.window': z.string().regex(new RegExp(`^${time}-${time}$`)),
  'updates.everyHours': UpdatePolicy.shape.everyHours.unwrap(),
  'updates.sharePort': UpdatePolicy.shape.sharePort.unwrap(),
  'updates.rootFile': absolutePath,
  'line.proxy': z.union([z.enum(['system', 'none']), address]),
  'line.caFile': absolutePath,
  'line.capKbps': LinePolicy.shape.capKbps.unwrap(),
  /** `HH:MM-HH:MM=KBPS`, or `=none` where there is no cap then. */
  'line.quiet': z.array(z.string().regex(new RegExp(`^${time}-${time}=([1-9]\\d{1,6}|8|9|none)$`))).max(20),
  'line.keepMegabytes': LinePolicy.shape.keepMegabytes.unwrap(),
  'signing.level': Level,
  'signing.timestampAuthorities': z.array(address).max(10),
  'signing.issuers': SigningPolicy.shape.issuers.unwrap(),
  'signing.pauseMinutes': SigningPolicy.shape.pauseMinutes.unwrap(),
  'signing.electronic': SigningPolicy.shape.electronic.unwrap(),
  'desk.language': Locale,
  'desk.idleLockMinutes': DeskPolicy.shape.idleLockMinutes.unwrap(),
  'copy.folder': absolutePath,
  'copy.repository': z.boolean(),
  'copy.recipients': z.array(AgeRecipient).min(1).max(8),
  'logs.level': DiagnosticsPolicy.shape.logLevel.unwrap(),
  'logs.days': DiagnosticsPolicy.shape.logDays.unwrap(),
  'crash.keep': DiagnosticsPolicy.shape.crashReports.unwrap(),
});
export type PolicyName = keyof typeof Policy.shape;
export const PolicyName = Policy.keyof();
export const PolicyValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type PolicyValue = z.infer<typeof PolicyValue>;

/**
 * Who decided, the strongest first: the machine's policy, the policy for this account (Windows, macOS), who sits at this PC, what the
 * institution recommends, the office's own file, and the program where nobody did. The first two lock.
 */
export const PolicyLevel = z.enum(['machine', 'account', 'person', 'recommended', 'office', 'program']);
export type PolicyLevel = z.infer<typeof PolicyLevel>;

/** What a setting looks like where it is written: what a form for it must offer. */
export const PolicyForm = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text') }),
  z.strictObject({ kind: z.literal('choice'), options: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('number'), least: z.number(), most: z.number() }),
  z.strictObject({ kind: z.literal('flag') }),
  z.strictObject({ kind: z.literal('list'), most: z.number() }),
]);
export type PolicyForm = z.infer<typeof PolicyForm>;

/** One setting as it holds on this PC. `value` null: there is none, and the program goes without. */
export const PolicySetting = z.strictObject({
  name: PolicyName,
  value: PolicyValue.nullable(),
  level: PolicyLevel,
  /** File, registry key or profile that says so; null for who sits here, the office's own file and the program. */
  place: z.string().nullable(),
  form: PolicyForm,
});
export type PolicySetting = z.infer<typeof PolicySetting>;

/** Why something that was said of policy does not hold. Never a reason not to work. */
export const PolicyTrouble = z.strictObject({
  kind: z.enum([
    /** No setting goes by this name. */
    'unknownName',
    'badValue',
    /** It holds only together with another that is missing, or not on this desk. */
    'incomplete',
    /** Others than the system's administrator may write it: it is not believed. */
    'unsafe',
    'unreadable',
    'notJson',
  ]),
  place: z.string(),
  name: z.string().nullable(),
  detail: z.string(),
});
export type PolicyTrouble = z.infer<typeof PolicyTrouble>;

/** A change that was heard while the program ran and does not hold yet: until the work in hand is done, or until the next start. */
export const PolicyWaiting = z.strictObject({ name: PolicyName, until: z.enum(['idle', 'start']) });
export type PolicyWaiting = z.infer<typeof PolicyWaiting>;

export const PolicyReport = z.strictObject({
  settings: z.array(PolicySetting),
  troubles: z.array(PolicyTrouble),
  waiting: z.array(PolicyWaiting),
});
export type PolicyReport = z.infer<typeof PolicyReport>;

/** Asked of the program itself, not of the office: it holds before there is one. */
export const policyCalls = {
  /** Hears everything anew. */
  'policy.read': call(z.strictObject({}), PolicyReport),
  /** Whoever sits here chooses a setting that nobody locked, or takes the choice back (null). */
  'policy.choose': call(z.strictObject({ name: PolicyName, value: PolicyValue.nullable() }), PolicyReport),
} as const;
export type PolicyCalls = typeof policyCalls;
export const policyEvents = { 'policy.changed': PolicyReport } as const;
