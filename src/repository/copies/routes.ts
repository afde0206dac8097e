import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Sha256 } from '../../contract/ids.ts';
import { sliceType } from '../../contract/wire-blobs.ts';
import { CopyFiles, CopyName, type CopySlots, CopyWish } from '../../contract/wire-copies.ts';
import { mayDo } from '../access.ts';
import { unstalled } from '../patience.ts';
import { problem } from '../problems.ts';
import { sendFile } from '../routes/blobs.ts';
import { parameterOrRefuse, parseOrRefuse } from '../routes/parse.ts';
import { answerSlice, complete, integer } from '../routes/uploads.ts';
import type { OpenSlot } from './slot.ts';
import type { Asker, CopyStore } from './store.ts';

export interface CopyRooms {
  readonly copies: CopyStore;
  readonly stallMs: number;
}

/** Of a generation with as many files as there may be. */
const generationLimit = 8 * 2 ** 20;

/** `/v1/copies`: second copies of workstations (`contract/wire-copies.ts`). */
export function copyRoutes(app: FastifyInstance, { copies: store, stallMs }: CopyRooms): void {
  app.addContentTypeParser(sliceType, (_request, payload, ready) => ready(null, payload));

  app.get('/v1/copies', async (request, reply) =>
    reply.send({ slots: await store.list(askerOf(request)) } satisfies CopySlots),
  );

  app.post('/v1/copies', async (request, reply) => {
    const wish = await parseOrRefuse(reply, CopyWish, request.body);
    if (!wish) return reply;
    const asker = askerOf(request);
    const slot = await store.own(asker, wish.deviceId);
    if (slot === null)
      return problem(
        reply,
        'too-many-uploads',
        'too many workstations of this office, or of this key, keep copies here',
      );
    return reply.send((await store.list(asker)).find((one) => one.slot === slot));
  });

  /** The slot in the address; null after it was answered. What is another's is not told from what is not there (law 9). */
  const slotOrRefuse = async (reply: FastifyReply, why: 'read' | 'write'): Promise<OpenSlot | null> => {
    const slot = await parameterOrRefuse(reply, 'slot', Sha256);
    if (!slot) return null;
    const opened = await store.open(askerOf(reply.request), slot, why);
    if (!opened) await problem(reply, 'not-found', 'no such slot');
    return opened;
  };

  app.put('/v1/copies/:slot/generations/:name', { bodyLimit: generationLimit }, async (request, reply) => {
    const name = await parameterOrRefuse(reply, 'name', CopyName);
    const files = name && (await parseOrRefuse(reply, CopyFiles, request.body));
    const slot = files && (await slotOrRefuse(reply, 'write'));
    if (!slot) return reply;
    const kept = await slot.keep(name, files);
    switch (kept.kind) {
      case 'created':
      case 'present':
        return reply.code(kept.kind === 'created' ? 201 : 200).send({});
      case 'missing':
        return problem(reply, 'blob-missing', kept.sha256);
      case 'differs':
        return problem(reply, 'bad-request', 'name: another copy has it');
    }
  });

  app.get('/v1/copies/:slot/generations/:name', async (_request, reply) => {
    const name = await parameterOrRefuse(reply, 'name', CopyName);
    const slot = name && (await slotOrRefuse(reply, 'read'));
    if (!slot) return reply;
    const files = await slot.generation(name);
    return files ? reply.send(files) : problem(reply, 'not-found', 'no such copy');
  });

  app.head('/v1/copies/:slot/files/:file', async (request, reply) => {
    const file = await parameterOrRefuse(reply, 'file', Sha256);
    const slot = file && (await slotOrRefuse(reply, 'read'));
    if (!slot) return reply;
    const size = await slot.size(file);
    if (size !== null) return reply.header('upload-complete', '?1').header('content-length', size).code(200).send();
    const length = integer(request, 'upload-length');
    const offset = length === null || length === 0 ? null : await slot.offset(file, length);
    if (offset === null) return reply.code(404).send();
    return reply.header('upload-complete', '?0').header('upload-offset', offset).code(200).send();
  });

  app.patch('/v1/copies/:slot/files/:file', async (request, reply) => {
    const { body } = request;
    if (!(body instanceof Readable)) return problem(reply, 'bad-request', `send a slice as ${sliceType}`);
    const passOver = (): void => void body.resume();
    const file = await parameterOrRefuse(reply, 'file', Sha256);
    const slot = file && (await slotOrRefuse(reply, 'write'));
    const [length, at] = [integer(request, 'upload-length'), integer(request, 'upload-offset')];
    if (!slot || length === null || length === 0 || at === null || at > length) {
      passOver();
      return reply.sent ? reply : problem(reply, 'bad-request', 'upload-length, upload-offset: whole numbers of bytes');
    }
    if ((await slot.size(file)) === length) {
      passOver();
      return complete(reply, 200, length);
    }
    return answerSlice(reply, await slot.append(file, length, at, unstalled(body, stallMs)).finally(passOver), at);
  });

  app.get('/v1/copies/:slot/files/:file', { exposeHeadRoute: false }, async (_request, reply) => {
    const file = await parameterOrRefuse(reply, 'file', Sha256);
    const slot = file && (await slotOrRefuse(reply, 'read'));
    if (!slot) return reply;
    const source = await slot.open(file);
    return source ? sendFile(reply, file, source, stallMs) : problem(reply, 'not-found', 'no such file');
  });
}

const askerOf = ({ officeId, device, holder }: FastifyRequest): Asker => ({
  ...{ officeId, device, personId: holder?.personId ?? null },
  looksAfter: looksAfter(holder, device),
});

/** Who enrolled to look after desks does it for those of every office, as with people and the fleet; a key speaks for its own office. */
function looksAfter(holder: FastifyRequest['holder'], device: string | null): Asker['looksAfter'] {
  if (!mayDo(holder, 'configure')) return 'none';
  return holder !== null && device !== null ? 'every' : 'office';
}
