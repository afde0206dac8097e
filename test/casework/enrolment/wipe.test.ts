/** What a revoked desk had fetched is lost to whoever took a copy of it before, with the store key and all. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DocumentError, documentStore } from '../../../src/casework/documents/index.ts';
import { forgetFetchedKeys, wipeFetched } from '../../../src/casework/enrolment/wipe.ts';
import { type Store, openStore, sql } from '../../../src/casework/store/index.ts';
import { storeKey } from '../../helpers/office.ts';
import { scratchFolder } from '../scratch.ts';

function opened(folder: string): Store {
  const outcome = openStore({ folder, storeKey, now: () => new Date() });
  if (!outcome.ok) throw new Error(outcome.failure.kind);
  const store = outcome.value;
  let isOpen = true;
  const close = (): void => {
    if (isOpen) store.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { ...store, close };
}
const files = (folder: string, { keys }: Store) => ({
  kept: documentStore(join(folder, 'documents', 'kept'), keys.documents),
  fetched: documentStore(join(folder, 'documents', 'fetched'), keys.fetched),
});

async function put(store: ReturnType<typeof documentStore>, text: string): Promise<string> {
  const pending = await store.create();
  await pending.append(Buffer.from(text));
  const { sha256 } = await pending.seal();
  await pending.keep();
  return sha256;
}

describe('the keys of what was fetched', () => {
  it('outlive a closing, and a cache that was lost', async () => {
    const folder = scratchFolder();
    const first = opened(folder);
    const sha256 = await put(files(folder, first).fetched, 'fetched');
    first.cache.write((tx) => tx.run(sql`insert into blobs (sha256, size, state) values (${sha256}, 7, 'here')`));
    first.close();
    const second = opened(folder);
    expect(second.cacheIsNew).toBe(false);
    expect(files(folder, second).fetched.open(sha256).size).toBe(7);
  });

  it('are no other desk’s of the same store key', () => {
    const [one, other] = [opened(scratchFolder()), opened(scratchFolder())];
    expect(one.keys.documents).toEqual(other.keys.documents);
    expect(one.keys.cache).not.toEqual(other.keys.cache);
    expect(one.keys.fetched).not.toEqual(other.keys.fetched);
  });

  it('are gone with the wipe: copies put back say nothing, and what only exists here stays', async () => {
    const folder = scratchFolder();
    const copy = join(scratchFolder(), 'copy');
    const store = opened(folder);
    const places = files(folder, store);
    const [kept, fetched] = [await put(places.kept, 'signed here'), await put(places.fetched, 'fetched')];
    store.cache.write((tx) => tx.run(sql`insert into blobs (sha256, size, state) values (${fetched}, 7, 'here')`));
    cpSync(folder, copy, { recursive: true });
    forgetFetchedKeys(store.journal);
    store.close();
    wipeFetched(folder);

    for (const name of ['cache.db', 'cache.db-wal', join('documents', 'fetched')])
      cpSync(join(copy, name), join(folder, name), { recursive: true });
    const after = opened(folder);
    expect(after.cacheIsNew).toBe(true);
    expect(after.cache.all(sql`select sha256 from blobs`)).toEqual([]);
    const there = files(folder, after);
    expect(() => there.fetched.open(fetched)).toThrow(DocumentError);
    expect(there.kept.open(kept).size).toBe(11);
  });
});
