/** Binds the files of a case into one. A thread of its own: there may be thousands of pages, and any of them made to hold up who reads it. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { picturePage } from '../../../paper/picture.ts';
import { Binder, type ByteSource, PdfError, bufferSource, inCharacters } from '../../../signature/index.ts';
import {
  type BindTask,
  type FromThread,
  type LineResult,
  type LineTask,
  type ToThread,
  refused,
  slab,
} from './protocol.ts';
import type { LeftOut } from '../../../contract/calls.ts';
import { leftOutWords } from './words.ts';

const task = workerData as BindTask;
const control = new Int32Array(task.control);
const room = new Uint8Array(task.room);
const letters = new Set(task.characters);
/** A picture is in memory as a whole, and one that is unpacked several times over. */
const largestPicture = 64 << 20;
const tell = (message: FromThread): void => parentPort?.postMessage(message);
const inLetters = (text: string): string => inCharacters(text, letters);

class Gone extends Error {
  readonly sha256: string;
  constructor(sha256: string) {
    super('the file cannot be read any more');
    this.sha256 = sha256;
  }
}

/** The bytes of a file, which the office reads: asked for in slabs, of which the last two are kept. */
function sourceOf(sha256: string, size: number): ByteSource {
  const slabs = new Map<number, Uint8Array>();
  const slabAt = (number: number): Uint8Array => {
    const kept = slabs.get(number);
    if (kept) return kept;
    Atomics.store(control, 0, 0);
    tell({ kind: 'want', sha256, offset: number * slab, length: Math.min(slab, size - number * slab) });
    Atomics.wait(control, 0, 0);
    const length = Atomics.load(control, 1);
    if (length === refused) throw new Gone(sha256);
    const bytes = room.slice(0, length);
    slabs.set(number, bytes);
    if (slabs.size > 2) slabs.delete(slabs.keys().next().value!);
    return bytes;
  };
  const readSync = (offset: number, length: number): Uint8Array => {
    const end = Math.min(size, offset + length);
    const bytes = Buffer.allocUnsafeSlow(Math.max(0, end - offset));
    for (let at = offset; at < end;) {
      const number = Math.floor(at / slab);
      const part = slabAt(number).subarray(at - number * slab, end - number * slab);
      bytes.set(part, at - offset);
      at += part.length;
    }
    return bytes;
  };
  return {
    size,
    readSync,
    async *stream(from, to) {
      for (let at = from; at < to; at += slab) yield readSync(at, Math.min(slab, to - at));
    },
    close: () => slabs.clear(),
  };
}

function* slabsOf(source: ByteSource): Generator<Uint8Array> {
  for (let at = 0; at < source.size; at += slab) yield source.readSync(at, Math.min(slab, source.size - at));
}

async function pagesOf({ sha256, size, mediaType }: NonNullable<LineTask['file']>): Promise<ByteSource | LeftOut> {
  const source = sourceOf(sha256, size);
  if (mediaType === 'application/pdf') return source;
  if (mediaType === 'image/tiff') return 'tiff';
  if (size > largestPicture) return 'tooLarge';
  const page = await picturePage(source.readSync(0, size), mediaType);
  return typeof page === 'string' ? page : bufferSource(page);
}

function whyNot(error: unknown): LeftOut {
  if (error instanceof Gone) return 'missing';
  if (!(error instanceof PdfError)) throw error;
  if (/^(password|encryption)/.test(error.kind)) return 'encrypted';
  if (error.kind === 'unsupported' || error.kind === 'hybrid') return 'unsupported';
  return /^too/.test(error.kind) ? 'tooLarge' : 'damaged';
}

async function bindLine(binder: Binder, line: LineTask, at: number): Promise<LineResult> {
  const sheet = binder.pages + 1;
  const footOf = (number: number): string => inLetters(`${task.foot} · hoja ${number}`);
  const note = (leftOut: LeftOut): LineResult => {
    const words = { corner: null, foot: footOf(sheet) };
    binder.note(
      inLetters(line.mark),
      [line.mark, line.about, leftOutWords[leftOut]].filter(Boolean).map(inLetters),
      words,
    );
    return { sheet, pages: 1, leftOut };
  };
  tell({ kind: 'at', line: at, sheet });
  if (line.leftOut !== null || line.file === null) return note(line.leftOut ?? 'secret');
  try {
    const source = await pagesOf(line.file);
    if (typeof source === 'string') return note(source);
    const { folioFrom } = line;
    const wordsOf = (index: number, number: number) => ({
      corner: folioFrom === null ? null : `fs. ${folioFrom + index}`,
      foot: footOf(number),
    });
    const pages = binder.add(source, inLetters(line.mark), wordsOf, (number) => {
      if (number % 20 === 0) tell({ kind: 'at', line: at, sheet: number });
    });
    source.close();
    return { sheet, pages, leftOut: null };
  } catch (error) {
    return note(whyNot(error));
  }
}

function attachAll(binder: Binder, results: readonly LineResult[]): void {
  for (const [at, { attachAs, file, mark }] of task.lines.entries()) {
    if (attachAs === null || file === null || results[at]?.leftOut === 'missing') continue;
    const source = sourceOf(file.sha256, file.size);
    binder.attach({ name: attachAs, mediaType: file.mediaType, says: inLetters(mark) }, file.size, slabsOf(source));
  }
}

async function bind(fd: number): Promise<void> {
  const { font, characters, lines, title } = task;
  const append = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
  };
  const binder = new Binder({ append, font, characters });
  const results: LineResult[] = [];
  for (const [at, line] of lines.entries()) results.push(await bindLine(binder, line, at));
  const front = new Promise<ToThread>((resolve) => parentPort?.once('message', resolve));
  tell({ kind: 'bound', results });
  for (const sheet of (await front).sheets) binder.front(bufferSource(sheet));
  attachAll(binder, results);
  tell({ kind: 'end', ...binder.end({ title, language: 'es-AR', frontMark: inLetters('Carátula e índice') }) });
}

try {
  const fd = openSync(task.path, 'wx', 0o600);
  try {
    await bind(fd);
  } finally {
    closeSync(fd);
  }
} catch (error) {
  if (error instanceof Gone) tell({ kind: 'gone', sha256: error.sha256 });
  else if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    tell({ kind: 'disk', code: error.code, message: error.message });
  else throw error;
}
parentPort?.close();
