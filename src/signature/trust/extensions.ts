/** The extensions of a certificate that decide something here (RFC 5280, 4.2); the rest is only counted when critical. */
import { Asn1Error } from '../asn1/errors.ts';
import { oids } from '../asn1/oids.ts';
import { readAsn1 } from '../asn1/read.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asBoolean, asNamedBits, asOctetString, asOid, asSequence, asSmallInteger } from '../asn1/values.ts';
import { CertificateError } from './errors.ts';
import { readGeneralName, readNameConstraints } from './name-constraints.ts';
import type { GeneralName, NameConstraints } from './name-constraints.ts';
import { noPolicyExtensions, readInhibitAny, readMappings, readPolicies, readPolicyConstraints } from './policies.ts';
import type { PolicyExtensions } from './policies.ts';

export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

const usages: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

export interface CertificateExtensions {
  /** null: the extension is absent, which restricts nothing. */
  readonly keyUsage: ReadonlySet<KeyUsage> | null;
  /** OIDs of purposes; null when absent. */
  readonly extendedKeyUsage: { readonly critical: boolean; readonly purposes: readonly string[] } | null;
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  readonly subjectKeyIdentifier: Uint8Array | null;
  readonly authorityKeyIdentifier: Uint8Array | null;
  /** Where the certificate's status is answered (authorityInfoAccess, id-ad-ocsp); http and https only, in their order. */
  readonly ocspUrls: readonly string[];
  /** Where the issuer's certificate can be had (authorityInfoAccess, id-ad-caIssuers). */
  readonly caIssuersUrls: readonly string[];
  /** Where the issuer's revocation list can be had (cRLDistributionPoints, fullName). */
  readonly crlUrls: readonly string[];
  /** id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1): this responder's own status is not asked for. */
  readonly ocspNoCheck: boolean;
  /** Names beside the subject (subjectAltName); null when they cannot be read, and then nothing that limits names is met. */
  readonly alternativeNames: readonly GeneralName[] | null;
  /** What an authority may certify (nameConstraints). */
  readonly nameConstraints: NameConstraints | null;
  readonly policy: PolicyExtensions;
  /** Extensions that limit what may be trusted and that we do not process: such a certificate is refused in a chain. */
  readonly unprocessed: readonly string[];
}

type Mutable = { -readonly [K in keyof CertificateExtensions]: CertificateExtensions[K] };

// These limit a path whatever their criticality says: one that cannot be read is one that we do not process.
const limiting: ReadonlySet<string> = new Set([
  oids.nameConstraints,
  oids.certificatePolicies,
  oids.policyConstraints,
  oids.policyMappings,
  oids.inhibitAnyPolicy,
]);

/** Reads `[3] Extensions`. @throws Asn1Error, CertificateError */
export function readExtensions(value: Asn1Value | undefined): CertificateExtensions {
  const found: Mutable = {
    keyUsage: null,
    extendedKeyUsage: null,
    basicConstraints: null,
    subjectKeyIdentifier: null,
    authorityKeyIdentifier: null,
    ocspUrls: [],
    caIssuersUrls: [],
    crlUrls: [],
    ocspNoCheck: false,
    alternativeNames: [],
    nameConstraints: null,
    policy: noPolicyExtensions,
    unprocessed: [],
  };
  if (value === undefined) return found;
  const seen = new Set<string>();
  const unprocessed: string[] = [];
  for (const entry of asSequence(value.children[0])) {
    const { id, critical, content } = readExtension(entry);
    if (seen.has(id)) throw new CertificateError('duplicateExtension', `extension ${id} appears twice`);
    seen.add(id);
    const known = takeIn(found, id, critical, content) || takeInLimit(found, id, content);
    if (!known && (limiting.has(id) || critical)) unprocessed.push(id);
  }
  found.unprocessed = unprocessed;
  return found;
}

function readExtension(entry: Asn1Value): { id: string; critical: boolean; content: Uint8Array } {
  const [id, second, third, ...rest] = asSequence(entry);
  const hasFlag = second?.isUniversal(1) ?? false;
  if ((hasFlag ? rest : third === undefined ? rest : [third]).length > 0) {
    throw new Asn1Error('unexpected', 'an extension has at most three fields');
  }
  return {
    id: asOid(id),
    critical: hasFlag && asBoolean(second),
    content: asOctetString(hasFlag ? third : second),
  };
}

/** Stores an extension that we process; false when it is not one of those. */
function takeIn(found: Mutable, id: string, critical: boolean, content: Uint8Array): boolean {
  switch (id) {
    case oids.keyUsage: {
      const bits = asNamedBits(readAsn1(content));
      found.keyUsage = new Set(usages.filter((_, bit) => bits.has(bit)));
      return true;
    }
    case oids.extendedKeyUsage:
      found.extendedKeyUsage = { critical, purposes: asSequence(readAsn1(content)).map(asOid) };
      return true;
    case oids.basicConstraints:
      found.basicConstraints = readBasicConstraints(content);
      return true;
    case oids.subjectKeyIdentifier:
      found.subjectKeyIdentifier = asOctetString(readAsn1(content));
      return true;
    case oids.authorityKeyIdentifier:
      found.authorityKeyIdentifier = asSequence(readAsn1(content)).find((field) => field.isContext(0))?.content ?? null;
      return true;
    case oids.authorityInfoAccess:
      found.ocspUrls = accessUrls(content, oids.accessOcsp);
      found.caIssuersUrls = accessUrls(content, oids.accessCaIssuers);
      return true;
    case oids.crlDistributionPoints:
      found.crlUrls = distributionUrls(content);
      return true;
    case oids.ocspNoCheck:
      found.ocspNoCheck = true;
      return true;
    default:
      return false;
  }
}

/** Stores an extension about names or policies; false when it is none of those, or cannot be read. */
function takeInLimit(found: Mutable, id: string, content: Uint8Array): boolean {
  try {
    switch (id) {
      case oids.subjectAltName:
        found.alternativeNames = null;
        found.alternativeNames = asSequence(readAsn1(content)).map(readGeneralName);
        return true;
      case oids.nameConstraints:
        found.nameConstraints = readNameConstraints(readAsn1(content));
        return true;
      case oids.certificatePolicies:
        found.policy = { ...found.policy, policies: readPolicies(readAsn1(content)) };
        return true;
      case oids.policyMappings:
        found.policy = { ...found.policy, mappings: readMappings(readAsn1(content)) };
        return true;
      case oids.policyConstraints:
        found.policy = { ...found.policy, ...readPolicyConstraints(readAsn1(content)) };
        return true;
      case oids.inhibitAnyPolicy:
        found.policy = { ...found.policy, inhibitAny: readInhibitAny(readAsn1(content)) };
        return true;
      default:
        return false;
    }
  } catch (error) {
    if (error instanceof Asn1Error) return false;
    throw error;
  }
}

/** A hint of where to ask; a malformed one is no hint, and spoils nothing. */
function hints(read: () => string[]): string[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof Asn1Error) return [];
    throw error;
  }
}

/** Addresses of one access method (RFC 5280, 4.2.2.1). */
function accessUrls(content: Uint8Array, method: string): string[] {
  return hints(() =>
    asSequence(readAsn1(content)).flatMap((description) => {
      const [id, location] = asSequence(description);
      return asOid(id) === method ? urlOf(location) : [];
    }),
  );
}

/** Addresses of whole lists (RFC 5280, 4.2.1.13): `[0] { [0] fullName }`. */
function distributionUrls(content: Uint8Array): string[] {
  return hints(() =>
    asSequence(readAsn1(content)).flatMap((point) => {
      const name = asSequence(point).find((field) => field.isContext(0));
      const full = name?.children.find((field) => field.isContext(0));
      return full?.children.flatMap(urlOf) ?? [];
    }),
  );
}

const longestUrl = 2000;

/** uniformResourceIdentifier of a GeneralName. Other schemes than HTTP are not asked, and not handed out. */
function urlOf(name: Asn1Value | undefined): string[] {
  if (!name?.isContext(6) || name.constructed || name.content.length > longestUrl) return [];
  const text = Buffer.from(name.content).toString('latin1');
  return /^https?:\/\/[\x21-\x7e]+$/i.test(text) ? [text] : [];
}

function readBasicConstraints(content: Uint8Array): { ca: boolean; pathLength: number | null } {
  const fields = [...asSequence(readAsn1(content))];
  const ca = fields[0]?.isUniversal(1) ? asBoolean(fields.shift()) : false;
  const pathLength = fields.length > 0 ? asSmallInteger(fields[0]) : null;
  return { ca, pathLength };
}
