import { readAsn1 } from '../../../src/signature/asn1/read.ts';
import { asBoolean, asSequence } from '../../../src/signature/asn1/values.ts';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { makeCms } from '../cms.ts';
import type { Identity } from '../pki.ts';

/** The policy under which the test authorities stamp. */
export const testPolicy = '1.3.6.1.4.1.99999.1';

/** What a TimeStampReq asks (RFC 3161, 2.4.1). */
export interface StampQuestion {
  readonly imprint: Uint8Array;
  readonly policy: Uint8Array | null;
  readonly nonce: Uint8Array | null;
  readonly certReq: boolean;
}

/** Reads a request. Throws for anything that is none. */
export function readStampRequest(bytes: Uint8Array): StampQuestion {
  const [, imprint, ...optional] = asSequence(readAsn1(bytes));
  const certReq = optional.find((field) => field.isUniversal(1));
  return {
    imprint: imprint!.encoded,
    policy: optional.find((field) => field.isUniversal(6))?.encoded ?? null,
    nonce: optional.find((field) => field.isUniversal(2))?.encoded ?? null,
    certReq: certReq !== undefined && asBoolean(certReq),
  };
}

export interface StampOptions {
  readonly authority: Identity;
  readonly question: StampQuestion;
  readonly time: Date;
  readonly serialNumber: number;
  readonly ess?: 'v1' | 'none' | 'wrong';
  readonly spoilSignature?: boolean;
}

/** A token for a question, as asked. */
export function makeStamp(options: StampOptions): Uint8Array {
  const { authority, question, time, serialNumber } = options;
  const info = der.sequence(
    der.integer(1),
    question.policy ?? der.oid(testPolicy),
    question.imprint,
    der.integer(serialNumber),
    der.generalizedTime(time),
    ...(question.nonce === null ? [] : [question.nonce]),
  );
  return makeCms({
    signer: authority,
    content: info,
    embed: true,
    contentType: oids.tstInfo,
    ...(question.certReq ? {} : { certificates: [] }),
    ...(options.ess === undefined ? {} : { ess: options.ess }),
    ...(options.spoilSignature === undefined ? {} : { spoilSignature: options.spoilSignature }),
  });
}

/** TimeStampResp: granted with a token, or another status without one. */
export function makeStampResponse(token: Uint8Array | null, status = token === null ? 2 : 0): Uint8Array {
  return der.sequence(der.sequence(der.integer(status)), ...(token === null ? [] : [token]));
}
