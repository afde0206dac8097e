/**
 * Two nodes of one repository (PostgreSQL, and a real S3 service that locks) under fire: offices send signed acts to whichever node answers
 * while the nodes are killed by turns (kill -9) and the database once; then both are replaced one after the other while everybody works.
 *
 *   node test/nemesis/nodes.ts [--runs N] [--seed S] [--acts N]
 *
 * Checked on the whole history: what was answered with a receipt is there, with the same bytes at both nodes; no act is registered twice;
 * numbers and fojas of a case are dense; a reader that follows the feed from place to place sees what one sees who reads it at the end; each
 * receipt is a leaf of the log, once. While nodes are replaced in order no request fails. Run i has seed S + i.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ReceiptStatement } from '../../src/contract/receipts.ts';
import { FeedPage, Registered } from '../../src/contract/wire.ts';
import { startPostgres } from '../helpers/postgres.ts';
import {
  type ForkedRepository,
  type SignedAct,
  forkRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  testOffice,
} from '../helpers/repository.ts';
import { startS3, testAccount } from '../helpers/s3-server.ts';
import { installVersitygw } from '../oracles/install.ts';
import { between, pick, randomFrom } from './random.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    acts: { type: 'string', default: '120' },
  },
});
const caseCount = 4;
const senders = 8;
Object.assign(process.env, testAccount);

interface Node {
  readonly dir: string;
  running: ForkedRepository;
  /** Whether a balancer would send to it. */
  ready: boolean;
}

interface World {
  readonly nodes: readonly Node[];
  readonly start: (dir: string, port?: number) => Promise<ForkedRepository>;
}

/** Sends one act until it has its receipt, to whichever node; sometimes to both at once. */
async function deliver({ nodes }: World, act: SignedAct, random: () => number): Promise<string> {
  for (;;) {
    const node = pick(random, nodes);
    try {
      await sendUpToRegistration(node.running, act);
      const targets = random() < 0.2 ? nodes : [pick(random, nodes)];
      const answers = await Promise.allSettled(targets.map(({ running }) => register(running, act)));
      for (const answer of answers) {
        if (answer.status === 'rejected' || !answer.value.ok) continue;
        return Registered.parse(await answer.value.json()).receipt;
      }
    } catch {
      // The node is gone, or its database: the same again, to whichever is there.
    }
    await sleep(between(random, 20, 120));
  }
}

/** Reads the feed onwards from node to node until it is told to end, and then to the end. */
async function follow({ nodes }: World, over: () => boolean, random: () => number): Promise<string[]> {
  const seen: string[] = [];
  let cursor = '';
  for (;;) {
    const last = over();
    try {
      const query = new URLSearchParams({ office: testOffice.officeId, cursor, limit: '50', wait: last ? '0' : '1' });
      const answer = await send(pick(random, nodes).running, 'GET', `/v1/feed?${query}`);
      if (answer.ok) {
        const page = FeedPage.parse(await answer.json());
        seen.push(...page.events.map((event) => JSON.stringify(event)));
        cursor = page.cursor;
        if (last && !page.more) return seen;
        continue;
      }
    } catch {
      // As above.
    }
    await sleep(30);
  }
}

async function killByTurns(
  world: World,
  over: () => boolean,
  crashDatabase: () => Promise<void>,
  random: () => number,
): Promise<number> {
  let kills = 0;
  for (; !over(); kills += 1) {
    await sleep(between(random, 400, 1200));
    if (kills === 1) await crashDatabase();
    const node = world.nodes[kills % world.nodes.length]!;
    const port = Number(new URL(node.running.url).port);
    await node.running.kill();
    await sleep(between(random, 50, 400));
    for (;;) {
      const next = await world.start(node.dir, port).catch(() => null);
      if (next) {
        node.running = next;
        break;
      }
      await sleep(100);
    }
  }
  return kills;
}

/** Both nodes are replaced, one after the other, while offices ask and a balancer looks at who is ready. Answers what failed. */
async function replaceInOrder(
  world: World,
  acts: readonly SignedAct[],
  statusOf: (node: Node) => string,
): Promise<string[]> {
  const failed: string[] = [];
  let over = false;
  const balancer = (async () => {
    while (!over) {
      for (const node of world.nodes)
        node.ready = (await fetch(`${statusOf(node)}/ready`).catch(() => null))?.ok === true;
      await sleep(50);
    }
  })();
  const queue = [...acts];
  const work = async (): Promise<void> => {
    for (let turn = 0; !over || queue.length > 0; turn += 1) {
      const there = world.nodes.filter(({ ready }) => ready);
      const node = there[turn % Math.max(1, there.length)];
      if (!node) {
        failed.push('no node was ready');
        await sleep(50);
        continue;
      }
      const act = queue.shift();
      try {
        if (act) {
          await sendUpToRegistration(node.running, act);
          const answer = await register(node.running, act);
          if (!answer.ok) failed.push(`registration: ${answer.status}`);
        } else {
          const answer = await send(node.running, 'GET', '/v1/receipts?after=latest&limit=1');
          if (!answer.ok) failed.push(`receipts: ${answer.status}`);
          await answer.arrayBuffer();
        }
      } catch (error) {
        failed.push(`request: ${error instanceof Error ? (error.cause ?? error.message) : 'unknown'}`);
      }
      await sleep(5);
    }
  };
  await sleep(200);
  const workers = Array.from({ length: 4 }, work);
  for (const node of world.nodes) {
    await node.running.close();
    node.running = await world.start(node.dir, Number(new URL(node.running.url).port));
    while (!node.ready) await sleep(20);
  }
  over = true;
  await Promise.all([...workers, balancer]);
  return failed;
}

async function run(seed: number): Promise<string[]> {
  const random = randomFrom(seed);
  const [postgres, s3] = [await startPostgres(), await startS3(installVersitygw())];
  const folder = repositoryFolder();
  const [registerUrl, blobsUrl] = [await postgres.database(), await s3.bucket('locking', '&retain-days=1')];
  const statusPorts = new Map<string, number>();
  const start = (dir: string, port = 0): Promise<ForkedRepository> =>
    forkRepository(dir, {
      ...{ registerUrl, blobsUrl, port, noticeMs: 400 },
      status: { host: '127.0.0.1', port: statusPorts.get(dir) ?? 0 },
    });
  const nodes: Node[] = [];
  try {
    for (const name of ['a', 'b']) {
      const dir = join(folder.dir, name);
      mkdirSync(dir, { mode: 0o700 });
      if (name === 'b')
        for (const key of ['receipt-key.pem', 'parcel-key.txt']) cpSync(join(folder.dir, 'a', key), join(dir, key));
      statusPorts.set(dir, await freePort());
      nodes.push({ dir, running: await start(dir), ready: true });
    }
    const world: World = { nodes, start };
    const signer = makeTestSigner();
    const records = Array.from({ length: caseCount }, () => makeCase());
    const count = Number(values.acts);
    const acts: SignedAct[] = [];
    for (let n = 0; n < count + 30; n += 1) acts.push(await makeSignedAct(signer, { record: records[n % caseCount]! }));
    const [first, second] = [acts.slice(0, count), acts.slice(count)];

    let done = false;
    const receipts = new Map<string, string>();
    const crash = async (): Promise<void> => {
      await postgres.crash();
      await sleep(300);
      await postgres.restart();
    };
    const reader = follow(world, () => done, random);
    const nemesis = killByTurns(world, () => done, crash, random);
    const queue = [...first];
    const work = async (): Promise<void> => {
      for (let act = queue.shift(); act; act = queue.shift())
        receipts.set(act.request.actId, await deliver(world, act, random));
    };
    await Promise.all(Array.from({ length: senders }, work));
    done = true;
    const kills = await nemesis;
    const seen = await reader;
    const wrong = await judge(world, registerUrl, first, receipts, seen);
    const failed = await replaceInOrder(world, second, ({ dir }) => `http://127.0.0.1:${statusPorts.get(dir)}`);
    if (failed.length > 0) wrong.push(`${failed.length} requests failed while nodes were replaced: ${failed[0]}`);
    console.log(`seed ${seed}: ${count} acts, ${kills} kills, ${seen.length} events, ${wrong.length} wrong`);
    return wrong;
  } finally {
    for (const { running } of nodes) await running.kill();
    await postgres.stop();
    await s3.stop();
    folder.remove();
  }
}

async function judge(
  world: World,
  registerUrl: string,
  acts: readonly SignedAct[],
  receipts: ReadonlyMap<string, string>,
  seen: readonly string[],
): Promise<string[]> {
  const wrong: string[] = [];
  const statements: ReceiptStatement[] = [];
  for (const { request } of acts) {
    const mine = receipts.get(request.actId);
    for (const { running } of world.nodes) {
      const answer = await send(running, 'GET', `/v1/acts/${request.actId}/receipt`);
      const theirs = answer.ok ? Registered.parse(await answer.json()).receipt : null;
      if (theirs !== mine) wrong.push(`another receipt, or none: ${request.actId}`);
      const file = await send(running, 'HEAD', `/v1/blobs/${request.sha256}`);
      if (!file.ok) wrong.push(`no file: ${request.sha256}`);
    }
    const payload = Buffer.from(mine?.split('.')[1] ?? '', 'base64url').toString();
    statements.push(ReceiptStatement.parse(JSON.parse(payload)));
  }
  for (const caseId of new Set(statements.map((one) => one.caseId))) {
    const mine = statements.filter((one) => one.caseId === caseId).toSorted((a, b) => a.number - b.number);
    if (mine.some((one, nth) => one.number !== nth + 1)) wrong.push(`numbers with a gap, or twice: ${caseId}`);
    if (mine.some((one, nth) => one.folioFrom !== (mine[nth - 1]?.folioTo ?? 0) + 1)) wrong.push(`fojas: ${caseId}`);
  }
  const whole = await follow(
    world,
    () => true,
    () => 0,
  );
  if (JSON.stringify(whole) !== JSON.stringify(seen))
    wrong.push(`the feed read on the way: ${seen.length} of ${whole.length}`);
  if (new Set(whole).size !== whole.length) wrong.push('an event twice');
  const told = whole.filter((event) => event.includes('"kind":"registered"')).length;
  if (told !== acts.length) wrong.push(`${told} registrations told of ${acts.length}`);
  const host = new URL(registerUrl).searchParams.get('host')!;
  const client = new pg.Client({ host, user: 'fojas', database: new URL(registerUrl).pathname.slice(1) });
  await client.connect();
  const { rows } = await client.query<{ registered: number; leaves: number }>(
    `SELECT (SELECT count(*)::int FROM registrations) AS registered,
       ((SELECT count(*) FROM log_leaves) + (SELECT count(*) FROM log_waiting) - (SELECT count(*) FROM access_marks))::int
         AS leaves`,
  );
  await client.end();
  const { registered, leaves } = rows[0]!;
  if (registered !== acts.length) wrong.push(`${registered} registrations of ${acts.length} acts`);
  if (leaves !== acts.length) wrong.push(`${leaves} leaves of ${acts.length} receipts`);
  return wrong;
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

let failed = 0;
const runs = Number(values.runs);
for (let at = 0; at < runs; at += 1) {
  const wrong = await run(Number(values.seed) + at).catch((error: unknown) => [String(error)]);
  for (const each of wrong) console.log(`      ${each}`);
  if (wrong.length > 0) failed += 1;
}
console.log(`${runs - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
