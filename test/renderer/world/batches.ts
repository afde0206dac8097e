import type { ActRow, Batch, BatchItem } from '../../../src/contract/acts.ts';
import type { calls, LibraryState, Status } from '../../../src/contract/calls.ts';
import type { Failure, Outcome } from '../../../src/contract/failures.ts';
import type { ActId, BatchId, Sha256 } from '../../../src/contract/ids.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';
import { isWorthAnotherTry } from '../../../src/contract/batch-rest.ts';
import type { Bends, Emit } from './office.ts';
import { liesIn } from './seed.ts';

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
const no = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure });
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Rooms {
  readonly rows: Map<ActId, ActRow>;
  readonly bends: Bends;
  readonly emit: Emit;
  readonly put: (row: ActRow) => ActRow;
  readonly libraries: () => readonly LibraryState[];
  readonly person: () => Status['person'];
  /** Trays changed; the queue grew. */
  readonly changed: () => void;
  readonly queued: () => void;
}
interface Running {
  batch: Batch;
  items: BatchItem[];
  stop: boolean;
  go: (() => void) | null;
}
type Names = Exclude<Extract<keyof typeof calls, `signing.${string}`>, 'signing.preflight'>;

/** Batches in memory, as the contract has them: held, stopped, ended early, found again, reported on. */
export function makeBatches(rooms: Rooms): Pick<Handlers<typeof calls>, Names> {
  const { rows, bends, emit, put } = rooms;
  let current: Running | null = null;
  let dismissed = false;

  const change = (running: Running, part: Partial<Batch>): void => {
    running.batch = { ...running.batch, ...part };
    emit('batch.changed', running.batch);
  };
  const tell = (running: Running, index: number, part: Partial<BatchItem>): void => {
    running.items[index] = { ...running.items[index]!, ...part };
    emit('batch.item', { batchId: running.batch.batchId, index, item: running.items[index] });
  };
  const end = (running: Running, state: 'finished' | 'stopped', stoppedBy: Failure | null): void => {
    for (const [index, { state: now }] of running.items.entries()) {
      if (now === 'prepared' || now === 'signing') tell(running, index, { state: 'waiting' });
    }
    change(running, { state, stoppedBy, finishedAt: now(), remainingSeconds: null, pauseAsked: false });
  };
  const held = async (running: Running): Promise<void> => {
    if (!running.batch.pauseAsked || running.stop) return;
    change(running, { state: 'paused', pauseEndsAt: new Date(Date.now() + 240_000).toISOString() });
    await new Promise<void>((resolve) => (running.go = resolve));
    running.go = null;
    change(running, { state: 'signing', pauseAsked: false, pauseEndsAt: null });
  };

  async function sign(running: Running): Promise<void> {
    const waiting = [...running.items.keys()].filter((index) => running.items[index]!.state === 'waiting');
    for (const index of waiting) tell(running, index, { state: 'prepared' });
    change(running, { state: 'waitingForPin', prepared: waiting.length });
    await wait(200);
    while (bends.pin === 'never') await wait(50);
    if (bends.pin !== 'right') return end(running, 'stopped', bends.pin);
    change(running, { state: 'signing', pinPerSignature: bends.preview.pinPerSignature });
    for (const [place, index] of waiting.entries()) {
      await held(running);
      if (running.stop) return end(running, 'stopped', null);
      if (bends.stopAt?.item === index) return end(running, 'stopped', bends.stopAt.failure);
      await signOne(running, index, waiting.length - place - 1);
      if (place % 10 === 9) rooms.changed();
    }
    end(running, 'finished', null);
    rooms.changed();
    rooms.queued();
  }

  async function signOne(running: Running, index: number, left: number): Promise<void> {
    tell(running, index, { state: 'signing' });
    await wait(bends.signMs);
    const failure = bends.failItems.get(index);
    if (failure) {
      tell(running, index, { state: 'failed', failure, settledAt: now() });
      return change(running, { failed: running.batch.failed + 1 });
    }
    const row = rows.get(running.items[index]!.actId)!;
    const signed = { signedAt: now(), signer: rooms.person().name, signedSha256: row.documentSha256 };
    put({ ...row, ...signed, state: 'queued', sending: 'waiting' });
    tell(running, index, {
      ...{ state: 'kept', signedSha256: row.documentSha256, settledAt: now(), tokenMs: bends.signMs },
    });
    change(running, { kept: running.batch.kept + 1, remainingSeconds: (left * (bends.signMs + 2)) / 1000 });
  }

  const begin = (items: readonly ActId[], unread: readonly ActId[], part: Partial<Batch>): Running => {
    const all = [
      ...items.map((id) => itemOf(rows.get(id)!, false)),
      ...unread.map((id) => itemOf(rows.get(id)!, true)),
    ];
    const batch: Batch = {
      ...{ batchId: crypto.randomUUID() as BatchId, state: 'preparing', pauseAsked: false, stoppedBy: null },
      ...{ signer: '', tokenLabel: '', libraryId: 'practice', tokenSerial: '', pin: 'asCard', pinPerSignature: null },
      ...{ certificateSha256: '1'.repeat(64) as Sha256, capacity: rooms.person().capacity },
      ...{ total: all.length, prepared: 0, kept: 0, failed: 0, leftOut: unread.length },
      ...{ startedAt: now(), finishedAt: null, remainingSeconds: null, ...part },
    };
    return { batch, items: all, stop: false, go: null };
  };

  /** The batch that a crash left: its first acts kept, one certain state for the next, the rest waiting. */
  const crashed = (): Running | null => {
    if (!bends.leftBehind) return null;
    const { kept, of } = bends.leftBehind;
    const ids = [...rows.values()].filter((row) => liesIn(row, 'toSign')).map(({ actId }) => actId);
    const running = begin(ids.slice(0, of), [], {
      ...{ state: 'stopped', stoppedBy: { kind: 'officeGone' }, signer: 'QUIRÓS BALMACEDA Ofelia', kept },
      ...{ tokenLabel: 'Fojas Practica', startedAt: '2026-11-21T13:30:00.000Z', finishedAt: now() },
    });
    for (let index = 0; index < kept; index++) {
      const sha256 = rows.get(running.items[index]!.actId)!.documentSha256;
      running.items[index] = { ...running.items[index]!, state: 'kept', signedSha256: sha256 };
      put({ ...rows.get(running.items[index]!.actId)!, state: 'queued', sending: 'waiting', signedSha256: sha256 });
    }
    bends.leftBehind = null;
    return running;
  };

  const known = (batchId: BatchId): Outcome<Running> =>
    current?.batch.batchId === batchId ? ok(current) : no({ kind: 'batchUnknown', batchId });
  const last = (): Outcome<Running> =>
    current?.batch.finishedAt ? ok(current) : no({ kind: 'batchUnknown', batchId: '' });
  const told = (found: Outcome<Running>): Outcome<Batch> => (found.ok ? ok(found.value.batch) : found);

  return {
    'signing.preview': async () => ok(bends.preview),
    'signing.start': async ({ items, unread, tokenSerial, certificateSha256, pin }) => {
      const token = rooms
        .libraries()
        .flatMap(({ listing }) => listing?.tokens ?? [])
        .find(({ serial }) => serial === tokenSerial);
      const certificate = token?.certificates.find((one) => one.certificateSha256 === certificateSha256);
      if (!token || !certificate) return no({ kind: 'certificateMissing', certificateSha256 });
      if (current && !current.batch.finishedAt) return no({ kind: 'tokenBusy' });
      dismissed = false;
      const means = { signer: certificate.commonName, tokenLabel: token.label, tokenSerial, certificateSha256, pin };
      const ids = items.map(({ actId }) => actId);
      const running = begin(ids, unread ?? [], means);
      current = running;
      void wait(30).then(() => sign(running));
      return ok(running.batch);
    },
    'signing.pause': async ({ batchId }) => {
      const found = known(batchId);
      if (found.ok && !found.value.batch.finishedAt) change(found.value, { pauseAsked: true });
      return told(found);
    },
    'signing.resume': async ({ batchId }) => {
      const found = known(batchId);
      if (found.ok) {
        change(found.value, { pauseAsked: false });
        found.value.go?.();
      }
      return told(found);
    },
    'signing.stop': async ({ batchId }) => {
      const found = known(batchId);
      if (found.ok) {
        found.value.stop = true;
        found.value.go?.();
      }
      return told(found);
    },
    'signing.batch': async ({ batchId }) => {
      const found = known(batchId);
      return found.ok ? ok({ batch: found.value.batch, items: [...found.value.items] }) : found;
    },
    'signing.unfinished': async () => {
      current ??= crashed();
      if (!current || current.batch.state !== 'stopped' || dismissed) return ok(null);
      const left = current.items.filter(isWorthAnotherTry).map(({ actId }) => rows.get(actId)!);
      const open = left.filter((row) => liesIn(row, 'toSign'));
      return ok(open.length > 0 ? { batch: current.batch, rows: open } : null);
    },
    'signing.dismiss': async () => {
      dismissed = true;
      return ok({});
    },
    'signing.report': async ({ batchId }) => {
      // Null: of the batch that ended last.
      const found = batchId === null ? last() : known(batchId);
      if (!found.ok) return found;
      const lines = found.value.items.map(
        ({ title, caption, state }, at) => `${at + 1}. ${title} · ${caption}: ${state}`,
      );
      return ok({ fileName: 'informe-de-firma.txt', text: lines.join('\n'), sha256: 'ab'.repeat(32) as Sha256 });
    },
    'signing.saveReport': async () => ok({ path: '/home/quiros/fojas/reports/informe-de-firma-2026-11-22-1030.txt' }),
  };
}

const now = (): string => new Date().toISOString();

const itemOf = ({ actId, title, caption }: ActRow, isUnread: boolean): BatchItem => ({
  ...{ actId, title, caption, signedSha256: null, tokenMs: null, settledAt: isUnread ? now() : null },
  state: isUnread ? 'leftOut' : 'waiting',
  failure: isUnread ? { kind: 'actNotShown', actId } : null,
});
