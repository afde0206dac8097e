/** The authorities of a small world, their certificates with addresses in them, and what they have revoked. */
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { oids } from '../../../src/signature/asn1/oids.ts';
import { makeIntermediate, makeRoot, makeSigner, makeCertificate } from '../pki.ts';
import type { CertificateOptions, Identity } from '../pki.ts';
import { later, TestClock } from './clock.ts';
import { accessExtension, distributionExtension, noCheckExtension } from './extensions.ts';
import type { Fault, Service } from './faults.ts';

/** Where the services of a world are reached: everything below `base`. */
export function urlsOf(base: string) {
  return {
    tsa: `${base}/tsa`,
    secondTsa: `${base}/tsa2`,
    ocsp: (authority: string) => `${base}/ocsp/${authority}`,
    crl: (authority: string) => `${base}/crl/${authority}.crl`,
    caIssuers: (authority: string) => `${base}/ca/${authority}.cer`,
  };
}

/** Years after the start in which each certificate of the time-stamping authority is valid; they overlap. */
const tsaGenerations = [
  [-1, 7],
  [4, 13],
  [9, 19],
  [14, 24],
  [19, 30],
] as const;

export class PkiWorld {
  readonly clock: TestClock;
  readonly start: Date;
  readonly urls: ReturnType<typeof urlsOf>;
  readonly root: Identity;
  readonly intermediate: Identity;
  /** A delegated responder for the intermediate's certificates; the root answers for its own. */
  readonly ocspResponder: Identity;
  /** Time-stamping certificates, one after the other; `tsaNow` is the one in use. */
  readonly tsaCertificates: readonly Identity[];
  /** A root that nobody trusts, and a time-stamping certificate below it. */
  readonly strangerRoot: Identity;
  readonly strangerTsa: Identity;
  readonly expiredTsa: Identity;
  /** Certified for signing documents, not for time-stamps. */
  readonly wrongUsageTsa: Identity;
  /** What is staged to go wrong, by service; empty when all is well. */
  readonly faults = new Map<Service, Fault>();
  /** What was asked, in order. */
  readonly asked: { readonly service: Service; readonly url: string }[] = [];
  readonly #revoked = new Map<string, { time: Date; reason: number | undefined }>();

  constructor(base: string, clock = new TestClock()) {
    this.clock = clock;
    this.start = clock.now();
    this.urls = urlsOf(base);
    this.root = makeRoot({ commonName: 'Raíz de Prueba', ...this.#years(-1, 60) });
    this.intermediate = makeIntermediate(this.root, {
      commonName: 'Certificante de Prueba',
      ...this.#years(-1, 50),
      extraExtensions: this.#addresses('root'),
    });
    this.ocspResponder = makeCertificate(this.intermediate, {
      commonName: 'OCSP de Prueba',
      ca: false,
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: [oids.ocspSigning],
      ...this.#years(-1, 45),
      extraExtensions: [noCheckExtension()],
    });
    this.tsaCertificates = tsaGenerations.map(([from, to]) => this.#tsa(this.intermediate, this.#years(from, to)));
    this.strangerRoot = makeRoot({ commonName: 'Raíz Ajena', ...this.#years(-1, 60) });
    this.strangerTsa = this.#tsa(this.strangerRoot, this.#years(-1, 40));
    this.expiredTsa = this.#tsa(this.intermediate, this.#years(-3, -1));
    this.wrongUsageTsa = this.signer({ commonName: 'No es TSA' });
  }

  /** The time-stamping certificate in use: the newest that is valid already. */
  get tsaNow(): Identity {
    const hasBegun = ({ certificate }: Identity) => parseCertificate(certificate).notBefore <= this.clock.now();
    return this.tsaCertificates.findLast(hasBegun) ?? this.tsaCertificates[0]!;
  }

  /** A person's certificate from the intermediate, with all addresses in it; valid from a year ago for three years. */
  signer(options: CertificateOptions = {}): Identity {
    const identity = makeSigner(this.intermediate, {
      ...this.#years(-1, 2),
      extraExtensions: this.#addresses('intermediate'),
      ...options,
    });
    return identity;
  }

  /** A signer's certificate that was valid once. */
  expiredSigner(options: CertificateOptions = {}): Identity {
    return this.signer({ ...this.#years(-4, -1), ...options });
  }

  /** A certificate of a person that is not meant for signing. */
  wrongUsageSigner(options: CertificateOptions = {}): Identity {
    return this.signer({ keyUsage: ['keyEncipherment'], ...options });
  }

  /** Revokes a certificate of one of the authorities, as of a moment. */
  revoke(identity: Identity, time: Date = this.clock.now(), reason?: number): void {
    this.#revoked.set(keyOf(identity.certificate), { time, reason });
  }

  /** What was revoked up to now among the certificates with these issuer and serial number. */
  revocationOf(issuerKey: string, serialNumber: bigint) {
    const found = this.#revoked.get(`${issuerKey} ${serialNumber}`);
    return found !== undefined && found.time <= this.clock.now() ? found : null;
  }

  /** The lines of an issuer's revocation list. */
  revokedBy(issuer: Identity) {
    const key = parseCertificate(issuer.certificate).subject.key;
    return [...this.#revoked]
      .filter(([id, { time }]) => id.startsWith(`${key} `) && time <= this.clock.now())
      .map(([id, { time, reason }]) => ({
        serialNumber: BigInt(id.slice(key.length + 1)),
        time,
        ...(reason === undefined ? {} : { reason }),
      }));
  }

  /** The authority called so in addresses. */
  authority(name: string): Identity | null {
    if (name === 'root') return this.root;
    return name === 'intermediate' ? this.intermediate : null;
  }

  #addresses(authority: string): Uint8Array[] {
    const { ocsp, crl, caIssuers } = this.urls;
    const access = accessExtension({ ocsp: ocsp(authority), caIssuers: caIssuers(authority) });
    return [access, distributionExtension(crl(authority))];
  }

  #tsa(issuer: Identity, validity: { notBefore: Date; notAfter: Date }): Identity {
    return makeCertificate(issuer, {
      commonName: 'TSA de Prueba',
      ca: false,
      keyUsage: ['digitalSignature', 'nonRepudiation'],
      extendedKeyUsage: [oids.timeStamping],
      extendedKeyUsageCritical: true,
      extraExtensions: this.#addresses('intermediate'),
      ...validity,
    });
  }

  #years(from: number, to: number): { notBefore: Date; notAfter: Date } {
    return { notBefore: later(this.start, { years: from }), notAfter: later(this.start, { years: to }) };
  }
}

function keyOf(certificate: Uint8Array): string {
  const { issuer, serialNumber } = parseCertificate(certificate);
  return `${issuer.key} ${serialNumber}`;
}
