import type { FastifyReply, FastifyRequest } from 'fastify';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
/** What is smaller is one packet anyway. */
const worthPacking = 1024;

/** Packed where the other side can take it: ids, hashes and signatures stay, all the rest goes. */
export async function sendJson(request: FastifyRequest, reply: FastifyReply, value: unknown): Promise<FastifyReply> {
  const text = JSON.stringify(value);
  reply.type('application/json; charset=utf-8').header('vary', 'accept-encoding');
  if (text.length < worthPacking || !/\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
    return reply.send(text);
  }
  const packed = await compress(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  return reply.header('content-encoding', 'br').send(packed);
}
