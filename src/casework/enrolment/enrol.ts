import { createHash } from 'node:crypto';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { SessionId } from '../../contract/ids.ts';
import { type EnrolmentOffer, type EnrolmentRequest, type EnrolmentWish, loginText } from '../../contract/people.ts';
import type { Store } from '../store/index.ts';
import { findSigner } from '../signing/signer.ts';
import type { TokenPorts } from '../signing/token-ports.ts';
import { type NewKey, makeDeviceKey } from './device-key.ts';
import { type LoopbackOptions, idTokenFor } from './oidc.ts';
import { keepDeviceKey, readEnrolment } from './rows.ts';
import type { DeskSession } from './session.ts';

export interface EnrolRooms {
  readonly store: Pick<Store, 'journal'>;
  readonly session: DeskSession;
  readonly tokens: TokenPorts;
  readonly trustAnchors: readonly string[];
  readonly deviceId: string;
  readonly person: { readonly personId: string; readonly name: string; readonly capacity: string };
  readonly ids: () => string;
  readonly now: () => Date;
  /** Shows the person the identity provider's page. */
  readonly openPage: LoopbackOptions['openPage'];
  /** The person stopped waiting for that page. */
  readonly stopped?: AbortSignal;
}

/** The PIN may take a person a while. */
const pinMs = 11 * 60_000;
const tokenMs = 120_000;

/** Enrols this desk for its person in one of the ways that the repository offers; `stopped` where the person left the provider's page alone. */
export async function enrolDesk(rooms: EnrolRooms, wish: EnrolmentWish): Promise<Outcome<'enrolled' | 'stopped'>> {
  const { session, store } = rooms;
  const offer = await session.offer();
  if (!offer.ok) return offer;
  if (!offer.value.ways.includes(wish.way)) return failed({ kind: 'enrolmentRefused', reason: 'notOffered' });
  const key = await freshKey(store);
  const request = await requestFor(rooms, wish, offer.value, key.jkt);
  if (!request.ok) return request;
  if (request.value === null) return done('stopped');
  const enrolled = await session.enrol(request.value, offer.value.nonce, key);
  return enrolled.ok ? done('enrolled') : enrolled;
}

/**
 * A key that was never enrolled is used again: the answer may have been lost on the way. One that was is left behind, for what comes next is another
 * device; but only when that came about: a code that is refused, or a page that is closed, takes from nobody what this desk is enrolled with.
 */
async function freshKey(store: Pick<Store, 'journal'>): Promise<NewKey> {
  const row = readEnrolment(store.journal);
  if (row && row.enrolledAt === null && row.revocation === null) return row;
  const key = await makeDeviceKey();
  if (!row) store.journal.write((tx) => keepDeviceKey(tx, key));
  return key;
}

async function requestFor(
  rooms: EnrolRooms,
  wish: EnrolmentWish,
  offer: EnrolmentOffer,
  jkt: string,
): Promise<Outcome<EnrolmentRequest | null>> {
  const { deviceId, person } = rooms;
  switch (wish.way) {
    case 'code':
      return done({ way: 'code', deviceId, personId: person.personId, code: wish.code });
    case 'token':
      return byToken(rooms, wish, loginText({ root: offer.root, deviceId, jkt, nonce: offer.nonce }));
    case 'oidc': {
      if (!offer.oidc) return failed({ kind: 'enrolmentRefused', reason: 'notOffered' });
      const idToken = await idTokenFor({
        ...{ ...offer.oidc, nonce: jkt, openPage: rooms.openPage },
        ...(rooms.stopped ? { stopped: rooms.stopped } : {}),
      });
      if (!idToken.ok) return idToken;
      return done(idToken.value === null ? null : { way: 'oidc', deviceId, idToken: idToken.value });
    }
  }
}

/** The token signs the challenge; its host sees the digest only, and the person reads on the PIN window what the PIN is for. */
async function byToken(
  rooms: EnrolRooms,
  wish: Extract<EnrolmentWish, { way: 'token' }>,
  text: string,
): Promise<Outcome<EnrolmentRequest>> {
  const { tokens, trustAnchors, person, deviceId } = rooms;
  const listing = await tokens.list(wish.libraryId);
  if (!listing.ok) return listing;
  const signer = findSigner(listing.value, wish, trustAnchors, rooms.now());
  if (!signer.ok) return signer;
  const host = await tokens.client(wish.libraryId);
  if (!host.ok) return host;
  const { algorithm, certificate, chain, tokenSerial, practice } = signer.value;
  const digest = createHash(algorithm.split('-').at(-1)!).update(text).digest();
  const sessionId = rooms.ids() as SessionId;
  const opened = await host.value.call(
    'session.open',
    {
      ...{ sessionId, tokenSerial, certificateSha256: certificate.sha256 as never, algorithm },
      digests: [{ digestId: 'login', digest: Uint8Array.from(digest) }],
      purpose: {
        ...{ person: person.name, capacity: person.capacity, count: 1, practice },
        items: [{ caption: text.split('\n')[1]!, documentPrefix: digest.toString('hex').slice(0, 16) }],
      },
    },
    { deadlineMs: pinMs },
  );
  if (!opened.ok) return opened;
  const signed = await host.value.call(
    'session.sign',
    { sessionId, digestId: 'login' },
    { deadlineMs: opened.value.pinPerSignature ? pinMs : tokenMs },
  );
  void host.value.call('session.close', { sessionId }, { deadlineMs: 5000 });
  if (!signed.ok) return signed;
  return done({
    ...{ way: 'token', deviceId, algorithm },
    certificates: [certificate, ...chain].slice(0, 8).map(({ der }) => Buffer.from(der).toString('base64')),
    signature: Buffer.from(signed.value.signature).toString('base64'),
  });
}
