/** The watcher on a real PC/SC service with a reader, and a card that comes and goes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReaderFacts } from '../../../src/contract/readers.ts';
import { findPcsc, startPcsc, type PcscService } from '../../../src/cli/practice/virtual-card/pcsc.ts';
import { createPivCard, setTable, type CardTable } from '../../virtual-card/card-table.ts';
import { type Watcher, startWatcher } from './harness.ts';

let watcher: Watcher | null = null;
afterEach(async () => {
  await watcher?.stop();
  watcher = null;
});

const until = (facts: () => Promise<ReaderFacts>, check: (facts: ReaderFacts) => void): Promise<void> =>
  vi.waitFor(async () => check(await facts()), { timeout: 15_000, interval: 25 });

describe('readers and cards', () => {
  let table: CardTable;
  beforeEach(async () => {
    table = await setTable();
  });
  afterEach(() => table.remove());

  it('are seen, with the card’s name, its driver and whether that is installed', async () => {
    watcher = await startWatcher(table.env);
    const empty = await watcher.read();
    expect(empty.service).toEqual({ state: 'running', detail: '' });
    expect(empty.readers.map(({ state, atr }) => [state, atr])).toEqual([
      ['empty', null],
      ['empty', null],
    ]);
    const card = createPivCard({ keys: {} });
    await table.insert(card);
    const { read } = watcher;
    await until(read, ({ readers }) => expect(readers[0]?.state).toBe('card'));
    const [reader] = (await read()).readers;
    expect(reader?.atr).toBe(card.atr.toString('hex'));
    expect(reader?.card).toBe('Tarjeta virtual de Fojas (PIV)');
    expect(reader?.drivers).toMatchObject([{ id: 'opensc', installed: true }]);
    expect(reader?.drivers[0]?.install['es-AR']).toMatch(/Instale OpenSC/);
  });

  it('are told to be gone and back, each time', async () => {
    watcher = await startWatcher(table.env);
    const changed: ReaderFacts[] = [];
    watcher.client.on('readers.changed', (facts) => changed.push(facts));
    const seen = async (present: boolean): Promise<void> => {
      await vi.waitFor(() => expect(changed.at(-1)?.readers.some(({ atr }) => atr !== null)).toBe(present), {
        ...{ timeout: 10_000, interval: 10 },
      });
    };
    const inside = await table.insert(createPivCard({ keys: {} }));
    await seen(true);
    await inside.unplug();
    await seen(false);
    await table.insert(createPivCard({ keys: {} }));
    await seen(true);
    expect(watcher.changes()).toBeGreaterThanOrEqual(3);
  });
});

describe('a service that is not running', () => {
  it('is told, is found when it starts, and is told again when it ends', async () => {
    const paths = findPcsc();
    if ('missing' in paths) throw new Error(`needed for this test (Debian packages): ${paths.missing.join(', ')}`);
    let service: PcscService | null = await startPcsc(paths);
    try {
      watcher = await startWatcher(service.env);
      const { read } = watcher;
      await until(read, ({ service: seen }) => expect(seen.state).toBe('running'));
      await service.stop();
      service = null;
      await until(read, ({ service: seen, readers }) => expect([seen.state, readers]).toEqual(['stopped', []]));
    } finally {
      await service?.stop();
    }
  });

  it('does not keep the watcher from telling what libraries there are', async () => {
    watcher = await startWatcher({ PCSCLITE_CSOCK_NAME: '/nonexistent/pcscd.comm' });
    const facts = await watcher.read();
    expect(facts.service).toEqual({ state: 'stopped', detail: 'SCARD_E_NO_SERVICE' });
    expect(facts.catalogue).toMatchObject({ version: 1, source: 'bundled', refused: [] });
    expect(watcher.libraries.map(({ library }) => library.id)).toEqual(['opensc']);
    expect(watcher.libraries[0]?.care.unblock).toBe('setPin');
  });
});
