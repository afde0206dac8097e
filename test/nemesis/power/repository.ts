/** Power cuts under a repository that registers: whatever it answered with a yes has to be there, in the very same words. */
import { join } from 'node:path';
import {
  type ForkedRepository,
  type SignedAct,
  type TestSigner,
  forkRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  send,
  sha256Of,
} from '../../helpers/repository.ts';
import { between } from '../random.ts';
import { powerDisk } from './disk.ts';
import type { Cuts } from './tally.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Within this what was written to a socket before its writer stood still has been read. */
const socketsMs = 60;

/** What the repository said yes to. */
export interface Promised {
  readonly files: Set<string>;
  readonly proposals: Map<string, SignedAct>;
  /** Receipts by act. */
  readonly receipts: Map<string, string>;
}

export async function cutRepository(cuts: number, random: () => number, count: Cuts): Promise<void> {
  const disk = powerDisk();
  const dir = join(disk.path, 'repository');
  const signer = makeTestSigner();
  const record = makeCase();
  const promised: Promised = { files: new Set(), proposals: new Map(), receipts: new Map() };
  let running: ForkedRepository | null = null;
  const open = async (): Promise<ForkedRepository> =>
    (running = await forkRepository(dir, { trustAnchors: [signer.rootPem] }));
  try {
    for (let n = 0; n < cuts; n += 1) {
      await count.one(async () => {
        const repository = await open();
        await check(repository, promised);
        const acts = await Promise.all(Array.from({ length: between(random, 2, 6) }, () => makeOne(signer, record)));
        const sending = acts.map((act) => sendAll(repository, act, promised).catch(() => undefined));
        const afterMs = between(random, 0, 900);
        await wait(afterMs);
        process.kill(repository.pid, 'SIGSTOP');
        await wait(socketsMs);
        const acknowledged = promised.files.size + promised.proposals.size + promised.receipts.size;
        disk.cut();
        await repository.kill();
        running = null;
        await Promise.all(sending);
        disk.back();
        await check(await open(), promised);
        await running!.close();
        running = null;
        count.acknowledged(acknowledged);
        return `repository, after ${afterMs} ms, ${promised.receipts.size} receipts given`;
      });
    }
  } finally {
    await (running as ForkedRepository | null)?.kill();
    disk.remove();
  }
}

export const makeOne = (signer: TestSigner, record: SignedAct['record']): Promise<SignedAct> =>
  makeSignedAct(signer, { record });

/** Sends an act as far as it goes; each yes is noted as it comes. */
export async function sendAll(repository: { readonly url: string }, act: SignedAct, promised: Promised): Promise<void> {
  const { record, proposal, document, signed, request } = act;
  const put = async (path: string, body: unknown): Promise<void> => {
    const response = await send(repository, 'PUT', path, body);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
  };
  await put(`/v1/cases/${record.caseId}`, record);
  await put(`/v1/blobs/${proposal.documentSha256}`, document);
  promised.files.add(proposal.documentSha256);
  await put(`/v1/acts/${proposal.actId}/proposal`, proposal);
  promised.proposals.set(proposal.actId, act);
  await put(`/v1/blobs/${request.sha256}`, signed);
  promised.files.add(request.sha256);
  const response = await register(repository, act);
  const { receipt } = (await response.json()) as { receipt?: string };
  if (response.ok && receipt !== undefined) promised.receipts.set(request.actId, receipt);
}

export async function check(
  repository: { readonly url: string },
  { files, proposals, receipts }: Promised,
): Promise<void> {
  for (const sha256 of files) {
    const response = await send(repository, 'GET', `/v1/blobs/${sha256}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!response.ok || sha256Of(bytes) !== sha256) throw new Error(`the file ${sha256} is lost (${response.status})`);
  }
  for (const [actId, { proposal }] of proposals) {
    const response = await send(repository, 'PUT', `/v1/acts/${actId}/proposal`, proposal);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`the proposal of ${actId} is lost (${response.status})`);
  }
  const numbers = new Set<number>();
  for (const [actId, receipt] of receipts) {
    const response = await send(repository, 'GET', `/v1/acts/${actId}/receipt`);
    const now = response.ok ? ((await response.json()) as { receipt: string }).receipt : null;
    if (now !== receipt) throw new Error(`the registration of ${actId} is lost or another`);
    numbers.add((JSON.parse(Buffer.from(receipt.split('.')[1]!, 'base64url').toString()) as { number: number }).number);
  }
  if (numbers.size !== receipts.size) throw new Error('two acts have one number');
}
