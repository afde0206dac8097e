/** A real repository with proposed acts, and a line to it that a test can spoil. */
import { randomBytes } from 'node:crypto';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import { openTransport } from '../../src/line/transport.ts';
import type { BundleItem, Transport } from '../../src/line/port.ts';
import type { RepositoryOptions } from '../../src/repository/repository.ts';
import { bufferSource } from '../../src/signature/index.ts';
import {
  type SignedAct,
  type TestRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  send,
  sha256Of,
  signDocument,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';
import { makePdf } from '../helpers/signed-pdf.ts';

export const signer = makeTestSigner();

export async function repositoryHere(options: Partial<RepositoryOptions> = {}): Promise<TestRepository> {
  const folder = repositoryFolder();
  const repository = await startRepository(folder.dir, options);
  onTestFinished(async () => {
    await repository.close();
    folder.remove();
  });
  return repository;
}

/** @param now milliseconds, where a test sets them. */
export function transportTo(url: string, accessKey: string = testOffice.accessKey, now?: () => number): Transport {
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  return openTransport({ url, accessKey, officeId: testOffice.officeId, dispatcher }, now);
}

/** Acts of one case, signed here; their case, documents and proposals are at the repository. */
export async function proposedActs(
  repository: { url: string },
  count: number,
  options: { bulk?: number } = {},
): Promise<SignedAct[]> {
  const record = makeCase();
  await put(repository, `/v1/cases/${record.caseId}`, record);
  const acts: SignedAct[] = [];
  for (let at = 0; at < count; at++) {
    const plain = await makeSignedAct(signer, { record });
    const act = options.bulk === undefined ? plain : await withBulk(plain, options.bulk);
    await put(repository, `/v1/blobs/${act.proposal.documentSha256}`, act.document);
    await put(repository, `/v1/acts/${act.proposal.actId}/proposal`, act.proposal);
    acts.push(act);
  }
  return acts;
}

/** The act with another document, in which so many bytes do not compress. */
async function withBulk(act: SignedAct, bulk: number): Promise<SignedAct> {
  const document = Buffer.from(await makePdf(1, randomBytes(bulk).toString('base64')));
  const signed = await signDocument(document, signer);
  const facts = { documentSha256: sha256Of(document) };
  return {
    ...{ record: act.record, document, signed },
    proposal: { ...act.proposal, ...facts, size: document.length },
    request: { ...act.request, ...facts, documentSize: document.length, sha256: sha256Of(signed), size: signed.length },
  };
}

async function put(repository: { url: string }, path: string, body: unknown): Promise<void> {
  const response = await send(repository, 'PUT', path, body);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}

export const itemOf = ({ request, signed }: SignedAct, grown = false): BundleItem & { kind: 'act' } => ({
  kind: 'act',
  request,
  source: bufferSource(signed),
  after: grown ? { sha256: request.documentSha256, size: request.documentSize } : null,
});

export const statementOf = (receipt: string): { actId: string; number: number; sha256: string } =>
  JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString()) as never;

export interface Tap {
  readonly url: string;
  /** Bytes that went up and came down through it. */
  readonly up: () => number;
  readonly down: () => number;
  /** Cuts every connection that is open, as an address translator does that has forgotten them. */
  cut(): void;
}

/** A line on loopback; `spoil` changes what comes down, or says null to cut. */
export async function tapTo(
  url: string,
  hooks: {
    readonly onUp?: (total: number, tap: Tap) => void;
    readonly spoilDown?: (piece: Buffer) => Buffer | null;
    /** What goes up disappears. */
    readonly swallowUp?: () => boolean;
    /** What goes up instead; null for nothing now. */
    readonly transformUp?: (piece: Buffer) => Buffer | null;
  } = {},
): Promise<Tap> {
  const target = new URL(url);
  const open = new Set<Socket>();
  let up = 0;
  let down = 0;
  const tap: Tap = {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    up: () => up,
    down: () => down,
    cut: () => open.forEach((socket) => socket.resetAndDestroy()),
  };
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined).once('close', () => open.delete(socket));
    }
    near.once('close', () => far.resetAndDestroy());
    far.once('close', () => near.destroy());
    near.on('data', (piece) => {
      up += piece.length;
      const passed = hooks.transformUp ? hooks.transformUp(piece) : piece;
      if (passed && hooks.swallowUp?.() !== true) far.write(passed);
      hooks.onUp?.(up, tap);
    });
    far.on('data', (piece) => {
      down += piece.length;
      const given = hooks.spoilDown ? hooks.spoilDown(piece) : piece;
      if (given === null) near.resetAndDestroy();
      else near.write(given);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    tap.cut();
    server.close();
  });
  return tap;
}
