import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DeviceSession } from '../../contract/people.ts';
import { Problem } from '../../contract/wire.ts';
import type { ProofJudge } from '../people/dpop.ts';
import { knocks } from '../people/routes.ts';
import { problem } from '../problems.ts';
import { createRate } from '../public/rate.ts';
import type { AppointmentBook } from './appointments.ts';
import type { RevocationBook } from './revocations.ts';
import type { Relayed, Upstream } from './upstream.ts';

export interface SessionRooms {
  readonly upstream: Pick<Upstream, 'relay'>;
  readonly isAway: () => boolean;
  readonly revocations: RevocationBook;
  readonly appointments: AppointmentBook;
  /** Of proofs with nonces of this repository's own. */
  readonly judge: ProofJudge;
}

/** What desks ask of the central repository alone, by keys and proofs that are its to judge. */
export const passedOn: ReadonlySet<string> = new Set(['POST /v1/electronic-key']);

/**
 * Enrolment, and the contacts by which grants are renewed, of desks that reach the central repository by the office's alone. They are its to
 * answer: proofs carry its nonces, grants its signature. Passed on as they are; without a line there is no enrolment, and a desk goes on with
 * the grant that it has, unless it is known here that it was revoked.
 */
export function sessionRoutes(app: FastifyInstance, rooms: SessionRooms): void {
  const { upstream, isAway, revocations, appointments, judge } = rooms;
  const rate = createRate(knocks);
  const passOn = async (
    request: FastifyRequest,
    shown: Readonly<Record<string, string>> = {},
  ): Promise<Relayed | null> => {
    if (isAway()) return null;
    const proof = request.headers['dpop'];
    const answer = await upstream.relay({
      ...{ method: request.method === 'POST' ? 'POST' : 'GET', path: request.routeOptions.url! },
      headers: { ...shown, ...(typeof proof === 'string' ? { dpop: proof } : {}) },
      body: request.body === undefined || request.body === null ? null : JSON.stringify(request.body),
    });
    return answer !== null && answer.status < 500 ? answer : null;
  };
  const send = async (reply: FastifyReply, answer: Relayed): Promise<FastifyReply> => {
    const isGood = answer.status < 300;
    // What is asked next is asked here: with a nonce of this one.
    const nonce = isGood && reply.request.method === 'POST' ? judge.nonce() : answer.nonce;
    if (nonce !== null) reply.header('dpop-nonce', nonce);
    const refusal = isGood ? undefined : Problem.safeParse(JSON.parse(answer.body)).data?.refusal;
    if (refusal !== undefined) revocations.take(refusal);
    const session = isGood ? DeviceSession.safeParse(JSON.parse(answer.body)) : null;
    if (session?.success) appointments.take(session.data);
    return reply
      .code(answer.status)
      .header('cache-control', 'no-store')
      .type(isGood ? 'application/json' : 'application/problem+json')
      .send(answer.body);
  };
  const isTooMuch = async (request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
    if (rate.mayAsk(request.ip)) return false;
    await problem(reply, 'too-many-requests', 'too many enrolments or contacts from this address');
    return true;
  };

  const enrolment = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (await isTooMuch(request, reply)) return reply;
    const answer = await passOn(request);
    return answer ? send(reply, answer) : problem(reply, 'centre-away', 'the central repository alone enrols devices');
  };
  app.get('/v1/enrolment', enrolment);
  app.post('/v1/enrolment', enrolment);

  // The central one knows whose key or grant it is, and certifies for that person: what the desk shows goes along.
  app.post('/v1/electronic-key', async (request, reply) => {
    if (await isTooMuch(request, reply)) return reply;
    const { authorization } = request.headers;
    if (authorization === undefined)
      return problem(
        reply,
        'unauthorized',
        'enrol this device, or send the access key of your person as a bearer token',
      );
    const answer = await passOn(request, { authorization });
    if (!answer) return problem(reply, 'centre-away', 'the central repository alone certifies keys');
    const code = codeIn(answer);
    // It goes on here as before: only there nobody is known by this key.
    if (code === 'unauthorized') {
      reply.header('dpop-nonce', judge.nonce());
      return problem(
        reply,
        'electronic-refused',
        'the central repository does not know the key or the grant of this desk',
      );
    }
    return send(reply, code === 'use-dpop-nonce' ? answer : { ...answer, nonce: judge.nonce() });
  });

  app.post('/v1/session', async (request, reply) => {
    if (await isTooMuch(request, reply)) return reply;
    const answer = await passOn(request);
    if (answer) return send(reply, answer);
    const proof = request.headers['dpop'];
    const ruling = await judge.judge(typeof proof === 'string' ? proof : undefined, {
      ...{ method: 'POST', path: '/v1/session', token: null },
    });
    if (ruling.kind === 'nonce') {
      reply.header('dpop-nonce', judge.nonce());
      return problem(reply, 'use-dpop-nonce', ruling.reason);
    }
    const refusal = ruling.kind === 'holds' ? revocations.of(ruling.jkt) : null;
    if (refusal !== null) return problem(reply, 'device-revoked', 'this device was revoked', { refusal });
    // The word of an office's repository since there are any: whoever has a grant goes on with it.
    return problem(reply, 'not-found', 'the central repository is out of reach: there are no sessions here');
  });
}

/** The problem's code; null for a yes. */
function codeIn({ status, body }: Relayed): string | null {
  if (status < 300) return null;
  return Problem.safeParse(JSON.parse(body)).data?.type.replace('urn:fojas:problem:', '') ?? null;
}
