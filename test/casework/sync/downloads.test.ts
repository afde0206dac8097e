import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { documentStore } from '../../../src/casework/documents/index.ts';
import { openStore, sql } from '../../../src/casework/store/index.ts';
import { usualPace } from '../../../src/casework/sync/backoff.ts';
import { createDownloads } from '../../../src/casework/sync/lanes/downloads.ts';
import { createLedger } from '../../../src/casework/sync/lanes/ledger.ts';
import { createMeter } from '../../../src/casework/sync/lanes/meter.ts';
import { lineState } from '../../../src/casework/sync/line.ts';
import type { Transport } from '../../../src/line/port.ts';
import type { Line } from '../../../src/contract/calls.ts';
import { done, failed } from '../../../src/contract/failures.ts';
import { storeKey } from '../../helpers/office.ts';
import { scratchFolder } from '../scratch.ts';

it('a file goes on where it was when the office was closed, and is held against its hash as a whole', async () => {
  const folder = scratchFolder();
  const opened = openStore({ folder, storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  const store = opened.value;
  onTestFinished(() => store.close());
  const fetched = documentStore(join(folder, 'fetched'), store.keys.fetched);
  const bytes = randomBytes(500_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  store.cache.write((tx) =>
    tx.run(sql`insert into blobs (sha256, size, state) values (${sha256}, ${bytes.length}, 'wanted')`),
  );
  const asked: number[] = [];
  let most = 200_000;
  /** An office's lane over a line that breaks after so many bytes; works until nothing is under way. */
  const fetchOnce = async (): Promise<Line> => {
    const line = lineState({ store, configured: true, clock: () => new Date(), onChange: () => undefined });
    const nothing = () => undefined;
    const ledger = createLedger({
      ...{ pace: usualPace, random: () => 0.5, line, nameOfTrouble: () => null, onLineFailed: nothing, onDue: nothing },
    });
    const download: Transport['download'] = async (_file, from, take) => {
      asked.push(from);
      const end = Math.min(bytes.length, from + most);
      for (let at = from; at < end; at += 5000) await take(bytes.subarray(at, Math.min(end, at + 5000)));
      return end === bytes.length ? done(undefined) : failed({ kind: 'repositoryUnreachable', detail: 'cut' });
    };
    const settled = Promise.withResolvers<void>();
    const downloads = createDownloads({
      rooms: {
        ...{ store, fetched, pinnedKeys: [], clock: () => new Date(), onChange: nothing },
        transport: { download } as unknown as Transport,
      },
      ...{ ledger, meter: createMeter(), use: () => ({}), wallNow: Date.now, idleMs: 1000 },
      ...{ onBug: settled.reject, onSettled: settled.resolve },
    });
    downloads.ask(sha256);
    await downloads.step();
    await settled.promise;
    await downloads.close();
    return line.read();
  };
  await fetchOnce();
  expect(asked).toEqual([0]);
  most = Infinity;
  await fetchOnce();
  expect(asked).toEqual([0, 3 * 65_536]);
  expect(await fetched.verify(sha256)).toBe('good');
  expect(store.cache.get(sql`select state from blobs where sha256 = ${sha256}`)).toEqual({ state: 'here' });
  expect(fetched.leftovers()).toEqual([]);
  // Found here where the cache no longer knows of it: nobody was spoken to, and no contact is claimed.
  const wanted = sql`update blobs set state = 'wanted' where sha256 = ${sha256}`;
  const never = sql`update line set last_contact_at = null`;
  store.cache.write((tx) => [wanted, never].forEach((query) => tx.run(query)));
  expect(await fetchOnce()).toMatchObject({ state: 'offline', lastContactAt: null });
  expect(asked).toHaveLength(2);
  expect(store.cache.get(sql`select state from blobs where sha256 = ${sha256}`)).toEqual({ state: 'here' });
});
