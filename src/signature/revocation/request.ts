/** Asking for a certificate's status (RFC 6960, 4.1; RFC 8954 for the nonce). */
import { oids } from '../asn1/oids.ts';
import * as der from '../asn1/write.ts';
import { digest, randomBytes } from '../crypto.ts';
import type { Certificate } from '../trust/certificate.ts';
import { keyBits } from './ocsp-judge.ts';

/** The digest of a CertID. It only names the certificate, so SHA-1, which every responder knows, does no harm. */
export type CertIdDigest = 'sha1' | 'sha256';

export interface OcspRequest {
  readonly der: Uint8Array;
  /** What a response that repeats the nonce must repeat; null when none was sent. */
  readonly nonce: Uint8Array | null;
}

const nonceBytes = 16;

/** OCSPRequest for one certificate, unsigned. Without a nonce the responder may answer from its own cache (RFC 5019). */
export function makeOcspRequest(
  certificate: Certificate,
  issuer: Certificate,
  options: { readonly digest?: CertIdDigest; readonly nonce?: boolean } = {},
): OcspRequest {
  const algorithm = options.digest ?? 'sha1';
  const certId = der.sequence(
    der.sequence(der.oid(oids[algorithm]), der.nullValue()),
    der.octetString(digest(algorithm, certificate.issuer.der)),
    der.octetString(digest(algorithm, keyBits(issuer))),
    der.integer(certificate.serialNumber),
  );
  const list = der.sequence(der.sequence(certId));
  const nonce = options.nonce === false ? null : randomBytes(nonceBytes);
  const extensions =
    nonce === null
      ? []
      : [der.explicit(2, der.sequence(der.sequence(der.oid(oids.ocspNonce), der.octetString(der.octetString(nonce)))))];
  return { der: der.sequence(der.sequence(list, ...extensions)), nonce };
}
