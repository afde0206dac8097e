import type { TokenSignature } from './finish.ts';
import type { PreparedPdf } from './prepare.ts';
import { prepareFile } from './waiting-file.ts';
import type { FileRequest, SignedFile } from './waiting-file.ts';

export interface SignFileRequest extends FileRequest {
  /** Takes the digest to the token. Whatever it throws is thrown on, with nothing written. */
  readonly sign: (digest: Uint8Array, prepared: PreparedPdf) => Promise<TokenSignature>;
}

/**
 * Signs one file: prepare, token, finish, check, publish. The result is written beside its target and gets its name only when
 * it is durable and verified.
 * @throws PdfError, PadesError, and what `sign` throws. The target is untouched then, and nothing is left beside it.
 */
export async function signPdfFile(request: SignFileRequest): Promise<SignedFile> {
  const waiting = await prepareFile(request);
  try {
    return await waiting.finish(await request.sign(waiting.prepared.digestToSign, waiting.prepared));
  } finally {
    await waiting.discard();
  }
}
