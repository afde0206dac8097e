/**
 * AlgorithmIdentifier (RFC 5280, 4.1.1.2) to and from the schemes of crypto.ts: RFC 3370, RFC 5754 (CMS), RFC 4055 (PSS),
 * RFC 5758 (certificates).
 */
import { schemeOf } from '../crypto.ts';
import type { AnyDigest, DigestAlgorithm, SignatureAlgorithm, SignatureScheme } from '../crypto.ts';
import { Asn1Error } from './errors.ts';
import { oids } from './oids.ts';
import type { Asn1Value } from './read.ts';
import { asOid, asSequence, asSmallInteger } from './values.ts';
import { explicit, integer, nullValue, oid, sequence } from './write.ts';

const digestByOid: ReadonlyMap<string, AnyDigest> = new Map([
  [oids.sha1, 'sha1'],
  [oids.sha224, 'sha224'],
  [oids.sha256, 'sha256'],
  [oids.sha384, 'sha384'],
  [oids.sha512, 'sha512'],
  [oids.sha3_256, 'sha3-256'],
  [oids.sha3_384, 'sha3-384'],
  [oids.sha3_512, 'sha3-512'],
  [oids.shake256, 'shake256'],
]);

const schemeByOid: ReadonlyMap<string, SignatureScheme> = new Map([
  [oids.rsaSha1, { kind: 'rsa-pkcs1', digest: 'sha1' }],
  [oids.rsaSha224, { kind: 'rsa-pkcs1', digest: 'sha224' }],
  [oids.rsaSha256, { kind: 'rsa-pkcs1', digest: 'sha256' }],
  [oids.rsaSha384, { kind: 'rsa-pkcs1', digest: 'sha384' }],
  [oids.rsaSha512, { kind: 'rsa-pkcs1', digest: 'sha512' }],
  [oids.ecdsaSha1, { kind: 'ecdsa', digest: 'sha1' }],
  [oids.ecdsaSha224, { kind: 'ecdsa', digest: 'sha224' }],
  [oids.ecdsaSha256, { kind: 'ecdsa', digest: 'sha256' }],
  [oids.ecdsaSha384, { kind: 'ecdsa', digest: 'sha384' }],
  [oids.ecdsaSha512, { kind: 'ecdsa', digest: 'sha512' }],
  [oids.ecdsaSha3_256, { kind: 'ecdsa', digest: 'sha3-256' }],
  [oids.ecdsaSha3_384, { kind: 'ecdsa', digest: 'sha3-384' }],
  [oids.ecdsaSha3_512, { kind: 'ecdsa', digest: 'sha3-512' }],
  [oids.rsaSha3_256, { kind: 'rsa-pkcs1', digest: 'sha3-256' }],
  [oids.rsaSha3_384, { kind: 'rsa-pkcs1', digest: 'sha3-384' }],
  [oids.rsaSha3_512, { kind: 'rsa-pkcs1', digest: 'sha3-512' }],
  [oids.plainEcdsaSha1, { kind: 'ecdsa', digest: 'sha1', plain: true }],
  [oids.plainEcdsaSha224, { kind: 'ecdsa', digest: 'sha224', plain: true }],
  [oids.plainEcdsaSha256, { kind: 'ecdsa', digest: 'sha256', plain: true }],
  [oids.plainEcdsaSha384, { kind: 'ecdsa', digest: 'sha384', plain: true }],
  [oids.plainEcdsaSha512, { kind: 'ecdsa', digest: 'sha512', plain: true }],
  [oids.ed25519, { kind: 'eddsa', curve: 'ed25519', digest: 'sha512' }],
  [oids.ed448, { kind: 'eddsa', curve: 'ed448', digest: 'shake256' }],
]);

/** An AlgorithmIdentifier as read: its OID, its encoding (for comparing), its parameters. */
export interface AlgorithmIdentifier {
  readonly oid: string;
  readonly encoded: Uint8Array;
  readonly parameters: Asn1Value | null;
}

/** Takes an AlgorithmIdentifier apart. @throws Asn1Error */
export function readAlgorithmIdentifier(value: Asn1Value | undefined): AlgorithmIdentifier {
  const [id, parameters, ...rest] = asSequence(value);
  if (rest.length > 0) throw new Asn1Error('unexpected', 'an algorithm has one parameters field');
  return { oid: asOid(id), encoded: value!.encoded, parameters: parameters ?? null };
}

/** The digest that an identifier names; null when it is none that we compute, or carries odd parameters. */
export function digestFrom(identifier: AlgorithmIdentifier): AnyDigest | null {
  if (identifier.parameters !== null && !identifier.parameters.isUniversal(5)) return null;
  return digestByOid.get(identifier.oid) ?? null;
}

/**
 * The signature scheme that an identifier names.
 * @param digest what `rsaEncryption` means in CMS: the digest is named beside it (RFC 3370, 3.2).
 * @returns null when we cannot verify it: an unknown OID, or parameters outside RFC 4055's usual form.
 */
export function schemeFrom(identifier: AlgorithmIdentifier, digest: AnyDigest | null = null): SignatureScheme | null {
  if (identifier.oid === oids.rsaPss) return pssFrom(identifier.parameters);
  if (identifier.parameters !== null && !identifier.parameters.isUniversal(5)) return null;
  if (identifier.oid === oids.rsaEncryption) return digest === null ? null : { kind: 'rsa-pkcs1', digest };
  return schemeByOid.get(identifier.oid) ?? null;
}

/** RSASSA-PSS-params (RFC 4055, 3.1). */
function pssFrom(parameters: Asn1Value | null): SignatureScheme | null {
  try {
    let digest: AnyDigest | null = 'sha1';
    let mask: AnyDigest | null = 'sha1';
    let saltLength = 20;
    let lastTag = -1;
    for (const field of asSequence(parameters ?? undefined)) {
      const [inner, ...rest] = field.children;
      if (field.tagClass !== 'context' || field.tagNumber <= lastTag || rest.length > 0) return null;
      lastTag = field.tagNumber;
      if (field.isContext(0)) digest = digestFrom(readAlgorithmIdentifier(inner));
      else if (field.isContext(1)) mask = maskDigest(readAlgorithmIdentifier(inner));
      else if (field.isContext(2)) saltLength = asSmallInteger(inner);
      else if (!field.isContext(3) || asSmallInteger(inner) !== 1) return null;
    }
    if (digest === null || mask === null || saltLength > mostSalt) return null;
    return { kind: 'rsa-pss', digest, saltLength, ...(mask === digest ? {} : { mask }) };
  } catch (error) {
    if (error instanceof Asn1Error) return null;
    throw error;
  }
}

/** A salt must fit a key; nobody has one of 8192 bits whose salt fills it. */
const mostSalt = 1024;

function maskDigest(identifier: AlgorithmIdentifier): AnyDigest | null {
  if (identifier.oid !== oids.mgf1 || identifier.parameters === null) return null;
  return digestFrom(readAlgorithmIdentifier(identifier.parameters));
}

/** AlgorithmIdentifier of a digest. Parameters are left out, as RFC 5754, 2 asks of writers. */
export function writeDigestAlgorithm(digest: DigestAlgorithm): Uint8Array {
  return sequence(oid(oids[digest]));
}

/** AlgorithmIdentifier of one of our own signature algorithms (RFC 5754, 3.2 and 3.3; RFC 4055, 3.1 for PSS). */
export function writeSignatureAlgorithm(algorithm: SignatureAlgorithm): Uint8Array {
  const suffix = { sha256: 'Sha256', sha384: 'Sha384', sha512: 'Sha512' } as const;
  const scheme = schemeOf(algorithm);
  const name = suffix[scheme.digest];
  switch (scheme.kind) {
    case 'ecdsa':
      return sequence(oid(oids[`ecdsa${name}`]));
    case 'rsa-pkcs1':
      return sequence(oid(oids[`rsa${name}`]), nullValue());
    case 'rsa-pss':
      return sequence(oid(oids.rsaPss), pssParameters(scheme.digest, scheme.saltLength));
  }
}

/** RSASSA-PSS-params, all of them said: the defaults are SHA-1's. Within them the digest has its NULL (RFC 4055, 2.1). */
function pssParameters(digest: DigestAlgorithm, saltLength: number): Uint8Array {
  const hash = sequence(oid(oids[digest]), nullValue());
  return sequence(explicit(0, hash), explicit(1, sequence(oid(oids.mgf1), hash)), explicit(2, integer(saltLength)));
}
