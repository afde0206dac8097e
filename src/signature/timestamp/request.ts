/** Asking for a time-stamp (RFC 3161, 2.4.1). */
import { writeDigestAlgorithm } from '../asn1/algorithm-identifier.ts';
import * as der from '../asn1/write.ts';
import { digestLength, randomBytes } from '../crypto.ts';
import type { DigestAlgorithm } from '../crypto.ts';

/** What is to be stamped. */
export interface Imprint {
  readonly algorithm: DigestAlgorithm;
  readonly hash: Uint8Array;
}

/** A request, and what its answer must repeat. */
export interface TimeStampRequest {
  readonly der: Uint8Array;
  readonly imprint: Imprint;
  readonly nonce: bigint;
  /** OID of the policy asked for, if one was. */
  readonly policy: string | undefined;
}

const nonceBytes = 8;

/**
 * TimeStampReq, version 1, with a fresh nonce and certReq: the token must carry its certificate, or it cannot be checked alone.
 * @throws RangeError when the hash has another length than its algorithm's.
 */
export function makeTimeStampRequest(imprint: Imprint, policy?: string): TimeStampRequest {
  if (imprint.hash.length !== digestLength[imprint.algorithm]) {
    throw new RangeError(`a ${imprint.algorithm} digest has ${digestLength[imprint.algorithm]} bytes`);
  }
  // The highest bit set makes it as long as it can be and never negative (a leading zero byte follows from it).
  const nonce = BigInt(`0x${Buffer.from(randomBytes(nonceBytes)).toString('hex')}`) | (1n << 63n);
  const bytes = der.sequence(
    der.integer(1),
    der.sequence(writeDigestAlgorithm(imprint.algorithm), der.octetString(imprint.hash)),
    ...(policy === undefined ? [] : [der.oid(policy)]),
    der.integer(nonce),
    der.boolean(true),
  );
  return { der: bytes, imprint, nonce, policy };
}
