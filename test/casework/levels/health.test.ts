import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { caseHealth as healthSeenBy } from '../../../src/casework/levels/health.ts';
import { renewNow, wantRenewals } from '../../../src/casework/levels/rows.ts';
import { type Store, openStore, sql } from '../../../src/casework/store/index.ts';
import { scratchFolder } from '../scratch.ts';

const now = new Date('2026-11-22T12:00:00.000Z');

const caseHealth = (store: Store['reader'], caseId: string, page: { after: string | null; limit: number }, at: Date) =>
  healthSeenBy(store, caseId, page, at, { asked: 'B', visible: sql`true` });

function openedStore(): Store {
  const opened = openStore({ folder: scratchFolder(), storeKey: '11'.repeat(32), now: () => now });
  if (!opened.ok) throw new Error(opened.failure.kind);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

interface Given {
  readonly reached?: string;
  readonly wanted?: string;
  readonly until?: string | null;
  readonly looked?: number;
  readonly open?: number;
}

/** Signed acts as rows alone; `acts` names what each was raised to. */
function seed(store: Store, acts: readonly Given[], caseId = 'c'): void {
  store.journal.write((tx) => {
    acts.forEach(
      ({ reached = 'LTA', wanted = 'LTA', until = '2035-01-01T00:00:00.000Z', looked = 1, open = 0 }, index) => {
        const id = `${caseId}-${String(index).padStart(5, '0')}`;
        tx.run(sql`insert into signed_acts (act_id, case_id, state, snapshot, search, document_sha256, document_size,
          signed_sha256, signed_size, certificate_sha256, signer, signed_at, batch_id)
        values (${id}, ${caseId}, 'queued', ${JSON.stringify({ title: `Acto ${index}` })}, '', 'd', 10, ${`s${id}`}, 20, 'k', 'n',
          '2026', 'b')`);
        tx.run(sql`insert into raises (act_id, wanted, reached, open, looked, provable_until, queued_at)
        values (${id}, ${wanted}, ${reached}, ${open}, ${looked}, ${until}, '2026')`);
      },
    );
  });
}

describe('the health of a case', () => {
  it('says which acts can be proved for how long and why, the shortest first', () => {
    const store = openedStore();
    seed(store, [
      { until: '2034-03-01T00:00:00.000Z' },
      { reached: 'B', until: '2027-01-15T00:00:00.000Z', open: 1 },
      { reached: 'T', wanted: 'T', until: '2028-01-01T00:00:00.000Z' },
      { reached: 'B', wanted: 'B', until: '2026-01-01T00:00:00.000Z' },
      { reached: 'B', until: null, looked: 0, open: 1 },
    ]);
    seed(store, [{ until: '2026-01-01T00:00:00.000Z' }], 'other');
    const health = caseHealth(store.reader, 'c', { after: null, limit: 10 }, now);
    expect(health.rows.map(({ title, because, queued }) => [title, because, queued])).toEqual([
      ['Acto 4', 'notLooked', false],
      ['Acto 3', 'lost', false],
      ['Acto 1', 'signerEnds', true],
      ['Acto 2', 'noValidationData', false],
      ['Acto 0', 'timestampEnds', false],
    ]);
    expect(health).toMatchObject({ total: 5, worrying: 3, next: null });
  });

  it('is read by the page, and quickly for a thousand acts', () => {
    const store = openedStore();
    seed(
      store,
      Array.from({ length: 1000 }, (_, n) => ({ until: new Date(now.getTime() + (n % 7) * 86_400_000).toISOString() })),
    );
    const seen = new Set<string>();
    let after: string | null = null;
    const before = process.cpuUsage();
    do {
      const page = caseHealth(store.reader, 'c', { after, limit: 100 }, now);
      for (const { actId } of page.rows) seen.add(actId);
      after = page.next;
    } while (after !== null);
    expect(seen.size).toBe(1000);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(2000);
    expect(caseHealth(store.reader, 'c', { after: 'nonsense', limit: 5 }, now).rows).toHaveLength(5);
  });

  it('puts up for renewal what ends soon, once, and nothing that a time-stamp cannot renew', () => {
    const store = openedStore();
    const soon = '2027-01-01T00:00:00.000Z';
    seed(store, [
      { until: soon },
      { reached: 'B', wanted: 'B', until: soon },
      {},
      { reached: 'LT', wanted: 'LT', until: soon },
    ]);
    const half = new Date(now.getTime() + 182 * 86_400_000);
    expect(store.journal.write((tx) => wantRenewals(tx, half))).toBe(2);
    expect(store.journal.write((tx) => wantRenewals(tx, half))).toBe(0);
    expect(caseHealth(store.reader, 'c', { after: null, limit: 9 }, now).rows.map(({ queued }) => queued)).toEqual(
      expect.arrayContaining([true, false]),
    );
  });

  it('renews on request only where there is something to do', () => {
    const store = openedStore();
    seed(store, [{}, { reached: 'B', wanted: 'B' }, { reached: 'LT', wanted: 'LT' }]);
    const renew = (n: number, wanted: 'B' | 'LT' | 'LTA') =>
      store.journal.write((tx) => renewNow(tx, `c-0000${n}`, wanted));
    expect([renew(0, 'LTA'), renew(1, 'B'), renew(1, 'LTA'), renew(2, 'LT'), renew(7, 'LTA')]).toEqual([
      ...[true, false, true, false, false],
    ]);
  });
});

describe('migration 0030 of the journal', () => {
  const rendition = (n: number, from: readonly [string, number], to: readonly [string, number]) => sql`
    insert into renditions (act_id, n, level, sha256, size, prefix_sha256, prefix_size, made_at, state)
    values ('c-00000', ${n}, 'T', ${to[0]}, ${to[1]}, ${from[0]}, ${from[1]}, '2026', 'waiting')`;
  const signed = ['sc-00000', 20] as const;

  it('lets a rendition grow from the file before it, and from nothing else', () => {
    const store = openedStore();
    seed(store, [{}]);
    const add = (...given: Parameters<typeof rendition>) => store.journal.write((tx) => tx.run(rendition(...given)));
    expect(() => add(1, ['other', 20], ['r1', 30])).toThrow(/grows from the file before it/);
    expect(() => add(1, ['sc-00000', 19], ['r1', 30])).toThrow(/grows from the file before it/);
    expect(() => add(2, signed, ['r1', 30])).toThrow(/grows from the file before it/);
    expect(() => add(1, signed, ['r1', 20])).toThrow(/CHECK/);
    expect(add(1, signed, ['r1', 30])).toBe(1);
    expect(() => add(2, signed, ['r2', 40])).toThrow(/grows from the file before it/);
    expect(add(2, ['r1', 30], ['r2', 40])).toBe(1);
  });

  it('keeps what was made and where it stands', () => {
    const store = openedStore();
    seed(store, [{ reached: 'LT' }]);
    store.journal.write((tx) => tx.run(rendition(1, signed, ['r1', 30])));
    const refused = (statement: string) => expect(() => store.journal.raw.exec(statement));
    refused('delete from renditions').toThrow(/a rendition stays/);
    refused("update renditions set sha256 = 'x'").toThrow(/does not change/);
    refused("update renditions set level = 'LTA'").toThrow(/does not change/);
    refused("update renditions set state = 'registered'").toThrow(/CHECK/);
    store.journal.raw.exec("update renditions set state = 'registered', receipt = 'r'");
    refused("update renditions set receipt = 'other'").toThrow(/a receipt does not change/);
    refused("update renditions set state = 'waiting', receipt = null").toThrow(/only moves forward|does not change/);
    refused('delete from raises').toThrow(/not forgotten/);
    refused("update raises set reached = 'T'").toThrow(/not lost/);
  });
});
