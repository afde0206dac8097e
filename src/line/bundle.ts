import type { Failure, Outcome } from '../contract/failures.ts';
import { done, failed } from '../contract/failures.ts';
import { BundleLine, type FrameHeader, bundleLimits, bundleType } from '../contract/wire-bundle.ts';
import { failureOfProblem, unreachable } from './failures.ts';
import { type Address, answerTo, failureIn } from './http.ts';
import { createPacker, linesOf } from './pack.ts';
import type { Bundle, BundleAnswer, BundleItem, LineUse } from './port.ts';
import { watchLine } from './watch.ts';
import { createWindow } from './window.ts';

/** Pieces of this size go to the socket, so that a cap on the bandwidth stays even. */
const pieceBytes = 4 * 1024;

type Waiting = { readonly kind: BundleItem['kind']; readonly resolve: (answer: BundleAnswer) => void };

export interface BundleOptions {
  /** The line broke in a silence before the first word of the answer, though bytes went up. */
  readonly onSilence?: () => void;
  /** The answer began. */
  readonly onFirstWord?: () => void;
  /** The answer is known to come only when the request is over: nothing waits for it before. */
  readonly heldBack?: boolean;
}

/** Opens one stream of acts (`POST /v1/bundles`). It connects when the first item is sent. */
export function openBundle(to: Address, use: LineUse, options: BundleOptions = {}): Bundle {
  const watch = watchLine(use.stallMs, use.signal);
  watch.expect(false);
  const packer = createPacker();
  const window = createWindow({ open: options.heldBack === true });
  const waiting = new Map<number, Waiting>();
  const queue: Buffer[] = [];
  let sentItems = 0;
  let over = false;
  let broken: Failure | null = null;
  let cursor: string | null = null;
  let answered: Promise<void> | null = null;

  const expectation = (): void => watch.expect(broken === null && (waiting.size > 0 || queue.length > 0 || over));
  const breakWith = (failure: Failure): void => {
    if (broken) return;
    broken = failure;
    for (const { resolve } of waiting.values()) resolve({ kind: 'line', failure });
    waiting.clear();
    queue.length = 0;
    watch.stop();
    packer.drop();
    window.release();
  };
  const callOff = (): void => {
    if (window.sent > 0 && cursor === null && watch.stalled) options.onSilence?.();
    breakWith(unreachable(watch.signal.reason));
  };
  watch.signal.addEventListener('abort', callOff, { once: true });
  if (watch.signal.aborted) callOff();

  /** The packed bytes, as the line takes them in. */
  const body = async function* (): AsyncGenerator<Uint8Array> {
    for (;;) {
      const packed = queue[0];
      if (packed === undefined) {
        if (over || broken) return;
        await window.changed();
        continue;
      }
      const piece = packed.subarray(0, pieceBytes);
      await window.room(piece.length);
      await watch.quietly(use.throttle?.(piece.length));
      if (broken) return;
      if (piece.length === packed.length) queue.shift();
      else queue[0] = packed.subarray(piece.length);
      window.send(piece.length);
      use.onMoved?.('up', piece.length);
      // The socket has taken it when the next one is asked for.
      yield piece;
      watch.moved();
      window.change();
    }
  };

  const listen = async (): Promise<void> => {
    const headers = { 'content-type': bundleType, 'content-encoding': 'br', 'accept-encoding': 'br' };
    const answer = await answerTo(to, { method: 'POST', path: '/v1/bundles', headers, body: body() }, use, watch);
    if (answer.status !== 200) return breakWith(await failureIn(answer));
    for await (const text of linesOf(answer.body, answer.headers['content-encoding'] === 'br')) {
      const line = BundleLine.safeParse(parsed(text));
      if (!line.success || !take(line.data)) return breakWith(garbage('an answer that is not of a bundle'));
      if (line.data.kind === 'end') break;
      expectation();
    }
    if (waiting.size > 0 || !over) breakWith(garbage('a bundle that ended before its answers'));
  };
  /** False where the line says what cannot be. */
  const take = (line: BundleLine): boolean => {
    switch (line.kind) {
      case 'ready':
        cursor = line.receipts;
        options.onFirstWord?.();
        return true;
      case 'taken':
        return window.taken(line.bytes);
      case 'end': {
        if (line.problem === null) return true;
        const failure = failureOfProblem(line.problem, null);
        const again = failure === null || failure.kind === 'registrationRefused';
        breakWith(again ? { kind: 'repositoryUnreachable', detail: line.problem.title.slice(0, 200) } : failure);
        return true;
      }
      default: {
        const item = waiting.get(line.n);
        // Told twice: the first word was heard.
        if (!item) return line.n <= sentItems;
        const answer = answerOf(line, item.kind);
        if (answer === null) return false;
        waiting.delete(line.n);
        item.resolve(answer);
        return true;
      }
    }
  };

  return {
    get broken() {
      return broken;
    },
    get receiptsCursor() {
      return cursor;
    },
    async send(item) {
      const answered_ = (answer: BundleAnswer) => ({ answer: Promise.resolve(answer) });
      if (broken) return answered_({ kind: 'line', failure: broken });
      // Read whole before a byte of it goes: half a frame could not be taken back where our own file is damaged.
      const bytes = await bytesOf(item);
      if (bytes === null) return answered_({ kind: 'later', failure: tooLarge });
      if (broken) return answered_({ kind: 'line', failure: broken });
      const n = (sentItems += 1);
      const answer = new Promise<BundleAnswer>((resolve) => waiting.set(n, { kind: item.kind, resolve }));
      queue.push(...(await packer.pack(frameOf(headerOf(item, n, bytes.length), bytes))));
      expectation();
      window.change();
      answered ??= listen().catch((error: unknown) =>
        breakWith(unreachable(watch.signal.aborted ? watch.signal.reason : error)),
      );
      while (queue.length > 0 && broken === null) await window.changed();
      return { answer };
    },
    async close(): Promise<Outcome<void>> {
      if (!broken && !over) {
        over = true;
        if (answered) queue.push(...(await packer.end()));
        expectation();
        window.change();
        await answered;
      }
      watch.signal.removeEventListener('abort', callOff);
      watch.stop();
      packer.drop();
      return broken ? failed(broken) : done(undefined);
    },
    abort() {
      watch.abort();
    },
  };
}

function answerOf(
  line: Exclude<BundleLine, { kind: 'ready' | 'taken' | 'end' }>,
  kind: BundleItem['kind'],
): BundleAnswer | null {
  switch (line.kind) {
    case 'registered':
      return kind === 'return' ? null : { kind: 'registered', receipt: line.receipt };
    case 'received':
      return kind === 'return' ? null : { kind: 'received', statement: line.statement };
    case 'returned':
      return kind === 'return' ? { kind: 'returned' } : null;
    case 'refused':
    case 'later': {
      const failure = failureOfProblem(line.problem, null);
      return failure && { kind: line.kind, failure };
    }
  }
}

const garbage = (detail: string): Failure => ({ kind: 'repositoryGarbage', detail });
const tooLarge: Failure = {
  kind: 'registrationRefused',
  problem: 'frame-too-large',
  detail: `more than ${bundleLimits.frameBytes} bytes: send the file in slices first`,
};

/** The bytes that go with an item; null where they are too many for a bundle. */
async function bytesOf(item: BundleItem): Promise<Buffer | null> {
  if (item.kind === 'return' || item.source === null) return Buffer.alloc(0);
  const from = item.after?.size ?? 0;
  if (item.source.size - from > bundleLimits.frameBytes) return null;
  const pieces: Buffer[] = [];
  for await (const piece of item.source.stream(from, item.source.size)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

function headerOf(item: BundleItem, n: number, bytes: number): FrameHeader {
  if (item.kind === 'return') return { kind: 'return', n, return: item.return, bytes: 0 };
  const after = item.source === null ? null : (item.after?.sha256 ?? null);
  return item.kind === 'act'
    ? { kind: 'act', n, request: item.request, bytes, after, ...(item.follows && { follows: item.follows }) }
    : { kind: 'rendition', n, request: item.request, bytes, after };
}

function frameOf(header: FrameHeader, bytes: Buffer): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, bytes]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
