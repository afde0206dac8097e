import { z } from 'zod';
import { call } from './rpc.ts';

/** A passphrase of the desk: as short as a person may choose it, in characters. */
export const leastPassphrase = 10;
const Passphrase = z.string().min(1).max(200);

/** Whether this desk is locked, and what a person has to say before it opens. */
export const LockState = z.strictObject({
  /** A passphrase was chosen here. */
  passphrase: z.boolean(),
  /** The person's token opens it: it was used here once, and the key of the data is at hand (a token seals none). */
  token: z.boolean(),
  /**
   * `passphrase`, `token`: it is locked, and so is it opened (by either, where both are there). `new`: this PC has no keychain, and the data are to be
   * sealed with a passphrase that nobody chose yet. `way`: the institution has desks lock by themselves, and nothing would open this one: a passphrase
   * is chosen, or a token used, before anything else.
   */
  wants: z.enum(['nothing', 'passphrase', 'token', 'new', 'way']),
  /** Whose desk it is, and who else works at this PC: each has a key, data and a passphrase of his or her own. Absent: nobody else. */
  people: z.array(z.strictObject({ seatId: z.string(), name: z.string(), present: z.boolean() })).optional(),
});
export type LockState = z.infer<typeof LockState>;

/** A store key under a passphrase, as it lies in a file: AES-256-GCM, its key by scrypt with N = 2^17, r = 8, p = 1. All in base64. */
export const SealedByPassphrase = z.strictObject({
  version: z.literal(1),
  kdf: z.literal('scrypt-17-8-1'),
  salt: z.base64(),
  nonce: z.base64(),
  sealed: z.base64(),
  tag: z.base64(),
});
/** What of the lock outlives the program: whether a token opens the desk, and whether it was locked when the program ended. No secret. */
export const LockNote = z.strictObject({ version: z.literal(1), token: z.boolean(), locked: z.boolean() });
export type LockNote = z.infer<typeof LockNote>;

/** How many wrong ones there were since the last right one, and when the last (milliseconds since 1970). */
export const PassphraseTries = z.strictObject({ wrong: z.int().min(0), at: z.number() });
export type PassphraseTries = z.infer<typeof PassphraseTries>;

/** Asked of the program itself: these alone are answered while the desk is locked. */
export const lockCalls = {
  'lock.read': call(z.strictObject({}), LockState),
  /** Locks the desk now; only where something opens it again. */
  'lock.now': call(z.strictObject({}), LockState),
  'lock.open': call(z.strictObject({ passphrase: Passphrase }), LockState),
  /**
   * The person's token opens it: its PIN is asked for in the PIN window, and never passes through the page or the program. From then on that token opens
   * this desk. Failures: tokenAbsent, certificateOfAnother, pinWrong, pinLocked, pinCancelled, …
   */
  'lock.openByToken': call(z.strictObject({}), LockState),
  /** Another person of this PC sits down; what the one before had open is closed first. */
  'lock.person': call(z.strictObject({ seatId: z.string().max(60) }), LockState),
  /** Chooses the passphrase, or another in its place (`present` is the one that holds). */
  'lock.choose': call(
    z.strictObject({ present: Passphrase.nullable(), next: z.string().min(leastPassphrase).max(200) }),
    LockState,
  ),
} as const;
export type LockCalls = typeof lockCalls;

export const lockEvents = { 'lock.changed': LockState } as const;
export type LockEvents = typeof lockEvents;
