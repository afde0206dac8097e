/**
 * The whole way in the terminal: pull, show, sign in one batch, send, verify the receipts. Through the real processes: the
 * office and the token host are forked, the repository answers over HTTP.
 */
import type { ActRow, Batch } from '../../contract/acts.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { ReceiptStatement } from '../../contract/receipts.ts';
import { sha256Hex } from '../../signature/index.ts';
import { type AskPin, type Office, type TokenHost, startOffice, startTokenHost } from '../processes.ts';
import type { Ui } from '../ui.ts';
import { programVersion } from '../version.ts';
import { type RemovalStory, rehearseRemoval } from './removal.ts';
import type { PracticeWorld } from './world.ts';

/** An act at the end of its way. */
export interface WalkedAct {
  readonly row: ActRow;
  /** The signed bytes; null when the act was not signed. */
  readonly signed: Uint8Array | null;
  readonly receipt: { readonly jws: string; readonly statement: ReceiptStatement; readonly verified: boolean } | null;
  readonly failure: Failure | null;
}

export interface Walk {
  readonly acts: readonly WalkedAct[];
  readonly batch: Batch;
  /** What a rehearsed removal left behind; null where none was. */
  readonly removal: RemovalStory | null;
  readonly signSeconds: number;
  readonly sendSeconds: number;
}

/**
 * Starts the processes, walks every act of the tray to its receipt, and ends the processes. Null when the tray is empty.
 * @param removal pull the token out in the middle, put it back and go on.
 */
export async function walk(world: PracticeWorld, ui: Ui, removal = false): Promise<Outcome<Walk | null>> {
  // The practice PIN is printed on the screen and opens nothing else: only here may a program send one by itself, once a batch.
  let left = removal ? 2 : 1;
  const askPin: AskPin = () => Promise.resolve(left-- > 0 ? { pin: world.token.pin, lastTryConfirmed: false } : null);
  const host = await startTokenHost(world.token.library, askPin, { env: world.token.env });
  if (!host.ok) return host;
  const { config, storeKey } = world;
  const office = await startOffice({ config, storeKey, version: programVersion(), hosts: [host.value] });
  try {
    if (!office.ok) return office;
    return await walkOn({ office: office.value, host: host.value, ui }, removal);
  } finally {
    if (office.ok) await office.value.close();
    await host.value.close();
  }
}

interface Rooms {
  readonly office: Office;
  readonly host: TokenHost;
  readonly ui: Ui;
}

async function walkOn({ office, host, ui }: Rooms, removal: boolean): Promise<Outcome<Walk | null>> {
  const pulled = await office.client.call('sync.now', {});
  if (!pulled.ok) return pulled;
  if (pulled.value.lastFailure !== null) return failed(pulled.value.lastFailure);
  const rows = await trayToSign(office);
  if (!rows.ok) return rows;
  if (rows.value.length === 0) return done(null);
  const shown = await showAll(office, rows.value, ui);
  if (!shown.ok) return shown;

  const signStart = performance.now();
  const sign = (rows: readonly ActRow[]): Promise<Outcome<Batch>> => signAll(office, host, rows, ui);
  const signed = removal
    ? await rehearseRemoval({ office, host, sign, ui }, shown.value)
    : withoutRemoval(await sign(shown.value));
  if (!signed.ok) return signed;
  const { batch, story } = signed.value;
  const sendStart = performance.now();
  const sent = await sendAll(office, batch.kept, ui);
  if (!sent.ok) return sent;
  const sendEnd = performance.now();

  const acts: WalkedAct[] = [];
  for (const row of shown.value) acts.push(await collect(office, row));
  return done({
    ...{ acts, batch, removal: story },
    signSeconds: (sendStart - signStart) / 1000,
    sendSeconds: (sendEnd - sendStart) / 1000,
  });
}

const withoutRemoval = (batch: Outcome<Batch>): Outcome<{ readonly batch: Batch; readonly story: null }> =>
  batch.ok ? done({ batch: batch.value, story: null }) : batch;

/** Every row of the tray to sign, page by page. */
export async function trayToSign(office: Office): Promise<Outcome<ActRow[]>> {
  const rows: ActRow[] = [];
  let after: string | null = null;
  do {
    const page: Outcome<{ rows: ActRow[]; next: string | null }> = await office.client.call('trays.page', {
      tray: 'toSign',
      after,
      limit: 100,
    });
    if (!page.ok) return page;
    rows.push(...page.value.rows);
    after = page.value.next;
  } while (after !== null);
  return done(rows);
}

/** Reads each act's bytes from the store, hashes them here, says name and hash, and tells the office that they were shown. */
export async function showAll(office: Office, rows: readonly ActRow[], ui: Ui): Promise<Outcome<ActRow[]>> {
  const shown: ActRow[] = [];
  ui.print(ui.words.practice.showing(rows.length));
  for (const row of rows) {
    const bytes = await readDocument(office, row.documentSha256);
    if (!bytes.ok) return bytes;
    const sha256 = sha256Hex(bytes.value);
    if (sha256 !== row.documentSha256) return failed({ kind: 'documentDamaged', sha256: row.documentSha256 });
    ui.print(`  ${sha256}  ${row.caseNumber}  ${row.title}`);
    if (row.vouchedBy !== null) ui.print(`    ${ui.words.practice.vouched(row.vouchedBy)}`);
    const { actId, documentSha256 } = row;
    const marked = await office.client.call('acts.markShown', { actId, documentSha256, via: 'terminal' });
    if (!marked.ok) return marked;
    shown.push(marked.value);
  }
  return done(shown);
}

/** The whole of a stored document, slice by slice. */
export async function readDocument(office: Office, sha256: ActRow['documentSha256']): Promise<Outcome<Uint8Array>> {
  const slices: Uint8Array[] = [];
  let offset = 0;
  for (;;) {
    const slice = await office.client.call('documents.read', { sha256, offset, length: 1_048_576 });
    if (!slice.ok) return slice;
    slices.push(slice.value.bytes);
    offset += slice.value.bytes.length;
    if (offset >= slice.value.size || slice.value.bytes.length === 0) return done(Buffer.concat(slices));
  }
}

/** One batch with one PIN; resolves when every item has its fate. */
export async function signAll(
  office: Office,
  host: TokenHost,
  rows: readonly ActRow[],
  ui: Ui,
): Promise<Outcome<Batch>> {
  const listing = await host.client.call('token.list', {});
  if (!listing.ok) return listing;
  const [token] = listing.value.tokens;
  const certificate = token?.certificates.find(({ unsuitable }) => unsuitable === null);
  if (!token) return failed({ kind: 'tokenAbsent', token: null });
  if (!certificate) return failed({ kind: 'certificateMissing', certificateSha256: '' });

  const bar = ui.progress(ui.words.practice.signing);
  const ended = Promise.withResolvers<Batch>();
  const follow = (batch: Batch): void => {
    bar.update(batch.kept + batch.failed + batch.leftOut, batch.total);
    if (batch.state === 'finished' || batch.state === 'stopped') ended.resolve(batch);
  };
  const unfollow = office.client.on('batch.changed', follow);
  const started = await office.client.call('signing.start', {
    items: rows.map(({ actId, documentSha256 }) => ({ actId, documentSha256 })),
    libraryId: host.library.id,
    tokenSerial: token.serial,
    certificateSha256: certificate.certificateSha256,
  });
  if (!started.ok) return started;
  const { batchId } = started.value;
  // Events may be missed by a reader that is slow to listen; the batch itself never lies.
  const watch = setInterval(() => {
    void office.client.call('signing.batch', { batchId }).then((answer) => {
      if (answer.ok) follow(answer.value.batch);
    });
  }, 500);
  const batch = await Promise.race([ended.promise, office.gone.then(() => null)]);
  clearInterval(watch);
  unfollow();
  bar.finish();
  return batch === null ? failed({ kind: 'officeGone' }) : done(batch);
}

async function sendAll(office: Office, kept: number, ui: Ui): Promise<Outcome<null>> {
  const bar = ui.progress(ui.words.practice.sending);
  const unfollow = office.client.on('line.changed', (line) => bar.update(Math.max(0, kept - line.waiting), kept));
  const line = await office.client.call('sync.now', {});
  unfollow();
  if (line.ok) bar.update(kept - line.value.waiting, kept);
  bar.finish();
  if (!line.ok) return line;
  return line.value.lastFailure === null ? done(null) : failed(line.value.lastFailure);
}

async function collect(office: Office, { actId, ...before }: ActRow): Promise<WalkedAct> {
  const nothing = { row: { actId, ...before }, signed: null, receipt: null };
  const read = await office.client.call('acts.read', { actId });
  if (!read.ok) return { ...nothing, failure: read.failure };
  const row = read.value;
  if (row.signedSha256 === null) return { ...nothing, row, failure: row.trouble };
  const signed = await readDocument(office, row.signedSha256);
  if (!signed.ok) return { ...nothing, row, failure: signed.failure };
  const receipt = await office.client.call('receipts.read', { actId });
  if (!receipt.ok) return { ...nothing, row, signed: signed.value, failure: row.trouble ?? receipt.failure };
  const { jws, statement, verified, failure } = receipt.value;
  return { row, signed: signed.value, receipt: { jws, statement, verified }, failure };
}
