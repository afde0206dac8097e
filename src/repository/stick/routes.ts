import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Tell } from '../../contract/diary.ts';
import { Sha256 } from '../../contract/ids.ts';
import { SeedWish, parcelLimits, parcelType } from '../../contract/stick.ts';
import { bytesOf, writeWhole } from '../../parcel/index.ts';
import { unstalled } from '../patience.ts';
import { ownFolder } from '../private.ts';
import { problem } from '../problems.ts';
import { parameterOrRefuse, parseOrRefuse } from '../routes/parse.ts';
import { seesFile } from '../visible.ts';
import { Refusal, toOffice } from './admit.ts';
import { type BringRooms, bringing } from './bring.ts';
import { importParcel } from './import.ts';
import { writeSeed } from './seed.ts';
import { isSpent, openSpent } from './spent.ts';

/**
 * POST /v1/parcels        a sealed parcel of any office that is known here -> its sealed answer | 422 `parcel-refused`
 * POST /v1/parcels/{sha256}   a parcel that was sent as a file before -> the same | 202 still at it: ask again
 * POST /v1/parcels/seed   SeedWish -> a sealed parcel with cases of the office that asks
 * Both are for whoever carries sticks: what they hold is for others than the carrier, and sealed.
 */
export async function stickRoutes(
  app: FastifyInstance,
  rooms: BringRooms & {
    readonly dir: string;
    readonly stallMs: number;
    readonly log: Tell;
    readonly settleMs?: number | undefined;
  },
): Promise<void> {
  const folder = join(rooms.dir, 'parcels');
  ownFolder(folder);
  // What an earlier run left half done: whoever brought it brings it again.
  for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
  app.addContentTypeParser(parcelType, (_request, body, done) => done(null, body));

  app.post('/v1/parcels', async (request, reply) => {
    if (!(request.body instanceof Readable)) return problem(reply, 'bad-request', `send the parcel as ${parcelType}`);
    const [path, out] = [join(folder, randomUUID()), join(folder, randomUUID())];
    try {
      await writeWhole(path, atMost(unstalled(request.body, rooms.stallMs), parcelLimits.bytes * 1.01));
      const outcome = await importParcel(rooms, () => bytesOf(path), out);
      if (outcome.kind === 'storageFull')
        return await problem(reply, 'storage-full', 'nothing of the parcel was registered');
      if (outcome.kind === 'refused') return await problem(reply, 'parcel-refused', outcome.reason);
      return await reply.type(parcelType).send(vanishing(out));
    } catch (error) {
      await rm(out, { force: true });
      if (error instanceof TooMuch) return await problem(reply, 'parcel-refused', 'tooLarge');
      throw error;
    } finally {
      await rm(path, { force: true });
    }
  });

  const bring = bringing(rooms, folder);
  const spent = await openSpent(rooms, join(rooms.dir, 'parcels-answered'));
  app.addHook('onClose', async () => spent.close());
  app.post('/v1/parcels/:sha256', async (request, reply) => {
    const sha256 = await parameterOrRefuse(reply, 'sha256', Sha256);
    if (!sha256) return reply;
    const { officeId, holder } = request;
    // As with every file: what is reserved is not told from what is not here.
    const theirs =
      (await rooms.register.isHolder(sha256, officeId)) && (await seesFile(holder, rooms.register, sha256));
    if (!theirs || (await rooms.blobs.size(sha256)) === null)
      return problem(reply, 'blob-missing', `no file ${sha256}`);
    const brought = await bring(officeId, sha256);
    if (isSpent(brought)) {
      await spent.note(officeId, sha256);
      // Not before: whoever asks again because the line was cut is answered without sending it once more.
      reply.raw.once('finish', () => void spent.clear(officeId, sha256));
    }
    switch (brought.kind) {
      case 'working':
        return reply.code(202).send();
      case 'no':
        return problem(reply, brought.code, brought.detail);
      case 'done':
        return reply.type(parcelType).send(vanishing(brought.out));
    }
  });

  app.post('/v1/parcels/seed', async (request, reply) => {
    const wish = await parseOrRefuse(reply, SeedWish, request.body);
    const office = rooms.accessKeys.find(({ officeId }) => officeId === request.officeId);
    if (!wish || !office) return reply;
    const out = join(folder, randomUUID());
    // Whoever asks here is not who will read it: what reads it has to be named, or is taken for the oldest.
    const version = String(request.headers['fojas-version'] ?? '');
    const reader = { officeId: office.officeId, answerTo: await toOffice(office.key), holder: null, version };
    try {
      const seeded = await writeSeed(rooms, reader, wish, out);
      return await reply
        .type(parcelType)
        .header('fojas-seed', encodeURIComponent(JSON.stringify(seeded)))
        .send(vanishing(out));
    } catch (error) {
      if (error instanceof Refusal) return problem(reply, 'parcel-refused', error.reason);
      throw error;
    }
  });
}

/** A file that is gone once it was sent. */
function vanishing(path: string): Readable {
  const stream = createReadStream(path);
  stream.on('close', () => void rm(path, { force: true }));
  return stream;
}

class TooMuch extends Error {}

async function* atMost(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > most) throw new TooMuch();
    yield piece;
  }
}
