import { getDocument, PDFDataRangeTransport, VerbosityLevel, type PDFDocumentProxy, type PDFWorker } from 'pdfjs-dist';
import { OwnFiles } from './assets.ts';
import { type FromFrame, type PageSize, type ToFrame, isTiff } from './messages.ts';
import { TiffError } from './tiff.ts';
import { pdfOfTiff } from './tiff-pages.ts';

type Say = (message: FromFrame, transfer?: Transferable[]) => void;
type Wish = Extract<ToFrame, { kind: 'open' }>;

export interface Opened {
  readonly pdf: Promise<PDFDocumentProxy | null>;
  /** Bytes that were asked for came; null where they cannot be had. */
  range(begin: number, bytes: Uint8Array<ArrayBuffer> | null): void;
}

/** Opens the one document of this frame and says how that went. */
export function openDocument(wish: Wish, worker: PDFWorker, say: Say): Opened {
  const scan = isTiff(wish.bytes) ? scanned(wish) : null;
  if (scan && 'refused' in scan) {
    say({ kind: 'refused', why: 'damaged', detail: scan.refused });
    return { pdf: Promise.resolve(null), range: () => undefined };
  }
  const ranges = wish.isHead ? new PDFDataRangeTransport(wish.size, wish.bytes) : null;
  if (ranges) ranges.requestDataRange = (begin, end) => say({ kind: 'range', begin, end: Math.min(end, wish.size) });
  const task = getDocument({
    ...(ranges ? { range: ranges } : { data: scan?.pdf ?? wish.bytes }),
    ...(wish.password === null ? {} : { password: wish.password }),
    worker,
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
    verbosity: VerbosityLevel.ERRORS,
    stopAtErrors: wish.whole,
    enableXfa: false,
    maxImageSize: 100_000_000,
  });
  const pdf = task.promise.then(
    async (opened) => {
      say({ kind: 'opened', pages: opened.numPages, first: await sizeOfFirst(opened) });
      return opened;
    },
    (error: unknown) => {
      say(refusalOf(error));
      return null;
    },
  );
  return {
    pdf,
    range(begin, bytes) {
      if (bytes) ranges?.onDataRange(begin, bytes);
      else ranges?.abort();
    },
  };
}

/** A scan is drawn as the document that holds the same pictures; it is read whole or not at all. */
function scanned({ bytes, isHead }: Wish): { readonly pdf: Uint8Array<ArrayBuffer> } | { readonly refused: string } {
  if (isHead) return { refused: 'too large a scan' };
  try {
    return { pdf: pdfOfTiff(bytes) };
  } catch (error) {
    return { refused: error instanceof TiffError ? error.message.slice(0, 200) : 'no TIFF' };
  }
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

function refusalOf(error: unknown): FromFrame {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const detail = message.slice(0, 200);
  if (name === 'PasswordException') return { kind: 'refused', why: 'password', detail };
  const isNone = name === 'InvalidPDFException' && /header|structure/i.test(message);
  return { kind: 'refused', why: isNone ? 'notPdf' : 'damaged', detail };
}
