/** A real repository for tests: in this process, or in one of its own that can be killed; and acts signed by code to send to it. */
import { diaryText } from '../../src/contract/diary.ts';
import { type ChildProcess, fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActId, CaseId, Sha256 } from '../../src/contract/ids.ts';
import type { OfficeStanding } from '../../src/contract/office-repository.ts';
import type { ReceiptKey } from '../../src/contract/receipts.ts';
import type { CaseRecord, Proposal, RegistrationRequest } from '../../src/contract/wire.ts';
import type { OfficeSideOptions } from '../../src/repository/office/office.ts';
import { type RepositoryOptions, createRepository } from '../../src/repository/repository.ts';
import { type Identity, makePki } from './pki.ts';
import { type PlainOptions, repositoryOptions, testFolderKey, testOffice } from './repository-options.ts';
import { makePdf, signPdf } from './signed-pdf.ts';

export { testOffice } from './repository-options.ts';

export interface TestRepository {
  readonly url: string;
  readonly dir: string;
  readonly receiptKeys: readonly ReceiptKey[];
  readonly log: readonly string[];
  /** Where health and metrics are, when that was asked for. */
  readonly statusUrl?: string | null;
  /** An anchor for who takes electronic signatures (PEM); null where none are issued. */
  readonly electronicAuthority?: string | null;
  close(): Promise<void>;
}

/** A folder for a repository; remove it when done. */
export function repositoryFolder(): { dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'fojas-repository-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Starts a repository in this process. */
export async function startRepository(dir: string, options: Partial<RepositoryOptions> = {}): Promise<TestRepository> {
  const log: string[] = [];
  const repository = await createRepository({
    ...repositoryOptions(dir),
    log: (line) => log.push(diaryText(line)),
    ...options,
  });
  return { ...repository, dir, log };
}

export interface OfficeRepository extends TestRepository {
  readonly officeKey: ReceiptKey;
  readonly officeStanding: () => Promise<OfficeStanding>;
}

/** Starts a repository inside the test's office, with `centre` behind it, in this process. */
export async function startOfficeRepository(
  dir: string,
  centre: Pick<TestRepository, 'url' | 'receiptKeys'>,
  options: Partial<RepositoryOptions> = {},
  upstream: Partial<OfficeSideOptions> = {},
): Promise<OfficeRepository> {
  const behind: OfficeSideOptions = {
    ...{ officeId: testOffice.officeId, url: centre.url, accessKey: testOffice.accessKey },
    ...{ pinnedKeys: centre.receiptKeys, pace: quickOffice, folderKey: testFolderKey, ...upstream },
  };
  const log: string[] = [];
  const given = { ...repositoryOptions(dir), name: 'Repositorio de la oficina', ...options, upstream: behind };
  const repository = await createRepository({ ...given, log: (line) => log.push(diaryText(line)) });
  const { officeKey, officeStanding } = repository;
  return { ...repository, officeKey: officeKey!, officeStanding: officeStanding!, dir, log };
}

const quickOffice = { idleMs: 100, firstMs: 10, mostMs: 80 };

export interface ForkedRepository extends TestRepository {
  readonly pid: number;
  /** `kill -9`, and waits for the end. */
  kill(): Promise<void>;
  /** Called when the process is gone, however it went. */
  onExit(gone: () => void): void;
}

/** Starts a repository in a process of its own. Rejects with what the process says when it does not start. */
export async function forkRepository(
  dir: string,
  options: PlainOptions = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<ForkedRepository> {
  const child = fork(join(import.meta.dirname, 'repository-process.ts'), [], {
    ...{ stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, ...environment } },
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const started = new Promise<{ url: string; receiptKeys: ReceiptKey[] }>((resolve, reject) => {
    child.once('message', (message) => {
      const said = message as { url: string; receiptKeys: ReceiptKey[] } | { refused: string };
      if ('refused' in said) reject(new Error(said.refused));
      else resolve(said);
    });
    child.once('exit', () => reject(new Error(`the repository ended: ${log.join('')}`)));
  });
  child.send({ dir, ...options });
  const end = async (signal: NodeJS.Signals) => {
    if (isRunning(child)) child.kill(signal);
    await exited;
  };
  try {
    const { url, receiptKeys } = await started;
    return {
      url,
      receiptKeys,
      dir,
      log,
      pid: child.pid!,
      kill: () => end('SIGKILL'),
      close: () => end('SIGTERM'),
      onExit: (gone) => void exited.then(gone),
    };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

export const sha256Of = (bytes: Uint8Array): Sha256 => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));

/** Sends one request with the test office's key; bytes go as they are, everything else as JSON. */
export function send(
  { url }: { url: string },
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const bytes = body instanceof Uint8Array;
  const type = bytes ? 'application/octet-stream' : 'application/json';
  return fetch(`${url}${path}`, {
    ...{ method, signal: AbortSignal.timeout(20_000) },
    headers: {
      authorization: `Bearer ${testOffice.accessKey}`,
      ...(body === undefined ? {} : { 'content-type': type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: bytes ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body) }),
  });
}

/** A document with this many pages, unlike any other. */
export async function makeDocument(pages = 1): Promise<Buffer> {
  return Buffer.from(await makePdf(pages, randomUUID()));
}

export interface TestSigner {
  readonly identity: Identity;
  readonly rootPem: string;
  readonly certificateSha256: Sha256;
}

export function makeTestSigner(): TestSigner {
  const { root, signer } = makePki();
  return { identity: signer, rootPem: root.certificatePem, certificateSha256: sha256Of(signer.certificate) };
}

/** The document with the signer's signature appended (PAdES B-B). */
export async function signDocument(document: Buffer, { identity }: TestSigner): Promise<Buffer> {
  return Buffer.from(await signPdf(document, identity));
}

export interface SignedAct {
  readonly record: CaseRecord;
  readonly proposal: Proposal;
  readonly document: Buffer;
  readonly signed: Buffer;
  readonly request: RegistrationRequest;
}

export const makeCase = (given: Partial<CaseRecord> = {}): CaseRecord => ({
  caseId: CaseId.parse(randomUUID()),
  caseNumber: '97-00-000418-26',
  caption: 'CARÁTULA FICTICIA s/ PRUEBA',
  officeId: testOffice.officeId,
  confidentialityLevel: 1,
  detained: false,
  ...given,
});

/** An act of a case, proposed and signed, with everything that has to be sent. */
export async function makeSignedAct(
  signer: TestSigner,
  options: { record?: CaseRecord; pages?: number; document?: Buffer } = {},
): Promise<SignedAct> {
  const record = options.record ?? makeCase();
  const document = options.document ?? (await makeDocument(options.pages));
  const signed = await signDocument(document, signer);
  const actId = ActId.parse(randomUUID());
  const documentSha256 = sha256Of(document);
  const now = new Date().toISOString();
  return {
    ...{ record, document, signed },
    proposal: {
      ...{ actId, caseId: record.caseId, officeId: record.officeId, type: 'providencia', title: 'Providencia simple' },
      ...{
        author: 'Bruno Cáceres Tolosa',
        confidentialityLevel: 1,
        dueAt: null,
        documentSha256,
        size: document.length,
      },
      ...{ vouchedBy: null, proposedAt: now },
    },
    request: {
      ...{ actId, caseId: record.caseId, sha256: sha256Of(signed), size: signed.length, documentSha256 },
      ...{
        documentSize: document.length,
        certificateSha256: signer.certificateSha256,
        signedAt: now,
        deviceId: 'pc-1',
      },
    },
  };
}

/** Sends case, document and proposal; then the signed file. The registration itself is left to the test. */
export async function sendUpToRegistration(repository: { url: string }, act: SignedAct): Promise<void> {
  const { record, proposal, document, signed, request } = act;
  for (const [path, body] of [
    [`/v1/cases/${record.caseId}`, record],
    [`/v1/blobs/${proposal.documentSha256}`, document],
    [`/v1/acts/${proposal.actId}/proposal`, proposal],
    [`/v1/blobs/${request.sha256}`, signed],
  ] as const) {
    const response = await send(repository, 'PUT', path, body);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  }
}

export const register = (repository: { url: string }, { request }: SignedAct): Promise<Response> =>
  send(repository, 'PUT', `/v1/acts/${request.actId}/registration`, request);
