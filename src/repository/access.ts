import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Action, type Actor, type Holder, type Subject, may, maySee, mightEver } from '../contract/permissions.ts';
import { problem } from './problems.ts';
import { routeRights } from './route-rights.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The office whose access key came with the request. */
    officeId: string;
    /** Whose key it was; null: the office's own, which speaks for all its people. */
    holder: Holder | null;
  }
}

export type { Holder } from '../contract/permissions.ts';

export interface AccessKey {
  /** The secret, at least 16 characters. */
  readonly key: string;
  readonly officeId: string;
  /** The key is this person's, and opens what his or her roles open. Absent: the key of the whole office. */
  readonly holder?: Holder | undefined;
}

/**
 * Whether whoever holds this key may do this: the one place where the repository turns an identity into rights. The office's own key may do
 * what any of its people may; its desks hold each of them to the matrix.
 */
export function mayDo(holder: Holder | null, action: Action, subject: Subject = {}): boolean {
  return actorsOf(holder).some((actor) => may(actor, action, subject));
}

/** Whether whoever holds this key may read what is confidential to this degree. */
export function mayRead(holder: Holder | null, level: number, subject: Subject = {}): boolean {
  return holder === null || actorsOf(holder).some((actor) => maySee(actor, level, subject));
}

function actorsOf(holder: Holder | null): Actor[] {
  if (holder) return holder.roles.map((role) => ({ role, validator: holder.validator }));
  return [{ role: 'magistrate' }, { role: 'secretary' }, { role: 'clerk' }, { role: 'auxiliary' }];
}

/** Answers `forbidden` where the holder of the key may not; true where it was answered. */
export async function isForbidden(
  request: FastifyRequest,
  reply: FastifyReply,
  action: Action,
  subject: Subject = {},
): Promise<boolean> {
  if (mayDo(request.holder, action, subject)) return false;
  await problem(reply, 'forbidden', `not allowed to this role: ${action}`);
  return true;
}

/**
 * Every door asks for a known access key first, and then for a role that has any right there (law 9): an address that stands in no table of
 * rights is opened to nobody. All keys are compared, each in constant time.
 */
export function guard(app: FastifyInstance, keys: readonly AccessKey[]): void {
  const known = keys.map(({ key, officeId, holder }) => ({ digest: digestOf(key), officeId, holder: holder ?? null }));
  app.decorateRequest('officeId', '');
  app.decorateRequest('holder', null);
  app.addHook('onRequest', async (request, reply) => {
    if (openDoors.has(request.routeOptions.url ?? '')) return undefined;
    const given = digestOf(/^Bearer (.{16,})$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    let found: (typeof known)[number] | null = null;
    for (const entry of known) if (timingSafeEqual(entry.digest, given)) found = entry;
    if (found === null) return problem(reply, 'unauthorized', 'send the access key of your office as a bearer token');
    request.officeId = found.officeId;
    request.holder = found.holder;
    const { url } = request.routeOptions;
    if (url === undefined) return undefined;
    const right = routeRights[`${request.method} ${url}`];
    if (right === undefined) return problem(reply, 'forbidden', 'this address stands in no table of rights');
    if (right === 'everybody' || found.holder === null) return undefined;
    if (found.holder.roles.some((role) => mightEver(role, right))) return undefined;
    return problem(reply, 'forbidden', `not allowed to this role: ${right}`);
  });
}

/** The one question that is answered to anybody: it comes before an access key is shown to whoever was found on the network. */
export const openDoor = '/v1/office';

/** What anybody may open without an access key: that question, and the public page (`public/`), where it is served. */
const openDoors: ReadonlySet<string> = new Set([
  openDoor,
  ...['/v', '/v/page.js', '/v/words.js', '/v/style.css', '/v/check'],
]);

const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
