import { type Outcome, done, failed } from '../contract/failures.ts';
import { sliceType } from '../contract/wire-blobs.ts';
import { type Address, type Answer, Thrown, ask, failureIn } from './http.ts';
import type { FileBefore, LineUse, Transport, UploadState } from './port.ts';

/** Pieces of a slice, so that a cap on the bandwidth stays even. */
const pieceBytes = 4 * 1024;
/** Of one slice: it is read whole before a byte of it goes, so that damage of our own file is never taken for the line's. */
const mostBytes = 1024 * 1024;

const addressOf = ({ sha256, below = '/v1/blobs' }: FileBefore): string => `${below}/${sha256}`;
const lengthOf = ({ size }: FileBefore) => ({ 'upload-length': String(size) });

export function uploadState(to: Address, file: FileBefore, use: LineUse): Promise<Outcome<UploadState>> {
  const asked = { method: 'HEAD' as const, path: addressOf(file), headers: lengthOf(file) };
  return ask(to, asked, use, (answer) => stateIn(file, answer));
}

/** Sends a slice; rejects with what reading the file threw. */
export async function sendSlice(
  to: Address,
  file: FileBefore,
  { source, offset, length }: Parameters<Transport['sendSlice']>[1],
  use: LineUse,
): Promise<Outcome<UploadState>> {
  const end = Math.min(file.size, offset + Math.min(length, mostBytes));
  const read: Buffer[] = [];
  for await (const piece of source.stream(offset, end)) read.push(Buffer.from(piece));
  const bytes = Buffer.concat(read);
  // Nothing that the repository can tell by itself: of a small file every header is a share.
  const headers = {
    ...lengthOf(file),
    'content-type': sliceType,
    'content-length': String(bytes.length),
    'upload-offset': String(offset),
  };
  return ask(
    to,
    (watch) => ({
      ...{ method: 'PATCH', path: addressOf(file), headers, brief: true },
      body: (async function* () {
        for (let at = 0; at < bytes.length; at += pieceBytes) {
          const piece = bytes.subarray(at, at + pieceBytes);
          await watch.quietly(use.throttle?.(piece.length));
          use.onMoved?.('up', piece.length);
          yield piece;
          watch.moved();
        }
      })(),
    }),
    use,
    (answer) => stateIn(file, answer),
  );
}

/** Hands over a file from a place on; rejects with what `take` threw. */
export function download(
  to: Address,
  file: FileBefore,
  from: number,
  take: (piece: Uint8Array) => Promise<void>,
  use: LineUse,
): Promise<Outcome<void>> {
  // A file at its hash never changes; who serves another under its name would be found out at the end of the download only.
  const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-`, 'if-range': `"${file.sha256}"` } : {};
  return ask(to, { path: addressOf(file), headers }, use, async (answer, watch) => {
    if (answer.status !== 200 && answer.status !== 206) return failed(await failureIn(answer));
    // The whole was sent instead of the rest: what is here already is passed over.
    let skip = answer.status === 200 ? from : 0;
    let at = from;
    for await (const whole of answer.body) {
      await watch.quietly(use.throttle?.(whole.length));
      const piece = whole.subarray(Math.min(skip, whole.length));
      skip -= whole.length - piece.length;
      at += piece.length;
      if (at > file.size) {
        return failed({ kind: 'repositoryGarbage', detail: `more than the ${file.size} bytes announced` });
      }
      if (piece.length === 0) continue;
      const taken = take(piece).catch((error: unknown) => {
        throw new Thrown('not taken', { cause: error });
      });
      await watch.quietly(taken);
    }
    if (at === file.size) return done(undefined);
    return failed({ kind: 'repositoryUnreachable', detail: `cut after ${at} of ${file.size} bytes` });
  });
}

/** What an answer to HEAD or PATCH says of an upload; a HEAD has no body to explain itself. */
async function stateIn(file: FileBefore, answer: Answer): Promise<Outcome<UploadState>> {
  const { status, headers } = answer;
  if (status === 404) {
    await answer.drop();
    return done({ offset: 0, complete: false });
  }
  if (status === 401) return failed({ kind: 'repositoryDenied' });
  const told = headers['upload-offset'];
  const isOffset = status === 409 && told !== undefined;
  if (status > 299 && !isOffset) return failed(await failureIn(answer));
  await answer.drop();
  const complete = headers['upload-complete'] === '?1' || (told === undefined && status === 200);
  if (complete) return done({ offset: file.size, complete });
  const offset = Number(told);
  if (!Number.isInteger(offset) || offset < 0 || offset > file.size)
    return failed({ kind: 'repositoryGarbage', detail: 'an upload at a place that is not in the file' });
  return done({ offset, complete: false });
}
