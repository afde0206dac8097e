/** Which certificates a revocation list speaks of (issuingDistributionPoint: RFC 5280, 5.2.5). */
import { Asn1Error } from '../asn1/errors.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asSequence } from '../asn1/values.ts';
import type { Certificate } from '../trust/certificate.ts';

export interface ListScope {
  readonly only: 'all' | 'users' | 'authorities' | 'attributes';
  /** Only some reasons for revocation are listed: silence about a certificate means little. */
  readonly someReasons: boolean;
  /** Entries may be about certificates of other issuers. */
  readonly indirect: boolean;
  /** Names of the distribution point: addresses as they are, others in hexadecimal. null: bound to none. */
  readonly names: readonly string[] | null;
}

export const wholeScope: ListScope = { only: 'all', someReasons: false, indirect: false, names: null };

/** Reads the extension's content. @throws Asn1Error */
export function readScope(value: Asn1Value): ListScope {
  const fields = asSequence(value);
  let only: ListScope['only'] = 'all';
  let [someReasons, indirect] = [false, false];
  let names: string[] | null = null;
  for (const field of fields) {
    if (field.isContext(0)) names = readPointNames(field);
    else if (field.isContext(3)) someReasons = true;
    else if (field.isContext(4)) indirect = isTrue(field);
    else if (isTrue(field)) {
      const next = field.isContext(1)
        ? 'users'
        : field.isContext(2)
          ? 'authorities'
          : field.isContext(5)
            ? 'attributes'
            : null;
      if (next === null || only !== 'all')
        throw new Asn1Error('unexpected', 'a distribution point that contradicts itself');
      only = next;
    }
  }
  return { only, someReasons, indirect, names };
}

function isTrue({ constructed, content }: Asn1Value): boolean {
  if (constructed || content.length !== 1) throw new Asn1Error('malformed', 'a boolean has one octet');
  return content[0] !== 0;
}

/** DistributionPointName: `[0] fullName`; names relative to the issuer are not compared, and bind to nothing we know. */
function readPointNames(value: Asn1Value): string[] {
  const [name] = value.children;
  return name?.isContext(0) ? name.children.map(nameText) : [];
}

function nameText(value: Asn1Value): string {
  const bytes = Buffer.from(value.isContext(6) ? value.content : value.encoded);
  return bytes.toString(value.isContext(6) ? 'latin1' : 'hex');
}

/** Whether the list would name the certificate if it were revoked (RFC 5280, 6.3.3 (b)). */
export function covers(scope: ListScope, certificate: Certificate): boolean {
  const isAuthority = certificate.basicConstraints?.ca === true;
  if (scope.only === 'attributes' || scope.someReasons) return false;
  if (scope.only === 'users' && isAuthority) return false;
  if (scope.only === 'authorities' && !isAuthority) return false;
  // A list bound to a point must be the one that the certificate points to.
  return scope.names === null || scope.names.some((name) => certificate.crlUrls.includes(name));
}
