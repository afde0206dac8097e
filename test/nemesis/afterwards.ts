/** What must hold when a batch has been signed to its end: nothing lost, doubled or reordered, and no PIN but those typed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { documentStore } from '../../src/casework/documents/index.ts';
import { verifyJournal } from '../../src/casework/journal/journal.ts';
import { openStore, sql } from '../../src/casework/store/index.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import { type TestRepository, storeKey } from '../helpers/office.ts';
import type { Ground } from './ground.ts';
import type { Workplace } from './workplace.ts';

const fail = (what: string): never => {
  throw new Error(what);
};

/** Every act has the repository's own receipt, verified here, and each case is numbered without a gap. */
export async function checkReceipts(ground: Ground, repository: TestRepository, workplace: Workplace): Promise<void> {
  const numbers = new Map<string, number[]>();
  for (const { actId, caseId } of ground.acts) {
    const kept = await workplace.call('receipts.read', { actId });
    const response = await repository.request('GET', `/v1/acts/${actId}/receipt`);
    const { receipt } = (await response.json()) as { receipt: string };
    if (!kept.verified || kept.jws !== receipt) fail(`${actId}: another receipt`);
    numbers.set(caseId, [...(numbers.get(caseId) ?? []), kept.statement.number]);
  }
  for (const [caseId, list] of numbers) {
    const dense = [...list].sort((a, b) => a - b).every((number, index) => number === index + 1);
    if (!dense) fail(`${caseId}: numbers ${list.join(',')}`);
  }
}

/** What lies on the disk of an office that was closed. */
export function checkFolder(ground: Ground, config: OfficeConfig): void {
  const opened = openStore({ folder: config.dataDir, storeKey, now: () => new Date() });
  if (!opened.ok) return fail(`the store: ${opened.failure.kind}`);
  const store = opened.value;
  try {
    const verdict = verifyJournal(store.journal);
    if (!verdict.ok) fail(`the journal breaks at ${verdict.seq}`);
    const acts = ground.acts.map(({ actId }) => actId as string);
    const entries = (kind: string): string[] =>
      store.journal
        .all<{ id: string }>(
          sql`select body ->> '$.actId' as id from journal where body ->> '$.kind' = ${kind} order by seq`,
        )
        .map(({ id }) => id);
    const signed = entries('actSigned');
    if (signed.length !== acts.length) fail(`${signed.length} signatures in the journal for ${acts.length} acts`);
    if (new Set(signed).size !== acts.length) fail('an act was signed twice');
    if (signed.join() !== acts.join()) fail(`signed in another order: ${orderOf(signed, acts)}`);
    const registered = entries('actRegistered');
    if ([...registered].sort().join() !== [...acts].sort().join()) fail(`${registered.length} registrations`);
    const rows = store.journal.all<{ sha: string }>(sql`select signed_sha256 as sha from signed_acts`);
    const kept = documentStore(join(config.dataDir, 'documents', 'kept'), store.keys.documents);
    const named = new Set(rows.map(({ sha }) => sha));
    const files = [...kept.list()];
    if (named.size !== acts.length) fail(`${named.size} signed files for ${acts.length} acts`);
    if (files.length !== named.size || !files.every((sha) => named.has(sha))) fail(`${files.length} files kept`);
    if (readdirSync(join(kept.folder, 'tmp')).length > 0) fail('a temporary file was left');
    const open = store.journal.get<{ n: number }>(sql`select count(*) as n from outbox where state <> 'registered'`);
    if (open?.n !== 0) fail('the outbox is not empty');
  } finally {
    store.close();
  }
}

const orderOf = (ids: readonly string[], acts: readonly string[]): string =>
  ids.map((id) => acts.indexOf(id)).join(' ');
