/** A register in PostgreSQL that is put back to a moment, from a base copy and the archived log of what came after. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { LogStanding } from '../../../src/contract/log.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type PostgresArchive, type TestPostgres, startPostgres } from '../../helpers/postgres.ts';
import { send } from '../../helpers/repository.ts';
import { makeStage } from './stage.ts';

async function server(given: PostgresArchive): Promise<TestPostgres> {
  const started = await startPostgres({}, given);
  onTestFinished(() => started.stop());
  return started;
}

async function ask<Row extends object>(url: string, statement: string): Promise<Row> {
  const client = new pg.Client({
    host: new URL(url).searchParams.get('host')!,
    user: 'fojas',
    database: new URL(url).pathname.slice(1),
  });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows[0]!;
  } finally {
    await client.end();
  }
}

/** Closes the piece of the log that is being written and waits until it is in the archive. */
async function archived(url: string): Promise<void> {
  const { piece } = await ask<{ piece: string }>(url, 'SELECT pg_walfile_name(pg_switch_wal()) AS piece');
  for (;;) {
    const { last } = await ask<{ last: string | null }>(url, 'SELECT last_archived_wal AS last FROM pg_stat_archiver');
    if (last !== null && last >= piece) return;
    await sleep(100);
  }
}

describe('a register that is put back to a moment', () => {
  it('is not gone on with; a desk sees through it where somebody goes on all the same; to the last moment it is the same log', async () => {
    const stage = makeStage();
    const first = await server({ archiving: true });
    const url = await first.database();
    const node = await stage.serve(stage.dir, undefined, url);
    const receipts = new Map(await stage.registered(node, 2));
    const base = first.baseBackup();
    for (const [actId, receipt] of await stage.registered(node, 2)) receipts.set(actId, receipt);
    const desk = await stage.desk(node, 'pc', 'itAdmin');
    // A look that came through: a connection that was kept from another server may break first.
    const standing = async (): Promise<LogStanding> => {
      let seen: LogStanding | null = null;
      await desk.until(async () => (seen = await desk.call('log.check', {}).catch(() => null)) !== null);
      return seen!;
    };
    const sees = (size: number): Promise<void> =>
      desk.until(async () => {
        const seen = await standing();
        return seen.size === size && seen.alarm === null;
      });
    await sees(4);
    await ask(url, "SELECT pg_create_restore_point('noon')");
    for (const [actId, receipt] of await stage.registered(node, 2)) receipts.set(actId, receipt);
    await sees(6);
    await archived(url);
    await node.close();

    const atNoon = await server({ restored: { base, upTo: 'noon' } });
    const noonUrl = atNoon.url(first.nameIn(url));
    await expect(stage.serve(stage.dir, node, noonUrl)).rejects.toThrow(/rolledBack/);

    // Whoever takes the mark away goes on; the desk was there, and believes nothing of it.
    rmSync(join(stage.dir, 'log-mark.json'));
    const behind = await stage.serve(stage.dir, node, noonUrl);
    await desk.until(async () => (await standing()).alarm?.kind === 'rolledBack');
    expect((await standing()).alarm).toMatchObject({ known: 6, told: 4 });
    await stage.registered(behind, 3);
    expect((await standing()).alarm).toMatchObject({ kind: 'rolledBack' });
    await behind.close();

    rmSync(join(stage.dir, 'log-mark.json'));
    const atLast = await server({ restored: { base } });
    const back = await stage.serve(stage.dir, node, atLast.url(first.nameIn(url)));
    await sees(6);
    for (const [actId, receipt] of receipts) {
      const kept = await send(back, 'GET', `/v1/acts/${actId}/receipt`);
      expect(await kept.json()).toEqual({ receipt });
    }
    await stage.registered(back, 1);
    await sees(7);
  }, 300_000);
});
