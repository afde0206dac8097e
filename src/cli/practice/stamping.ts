/**
 * What the practice authorities answer: time-stamps (RFC 3161) and a revocation list (RFC 5280, 5) on which nobody stands. Made of this
 * computer's clock and of keys that were made with the practice office: worth nothing outside it, and real in every byte.
 */
import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
  bits,
  elements,
  integer,
  namesOf,
  nothing,
  octets,
  oid,
  sequence,
  setOf,
  shortTime,
  tagged,
  time,
} from './der.ts';

export interface Stamper {
  readonly certificate: Uint8Array;
  readonly privateKey: KeyObject;
}

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsaSha256: '1.2.840.113549.1.1.11',
  crlNumber: '2.5.29.20',
  /** A policy of nobody's: below the arc for examples. */
  policy: '2.999.1',
} as const;

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const digestAlgorithm = sequence(oid(oids.sha256));
const rsa = sequence(oid(oids.rsaSha256), nothing);
const rejection = sequence(sequence(integer(2)));

/** The answer to a TimeStampReq; a rejection where it is none. */
export function stamp(question: Uint8Array, stamper: Stamper, now: Date): Buffer {
  let asked: { imprint: Buffer; nonce: Buffer | null; certReq: boolean };
  try {
    asked = readQuestion(Buffer.from(question));
  } catch (error) {
    if (error instanceof RangeError) return rejection;
    throw error;
  }
  const { imprint, nonce, certReq } = asked;
  const serial = randomBytes(8);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const info = sequence(
    ...[integer(1), oid(oids.policy), imprint, integer(serial), time(now)],
    ...(nonce === null ? [] : [nonce]),
  );
  return sequence(sequence(integer(0)), signedInfo(info, stamper, certReq));
}

function readQuestion(bytes: Buffer): { imprint: Buffer; nonce: Buffer | null; certReq: boolean } {
  const [whole] = elements(bytes);
  const [version, imprint, ...rest] = whole?.tag === 0x30 ? elements(whole.body) : [];
  if (version?.tag !== 0x02 || imprint?.tag !== 0x30) throw new RangeError('not a question for a time-stamp');
  return {
    imprint: imprint.whole,
    nonce: rest.find(({ tag }) => tag === 0x02)?.whole ?? null,
    certReq: rest.some(({ tag, body }) => tag === 0x01 && body[0] !== 0),
  };
}

function signedInfo(info: Buffer, { certificate, privateKey }: Stamper, certReq: boolean): Buffer {
  const { issuer, serial } = namesOf(certificate);
  const attribute = (name: string, value: Buffer): Buffer => sequence(oid(name), setOf(value));
  const attributes = setOf(
    attribute(oids.contentType, oid(oids.tstInfo)),
    attribute(oids.messageDigest, octets(sha256(info))),
    attribute(oids.signingCertificateV2, sequence(sequence(sequence(octets(sha256(certificate)))))),
  );
  // Signed as a SET, carried as [0] (RFC 5652, 5.4).
  const carried = Buffer.concat([Buffer.of(0xa0), attributes.subarray(1)]);
  const signer = sequence(
    ...[integer(1), sequence(issuer, serial), digestAlgorithm, carried],
    ...[rsa, octets(sign('sha256', attributes, privateKey))],
  );
  const content = sequence(
    ...[integer(3), setOf(digestAlgorithm), sequence(oid(oids.tstInfo), tagged(0, octets(info)))],
    ...(certReq ? [tagged(0, certificate)] : []),
    setOf(signer),
  );
  return sequence(oid(oids.signedData), tagged(0, content));
}

const day = 24 * 3600 * 1000;

/** A revocation list of the authority, empty, good for a day. */
export function emptyList(authority: Stamper, now: Date): Buffer {
  const number = sequence(oid(oids.crlNumber), octets(integer(Math.floor(now.getTime() / 1000))));
  const list = sequence(
    ...[integer(1), rsa, namesOf(authority.certificate).subject],
    ...[shortTime(new Date(now.getTime() - 60_000)), shortTime(new Date(now.getTime() + day))],
    tagged(0, sequence(number)),
  );
  return sequence(list, rsa, bits(sign('sha256', list, authority.privateKey)));
}
