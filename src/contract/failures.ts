import { z } from 'zod';
import { LogAlarmKind } from './log-alarm.ts';
import { UpdateRefusal } from './update-facts.ts';

/**
 * Everything that may be expected to go wrong, as a closed list (law 10). A failure carries facts, never sentences: what a
 * person reads is made from it in `words/failures.ts`, in three languages, always with what to do next.
 */
const of = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

/** How near a token is to locking, as its flags tell (PKCS#11 CKF_USER_PIN_*). `unknown` where it tells nothing. */
export const PinState = z.enum(['normal', 'countLow', 'finalTry', 'locked', 'notInitialized', 'unknown']);
export type PinState = z.infer<typeof PinState>;

export const CertificateUnsuitable = z.enum([
  'expired',
  'notYetValid',
  'wrongKeyUsage',
  'noPrivateKey',
  'weakKey',
  'unreadable',
]);
export type CertificateUnsuitable = z.infer<typeof CertificateUnsuitable>;

/** Why a login was ended that nobody ended by hand. */
export const LogOutReason = z.enum(['screenLocked', 'suspended', 'idle']);
export type LogOutReason = z.infer<typeof LogOutReason>;

/** Why the system would not load a library that is there. */
export const LoadTrouble = z.enum(['architecture', 'dependency', 'other']);
export type LoadTrouble = z.infer<typeof LoadTrouble>;

export const PdfRefusal = z.enum([
  'empty',
  'notPdf',
  'truncated',
  'damaged',
  'encrypted',
  'weakEncryption',
  'foreignEncryption',
  'notPermitted',
  'hybrid',
  'certified',
  'locked',
  /** It carries a signature of another that does not hold. */
  'signatureBroken',
  'xfa',
  'mac',
  'tooComplex',
  'fieldMissing',
  'fieldTaken',
  'fieldShared',
  'contentsTooSmall',
  'seedValue',
  'notFirst',
  'pageMissing',
  'placeTaken',
  'textTooLong',
  'fontLacking',
  'other',
]);
export type PdfRefusal = z.infer<typeof PdfRefusal>;

/** Why a parcel on a stick is not taken, or cannot be made. */
export const ParcelRefusal = z.enum([
  'notForUs',
  'damaged',
  'forged',
  'otherOffice',
  'wrongKind',
  'tooLarge',
  'unreadable',
  'changing',
  'noRecipient',
  'noOfficeKey',
  'notEnrolled',
  'deviceRevoked',
  'notAllowed',
  'asksTooMuch',
]);
export type ParcelRefusal = z.infer<typeof ParcelRefusal>;

/** Why a repository does not enrol a device. */
export const EnrolmentRefusal = z.enum([
  'code',
  'certificate',
  'revoked',
  'revocationUnknown',
  'signature',
  'personUnknown',
  'provider',
  'notOffered',
  'deviceTaken',
]);
export type EnrolmentRefusal = z.infer<typeof EnrolmentRefusal>;

export const Failure = z.discriminatedUnion('kind', [
  // The token and its driver.
  of('tokenAbsent', { token: z.string().nullable() }),
  of('tokenRemoved', { token: z.string() }),
  of('driverMissing', { library: z.string() }),
  of('driverUnloadable', { library: z.string(), reason: LoadTrouble, detail: z.string() }),
  of('driverGone', { library: z.string() }),
  of('driverHung', { library: z.string() }),
  of('driverParked', { library: z.string() }),
  of('pinWrong', { pinState: PinState }),
  of('pinLocked', { token: z.string() }),
  of('pinCancelled', {}),
  of('pinNotConfirmed', {}),
  of('pinLength', { min: z.int(), max: z.int() }),
  of('pinNotInitialized', { token: z.string() }),
  of('pukWrong', { pukState: PinState }),
  of('pukLocked', { token: z.string() }),
  /** The token does not take this new PIN: its length, or a rule of its own. The old one still holds. */
  of('newPinRefused', { min: z.int(), max: z.int() }),
  of('pinChangeUnsupported', { token: z.string() }),
  of('loggedOut', { reason: LogOutReason }),
  of('mechanismMissing', { algorithm: z.string() }),
  of('certificateMissing', { certificateSha256: z.string() }),
  of('certificateAmbiguous', { matches: z.int() }),
  of('certificateChanged', {}),
  of('certificateUnsuitable', { reason: CertificateUnsuitable }),
  /** The certificate names another person's CUIL than this desk. */
  of('certificateOfAnother', { holder: z.string(), person: z.string() }),
  of('certificateRevoked', { at: z.string() }),
  /** The act is signed digitally, by its model or by the institution's policy. */
  of('electronicNotAllowed', { actType: z.string() }),
  of('tokenBusy', {}),
  of('digestNotListed', {}),
  of('tokenError', { code: z.string() }),
  of('signatureInvalid', { detail: z.string() }),
  // Acts and their documents.
  of('actUnknown', { actId: z.string() }),
  of('actNotShown', { actId: z.string() }),
  of('actChanged', { actId: z.string() }),
  of('actForbids', { state: z.string(), move: z.string() }),
  /** Another of the act's signers signs first. */
  of('notYourTurn', { waitingFor: z.string() }),
  /** The act names who signs it, and not the person of this desk. */
  of('signerNotNamed', { named: z.string() }),
  /** The act names whom this person was appointed to stand for, and the appointment does not cover this moment (days, YYYY-MM-DD). */
  of('substituteNotInForce', { replaces: z.string(), from: z.string(), until: z.string() }),
  of('draftUnknown', { draftId: z.string() }),
  /** It cannot be put before its signer as it is: without a title or a text, with texts beside it, or while it is there already. */
  of('draftNotReady', { lacks: z.enum(['title', 'text', 'oneText', 'answer']) }),
  /** Another text came into hand since this one was read. */
  of('draftChanged', { draftId: z.string() }),
  /** Parts of the act's model without words, blanks that nobody filled, and mentions of acts that are not known here. */
  of('draftIncomplete', {
    sections: z.array(z.string()),
    fields: z.array(z.string()),
    citations: z.array(z.string()),
  }),
  /** More than one draft holds: what was written since it was kept last stands on the screen only. */
  of('draftTooLong', { of: z.enum(['characters', 'paragraphs', 'paragraph']), over: z.int().min(1) }),
  /** A text from another program could not be taken in. */
  of('importRefused', { reason: z.enum(['notDocx', 'tooLarge', 'tooSlow', 'damaged', 'empty']) }),
  /** The type that acts are set in has no such characters: they would come out as blanks. */
  of('characterLacking', { characters: z.string() }),
  of('documentMissing', { sha256: z.string() }),
  of('documentDamaged', { sha256: z.string() }),
  of('pdfRefused', { reason: PdfRefusal, detail: z.string() }),
  of('pdfPasswordNeeded', {}),
  of('pdfPasswordWrong', {}),
  of('batchUnknown', { batchId: z.string() }),
  // What a signature is raised with.
  /** No time-stamping authority is configured, or none answers well. */
  of('timestampMissing', { detail: z.string() }),
  /** Certificates or revocation data of a signature could not be had. */
  of('validationDataMissing', { detail: z.string() }),
  /** The file cannot be raised as it is: its certificate is revoked, its shape does not allow it. */
  of('raiseRefused', { reason: z.string(), detail: z.string() }),
  // What lies on this machine.
  of('fileUnreadable', { file: z.string(), code: z.string() }),
  of('fileExists', { file: z.string() }),
  of('diskFull', {}),
  of('storeBusy', {}),
  of('storeKeyWrong', {}),
  /** The operating system offers nothing that keeps a key safe from other programs' reading at rest (law 1). */
  of('keychainMissing', {}),
  /** The desk's passphrase; the next try is answered after so many seconds. */
  of('passphraseWrong', { waitSeconds: z.int().min(0) }),
  /** Somebody locked the desk, or left it. */
  of('deskLocked', {}),
  /** The desk is not emptied: so much the repository does not have, and no copy either. */
  of('leavesUnsent', { files: z.int(), drafts: z.int() }),
  /** It was emptied, and knows nothing any more. */
  of('deskEmptied', {}),
  of('storeDamaged', { store: z.string(), detail: z.string() }),
  /** The second place is not there now. */
  of('copyPlaceAbsent', { folder: z.string() }),
  /** Another place than before lies there; nothing is written before a person says yes. */
  of('copyPlaceOther', { folder: z.string() }),
  /** The repository keeps no second copies. */
  of('copiesNotKept', {}),
  /** What was written to the second place does not come back as it was written. */
  of('copyDamaged', { file: z.string() }),
  /** There is no copy of this desk that is whole, or none at all. */
  of('copyMissing', { folder: z.string(), detail: z.string() }),
  /** The repository keeps copies of this desk for a key that went with it: whoever looks after workstations fetches them. */
  of('copyOfEnrolled', { deviceId: z.string() }),
  /** A parcel on a stick was not taken; nothing of it was. */
  of('parcelRefused', { reason: ParcelRefusal }),
  /** The key does not open the copies. */
  of('recoveryKeyWrong', { file: z.string() }),
  /** A desk's configuration that is not one: no JSON where no place is named, else where it does not hold, as `office.officeId`. */
  of('officeFileBroken', { file: z.string(), places: z.array(z.string()) }),
  /** A seat that is not granted at this desk; `seats`: those that are. */
  of('seatUnknown', { seat: z.string(), seats: z.array(z.string()) }),
  of('storeFromFuture', { store: z.string(), version: z.int() }),
  // Newer versions of the program.
  of('updateRefused', { reason: UpdateRefusal }),
  of('updateUnreachable', { source: z.string(), detail: z.string() }),
  // The line and the repository.
  of('repositoryNotConfigured', {}),
  of('repositoryUnreachable', { detail: z.string() }),
  of('repositoryGarbage', { detail: z.string() }),
  /** It does not know the access key, or knows it as one person's where the office's is wanted; or what it says of this desk and its person. */
  of('repositoryDenied', { reason: z.enum(['notEnrolled', 'deviceRevoked', 'grantEnded', 'personsKey']).optional() }),
  /** The repository did not enrol this desk. */
  of('enrolmentRefused', { reason: EnrolmentRefusal }),
  /** What was granted at this desk has ended, or was not renewed by a contact in time (`until`, an instant). */
  of('grantEnded', { office: z.string(), until: z.string() }),
  /** `ofItself`: it would have said so of anything that was sent to it now. Else it may have stumbled over this very thing. */
  of('repositoryBusy', { retryAfterSeconds: z.int().nullable(), ofItself: z.literal(true).optional() }),
  /** The office's own repository answers; the central one does not answer that. */
  of('centreUnreachable', {}),
  /** Its disk is full: nothing that needs room is registered now. */
  of('repositoryFull', {}),
  /** The proxy on the way wants a user and a password (HTTP 407). */
  of('proxySignInNeeded', { proxy: z.string() }),
  /** The proxy asks by methods that are not known here (`NTLM`, `Negotiate`, `Digest`): no password helps. */
  of('proxyMethodUnknown', { proxy: z.string(), methods: z.array(z.string().max(20)).max(5) }),
  /** The TLS certificate at the other end is vouched for by nobody that this office believes. */
  of('lineUntrusted', { detail: z.string() }),
  of('registrationRefused', {
    problem: z.string(),
    detail: z.string(),
    /** The same no, signed by the repository: a JWS. */
    refusal: z.string().max(16_384).optional(),
    /** What was refused is no signed act: a draft, a proposal, a return, something noted of a case, a wish. */
    of: z.literal('request').optional(),
  }),
  of('receiptInvalid', { reason: z.string() }),
  /** The repository's register is not the one that was seen: nothing is sent to it or taken from it. Sizes in leaves. */
  of('registerRewritten', { found: LogAlarmKind, known: z.int(), told: z.int().nullable() }),
  // The doors.
  of('badInput', { detail: z.string() }),
  of('unknownCall', { call: z.string() }),
  of('notAllowed', {}),
  /** The case went to another office. */
  of('caseMoved', { office: z.string() }),
  /** A case is to go to an office of which the repository told nothing. */
  of('officeNotKnown', { office: z.string() }),
  /** Acts of the case wait for a signature: it does not go before they are signed or withdrawn. */
  of('actsWait', { acts: z.int() }),
  of('caseUnknown', { caseId: z.string() }),
  // What is taken in as evidence.
  /** Its bytes are of another kind than its name says, or of none that is taken in. */
  of('pieceNotThis', { mediaType: z.string() }),
  /** Whoever brought it told another hash (SHA-256). */
  of('pieceDiffers', { expected: z.string(), found: z.string() }),
  of('officeGone', {}),
  of('deadline', { call: z.string() }),
  of('unexpected', { incident: z.string() }),
]);
export type Failure = z.infer<typeof Failure>;
export type FailureKind = Failure['kind'];
export type FailureOf<K extends FailureKind> = Extract<Failure, { kind: K }>;

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const failed = (failure: Failure): { readonly ok: false; readonly failure: Failure } => ({ ok: false, failure });
