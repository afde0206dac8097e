import { describe, expect, it, onTestFinished } from 'vitest';
import { type OutboxRow, advance } from '../../../src/casework/outbox/rows.ts';
import { type Drainer, drainer } from '../../../src/casework/sync/drain.ts';
import type { SendResult } from '../../../src/casework/sync/send.ts';
import { type Store, openStore, sql } from '../../../src/casework/store/index.ts';
import { scratchFolder } from '../scratch.ts';

const later: SendResult = { kind: 'later', failure: { kind: 'repositoryBusy', retryAfterSeconds: null } };
const line: SendResult = { kind: 'line', failure: { kind: 'repositoryUnreachable', detail: 'x' } };

/** An outbox with one row for each case named, and a line that answers as told; `clock` is its own time. */
function stage(cases: readonly string[], answer: (row: OutboxRow) => SendResult) {
  const opened = openStore({ folder: scratchFolder(), storeKey: '11'.repeat(32), now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  const store: Store = opened.value;
  onTestFinished(() => store.close());
  store.journal.write((tx) => {
    cases.forEach((caseId, index) => {
      tx.run(sql`insert into outbox (kind, act_id, document_sha256, case_id, payload, state, changed_at)
        values ('act', ${`a${index + 1}`}, 'd', ${caseId}, '{}', 'waiting', '2026')`);
    });
  });
  const sent: number[] = [];
  const clock = { now: 0 };
  const drain: Drainer = drainer({
    db: store.journal,
    pace: { idleMs: 1000, firstMs: 100, mostMs: 1600 },
    random: () => 1,
    elapsed: () => clock.now,
    onProgress: () => undefined,
    send: async (row) => {
      sent.push(row.id);
      await Promise.resolve();
      const result = answer(row);
      if (result.kind === 'done') store.journal.write((tx) => advance(tx, row.id, 'registered', new Date()));
      return result;
    },
  });
  return { drain, sent, clock };
}

describe('draining the outbox', () => {
  it('sends a case in the order of signing, and past a poisoned act in the same round', async () => {
    const { drain, sent } = stage(['c', 'c', 'c'], (row) => (row.id === 1 ? later : { kind: 'done' }));
    expect(await drain.drain()).toEqual({ line: null, nextMs: 100 });
    expect(sent).toEqual([1, 2, 3]);
  });

  it('lets a poisoned act wait longer and longer, behind the others, by a clock of its own', async () => {
    const { drain, sent, clock } = stage(['c', 'c'], (row) => (row.id === 1 ? later : { kind: 'done' }));
    const waits: (number | undefined)[] = [];
    for (let round = 0; round < 7; round += 1) {
      const { nextMs } = await drain.drain();
      waits.push(nextMs);
      clock.now += nextMs ?? 0;
    }
    expect(waits).toEqual([100, 200, 400, 800, 1600, 1600, 1600]);
    expect(sent).toEqual([1, 2, 1, 1, 1, 1, 1, 1]);
    expect(await drain.drain().then(({ nextMs }) => nextMs)).toBe(1600);
    const before = sent.length;
    await drain.drain();
    expect(sent.length).toBe(before);
    drain.forget();
    await drain.drain();
    expect(sent.length).toBe(before + 1);
  });

  it('stops the round when the line is down, and begins the next with another act', async () => {
    let down = true;
    const { drain, sent, clock } = stage(['c', 'c'], (row) => (down && row.id === 1 ? line : { kind: 'done' }));
    expect(await drain.drain()).toMatchObject({ line: { kind: 'repositoryUnreachable' } });
    expect(sent).toEqual([1]);
    clock.now += 100;
    await drain.drain();
    expect(sent).toEqual([1, 2, 1]);
    down = false;
    clock.now += 200;
    expect(await drain.drain()).toEqual({ line: null, nextMs: undefined });
  });

  it('does not offer thousands of acts to a repository that refuses to answer', async () => {
    const { drain, sent } = stage(
      Array.from({ length: 40 }, () => 'c'),
      () => later,
    );
    const { nextMs } = await drain.drain();
    expect(sent).toHaveLength(4);
    expect(nextMs).toBeGreaterThanOrEqual(100);
  });

  it('sends different cases side by side', async () => {
    let together = 0;
    let most = 0;
    const { drain, sent } = stage(['a', 'b', 'c', 'd', 'e', 'a'], () => {
      together -= 1;
      return { kind: 'done' };
    });
    const original = sent.push.bind(sent);
    sent.push = (...ids) => {
      together += 1;
      most = Math.max(most, together);
      return original(...ids);
    };
    await drain.drain();
    expect(sent).toHaveLength(6);
    expect(most).toBeGreaterThan(1);
    expect(sent.indexOf(1)).toBeLessThan(sent.indexOf(6));
  });
});
