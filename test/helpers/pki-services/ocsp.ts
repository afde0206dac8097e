import { createHash } from 'node:crypto';
import { oids } from '../../../src/signature/asn1/oids.ts';
import { readAsn1 } from '../../../src/signature/asn1/read.ts';
import type { Asn1Value } from '../../../src/signature/asn1/read.ts';
import { asInteger, asOctetString, asOid, asSequence } from '../../../src/signature/asn1/values.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { extension } from '../pki.ts';
import type { Identity } from '../pki.ts';
import { signedSequence } from './signing.ts';

/** What a request asks (RFC 6960, 4.1.1). */
export interface OcspQuestion {
  readonly certId: Uint8Array;
  readonly serialNumber: bigint;
  readonly issuerKeyHash: Uint8Array;
  /** The nonce extension's content, or null. */
  readonly nonce: Uint8Array | null;
}

/** Reads the first question of a request. Throws for anything that is none. */
export function readOcspRequest(bytes: Uint8Array): OcspQuestion {
  const [tbs] = asSequence(readAsn1(bytes));
  const fields = asSequence(tbs);
  const list = fields.find((field) => field.isUniversal(16));
  const [certId] = asSequence(asSequence(list)[0]);
  const [, , issuerKeyHash, serialNumber] = asSequence(certId);
  const extensions = fields.find((field) => field.isContext(2))?.children[0];
  const nonce = (extensions?.children ?? []).find((each: Asn1Value) => asOid(asSequence(each)[0]) === oids.ocspNonce);
  return {
    certId: certId!.encoded,
    serialNumber: asInteger(serialNumber),
    issuerKeyHash: asOctetString(issuerKeyHash),
    nonce: nonce === undefined ? null : asOctetString(asSequence(nonce).at(-1)),
  };
}

export type OcspStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly time: Date; readonly reason?: number }
  | { readonly kind: 'unknown' };

export interface OcspOptions {
  readonly responder: Identity;
  readonly certId: Uint8Array;
  readonly status: OcspStatus;
  readonly producedAt: Date;
  readonly thisUpdate: Date;
  /** null leaves it out. */
  readonly nextUpdate: Date | null;
  readonly nonce?: Uint8Array | null;
  /** Certificates carried; the responder's own by default. */
  readonly certificates?: readonly Uint8Array[];
  readonly byKey?: boolean;
}

/** A successful OCSPResponse with one answer. */
export function makeOcspResponse(options: OcspOptions): Uint8Array {
  const { responder, nonce } = options;
  const certificates = options.certificates ?? [responder.certificate];
  const carried = certificates.length === 0 ? [] : [der.explicit(0, der.sequence(...certificates))];
  const extensions =
    nonce === null || nonce === undefined
      ? []
      : [der.explicit(1, der.sequence(extension(oids.ocspNonce, false, nonce)))];
  const single = der.sequence(
    options.certId,
    encodeStatus(options.status),
    der.generalizedTime(options.thisUpdate),
    ...(options.nextUpdate === null ? [] : [der.explicit(0, der.generalizedTime(options.nextUpdate))]),
  );
  const basic = signedSequence(
    responder,
    () =>
      der.sequence(responderId(options), der.generalizedTime(options.producedAt), der.sequence(single), ...extensions),
    ...carried,
  );
  const bytes = der.sequence(der.oid(oids.ocspBasic), der.octetString(basic));
  return der.sequence(der.enumerated(0), der.explicit(0, bytes));
}

/** An OCSPResponse that only says why there is none: 1 malformedRequest, 2 internalError, 3 tryLater, 6 unauthorized. */
export function makeOcspError(status: number): Uint8Array {
  return der.sequence(der.enumerated(status));
}

/** A CertID (RFC 6960, 4.1.1) made by the test's own hand. */
export function certIdOf(issuer: Identity, certificate: Uint8Array, digest: 'sha1' | 'sha256' = 'sha1'): Uint8Array {
  const hash = (bytes: Uint8Array) => createHash(digest).update(bytes).digest();
  return der.sequence(
    der.sequence(der.oid(oids[digest]), der.nullValue()),
    der.octetString(hash(issuer.subject)),
    der.octetString(hash(keyBits(issuer.certificate))),
    der.integer(parseCertificate(certificate).serialNumber),
  );
}

/** The bytes of the subject's public key, as issuerKeyHash covers them. */
export function keyBits(certificate: Uint8Array): Uint8Array {
  return asSequence(readAsn1(parseCertificate(certificate).spki))[1]!.content.subarray(1);
}

function responderId({ responder, byKey }: OcspOptions): Uint8Array {
  if (!byKey) return der.explicit(1, responder.subject);
  return der.explicit(2, der.octetString(createHash('sha1').update(keyBits(responder.certificate)).digest()));
}

function encodeStatus(status: OcspStatus): Uint8Array {
  switch (status.kind) {
    case 'good':
      return der.implicit(0, der.nullValue());
    case 'unknown':
      return der.implicit(2, der.nullValue());
    case 'revoked': {
      const reason = status.reason === undefined ? [] : [der.explicit(0, der.enumerated(status.reason))];
      return der.retag(der.sequence(der.generalizedTime(status.time), ...reason), 0xa1);
    }
  }
}
