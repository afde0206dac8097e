import type { Outcome, PinState } from '../contract/failures.ts';
import type { SignatureAlgorithm, Token } from '../contract/token.ts';

/**
 * What the host needs of a place where keys live. Every method is one errand, done at once and never repeated: a driver may block
 * the whole process for as long as the hardware takes (that is why it has a process), and it answers expected trouble as a value.
 * Implementations: `pkcs11/` (real tokens) and `pkcs12/` (the practice key).
 */
export interface TokenDriver {
  /** The library's own description of itself, for diagnostics. */
  readonly description: string;
  /** Everything that can be read without a PIN. */
  list(): Outcome<{ readonly emptySlots: number; readonly tokens: Token[] }>;
  /** A short text that differs whenever tokens came or went. Cheap: it is asked every few seconds. */
  presence(): string;
  /**
   * Opens, without logging in, the token that holds the chosen certificate. Nothing is spent.
   * Failures: tokenAbsent, certificateMissing, certificateUnsuitable, mechanismMissing, tokenError.
   */
  open(choice: KeyChoice): Outcome<DriverSession>;
  /** What a token tells of its PIN and its PUK. Nothing is spent. */
  secrets(tokenSerial: string): Outcome<SecretsStatus>;
  /** Gives a new PIN with the old one. Spends one try at most, and none after a refusal. */
  changePin(tokenSerial: string, oldPin: Pin, newPin: Pin): Outcome<null>;
  /** Gives a new PIN with the PUK. Spends one of the PUK's tries at most. */
  unblockPin(tokenSerial: string, puk: Pin, newPin: Pin): Outcome<null>;
  /** Where keys are made here: those of electronic signatures. */
  readonly electronic?: ElectronicKeys;
  /** Logs out everywhere and lets the library go. */
  close(): void;
}

/** Keys in software that sign electronically: a file for each person. */
export interface ElectronicKeys {
  readonly status: SecretsStatus;
  /** Makes a person's key, kept under the passphrase, and signs `text` with it. */
  make(
    person: { readonly personId: string; readonly name: string },
    passphrase: string,
    text: string,
    practice: boolean,
  ): Outcome<{ readonly spki: Uint8Array<ArrayBuffer>; readonly signature: Uint8Array<ArrayBuffer> }>;
  /** Keeps certificates beside the key that the first one is of. */
  keep(certificates: readonly Uint8Array[]): Outcome<null>;
}

export interface KeyChoice {
  readonly tokenSerial: string;
  readonly certificateSha256: string;
  readonly algorithm: SignatureAlgorithm;
}

/** What a token tells about its PIN without a try being spent. Lengths in bytes; `pinMax` 0 means no limit is told. */
export interface PinStatus {
  readonly tokenLabel: string;
  readonly pinState: PinState;
  /** Tries left, where the card tells its counter. */
  readonly triesLeft: number | null;
  readonly pinMin: number;
  readonly pinMax: number;
  /** The PIN is typed on the reader itself. */
  readonly protectedPath: boolean;
}

/** The same, with what is known of the PUK. */
export interface SecretsStatus extends PinStatus {
  readonly practice: boolean;
  readonly pukState: PinState;
  readonly canChangePin: boolean;
  readonly canUnblockPin: boolean;
}

/** A PIN, or null where it is typed on the reader. */
export type Pin = string | null;

export interface DriverSession {
  readonly practice: boolean;
  /** Reads the flags anew. */
  pinStatus(): Outcome<PinStatus>;
  /**
   * Spends one try. After a refusal the flags are read again, so that the failure tells how near the token is to locking.
   * `pinPerSignature`: the key wants the PIN again for each signature (PKCS#11 CKA_ALWAYS_AUTHENTICATE).
   */
  login(pin: Pin): Outcome<{ readonly pinPerSignature: boolean }>;
  /**
   * Signs one digest after checking that the certificate is still the chosen one. `pin` is given exactly when the key wants it per
   * signature, and spends one try.
   * @returns the token's raw output: RSA signature of the modulus' length, or ECDSA r‖s, each half as long as the field.
   */
  sign(digest: Uint8Array, pin?: Pin): Outcome<Uint8Array<ArrayBuffer>>;
  /** Logs out. May be called twice, and when the token is gone. */
  close(): void;
}
