/**
 * Two nodes of one repository (PostgreSQL, and a real S3 service) behind a real HAProxy that looks at their readiness, with the file that we
 * ship for it (`resources/repository/haproxy.cfg`). Real desks sign and send; others ask, register, keep bundles open and wait for news; and
 * the nodes are ended by SIGTERM and started again by turns.
 *
 *   node test/nemesis/rolling.ts [--rounds N]
 *
 * No request may fail, neither as whoever asked saw it nor as the proxy's log tells it; no desk may see its line broken; every act that was
 * answered is registered once, with numbers without a gap; and each node has to have answered while the other one was away.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { ActId } from '../../src/contract/ids.ts';
import { type TestHaproxy, startHaproxy } from '../helpers/haproxy.ts';
import { startPostgres } from '../helpers/postgres.ts';
import {
  type ForkedRepository,
  forkRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
} from '../helpers/repository.ts';
import { freePort, startS3, testAccount } from '../helpers/s3-server.ts';
import { installVersitygw } from '../oracles/install.ts';
import { type Desk, openDesk } from './rolling/desks.ts';
import { type Load, startLoad, sendUpToProposal } from './rolling/load.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '2' } } });
/** As in the proxy's file, quicker: out after two looks. */
const lookMs = 300;
const noticeMs = 5 * lookMs;
const names = ['a', 'b'] as const;
Object.assign(process.env, testAccount);

async function run(rounds: number): Promise<string[]> {
  const [postgres, s3, folder] = [await startPostgres(), await startS3(installVersitygw()), repositoryFolder()];
  const [registerUrl, blobsUrl] = [await postgres.database(), await s3.bucket('locking', '&retain-days=1')];
  const door = async () => ({ port: await freePort(), statusPort: await freePort() });
  const doors = [await door(), await door()] as const;
  const start = (at: number): Promise<ForkedRepository> =>
    forkRepository(join(folder.dir, names[at]!), {
      ...{ registerUrl, blobsUrl, noticeMs, port: doors[at]!.port },
      status: { host: '127.0.0.1', port: doors[at]!.statusPort },
    });
  const nodes: ForkedRepository[] = [];
  const desks: Desk[] = [];
  let proxy: TestHaproxy | null = null;
  try {
    for (const [at, name] of names.entries()) {
      const dir = join(folder.dir, name);
      mkdirSync(dir, { mode: 0o700 });
      if (at > 0)
        for (const key of ['receipt-key.pem', 'parcel-key.txt']) cpSync(join(folder.dir, 'a', key), join(dir, key));
      nodes.push(await start(at));
    }
    proxy = await startHaproxy(doors, lookMs);
    for (const name of ['pc-1', 'pc-2'])
      desks.push(await openDesk(folder.dir, name, { url: proxy.url, receiptKeys: nodes[0]!.receiptKeys }));
    return await replaced({ proxy, nodes, desks, start, rounds, registerUrl });
  } finally {
    for (const desk of desks) await desk.close();
    await proxy?.stop();
    for (const node of nodes) await node.kill();
    await postgres.stop();
    await s3.stop();
    folder.remove();
  }
}

interface World {
  readonly proxy: TestHaproxy;
  readonly nodes: ForkedRepository[];
  readonly desks: readonly Desk[];
  readonly start: (at: number) => Promise<ForkedRepository>;
  readonly rounds: number;
  readonly registerUrl: string;
}

async function replaced(world: World): Promise<string[]> {
  const { proxy, nodes, desks, start, rounds } = world;
  const signer = makeTestSigner();
  const records = [makeCase(), makeCase(), makeCase()];
  let made = 0;
  const next = () => makeSignedAct(signer, { record: records[(made += 1) % records.length]! });
  const toSign = await Promise.all(desks.map(() => proposals(proxy, next, 6 * rounds)));
  let over = false;
  const load = startLoad(proxy, next);
  const signing = desks.map((desk, at) => desk.signOn(toSign[at]!, 1500, () => over));
  const alone: string[] = [];
  for (let turn = 0; turn < rounds * nodes.length; turn += 1) {
    const at = turn % nodes.length;
    const [name, other] = [names[at]!, names[1 - at]!];
    await nodes[at]!.close();
    // What it answered last is told by the proxy a moment later.
    await sleep(1000);
    const before = proxy.requests.length;
    await sleep(500);
    // On a busy machine the other may need longer for a first answer: none at all is what is wrong.
    for (let waits = 0; waits < 300 && proxy.requests.length === before; waits += 1) await sleep(100);
    const meanwhile = proxy.requests.slice(before);
    if (meanwhile.length === 0 || meanwhile.some(({ node }) => node !== other))
      alone.push(`${meanwhile.length} requests while ${name} was away, not all at ${other}`);
    nodes[at] = await start(at);
    while (!(await proxy.isUp(name))) await sleep(50);
  }
  over = true;
  await load.stop();
  await Promise.all(signing);
  await Promise.all(desks.map((desk) => desk.settled()));
  const troubles = desks.flatMap((desk) => desk.troubles);
  const wrong = [...load.failed, ...alone, ...troubles, ...blamed(proxy), ...(await miscounted(world, load))];
  const counted = [...load.answered].map(([what, times]) => `${what} ${times}`).join(', ');
  const signed = desks.reduce((sum, desk) => sum + desk.signed.length, 0);
  console.log(`${rounds * 2} nodes replaced, ${proxy.requests.length} requests (${counted}), ${signed} acts of desks`);
  return wrong;
}

/** Acts that wait for a desk's signature. */
async function proposals(proxy: TestHaproxy, next: () => ReturnType<typeof makeSignedAct>, count: number) {
  const acts: ActId[] = [];
  for (let n = 0; n < count; n += 1) {
    const act = await next();
    await sendUpToProposal(proxy, act);
    acts.push(act.proposal.actId);
  }
  return acts;
}

/** What the proxy says that it, or a node, did not do. A client may leave (C): who was given up saw it, and told. */
const blamed = ({ requests }: TestHaproxy): string[] =>
  requests
    .filter(({ status, ended }) => (status < 200 || status >= 500 || ended !== '--') && !ended.startsWith('C'))
    .map(({ node, status, ended, line }) => `the proxy says of ${node}: ${status} ${ended} ${line.slice(0, 60)}`);

async function miscounted({ registerUrl, desks }: World, load: Load): Promise<string[]> {
  const { searchParams, pathname } = new URL(registerUrl);
  const client = new pg.Client({ host: searchParams.get('host')!, user: 'fojas', database: pathname.slice(1) });
  await client.connect();
  try {
    const { rows } = await client.query<{ act_id: string; case_id: string; number: number }>(
      'SELECT act_id, case_id, number::int FROM registrations ORDER BY case_id, number',
    );
    const there = new Set(rows.map((row) => row.act_id));
    const promised = [...load.registered, ...desks.flatMap((desk) => desk.signed)];
    const wrong = promised.filter((actId) => !there.has(actId)).map((actId) => `not registered: ${actId}`);
    if (there.size !== rows.length) wrong.push('an act registered twice');
    const last = new Map<string, number>();
    for (const { case_id, number } of rows) {
      if (number !== (last.get(case_id) ?? 0) + 1) wrong.push(`numbers with a gap: ${case_id}`);
      last.set(case_id, number);
    }
    return wrong;
  } finally {
    await client.end();
  }
}

const wrong = await run(Number(values.rounds)).catch((error: unknown) => [String(error)]);
for (const each of [...new Set(wrong)].slice(0, 20)) console.log(`      ${each}`);
console.log(wrong.length === 0 ? '1 passed, 0 failed' : `0 passed, 1 failed`);
process.exitCode = wrong.length === 0 ? 0 : 1;
