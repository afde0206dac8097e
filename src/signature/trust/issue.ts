/**
 * Certificates of electronic signatures (RFC 5280; electronic.ts): an institution's own authority for them, and what it issues to people. The key
 * of the authority stays with the caller, who signs with it (ECDSA over P-256 with SHA-256).
 */
import * as der from '../asn1/write.ts';
import { oids } from '../asn1/oids.ts';
import { digest, randomBytes } from '../crypto.ts';
import type { Certificate } from './certificate.ts';
import { electronicPolicy } from './electronic.ts';

/** Signs bytes with the authority's key; the signature in DER (`ECDSA-Sig-Value`). */
export type AuthoritySign = (bytes: Uint8Array) => Uint8Array;

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The authority's own certificate, signed by itself. @param spki SubjectPublicKeyInfo of its key, DER. */
export function makeElectronicAuthority(
  { name, spki, ...validity }: Validity & { readonly name: string; readonly spki: Uint8Array },
  sign: AuthoritySign,
): Uint8Array {
  const subject = nameOf([[oids.commonName, der.utf8String(name)]]);
  return signed(sign, {
    ...{ issuer: subject, subject, spki, ...validity },
    extensions: [
      extension(oids.basicConstraints, true, der.sequence(der.boolean(true), der.integer(0))),
      extension(oids.keyUsage, true, der.namedBits([5, 6])),
      extension(oids.subjectKeyIdentifier, false, der.octetString(keyIdentifier(spki))),
    ],
  });
}

/**
 * A person's certificate for electronic signatures: `digitalSignature` and `nonRepudiation`, under the policy of electronic signatures.
 * @param person `serialNumber` as it goes into the subject, e.g. `CUIL 20123456786`.
 */
export function issueElectronic(
  authority: Certificate,
  {
    person,
    spki,
    ...validity
  }: Validity & {
    readonly person: { readonly name: string; readonly serialNumber: string };
    readonly spki: Uint8Array;
  },
  sign: AuthoritySign,
): Uint8Array {
  const keyId = der.implicit(0, der.octetString(keyIdentifier(authority.spki)));
  return signed(sign, {
    ...{ issuer: authority.subject.der, spki, ...validity },
    subject: nameOf([
      [oids.serialNumber, der.printableString(person.serialNumber)],
      [oids.commonName, der.utf8String(person.name)],
    ]),
    extensions: [
      extension(oids.basicConstraints, true, der.sequence()),
      extension(oids.keyUsage, true, der.namedBits([0, 1])),
      extension(oids.subjectKeyIdentifier, false, der.octetString(keyIdentifier(spki))),
      extension(oids.authorityKeyIdentifier, false, der.sequence(keyId)),
    ],
  });
}

interface Fields extends Validity {
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly extensions: readonly Uint8Array[];
}

/** Both say under which policy they are: that is what makes them electronic. */
function signed(sign: AuthoritySign, { issuer, subject, spki, notBefore, notAfter, extensions }: Fields): Uint8Array {
  const algorithm = der.sequence(der.oid(oids.ecdsaSha256));
  const policies = der.sequence(der.sequence(der.oid(electronicPolicy)));
  // Positive, and nobody's guess (RFC 5280, 4.1.2.2).
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const tbs = der.sequence(
    der.explicit(0, der.integer(2)),
    ...[der.unsignedInteger(serial), algorithm, issuer, der.sequence(der.time(notBefore), der.time(notAfter)), subject],
    spki,
    der.explicit(3, der.sequence(...extensions, extension(oids.certificatePolicies, false, policies))),
  );
  return der.sequence(tbs, algorithm, der.bitString(sign(tbs)));
}

const nameOf = (attributes: readonly (readonly [oid: string, value: Uint8Array])[]): Uint8Array =>
  der.sequence(
    ...[[oids.country, der.printableString('AR')] as const, ...attributes].map(([id, value]) =>
      der.setOf([der.sequence(der.oid(id), value)]),
    ),
  );

const extension = (id: string, critical: boolean, value: Uint8Array): Uint8Array =>
  der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value));

/** RFC 7093, method 1. */
const keyIdentifier = (spki: Uint8Array): Uint8Array => digest('sha256', spki).subarray(0, 20);
