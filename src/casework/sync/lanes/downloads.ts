import { type Failure, done } from '../../../contract/failures.ts';
import { Sha256 } from '../../../contract/ids.ts';
import { askedBlob, blobFailed, blobIsHere, receiptsWaitingFor, wantedBlobs } from '../../casefile/blobs.ts';
import { confirmRegistration } from '../../casefile/feed.ts';
import type { DocumentStore, PendingDocument } from '../../documents/index.ts';
import { openReceipt } from '../../receipts/verify.ts';
import { troubleOf } from '../../store/index.ts';
import { type Job, type PlannerState, type Want, plan } from '../planner/index.ts';
import type { PullRooms } from '../pull.ts';
import type { LineUse, Transport } from '../../../line/port.ts';
import type { Step } from './lane.ts';
import type { Ledger } from './ledger.ts';
import type { Meter } from './meter.ts';

export interface Downloads {
  step(): Promise<Step>;
  /** Other files may be wanted now. */
  changed(): void;
  /** A person waits for this one. */
  ask(sha256: string): void;
  jobs(): readonly Job[];
  abort(): void;
  /** Leaves what was begun on the disk: the next office goes on with it. */
  close(): Promise<void>;
}

export interface DownloadRooms extends Pick<PullRooms, 'store' | 'fetched' | 'pinnedKeys' | 'clock' | 'onChange'> {
  readonly fetched: DocumentStore;
  readonly transport: Transport;
}

/** So many wanted files are looked at together. */
const pageSize = 200;
/** Files fetched side by side: small ones would wait for the line's latency most of the time. */
const width = 3;

/** A file of which some came before the line broke, the office was closed, or something more urgent took its place. */
interface Begun {
  readonly pending: PendingDocument;
}

/** Files that come down, in the planner's order. What was begun goes on where it broke off (a range of the file). */
export function createDownloads(options: {
  readonly rooms: DownloadRooms;
  readonly ledger: Ledger;
  readonly meter: Meter;
  readonly use: () => LineUse;
  readonly wallNow: () => number;
  readonly idleMs: number;
  readonly onBug: (error: unknown) => void;
  readonly onSettled: () => void;
}): Downloads {
  const { rooms, ledger, meter, use, wallNow, idleMs, onBug, onSettled } = options;
  const begun = new Map<string, Begun>();
  const asked = new Set<string>();
  const since = new Map<string, number>();
  const running = new Map<string, AbortController>();
  const underWay = new Set<Promise<void>>();
  let known: Job[] | null = null;

  const jobs = (): Job[] => {
    if (known) return known;
    const files: { sha256: string; size: number; want: Want }[] = [];
    for (const sha256 of asked) {
      const file = askedBlob(rooms.store.reader, sha256);
      if (file) files.push({ ...file, want: 'asked' });
      else asked.delete(sha256);
    }
    const wanted = wantedBlobs(rooms.store.reader, pageSize, new Date(wallNow()));
    files.push(...wanted.filter(({ sha256 }) => !asked.has(sha256)));
    known = files.map(({ sha256, size, want }, order): Job => {
      const seen = since.get(sha256) ?? ledger.elapsed();
      since.set(sha256, seen);
      const bytes = Math.max(1, size - (begun.get(sha256)?.pending.size ?? 0));
      return { key: keyOf(sha256), work: { kind: 'file', want }, caseId: null, order, bytes, since: seen };
    });
    return known;
  };
  const state = (inHand: PlannerState['inHand']): PlannerState => ({
    ...{ now: ledger.elapsed(), wallNow: wallNow(), memory: ledger.memory, inHand, idleMs, jobs: jobs() },
    goodput: { up: null, down: meter.goodput },
  });

  /** `asNoContact`: the line was not asked for it, and nothing is known of the line by it. */
  const settle = (sha256: string, failure: Failure | null, asNoContact?: 'asNoContact'): void => {
    asked.delete(sha256);
    since.delete(sha256);
    rooms.store.cache.write((tx) => {
      if (failure) return blobFailed(tx, sha256, failure);
      blobIsHere(tx, sha256, new Date(wallNow()));
      for (const { receipt } of receiptsWaitingFor(tx, sha256)) {
        const opened = openReceipt(receipt, rooms.pinnedKeys);
        if (opened.kind === 'verified') confirmRegistration(tx, opened.statement);
      }
    });
    if (failure) ledger.failed(keyOf(sha256), failure);
    else if (asNoContact) ledger.forgive(keyOf(sha256));
    else ledger.succeeded(keyOf(sha256));
    known = null;
    rooms.onChange();
  };

  /** More urgent than what is under way, and nobody free to fetch it. */
  const isOvertaken = (key: string): boolean => {
    if (running.size < width) return false;
    const others = new Map([...ledger.inHand].filter(([one]) => one !== key));
    const next = plan(state(others), 'down');
    return next.kind !== 'rest' && next.key !== key;
  };

  const discard = async (sha256: string): Promise<void> => {
    const one = begun.get(sha256);
    begun.delete(sha256);
    await one?.pending.discard();
  };

  /** Fetches until the file is here, the line breaks, or something more urgent wants the place. */
  const fetchFile = async (sha256: string, size: number, sliceOf: number): Promise<void> => {
    const key = keyOf(sha256);
    if (rooms.fetched.has(sha256) && (await rooms.fetched.verify(sha256)) === 'good')
      return settle(sha256, null, 'asNoContact');
    let one = begun.get(sha256);
    if (!one) begun.set(sha256, (one = { pending: await rooms.fetched.begin(sha256) }));
    const { pending } = one;
    const stopped = new AbortController();
    running.set(sha256, stopped);
    let overtaken = false;
    let budget = sliceOf;
    let measuredAt = ledger.elapsed();
    let measured = 0;
    const take = async (piece: Uint8Array): Promise<void> => {
      await pending.append(piece);
      budget -= piece.length;
      measured += piece.length;
      if (budget > 0) return;
      meter.measured(measured, ledger.elapsed() - measuredAt);
      [budget, measured, measuredAt] = [sliceOf, 0, ledger.elapsed()];
      ledger.turn('down');
      if (!isOvertaken(key)) return;
      overtaken = true;
      stopped.abort();
    };
    try {
      const outer = use();
      const signal = AbortSignal.any([stopped.signal, ...(outer.signal ? [outer.signal] : [])]);
      const file = { sha256: Sha256.parse(sha256), size };
      const from = pending.size;
      // It may have been whole when the last office ended, and not been sealed.
      const got =
        from < size ? await rooms.transport.download(file, from, take, { ...outer, signal }) : done(undefined);
      if (pending.size > from && measured > 0) meter.measured(measured, ledger.elapsed() - measuredAt);
      if (overtaken) return ledger.succeeded(key);
      if (!got.ok) return await notGot(sha256, got.failure, pending.size > from);
      const sealed = await pending.seal();
      if (sealed.sha256 !== sha256) {
        await discard(sha256);
        return settle(sha256, { kind: 'documentDamaged', sha256 });
      }
      await pending.keep();
      begun.delete(sha256);
      settle(sha256, null, from < size ? undefined : 'asNoContact');
    } catch (error) {
      const trouble = troubleOf(error, 'documents');
      await discard(sha256);
      if (!trouble) throw error;
      // A full disk is full for all of them.
      settle(sha256, trouble);
    } finally {
      running.delete(sha256);
      known = null;
    }
  };

  const notGot = async (sha256: string, failure: Failure, gotOn: boolean): Promise<void> => {
    if (isOfTheLine(failure)) {
      // What came is kept: the next try asks for the rest.
      if (gotOn) ledger.succeeded(keyOf(sha256));
      return ledger.lineFailed(failure, gotOn ? null : keyOf(sha256));
    }
    await discard(sha256);
    const isMissing = failure.kind === 'registrationRefused' && failure.problem === 'not-found';
    settle(sha256, isMissing ? { kind: 'documentMissing', sha256 } : failure);
  };

  return {
    jobs,
    changed() {
      known = null;
    },
    ask(sha256) {
      asked.add(sha256);
      known = null;
    },
    abort() {
      for (const controller of running.values()) controller.abort();
    },
    async step() {
      const busy = (): boolean => running.size > 0;
      if (running.size >= width) return { kind: 'rest', ms: idleMs, busy: true };
      const action = plan(state(ledger.inHand), 'down');
      if (action.kind === 'rest') return { kind: 'rest', ms: action.ms, busy: busy() };
      ledger.turn('down');
      const sha256 = action.key.slice(prefix.length);
      const file = askedBlob(rooms.store.reader, sha256);
      if (!file || action.kind !== 'slice') {
        known = null;
        return { kind: 'on' };
      }
      ledger.inHand.set(action.key, 'alone');
      running.set(sha256, new AbortController());
      const fetching: Promise<void> = fetchFile(sha256, file.size, action.bytes)
        .catch((error: unknown) => {
          onBug(error);
          ledger.failed(action.key, { kind: 'unexpected', incident: 'FETCH' });
        })
        .finally(() => {
          running.delete(sha256);
          ledger.inHand.delete(action.key);
          underWay.delete(fetching);
          onSettled();
        });
      underWay.add(fetching);
      return { kind: 'on' };
    },
    async close() {
      // What was called off still writes that it was: the store closes behind it.
      await Promise.all(underWay);
      for (const [sha256, { pending }] of [...begun]) {
        begun.delete(sha256);
        // A disk that is full keeps what it has.
        await pending.suspend().catch((error: unknown) => {
          if (!troubleOf(error, 'documents')) throw error;
        });
      }
    },
  };
}

const prefix = 'file-';
const keyOf = (sha256: string): string => `${prefix}${sha256}`;

const isOfTheLine = (failure: Failure): boolean =>
  failure.kind === 'repositoryUnreachable' ||
  failure.kind === 'repositoryDenied' ||
  failure.kind === 'repositoryBusy' ||
  failure.kind === 'diskFull';
