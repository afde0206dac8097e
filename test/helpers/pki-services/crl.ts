import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { extension } from '../pki.ts';
import type { Identity } from '../pki.ts';
import { signedSequence } from './signing.ts';

/** One line of a revocation list. */
export interface Revocation {
  readonly serialNumber: bigint;
  readonly time: Date;
  /** CRLReason (RFC 5280, 5.3.1): 1 keyCompromise, 4 superseded, ... */
  readonly reason?: number;
}

export interface CrlOptions {
  readonly thisUpdate: Date;
  /** null leaves it out. */
  readonly nextUpdate: Date | null;
  readonly revoked?: readonly Revocation[];
  readonly number?: number;
  /** Complete Extension values to add. */
  readonly extraExtensions?: readonly Uint8Array[];
  /** Names another issuer than the one that signs. */
  readonly issuerName?: Uint8Array;
}

/** A revocation list (RFC 5280, 5), version 2. */
export function makeCrl(issuer: Identity, options: CrlOptions): Uint8Array {
  const keyIdentifier = parseCertificate(issuer.certificate).subjectKeyIdentifier!;
  const authority = der.sequence(der.implicit(0, der.octetString(keyIdentifier)));
  const extensions = [
    extension(oids.authorityKeyIdentifier, false, authority),
    extension(oids.crlNumber, false, der.integer(options.number ?? 1)),
    ...(options.extraExtensions ?? []),
  ];
  const revoked = (options.revoked ?? []).map(({ serialNumber, time, reason }) =>
    der.sequence(
      der.integer(serialNumber),
      der.time(time),
      ...(reason === undefined ? [] : [der.sequence(extension(oids.reasonCode, false, der.enumerated(reason)))]),
    ),
  );
  return signedSequence(issuer, (algorithm) =>
    der.sequence(
      der.integer(1),
      algorithm,
      options.issuerName ?? issuer.subject,
      der.time(options.thisUpdate),
      ...(options.nextUpdate === null ? [] : [der.time(options.nextUpdate)]),
      ...(revoked.length === 0 ? [] : [der.sequence(...revoked)]),
      der.explicit(0, der.sequence(...extensions)),
    ),
  );
}
