/**
 * A real token host on SoftHSM, a real repository and an office in its own process, all of which may be killed at any moment; and
 * the laws that must hold after every such moment. Used by the kill tests and by the long siege in `test/nemesis`.
 */
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { documentStore } from '../../src/casework/documents/index.ts';
import { verifyJournal } from '../../src/casework/journal/journal.ts';
import { openStore, sql } from '../../src/casework/store/index.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import { Sha256 } from '../../src/contract/ids.ts';
import {
  type SeededAct,
  type TestRepository,
  makeTestFolder,
  sha256 as sha256Of,
  startTestRepository,
  storeKey,
  testConfig,
  until,
} from '../helpers/office.ts';
import { makePki } from '../helpers/pki.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { type Host, pinOf, startHost } from '../token-host/harness.ts';
import { type OfficeChild, isOpen, startOfficeChild } from './office-child.ts';

export interface Siege {
  readonly repository: TestRepository;
  readonly acts: SeededAct[];
  office: OfficeChild;
  host: Host;
  /** Acts that some office, now dead or not, said were kept. */
  readonly promised: Set<string>;
  /** Adds acts to the tray, in a case of their own. */
  propose(count: number): Promise<void>;
  /** Starts an office (the one before must be dead), attaches the token and waits until its tray is filled. */
  startOffice(stopAt?: string): Promise<void>;
  /** Starts a token host (the one before may be dead) and gives it to the office. */
  startHost(): Promise<void>;
  killOffice(): Promise<void>;
  killHost(): Promise<void>;
  /** Shows and signs everything that is still to sign; answers the batch, or null when nothing is. */
  sign(): Promise<string | null>;
  /** @throws saying how the batch stands, when it takes longer than that. */
  batchEnded(batchId: string, patienceMs?: number): Promise<void>;
  /** What must hold at any moment, asked of a living office. */
  checkAlive(): Promise<void>;
  /** What must hold when everything has settled: each act registered once, no file too many, the journal whole. Ends the office. */
  checkAtTheEnd(): Promise<void>;
  end(): Promise<void>;
}

const libraryId = 'softhsm';

/** The token and its certificate: slow to make, the same for many sieges. */
export interface Armoury {
  readonly token: SoftToken;
  readonly certificateSha256: Sha256;
  readonly anchors: readonly string[];
  /**
   * Puts the token's files back as they were. SoftHSM rewrites one of them at each login, not atomically: a kill in that moment
   * leaves no token at all, which no card does. To be called while no host runs.
   */
  mend(): void;
}

export function createArmoury(): Armoury {
  const { signer, root, intermediate } = makePki();
  const token = createSoftToken();
  token.add(signer);
  const files = join(token.folder, 'tokens');
  const copy = join(token.folder, 'copy');
  cpSync(files, copy, { recursive: true });
  const mend = (): void => {
    rmSync(files, { recursive: true });
    cpSync(copy, files, { recursive: true });
  };
  const certificateSha256 = Sha256.parse(sha256Of(signer.certificate));
  return { token, certificateSha256, anchors: [root.certificatePem, intermediate.certificatePem], mend };
}

export async function createSiege({ token, certificateSha256, anchors, mend }: Armoury): Promise<Siege> {
  const folder = makeTestFolder();
  const repository = await startTestRepository(folder.repository);
  const config = testConfig(folder.data, { repository, libraries: [token.library], anchors });
  const siege: Siege = {
    ...{ repository, acts: [], promised: new Set<string>() },
    office: undefined as unknown as OfficeChild,
    host: await newHost(token),
    async propose(count) {
      const caseId = await repository.putCase();
      for (let i = 0; i < count; i += 1) siege.acts.push(await repository.propose(caseId));
    },
    async startOffice(stopAt) {
      const office = await startOfficeChild({ config, ...(stopAt === undefined ? {} : { stopAt }) });
      isOpen(office);
      siege.office = office;
      office.attachToken(libraryId, siege.host.anotherOffice().port);
      await office.call('sync.now', {});
    },
    async startHost() {
      siege.host = await newHost(token);
      siege.office.attachToken(libraryId, siege.host.anotherOffice().port);
    },
    async killOffice() {
      await siege.office.kill();
      for (const act of siege.office.keptActs) siege.promised.add(act);
    },
    async killHost() {
      await siege.host.kill('SIGKILL');
      mend();
      // As its parent does when a host dies.
      siege.office.tokenGone(libraryId, { kind: 'driverGone', library: token.library.path });
    },
    async sign() {
      const { rows } = await siege.office.call('trays.page', { tray: 'toSign', after: null, limit: 500 });
      if (rows.length === 0) return null;
      const items = rows.map(({ actId, documentSha256 }) => ({ actId, documentSha256 }));
      for (const item of items) await siege.office.call('acts.markShown', { ...item, via: 'window' });
      const choice = { libraryId, tokenSerial: token.serial, certificateSha256 };
      return (await siege.office.call('signing.start', { items, ...choice })).batchId;
    },
    async batchEnded(batchId, patienceMs = 20_000) {
      let last: unknown;
      await until(async () => {
        const { batch } = await siege.office.call('signing.batch', { batchId: batchId as never });
        last = batch;
        return batch.state === 'finished' || batch.state === 'stopped';
      }, patienceMs).catch(() => lie(`a batch that does not end: ${JSON.stringify(last)}\n${siege.office.output()}`));
    },
    checkAlive: () => checkAlive(siege),
    checkAtTheEnd: () => checkAtTheEnd(siege, config),
    async end() {
      await siege.office?.kill();
      await siege.host.stop();
      mend();
      await repository.stop();
      folder.remove();
    },
  };
  return siege;
}

function newHost(token: SoftToken): Promise<Host> {
  return startHost({ library: token.library, environment: token.environment, person: () => pinOf(token.pin) });
}

const lie = (what: string): never => {
  throw new Error(what);
};

/** The receipt that the repository stored for an act; null where it registered none. */
async function receiptAt(repository: TestRepository, actId: string): Promise<string | null> {
  const response = await repository.request('GET', `/v1/acts/${actId}/receipt`);
  if (response.status === 404) return null;
  return ((await response.json()) as { receipt: string }).receipt;
}

async function checkAlive(siege: Siege): Promise<void> {
  for (const act of siege.office.keptActs) siege.promised.add(act);
  let signed = 0;
  for (const { actId, documentSha256, bytes } of siege.acts) {
    const row = await siege.office.call('acts.read', { actId });
    const receipt = await receiptAt(siege.repository, actId);
    if (row.documentSha256 !== documentSha256) lie(`${actId}: other bytes`);
    if (row.state === 'toSign') {
      if (siege.promised.has(actId)) lie(`${actId}: was told kept, and is to be signed again`);
      if (receipt) lie(`${actId}: registered, and is to be signed again`);
      if (row.signedSha256 || row.sending || row.signedAt) lie(`${actId}: half signed`);
      continue;
    }
    signed += 1;
    if (row.state !== 'queued' && row.state !== 'registered') lie(`${actId}: ${row.state}`);
    if ((row.state === 'registered') !== (row.sending === 'registered')) lie(`${actId}: ${row.state}/${row.sending}`);
    if (row.state === 'registered' && !receipt) lie(`${actId}: called registered, and is not`);
    const read = await siege.office.call('documents.read', { sha256: row.signedSha256!, offset: 0, length: 1_048_576 });
    if (sha256Of(read.bytes) !== row.signedSha256) lie(`${actId}: its file is another`);
    if (!Buffer.from(read.bytes).subarray(0, bytes.length).equals(bytes))
      lie(`${actId}: does not begin with what was shown`);
  }
  const counts = await siege.office.call('trays.counts', {});
  if (counts.signed !== signed || counts.toSign !== siege.acts.length - signed) lie(`counts ${JSON.stringify(counts)}`);
}

async function checkAtTheEnd(siege: Siege, config: OfficeConfig): Promise<void> {
  const numbers = new Map<string, number[]>();
  for (const { actId, caseId } of siege.acts) {
    const row = await siege.office.call('acts.read', { actId });
    if (row.state !== 'registered') lie(`${actId}: ${row.state}, not registered`);
    const kept = await siege.office.call('receipts.read', { actId });
    if (!kept.verified || kept.jws !== (await receiptAt(siege.repository, actId))) lie(`${actId}: another receipt`);
    numbers.set(caseId, [...(numbers.get(caseId) ?? []), kept.statement.number]);
  }
  for (const [caseId, list] of numbers) {
    const dense = [...list].sort((a, b) => a - b).every((number, index) => number === index + 1);
    if (!dense) lie(`${caseId}: numbers ${list.join(',')}`);
  }
  if ((await siege.office.close()) !== 0) lie(`the office did not close cleanly: ${siege.office.output()}`);
  checkFolder(siege, config);
}

function checkFolder(siege: Siege, config: OfficeConfig): void {
  const opened = openStore({ folder: config.dataDir, storeKey, now: () => new Date() });
  if (!opened.ok) return lie(`the store: ${opened.failure.kind}`);
  const store = opened.value;
  try {
    const verdict = verifyJournal(store.journal);
    if (!verdict.ok) lie(`the journal breaks at ${verdict.seq}`);
    const count = (kind: string): number =>
      store.journal.get<{ n: number }>(sql`select count(*) as n from journal where body ->> '$.kind' = ${kind}`)?.n ??
      0;
    const total = siege.acts.length;
    if (count('actSigned') !== total) lie(`${count('actSigned')} signatures in the journal for ${total} acts`);
    if (count('actRegistered') !== total) lie(`${count('actRegistered')} registrations in the journal`);
    const rows = store.journal.all<{ signed_sha256: string }>(sql`select signed_sha256 from signed_acts`);
    const kept = documentStore(join(config.dataDir, 'documents', 'kept'), store.keys.documents);
    const files = [...kept.list()].sort();
    if (
      files.join() !==
      rows
        .map((row) => row.signed_sha256)
        .sort()
        .join()
    )
      lie(`${files.length} files for ${rows.length} acts`);
    if (readdirSync(join(kept.folder, 'tmp')).length > 0) lie('a temporary file was left');
    const open = store.journal.get<{ n: number }>(sql`select count(*) as n from outbox where state <> 'registered'`);
    if (open?.n !== 0) lie('the outbox is not empty');
  } finally {
    store.close();
  }
}
