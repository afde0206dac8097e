import type { Readable } from 'node:stream';
import { Stalled } from '../patience.ts';

/** The repository takes its leave: what came is decided, and nothing more is read. */
export class Leaving extends Error {}

/** Pieces are asked for no further while so many bytes wait to be looked at. */
const mostWaiting = 128 * 1024;

/**
 * The pieces of a body. What came before the line broke is handed over to the last byte, and only then the break is thrown: frames
 * that are whole are decided, whatever happens behind them. Ending early leaves the body to the caller.
 * @param leave after which nothing more is asked for; `Leaving` is thrown then, as a break is
 */
export async function* whatCame(body: Readable, stallMs: number, leave: AbortSignal): AsyncGenerator<Buffer> {
  const waiting: Buffer[] = [];
  let bytes = 0;
  let over: 'ended' | Error | null = null;
  let wake = (): void => undefined;
  const stalled = (): void => {
    over ??= new Stalled(`nothing came for ${stallMs} ms`);
    body.destroy();
    wake();
  };
  const take = (piece: Buffer): void => {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes > mostWaiting) body.pause();
    wake();
  };
  const end = (): void => {
    over ??= 'ended';
    wake();
  };
  const fail = (error?: Error): void => {
    over ??= error ?? new Stalled('the line broke');
    wake();
  };
  const go = (): void => fail(new Leaving('the repository leaves'));
  leave.addEventListener('abort', go);
  if (leave.aborted) go();
  body.on('data', take).once('end', end).once('error', fail).once('close', fail);
  try {
    for (;;) {
      const piece = waiting.shift();
      if (piece) {
        bytes -= piece.length;
        yield piece;
      } else if (over === 'ended') {
        return;
      } else if (over !== null) {
        throw over as Error;
      } else {
        body.resume();
        // Only while we wait: as long as we do not read on, the other side has nothing to hurry with.
        const patience = setTimeout(stalled, stallMs);
        await new Promise<void>((resolve) => (wake = resolve));
        clearTimeout(patience);
      }
    }
  } finally {
    leave.removeEventListener('abort', go);
    body.off('data', take).off('end', end).off('close', fail);
  }
}
