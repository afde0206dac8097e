import type { ByteSource } from '../bytes.ts';
import { verifyCms } from './cms-file.ts';
import type { VerifyOptions } from './options.ts';
import { verifyPdf } from './pdf-file.ts';
import type { FileVerdict } from './verdict.ts';

/**
 * Verifies a file of either kind, told apart by its first bytes: a PDF, or a CMS signature in DER, BER or PEM.
 * @throws the system's error when `source` cannot be read; nothing else.
 */
export async function verifyDocument(source: ByteSource, options: VerifyOptions): Promise<FileVerdict> {
  const head = Buffer.from(source.readSync(0, 1024 + 8)).toString('latin1');
  const isCms = head.startsWith('0') || /^\s*-----BEGIN (?:CMS|PKCS7)-----/.test(head);
  return isCms && !head.includes('%PDF-') ? verifyCms(source, options) : verifyPdf(source, options);
}
