import type { FastifyReply } from 'fastify';
import type { Problem, ProblemCode } from '../contract/wire.ts';

const table: Readonly<Record<ProblemCode, { status: number; title: string; retry: Problem['retry'] }>> = {
  unauthorized: { status: 401, title: 'The access key is not known here', retry: 'never' },
  'not-found': { status: 404, title: 'There is nothing at this address', retry: 'never' },
  'bad-request': { status: 400, title: 'The request is not of the protocol', retry: 'never' },
  'blob-missing': { status: 409, title: 'The file has to be sent first', retry: 'refresh' },
  'blob-hash-mismatch': { status: 422, title: 'The bytes do not have this hash', retry: 'same' },
  'blob-too-large': { status: 413, title: 'The file is larger than this repository takes', retry: 'never' },
  'act-id-reused': { status: 409, title: 'This act id stands for other bytes', retry: 'never' },
  'act-unknown': { status: 404, title: 'The act is not known here', retry: 'never' },
  'act-state': { status: 409, title: 'The act is not in a state for this', retry: 'refresh' },
  'case-unknown': { status: 404, title: 'The case is not known here', retry: 'never' },
  'case-differs': { status: 409, title: 'The case is recorded differently here', retry: 'refresh' },
  'case-closed': { status: 409, title: 'The case is closed', retry: 'never' },
  'signature-invalid': { status: 422, title: 'The signature does not hold', retry: 'never' },
  'not-what-was-shown': { status: 422, title: 'The signed file is not the proposed document', retry: 'never' },
  'rendition-order': { status: 409, title: 'The file does not grow out of the newest one here', retry: 'refresh' },
  'not-an-addition': { status: 422, title: 'More than time-stamps and validation data was added', retry: 'never' },
  'storage-full': { status: 507, title: 'The repository has no room left', retry: 'same' },
  maintenance: { status: 503, title: 'The repository is being looked after', retry: 'same' },
  internal: { status: 500, title: 'The repository failed', retry: 'same' },
};

/** Seconds after which it makes sense to ask again, where the trouble passes (RFC 9110 §10.2.3). */
const retryAfter: Readonly<Partial<Record<ProblemCode, number>>> = {
  'storage-full': 300,
  maintenance: 60,
  internal: 30,
};

/**
 * A problem as RFC 9457 says; `detail` is for people who look after the line, and holds no captions or names.
 * @param status another than the code's own.
 */
export async function problem(
  reply: FastifyReply,
  code: ProblemCode,
  detail: string,
  status = table[code].status,
): Promise<FastifyReply> {
  const { title, retry } = table[code];
  const seconds = retryAfter[code];
  if (seconds !== undefined) reply.header('retry-after', seconds);
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: `urn:fojas:problem:${code}`, title, status, detail, retry } satisfies Problem));
}
