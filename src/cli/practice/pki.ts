/**
 * The practice authority: made anew for each practice office and thrown away with it, so that nothing it certifies can ever
 * have value. RSA only; node-forge writes the certificates, node:crypto makes the keys.
 */
import { X509Certificate, createHash, generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';
import type { Person } from './cases.ts';
import { sequence, tagged, taggedBytes } from './der.ts';

export interface PracticeIdentity {
  readonly commonName: string;
  readonly certificate: Uint8Array;
  readonly certificateSha256: string;
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
}

export interface PracticeAuthority extends PracticeIdentity {
  /** A signing certificate for a person: two years, `digitalSignature` and `nonRepudiation`, CUIL in serialNumber. */
  issue(person: Person): Promise<PracticeIdentity>;
  /** A certificate for time-stamps and nothing else (RFC 3161, 2.3). */
  issueTsa(): Promise<PracticeIdentity>;
}

const day = 24 * 3600 * 1000;
const organization = 'Practica Fojas (DATOS FICTICIOS)';

/**
 * Makes the authority: a root valid for ten years from yesterday.
 * @param crlUrl where its certificates say that its revocation list is.
 */
export async function makeAuthority(now: Date, crlUrl: string): Promise<PracticeAuthority> {
  const key = await makeKey();
  const name = [
    ...country(),
    attribute('organizationName', organization),
    attribute('commonName', 'AC de práctica Fojas'),
  ];
  const certificate = blank(key, name, name, now, 10 * 365);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  const signer = forgeKey(key);
  certificate.sign(signer, forge.md.sha256.create());
  const keyIdentifier = certificate.generateSubjectKeyIdentifier().getBytes();

  return {
    ...identity('AC de práctica Fojas', certificate, key),
    async issue(person) {
      const own = await makeKey();
      const subject = [
        ...country(),
        attribute('organizationName', organization),
        attribute('title', person.capacity),
        attribute('commonName', person.name),
        { type: '2.5.4.5', value: `CUIL ${person.cuil}` },
      ];
      const issued = blank(own, subject, name, now, 2 * 365);
      issued.setExtensions([
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', critical: true, digitalSignature: true, nonRepudiation: true },
        { name: 'subjectKeyIdentifier' },
        { name: 'authorityKeyIdentifier', keyIdentifier },
        distributionPoint(crlUrl),
      ]);
      issued.sign(signer, forge.md.sha256.create());
      return identity(person.name, issued, own);
    },
    async issueTsa() {
      const own = await makeKey();
      const commonName = 'Sello de tiempo de práctica Fojas';
      const subject = [...country(), attribute('organizationName', organization), attribute('commonName', commonName)];
      const issued = blank(own, subject, name, now, 8 * 365);
      issued.setExtensions([
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', critical: true, digitalSignature: true },
        { name: 'extKeyUsage', critical: true, timeStamping: true },
        { name: 'subjectKeyIdentifier' },
        { name: 'authorityKeyIdentifier', keyIdentifier },
        distributionPoint(crlUrl),
      ]);
      issued.sign(signer, forge.md.sha256.create());
      return identity(commonName, issued, own);
    },
  };
}

/** The identity as a PKCS#12 file with its certificate in clear, as a token shows it before any PIN (RFC 7292). */
export function toPkcs12(own: PracticeIdentity, pin: string): Uint8Array {
  const file = forge.pkcs12.toPkcs12Asn1(
    forgeKey(own.privateKey),
    forge.pki.certificateFromPem(own.certificatePem),
    pin,
    {
      algorithm: 'aes256',
      friendlyName: own.commonName,
    },
  );
  return Buffer.from(forge.asn1.toDer(file).getBytes(), 'binary');
}

/** CRLDistributionPoints (RFC 5280, 4.2.1.13), which node-forge cannot write by name. */
function distributionPoint(url: string): { id: string; value: string } {
  const name = tagged(0, tagged(0, taggedBytes(6, Buffer.from(url, 'latin1'))));
  return { id: '2.5.29.31', value: sequence(sequence(name)).toString('latin1') };
}

type NameAttribute = forge.pki.CertificateField;

const country = (): NameAttribute[] => [{ name: 'countryName', value: 'AR' }];

// UTF8String: the default PrintableString has no ó and no ñ.
const attribute = (name: string, value: string): NameAttribute =>
  ({ name, value, valueTagClass: forge.asn1.Type.UTF8 }) as unknown as NameAttribute;

function blank(key: KeyObject, subject: NameAttribute[], issuer: NameAttribute[], now: Date, days: number) {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(forgeKey(key).n, forgeKey(key).e);
  // Positive and unpredictable (RFC 5280, 4.1.2.2): the first bits are 01.
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  certificate.serialNumber = serial.toString('hex');
  certificate.validity.notBefore = new Date(now.getTime() - day);
  certificate.validity.notAfter = new Date(now.getTime() + days * day);
  certificate.setSubject(subject);
  certificate.setIssuer(issuer);
  return certificate;
}

async function makeKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048, publicExponent: 0x10001 });
  return privateKey;
}

function forgeKey(key: KeyObject): forge.pki.rsa.PrivateKey {
  return forge.pki.privateKeyFromPem(key.export({ type: 'pkcs1', format: 'pem' }).toString());
}

function identity(commonName: string, certificate: forge.pki.Certificate, key: KeyObject): PracticeIdentity {
  const der = Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'binary');
  return identityOf(commonName, der, key);
}

/** @param certificate its DER */
export function identityOf(commonName: string, certificate: Uint8Array, privateKey: KeyObject): PracticeIdentity {
  return {
    ...{ commonName, certificate, privateKey },
    certificateSha256: createHash('sha256').update(certificate).digest('hex'),
    certificatePem: new X509Certificate(certificate).toString(),
  };
}
