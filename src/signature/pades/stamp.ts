/** A time-stamp within a signature, asked for between the token's answer and the finished file: level B-T at once. */
import { buildSignedData } from '../cms/build.ts';
import { digest } from '../crypto.ts';
import { requestTimeStamp } from '../timestamp/client.ts';
import type { TimeStampOutcome, TimeStampSources } from '../timestamp/client.ts';
import { signatureValueOf } from './finish.ts';
import type { TokenSignature, WaitingForToken } from './finish.ts';

/**
 * Bytes to keep in /Contents for a time-stamp that comes after the token (`spareBytes` of the request). Authorities' tokens have 2 to
 * 8 KiB; the signature's own attributes around it are counted too.
 */
export const timeStampRoom = 16 << 10;

/** What the attribute around a token takes at most. */
const attributeRoom = 64;

/**
 * Asks for a time-stamp over a signature that the token has just made. Never throws for what an authority does: without a time-stamp
 * the signature is finished as B-B, and the outcome says who was asked.
 * @throws PadesError `signatureWrong`.
 */
export function stampSignature(
  prepared: WaitingForToken & { readonly contentsBytes?: number },
  token: TokenSignature,
  sources: TimeStampSources,
): Promise<TimeStampOutcome> {
  const signature = signatureValueOf(prepared, token);
  const imprint = { algorithm: 'sha256', hash: digest('sha256', signature) } as const;
  return requestTimeStamp(imprint, sources, roomLeft(prepared, signature));
}

function roomLeft(prepared: WaitingForToken & { readonly contentsBytes?: number }, signature: Uint8Array): number {
  if (prepared.contentsBytes === undefined) return Infinity;
  const { algorithm, signedAttributes, certificate, chain } = prepared;
  const bare = buildSignedData({ algorithm, signedAttributes, signature, certificate, chain });
  return prepared.contentsBytes - bare.length - attributeRoom;
}
