import { z } from 'zod';
import { DriverCare } from './drivers.ts';
import { CertificateUnsuitable, Failure, LogOutReason, PinState } from './failures.ts';
import { SessionId, Sha256 } from './ids.ts';
import { call } from './rpc.ts';

/**
 * Where keys may live. `pkcs12` is the practice key used where no PKCS#11 library is installed: never of value. `electronic` is the folder of
 * keys in software that sign electronically (Ley 25.506, art. 5), a file for each person of this PC.
 */
export const TokenLibrary = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pkcs11'), id: z.string().min(1), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('pkcs12'), id: z.string().min(1), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('electronic'), id: z.string().min(1), path: z.string().min(1) }),
]);
export type TokenLibrary = z.infer<typeof TokenLibrary>;

/** The library of electronic signatures goes by this name on every desk. */
export const electronicLibrary = 'firma-electronica';

export const SignatureAlgorithm = z.enum([
  'rsa-pkcs1-sha256',
  'rsa-pkcs1-sha384',
  'rsa-pkcs1-sha512',
  'rsa-pss-sha256',
  'rsa-pss-sha384',
  'rsa-pss-sha512',
  'ecdsa-sha256',
  'ecdsa-sha384',
  'ecdsa-sha512',
]);
export type SignatureAlgorithm = z.infer<typeof SignatureAlgorithm>;

/** A certificate on a token, as the host reads it; `unsuitable` is null when it may sign. */
export const TokenCertificate = z.strictObject({
  certificateSha256: Sha256,
  der: z.instanceof(Uint8Array),
  label: z.string(),
  keyId: z.string(),
  commonName: z.string(),
  /** Subject serialNumber attribute (in Argentina: `CUIL 20-12345678-9`), where present. */
  serialNumber: z.string().nullable(),
  issuer: z.string(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  algorithms: z.array(SignatureAlgorithm),
  unsuitable: CertificateUnsuitable.nullable(),
});
export type TokenCertificate = z.infer<typeof TokenCertificate>;

export const Token = z.strictObject({
  libraryId: z.string(),
  /** `practice` tokens sign nothing of value: a banner says so. */
  practice: z.boolean(),
  label: z.string(),
  serial: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  /** What the library calls the slot: with a card, mostly the reader's PC/SC name. Empty where it tells nothing. */
  reader: z.string(),
  pinState: PinState,
  /** Tries left before the PIN locks, where the card tells its counter; null where only `pinState` is known. */
  triesLeft: z.int().nullable(),
  pinMin: z.int(),
  pinMax: z.int(),
  protectedPath: z.boolean(),
  /** How near the PUK (PKCS#11: the security officer's PIN) is to locking. `unknown` where it tells nothing. */
  pukState: PinState,
  /** The person may give a new PIN with the old one, or with the PUK. */
  canChangePin: z.boolean(),
  canUnblockPin: z.boolean(),
  certificates: z.array(TokenCertificate),
});
export type Token = z.infer<typeof Token>;

export const TokenListing = z.strictObject({
  library: TokenLibrary,
  description: z.string(),
  /** Slots that answer but hold no token. */
  emptySlots: z.int(),
  tokens: z.array(Token),
});
export type TokenListing = z.infer<typeof TokenListing>;

/** What the PIN is for, as the office tells it; the PIN window shows it to the person. */
export const PinPurpose = z.strictObject({
  person: z.string(),
  capacity: z.string(),
  count: z.int().min(1),
  /** The first items, in order: a caption and the first 16 hexadecimal digits of the document's SHA-256. */
  items: z.array(z.strictObject({ caption: z.string().max(300), documentPrefix: z.string().max(16) })).max(20),
  practice: z.boolean(),
  /** What is signed is signed electronically, not digitally (Ley 25.506, art. 5). */
  electronic: z.literal(true).optional(),
  /** Nothing is signed but a challenge that is thrown away: the person opens the desk, which is locked. */
  unlock: z.literal(true).optional(),
});
export type PinPurpose = z.infer<typeof PinPurpose>;

export const ListedDigest = z.strictObject({
  digestId: z.string().min(1).max(80),
  /** The digest of the signed attributes: 32, 48 or 64 bytes. Nothing else of a document reaches the host. */
  digest: z.instanceof(Uint8Array),
});

/** Calls of the office (or the command line) to one token host; one host serves one library. */
export const tokenCalls = {
  'token.list': call(z.strictObject({}), TokenListing),
  /**
   * Asks for the PIN over the host's own PIN port and logs in, for exactly these digests. Never tries a PIN twice. Answers when
   * the token accepted the PIN; every other end is a failure.
   */
  'session.open': call(
    z.strictObject({
      sessionId: SessionId,
      tokenSerial: z.string(),
      certificateSha256: Sha256,
      algorithm: SignatureAlgorithm,
      digests: z.array(ListedDigest).min(1).max(10_000),
      purpose: PinPurpose,
    }),
    /** The key wants its PIN again for each signature (CKA_ALWAYS_AUTHENTICATE): `session.sign` asks the person every time. */
    z.strictObject({
      pinPerSignature: z.boolean(),
      /** So long the login may rest before the host ends it, in milliseconds. */
      idleMs: z.int().optional(),
    }),
  ),
  /** Raw token output: RSA signature (modulus length), or ECDSA r‖s (twice the field length). Never repeated by the program. */
  'session.sign': call(
    z.strictObject({ sessionId: SessionId, digestId: z.string() }),
    z.strictObject({ signature: z.instanceof(Uint8Array), tokenMs: z.number() }),
  ),
  'session.close': call(z.strictObject({ sessionId: SessionId }), z.strictObject({})),
  /**
   * Asks for the old PIN and the new one over the host's PIN port, and changes it: one try, never repeated. `sessionId` is a new
   * one; it names the conversation with the person. Failures: pinWrong, pinLocked, newPinRefused, pinChangeUnsupported, …
   */
  'token.changePin': call(z.strictObject({ sessionId: SessionId, tokenSerial: z.string() }), z.strictObject({})),
  /** The same with the PUK, for a PIN that is locked or forgotten. Failures: pukWrong, pukLocked, … */
  'token.unblockPin': call(z.strictObject({ sessionId: SessionId, tokenSerial: z.string() }), z.strictObject({})),
  /**
   * Makes a person's key for electronic signatures: asks for a new passphrase over the host's PIN port, keeps the key under it, and signs `text`
   * (`rsa-pkcs1-sha256`) as proof that it is there. A key that has a certificate already is left behind. Only the host of electronic keys.
   */
  'token.makeKey': call(
    z.strictObject({
      sessionId: SessionId,
      person: z.strictObject({ personId: z.string().min(1).max(200), name: z.string().min(1).max(200) }),
      text: z.string().min(1).max(2000),
      practice: z.boolean(),
    }),
    z.strictObject({ spki: z.instanceof(Uint8Array), signature: z.instanceof(Uint8Array) }),
  ),
  /** Keeps the certificates of such a key beside it, the person's first. Failure: certificateChanged, where it is of no key here. */
  'token.keepCertificates': call(
    z.strictObject({ certificates: z.array(z.instanceof(Uint8Array)).min(1).max(8) }),
    z.strictObject({}),
  ),
} as const;
export type TokenCalls = typeof tokenCalls;

export const tokenEvents = {
  'tokens.changed': z.strictObject({ libraryId: z.string() }),
  /** A login ended by itself while it rested, told to whoever opened it: idle, the screen locked, the token pulled out. */
  'session.ended': z.strictObject({ sessionId: SessionId, failure: Failure }),
} as const;
export type TokenEvents = typeof tokenEvents;

/** From the host to whoever asks the person for the PIN (the PIN window, or the terminal). */
export const PinQuestion = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pinWanted'),
    sessionId: SessionId,
    tokenLabel: z.string(),
    pinState: PinState,
    /** Tries left, where the card tells its counter. */
    triesLeft: z.int().nullable(),
    pinMin: z.int(),
    pinMax: z.int(),
    /** The PIN is typed on the reader: show a waiting screen, send nothing. */
    protectedPath: z.boolean(),
    purpose: PinPurpose,
  }),
  /**
   * A new PIN is wanted, and what allows it: the old PIN (`changePin`) or the PUK (`unblockPin`); nothing, where a key for electronic signatures
   * is made (`makeKey`). Answered by `newPinEntered`.
   */
  z.strictObject({
    kind: z.literal('newPinWanted'),
    sessionId: SessionId,
    errand: z.enum(['changePin', 'unblockPin', 'makeKey']),
    tokenLabel: z.string(),
    practice: z.boolean(),
    pinState: PinState,
    pukState: PinState,
    /** Tries left of what is asked for, where the card tells its counter. */
    triesLeft: z.int().nullable(),
    pinMin: z.int(),
    pinMax: z.int(),
    /** Everything is typed on the reader: show a waiting screen, send nothing. */
    protectedPath: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('pinSettled'), sessionId: SessionId, failure: Failure.nullable() }),
]);
export type PinQuestion = z.infer<typeof PinQuestion>;

/** The person's answer. `lastTryConfirmed` is the separate yes of law 4; without it the host never sends a final try. */
export const PinAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pinEntered'),
    sessionId: SessionId,
    pin: z.string().max(255),
    lastTryConfirmed: z.boolean(),
  }),
  /** `proof`: the old PIN, or the PUK. The window has the new PIN typed twice; it comes here once. */
  z.strictObject({
    kind: z.literal('newPinEntered'),
    sessionId: SessionId,
    proof: z.string().max(255),
    newPin: z.string().max(255),
    lastTryConfirmed: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('pinCancelled'), sessionId: SessionId }),
]);
export type PinAnswer = z.infer<typeof PinAnswer>;

/** Messages between a token host and the process that started it. No PIN and no digest passes here. */
export const HostControl = z.discriminatedUnion('kind', [
  /** Parent to host, first message: which library to serve. */
  z.strictObject({
    kind: z.literal('serve'),
    library: TokenLibrary,
    care: DriverCare.optional(),
    /** The host ends by itself soon after a login is over, and the parent starts another. */
    recycle: z.boolean().optional(),
  }),
  /** Host to parent: the library is loaded (or not) and calls are answered. */
  z.strictObject({ kind: z.literal('ready'), failure: Failure.nullable() }),
  /** Host to parent: please hand me a PIN port for this session (open the PIN window). */
  z.strictObject({ kind: z.literal('pinPortWanted'), sessionId: SessionId }),
  /** Parent to host, with a port: the office's end, or the PIN's end. */
  z.strictObject({ kind: z.literal('officePort') }),
  z.strictObject({ kind: z.literal('pinPort'), sessionId: SessionId }),
  /** Host to parent, before a call into the library: if `rested` does not come in time, the library hangs and the host is killed. */
  z.strictObject({ kind: z.literal('working'), errand: z.string(), deadlineMs: z.int().min(1) }),
  z.strictObject({ kind: z.literal('rested') }),
  /** Host to parent: it ends now, of its own accord, and a new process should take its place. */
  z.strictObject({ kind: z.literal('spent') }),
  /** Parent to host: cards came or went, and this library sees that only in a new process: end, unless a login is open. */
  z.strictObject({ kind: z.literal('refresh') }),
  /** Parent to host: log out, let the library go, end. */
  z.strictObject({ kind: z.literal('end') }),
  /** Parent to host: end every login now. A call in hand is finished first. */
  z.strictObject({ kind: z.literal('logOut'), reason: LogOutReason }),
]);
export type HostControl = z.infer<typeof HostControl>;
