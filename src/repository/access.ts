import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Action, type Actor, type Holder, type Subject, may, maySee, mightEver } from '../contract/permissions.ts';
import type { AccessLog } from './people/access-log.ts';
import type { Gate } from './people/gate.ts';
import { problem } from './problems.ts';
import { createRate } from './public/rate.ts';
import { routeRights } from './route-rights.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The office whose access key came with the request. */
    officeId: string;
    /** Whose key it was; null: the office's own, which speaks for all its people. */
    holder: Holder | null;
    /** Thumbprint of the device's key, where an enrolled device asks. */
    device: string | null;
    /** Who asks, by what stands now and not when it was asked; null where no enrolled device asks. */
    holderNow: (() => Promise<Holder | null>) | null;
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
  if (holder === null) return true;
  return level <= (holder.clearance ?? 5) && actorsOf(holder).some((actor) => maySee(actor, level, subject));
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

export interface Doors {
  /** Inside an office, what the central repository answers and judges by itself (`POST /v1/…`): passed on before anybody is asked for here. */
  readonly passedOn?: ReadonlySet<string>;
  /** Keys of offices and persons; none where only enrolled devices come in. */
  readonly keys: readonly AccessKey[];
  /** Who judges grants of enrolled devices; null where there are none. */
  readonly gate: Gate | null;
  readonly log: AccessLog;
  readonly clock: () => Date;
}

/** Requests a minute of one enrolled device; a desk that fetches what it lacks stays far below. */
const usualRate = { each: 1200, all: Number.POSITIVE_INFINITY };

interface Shown {
  readonly officeId: string;
  readonly holder: Holder | null;
  readonly device: string | null;
}

/**
 * Every door asks first who it is (a device with its grant, or a known access key), and then for a role that has any right there (law 9): an
 * address that stands in no table of rights is opened to nobody. A key is found by its digest, which says nothing of the key to whoever measures
 * how long that takes, and compared in constant time. What was answered is written into the log of accesses.
 */
export function guard(app: FastifyInstance, { keys, gate, log, clock, passedOn = new Set() }: Doors): void {
  const isOpen = (method: string, url: string): boolean => openDoors.has(url) || passedOn.has(`${method} ${url}`);
  const known = new Map(
    keys.map(({ key, officeId, holder }) => {
      const digest = digestOf(key);
      return [digest.toString('base64'), { digest, officeId, holder: holder ?? null }] as const;
    }),
  );
  const rate = createRate(usualRate);
  app.decorateRequest('officeId', '');
  app.decorateRequest('holder', null);
  app.decorateRequest('device', null);
  app.decorateRequest('holderNow', null);

  const byKey = async (request: FastifyRequest, reply: FastifyReply): Promise<Shown | null> => {
    const given = digestOf(/^Bearer (.{16,})$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    const found = known.get(given.toString('base64'));
    if (found && timingSafeEqual(found.digest, given))
      return { officeId: found.officeId, holder: found.holder, device: null };
    await problem(reply, 'unauthorized', 'enrol this device, or send the access key of your office as a bearer token');
    return null;
  };
  const byGrant = async (gate: Gate, request: FastifyRequest, reply: FastifyReply): Promise<Shown | null> => {
    const proof = request.headers['dpop'];
    const admission = await gate.admit({
      token: (request.headers.authorization ?? '').slice('DPoP '.length),
      proof: typeof proof === 'string' ? proof : undefined,
      ...{ method: request.method, path: request.url.split('?')[0]! },
    });
    if (admission.kind === 'no') {
      if (admission.nonce !== undefined) reply.header('dpop-nonce', admission.nonce);
      await problem(reply, admission.code, admission.detail, { refusal: admission.refusal });
      return null;
    }
    if (admission.nonce !== null) reply.header('dpop-nonce', admission.nonce);
    const { jkt, officeId, holder } = admission;
    request.holderNow = () => gate.holderNow(jkt, officeId, holder);
    if (rate.mayAsk(jkt)) return { ...admission, device: jkt };
    await problem(reply, 'too-many-requests', 'too many requests of this device in a minute');
    return null;
  };

  app.addHook('onRequest', async (request, reply) => {
    if (isOpen(request.method, request.routeOptions.url ?? '')) return undefined;
    const isGrant = gate !== null && (request.headers.authorization ?? '').startsWith('DPoP ');
    const shown = isGrant ? await byGrant(gate, request, reply) : await byKey(request, reply);
    if (!shown) return reply;
    request.officeId = shown.officeId;
    request.holder = shown.holder;
    request.device = shown.device;
    // What could not be written down is not shown.
    if (log.full) return problem(reply, 'overloaded', 'accesses cannot be written down now');
    const { url } = request.routeOptions;
    if (url === undefined) return undefined;
    const right = routeRights[`${request.method} ${url}`];
    if (right === undefined) return problem(reply, 'forbidden', 'this address stands in no table of rights');
    if (right === 'everybody' || (shown.holder === null && !personsOnly.has(url))) return undefined;
    if (right === 'office') return problem(reply, 'forbidden', "this is for the office's own key, no person's");
    if (shown.holder?.roles.some((role) => mightEver(role, right))) return undefined;
    return problem(reply, 'forbidden', `not allowed to this role: ${right}`);
  });

  app.addHook('onResponse', async (request, reply) => {
    const { url } = request.routeOptions;
    if (url === undefined || url === '/v1/people' || unlogged.has(url) || isOpen(request.method, url)) return;
    log.note({
      ...{ at: clock().toISOString(), officeId: request.officeId, device: request.device },
      ...{ personId: request.holder?.personId ?? null, what: `${request.method} ${url}` },
      ...{ subject: subjectIn(request), status: reply.statusCode },
    });
  });
}

/** Keys of persons, orders about people, and the log of who read what: for a person with that role, never for an office's own key. */
const personsOnly: ReadonlySet<string> = new Set([
  '/v1/electronic-key',
  '/v1/people',
  '/v1/accesses',
  '/v1/accesses/verdict',
]);

/** What says nothing of anybody's case, and is asked all day. */
const unlogged: ReadonlySet<string> = new Set([
  ...['/v1/openapi.json', '/v1/capabilities', '/v1/log', '/v1/log/consistency', '/v1/log/proofs', '/v1/log/stamp'],
  ...['/v1/revocations', '/v1/electronic-authority'],
  '/v1/office-facts',
  // Who publishes one is written down with what was published.
  '/v1/calendars',
  '/v1/templates',
]);

/** The ids in an address: what was read, without a word of what it says. */
function subjectIn(request: FastifyRequest): string | null {
  const values = Object.values((request.params ?? {}) as Readonly<Record<string, unknown>>).filter(
    (value) => typeof value === 'string',
  );
  return values.length === 0 ? null : values.join(' ').slice(0, 400);
}

/** The one question that is answered to anybody: it comes before an access key is shown to whoever was found on the network. */
export const openDoor = '/v1/office';

/** What anybody may open without an access key: that question, and the public page (`public/`), where it is served. */
const openDoors: ReadonlySet<string> = new Set([
  openDoor,
  // What proves itself: a device that enrols, or comes for its grants.
  ...['/v1/enrolment', '/v1/session'],
  ...['/v', '/v/page.js', '/v/words.js', '/v/signatures.js', '/v/style.css', '/v/check'],
]);

const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
