import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { CodeQuestion } from '../../contract/public-page.ts';
import { problem } from '../problems.ts';
import { type PublicRooms, codeDesk } from './answer.ts';
import { type RateLimits, createRate, usualLimits } from './rate.ts';

/** Needs no access key. The addresses are in `openDoors`. */
export interface PublicPageOptions {
  readonly limits?: RateLimits;
  /** One proxy stands before the repository and says whose question it is (`X-Forwarded-For`). */
  readonly behindProxy?: boolean;
  /** Every answer to a code takes at least so long: what was found shows in no time (milliseconds). */
  readonly answerMs?: number;
}

const folder = join(import.meta.dirname, '..', '..', 'public');
const files = {
  '/v': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/v/page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/v/words.js': { name: 'words.js', type: 'text/javascript; charset=utf-8' },
  '/v/signatures.js': { name: 'signatures.js', type: 'text/javascript; charset=utf-8' },
  '/v/style.css': { name: 'style.css', type: 'text/css; charset=utf-8' },
} as const;
type Address = keyof typeof files;

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** The page that anybody may open, and what it asks. */
export async function publicRoutes(
  app: FastifyInstance,
  rooms: PublicRooms,
  { limits = usualLimits, answerMs = 250 }: PublicPageOptions,
): Promise<void> {
  const page = await loadPage();
  const rate = createRate(limits);
  const answer = codeDesk(rooms);
  const headed = (reply: FastifyReply): FastifyReply =>
    reply.headers({
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    });
  const give = (address: Address) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { type, etag, plain, packed } = page[address];
    headed(reply).headers({ etag, 'cache-control': 'no-cache', vary: 'accept-encoding' }).type(type);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const takesBrotli = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
    return takesBrotli ? reply.header('content-encoding', 'br').send(packed) : reply.send(plain);
  };
  app.get('/v', give('/v'));
  app.get('/v/page.js', give('/v/page.js'));
  app.get('/v/words.js', give('/v/words.js'));
  app.get('/v/signatures.js', give('/v/signatures.js'));
  app.get('/v/style.css', give('/v/style.css'));

  app.post('/v/check', { bodyLimit: 1024 }, async (request, reply) => {
    headed(reply).header('cache-control', 'no-store');
    if (!rate.mayAsk(request.ip))
      return problem(reply, 'overloaded', 'too many codes were asked for; wait a minute', { status: 429 });
    const asked = CodeQuestion.safeParse(request.body);
    if (!asked.success) return problem(reply, 'bad-request', 'a code is asked for by {"code": "…"}');
    const least = new Promise((resolve) => setTimeout(resolve, answerMs));
    const [told] = await Promise.all([answer(asked.data.code), least]);
    return reply.send(told);
  });
}

interface Given {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly packed: Buffer;
}

async function loadPage(): Promise<Readonly<Record<Address, Given>>> {
  const compress = promisify(brotliCompress);
  const load = async (address: Address): Promise<Given> => {
    const { name, type } = files[address];
    const plain = await readFile(join(folder, name));
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    return { type, etag, plain, packed: await compress(plain) };
  };
  return {
    '/v': await load('/v'),
    '/v/page.js': await load('/v/page.js'),
    '/v/words.js': await load('/v/words.js'),
    '/v/signatures.js': await load('/v/signatures.js'),
    '/v/style.css': await load('/v/style.css'),
  };
}
