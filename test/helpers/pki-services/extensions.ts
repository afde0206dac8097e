/** Extensions by which certificates say where to ask about them. */
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { extension } from '../pki.ts';

const uri = (url: string) => der.implicit(6, der.ia5String(url));

/** authorityInfoAccess (RFC 5280, 4.2.2.1). */
export function accessExtension(urls: { readonly ocsp?: string; readonly caIssuers?: string }): Uint8Array {
  const entry = (method: string, url: string | undefined) =>
    url === undefined ? [] : [der.sequence(der.oid(method), uri(url))];
  const entries = [...entry(oids.accessOcsp, urls.ocsp), ...entry(oids.accessCaIssuers, urls.caIssuers)];
  return extension(oids.authorityInfoAccess, false, der.sequence(...entries));
}

/** cRLDistributionPoints (RFC 5280, 4.2.1.13) with one address. */
export function distributionExtension(url: string): Uint8Array {
  const point = der.sequence(der.explicit(0, der.explicit(0, uri(url))));
  return extension(oids.crlDistributionPoints, false, der.sequence(point));
}

/** id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1). */
export function noCheckExtension(): Uint8Array {
  return extension(oids.ocspNoCheck, false, der.nullValue());
}
