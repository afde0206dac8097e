/** A signed document and what happens to it over the years, in a world whose clock tests move. */
import { oids } from '../../../src/signature/asn1/oids.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import type { VerifyOptions } from '../../../src/signature/validation/options.ts';
import type { RevocationSource } from '../../../src/signature/validation/options.ts';
import { attribute, makeTimestamp } from '../../helpers/cms.ts';
import type { TestDigest } from '../../helpers/cms.ts';
import type { Identity } from '../../helpers/pki.ts';
import { certIdOf, later, makeCrl, makeOcspResponse, PkiWorld, TestClock } from '../../helpers/pki-services/index.ts';
import { TestPdf, stream } from '../../helpers/test-pdf.ts';
import type { SignOptions } from '../../helpers/test-pdf.ts';
import { verify, verifyOne } from './verify.ts';

export class Story {
  readonly world: PkiWorld;
  readonly clock: TestClock;
  readonly pdf = new TestPdf();
  #store: number[][] = [[], [], []];

  constructor(world = new PkiWorld('http://127.0.0.1:9', new TestClock(new Date('2026-03-01T12:00:00Z')))) {
    this.world = world;
    this.clock = world.clock;
  }

  /** A signature, with a time-stamp of its own unless told otherwise. */
  sign(
    signer: Identity = this.world.signer(),
    options: SignOptions & { stamp?: boolean; stampDigest?: TestDigest } = {},
  ): Identity {
    const { stamp = true, stampDigest, ...rest } = options;
    const time = this.clock.now();
    const more = stampDigest === undefined ? {} : { digest: stampDigest };
    this.pdf.sign(signer, {
      ...(stamp
        ? {
            unsignedAttributes: (signature: Uint8Array) => [
              attribute(oids.signatureTimeStamp, makeTimestamp(this.world.tsaNow, signature, { time, ...more })),
            ],
          }
        : {}),
      ...rest,
    });
    return signer;
  }

  /** A document time-stamp of now. */
  archive(by: Identity = this.world.tsaNow, time = this.clock.now()): void {
    this.pdf.sign(by, {
      subFilter: 'ETSI.RFC3161',
      type: 'DocTimeStamp',
      noTime: true,
      cms: (content) => makeTimestamp(by, content, { time }),
    });
  }

  /** Adds the lists of both authorities as they are now (and what is given) to the /DSS. */
  addStore(pieces: { crls?: Uint8Array[]; ocsps?: Uint8Array[] } = { crls: this.lists() }): void {
    const { root, intermediate } = this.world;
    const certificates = [root, intermediate].map(({ certificate }) => certificate);
    const groups = [this.#store[0]!.length > 0 ? [] : certificates, pieces.crls ?? [], pieces.ocsps ?? []];
    const objects: Record<number, string> = {};
    for (const [index, group] of groups.entries()) {
      for (const bytes of group) {
        const number = this.pdf.next();
        objects[number] = stream(Buffer.from(bytes).toString('latin1'));
        this.#store[index]!.push(number);
      }
    }
    const dss = this.pdf.next();
    const [certs, crls, ocsps] = this.#store.map((list) => list.map((number) => `${number} 0 R`).join(' '));
    this.pdf.update({
      1: `<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS ${dss} 0 R >>`,
      ...objects,
      [dss]: `<< /Type /DSS /Certs [${certs}] /CRLs [${crls}] /OCSPs [${ocsps}] >>`,
    });
  }

  /** The revocation lists of root and intermediate as of now, good for a week. */
  lists(days = 7): Uint8Array[] {
    const now = this.clock.now();
    const times = { thisUpdate: now, nextUpdate: later(now, { days }) };
    return [this.world.root, this.world.intermediate].map((issuer) =>
      makeCrl(issuer, { ...times, revoked: this.world.revokedBy(issuer) }),
    );
  }

  /** A responder's answer about a certificate of the intermediate. */
  answer(certificate: Uint8Array, responder = this.world.ocspResponder, revoked: Date | null = null): Uint8Array {
    const now = this.clock.now();
    return makeOcspResponse({
      responder,
      certId: certIdOf(this.world.intermediate, certificate),
      status: revoked === null ? { kind: 'good' } : { kind: 'revoked', time: revoked },
      producedAt: now,
      thisUpdate: now,
      nextUpdate: later(now, { days: 1 }),
    });
  }

  /** What a line would bring at this moment. */
  get line(): RevocationSource {
    return () => Promise.resolve({ crls: this.lists(), ocsps: [] });
  }

  get options(): Partial<VerifyOptions> {
    return { anchors: [parseCertificate(this.world.root.certificate)], at: this.clock.now() };
  }

  verdict(options: Partial<VerifyOptions> = {}, index = 0) {
    return verifyOne(this.pdf.bytes, index, { ...this.options, ...options });
  }

  verdicts(options: Partial<VerifyOptions> = {}) {
    return verify(this.pdf.bytes, { ...this.options, ...options });
  }
}
