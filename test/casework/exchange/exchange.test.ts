import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { watchExchange } from '../../../src/casework/exchange/readiness.ts';
import { selfTestOffice } from '../../../src/casework/exchange/self-test.ts';
import { openStore, sql } from '../../../src/casework/store/index.ts';
import { journalMigrations } from '../../../src/casework/store/store.ts';
import { restoreJournal, tryMigration } from '../../../src/casework/store/trial.ts';
import { done } from '../../../src/contract/failures.ts';
import { officeConfig } from '../../main/processes.ts';
import { scratchFolder } from '../scratch.ts';

const storeKey = 'a7'.repeat(32);
const now = (): Date => new Date();
const newest = journalMigrations.at(-1)!.version;

function openAt(dataDir: string) {
  const opened = openStore({ folder: dataDir, storeKey, now });
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  return opened.value;
}

describe('the self-test of an office', () => {
  it('passes without an office, on a journal of its own', () => {
    const checks = selfTestOffice(null, null);
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['crypto', true],
      ['database', true],
      ['migration', true],
    ]);
  });

  it('tries the migration on a copy, and leaves the real journal alone', () => {
    const dataDir = join(scratchFolder(), 'data');
    const store = openAt(dataDir);
    store.journal.raw.pragma('user_version = 61');
    store.close();
    const bytes = readFileSync(join(dataDir, 'journal.db'));
    // The copy has its tables already, so what this program would do to it fails: that is what a trial is for.
    expect(tryMigration({ dataDir, storeKey, work: scratchFolder() }).kind).toBe('notMigrated');
    expect(readFileSync(join(dataDir, 'journal.db')).equals(bytes)).toBe(true);
  });

  it('says which check failed: another key, a journal that is open, one of a newer program', () => {
    const dataDir = join(scratchFolder(), 'data');
    const store = openAt(dataDir);
    const config = { ...officeConfig(), dataDir };
    expect(selfTestOffice(config, storeKey)).toContainEqual({ name: 'database', ok: false, detail: 'storeBusy' });
    store.journal.raw.pragma('user_version = 9000');
    store.close();
    expect(selfTestOffice(config, storeKey).find(({ name }) => name === 'migration')).toMatchObject({ ok: false });
    expect(selfTestOffice(config, 'b8'.repeat(32)).find(({ name }) => name === 'database')).toMatchObject({
      ok: false,
    });
  });
});

describe('before and after the program is exchanged', () => {
  it('says what stands in the way, and copies the journal sealed', async () => {
    const dataDir = join(scratchFolder(), 'data');
    const store = openAt(dataDir);
    let running = false;
    const handlers = { 'drafts.writing': async () => done({}), 'drafts.save': async () => done({}) } as never;
    const exchange = watchExchange({ handlers, store, signing: { isRunning: () => running }, clock: now });
    expect(exchange.readiness()).toEqual({ batch: false, unsettled: 0, typing: false, schema: newest });
    running = true;
    await exchange.handlers['drafts.writing']({ draftId: 'd' as never, writes: true });
    store.journal.write((tx) =>
      tx.run(sql`insert into batches (batch_id, state, signer, token_label, started_at)
        values ('b', 'running', 'P', 'T', '2026-11-22T12:00:00.000Z')`),
    );
    expect(exchange.readiness()).toMatchObject({ batch: true, unsettled: 1, typing: true });
    await exchange.handlers['drafts.writing']({ draftId: 'd' as never, writes: false });
    expect(exchange.readiness()).toMatchObject({ typing: false });

    const copy = exchange.backup();
    if (!copy.ok) throw new Error('no copy');
    // A newer program came, changed the shape, and was taken back.
    store.journal.raw.pragma('user_version = 9000');
    store.close();
    expect(restoreJournal({ dataDir, storeKey, backup: copy.value })).toEqual({ ok: true, value: true });
    const restored = openAt(dataDir);
    expect(restored.journal.get(sql`select batch_id from batches`)).toEqual({ batch_id: 'b' });
    restored.close();
    expect(readdirSync(join(dataDir, 'backups')).some((name) => name.startsWith('journal-v9000-put-aside'))).toBe(true);
    // Once is enough: a journal that this program reads stays.
    expect(restoreJournal({ dataDir, storeKey, backup: copy.value })).toEqual({ ok: true, value: false });
  });

  it('restores nothing from a copy that is not there or does not read', () => {
    const dataDir = join(scratchFolder(), 'data');
    const store = openAt(dataDir);
    store.journal.raw.pragma('user_version = 9000');
    store.close();
    expect(restoreJournal({ dataDir, storeKey, backup: join(dataDir, 'none.db') })).toEqual({ ok: true, value: false });
    writeFileSync(join(dataDir, 'junk.db'), 'junk'.repeat(2000));
    expect(restoreJournal({ dataDir, storeKey, backup: join(dataDir, 'junk.db') })).toMatchObject({ ok: false });
    expect(existsSync(join(dataDir, 'journal.db'))).toBe(true);
  });
});
