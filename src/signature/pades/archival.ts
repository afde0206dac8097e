/** What PDF/A asks of what we add (ISO 19005). Most of it holds for every document; part 1 has a rule of its own. */
import type { PdfDocument } from '../pdf/document.ts';
import { PdfError } from '../pdf/errors.ts';
import { PdfStream } from '../pdf/syntax/objects.ts';

const longestMetadata = 1 << 20;

/**
 * Whether a document says that it is PDF/A-1, where every form field has an appearance, even one without size
 * (ISO 19005-1, 6.9). Metadata that cannot be read claims nothing.
 */
export function isPdfA1(document: PdfDocument): boolean {
  try {
    const metadata = document.get(document.catalog().dict, 'Metadata');
    if (!(metadata instanceof PdfStream)) return false;
    const bytes = document.streamBytes(metadata);
    const text = Buffer.from(bytes.subarray(0, longestMetadata)).toString('latin1');
    return /pdfaid:part\s*(?:=\s*["']|>\s*)1\s*["'<]/.test(text);
  } catch (error) {
    if (error instanceof PdfError) return false;
    throw error;
  }
}
