/** Reads the text of PDFs, sheet by sheet. A thread of its own: a document may be huge, or made to hold up whoever reads it. */
// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- whoever takes this file in needs the types too
/// <reference path="./pdf-worker.d.ts" />
import { parentPort } from 'node:worker_threads';
import { PDFDataRangeTransport, VerbosityLevel, getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** The office asks for a document's text, and hands over its bytes as they are asked for. */
export type ToReader =
  | { readonly kind: 'read'; readonly size: number }
  | { readonly kind: 'bytes'; readonly begin: number; readonly bytes: Uint8Array<ArrayBuffer> | null };
export type FromReader =
  | { readonly kind: 'want'; readonly begin: number; readonly end: number }
  | { readonly kind: 'page'; readonly text: string }
  | { readonly kind: 'end'; readonly isWhole: boolean };

/** What one sheet may say at most: a page that holds more is no page. */
const mostOfPage = 200_000;
const mostPages = 20_000;
/** pdf.js keeps fonts and objects of every page it saw, until it is told to let go. */
const letGoEvery = 20;

// pdf.js would start a thread of its own; here it is in one already.
Object.assign(globalThis, { pdfjsWorker: await import('pdfjs-dist/legacy/build/pdf.worker.mjs') });

const tell = (message: FromReader): void => parentPort?.postMessage(message);

async function read(ranges: PDFDataRangeTransport): Promise<void> {
  const task = getDocument({
    range: ranges,
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: 262_144,
    verbosity: VerbosityLevel.ERRORS,
    enableXfa: false,
    useSystemFonts: false,
    useWorkerFetch: false,
  });
  try {
    const pdf = await task.promise;
    for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number += 1) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
      page.cleanup();
      if (number % letGoEvery === 0) await pdf.cleanup();
      tell({ kind: 'page', text: text.slice(0, mostOfPage) });
    }
    tell({ kind: 'end', isWhole: true });
  } catch {
    // Encrypted, damaged or no PDF: it is found by its heading.
    tell({ kind: 'end', isWhole: false });
  } finally {
    await task.destroy();
  }
}

let ranges: PDFDataRangeTransport | null = null;
parentPort?.on('message', (message: ToReader) => {
  if (message.kind === 'bytes') {
    if (message.bytes === null) ranges?.abort();
    else ranges?.onDataRange(message.begin, message.bytes);
    return;
  }
  const mine = new PDFDataRangeTransport(message.size, null);
  mine.requestDataRange = (begin, end) => tell({ kind: 'want', begin, end: Math.min(end, message.size) });
  ranges = mine;
  void read(mine);
});
