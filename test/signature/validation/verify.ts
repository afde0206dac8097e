import { bufferSource } from '../../../src/signature/bytes.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import type { VerifyOptions } from '../../../src/signature/validation/options.ts';
import { verifyDocument } from '../../../src/signature/validation/document.ts';
import type { FileVerdict, SignatureVerdict } from '../../../src/signature/validation/verdict.ts';
import { makePki } from '../../helpers/pki.ts';

/** One infrastructure for a whole test file: making keys is what takes the time. */
export const pki = makePki();
export const anchors = [parseCertificate(pki.root.certificate)];

export function verify(bytes: Uint8Array, options: Partial<VerifyOptions> = {}): Promise<FileVerdict> {
  return verifyDocument(bufferSource(bytes), { anchors, ...options });
}

/** The verdict on the only (or the given) signature of a file without an error. */
export async function verifyOne(
  bytes: Uint8Array,
  index = 0,
  options: Partial<VerifyOptions> = {},
): Promise<SignatureVerdict> {
  const { signatures, error } = await verify(bytes, options);
  if (error !== null) throw new Error(`the file has an error: ${error}`);
  const verdict = signatures[index];
  if (verdict === undefined) throw new Error(`only ${signatures.length} signatures`);
  return verdict;
}

/** The codes of a verdict's reasons. */
export function codes(verdict: SignatureVerdict): string[] {
  return verdict.reasons.map((reason) => reason.slice(0, reason.indexOf(':')));
}
