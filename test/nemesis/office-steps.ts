/**
 * Every step of what the repository inside an office does on its disk, from the moment at which an act and a draft come to the moment at which
 * the act's receipt is there: killed (kill -9) before the step, or without room on the disk from there on, for some steps. A second
 * repository of the same office holds every other of these acts and forwards them as well, as a desk makes it that moves between the two.
 *
 *   node test/nemesis/office-steps.ts [--kills N] [--full N] [--seed S] [--report FILE]
 *
 * So many kills and full disks, spread over all steps; `--kills all`, `--full all`: at each. After each one, what was acknowledged is
 * registered, with the same receipt at the central repository and at both of the office; in the end each act is registered once and told
 * once, each case has numbers without a gap, and each draft has one version. Needs a C compiler. Exit code 0 only when all held.
 */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ReceiptStatement } from '../../src/contract/receipts.ts';
import { DraftState, DraftVersion } from '../../src/contract/wire-drafts.ts';
import { FeedPage, Registered } from '../../src/contract/wire.ts';
import { testFolderKey } from '../helpers/repository-options.ts';
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
import { between, randomFrom } from './random.ts';
import { countedFolder } from './steps/steps.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '12' },
    full: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string' },
  },
});
const random = randomFrom(Number(values.seed));
const signer = makeTestSigner();
const trustAnchors = [signer.rootPem];
/** Until a receipt is where it has to be. */
const patienceMs = 40_000;

interface Work {
  readonly act: SignedAct;
  readonly draft: DraftVersion;
}

const ports = await Promise.all(Array.from({ length: 2 }, freePort));
const folder = repositoryFolder();
const second = repositoryFolder();
const steps = countedFolder();
const centre = await forkRepository(folder.dir, { trustAnchors });
const upstream = {
  ...{ officeId: testOffice.officeId, url: centre.url, accessKey: testOffice.accessKey, stallMs: 4000 },
  ...{ pinnedKeys: centre.receiptKeys, folderKey: testFolderKey, pace: { idleMs: 1000, firstMs: 20, mostMs: 200 } },
};
const startFirst = (): Promise<ForkedRepository> =>
  forkRepository(steps.path, { trustAnchors, port: ports[0]!, upstream }, steps.environment);
let first = await startFirst();
const other = await forkRepository(second.dir, { trustAnchors, port: ports[1]!, upstream });
let isOver = false;
let deaths = 0;
const watching = watch();

/** Whoever looks after the first starts it again, as often as it takes. */
async function watch(): Promise<void> {
  while (!isOver) {
    await new Promise<void>((resolve) => first.onExit(resolve));
    if (isOver) return;
    deaths += 1;
    steps.spare();
    first = await startFirst();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const record = makeCase();
const done: Work[] = [];

async function makeWork(): Promise<Work> {
  const act = await makeSignedAct(signer, { record });
  const draft = DraftVersion.parse({
    ...{ draftId: randomUUID(), versionId: randomUUID(), caseId: record.caseId, officeId: testOffice.officeId },
    text: {
      format: 1,
      actType: 'providencia',
      title: 'Providencia',
      archived: false,
      paragraphs: [{ id: 'p', text: 'x' }],
    },
    ...{ parents: [], author: { personId: 'p-1', name: 'Ana Auxiliar' }, deviceId: 'pc-1' },
    savedAt: new Date().toISOString(),
  });
  return { act, draft };
}

/** Until it says that it has both, as a desk does. */
async function insist(where: () => ForkedRepository, { act, draft }: Work): Promise<void> {
  const end = performance.now() + patienceMs;
  for (let last = ''; performance.now() < end; await sleep(25)) {
    try {
      await sendUpToRegistration(where(), act);
      const answer = await register(where(), act);
      const kept = await send(where(), 'PUT', `/v1/drafts/${draft.draftId}`, draft, { 'if-none-match': '*' });
      await Promise.all([answer.arrayBuffer(), kept.arrayBuffer()]);
      if ([200, 202].includes(answer.status) && kept.ok) return;
      last = `HTTP ${answer.status} and ${kept.status}`;
    } catch (error) {
      // Killed under its feet, or no room: again.
      last = String(error);
    }
    if (performance.now() + 30 > end) throw new Error(`never taken: ${last}`);
  }
}

async function receiptAt(where: () => ForkedRepository, { act }: Work): Promise<string> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(25)) {
    const response = await send(where(), 'GET', `/v1/acts/${act.request.actId}/receipt`).catch(() => null);
    if (response?.ok) return Registered.parse(await response.json()).receipt;
    await response?.arrayBuffer().catch(() => undefined);
  }
  throw new Error('acknowledged, and no receipt came');
}

/** One act and one draft come to both, and something happens. Answers after how many steps all was over. */
async function through(happens: (from: number) => void): Promise<number> {
  const work = await makeWork();
  const from = steps.done();
  happens(from);
  done.push(work);
  // What only one of them has, the other cannot make good.
  const both = done.length % 2 === 0;
  await Promise.all([insist(() => first, work), both ? insist(() => other, work) : null]);
  const receipts = await Promise.all([() => first, () => other, () => centre].map((where) => receiptAt(where, work)));
  const took = steps.done() - from;
  steps.spare();
  if (new Set(receipts).size !== 1) throw new Error('another receipt elsewhere');
  return took;
}

async function told(where: ForkedRepository): Promise<readonly string[]> {
  const receipts: string[] = [];
  for (let cursor = '', more = true; more;) {
    const response = await send(where, 'GET', `/v1/feed?office=${testOffice.officeId}&cursor=${cursor}&limit=500`);
    const page = FeedPage.parse(await response.json());
    for (const event of page.events) if (event.kind === 'registered') receipts.push(event.receipt);
    ({ cursor, more } = page);
  }
  return receipts;
}

const statementIn = (receipt: string): ReceiptStatement =>
  ReceiptStatement.parse(JSON.parse(Buffer.from(receipt.split('.')[1]!, 'base64url').toString()));

/** The open versions of a draft; what else than this one was there until the end of patience. */
async function openOf(where: ForkedRepository, draft: DraftVersion, end: number): Promise<string | undefined> {
  for (;;) {
    const answer: unknown = await (await send(where, 'GET', `/v1/drafts/${draft.draftId}`)).json().catch(() => null);
    const open = DraftState.safeParse(answer).data?.open.join();
    if (open === draft.versionId || performance.now() > end) return open;
    await sleep(50);
  }
}

/** What of the whole life does not hold. */
async function wrongInTheEnd(): Promise<string[]> {
  const wrong: string[] = [];
  const wanted = done.map(({ act }) => act.request.actId).sort();
  for (const [name, where] of [
    ['the centre', centre],
    ['the office', first],
    ['the second of the office', other],
  ] as const) {
    const statements = (await told(where)).map(statementIn);
    const acts = statements.map(({ actId }) => actId).sort();
    if (JSON.stringify(acts) !== JSON.stringify(wanted))
      wrong.push(
        `${name} tells ${acts.length} registrations of ${new Set(acts).size} acts; sent were ${wanted.length}`,
      );
    const numbers = statements.map(({ number }) => number).sort((a, b) => a - b);
    if (numbers.some((number, at) => number !== at + 1)) wrong.push(`${name} has a gap: ${numbers.join()}`);
    for (const { draft } of done) {
      // The last of them comes behind the receipt.
      const open = await openOf(where, draft, performance.now() + patienceMs);
      if (open !== draft.versionId) wrong.push(`${name} has ${open ?? 'nothing'} of draft ${draft.versionId}`);
    }
  }
  return wrong;
}

/** So many of the steps, spread, never the same twice. */
function spread(most: number, wish: string): number[] {
  const many = wish === 'all' ? most : Math.min(most, Number(wish));
  return Array.from({ length: many }, (_, at) => {
    const [low, high] = [Math.floor((at * most) / many) + 1, Math.floor(((at + 1) * most) / many)];
    return between(random, low, Math.max(low, high));
  });
}

let [passed, failed] = [0, 0];
async function one(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`WRONG ${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

// The first ones make the case, and files of the database that are there from then on.
await through(() => undefined);
const most = await through(() => undefined);
const [kills, fulls] = [spread(most, values.kills), spread(most, values.full)];
console.log(`${most} steps; killed at ${kills.length} of them, no room from ${fulls.length}, seed ${values.seed}`);
for (const step of kills)
  await one(`killed at step ${step}`, async () => {
    const before = deaths;
    const took = await through((from) => steps.dieAt(from + step));
    if (deaths === before && took >= step) throw new Error('it was to die, and did not');
  });
const killed = deaths;
for (const step of fulls)
  await one(`no room from step ${step}`, async () => {
    const many = between(random, 1, 40);
    await through((from) => steps.noRoomFrom(from + step, many));
  });
const refused = steps.refused();
await one('in the end', async () => {
  const wrong = await wrongInTheEnd();
  if (wrong.length > 0) throw new Error(wrong.join('\n      '));
  if (kills.length > 0 && killed === 0) throw new Error('nothing was ever killed');
  if (fulls.length > 0 && refused === 0) throw new Error('there was always room');
});
isOver = true;
await Promise.all([first.close(), other.close(), centre.close()]);
await watching;
for (const each of [folder, second]) each.remove();
steps.remove();
const summary = `${done.length} acts and drafts, ${killed} kills, ${refused} writes without room, ${deaths - killed} ends for want of it`;
console.log(summary);
if (values.report !== undefined) {
  const command = `node test/nemesis/office-steps.ts --kills ${values.kills} --full ${values.full} --seed ${values.seed}`;
  writeFileSync(values.report, `\`${command}\`: ${most} steps; ${summary}; ${passed} passed, ${failed} failed.\n`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
