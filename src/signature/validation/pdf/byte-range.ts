/** Whether a byte range says what it must (signatures.md, V2): everything but exactly the /Contents token of this signature. */
import type { Findings } from '../findings.ts';
import type { ByteRange, PdfSignature } from './signature-dictionary.ts';

/**
 * Checks the structure of a signature's dictionary and its byte range against the file.
 * @returns the range when digesting it makes sense.
 */
export function checkByteRange(
  signature: PdfSignature,
  others: readonly PdfSignature[],
  fileSize: number,
  findings: Findings,
): ByteRange | null {
  const { dict, byteRange } = signature;
  const fail = (code: string, sentence: string) => findings.fail('FORMAT_FAILURE', code, sentence);
  if (dict.repeated.size > 0) {
    fail('ambiguousDictionary', `The signature dictionary says ${[...dict.repeated][0]} twice.`);
  }
  if (signature.contents === null || signature.contents.every((byte) => byte === 0)) {
    fail('noContents', 'The signature dictionary holds no signature.');
    return null;
  }
  if (byteRange === null) {
    fail('byteRangeMalformed', 'The byte range is missing or not two ranges that begin at the first byte.');
    return null;
  }
  if (byteRange.end > fileSize) {
    fail('byteRangeOutside', 'The byte range reaches beyond the end of the file.');
    return null;
  }
  const token = dict.span('Contents');
  if (token === undefined || token.start !== byteRange.before || token.end !== byteRange.after) {
    fail('byteRangeGap', 'The byte range leaves out something else than exactly the signature value.');
  }
  const collision = others.find((other) => other !== signature && gapsOverlap(byteRange, other.byteRange));
  if (collision !== undefined) {
    fail('byteRangeCollision', `The byte range leaves out bytes of another signature (field ${collision.field}).`);
  }
  return byteRange;
}

function gapsOverlap(a: ByteRange, b: ByteRange | null): boolean {
  return b !== null && a.before < b.after && b.before < a.after;
}
