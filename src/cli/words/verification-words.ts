import type { Indication, RevocationUse, TrustListErrorKind } from '../../signature/index.ts';

/** What `verify` says beyond its verdicts, and what `trust-list` says, in one language. */
export interface VerificationWords {
  readonly level: (level: string) => string;
  readonly provenBy: (when: string) => string;
  readonly judgedNow: string;
  readonly timestampOf: (kind: 'document' | 'signature' | 'content', when: string, who: string) => string;
  readonly indications: Readonly<Record<Indication, string>>;
  readonly path: string;
  readonly anchor: string;
  readonly revocation: Readonly<Record<RevocationUse['outcome'], string>>;
  readonly statement: (kind: 'crl' | 'ocsp', when: string) => string;
  readonly signedSize: (bytes: string) => string;
  readonly list: (territory: string, version: number, hash: string) => string;
  readonly needsKey: string;
  readonly needsList: string;
  /** A version without the office whose list it is of. */
  readonly needsOffice: string;
  readonly oneContent: string;
  readonly badKey: (file: string) => string;
  readonly badPrivateKey: (file: string) => string;
  readonly listTrouble: Readonly<Record<TrustListErrorKind, (detail: string) => string>>;
  readonly made: (file: string, version: number) => string;
  readonly kept: (version: number) => string;
  readonly keptAlready: (version: number) => string;
  readonly issued: (from: string, until: string) => string;
  readonly services: Readonly<Record<'signing' | 'timestamping' | 'ocsp', string>>;
  readonly granted: (from: string) => string;
  readonly withdrawn: (from: string) => string;
}
