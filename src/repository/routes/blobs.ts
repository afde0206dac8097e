import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Sha256 } from '../../contract/ids.ts';
import type { ByteSource } from '../../signature/bytes.ts';
import { unstalled } from '../patience.ts';
import { problem } from '../problems.ts';
import { gone, noteHolder } from '../blobs/holding.ts';
import { seesFile } from '../visible.ts';
import { parameterOrRefuse, parseOrRefuse } from './parse.ts';
import { type UploadRooms, offsetAsked, sliceRoute } from './uploads.ts';

export type BlobRooms = UploadRooms;

/**
 * `/v1/blobs/{sha256}`: files at addresses their owner chose, so a cut request is simply sent again. An office sees the files whose
 * bytes it has sent; a file of others is not told from one that is not here (law 9).
 */
export function blobRoutes(app: FastifyInstance, rooms: BlobRooms): void {
  const { blobs, register, maxBlobBytes, stallMs } = rooms;
  // Files stream past and are never held in memory, whatever type they claim to be.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', (_request, payload, ready) => ready(null, payload));
  sliceRoute(app, rooms);

  /** The file named by `after`, open; null where none is named. */
  const fileBefore = async (request: FastifyRequest, reply: FastifyReply): Promise<ByteSource | null | 'refused'> => {
    const { after } = request.query as Readonly<Record<string, unknown>>;
    if (after === undefined) return null;
    const sha256 = await parseOrRefuse(reply, Sha256, after);
    if (!sha256) return 'refused';
    const file = (await register.isHolder(sha256, request.officeId)) ? await blobs.open(sha256) : null;
    if (file) return file;
    await problem(reply, 'blob-missing', `no file ${sha256} to go on from: send the whole`);
    return 'refused';
  };

  const isTheirs = async ({ officeId, holder }: FastifyRequest, sha256: Sha256): Promise<boolean> =>
    (await register.isHolder(sha256, officeId)) && (await seesFile(holder, register, sha256));

  app.head('/v1/blobs/:sha256', async (request, reply) => {
    const sha256 = await parameterOrRefuse(reply, 'sha256', Sha256);
    if (!sha256) return reply;
    const size = (await isTheirs(request, sha256)) ? await blobs.size(sha256) : null;
    if (size === null) {
      const offset = await offsetAsked(rooms.uploads, request, sha256);
      if (offset === null) return reply.code(404).send();
      return reply.header('upload-complete', '?0').header('upload-offset', offset).code(200).send();
    }
    reply.header('upload-complete', '?1');
    return reply.header('content-length', size).header('accept-ranges', 'bytes').code(200).send();
  });

  app.put('/v1/blobs/:sha256', async (request, reply) => {
    const sha256 = await parameterOrRefuse(reply, 'sha256', Sha256);
    if (!sha256) return reply;
    if (!(request.body instanceof Readable))
      return problem(reply, 'bad-request', 'send the bytes as application/octet-stream');
    if (Number(request.headers['content-length'] ?? 0) > maxBlobBytes)
      return problem(reply, 'blob-too-large', `at most ${maxBlobBytes} bytes`);
    const before = await fileBefore(request, reply);
    if (before === 'refused') return reply;
    const pieces = unstalled(request.body, stallMs);
    const outcome = await blobs.put(sha256, before ? grownFrom(before, pieces) : pieces, maxBlobBytes).finally(() => {
      before?.close();
      // What was refused before the body was begun is passed over, so that the answer reaches the sender.
      (request.body as Readable).resume();
    });
    switch (outcome.kind) {
      case 'created':
      case 'present':
        if (!(await noteHolder(rooms, { sha256, officeId: request.officeId }, outcome.kind)))
          return problem(reply, 'blob-missing', gone);
        return reply.code(outcome.kind === 'created' ? 201 : 200).send({ size: outcome.size });
      case 'hashMismatch':
        return problem(reply, 'blob-hash-mismatch', `the bytes that came hash to ${outcome.actual}`);
      case 'tooLarge':
        return problem(reply, 'blob-too-large', `at most ${outcome.limit} bytes`);
      case 'storageFull':
        return problem(reply, 'storage-full', 'nothing was kept of this file');
    }
  });

  app.get('/v1/blobs/:sha256', { exposeHeadRoute: false }, async (request, reply) => {
    const sha256 = await parameterOrRefuse(reply, 'sha256', Sha256);
    if (!sha256) return reply;
    const file = (await isTheirs(request, sha256)) ? await blobs.open(sha256) : null;
    if (!file) return problem(reply, 'not-found', `no file ${sha256}`);
    return sendFile(reply, sha256, file, stallMs);
  });
}

/** Answers with a file at its hash, or with the part of it that was asked for, and closes it. */
export function sendFile(
  reply: FastifyReply,
  sha256: Sha256,
  file: ByteSource,
  stallMs: number,
): FastifyReply | Promise<FastifyReply> {
  const { headers } = reply.request;
  const tag = `"${sha256}"`;
  // What is here under this hash is what was here before: it never changes (RFC 9110 §13.1.2, §13.1.5).
  if (headers['if-none-match'] === tag) {
    file.close();
    return reply.header('etag', tag).code(304).send();
  }
  const condition = headers['if-range'];
  const range = condition === undefined || condition === tag ? rangeOf(headers.range, file.size) : null;
  if (range === 'unsatisfiable') {
    file.close();
    reply.header('content-range', `bytes */${file.size}`);
    return problem(reply, 'bad-request', 'range: outside the file', { status: 416 });
  }
  const { from, to } = range ?? { from: 0, to: file.size };
  reply
    .code(range ? 206 : 200)
    .type('application/octet-stream')
    .header('content-length', to - from)
    .header('accept-ranges', 'bytes')
    .header('etag', tag)
    // Of the whole file, whatever part of it is sent (RFC 9530 §3).
    .header('repr-digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`)
    .header('cache-control', 'private, immutable');
  if (range) reply.header('content-range', `bytes ${from}-${to - 1}/${file.size}`);
  // A reader that takes nothing for so long holds a handle for nothing.
  reply.raw.setTimeout(stallMs, () => reply.raw.destroy());
  return reply.send(piecesOf(file, from, to));
}

/** A longer file, of which only the end was sent: on a thin line its beginning has come once already. */
async function* grownFrom(before: ByteSource, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* before.stream(0, before.size);
  yield* rest;
}

/** The file's bytes; the file is closed when the stream ends, however it ends. */
function piecesOf(file: ByteSource, from: number, to: number): Readable {
  const pieces = async function* () {
    // A piece may be written to again once the next one is asked for, and the socket may still hold it.
    for await (const piece of file.stream(from, to)) yield Buffer.from(piece);
  };
  return Readable.from(pieces()).once('close', () => file.close());
}

/** One byte range (RFC 9110 §14.1.2), as `[from, to)`; null where none (or several, which may be ignored) was asked for. */
export function rangeOf(
  header: string | undefined,
  size: number,
): { from: number; to: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') {
    const suffix = Number(match[2]);
    return suffix === 0 || size === 0 ? 'unsatisfiable' : { from: Math.max(0, size - suffix), to: size };
  }
  const from = Number(match[1]);
  const to = match[2] === '' ? size : Math.min(size, Number(match[2]) + 1);
  if (match[2] !== '' && Number(match[2]) < from) return null;
  return from >= size ? 'unsatisfiable' : { from, to };
}
