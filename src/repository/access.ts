import type { FastifyInstance } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { problem } from './problems.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The office whose access key came with the request. */
    officeId: string;
  }
}

export interface AccessKey {
  /** The secret, at least 16 characters. */
  readonly key: string;
  readonly officeId: string;
}

/** Every door asks for a known access key first (law 9). All keys are compared, each in constant time. */
export function guard(app: FastifyInstance, keys: readonly AccessKey[]): void {
  const known = keys.map(({ key, officeId }) => ({ digest: digestOf(key), officeId }));
  app.decorateRequest('officeId', '');
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === openDoor) return undefined;
    const given = digestOf(/^Bearer (.{16,})$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    let officeId: string | null = null;
    for (const entry of known) if (timingSafeEqual(entry.digest, given)) officeId = entry.officeId;
    if (officeId === null)
      return problem(reply, 'unauthorized', 'send the access key of your office as a bearer token');
    request.officeId = officeId;
    return undefined;
  });
}

/** The one question that is answered to anybody: it comes before an access key is shown to whoever was found on the network. */
export const openDoor = '/v1/office';

const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
