import { afterEach, beforeEach, expect, it } from 'vitest';
import { outboxFacts } from '../../src/casework/outbox/facts.ts';
import { type Store, openStore, sql } from '../../src/casework/store/index.ts';
import { storeKey } from '../helpers/office.ts';
import { scratchFolder } from './scratch.ts';

let store: Store;
beforeEach(() => {
  const opened = openStore({ folder: scratchFolder(), storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  store = opened.value;
});
afterEach(() => store.close());

it('knows what makes an act urgent now, whatever its case was when it was signed', () => {
  store.journal.write((tx) => {
    for (const [actId, caseId] of [
      ['a-1', 'known'],
      ['a-2', 'gone'],
    ] as const)
      tx.run(sql`insert into outbox (kind, act_id, case_id, document_sha256, payload, state, changed_at)
        values ('act', ${actId}, ${caseId}, 'd', '{}', 'waiting', '2026-01-01T00:00:00.000Z')`);
  });
  const flag = (detained: number, fatal: number): void =>
    store.cache.write((tx) => {
      tx.run(sql`delete from cases`);
      tx.run(sql`insert into cases (case_id, case_number, caption, office_id, confidentiality_level, detained, fatal)
        values ('known', 'PP-1', 'N.N. s/ hurto', 'ufi-7', 1, ${detained}, ${fatal})`);
    });
  const urgent = () => outboxFacts(store.reader).map(({ actId, detained, fatal }) => ({ actId, detained, fatal }));
  flag(0, 1);
  expect(urgent()).toEqual([
    { actId: 'a-1', detained: false, fatal: true },
    { actId: 'a-2', detained: false, fatal: false },
  ]);
  flag(1, 0);
  expect(urgent()[0]).toEqual({ actId: 'a-1', detained: true, fatal: false });
});
