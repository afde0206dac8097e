/**
 * The repository under the load of a province: acts of 60 kB from 344 offices on the local disk, on the embedded engines and on
 * PostgreSQL, beside a bare loop of one INSERT and its commit on the same engine in the same run. The crowd is a process of its own on the
 * same machine, and takes its part of it. The aim on PostgreSQL is about two cores, on which the nodes, the database and the crowd run, and
 * not about so many nodes: it stands beside one node as beside two, and means what it says on a machine of two cores.
 */
import Database from 'better-sqlite3-multiple-ciphers';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { type TestPostgres, startPostgres } from '../test/helpers/postgres.ts';
import { type ForkedRepository, forkRepository } from '../test/helpers/repository.ts';
import { type Act, type Office, makeActs, makeOffices } from './repository/acts.ts';
import type { Answers, Errand, Errands } from './repository/crowd.ts';
import type { Row } from './row.ts';

export const name = 'repository';

const officeCount = 344;
const actCount = 688;
const stormActs = 344;
/** Registered before the clock runs: a node that serves a province was not started a moment ago. */
const warmActs = 128;
const actBytes = 60_000;
const width = 32;
const percentile = (ms: readonly number[], part: number): number =>
  ms.toSorted((a, b) => a - b)[Math.min(ms.length - 1, Math.floor(ms.length * part))] ?? Number.NaN;

export async function* run(): AsyncIterable<Row> {
  const dir = mkdtempSync(join(tmpdir(), 'fojas-bench-repository-'));
  const offices = makeOffices(officeCount);
  const acts = await makeActs(offices, warmActs + actCount + stormActs, actBytes);
  const postgres = await startPostgres();
  const crowd = fork(join(import.meta.dirname, 'repository', 'crowd.ts'), { serialization: 'advanced' });
  try {
    const engines = [
      { engine: 'embedded', aim: 150, p99: null, nodes: 1, bare: bareSqlite(dir) },
      { engine: 'PostgreSQL, one node', aim: 300, p99: 250, nodes: 1, bare: await barePostgres(postgres) },
      { engine: 'PostgreSQL, two nodes', aim: 300, p99: 250, nodes: 2, bare: await barePostgres(postgres) },
    ] as const;
    for (const [nth, given] of engines.entries()) {
      const registerUrl = given.engine === 'embedded' ? undefined : await postgres.database();
      const nodes = await startNodes(join(dir, String(nth)), given.nodes, offices, registerUrl);
      try {
        yield* measure({ ...given, nodes }, crowd, offices, acts);
      } finally {
        for (const node of nodes) await node.close();
      }
    }
  } finally {
    crowd.disconnect();
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Measured {
  readonly engine: string;
  readonly aim: number;
  readonly p99: number | null;
  /** Commits of one small row each second, one after the other. */
  readonly bare: number;
  readonly nodes: readonly ForkedRepository[];
}

async function* measure(
  { engine, aim, p99, bare, nodes }: Measured,
  crowd: ChildProcess,
  offices: readonly Office[],
  acts: readonly Act[],
): AsyncIterable<Row> {
  const send = (chains: Errands['chains'], wide = width): Promise<Answers> =>
    asked(crowd, { urls: nodes.map(({ url }) => url), width: wide, chains });
  await send(offices.map((office, n) => [put(n, office.key, `/v1/cases/${office.record.caseId}`, office.record)]));
  await send(acts.map((act, n) => prepared(n, act)));

  only(await send(acts.slice(actCount + stormActs).map((act, n) => sent(n, act))), 201);
  const before = cpuMs(nodes);
  const registered = await send(acts.slice(0, actCount).map((act, n) => sent(n, act)));
  only(registered, 201);
  const cpu = (cpuMs(nodes) - before) / actCount;
  const rate = actCount / registered.seconds;
  const slow = percentile(registered.ms, 0.99);
  const peer = 'commits of one row by one connection of the same engine';
  const rest = { peer: null, ratio: null, aim: null, met: null } as const;
  yield {
    ...{ name: `${engine}: registrations of ${actBytes / 1000} kB`, value: rate, unit: '/s', peer, ratio: rate / bare },
    ...{ aim: `>= ${aim}/s${p99 === null ? '' : ' on two cores'}`, met: rate >= aim },
  };
  yield {
    ...{ name: `${engine}: a registration, p99 of ${width} at once`, value: slow, unit: 'ms', peer: null, ratio: null },
    ...(p99 === null ? { aim: null, met: null } : { aim: `< ${p99} ms on two cores`, met: slow < p99 }),
  };
  yield { name: `${engine}: CPU of the nodes for an act and its file`, value: cpu, unit: 'ms', ...rest };
  const askers = registered.cpuMs / actCount;
  yield { name: `${engine}: CPU of those who ask, on the same machine`, value: askers, unit: 'ms', ...rest };
  const feed = (office: Office, n: number): Errand => ({
    ...{ node: n, key: office.key, method: 'GET', body: '', json: false },
    path: `/v1/feed?office=${office.officeId}&cursor=&limit=200`,
  });
  const polls = await send(Array.from({ length: 10 }, () => offices.map((office, n) => [feed(office, n)])).flat());
  only(polls, 200);
  yield {
    name: `${engine}: feed polls of ${officeCount} offices`,
    value: polls.ms.length / polls.seconds,
    unit: '/s',
    ...rest,
  };
  yield { name: `${engine}: a feed poll, p99`, value: percentile(polls.ms, 0.99), unit: 'ms', ...rest };

  // All offices at once, as after a day without a line: each fetches what it missed, and sends what waited.
  const storm = await send(
    offices.map((office, n) => {
      const mine = acts.slice(actCount, actCount + stormActs).filter((act) => act.office === office);
      return [feed(office, n), ...mine.flatMap((act) => sent(n, act))];
    }),
    officeCount,
  );
  only(storm, 200, 201, 503);
  yield {
    name: `${engine}: ${officeCount} offices back at once, ${stormActs} acts`,
    value: storm.seconds,
    unit: 's',
    ...rest,
  };
  yield {
    name: `${engine}: of them told to come back later`,
    value: storm.statuses['503'] ?? 0,
    unit: 'answers',
    ...rest,
  };
}

function put(node: number, key: string, path: string, body: object): Errand {
  return { node, key, method: 'PUT', path, body: Buffer.from(JSON.stringify(body)).toString('base64'), json: true };
}
const file = (node: number, act: Act, bytes: Buffer, sha256: string): Errand => ({
  ...{ node, key: act.office.key, method: 'PUT', path: `/v1/blobs/${sha256}` },
  ...{ body: bytes.toString('base64'), json: false },
});
/** What comes before a registration: the document, and the act in the tray. */
const prepared = (n: number, act: Act): Errand[] => [
  file(n, act, act.document, act.proposal.documentSha256),
  put(n, act.office.key, `/v1/acts/${act.proposal.actId}/proposal`, act.proposal),
];
const sent = (n: number, act: Act): Errand[] => [
  file(n, act, act.signed, act.request.sha256),
  put(n, act.office.key, `/v1/acts/${act.request.actId}/registration`, act.request),
];

/** A figure over answers that were none is worse than no figure. */
function only({ statuses }: Answers, ...wanted: readonly number[]): void {
  const others = Object.keys(statuses).filter((status) => !wanted.includes(Number(status)) && status !== '201');
  if (others.length > 0) throw new Error(`unexpected answers: ${JSON.stringify(statuses)}`);
}

async function asked(crowd: ChildProcess, errands: Errands): Promise<Answers> {
  crowd.send(errands);
  const [answers] = (await once(crowd, 'message')) as [Answers];
  return answers;
}

/** Nodes of one repository: each with a folder of its own, and the same keys. */
async function startNodes(
  dir: string,
  count: number,
  offices: readonly Office[],
  registerUrl: string | undefined,
): Promise<ForkedRepository[]> {
  const accessKeys = offices.map(({ officeId, key }) => ({ officeId, key }));
  const nodes: ForkedRepository[] = [];
  for (let n = 0; n < count; n += 1) {
    const own = join(dir, String(n));
    mkdirSync(own, { recursive: true, mode: 0o700 });
    for (const key of n === 0 ? [] : ['receipt-key.pem', 'parcel-key.txt'])
      cpSync(join(dir, '0', key), join(own, key), { mode: 0 });
    nodes.push(await forkRepository(own, { accessKeys, ...(registerUrl === undefined ? {} : { registerUrl }) }));
  }
  return nodes;
}

/** What the nodes have computed so far: a figure that a busy machine changes little. Ticks of 10 ms (proc(5), utime and stime). */
function cpuMs(nodes: readonly ForkedRepository[]): number {
  const ticks = nodes.map(({ pid }) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, each) => sum + each, 0) * 10;
}

const bareRows = 400;

function bareSqlite(dir: string): number {
  const db = new Database(join(dir, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE bare (n INTEGER PRIMARY KEY, row TEXT)');
  const insert = db.prepare('INSERT INTO bare (row) VALUES (?)');
  const begun = performance.now();
  for (let n = 0; n < bareRows; n += 1) insert.run('x'.repeat(2_000));
  const rate = (bareRows * 1000) / (performance.now() - begun);
  db.close();
  return rate;
}

async function barePostgres(postgres: TestPostgres): Promise<number> {
  const url = await postgres.database();
  const host = new URL(url).searchParams.get('host')!;
  const client = new pg.Client({ host, user: 'fojas', database: postgres.nameIn(url) });
  await client.connect();
  await client.query('CREATE TABLE bare (n bigserial PRIMARY KEY, row text)');
  const begun = performance.now();
  for (let n = 0; n < bareRows; n += 1) await client.query('INSERT INTO bare (row) VALUES ($1)', ['x'.repeat(2_000)]);
  const rate = (bareRows * 1000) / (performance.now() - begun);
  await client.end();
  return rate;
}
