/**
 * A whole office for tests: a data folder, a real repository on loopback with real PDFs in its tray, and an office in this process
 * (or its configuration, for one in a process of its own). Everything is removed by `end`.
 */
import { diaryText } from '../../src/contract/diary.ts';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { type Office, type OfficeOptions, openOffice } from '../../src/casework/office.ts';
import type { Pace } from '../../src/casework/sync/backoff.ts';
import type { CallName, EventName } from '../../src/contract/calls.ts';
import { type Calls, calls } from '../../src/contract/calls.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { Failure } from '../../src/contract/failures.ts';
import { ActId, CaseId, Sha256 } from '../../src/contract/ids.ts';
import type { ReceiptKey } from '../../src/contract/receipts.ts';
import { type Input, type Output, answer } from '../../src/contract/rpc.ts';
import type { TokenLibrary } from '../../src/contract/token.ts';
import { type CaseRecord, FeedPage, type Proposal } from '../../src/contract/wire.ts';
import { type Repository, type RepositoryOptions, createRepository } from '../../src/repository/repository.ts';

export const accessKey = 'a key of at least sixteen characters';
export const officeId = 'ufi-3';
export const storeKey = '5a'.repeat(32);
/** Quick enough for tests, with all the waiting still there. */
export const quickPace: Pace = { idleMs: 150, firstMs: 10, mostMs: 80 };

export const sha256 = (bytes: Uint8Array): Sha256 => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));

/** A small act as PDF; `weight` adds so many bytes that do not compress. */
export async function makeActPdf(title: string, weight = 0): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.TimesRoman);
  const page = document.addPage([595, 842]);
  page.drawText(title.slice(0, 80), { x: 60, y: 760, size: 12, font });
  page.drawText('DATOS FICTICIOS', { x: 60, y: 60, size: 9, font });
  if (weight > 0) await document.attach(randomBytes(weight), 'anexo.bin', {});
  return document.save();
}

export interface SeededAct {
  readonly actId: ActId;
  readonly caseId: CaseId;
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly documentSha256: Sha256;
  readonly size: number;
}

/** A repository to fill and to look at. */
export interface TestRepository {
  readonly url: string;
  readonly receiptKeys: readonly ReceiptKey[];
  /** Every request it answered: method, path, status. */
  readonly log: string[];
  putCase(change?: Partial<CaseRecord>): Promise<CaseId>;
  /** Puts an act into the tray to sign, with these bytes or a PDF of its own. */
  propose(caseId: CaseId, change?: Partial<Proposal>, bytes?: Uint8Array): Promise<SeededAct>;
  request(method: string, path: string, body?: unknown): Promise<Response>;
  /** How many longer files it has taken in. */
  renditions(): Promise<number>;
  /** Stops listening; `restart` comes back at the same address. */
  stop(): Promise<void>;
  restart(): Promise<void>;
}

export async function startTestRepository(dir: string, more: Partial<RepositoryOptions> = {}): Promise<TestRepository> {
  const log: string[] = [];
  const options = { dir, name: 'Registro de prueba', accessKeys: [{ key: accessKey, officeId }], settleMs: 0, ...more };
  let running: Repository | null = await createRepository({
    ...options,
    log: (line) => void log.push(diaryText(line)),
  });
  const { url, receiptKeys } = running;
  const request = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const raw = body instanceof Uint8Array;
    return fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessKey}`,
        ...(body === undefined ? {} : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
    });
  };
  const put = async (path: string, body: unknown): Promise<void> => {
    const response = await request('PUT', path, body);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  };
  let made = 0;
  let turn = Promise.resolve();
  /** One after the other: a repository called back while it still closes would else stay away for ever. */
  const inTurn = (step: () => Promise<void>): Promise<void> => (turn = turn.then(step));
  return {
    ...{ url, receiptKeys, log, request },
    async putCase(change = {}) {
      const caseId = change.caseId ?? CaseId.parse(randomUUID());
      await put(`/v1/cases/${caseId}`, {
        ...{ caseId, officeId, confidentialityLevel: 1, detained: false },
        ...{
          caseNumber: `IPP 03-00-${String(++made).padStart(6, '0')}-26/00`,
          caption: 'NÚÑEZ, Iván s/ robo',
          ...change,
        },
      });
      return caseId;
    },
    async propose(caseId, change = {}, bytes) {
      const actId = change.actId ?? ActId.parse(randomUUID());
      const title = change.title ?? `Acto ${++made}`;
      const document = bytes ?? (await makeActPdf(`${title} ${actId}`));
      const documentSha256 = sha256(document);
      await put(`/v1/blobs/${documentSha256}`, document);
      await put(`/v1/acts/${actId}/proposal`, {
        ...{ actId, caseId, officeId, type: 'resolución', title, author: 'Ana Auxiliar', confidentialityLevel: 1 },
        ...{ dueAt: null, documentSha256, size: document.length, vouchedBy: null },
        ...{ proposedAt: new Date(1_780_000_000_000 + made * 1000).toISOString(), ...change },
      });
      return { actId, caseId, title, bytes: document, documentSha256, size: document.length };
    },
    async renditions() {
      const page = FeedPage.parse(await (await request('GET', `/v1/feed?office=${officeId}&limit=500`)).json());
      return page.events.filter(({ kind }) => kind === 'rendition').length;
    },
    stop: () =>
      inTurn(async () => {
        await running?.close();
        running = null;
      }),
    restart: () =>
      inTurn(async () => {
        running ??= await createRepository({
          ...options,
          port: Number(new URL(url).port),
          log: (line) => void log.push(diaryText(line)),
        });
      }),
  };
}

/** Calls of the contract on an office in this process, through the same door that a window's calls come by. */
export interface TestOffice {
  readonly office: Office;
  /** The value, or an error naming the failure. */
  call<N extends CallName>(name: N, input: Input<Calls[N]>): Promise<Output<Calls[N]>>;
  /** The failure, or an error when there was none. */
  refusal<N extends CallName>(name: N, input: Input<Calls[N]>): Promise<Failure>;
  readonly seen: { readonly event: EventName; readonly data: unknown }[];
  readonly log: { readonly event: string; readonly facts: unknown }[];
  /** Waits until an event makes this true. */
  until(what: () => boolean | Promise<boolean>, patienceMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function openTestOffice(options: Partial<OfficeOptions> & { config: OfficeConfig }): Promise<TestOffice> {
  const log: { event: string; facts: unknown }[] = [];
  const opened = await openOffice({
    ...{ storeKey, version: '0.0.0', clock: () => new Date(), ids: randomUUID, pace: quickPace },
    log: (event, ...facts) => void log.push({ event, facts: facts[0] ?? {} }),
    ...options,
  });
  if (!opened.ok) throw new Error(`the office did not open: ${JSON.stringify(opened.failure)}`);
  const office = opened.value;
  const seen: TestOffice['seen'] = [];
  office.subscribe((event, data) => void seen.push({ event, data }));
  const ask = (name: string, input: unknown) =>
    answer(calls, office.handlers, name, input, (incident, error) => {
      throw new Error(`incident ${incident} in ${name}`, { cause: error });
    });
  let closed: Promise<void> | undefined;
  return {
    ...{ office, seen, log },
    async call(name, input) {
      const outcome = await ask(name, input);
      if (!outcome.ok) throw new Error(`${name}: ${JSON.stringify(outcome.failure)}`);
      return calls[name].output.parse(outcome.value) as never;
    },
    async refusal(name, input) {
      const outcome = await ask(name, input);
      if (outcome.ok) throw new Error(`${name} was not refused`);
      return outcome.failure;
    },
    until: (what, patienceMs) => until(what, patienceMs),
    close: () => (closed ??= office.close()),
  };
}

/** Asks again and again, some hundred times a second, until it is true. */
export async function until(what: () => boolean | Promise<boolean>, patienceMs = 20_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await what())) {
    if (Date.now() > end) throw new Error(`waited ${patienceMs} ms in vain for: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
}

export function testConfig(
  dataDir: string,
  options: {
    readonly libraries?: readonly TokenLibrary[];
    readonly repository?: { readonly url: string; readonly receiptKeys: readonly ReceiptKey[] } | null;
    readonly anchors?: readonly string[];
  } = {},
): OfficeConfig {
  return {
    ...{ version: 1, mode: 'practice', dataDir, deviceId: 'pc-01' },
    office: { officeId, name: 'UFI N.º 3' },
    person: { personId: 'p-1', name: 'Juana Prueba', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null },
    repository: options.repository
      ? { url: options.repository.url, accessKey, pinnedKeys: [...options.repository.receiptKeys] }
      : null,
    tokenLibraries: [...(options.libraries ?? [])],
    trustAnchors: [...(options.anchors ?? [])],
  };
}

/** A folder with room for everything of one test. */
export function makeTestFolder(): {
  readonly path: string;
  readonly data: string;
  readonly repository: string;
  remove(): void;
} {
  const path = mkdtempSync(join(tmpdir(), 'fojas-office-'));
  return {
    ...{ path, data: join(path, 'data'), repository: join(path, 'repository') },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
