import { PdfDict, PdfStream } from '../pdf/index.ts';
import type { PdfDocument, PdfRef } from '../pdf/index.ts';
import { RawText } from '../pdf/write/serialise.ts';
import { Copier } from './copier.ts';
import type { NewFile } from './new-file.ts';

/** What holds of a file all of whose documents are PDF/A: the colours that it is meant for, where one of them said so. */
export interface Archive {
  readonly intent: PdfRef | null;
}

const claimed = /pdfaid:part(?:>|\s*=\s*["'])\s*([123])/;
const largestMetadata = 1 << 20;

/**
 * Whether a file stays PDF/A with one more document in it: one that says it is PDF/A itself, and is meant for colours of three components or
 * for none. Whether what it says is true is for an independent program to say.
 * @returns null where the file is none any more.
 */
export function archiveOf(document: PdfDocument, before: Archive | null, file: NewFile): Archive | null {
  if (before === null) return null;
  const { dict } = document.catalog();
  const metadata = document.get(dict, 'Metadata');
  if (!(metadata instanceof PdfStream)) return null;
  const bytes = document.streamBytes(metadata);
  if (bytes.length > largestMetadata || !claimed.test(Buffer.from(bytes).toString('utf8'))) return null;
  const intents =
    document
      .getArray(dict, 'OutputIntents')
      ?.toArray(16)
      .map((one) => document.resolve(one)) ?? [];
  const ours = intents.filter((one): one is PdfDict => one instanceof PdfDict && one.name('S') === 'GTS_PDFA1');
  for (const intent of ours) {
    const profile = document.get(intent, 'DestOutputProfile');
    if (!(profile instanceof PdfStream) || document.get(profile.dict, 'N') !== 3) return null;
  }
  const [first] = ours;
  if (before.intent !== null || !first) return before;
  const copier = new Copier(document, file);
  const intent = file.add(new RawText(copier.value(first)));
  copier.flush();
  return { intent };
}
