import { getDocument, PDFDataRangeTransport, VerbosityLevel, type PDFDocumentProxy } from 'pdfjs-dist';
import type { Failure, Outcome } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import type { Desk } from '../desk.ts';
import { OwnFiles } from './assets.ts';
import type { PageSize } from './page-size.ts';
import { hashedUpTo, readHead, readRange, readWhole, sha256Of, type Head } from './bytes.ts';
import type { PdfEngine } from './engine.ts';

export interface Paper {
  readonly pdf: PDFDocumentProxy;
  readonly sha256: Sha256;
  readonly size: number;
  /** Nothing may be left out in drawing: what cannot be drawn whole fails. False: what can be drawn is, and it counts as shown for nobody. */
  readonly whole: boolean;
  /** The bytes that are drawn were hashed on this side and are the document's. False above 32 MB: then only the office checked. */
  readonly hashed: boolean;
  /** Of its first page, in points: known before anything is drawn, so that nothing is drawn twice. */
  readonly firstSize: PageSize;
  close(): void;
}

/** A document that cannot be opened in this long is given up, with the worker it holds. */
const patienceMs = 30_000;

/**
 * Opens a document from the office, by its hash. Up to 32 MB it is read whole, its SHA-256 recomputed here with the browser's own
 * crypto, and those very bytes are what is drawn: what was shown is then what the hash says, whatever lies between. Above that it is
 * read by ranges, and the office (which addresses files by hash) is believed.
 */
export async function openPaper(
  desk: Desk,
  engine: PdfEngine,
  sha256: Sha256,
  { whole, password }: { readonly whole: boolean; readonly password: string | undefined },
  onRead: (bytes: number, size: number) => void,
): Promise<Outcome<Paper>> {
  const head = await readHead(desk, sha256);
  if (!head.ok) return head;
  const { size } = head.value;
  if (size === 0) return refused('empty', 'empty file');
  onRead(head.value.bytes.length, size);
  if (size > hashedUpTo)
    return load(
      engine,
      { sha256, size, whole, hashed: false },
      { range: transport(desk, sha256, head.value) },
      password,
    );
  const read = await readWhole(desk, sha256, head.value, (bytes) => onRead(bytes, size));
  if (!read.ok) return read;
  if ((await sha256Of(read.value)) !== sha256) return { ok: false, failure: { kind: 'documentDamaged', sha256 } };
  return load(engine, { sha256, size, whole, hashed: true }, { data: read.value }, password);
}

/** What cannot be read is said when it is drawn; until then it is a page like others. */
async function sizeOfFirst(pdf: PDFDocumentProxy): Promise<PageSize> {
  try {
    const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
    return { width, height };
  } catch {
    return { width: 595, height: 842 };
  }
}

/** Serves pdf.js ranges of a large document as it asks for them. */
function transport(desk: Desk, sha256: Sha256, head: Head): PDFDataRangeTransport {
  // pdf.js takes what it is given into the worker: a copy, so that the head stays ours.
  const ranges = new PDFDataRangeTransport(head.size, head.bytes.slice());
  ranges.requestDataRange = (begin, end) => {
    void readRange(desk, sha256, begin, Math.min(end, head.size)).then((read) => {
      if (read.ok) ranges.onDataRange(begin, read.value);
      else ranges.abort();
    });
  };
  return ranges;
}

async function load(
  engine: PdfEngine,
  facts: Omit<Paper, 'pdf' | 'close' | 'firstSize'>,
  source: { data: Uint8Array } | { range: PDFDataRangeTransport },
  password: string | undefined,
): Promise<Outcome<Paper>> {
  const task = getDocument({
    ...source,
    ...(password === undefined ? {} : { password }),
    worker: engine.worker(),
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: 262_144,
    // Fonts that a file does not bring are always drawn with the same ones, not with whatever this PC has.
    useSystemFonts: false,
    useWorkerFetch: false,
    BinaryDataFactory: OwnFiles,
    cMapUrl: './',
    standardFontDataUrl: './',
    wasmUrl: './',
    // A document that is closed while it is being read complains; nobody needs to hear it.
    verbosity: VerbosityLevel.ERRORS,
    stopAtErrors: facts.whole,
    enableXfa: false,
    maxImageSize: 100_000_000,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<'tooLong'>((resolve) => (timer = setTimeout(resolve, patienceMs, 'tooLong')));
  try {
    const pdf = await Promise.race([task.promise, tooLong]);
    if (pdf === 'tooLong') {
      engine.restart();
      return refused('tooComplex', 'not opened in 30 s');
    }
    return { ok: true, value: { ...facts, pdf, firstSize: await sizeOfFirst(pdf), close: () => void task.destroy() } };
  } catch (error) {
    void task.destroy();
    return { ok: false, failure: failureOf(error, password !== undefined) };
  } finally {
    clearTimeout(timer);
  }
}

/** Why pdf.js could not open a file, in the contract's words. */
export function failureOf(error: unknown, withPassword = false): Failure {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const detail = message.slice(0, 200);
  if (name === 'PasswordException') return { kind: withPassword ? 'pdfPasswordWrong' : 'pdfPasswordNeeded' };
  if (name === 'InvalidPDFException')
    return { kind: 'pdfRefused', reason: /header|structure/i.test(message) ? 'notPdf' : 'damaged', detail };
  return { kind: 'pdfRefused', reason: 'damaged', detail };
}

const refused = (reason: 'empty' | 'tooComplex', detail: string): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { kind: 'pdfRefused', reason, detail },
});
