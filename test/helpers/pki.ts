/**
 * A public key infrastructure made by code, for tests: authorities, signers, and every defect a certificate can have.
 * Built on the project's own DER writer, so its output is checked against `openssl verify` (test/signature/trust/pki.test.ts).
 */
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateEncrypt,
  sign,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { digestOf, schemeOf } from '../../src/signature/crypto.ts';
import type { SignatureAlgorithm } from '../../src/signature/crypto.ts';
import { oids } from '../../src/signature/asn1/oids.ts';
import * as der from '../../src/signature/asn1/write.ts';

export type KeyKind = 'rsa-1024' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'p256' | 'p384' | 'p521';

/** A certificate with its private key, in the forms tests need. */
export interface Identity {
  readonly certificate: Uint8Array;
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
  readonly pkcs8: Uint8Array;
  readonly pkcs8Pem: string;
  readonly subject: Uint8Array;
  readonly keyKind: KeyKind;
  readonly isRoot: boolean;
  /** Certificates between this one and the root, nearest first, neither end included. */
  readonly chain: readonly Uint8Array[];
}

export type KeyUsageBit =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign';

const usageBits: readonly KeyUsageBit[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
];

export interface CertificateOptions {
  readonly commonName?: string;
  /** The X.520 serialNumber attribute of the subject, for example `CUIL 20123456786`. */
  readonly cuil?: string;
  readonly organization?: string;
  readonly key?: KeyKind;
  /** Use this key pair instead of making one. */
  readonly privateKey?: KeyObject;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** `null` leaves the extension out. */
  readonly keyUsage?: readonly KeyUsageBit[] | null;
  readonly extendedKeyUsage?: readonly string[];
  readonly extendedKeyUsageCritical?: boolean;
  /** `null` leaves basicConstraints out. */
  readonly ca?: boolean | null;
  readonly pathLength?: number;
  readonly serial?: bigint;
  /** The digest the issuer signs with. */
  readonly signatureDigest?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** Sign with RSA-PSS instead of PKCS#1 (RSA issuers only). */
  readonly pss?: boolean;
  /** Names another issuer than the one that signs. */
  readonly issuerName?: Uint8Array;
  /** Complete Extension values to add. */
  readonly extraExtensions?: readonly Uint8Array[];
  /** Spoils the issuer's signature. */
  readonly badSignature?: boolean;
}

const year = 365 * 24 * 3600 * 1000;

/** A self-signed authority. */
export function makeRoot(options: CertificateOptions = {}): Identity {
  return makeCertificate(null, {
    commonName: 'Autoridad Raíz de Prueba',
    ca: true,
    keyUsage: ['keyCertSign', 'cRLSign'],
    ...options,
  });
}

/** An authority below another. */
export function makeIntermediate(issuer: Identity, options: CertificateOptions = {}): Identity {
  return makeCertificate(issuer, {
    commonName: 'Autoridad Certificante de Prueba',
    ca: true,
    pathLength: 0,
    keyUsage: ['keyCertSign', 'cRLSign'],
    ...options,
  });
}

/** A person's certificate for signing. */
export function makeSigner(issuer: Identity, options: CertificateOptions = {}): Identity {
  return makeCertificate(issuer, {
    commonName: 'FISCAL DE PRUEBA María Ñandú',
    cuil: 'CUIL 27123456780',
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    ca: false,
    ...options,
  });
}

/** Root, intermediate and signer in one call. Authorities have P-256 keys, which are quick to make. */
export function makePki(
  options: { signer?: CertificateOptions; root?: CertificateOptions; intermediate?: CertificateOptions } = {},
) {
  const root = makeRoot(options.root);
  const intermediate = makeIntermediate(root, options.intermediate);
  const signer = makeSigner(intermediate, options.signer);
  return { root, intermediate, signer };
}

/** A certificate with the given options, signed by `issuer`, or by itself when `issuer` is null. */
export function makeCertificate(issuer: Identity | null, options: CertificateOptions): Identity {
  const keyKind = options.key ?? 'p256';
  const privateKey = options.privateKey ?? makeKey(keyKind);
  const subject = makeName(options);
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const signingKey = issuer?.privateKey ?? privateKey;
  const algorithm = signatureAlgorithm(signingKey, options);
  const tbs = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(options.serial ?? BigInt(`0x01${randomHex(15)}`)),
    algorithm.identifier,
    options.issuerName ?? issuer?.subject ?? subject,
    der.sequence(
      der.time(options.notBefore ?? new Date(Date.now() - year)),
      der.time(options.notAfter ?? new Date(Date.now() + 5 * year)),
    ),
    subject,
    spki,
    der.explicit(3, der.sequence(...makeExtensions(issuer, spki, options))),
  );
  const signature = Buffer.from(algorithm.sign(tbs));
  if (options.badSignature) signature[signature.length - 1]! ^= 1;
  const certificate = der.sequence(tbs, algorithm.identifier, der.bitString(signature));
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  return {
    certificate,
    certificatePem: pem('CERTIFICATE', certificate),
    privateKey,
    pkcs8,
    pkcs8Pem: pem('PRIVATE KEY', pkcs8),
    subject,
    keyKind,
    isRoot: issuer === null,
    chain: issuer === null || issuer.isRoot ? [] : [issuer.certificate, ...issuer.chain],
  };
}

/**
 * Signs as a token does: RSA signatures come as bytes of modulus length, ECDSA ones as raw r‖s.
 * @param data the bytes to sign (for a PDF, the DER of the signed attributes), not their digest.
 */
export function signAsToken(identity: Identity, algorithm: SignatureAlgorithm, data: Uint8Array): Uint8Array {
  const scheme = schemeOf(algorithm);
  if (scheme.kind === 'ecdsa') {
    return sign(scheme.digest, data, { key: identity.privateKey, dsaEncoding: 'ieee-p1363' });
  }
  if (scheme.kind === 'rsa-pss') {
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return sign(scheme.digest, data, { key: identity.privateKey, padding, saltLength: scheme.saltLength });
  }
  return sign(scheme.digest, data, identity.privateKey);
}

/** As `signAsToken`, for RSA keys and a digest that was computed elsewhere (CKM_RSA_PKCS over a DigestInfo). */
export function signDigestAsToken(identity: Identity, algorithm: SignatureAlgorithm, digest: Uint8Array): Uint8Array {
  if (schemeOf(algorithm).kind !== 'rsa-pkcs1') throw new RangeError('only RSA keys sign a digest here');
  const info = der.sequence(der.sequence(der.oid(oids[digestOf(algorithm)]), der.nullValue()), der.octetString(digest));
  return privateEncrypt(identity.privateKey, info);
}

/** One Extension. */
export function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

/** PEM text of DER bytes. */
export function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The DER Name of the given attributes. */
export function makeName(options: Pick<CertificateOptions, 'commonName' | 'cuil' | 'organization'>): Uint8Array {
  const attribute = (id: string, value: Uint8Array) => der.setOf([der.sequence(der.oid(id), value)]);
  return der.sequence(
    attribute(oids.country, der.printableString('AR')),
    ...(options.organization === undefined ? [] : [attribute(oids.organization, der.utf8String(options.organization))]),
    ...(options.cuil === undefined ? [] : [attribute(oids.serialNumber, der.printableString(options.cuil))]),
    attribute(oids.commonName, der.utf8String(options.commonName ?? 'Sin Nombre')),
  );
}

function makeKey(kind: KeyKind): KeyObject {
  switch (kind) {
    case 'p256':
      return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    case 'p384':
      return generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;
    case 'p521':
      return generateKeyPairSync('ec', { namedCurve: 'secp521r1' }).privateKey;
    default:
      return generateKeyPairSync('rsa', { modulusLength: Number(kind.slice(4)) }).privateKey;
  }
}

function makeExtensions(issuer: Identity | null, spki: Uint8Array, options: CertificateOptions): Uint8Array[] {
  const list: Uint8Array[] = [];
  if (options.ca !== null) {
    const body = options.ca
      ? [der.boolean(true), ...(options.pathLength === undefined ? [] : [der.integer(options.pathLength)])]
      : [];
    list.push(extension(oids.basicConstraints, true, der.sequence(...body)));
  }
  if (options.keyUsage !== null && options.keyUsage !== undefined) {
    list.push(extension(oids.keyUsage, true, der.namedBits(options.keyUsage.map((bit) => usageBits.indexOf(bit)))));
  }
  if (options.extendedKeyUsage !== undefined) {
    const purposes = der.sequence(...options.extendedKeyUsage.map((id) => der.oid(id)));
    list.push(extension(oids.extendedKeyUsage, options.extendedKeyUsageCritical ?? false, purposes));
  }
  list.push(extension(oids.subjectKeyIdentifier, false, der.octetString(keyIdentifier(spki))));
  if (issuer !== null) {
    const issuerSpki = createPublicKey(issuer.privateKey).export({ type: 'spki', format: 'der' });
    const id = der.implicit(0, der.octetString(keyIdentifier(issuerSpki)));
    list.push(extension(oids.authorityKeyIdentifier, false, der.sequence(id)));
  }
  return [...list, ...(options.extraExtensions ?? [])];
}

function keyIdentifier(spki: Uint8Array): Uint8Array {
  return createHash('sha256').update(spki).digest().subarray(0, 20);
}

function signatureAlgorithm(key: KeyObject, options: CertificateOptions) {
  const digest = options.signatureDigest ?? 'sha256';
  const suffix = `Sha${digest.slice(3)}` as 'Sha1' | 'Sha256' | 'Sha384' | 'Sha512';
  if (key.asymmetricKeyType === 'ec') {
    return {
      identifier: der.sequence(der.oid(oids[`ecdsa${suffix}`])),
      sign: (data: Uint8Array) => sign(digest, data, key),
    };
  }
  if (options.pss) {
    const saltLength = digest === 'sha1' ? 20 : Number(digest.slice(3)) / 8;
    const padding = 6; // RSA_PKCS1_PSS_PADDING
    return {
      identifier: pssIdentifier(oids[digest], saltLength),
      sign: (data: Uint8Array) => sign(digest, data, { key, padding, saltLength }),
    };
  }
  const identifier = der.sequence(der.oid(oids[`rsa${suffix}`]), der.nullValue());
  return { identifier, sign: (data: Uint8Array) => sign(digest, data, key) };
}

/** AlgorithmIdentifier of RSASSA-PSS with MGF1 over the same digest (RFC 4055, 3.1). */
export function pssIdentifier(digestOid: string, saltLength: number): Uint8Array {
  const hash = der.sequence(der.oid(digestOid), der.nullValue());
  return der.sequence(
    der.oid(oids.rsaPss),
    der.sequence(
      der.explicit(0, hash),
      der.explicit(1, der.sequence(der.oid(oids.mgf1), hash)),
      der.explicit(2, der.integer(saltLength)),
    ),
  );
}

function randomHex(bytes: number): string {
  return Array.from({ length: bytes }, () =>
    Math.floor(Math.random() * 256)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
}

/** A private key read back from PKCS#8, as software tokens keep it. */
export function readPkcs8(bytes: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs8' });
}
