import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AccessQuery, ElectronicKeyRequest, EnrolmentRequest, PeopleOrder } from '../../contract/people.ts';
import type { ElectronicTold } from '../../contract/wire-electronic.ts';
import { problem } from '../problems.ts';
import { createRate } from '../public/rate.ts';
import { parseOrRefuse } from '../routes/parse.ts';
import { type AccessAnchor, verifyAccessLog } from './access-log.ts';
import type { PeopleBook } from './book.ts';
import type { Electronic } from './electronic.ts';
import { enrol } from './enrol.ts';
import { carryOut } from './orders.ts';
import type { People } from './people.ts';
import { deviceOf, personOf } from './records.ts';

/** Enrolments and contacts a minute from one address, and from all: a whole office behind one address begins its day. */
export const knocks = { each: 300, all: 6000 };

export interface PeopleRooms {
  readonly people: People;
  readonly book: PeopleBook;
  /** What vouches for the log of accesses. */
  readonly log: AccessAnchor;
  readonly electronic: Electronic | null;
  readonly clock: () => Date;
}

/** Enrolling devices, their contacts, and what those do who look after people and read the log of accesses. */
export function peopleRoutes(app: FastifyInstance, { people, book, log, electronic, clock }: PeopleRooms): void {
  const rate = createRate(knocks);
  const isTooMuch = async (request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
    if (rate.mayAsk(request.ip)) return false;
    await problem(reply, 'too-many-requests', 'too many enrolments or contacts from this address');
    return true;
  };
  /** The key that the request proves, and the nonce it was proved with; null after the no was answered. */
  const proven = async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ readonly jkt: string; readonly nonce: string } | null> => {
    const proof = oneOf(request.headers['dpop']);
    const path = request.url.split('?')[0]!;
    const ruling = await people.judge.judge(proof, { method: request.method, path, token: null });
    if (ruling.kind === 'holds') return { jkt: ruling.jkt, nonce: nonceIn(proof!) };
    reply.header('dpop-nonce', people.judge.nonce());
    const code = ruling.kind === 'nonce' ? 'use-dpop-nonce' : ruling.kind === 'full' ? 'overloaded' : 'unauthorized';
    await problem(reply, code, ruling.reason);
    return null;
  };

  app.get('/v1/enrolment', async (request, reply) =>
    (await isTooMuch(request, reply)) ? reply : reply.header('cache-control', 'no-store').send(people.offer()),
  );

  app.post('/v1/enrolment', async (request, reply) => {
    if (await isTooMuch(request, reply)) return reply;
    const asked = await parseOrRefuse(reply, EnrolmentRequest, request.body);
    const key = asked && (await proven(request, reply));
    if (!asked || !key) return reply;
    const outcome = await enrol(people.enrolment, asked, key);
    const personId = outcome.kind === 'enrolled' ? outcome.person.personId : null;
    await book.note([
      {
        ...{ at: clock().toISOString(), officeId: '', personId, device: key.jkt },
        ...{ what: `enrolment.${asked.way}`, subject: asked.deviceId, status: personId === null ? 403 : 201 },
      },
    ]);
    if (outcome.kind === 'refused') return problem(reply, 'enrolment-refused', outcome.reason);
    return reply.code(201).send(await people.session(outcome.person, outcome.device));
  });

  app.post('/v1/session', async (request, reply) => {
    if (await isTooMuch(request, reply)) return reply;
    const key = await proven(request, reply);
    if (!key) return reply;
    const device = await deviceOf(book, key.jkt);
    if (!device) return problem(reply, 'unauthorized', 'this device is not enrolled here');
    if (device.revoked)
      return problem(reply, 'device-revoked', 'this device was revoked', { refusal: people.revocationOf(device) });
    const person = await personOf(book, device.personId);
    if (!person) return problem(reply, 'grant-ended', 'this person is not recorded any more');
    return reply.send(await people.session(person, device));
  });

  app.get('/v1/revocations', async (_request, reply) => reply.send({ revocations: await people.revocations() }));

  app.post('/v1/people', async (request, reply) => {
    const order = await parseOrRefuse(reply, PeopleOrder, request.body);
    if (!order) return reply;
    const by = {
      ...{ officeId: request.officeId, personId: request.holder?.personId ?? null, device: request.device },
    };
    const answer = await carryOut({ book, clock }, order, by);
    if (answer.kind !== 'listing') return reply.send(answer);
    // Desks are told what else is known of their office by itself (offices/).
    const offices = answer.listing.offices.map(({ officeId, name }) => ({ officeId, name }));
    // Appointments as a substitute are said to those who know that wording.
    const isKnown = String(request.headers['fojas-version'] ?? '') >= '2026-11-28';
    const told = answer.listing.people.map((one) => (isKnown ? one : { ...one, standsFor: undefined }));
    return reply.send({ ...answer, listing: { ...answer.listing, offices, people: told } });
  });

  app.post('/v1/electronic-key', async (request, reply) => {
    const asked = await parseOrRefuse(reply, ElectronicKeyRequest, request.body);
    if (!asked) return reply;
    if (!electronic?.authority || !request.holder)
      return problem(reply, 'electronic-refused', 'no certificates of electronic signatures are issued here');
    const outcome = await electronic.issue(asked, request.holder, request.device);
    if (outcome.kind === 'refused') return problem(reply, 'electronic-refused', outcome.detail);
    const certificates = outcome.certificates.map((der) => Buffer.from(der).toString('base64'));
    return reply.code(201).send({ certificates });
  });

  app.get('/v1/accesses', async (request, reply) => {
    const query = await parseOrRefuse(reply, AccessQuery, request.query);
    if (!query) return reply;
    const entries = await book.accesses(query.after, query.limit + 1);
    return reply.send({ entries: entries.slice(0, query.limit), more: entries.length > query.limit });
  });

  app.get('/v1/accesses/verdict', async (_request, reply) => reply.send(await verifyAccessLog(book, log)));
}

/** Who certifies for electronic signatures. @param told null where one inside an office was not told yet */
export function electronicRoutes(app: FastifyInstance, told: () => ElectronicTold | null): void {
  app.get('/v1/electronic-authority', async (_request, reply) => {
    const said = told();
    return said ? reply.send(said) : problem(reply, 'centre-away', 'the central repository did not say so yet');
  });
}

const oneOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? undefined : header;

/** Of a proof that holds. */
function nonceIn(proof: string): string {
  const payload: unknown = JSON.parse(Buffer.from(proof.split('.')[1]!, 'base64url').toString('utf8'));
  return String((payload as { nonce?: unknown }).nonce);
}
