/** Gathers what lies on a desk's disk and what the repository answers, once everything has ended. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { documentStore } from '../../../src/casework/documents/index.ts';
import { verifyJournal } from '../../../src/casework/journal/journal.ts';
import { openPartial, openReceipt, openRendition } from '../../../src/casework/receipts/verify.ts';
import { openStore, sql } from '../../../src/casework/store/index.ts';
import { Sha256 } from '../../../src/contract/ids.ts';
import { FeedPage, RegistrationRequest } from '../../../src/contract/wire.ts';
import { storeKey } from '../../helpers/office.ts';
import { asString } from './desk.ts';
import type { DeskEvidence, RegisterEvidence } from './history.ts';
import type { ServedRepository } from './repository.ts';

/** Words that no file of a desk may hold readable: of captions, of titles, and how every PDF begins. */
export const canaries = ['CANARIO', 'NÚÑEZ', '%PDF-1.'] as const;

export async function deskEvidence(
  desk: number,
  dataDir: string,
  receiptKeys: ServedRepository['receiptKeys'],
  key = storeKey,
): Promise<Omit<DeskEvidence, 'texts' | 'draftsWaiting'>> {
  const opened = openStore({ folder: dataDir, storeKey: key, now: () => new Date() });
  if (!opened.ok) throw new Error(`desk ${desk}: ${JSON.stringify(opened.failure)}`);
  const store = opened.value;
  try {
    const signed = store.journal.all<{ actId: string; caseId: string; sha256: string }>(sql`
      select s.act_id as actId, s.case_id as caseId, s.signed_sha256 as sha256 from signed_acts s
      join journal j on j.body ->> '$.kind' = 'actSigned' and j.body ->> '$.actId' = s.act_id order by j.seq`);
    const kept = documentStore(join(dataDir, 'documents', 'kept'), store.keys.documents);
    const halves = store.journal.all<DeskEvidence['halves'][number]>(
      sql`select act_id as actId, signed_sha256 as sha256, state from half_signed order by seq`,
    );
    const states = await Promise.all(
      [...signed, ...halves].map(async ({ sha256 }) => ({ sha256, state: await kept.verify(Sha256.parse(sha256)) })),
    );
    const receipts = store.journal.all<{ actId: string; jws: string }>(
      sql`select act_id as actId, jws from receipts order by act_id`,
    );
    const payloads = store.journal.all<{ payload: string }>(sql`select payload from outbox where kind = 'act'`);
    return {
      desk,
      journalWhole: verifyJournal(store.journal).ok,
      ...{ signed, halves },
      missingFiles: states.filter(({ state }) => state === 'missing').map(({ sha256 }) => sha256),
      damagedFiles: states.filter(({ state }) => state === 'damaged').map(({ sha256 }) => sha256),
      receipts: receipts.map((one) => ({ ...one, verified: openReceipt(one.jws, receiptKeys).kind === 'verified' })),
      outbox: store.journal.all(sql`select act_id as actId, state, trouble from outbox order by id`),
      requests: payloads.map(({ payload }) => RegistrationRequest.parse(JSON.parse(payload))),
      renditions: store.journal.all(sql`select act_id as actId, n, sha256, state from renditions order by act_id, n`),
      plaintext: readable(dataDir),
    };
  } finally {
    store.close();
  }
}

/** Files below a folder in which a canary can be read. */
export function readable(folder: string): string[] {
  const needles = canaries.map((word) => Buffer.from(word));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return needles.some((needle) => bytes.includes(needle));
    })
    .map((path) => relative(folder, path));
}

type PartlySigned = Omit<RegisterEvidence['halves'][number], 'sound'> & { readonly bytes: Uint8Array };

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function registerEvidence(
  repository: ServedRepository,
  requests: readonly RegistrationRequest[],
  officeId: string,
  sent: readonly { readonly draftId: string; readonly versionId: string }[],
): Promise<RegisterEvidence> {
  const whole = await readFeed(repository, officeId, '', 200);
  const events = whole.flatMap(({ events: some }) => some);
  const registrations: RegisterEvidence['registrations'][number][] = [];
  const renditions: RegisterEvidence['renditions'][number][] = [];
  const partly = new Map<string, PartlySigned[]>();
  const blobs = new Map<string, Uint8Array>();
  const blob = async (sha256: string): Promise<Uint8Array> => {
    const known = blobs.get(sha256);
    if (known) return known;
    const response = await repository.request('GET', `/v1/blobs/${sha256}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    blobs.set(sha256, bytes);
    return bytes;
  };
  for (const event of events) {
    if (event.kind === 'proposal') await blob(event.proposal.documentSha256);
    if (event.kind === 'partlySigned') {
      const opened = openPartial(event.receipt, repository.receiptKeys);
      const { n, sha256 } = statementOf(event.receipt);
      const half = { actId: event.actId, n, sha256, verified: opened.kind === 'verified', bytes: await blob(sha256) };
      partly.set(event.actId, [...(partly.get(event.actId) ?? []), half]);
    }
    if (event.kind === 'registered') {
      const opened = openReceipt(event.receipt, repository.receiptKeys);
      const { caseId, number, folioFrom, folioTo, sha256 } = statementOf(event.receipt);
      await blob(sha256);
      const verified = opened.kind === 'verified';
      const served = await receiptOf(repository, event.actId);
      const place = { actId: event.actId, caseId, number, folioFrom, folioTo, sha256 };
      registrations.push({ ...place, jws: event.receipt, verified, served });
    }
    if (event.kind === 'rendition') {
      const opened = openRendition(event.receipt, repository.receiptKeys);
      const { n, sha256, prefixSha256, prefixSize } = statementOf(event.receipt);
      const bytes = await blob(sha256);
      const sound = hashOf(bytes) === sha256 && hashOf(bytes.subarray(0, prefixSize)) === prefixSha256;
      renditions.push({ actId: event.actId, n, sha256, prefixSha256, verified: opened.kind === 'verified', sound });
    }
  }
  const feeds = [{ how: 'in pages of 200', text: JSON.stringify(events) }];
  for (const size of [1, 7]) {
    const pages = await readFeed(repository, officeId, '', size);
    feeds.push({ how: `in pages of ${size}`, text: JSON.stringify(pages.flatMap((page) => page.events)) });
    // From a cursor in the middle, with what came before it.
    const half = Math.floor(pages.length / 2);
    const before = pages.slice(0, half).flatMap((page) => page.events);
    const after = await readFeed(repository, officeId, pages[half - 1]?.cursor ?? '', 50);
    const text = JSON.stringify([...before, ...after.flatMap((page) => page.events)]);
    feeds.push({ how: `from the cursor after page ${half} of ${size}`, text });
  }
  const texts = [];
  for (const { draftId, versionId } of sent) {
    const response = await repository.request('GET', `/v1/drafts/${draftId}/versions/${versionId}`);
    const text = response.ok ? asString(((await response.json()) as { text: unknown }).text) : null;
    texts.push({ versionId, text });
  }
  const replays = [];
  for (const request of requests) replays.push(await replay(repository, request, registrations));
  const halves = [...partly.values()].flat().map(({ bytes, ...half }) => {
    const whole = blobs.get(registrations.find(({ actId }) => actId === half.actId)?.sha256 ?? '');
    const isBeginning = whole !== undefined && hashOf(whole.subarray(0, bytes.length)) === half.sha256;
    return { ...half, sound: isBeginning && hashOf(bytes) === half.sha256 };
  });
  return {
    ...{ registrations, renditions, halves, feeds, replays, texts },
    blobs: [...blobs].map(([sha256, bytes]) => ({ sha256, sound: hashOf(bytes) === sha256 })),
  };
}

/** The statement of a receipt or a rendition, believed or not. */
function statementOf(jws: string) {
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
    readonly [name in 'caseId' | 'sha256' | 'prefixSha256']: string;
  } & { readonly [name in 'number' | 'folioFrom' | 'folioTo' | 'n' | 'prefixSize']: number };
}

async function receiptOf(repository: ServedRepository, actId: string): Promise<string | null> {
  const response = await repository.request('GET', `/v1/acts/${actId}/receipt`);
  return response.ok ? ((await response.json()) as { receipt: string }).receipt : null;
}

/** The pages of the feed after a cursor, past the line. */
export async function readFeed(
  repository: ServedRepository,
  office: string,
  from: string,
  limit: number,
): Promise<FeedPage[]> {
  const pages: FeedPage[] = [];
  for (let cursor = from; ;) {
    const query = new URLSearchParams({ office, cursor, limit: String(limit) });
    const response = await repository.request('GET', `/v1/feed?${query}`);
    const page = FeedPage.parse(await response.json());
    if (page.events.length > 0) pages.push(page);
    if (!page.more) return pages;
    cursor = page.cursor;
  }
}

/** Sends a registration once more: the first one's receipt has to come, or a no for who lost. */
async function replay(
  repository: ServedRepository,
  request: RegistrationRequest,
  registrations: RegisterEvidence['registrations'],
): Promise<RegisterEvidence['replays'][number]> {
  const response = await repository.request('PUT', `/v1/acts/${request.actId}/registration`, request);
  const told = await response.text();
  const row = registrations.find((one) => one.actId === request.actId);
  const won = row?.sha256 === request.sha256;
  const same = won ? response.ok && told.includes(row.jws) : response.status === 409;
  return { actId: request.actId, same, told: `${response.status} ${told.slice(0, 200)}` };
}
