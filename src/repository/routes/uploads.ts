import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Sha256 } from '../../contract/ids.ts';
import { BlobQuery, sliceType, type BlobAnswer } from '../../contract/wire-blobs.ts';
import { gone, noteHolder } from '../blobs/holding.ts';
import type { Blobs } from '../blobs/port.ts';
import type { SliceOutcome, Upload, Uploads } from '../blobs/uploads.ts';
import { unstalled } from '../patience.ts';
import { problem } from '../problems.ts';
import type { Register } from '../register/port.ts';
import { parameterOrRefuse, parseOrRefuse } from './parse.ts';

export interface UploadRooms {
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly register: Register;
  readonly maxBlobBytes: number;
  readonly stallMs: number;
}

/** `PATCH /v1/blobs/{sha256}`: large files in slices (`contract/wire-blobs.ts`). */
export function sliceRoute(app: FastifyInstance, rooms: UploadRooms): void {
  const { blobs, uploads, register, maxBlobBytes, stallMs } = rooms;
  app.addContentTypeParser(sliceType, (_request, payload, ready) => ready(null, payload));

  app.patch('/v1/blobs/:sha256', async (request, reply) => {
    const sha256 = await parameterOrRefuse(reply, 'sha256', Sha256);
    if (!sha256) return reply;
    const { body } = request;
    if (!(body instanceof Readable)) return problem(reply, 'bad-request', `send a slice as ${sliceType}`);
    const passOver = (): void => void body.resume();
    const upload = uploadOf(request, sha256);
    const at = integer(request, 'upload-offset');
    if (!upload || at === null) {
      passOver();
      return problem(reply, 'bad-request', 'upload-length, upload-offset: whole numbers of bytes');
    }
    if (upload.length > maxBlobBytes) {
      passOver();
      return problem(reply, 'blob-too-large', `at most ${maxBlobBytes} bytes`);
    }
    if ((await register.isHolder(sha256, request.officeId)) && (await blobs.size(sha256)) !== null) {
      passOver();
      return complete(reply, 200, upload.length);
    }
    const outcome = await uploads.append(upload, at, unstalled(body, stallMs)).finally(passOver);
    const isHere = outcome.kind === 'created' || outcome.kind === 'present';
    if (isHere && !(await noteHolder({ register, blobs }, { sha256, officeId: request.officeId }, outcome.kind)))
      return problem(reply, 'blob-missing', gone);
    return answerSlice(reply, outcome, at);
  });
}

/** `POST /v1/blobs/query`: which of these files an office still has to send. */
export function lackingRoute(app: FastifyInstance, { blobs, register }: Pick<UploadRooms, 'blobs' | 'register'>): void {
  app.post('/v1/blobs/query', async (request, reply) => {
    const query = await parseOrRefuse(reply, BlobQuery, request.body);
    if (!query) return reply;
    const lacking: Sha256[] = [];
    for (const sha256 of query.files) {
      const held = (await register.isHolder(sha256, request.officeId)) && (await blobs.size(sha256)) !== null;
      if (!held) lacking.push(sha256);
    }
    return reply.send({ lacking } satisfies BlobAnswer);
  });
}

/** How far an upload is, for `HEAD`; null where the request does not ask for it or nothing was begun. */
export async function offsetAsked(uploads: Uploads, request: FastifyRequest, sha256: Sha256): Promise<number | null> {
  const upload = uploadOf(request, sha256);
  return upload && uploads.offset(upload);
}

function uploadOf(request: FastifyRequest, sha256: Sha256): Upload | null {
  const length = integer(request, 'upload-length');
  return length === null || length === 0 ? null : { officeId: request.officeId, sha256, length };
}

/** A header that is a whole number; null where it is none. */
export function integer({ headers }: FastifyRequest, name: string): number | null {
  const text = headers[name];
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The whole file is here. */
export function complete(reply: FastifyReply, status: number, length: number): FastifyReply {
  return reply.code(status).header('upload-complete', '?1').header('upload-offset', length).send({ size: length });
}

/** What came of a slice that was sent as following `at`. */
export function answerSlice(
  reply: FastifyReply,
  outcome: SliceOutcome,
  at: number,
): FastifyReply | Promise<FastifyReply> {
  switch (outcome.kind) {
    case 'partial':
      return reply.code(204).header('upload-complete', '?0').header('upload-offset', outcome.offset).send();
    case 'created':
    case 'present':
      return complete(reply, 201, outcome.size);
    case 'mismatch': {
      const { offset } = outcome;
      reply.header('upload-complete', '?0').header('upload-offset', offset);
      return problem(reply, 'mismatching-upload-offset', `at ${offset}, not ${at}`, { expectedOffset: offset });
    }
    case 'tooLong':
      return problem(reply, 'bad-request', 'more bytes than upload-length says');
    case 'hashMismatch':
      return problem(reply, 'blob-hash-mismatch', `the whole hashes to ${outcome.actual}: begin again`);
    case 'tooMany':
      return problem(reply, 'too-many-uploads', 'finish others first');
    case 'storageFull':
      return problem(reply, 'storage-full', 'what was told as an offset stands');
  }
}
