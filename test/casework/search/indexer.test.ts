/** When the index of words is made: in the background, and after whoever looks at acts. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { takeFeedPage } from '../../../src/casework/casefile/feed.ts';
import { givingWay } from '../../../src/casework/search/handlers.ts';
import { type Indexer, indexer } from '../../../src/casework/search/indexer.ts';
import { standingOf } from '../../../src/casework/search/rows.ts';
import { openStore } from '../../../src/casework/store/index.ts';
import type { Calls } from '../../../src/contract/calls.ts';
import { CaseId } from '../../../src/contract/ids.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';
import { scratchFolder } from '../scratch.ts';

const now = new Date('2026-11-21T12:00:00Z');

/** An office into which so many cases came; what is counted is how many of them nobody read yet. */
function office(cases: number): { readonly search: Indexer; readonly waiting: () => number } {
  const opened = openStore({ folder: scratchFolder(), storeKey: '11'.repeat(32), now: () => now });
  if (!opened.ok) throw new Error(opened.failure.kind);
  const store = opened.value;
  const events = Array.from({ length: cases }, (_, n) => ({
    kind: 'case' as const,
    case: {
      ...{ caseId: CaseId.parse(randomUUID()), caseNumber: String(n), caption: 'X', officeId: 'o', detained: false },
      confidentialityLevel: 1,
    },
  }));
  store.cache.write((tx) => takeFeedPage(tx, { events, cursor: '1' }, now));
  const onBug = (error: unknown): never => {
    throw error;
  };
  const search = indexer({ store, places: [], onBug, onChange: () => undefined, delayMs: 0 });
  onTestFinished(() => store.close());
  return { search, waiting: () => standingOf(store.reader).waiting };
}

describe('the index of words', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is made once nobody has asked for acts for a moment', async () => {
    const { search, waiting } = office(3);
    search.giveWay();
    await vi.advanceTimersByTimeAsync(2000);
    search.giveWay();
    await vi.advanceTimersByTimeAsync(2400);
    expect(waiting()).toBe(3);
    await vi.advanceTimersByTimeAsync(200);
    expect(waiting()).toBe(0);
  });

  it('stops where it is when acts are asked for, and goes on all the same while that has no end', async () => {
    const { search, waiting } = office(200);
    search.giveWay();
    const asks = setInterval(() => search.giveWay(), 3);
    await vi.advanceTimersByTimeAsync(9900);
    expect(waiting()).toBe(200);
    await vi.advanceTimersByTimeAsync(22_000);
    clearInterval(asks);
    expect(waiting()).toBeLessThan(200);
    expect(waiting()).toBeGreaterThan(0);
  });

  it('is made at once for whoever searches', async () => {
    const { search, waiting } = office(100);
    search.giveWay();
    const found = search.settled(60_000);
    await vi.advanceTimersByTimeAsync(100);
    await found;
    expect(waiting()).toBe(0);
  });

  it('gives way to the lists and to the paper, and to nothing that nobody sees', async () => {
    let ways = 0;
    const answered = async () => ({ ok: true, value: null });
    const heard = givingWay({ giveWay: () => (ways += 1) }, {
      ...{ 'trays.page': answered, 'cases.index': answered, 'documents.read': answered, 'line.status': answered },
    } as unknown as Handlers<Calls>) as unknown as Record<string, (input: unknown) => Promise<unknown>>;
    for (const name of ['trays.page', 'cases.index', 'documents.read'])
      expect(await heard[name]!({})).toEqual({ ok: true, value: null });
    expect(ways).toBe(3);
    await heard['line.status']!({});
    expect(ways).toBe(3);
  });
});
