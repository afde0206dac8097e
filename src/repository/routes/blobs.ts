import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { Sha256 } from '../../contract/ids.ts';
import type { Blobs } from '../blobs/port.ts';
import { problem } from '../problems.ts';
import { parseOrRefuse } from './parse.ts';

const Address = z.object({ sha256: Sha256 });

/** `/v1/blobs/{sha256}`: files at addresses their owner chose, so a cut request is simply sent again. */
export function blobRoutes(app: FastifyInstance, blobs: Blobs, maxBlobBytes: number): void {
  app.head('/v1/blobs/:sha256', async (request, reply) => {
    const address = Address.safeParse(request.params);
    const size = address.success ? await blobs.size(address.data.sha256) : null;
    if (size === null) return reply.code(404).send();
    return reply.header('content-length', size).header('accept-ranges', 'bytes').code(200).send();
  });

  app.put('/v1/blobs/:sha256', { bodyLimit: maxBlobBytes }, async (request, reply) => {
    const address = await parseOrRefuse(reply, Address, request.params);
    if (!address) return reply;
    if (!(request.body instanceof Readable)) {
      return problem(reply, 'bad-request', 'send the bytes as application/octet-stream');
    }
    const outcome = await blobs.put(address.sha256, request.body, maxBlobBytes);
    switch (outcome.kind) {
      case 'created':
        return reply.code(201).send({ size: outcome.size });
      case 'present':
        return reply.code(200).send({ size: outcome.size });
      case 'hashMismatch':
        return problem(reply, 'blob-hash-mismatch', `the bytes that came hash to ${outcome.actual}`);
      case 'tooLarge':
        return problem(reply, 'blob-too-large', `at most ${outcome.limit} bytes`);
      case 'storageFull':
        return problem(reply, 'storage-full', 'nothing was kept of this file');
    }
  });

  app.get('/v1/blobs/:sha256', { exposeHeadRoute: false }, async (request, reply) => {
    const address = await parseOrRefuse(reply, Address, request.params);
    if (!address) return reply;
    const file = await blobs.open(address.sha256);
    if (!file) return problem(reply, 'not-found', `no file ${address.sha256}`);
    const range = rangeOf(request.headers.range, file.size);
    if (range === 'unsatisfiable') {
      file.close();
      return reply.code(416).header('content-range', `bytes */${file.size}`).send();
    }
    const { from, to } = range ?? { from: 0, to: file.size };
    reply
      .code(range ? 206 : 200)
      .type('application/octet-stream')
      .header('content-length', to - from)
      .header('accept-ranges', 'bytes')
      .header('etag', `"${address.sha256}"`)
      .header('cache-control', 'private, immutable');
    if (range) reply.header('content-range', `bytes ${from}-${to - 1}/${file.size}`);
    const pieces = async function* () {
      try {
        // A piece may be written to again once the next one is asked for, and the socket may still hold it.
        for await (const piece of file.stream(from, to)) yield Buffer.from(piece);
      } finally {
        file.close();
      }
    };
    return reply.send(Readable.from(pieces()));
  });
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
  if (from >= size) return 'unsatisfiable';
  return to > from ? { from, to } : null;
}
