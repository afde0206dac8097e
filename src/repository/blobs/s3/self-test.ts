import { randomUUID } from 'node:crypto';
import { RegisterError } from '../../refusal.ts';
import type { ObjectStore } from './store.ts';

/** So long the probe of one start is locked, in milliseconds; a later start clears it away. */
const probeMs = 60_000;
const folder = 'self-test/';

/**
 * Finds out what the storage really does, by trying: that a second write to the same place is refused, that what is not locked can be
 * removed (else unfinished uploads would stay for ever), and, where files are to be locked, that a locked version cannot be removed.
 * @throws {RegisterError} `mutable` with what it did instead; the client's error where it does not answer.
 */
export async function testStorage(
  store: ObjectStore,
  wanted: { readonly locked: boolean; readonly now: Date },
): Promise<void> {
  await clearOld(store, wanted.now);
  const loose = `${folder}${randomUUID()}-loose`;
  await store.create(loose, Buffer.from('first'), null);
  if ((await store.create(loose, Buffer.from('second'), null)) !== 'exists') {
    throw new RegisterError(
      'mutable',
      'the storage writes over what is there: it has no conditional writes (If-None-Match)',
    );
  }
  for (const { key, versionId } of await store.versions(loose)) {
    if ((await store.remove(key, versionId)) === 'removed') continue;
    throw new RegisterError(
      'mutable',
      'the bucket locks everything by itself: take its default retention away, files bring their own',
    );
  }
  if (!wanted.locked) return;
  const locked = `${folder}${randomUUID()}-locked`;
  try {
    await store.create(locked, Buffer.from('stays'), new Date(wanted.now.getTime() + probeMs));
  } catch (error) {
    throw new RegisterError(
      'mutable',
      'the storage takes no file with a lock: the bucket has no versions and object lock',
      {
        cause: error,
      },
    );
  }
  const [version] = await store.versions(locked);
  if (!version || version.versionId === 'null') {
    throw new RegisterError('mutable', 'the bucket keeps no versions, so nothing in it can be locked');
  }
  if ((await store.remove(version.key, version.versionId)) === 'removed') {
    throw new RegisterError(
      'mutable',
      'a file that was locked could be removed: the object lock of this storage is none',
    );
  }
}

/** Probes of starts before this one, whose time is over. */
async function clearOld(store: ObjectStore, now: Date): Promise<void> {
  for (const { key, versionId, modifiedAt } of await store.versions(folder)) {
    if (now.getTime() - modifiedAt.getTime() > 2 * probeMs) await store.remove(key, versionId);
  }
}
