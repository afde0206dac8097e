import type { Failure, Outcome } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import { type Layer, type PageSize, isTiff } from '../apart/messages.ts';
import type { Desk } from '../desk.ts';
import { hashedUpTo, readHead, readRange, readWhole, scanUpTo, sha256Of } from './bytes.ts';
import type { PaperFrames } from './frames.ts';
import { talkWith, type First, type Talk } from './talk.ts';

/** A page as it was drawn. */
export interface Drawn {
  readonly bitmap: ImageBitmap;
  /** Natural size in CSS pixels at scale 1. */
  readonly size: PageSize;
  /** An image of it could not be decoded, and was left out. */
  readonly lacks: boolean;
}
export interface Drawing {
  readonly promise: Promise<Drawn>;
  cancel(): void;
}

/** An open document: what draws it is a frame apart, asked page by page. Pages count from 1. */
export interface Paper {
  readonly pages: number;
  readonly sha256: Sha256;
  readonly size: number;
  /** Nothing may be left out in drawing: what cannot be drawn whole fails. False: what can be drawn is, and it counts as shown for nobody. */
  readonly whole: boolean;
  /** The bytes that are drawn were hashed on this side and are the document's. False above 32 MB: then only the office checked. */
  readonly hashed: boolean;
  /** Of its first page, in points: known before anything is drawn, so that nothing is drawn twice. */
  readonly firstSize: PageSize;
  /** `scale`: pixels of one point. Rejects where the page cannot be drawn. */
  draw(page: number, scale: number, forPrint?: boolean): Drawing;
  /** Its words and where they lie. */
  layer(page: number): Promise<Layer>;
  /** Its words alone, an end of line wherever one ends. */
  text(page: number): Promise<string>;
  close(): void;
}

/** A document that cannot be opened in this long is given up, with the frame it holds; so is a page. */
const patienceMs = 30_000;
const tooLong = 'not opened in 30 s';

export interface Wish {
  readonly whole: boolean;
  readonly password: string | undefined;
}

/**
 * Opens a document from the office, by its hash. Up to 32 MB it is read whole, its SHA-256 recomputed here with the browser's own
 * crypto, and those very bytes are what is drawn: what was shown is then what the hash says, whatever lies between. Above that it is
 * read by ranges, and the office (which addresses files by hash) is believed.
 */
export async function openPaper(
  desk: Desk,
  frames: PaperFrames,
  sha256: Sha256,
  wish: Wish,
  onRead: (bytes: number, size: number) => void,
): Promise<Outcome<Paper>> {
  const head = await readHead(desk, sha256);
  if (!head.ok) return head;
  const { size } = head.value;
  if (size === 0) return refused('empty', 'empty file');
  onRead(head.value.bytes.length, size);
  if (size > (isTiff(head.value.bytes) ? scanUpTo : hashedUpTo)) {
    // What the frame is given it keeps: a copy, so that the head stays ours.
    const bytes = head.value.bytes.slice();
    return load(desk, frames, { sha256, size, hashed: false, bytes }, wish);
  }
  const read = await readWhole(desk, sha256, head.value, (bytes) => onRead(bytes, size));
  if (!read.ok) return read;
  if ((await sha256Of(read.value)) !== sha256) return { ok: false, failure: { kind: 'documentDamaged', sha256 } };
  return load(desk, frames, { sha256, size, hashed: true, bytes: read.value }, wish);
}

interface Source {
  readonly sha256: Sha256;
  readonly size: number;
  readonly hashed: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Gives a frame of its own the document, and hears how that went. */
async function load(desk: Desk, frames: PaperFrames, source: Source, wish: Wish): Promise<Outcome<Paper>> {
  const { sha256, size, hashed, bytes } = source;
  const frame = frames.take();
  const patience = Promise.withResolvers<'tooLong'>();
  const timer = setTimeout(patience.resolve, patienceMs, 'tooLong');
  const port = await Promise.race([frame.port, patience.promise]);
  if (port === 'tooLong') {
    frame.end();
    return refused('tooComplex', tooLong);
  }
  const bytesOf = async (begin: number, end: number): Promise<Uint8Array<ArrayBuffer> | null> => {
    const read = await readRange(desk, sha256, begin, end);
    return read.ok ? read.value : null;
  };
  const talk = talkWith(port, size, bytesOf, patienceMs);
  const { whole, password = null } = wish;
  talk.say({ kind: 'open', size, bytes, isHead: !hashed, password, whole }, [bytes.buffer]);
  const first = await Promise.race([talk.first, patience.promise]);
  clearTimeout(timer);
  const close = (): void => {
    talk.end();
    frame.end();
  };
  if (typeof first === 'object' && first.kind === 'opened') {
    const facts = { sha256, size, hashed, whole, pages: first.pages, firstSize: first.first };
    return { ok: true, value: paperOf(talk, facts, close) };
  }
  close();
  if (first === 'tooLong') return refused('tooComplex', tooLong);
  if (first === 'babble') return refused('damaged', 'what draws it lost its way');
  return { ok: false, failure: failureOf(first, password !== null) };
}

const paperOf = (talk: Talk, facts: Omit<Paper, 'draw' | 'layer' | 'text' | 'close'>, close: () => void): Paper => ({
  ...facts,
  draw: (page, scale, forPrint = false) => talk.ask({ kind: 'draw', page, scale, forPrint }),
  layer: async (page) => (await talk.ask({ kind: 'layer', page }).promise).layer,
  text: async (page) => (await talk.ask({ kind: 'text', page }).promise).text,
  close,
});

function failureOf({ why, detail }: Exclude<First, 'babble' | { kind: 'opened' }>, withPassword: boolean): Failure {
  if (why === 'password') return { kind: withPassword ? 'pdfPasswordWrong' : 'pdfPasswordNeeded' };
  return { kind: 'pdfRefused', reason: why, detail };
}

const refused = (reason: 'empty' | 'tooComplex' | 'damaged', detail: string): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { kind: 'pdfRefused', reason, detail },
});
