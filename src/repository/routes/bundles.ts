import type { Tell } from '../../contract/diary.ts';
import { tellThrown } from '../../contract/diary-fields.ts';
import type { FastifyInstance } from 'fastify';
import { Readable, type Writable } from 'node:stream';
import { bundleType } from '../../contract/wire-bundle.ts';
import type { Problem } from '../../contract/wire.ts';
import { type Answering, answering } from '../bundles/answer.ts';
import { Leaving, whatCame } from '../bundles/body.ts';
import { type BundleRooms, type Sender, decide, no } from '../bundles/decide.ts';
import { type Frame, readFrames } from '../bundles/frames.ts';
import { BundleBroken, unpack } from '../bundles/unpack.ts';
import { outageOf } from '../outage.ts';
import { problem, problemOf } from '../problems.ts';

export interface BundleRouteRooms extends BundleRooms {
  readonly stallMs: number;
  readonly log: Tell;
}

/** An office may have so many bundles open at once; a broken line may leave one behind for a while. */
const atOnce = 16;
/** How many packed bytes go by before the sender is told that they came, and how long it is left without a word. */
const tellEvery = 8 * 1024;
const wordEveryMs = 5_000;
/** So long a sender has to read that the repository leaves (milliseconds). */
const lastWordMs = 2_000;

/** One that is open. */
interface Running {
  readonly body: Readable;
  readonly raw: Writable;
  readonly answer: Answering;
  readonly leave: AbortController;
}

/**
 * `POST /v1/bundles`: acts of an office in one stream, each decided as soon as it is whole (`contract/wire-bundle.ts`). One that still
 * comes when the repository closes ends where it stands: its last line says so, and whoever sends it goes on elsewhere, or later, with what was
 * not answered.
 */
export function bundleRoutes(app: FastifyInstance, rooms: BundleRouteRooms): void {
  const open = new Map<string, Set<Running>>();
  const runs = new Set<Promise<void>>();
  const all = (): Running[] => [...open.values()].flatMap((some) => [...some]);
  app.addHook('preClose', async () => {
    const left = all();
    for (const { leave } of left) leave.abort();
    const said = Promise.all(left.map(over));
    await Promise.race([said, new Promise((resolve) => setTimeout(resolve, lastWordMs).unref())]);
    for (const { body } of left) body.destroy();
  });
  // The register closes behind the last frame.
  app.addHook('onClose', async () => void (await Promise.all(runs)));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(bundleType, (_request, payload, ready) => ready(null, payload));

  app.post('/v1/bundles', async (request, reply) => {
    const { officeId, body } = request;
    if (!(body instanceof Readable)) return problem(reply, 'bad-request', `send the frames as ${bundleType}`);
    if (request.headers['content-encoding'] !== 'br') {
      body.resume();
      return problem(reply, 'bad-request', 'content-encoding: br, flushed after each frame');
    }
    const running = open.get(officeId) ?? new Set();
    if (running.size >= atOnce) {
      body.resume();
      return problem(reply, 'too-many-uploads', `${atOnce} bundles of this office are open`);
    }
    const packed = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const answer = answering(packed);
    const one: Running = { body, raw: reply.raw, answer, leave: new AbortController() };
    open.set(officeId, running.add(one));
    reply.code(200).type('application/x-ndjson').header('cache-control', 'no-store').header('x-accel-buffering', 'no');
    if (packed) reply.header('content-encoding', 'br');
    const sender = { officeId, holder: request.holder, ahead: new Map() };
    const mine = run(rooms, one, sender).finally(() => {
      runs.delete(mine);
      running.delete(one);
      if (running.size === 0) open.delete(officeId);
    });
    runs.add(mine);
    return reply.send(answer.stream);
  });
}

/** Decides frame after frame; never rejects. A sender that is gone still has its whole frames decided. */
async function run(rooms: BundleRouteRooms, { body, answer, leave }: Running, sender: Sender): Promise<void> {
  let taken = 0;
  let told = 0;
  const tellTaken = (): Promise<void> => answer.tell({ kind: 'taken', bytes: (told = taken) });
  const word = setInterval(() => void tellTaken(), wordEveryMs);
  let frames = 0;
  let broken: Problem | null = null;
  try {
    const page = await rooms.register.receiptsAfter(sender.officeId, 'latest', 1);
    await answer.tell({ kind: 'ready', receipts: page?.cursor ?? '' });
    const unpacked = unpack(whatCame(body, rooms.stallMs, leave.signal), (bytes) => {
      taken = bytes;
      if (taken - told >= tellEvery) void tellTaken();
    });
    for await (const frame of readFrames(unpacked)) {
      frames += 1;
      await answer.tell(await decided(rooms, frame, sender));
    }
  } catch (error) {
    if (error instanceof Leaving) {
      broken = problemOf('maintenance', 'the repository leaves: what was answered stands; send the rest again');
    } else if (error instanceof BundleBroken) {
      broken = problemOf(error.kind === 'tooLarge' ? 'frame-too-large' : 'bundle-broken', error.message.slice(0, 300));
    } else if (codeOf(error) !== 'ECONNRESET') {
      rooms.log('requestFailed', { method: 'POST', route: '/v1/bundles', ...tellThrown(error) });
      const code = outageOf(error) === null ? 'internal' : 'maintenance';
      broken = problemOf(code, 'what was answered stands; send the rest again later');
    }
  } finally {
    clearInterval(word);
    answer.end({ kind: 'end', frames, problem: broken });
    // What is not read any more is passed over, so that the answer still reaches the sender.
    body.resume();
  }
}

/** The repository's own trouble with one frame is a `later` for it; a line that breaks in its middle is the end of all. */
async function decided(rooms: BundleRouteRooms, frame: Frame, sender: Sender) {
  const { n } = frame.header;
  try {
    return await decide(rooms, frame, sender);
  } catch (error) {
    if (error instanceof BundleBroken || error instanceof Leaving || codeOf(error) === 'ECONNRESET') throw error;
    rooms.log('requestFailed', { method: 'POST', route: '/v1/bundles', ...tellThrown(error) });
    const full = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'].includes(codeOf(error));
    const passing = outageOf(error) === null ? 'internal' : 'maintenance';
    return no(n, full ? 'storage-full' : passing, 'nothing was promised; send the same again later');
  }
}

/** When the last line has left and its sender has stopped: a line that is closed with something unread on it takes the last word along. */
async function over({ body, raw }: Running): Promise<void> {
  const [sent, read] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  if (raw.writableFinished || raw.destroyed) sent.resolve();
  raw.once('finish', sent.resolve).once('close', sent.resolve);
  if (body.readableEnded || body.destroyed) read.resolve();
  body.once('end', read.resolve).once('close', read.resolve);
  await Promise.all([sent.promise, read.promise]);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
