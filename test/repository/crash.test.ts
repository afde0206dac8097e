/** The repository as a process of its own: killed at any moment, started twice, out of room. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReceiptStatement } from '../../src/contract/receipts.ts';
import { Problem, Registered } from '../../src/contract/wire.ts';
import { openSqliteRegister } from '../../src/repository/register/sqlite.ts';
import {
  type ForkedRepository,
  type SignedAct,
  type TestSigner,
  forkRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startRepository,
} from '../helpers/repository.ts';
import { caseRecord } from './conformance.ts';

let signer: TestSigner;
let folder: { dir: string; remove(): void };
let repository: ForkedRepository | undefined;

beforeAll(() => (signer = makeTestSigner()));
beforeEach(() => (folder = repositoryFolder()));
afterEach(async () => {
  await repository?.close();
  repository = undefined;
  folder.remove();
});

const start = async () => (repository = await forkRepository(folder.dir, { trustAnchors: [signer.rootPem] }));
const receiptOf = async (response: Response) => Registered.parse(await response.json()).receipt;
const statementOf = (receipt: string) =>
  ReceiptStatement.parse(JSON.parse(Buffer.from(receipt.split('.')[1]!, 'base64url').toString('utf8')));

/** Sends until a yes comes, as a workstation does whose repository keeps dying. */
async function insist(act: SignedAct): Promise<string> {
  // Longer than a busy machine takes to start it six times.
  const until = Date.now() + 150_000;
  while (Date.now() < until) {
    const receipt = await attempt(act);
    if (receipt !== null) return receipt;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('never registered');
}

async function attempt(act: SignedAct): Promise<string | null> {
  try {
    await sendUpToRegistration(repository!, act);
    const response = await register(repository!, act);
    return response.ok ? await receiptOf(response) : null;
  } catch {
    return null;
  }
}

describe('kill -9', () => {
  it('between the file and its registration loses neither, and the key stays the same', async () => {
    const act = await makeSignedAct(signer);
    const first = await start();
    await sendUpToRegistration(first, act);
    await first.kill();
    const second = await start();
    expect(second.receiptKeys).toEqual(first.receiptKeys);
    const head = await send(second, 'HEAD', `/v1/blobs/${act.request.sha256}`);
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(act.signed.length)]);
    expect((await register(second, act)).status).toBe(201);
  });

  it('after the registration replays the very same receipt', async () => {
    const act = await makeSignedAct(signer);
    const first = await start();
    await sendUpToRegistration(first, act);
    const receipt = await receiptOf(await register(first, act));
    await first.kill();
    const response = await register(await start(), act);
    expect(response.status).toBe(200);
    expect(await receiptOf(response)).toBe(receipt);
  });

  it('in the middle of a file keeps no half of it', async () => {
    const first = await start();
    const act = await makeSignedAct(signer);
    const cut = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(act.signed.subarray(0, 500));
        await new Promise((resolve) => setTimeout(resolve, 150));
        await first.kill();
        controller.close();
      },
    });
    const sending = fetch(`${first.url}/v1/blobs/${act.request.sha256}`, {
      method: 'PUT',
      headers: { authorization: 'Bearer clave-de-la-oficina-de-prueba', 'content-type': 'application/octet-stream' },
      body: cut,
      duplex: 'half',
    } as RequestInit);
    await expect(sending).rejects.toThrow();
    const second = await start();
    expect(readdirSync(join(folder.dir, 'blobs', 'incoming'))).toEqual([]);
    await sendUpToRegistration(second, act);
    expect((await register(second, act)).status).toBe(201);
  });

  it('at any moment of many registrations: each act once, numbers without gaps, no receipt changed', async () => {
    await start();
    const record = makeCase();
    const acts: SignedAct[] = [];
    for (let index = 0; index < 6; index++) acts.push(await makeSignedAct(signer, { record, pages: 1 + (index % 3) }));
    let killing = true;
    const killer = (async () => {
      for (let kills = 0; kills < 6; kills++) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 250));
        await repository!.kill();
        await start();
      }
    })().finally(() => (killing = false));
    const given = new Map<string, Set<string>>(acts.map(({ request }) => [request.actId, new Set()]));
    const sendAll = async () => {
      for (const act of acts) given.get(act.request.actId)!.add(await insist(act));
    };
    do await Promise.all([sendAll(), sendAll()]);
    while (killing);
    await killer;
    await sendAll();
    expect([...given.values()].map((receipts) => receipts.size)).toEqual(acts.map(() => 1));
    const statements = [...given.values()].map((receipts) => statementOf([...receipts][0]!));
    statements.sort((a, b) => a.number - b.number);
    expect(statements.map(({ number }) => number)).toEqual(acts.map((_, index) => index + 1));
    let folio = 0;
    for (const { folioFrom, folioTo } of statements) {
      expect(folioFrom).toBe(folio + 1);
      folio = folioTo;
    }
    const feed = await send(repository!, 'GET', '/v1/feed?office=ufi-7&limit=500');
    const { events } = (await feed.json()) as { events: { kind: string }[] };
    expect(events.filter(({ kind }) => kind === 'registered')).toHaveLength(acts.length);
  }, 200_000);
});

describe('a folder', () => {
  it('is served by one process; a second is refused and harms nothing', async () => {
    const first = await start();
    await expect(forkRepository(folder.dir)).rejects.toThrow(/^busy: /);
    await expect(startRepository(folder.dir)).rejects.toMatchObject({ kind: 'busy' });
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(first, act);
    expect((await register(first, act)).status).toBe(201);
  });

  it('is free again when its process was killed, and when it ended', async () => {
    await (await start()).kill();
    await (await start()).close();
    await start();
  });
});

describe('an address', () => {
  it('that is taken is said, and the folder is free again', async () => {
    const first = await start();
    const place = repositoryFolder();
    const port = Number(new URL(first.url).port);
    await expect(forkRepository(place.dir, { port })).rejects.toThrow(/^EADDRINUSE: /);
    await openSqliteRegister(place.dir).close();
    place.remove();
  });
});

describe('a register without room', () => {
  it('says so, keeps what it had, and goes on when there is room', async () => {
    await openSqliteRegister(folder.dir).close();
    const now = statSync(join(folder.dir, 'register.db')).size;
    const full = openSqliteRegister(folder.dir, { maxBytes: now + 2 * 4096 });
    const kept: string[] = [];
    const fill = async () => {
      for (let index = 0; index < 500; index++) {
        const record = caseRecord({ caption: 'x'.repeat(300) });
        await full.putCase(record);
        kept.push(record.caseId);
      }
    };
    await expect(fill()).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    await full.close();
    const again = openSqliteRegister(folder.dir);
    for (const caseId of kept) expect(await again.caseOf(caseId as never)).not.toBeNull();
    expect(await again.putCase(caseRecord())).toBe('created');
    await again.close();
  });

  it('answers 507 with when to come back, promises nothing, and loses no number', async () => {
    const record = makeCase();
    const acts: SignedAct[] = [];
    for (let index = 0; index < 10; index++) acts.push(await makeSignedAct(signer, { record }));
    const trustAnchors = [signer.rootPem];
    const roomy = await startRepository(folder.dir, { trustAnchors });
    for (const act of acts) await sendUpToRegistration(roomy, act);
    await roomy.close();
    const maxRegisterBytes = statSync(join(folder.dir, 'register.db')).size;
    const full = await startRepository(folder.dir, { trustAnchors, maxRegisterBytes });
    const answers = [];
    for (const act of acts) answers.push(await register(full, act));
    const refused = answers.findIndex(({ status }) => status === 507);
    expect(refused).toBeGreaterThanOrEqual(0);
    // Another moment for each, up to twice as long.
    const seconds = Number(answers[refused]!.headers.get('retry-after'));
    expect([seconds >= 300, seconds <= 600]).toEqual([true, true]);
    expect(Problem.parse(await answers[refused]!.json())).toMatchObject({
      ...{ type: 'urn:fojas:problem:storage-full', retry: 'same' },
    });
    expect((await send(full, 'GET', `/v1/acts/${acts[refused]!.request.actId}/receipt`)).status).toBe(404);
    await full.close();
    const again = await startRepository(folder.dir, { trustAnchors });
    const numbers: number[] = [];
    for (const act of acts) numbers.push(statementOf(await receiptOf(await register(again, act))).number);
    expect(numbers.sort((a, b) => a - b)).toEqual(acts.map((_, index) => index + 1));
    await again.close();
  });
});
