import type { TokenSignature } from './finish.ts';
import type { PreparedPdf } from './prepare.ts';
import type { RaiseWish } from './raise/raise-copy.ts';
import { stampSignature, timeStampRoom } from './stamp.ts';
import type { TimeStampSources } from '../timestamp/client.ts';
import { prepareFile } from './waiting-file.ts';
import type { FileRequest, SignedFile } from './waiting-file.ts';

export interface SignFileRequest extends FileRequest {
  /** Takes the digest to the token. Whatever it throws is thrown on, with nothing written. */
  readonly sign: (digest: Uint8Array, prepared: PreparedPdf) => Promise<TokenSignature>;
  /** Who is asked for a time-stamp within the signature (B-T). When nobody gives one, the file is finished as B-B and says so. */
  readonly timeStamp?: TimeStampSources | undefined;
  /** To which level the signed file is raised before it has its name, where it got its time-stamp (B-LT, B-LTA). */
  readonly raise?: RaiseWish | undefined;
}

/**
 * Signs one file: prepare, token, finish, check, publish. The result is written beside its target and gets its name only when
 * it is durable and verified.
 * @throws PdfError, PadesError, and what `sign` throws. The target is untouched then, and nothing is left beside it.
 */
export async function signPdfFile(request: SignFileRequest): Promise<SignedFile> {
  const { timeStamp: sources } = request;
  const waiting = await prepareFile({
    ...request,
    ...(sources === undefined ? {} : { spareBytes: (request.spareBytes ?? 0) + timeStampRoom }),
  });
  try {
    const token = await request.sign(waiting.prepared.digestToSign, waiting.prepared);
    const outcome = sources === undefined ? null : await stampSignature(waiting.prepared, token, sources);
    return await waiting.finish(token, outcome?.kind === 'stamped' ? outcome.stamp : null, request.raise);
  } finally {
    await waiting.discard();
  }
}
