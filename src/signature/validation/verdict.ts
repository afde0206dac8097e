/** What verification says, in the vocabulary of ETSI EN 319 102-1, clause 5.1.3. The shape is a promise to callers. */

export type Indication = 'TOTAL_PASSED' | 'TOTAL_FAILED' | 'INDETERMINATE';

export const subIndications = [
  'FORMAT_FAILURE',
  'HASH_FAILURE',
  'SIG_CRYPTO_FAILURE',
  'REVOKED',
  'EXPIRED',
  'NOT_YET_VALID',
  'SIG_CONSTRAINTS_FAILURE',
  'CHAIN_CONSTRAINTS_FAILURE',
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE',
  'POLICY_PROCESSING_ERROR',
  'SIGNATURE_POLICY_NOT_AVAILABLE',
  'TIMESTAMP_ORDER_FAILURE',
  'NO_SIGNING_CERTIFICATE_FOUND',
  'NO_CERTIFICATE_CHAIN_FOUND',
  'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'OUT_OF_BOUNDS_NO_POE',
  'REVOCATION_OUT_OF_BOUNDS_NO_POE',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'NO_POE',
  'TRY_LATER',
  'SIGNED_DATA_NOT_FOUND',
] as const;

export type SubIndication = (typeof subIndications)[number];

/** Levels of the AdES baselines (EN 319 142-1, 6; EN 319 122-1, 6). */
export type BaselineLevel = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';

/**
 * What happened to the document after it was signed.
 * `allowed`: only what the standard and the document's own rules permit. `unclear`: something we cannot explain.
 */
export type Modification = 'none' | 'allowed' | 'forbidden' | 'unclear';

/** Who signed, as the certificate says. The name alone proves nothing: see issuer and serialNumber. */
export interface SignerSummary {
  readonly commonName: string | null;
  /** The X.520 attribute of the subject; in Argentina `CUIL 20123456786`. */
  readonly serialNumber: string | null;
  readonly organization: string | null;
  /** The issuer's common name. */
  readonly issuer: string | null;
  readonly certificateSha256: string;
  /** The policies that the certificate was issued under (RFC 5280, 4.2.1.4), as object identifiers. */
  readonly policies: readonly string[];
  /** It is for electronic signatures (trust/electronic.ts), by what it says of itself; never said of a digital one. */
  readonly electronic: boolean;
  /** ISO 8601 in UTC: the end of the certificate's validity. */
  readonly validUntil: string;
  /** ISO 8601 in UTC: the signer's own claim (/M, signing-time), or for a time-stamp the authority's time. */
  readonly claimedSigningTime: string | null;
}

export interface SignatureVerdict {
  /** Full name of the form field; null for signatures outside a PDF. */
  readonly field: string | null;
  readonly kind: 'signature' | 'documentTimestamp';
  readonly indication: Indication;
  /** null exactly when the indication is TOTAL_PASSED. */
  readonly subIndication: SubIndication | null;
  /** null: no AdES baseline signature. */
  readonly level: BaselineLevel | null;
  readonly signer: SignerSummary | null;
  readonly coversWholeDocument: boolean;
  readonly modification: Modification;
  /** Each `code: sentence` in English; the code is stable. Empty only when there is nothing to say. */
  readonly reasons: readonly string[];
  /** On what the verdict rests; null when the file could not be followed to the signature. */
  readonly details: SignatureDetails | null;
}

/** What a verdict rests on. Times are ISO 8601 in UTC, digests lower-case hexadecimal SHA-256. */
export interface SignatureDetails {
  /** The signed bytes are `[0, before)` and `[after, end)`; `end` is the size of the revision that was signed. null: none. */
  readonly coverage: { readonly before: number; readonly after: number; readonly end: number } | null;
  /** Digests and keys that it rests on, by name. */
  readonly algorithms: readonly string[];
  readonly existence: ExistenceDetails;
  /** From the signer to the anchor; only the signer when there is no path. */
  readonly path: readonly PathStep[];
  /** The time-stamps that it carries (over its value, or over the content before it was signed). */
  readonly timestamps: readonly TimestampVerdict[];
}

export interface ExistenceDetails {
  /** It existed by then: the moment for which certificates were judged. */
  readonly by: string;
  /** Whether a trusted time-stamp proves that; else it is the moment of validation. */
  readonly proven: boolean;
  /** It was not made before, because it covers something proven to be from then. */
  readonly notBefore: string | null;
}

export interface PathStep {
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal. */
  readonly serialNumber: string;
  readonly sha256: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly isAnchor: boolean;
  /** null for anchors, and where no path was found. */
  readonly revocation: RevocationUse | null;
}

/** What is known about one certificate's revocation at the moment in question, and by which statement. */
export interface RevocationUse {
  readonly outcome: 'good' | 'revoked' | 'onHold' | 'stale' | 'unproven' | 'unknown';
  readonly revokedSince: string | null;
  readonly statement: {
    readonly kind: 'crl' | 'ocsp';
    readonly sha256: string;
    readonly origin: 'store' | 'signature' | 'timestamp' | 'source';
    readonly signedBy: string;
    readonly thisUpdate: string;
    readonly nextUpdate: string | null;
    readonly producedAt: string;
    /** It is known to have existed by then. */
    readonly existedBy: string;
  } | null;
  /** Why other statements could not be used. */
  readonly obstacles: readonly string[];
}

export interface TimestampVerdict {
  readonly kind: 'document' | 'signature' | 'content';
  readonly time: string;
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  readonly authority: SignerSummary | null;
  readonly path: readonly PathStep[];
  readonly reasons: readonly string[];
}

export interface FileVerdict {
  readonly signatures: readonly SignatureVerdict[];
  /** `code: sentence` when the file could not be examined (or not to its end); else null. */
  readonly error: string | null;
}
