/** What the services answer, without any network: tests that need no socket call this directly. */
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import type { Identity } from '../pki.ts';
import { later } from './clock.ts';
import { makeCrl } from './crl.ts';
import type { Fault, Service } from './faults.ts';
import { makeOcspError, makeOcspResponse, readOcspRequest } from './ocsp.ts';
import type { OcspStatus } from './ocsp.ts';
import { makeStamp, makeStampResponse, readStampRequest } from './tsa.ts';
import type { StampQuestion } from './tsa.ts';
import type { PkiWorld } from './world.ts';

export interface PkiAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is not served as it should: nothing comes, it ends early, or it is cut. */
  readonly line?: 'hang' | 'stall' | 'reset';
}

/** Answers one request. `path` begins with a slash. */
export function respond(world: PkiWorld, path: string, body: Uint8Array): PkiAnswer {
  const [, kind = '', file = ''] = path.split('/');
  const service = serviceOf(kind);
  if (service === null) return plain(404);
  world.asked.push({ service, url: path });
  const fault = world.faults.get(service);
  return generalFault(fault) ?? answer(world, service, file.replace(/\.\w+$/, ''), body, fault);
}

function serviceOf(kind: string): Service | null {
  switch (kind) {
    case 'tsa':
    case 'tsa2':
    case 'ocsp':
    case 'crl':
      return kind;
    case 'ca':
      return 'caIssuers';
    default:
      return null;
  }
}

function generalFault(fault: Fault | undefined): PkiAnswer | null {
  switch (fault) {
    case 'error500':
      return plain(500);
    case 'notFound':
      return plain(404);
    case 'hang':
    case 'stall':
    case 'reset':
      return { ...plain(200), line: fault };
    case 'garbage':
      return { ...plain(200), body: Buffer.from('<html>Mantenimiento</html>') };
    case 'empty':
      return { ...plain(200), body: new Uint8Array(0) };
    case 'tooLarge':
      return { ...plain(200), body: Buffer.alloc(40 << 20, 0x30) };
    case 'redirectToFile':
      return { ...plain(302), headers: { location: 'file:///etc/hostname' } };
    default:
      return null;
  }
}

const plain = (status: number): PkiAnswer => ({ status, contentType: 'text/html', body: new Uint8Array(0) });

function answer(world: PkiWorld, service: Service, name: string, body: Uint8Array, fault?: Fault): PkiAnswer {
  const ok = (contentType: string, bytes: Uint8Array): PkiAnswer => ({ status: 200, contentType, body: bytes });
  if (service === 'tsa' || service === 'tsa2') {
    return ok('application/timestamp-reply', stamp(world, readStampRequest(body), fault));
  }
  const authority = world.authority(name);
  if (authority === null) return plain(404);
  switch (service) {
    case 'ocsp':
      return ok('application/ocsp-response', status(world, authority, body, fault));
    case 'crl':
      return ok('application/pkix-crl', list(world, authority, fault));
    case 'caIssuers':
      return ok(
        'application/pkix-cert',
        fault === 'otherIssuer' ? world.strangerRoot.certificate : authority.certificate,
      );
  }
}

function stamp(world: PkiWorld, asked: StampQuestion, fault: Fault | undefined): Uint8Array {
  if (fault === 'rejected') return makeStampResponse(null);
  const authority = { untrusted: world.strangerTsa, expired: world.expiredTsa, wrongUsage: world.wrongUsageTsa };
  const question: StampQuestion = {
    ...asked,
    ...(fault === 'wrongNonce' ? { nonce: der.integer(7) } : {}),
    ...(fault === 'noNonce' ? { nonce: null } : {}),
    ...(fault === 'otherPolicy' ? { policy: der.oid('1.3.6.1.4.1.99999.9') } : {}),
    ...(fault === 'noCertificates' ? { certReq: false } : {}),
    ...(fault === 'wrongImprint' ? { imprint: spoiled(asked.imprint) } : {}),
  };
  const token = makeStamp({
    authority: authority[fault as keyof typeof authority] ?? world.tsaNow,
    question,
    time: world.clock.now(),
    serialNumber: world.asked.length,
    ...(fault === 'noEss' ? { ess: 'none' as const } : {}),
    ...(fault === 'badSignature' ? { spoilSignature: true } : {}),
  });
  return makeStampResponse(token);
}

/** How long answers hold. */
const ocspDays = 1;
const listDays = 7;

function status(world: PkiWorld, authority: Identity, body: Uint8Array, fault: Fault | undefined): Uint8Array {
  if (fault === 'tryLater') return makeOcspError(3);
  if (fault === 'unauthorized') return makeOcspError(6);
  const asked = readOcspRequest(body);
  const now = fault === 'stale' ? later(world.clock.now(), { days: -30 }) : world.clock.now();
  const usual = authority === world.root ? world.root : world.ocspResponder;
  const responder = fault === 'untrusted' ? world.strangerRoot : fault === 'wrongUsage' ? world.wrongUsageTsa : usual;
  const nonce =
    fault === 'wrongNonce' ? Buffer.from('0407deadbeefdeadbe', 'hex') : fault === 'noNonce' ? null : asked.nonce;
  const response = makeOcspResponse({
    responder,
    certId: fault === 'otherCertificate' ? spoiled(asked.certId) : asked.certId,
    status: fault === 'unknown' ? { kind: 'unknown' } : statusOf(world, authority, asked.serialNumber),
    producedAt: now,
    thisUpdate: now,
    nextUpdate: later(now, { days: ocspDays }),
    nonce,
    certificates: responder === world.root ? [] : [responder.certificate],
  });
  return fault === 'badSignature' ? spoilNear(response, responder) : response;
}

function statusOf(world: PkiWorld, authority: Identity, serialNumber: bigint): OcspStatus {
  const revoked = world.revocationOf(parseCertificate(authority.certificate).subject.key, serialNumber);
  if (revoked === null) return { kind: 'good' };
  return { kind: 'revoked', time: revoked.time, ...(revoked.reason === undefined ? {} : { reason: revoked.reason }) };
}

function list(world: PkiWorld, authority: Identity, fault: Fault | undefined): Uint8Array {
  const now = fault === 'stale' ? later(world.clock.now(), { days: -30 }) : world.clock.now();
  const crl = makeCrl(fault === 'otherIssuer' ? world.strangerRoot : authority, {
    thisUpdate: now,
    nextUpdate: later(now, { days: listDays }),
    revoked: world.revokedBy(authority),
    number: Math.floor(now.getTime() / 1000),
  });
  return fault === 'badSignature' ? spoiled(crl) : crl;
}

/** The same bytes with the last one changed. */
function spoiled(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[copy.length - 1]! ^= 1;
  return copy;
}

/** Spoils the signature of a response that carries certificates behind it. */
function spoilNear(response: Uint8Array, responder: Identity): Uint8Array {
  const copy = Buffer.from(response);
  const at = copy.indexOf(Buffer.from(responder.certificate));
  // Tags and lengths of [0] and SEQUENCE stand between the signature's last byte and the certificate.
  const end = at < 0 ? copy.length : at - 8;
  copy[end - 1]! ^= 1;
  return copy;
}
