import type { Failure } from '../../contract/failures.ts';
import { Sha256 } from '../../contract/ids.ts';
import { DeviceHead } from '../../contract/wire-devices.ts';
import { journalHead, journalRoot } from '../journal/journal.ts';
import { type ReadableDB, type Store, sql } from '../store/index.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import { type Identity, identityOf, takeOwnName } from './identity.ts';

export interface DeviceRooms {
  readonly store: Store;
  /** The name in the office's file. */
  readonly configured: string;
  readonly clock: () => Date;
  /** A few characters that no other desk has. */
  readonly mark: () => string;
  /** It was found to be one of two, and goes by a name of its own from now on. */
  readonly onForked: (identity: Identity) => void;
}

/** Another may say its word between our question and our answer; after so many times it is left for the next contact. */
const mostTries = 3;

/**
 * Tells the repository how far this desk's journal has come, whenever that changed. What is known there of this desk has to stand in its own
 * journal: where it does not, there are two of the same name (a copied disk), or its data were put back from an older copy. Then this
 * one takes a name of its own; nothing that it has is lost or sent otherwise.
 * Answers a failure of the line, or null.
 */
export function deviceWord(rooms: DeviceRooms): (line: Pick<RepositoryClient, 'small'>) => Promise<Failure | null> {
  const { store, configured, clock, mark, onForked } = rooms;
  let told = '';
  return async (line) => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const { deviceId } = identityOf(store.journal, configured);
      const mine = journalHead(store.journal);
      if (told === `${deviceId} ${mine.head}`) return null;
      const path = `/v1/devices/${encodeURIComponent(deviceId)}`;
      const asked = await line.small({ method: 'GET', path });
      const isUnheard =
        !asked.ok && asked.failure.kind === 'registrationRefused' && asked.failure.problem === 'not-found';
      if (!asked.ok && !isUnheard) return ofTheLine(asked.failure);
      const known = asked.ok ? DeviceHead.parse(asked.value.body) : null;
      if (known && !isOurs(store.journal, known)) {
        onForked(store.journal.write((tx) => takeOwnName(tx, { configured, mark: mark(), known, now: clock() })));
        continue;
      }
      const word = { entries: mine.entries, head: Sha256.parse(mine.head), after: known };
      const answer = await line.small({ method: 'PUT', path, body: word });
      if (answer.ok) {
        told = `${deviceId} ${mine.head}`;
        return null;
      }
      const isOvertaken = answer.failure.kind === 'registrationRefused' && answer.failure.problem === 'device-forked';
      if (!isOvertaken) return ofTheLine(answer.failure);
    }
    return null;
  };
}

/** Whether our own journal said so once. */
function isOurs(db: ReadableDB<'journal'>, { entries, head }: DeviceHead): boolean {
  if (entries === 0) return head === journalRoot;
  return db.get<{ hash: string }>(sql`select hash from journal where seq = ${entries}`)?.hash === head;
}

/** A repository that does not know of desks refuses; that is no trouble of the line. */
const ofTheLine = (failure: Failure): Failure | null => (failure.kind === 'registrationRefused' ? null : failure);
