import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActId } from '../../src/contract/ids.ts';
import { leafHash } from '../../src/proof/index.ts';
import type { Proposal } from '../../src/contract/wire.ts';
import type { Register } from '../../src/repository/register/port.ts';
import {
  openPostgres,
  openPostgresRegister,
  postgresRegister,
} from '../../src/repository/register/postgres/register.ts';
import { connectPostgres } from '../../src/repository/register/postgres/database.ts';
import { migratePostgres } from '../../src/repository/register/postgres/migrate.ts';
import { postgresMigrations } from '../../src/repository/register/postgres/schema.ts';
import { noteRaising, postgresRaising } from '../../src/repository/register/postgres/raising.ts';
import { type TestPostgres, startPostgres } from '../helpers/postgres.ts';
import { caseRecord, entryFor, hashOf, proposalFor } from './conformance.ts';
import { expectDigitalOnesRaised } from './raising/kinds.ts';

/** What only shows where several nodes share one register. */
let server: TestPostgres;
let ready: string;
beforeAll(async () => {
  server = await startPostgres();
  const url = await server.database();
  await (await openPostgresRegister(url)).close();
  ready = server.nameIn(url);
});
afterAll(() => server.stop());

const sign = (place: unknown): string => JSON.stringify(place);
const host = (url: string): string => new URL(url).searchParams.get('host')!;
async function asked(url: string, ...statements: string[]): Promise<pg.QueryResult[]> {
  const client = new pg.Client({ host: host(url), user: 'fojas', database: server.nameIn(url) });
  await client.connect();
  try {
    const results = [];
    for (const statement of statements) results.push(await client.query(statement));
    return results;
  } finally {
    await client.end();
  }
}

async function twoNodes() {
  const url = await server.database(ready);
  const nodes: [Register, Register] = [await openPostgresRegister(url), await openPostgresRegister(url)];
  const record = caseRecord();
  await nodes[0].putCase(record);
  const propose = async (count: number): Promise<Proposal[]> => {
    const proposals = Array.from({ length: count }, () => proposalFor(record));
    for (const proposal of proposals) await nodes[0].putProposal(proposal);
    return proposals;
  };
  return { url, nodes, record, propose, close: () => Promise.all(nodes.map((node) => node.close())) };
}

describe('two nodes on one register', () => {
  it('number one case without gaps, however they meet in it', async () => {
    const { nodes, record, propose, close } = await twoNodes();
    const proposals = await propose(24);
    const outcomes = await Promise.all(
      proposals.map((proposal, nth) => nodes[nth % 2]!.register(entryFor(proposal, {}, 2), sign)),
    );
    const places = outcomes.map(
      (one) => JSON.parse('receipt' in one ? one.receipt : '{}') as { number: number; folioFrom: number },
    );
    const numbers = places.map(({ number }) => number).toSorted((a, b) => a - b);
    expect(numbers).toEqual(proposals.map((_, nth) => nth + 1));
    for (const { number, folioFrom } of places) expect(folioFrom).toBe(2 * number - 1);
    // The order of the feed is the order of the numbers: both were given under one lock.
    const feed = await nodes[1].feed(record.officeId, '', 500);
    const told = feed!.events.flatMap((event) =>
      event.kind === 'registered' ? [JSON.parse(event.receipt).number] : [],
    );
    expect(told).toEqual(numbers);
    expect(await Promise.all(nodes.map((node) => node.log.integrate()))).toContain(24);
    expect(await nodes[0].log.integrate()).toBe(24);
    await close();
  });

  it('register an act once that both are sent, and the same bytes as one act only', async () => {
    const { nodes, propose, close } = await twoNodes();
    for (const proposal of await propose(6)) {
      const both = await Promise.all(nodes.map((node) => node.register(entryFor(proposal), sign)));
      expect(both.map(({ kind }) => kind).sort()).toEqual(['registered', 'replayed']);
      expect(new Set(both.map((one) => 'receipt' in one && one.receipt)).size).toBe(1);
    }
    for (let nth = 0; nth < 6; nth += 1) {
      const twins = await propose(2);
      const sha256 = hashOf(`twin ${nth}`);
      const both = await Promise.all(twins.map((twin, at) => nodes[at]!.register(entryFor(twin, { sha256 }), sign)));
      expect(both.map(({ kind }) => kind).sort()).toEqual(['registered', 'reused']);
    }
    await close();
  });

  it('hear of each other’s news', async () => {
    const { nodes, record, propose, close } = await twoNodes();
    let rung = 0;
    const stop = nodes[1].watch(record.officeId, () => (rung += 1));
    await propose(1);
    await expect.poll(() => rung).toBeGreaterThan(0);
    stop();
    await close();
  });

  it('share out what is to be raised', async () => {
    const url = await server.database(ready);
    const now = new Date();
    const [one, two] = [await openPostgres(url), await openPostgres(url)];
    const register = postgresRegister(one, { onEvent: (query, event) => noteRaising(query, event, now) });
    const rows = [await postgresRaising(one, 'T', () => now), await postgresRaising(two, 'T', () => now)];
    const record = caseRecord();
    await register.putCase(record);
    for (let nth = 0; nth < 9; nth += 1) {
      const proposal = proposalFor(record);
      await register.putProposal(proposal);
      await register.register(entryFor(proposal), sign);
    }
    const shares = await Promise.all(rows.map((mine) => mine.open(now, 5)));
    const acts = shares.flat().map(({ actId }) => actId);
    expect([acts.length, new Set(acts).size]).toEqual([9, 9]);
    expect(shares.flat()[0]).toMatchObject({ officeId: 'ufi3', n: 0, size: 100, renew: false });
    await rows[0]!.settle(acts[0]!, { level: 'T', provableUntil: null, reason: null });
    await rows[1]!.wait(acts[1]!, 'silent');
    expect((await rows[0]!.open(now, 9)).map(({ actId }) => actId)).toEqual([acts[1]]);
    expect(await rows[0]!.standing()).toEqual({ open: 8, reached: { '?': 8, T: 1 } });
    await register.close();
    await two.close();
  });

  it('raise nothing of which a signature is electronic', async () => {
    const url = await server.database(ready);
    const one = await openPostgres(url);
    const now = new Date();
    const register = postgresRegister(one, { onEvent: (query, event) => noteRaising(query, event, now) });
    await expectDigitalOnesRaised(register, await postgresRaising(one, 'T', () => now), () =>
      postgresRaising(one, 'T', () => now),
    );
    await register.close();
  });

  it('make the register once, when they start together', async () => {
    const url = await server.database();
    const nodes = await Promise.all([1, 2, 3].map(() => openPostgresRegister(url)));
    const record = caseRecord();
    expect(await nodes[2]!.putCase(record)).toBe('created');
    expect(await nodes[0]!.caseOf(record.caseId)).toEqual(record);
    await Promise.all(nodes.map((node) => node.close()));
  });
});

describe('a register in PostgreSQL', () => {
  it('refuses a database of others, of a newer program, and one that does not write to the disk', async () => {
    const others = await server.database();
    await asked(others, 'CREATE TABLE accounts (n int)');
    await expect(openPostgresRegister(others)).rejects.toMatchObject({ kind: 'notOurs' });
    const future = await server.database(ready);
    await asked(future, 'INSERT INTO fojas_schema (version) VALUES (99990)');
    await expect(openPostgresRegister(future)).rejects.toMatchObject({ kind: 'fromFuture' });
    const careless = await startPostgres({ fsync: 'off' });
    await expect(openPostgresRegister(await careless.database())).rejects.toMatchObject({ kind: 'notDurable' });
    await careless.stop();
  });

  it('makes leaves of what an earlier program said of half-signed acts', async () => {
    const url = await server.database();
    const database = await connectPostgres(url);
    await migratePostgres(
      database,
      postgresMigrations.filter(({ version }) => version < 198),
    );
    await database.close();
    const event = JSON.stringify({ kind: 'partlySigned', actId: 'a-1', receipt: 'half, said before' });
    await asked(
      url,
      `INSERT INTO feed (office_id, seq, kind, receipt, event) VALUES ('ufi3', 1, 'partlySigned', 'half, said before', '${event}')`,
    );
    const register = await openPostgresRegister(url);
    expect(await register.log.integrate()).toBe(1);
    expect(await register.log.placeOf(leafHash('half, said before'))).toBe(0);
    await register.close();
  });

  it('waits for the disk whatever the database would do by itself', async () => {
    const url = await server.database(ready);
    await asked(url, `ALTER DATABASE ${server.nameIn(url)} SET synchronous_commit = off`);
    const database = await openPostgres(url);
    expect(await database.one('SHOW synchronous_commit')).toEqual({ synchronous_commit: 'on' });
    await database.close();
  });

  it('never changes or drops what was registered, and takes no gap, from nobody', async () => {
    const url = await server.database(ready);
    const register = await openPostgresRegister(url);
    const record = caseRecord();
    await register.putCase(record);
    const proposal = proposalFor(record);
    await register.putProposal(proposal);
    await register.register(entryFor(proposal), sign);
    await register.log.integrate();
    await register.close();
    for (const statement of [
      "UPDATE registrations SET receipt = 'x'",
      'DELETE FROM registrations',
      'DELETE FROM feed',
      "UPDATE acts SET state = 'toSign'",
      'UPDATE cases SET last_number = 0',
      'UPDATE log_leaves SET place = 7',
      'DELETE FROM log_nodes',
      'UPDATE log_tree SET size = 0',
      'DELETE FROM cases',
    ]) {
      await expect(asked(url, statement), statement).rejects.toMatchObject({ code: '23001' });
    }
    const gap = `INSERT INTO registrations SELECT case_id, '${ActId.parse(randomUUID())}', 3, 'h', 1, '{}', 'r' FROM cases`;
    await expect(asked(url, gap)).rejects.toMatchObject({ code: '23001' });
  });
});
