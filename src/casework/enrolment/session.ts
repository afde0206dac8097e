import type { EnrolmentRefusal, Failure, Outcome } from '../../contract/failures.ts';
import { EnrolmentRefusal as Refusals, done, failed } from '../../contract/failures.ts';
import {
  DeviceSession,
  EnrolmentOffer,
  type EnrolmentRequest,
  GrantHeader,
  GrantStatement,
  RevocationHeader,
  RevocationStatement,
} from '../../contract/people.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { Problem } from '../../contract/wire.ts';
import { openJws } from '../../proof/index.ts';
import type { Store } from '../store/index.ts';
import type { Credentials } from '../../line/credentials.ts';
import { unreachable } from '../../line/failures.ts';
import { type DeviceKey, type NewKey, openDeviceKey } from './device-key.ts';
import { keepDeviceKey, keepRevocation, keepSession, readEnrolment } from './rows.ts';

export interface SessionRooms {
  readonly store: Pick<Store, 'journal'>;
  readonly url: string;
  readonly officeId: string;
  readonly personId: string;
  /** Over the office's own way. */
  readonly fetch: typeof fetch;
  /** Whose word is believed: the pinned keys and those that their root vouches for. */
  readonly keys: readonly ReceiptKey[];
  readonly clock: () => Date;
  /** The repository said, signed, that this device was revoked. */
  readonly onRevoked: () => void;
  /** Grants came, ended, or another person's did not. */
  readonly onChange: () => void;
}

/** This desk's standing with the repository: its key, its grants, and what it shows with each request. */
export interface DeskSession extends Credentials {
  offer(): Promise<Outcome<EnrolmentOffer>>;
  /** Sends what enrols the device of `key`; on success, and not before, that key and its grants take the place of what was kept. */
  enrol(request: EnrolmentRequest, nonce: string, key: NewKey): Promise<Outcome<void>>;
  /** Comes for the grants now. */
  renew(): Promise<Failure | null>;
  /** The grants that are kept here, read and believed. */
  grants(): readonly GrantStatement[];
}

/** Grants are fetched anew after so long in contact (milliseconds, monotonic). */
const renewAfterMs = 30 * 60_000;
const soonestMs = 60_000;
const patienceMs = 20_000;

export function openSession(rooms: SessionRooms): DeskSession {
  const { store, officeId, personId, keys, clock } = rooms;
  const base = rooms.url.replace(/\/+$/, '');
  let nonce: string | null = null;
  let renewedAt = Number.NEGATIVE_INFINITY;
  let isDoubtful = false;
  let elsewhereAt = Number.NEGATIVE_INFINITY;
  let renewing: Promise<Failure | null> | null = null;
  let opened: { readonly jkt: string; readonly key: Promise<DeviceKey> } | null = null;

  const keyNow = (): Promise<DeviceKey> | null => {
    const row = readEnrolment(store.journal);
    if (!row) return null;
    if (opened?.jkt !== row.jkt) opened = { jkt: row.jkt, key: openDeviceKey(row) };
    return opened.key;
  };
  const believed = (): { readonly token: string; readonly statement: GrantStatement }[] =>
    (readEnrolment(store.journal)?.grants ?? []).flatMap((token) => {
      const statement = openJws(token, keys, GrantHeader, GrantStatement);
      return statement ? [{ token, statement }] : [];
    });

  /** A request proved by the device's key alone; once more where another nonce is wanted. */
  const knock = async (
    path: string,
    body: unknown,
    given: string | null,
    key: DeviceKey,
  ): Promise<Outcome<unknown>> => {
    const url = `${base}${path}`;
    let shown = given ?? nonce;
    for (let nth = 0; ; nth += 1) {
      let response: Response;
      let answer: unknown;
      try {
        response = await rooms.fetch(url, {
          method: 'POST',
          headers: {
            dpop: await key.prove({ method: 'POST', url, nonce: shown, token: null }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...{ redirect: 'error', signal: AbortSignal.timeout(patienceMs) },
        });
        answer = await response.json().catch(() => null);
      } catch (error) {
        return failed(unreachable(error));
      }
      const fresh = response.headers.get('dpop-nonce');
      if (response.ok) {
        // Who only passed it on says what it wants to see itself; otherwise it stands in the answer.
        nonce = fresh;
        return done(answer);
      }
      const problem = Problem.safeParse(answer);
      const code = problem.success ? problem.data.type.replace('urn:fojas:problem:', '') : '';
      shown = fresh ?? shown;
      // The nonce may be another's: of whom stands between, or of whom that passes this on to.
      if (code === 'use-dpop-nonce' && nth === 0 && given === null) continue;
      return failed(failureOf(code, response.status, problem.success ? problem.data : null));
    }
  };

  const failureOf = (code: string, status: number, problem: Problem | null): Failure => {
    switch (code) {
      case 'device-revoked':
        takeRevocation(problem?.refusal);
        return { kind: 'repositoryDenied', reason: 'deviceRevoked' };
      case 'grant-ended':
        return { kind: 'repositoryDenied', reason: 'grantEnded' };
      case 'unauthorized':
        return { kind: 'repositoryDenied', reason: 'notEnrolled' };
      case 'enrolment-refused': {
        const reason = Refusals.safeParse(problem?.detail);
        return {
          kind: 'enrolmentRefused',
          reason: reason.success ? reason.data : ('notOffered' satisfies EnrolmentRefusal),
        };
      }
      case 'not-found':
        return { kind: 'enrolmentRefused', reason: 'notOffered' };
      case 'centre-away':
        return { kind: 'centreUnreachable' };
      default:
        return problem
          ? { kind: 'repositoryBusy', retryAfterSeconds: null }
          : { kind: 'repositoryGarbage', detail: `HTTP ${status} without a reason` };
    }
  };

  /** Believed of a key that is pinned, and of this device only: nobody on the way can have a desk wiped. */
  const takeRevocation = (refusal: string | undefined): void => {
    const row = readEnrolment(store.journal);
    const statement = refusal === undefined ? null : openJws(refusal, keys, RevocationHeader, RevocationStatement);
    if (!row || !statement || statement.jkt !== row.jkt || row.revocation !== null) return;
    store.journal.write((tx) => keepRevocation(tx, clock(), row.jkt, refusal!));
    rooms.onRevoked();
    rooms.onChange();
  };

  const take = (answer: unknown, fresh: NewKey | null): Failure | null => {
    const session = DeviceSession.safeParse(answer);
    if (!session.success) return { kind: 'repositoryGarbage', detail: 'no session of protocol version 1' };
    const { data } = session;
    // A desk is one person's: what another one may is not kept here.
    if (data.personId !== personId) return { kind: 'enrolmentRefused', reason: 'personUnknown' };
    nonce ??= data.nonce;
    renewedAt = performance.now();
    isDoubtful = false;
    store.journal.write((tx) => {
      if (fresh && readEnrolment(tx)?.jkt !== fresh.jkt) keepDeviceKey(tx, fresh);
      keepSession(tx, clock(), data);
    });
    rooms.onChange();
    return null;
  };

  const renewNow = async (): Promise<Failure | null> => {
    const key = await keyNow();
    if (!key) return { kind: 'repositoryDenied', reason: 'notEnrolled' };
    const answer = await knock('/v1/session', undefined, null, key);
    return answer.ok ? take(answer.value, null) : answer.failure;
  };

  const session: DeskSession = {
    async offer() {
      try {
        const response = await rooms.fetch(`${base}/v1/enrolment`, {
          ...{ redirect: 'error', signal: AbortSignal.timeout(patienceMs) },
        });
        const answer: unknown = await response.json().catch(() => null);
        const offer = EnrolmentOffer.safeParse(answer);
        if (offer.success) return done(offer.data);
        const problem = Problem.safeParse(answer);
        if (problem.success && problem.data.type.endsWith(':centre-away')) return failed({ kind: 'centreUnreachable' });
        return failed({ kind: 'enrolmentRefused', reason: 'notOffered' });
      } catch (error) {
        return failed(unreachable(error));
      }
    },
    async enrol(request, proved, fresh) {
      const answer = await knock('/v1/enrolment', request, proved, await openDeviceKey(fresh));
      if (!answer.ok) return answer;
      const trouble = take(answer.value, fresh);
      return trouble ? failed(trouble) : done(undefined);
    },
    renew() {
      renewing ??= renewNow().finally(() => (renewing = null));
      return renewing;
    },
    grants: () => believed().map(({ statement }) => statement),
    async headersFor(method, url) {
      const row = readEnrolment(store.journal);
      if (!row?.enrolledAt) return failed({ kind: 'repositoryDenied', reason: 'notEnrolled' });
      if (row.revocation !== null) return failed({ kind: 'repositoryDenied', reason: 'deviceRevoked' });
      const age = performance.now() - renewedAt;
      const mine = () => believed().find(({ statement }) => statement.office.officeId === officeId);
      if (age > renewAfterMs || (isDoubtful && age > soonestMs) || !mine()) {
        // A repository inside the office that has no line gives no sessions, and honours what is signed.
        const rests = mine() && performance.now() - elsewhereAt < soonestMs;
        const trouble = rests ? null : await session.renew();
        if (trouble?.kind === 'enrolmentRefused') elsewhereAt = performance.now();
        else if (trouble) return failed(trouble);
      }
      const grant = mine();
      if (!grant) return failed({ kind: 'repositoryDenied', reason: 'grantEnded' });
      const key = await keyNow()!;
      const proof = await key.prove({ method, url, nonce, token: grant.token });
      return done({ authorization: `DPoP ${grant.token}`, dpop: proof });
    },
    heard(status, fresh) {
      nonce = fresh ?? nonce;
      // A role may not do this, or nothing is granted any more: the next contact tells.
      if (status === 401 || status === 403) isDoubtful = true;
    },
  };
  return session;
}
