/**
 * The repository inside an office under fire: two desks send signed acts to it while it and the central one are killed (kill -9) and the
 * line between them is cut and reset at random moments; then everything is healed, and the queue has to drain. Some acts are sent to the
 * central repository directly as well, as a desk does that moves.
 *
 *   node test/nemesis/office-repository.ts [--runs N] [--seed S] [--seconds T]
 *
 * Checked on the whole history: what was acknowledged is registered, once, with the same receipt bytes on both sides; numbers of a case are
 * dense; what one desk sent in one case has the order of its sending. Run i has seed S + i. Exit code 0 only when all held.
 */
import { createServer, type AddressInfo } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ReceiptStatement } from '../../src/contract/receipts.ts';
import { FeedPage, Registered } from '../../src/contract/wire.ts';
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
import { layPipe } from './pipe.ts';
import { testFolderKey } from '../helpers/repository-options.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '8' },
  },
});

/** Mulberry32: small, and the same everywhere. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const signer = makeTestSigner();

async function run(seed: number): Promise<string[]> {
  const random = dice(seed);
  const folders = [repositoryFolder(), repositoryFolder()] as const;
  const ports = [await freePort(), await freePort()] as const;
  const trustAnchors = [signer.rootPem];
  const startCentre = () => forkRepository(folders[0].dir, { trustAnchors, port: ports[0] });
  let centre: ForkedRepository = await startCentre();
  const line = await layPipe(() => ports[0]);
  const upstream = {
    ...{ officeId: testOffice.officeId, url: line.url, accessKey: testOffice.accessKey },
    ...{
      pinnedKeys: centre.receiptKeys,
      folderKey: testFolderKey,
      stallMs: 4000,
      pace: { idleMs: 200, firstMs: 20, mostMs: 400 },
    },
  };
  const startOffice = () => forkRepository(folders[1].dir, { trustAnchors, port: ports[1], upstream });
  let office: ForkedRepository = await startOffice();
  const cases = [makeCase({ detained: true }), makeCase(), makeCase()];
  const sent = new Map<string, SignedAct[]>();
  const acknowledged: SignedAct[] = [];
  const direct = new Set<string>();
  const end = Date.now() + Number(values.seconds) * 1000;

  /** Sends until the office says that it has it, as a desk does; sometimes to the central repository too. */
  const insist = async (act: SignedAct): Promise<void> => {
    for (let last = ''; ;) {
      if (Date.now() > end + 90_000) throw new Error(`the office never had ${act.request.actId}: ${last}`);
      try {
        await sendUpToRegistration(office, act);
        const { status } = await register(office, act);
        if (status === 200 || status === 202) break;
        last = `HTTP ${status}`;
      } catch (error) {
        // Killed under its feet: again.
        last = String(error);
      }
      await sleep(30);
    }
    acknowledged.push(act);
    if (random() >= 0.15) return;
    // Overtakes what the office has not forwarded yet: such an act has no order among the others.
    direct.add(act.request.actId);
    await sendUpToRegistration(centre, act)
      .then(() => register(centre, act))
      .catch(() => undefined);
  };
  const desk = async (name: string): Promise<void> => {
    while (Date.now() < end) {
      const record = cases[Math.floor(random() * cases.length)]!;
      const made = await makeSignedAct(signer, { record });
      const act = { ...made, request: { ...made.request, deviceId: name } };
      const key = `${name} ${record.caseId}`;
      sent.set(key, [...(sent.get(key) ?? []), act]);
      await insist(act);
    }
  };
  const nemesis = async (): Promise<number> => {
    let blows = 0;
    while (Date.now() < end) {
      await sleep(300 + random() * 1200);
      blows += 1;
      const which = random();
      if (which < 0.35) {
        await office.kill();
        office = await startOffice();
      } else if (which < 0.55) {
        await centre.kill();
        centre = await startCentre();
      } else if (which < 0.75) line.reset();
      else {
        line.set(false);
        await sleep(random() * 2000);
        line.set(true);
      }
    }
    return blows;
  };
  const wrong: string[] = [];
  try {
    const [, , blows] = await Promise.all([desk('pc-1'), desk('pc-2'), nemesis()]);
    line.set(true);
    const patience = Date.now() + 60_000;
    const receipts = new Map<string, string>();
    for (const act of acknowledged) {
      for (;;) {
        const response = await send(office, 'GET', `/v1/acts/${act.request.actId}/receipt`);
        if (response.ok) {
          receipts.set(act.request.actId, Registered.parse(await response.json()).receipt);
          break;
        }
        await response.arrayBuffer();
        if (Date.now() > patience) break;
        await sleep(100);
      }
      if (!receipts.has(act.request.actId)) wrong.push(`acknowledged and not registered: ${act.request.actId}`);
    }
    for (const [where, at] of [
      ['centre', centre],
      ['office', office],
    ] as const) {
      const told = await registeredAt(at);
      if (new Set(told.map(({ actId }) => actId)).size !== told.length)
        wrong.push(`an act was registered twice (${where})`);
      for (const { actId, receipt } of told) {
        if (receipts.has(actId) && receipts.get(actId) !== receipt) wrong.push(`another receipt (${where}): ${actId}`);
      }
      if (told.length !== acknowledged.length) wrong.push(`${where}: ${told.length} of ${acknowledged.length} acts`);
    }
    wrong.push(
      ...orderOf(
        await registeredAt(centre),
        cases.map(({ caseId }) => caseId),
        sent,
        direct,
      ),
    );
    const told = `${acknowledged.length} acts, ${blows} blows`;
    console.log(`${wrong.length === 0 ? 'ok   ' : 'WRONG'} seed ${seed}: ${told}`);
  } finally {
    await office.close();
    await centre.close();
    await line.close();
    for (const folder of folders) folder.remove();
  }
  return wrong;
}

interface Told {
  readonly actId: string;
  readonly receipt: string;
  readonly statement: ReceiptStatement;
}

async function registeredAt(repository: { url: string }): Promise<Told[]> {
  const told: Told[] = [];
  for (let cursor = '', more = true; more;) {
    const response = await send(repository, 'GET', `/v1/feed?office=${testOffice.officeId}&cursor=${cursor}&limit=500`);
    const page = FeedPage.parse(await response.json());
    for (const event of page.events) {
      if (event.kind !== 'registered') continue;
      const payload = Buffer.from(event.receipt.split('.')[1]!, 'base64url').toString();
      told.push({ ...event, statement: ReceiptStatement.parse(JSON.parse(payload)) });
    }
    ({ cursor, more } = page);
  }
  return told;
}

function orderOf(
  told: readonly Told[],
  caseIds: readonly string[],
  sent: ReadonlyMap<string, SignedAct[]>,
  direct: ReadonlySet<string>,
): string[] {
  const wrong: string[] = [];
  for (const caseId of caseIds) {
    const numbers = told
      .filter(({ statement }) => statement.caseId === caseId)
      .map(({ statement }) => statement.number);
    if (numbers.sort((a, b) => a - b).some((number, at) => number !== at + 1))
      wrong.push(`numbers with a gap: ${caseId}`);
  }
  for (const [key, acts] of sent) {
    const numbers = acts
      .filter(({ request }) => !direct.has(request.actId))
      .map((act) => told.find(({ actId }) => actId === act.request.actId)?.statement.number ?? 0);
    if (numbers.some((number, at) => at > 0 && number <= numbers[at - 1]!))
      wrong.push(`out of order: ${key}: ${numbers.join()}`);
  }
  return wrong;
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
