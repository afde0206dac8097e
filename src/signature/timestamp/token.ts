/** Time-stamp tokens and responses (RFC 3161), read strictly enough to be judged. Asking for one lives elsewhere. */
import { digestFrom, readAlgorithmIdentifier } from '../asn1/algorithm-identifier.ts';
import { Asn1Error } from '../asn1/errors.ts';
import { oids } from '../asn1/oids.ts';
import { readAsn1 } from '../asn1/read.ts';
import type { Asn1Value } from '../asn1/read.ts';
import {
  asBoolean,
  asInteger,
  asOctetString,
  asOid,
  asSequence,
  asSmallInteger,
  asText,
  asTime,
} from '../asn1/values.ts';
import { CmsError } from '../cms/errors.ts';
import { parseSignedData } from '../cms/parse.ts';
import type { SignedData } from '../cms/parse.ts';
import type { AnyDigest } from '../crypto.ts';

/** TSTInfo (RFC 3161, 2.4.2). */
export interface TimeStampInfo {
  readonly policy: string;
  /** null: a digest we do not compute. */
  readonly imprintDigest: AnyDigest | null;
  readonly imprint: Uint8Array;
  readonly serialNumber: bigint;
  readonly time: Date;
  readonly nonce: bigint | null;
}

export interface TimeStampToken {
  readonly signedData: SignedData;
  /** The encoded TSTInfo, which is what the authority signed. */
  readonly content: Uint8Array;
  readonly info: TimeStampInfo;
}

/** TimeStampResp (RFC 3161, 2.4.2). */
export interface TimeStampResponse {
  /** 0 granted, 1 granted with modifications, 2 rejected, 3 waiting, 4 and 5 revocation warnings. */
  readonly status: number;
  readonly statusText: readonly string[];
  /** Present when granted. */
  readonly token: TimeStampToken | null;
  readonly tokenBytes: Uint8Array | null;
}

/**
 * Reads a token (a ContentInfo).
 * @param padding whether zero bytes may follow, as in the /Contents of a document time-stamp.
 * @throws CmsError for anything else.
 */
export function parseTimeStampToken(bytes: Uint8Array, padding: 'none' | 'zeros' = 'none'): TimeStampToken {
  const signedData = parseSignedData(bytes, padding);
  if (signedData.contentType !== oids.tstInfo || signedData.content === null) {
    throw new CmsError('malformed', 'CMS that holds no time-stamp');
  }
  return { signedData, content: signedData.content, info: guarded(() => readInfo(readAsn1(signedData.content!))) };
}

/** Reads the answer of a time-stamping authority. @throws CmsError */
export function parseTimeStampResponse(bytes: Uint8Array): TimeStampResponse {
  const { status, statusText, tokenBytes } = guarded(() => {
    const [info, token, ...rest] = asSequence(readAsn1(bytes));
    const [code, texts] = asSequence(info);
    if (rest.length > 0) throw new Asn1Error('unexpected', 'a response with more than two fields');
    return {
      status: asSmallInteger(code),
      statusText: texts?.isUniversal(16) ? asSequence(texts).map(asText) : [],
      tokenBytes: token?.encoded ?? null,
    };
  });
  const token = tokenBytes === null ? null : parseTimeStampToken(tokenBytes);
  if (status <= 1 && token === null) throw new CmsError('malformed', 'a granted response without a token');
  return { status, statusText, token, tokenBytes };
}

function readInfo(value: Asn1Value): TimeStampInfo {
  const [version, policy, imprint, serialNumber, time, ...optional] = asSequence(value);
  if (asSmallInteger(version) !== 1) throw new Asn1Error('unexpected', 'version 1 expected');
  const [algorithm, hash, ...rest] = asSequence(imprint);
  if (rest.length > 0) throw new Asn1Error('unexpected', 'an imprint has two fields');
  const nonce = optional.find((field) => field.isUniversal(2));
  refuseCritical(optional.find((field) => field.isContext(1)));
  return {
    policy: asOid(policy),
    imprintDigest: digestFrom(readAlgorithmIdentifier(algorithm)),
    imprint: asOctetString(hash, 1024),
    serialNumber: asInteger(serialNumber),
    time: asTime(time),
    nonce: nonce === undefined ? null : asInteger(nonce),
  };
}

/** What must be understood to believe the time, and is not (RFC 3161, 2.4.2: such a token is to be taken for invalid). */
function refuseCritical(extensions: Asn1Value | undefined): void {
  for (const extension of extensions?.children ?? []) {
    const [, critical] = asSequence(extension);
    if (critical?.isUniversal(1) && asBoolean(critical)) {
      throw new Asn1Error('unexpected', 'an extension that has to be understood, and is not');
    }
  }
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Asn1Error) throw new CmsError('malformed', `not a time-stamp: ${error.message}`);
    throw error;
  }
}
