import type { CallName, Calls } from '../../contract/calls.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { AccessPage, AccessVerdict, PeopleAnswer } from '../../contract/people.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { pinDeskToken } from '../device/desk-token.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import type { ElectronicDesk } from './electronic.ts';
import { type EnrolRooms, enrolDesk } from './enrol.ts';
import type { DeskSession } from './session.ts';
import type { Granting } from './standing.ts';

export interface EnrolmentHandlerRooms {
  readonly granting: Granting;
  readonly session: DeskSession | null;
  readonly electronic: ElectronicDesk;
  readonly enrolRooms: Omit<EnrolRooms, 'session' | 'stopped'>;
  /** The repository; null where none is configured. */
  readonly client: Pick<RepositoryClient, 'small'> | null;
  /** Enrolled: what waits may go. */
  readonly onEnrolled: () => void;
}

type Names = Extract<
  CallName,
  `enrolment.${string}` | `electronic.${string}` | `people.${string}` | `accesses.${string}`
>;

/** Enrolling this desk, and what those ask of the repository who look after people or read who read what. */
export function aboutEnrolment(rooms: EnrolmentHandlerRooms): Pick<Handlers<Calls>, Names> {
  const { granting, session, client } = rooms;
  const ask = async <T>(
    request: Parameters<RepositoryClient['small']>[0],
    schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  ): Promise<Outcome<T>> => {
    if (!client) return failed({ kind: 'repositoryNotConfigured' });
    const answer = await client.small(request);
    if (!answer.ok) {
      const { failure } = answer;
      const isForbidden = failure.kind === 'registrationRefused' && failure.problem === 'forbidden';
      return isForbidden ? failed({ kind: 'notAllowed' }) : answer;
    }
    const parsed = schema.safeParse(answer.value.body);
    return parsed.success
      ? done(parsed.data)
      : failed({ kind: 'repositoryGarbage', detail: 'not of protocol version 1' });
  };
  let signingIn: AbortController | null = null;
  return {
    'electronic.read': async () => done(await rooms.electronic.read()),
    'electronic.make': () => rooms.electronic.make(),
    'enrolment.read': async () => done(granting.standing()),
    'enrolment.ways': async () => {
      if (!session) return done({ ways: [] });
      const offer = await session.offer();
      return offer.ok ? done({ ways: offer.value.ways }) : offer;
    },
    'enrolment.enrol': async (wish) => {
      if (!session) return failed({ kind: 'enrolmentRefused', reason: 'notOffered' });
      // Who asks again has left the page before alone.
      signingIn?.abort();
      const mine = (signingIn = new AbortController());
      const outcome = await enrolDesk({ ...rooms.enrolRooms, session, stopped: mine.signal }, wish);
      if (signingIn === mine) signingIn = null;
      if (!outcome.ok) return outcome;
      if (outcome.value === 'stopped') return done(granting.standing());
      if (wish.way === 'token') {
        const { store, now } = rooms.enrolRooms;
        store.journal.write((tx) => pinDeskToken(tx, now(), wish.certificateSha256));
      }
      rooms.onEnrolled();
      return done(granting.standing());
    },
    'enrolment.stop': async () => {
      signingIn?.abort();
      return done({});
    },
    'enrolment.renew': async () => {
      const trouble = session ? await session.renew() : null;
      if (trouble) return failed(trouble);
      rooms.onEnrolled();
      return done(granting.standing());
    },
    'people.order': (order) => ask({ method: 'POST', path: '/v1/people', body: order }, PeopleAnswer),
    'accesses.page': ({ after, limit }) =>
      ask({ method: 'GET', path: `/v1/accesses?after=${after}&limit=${limit}` }, AccessPage),
    'accesses.verify': () => ask({ method: 'GET', path: '/v1/accesses/verdict' }, AccessVerdict),
  };
}
