import type { ReceiptKey } from '../../contract/receipts.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import type { RenditionStatement } from '../../contract/receipts.ts';
import type { Boundary } from '../boundaries.ts';
import type { DocumentStore } from '../documents/index.ts';
import type { Store, WritableDB } from '../store/index.ts';
import type { Pace } from '../sync/backoff.ts';
import type { RenditionDoor } from '../sync/lanes/renditions.ts';
import type { Transport } from '../../line/port.ts';
import { type Loop, startLoop } from '../sync/loop.ts';
import { type AdoptRooms, adoptRenditions } from './adopt.ts';
import { worryMs } from './health.ts';
import type { Raiser } from './port.ts';
import { isRegistered, othersOfCase } from './newest.ts';
import { renewNow, wantLevel, wantLooks, wantOfAll, wantRenewals } from './rows.ts';
import { keepRendition, renditionDoor, supersede } from './send.ts';
import { type RaiseWorker, startRaising } from './worker.ts';

/** Where signatures are made to last: what each act wants, the work on it, and the longer files' way to the repository. */
export interface LevelsDesk {
  /** Says what a signed act wants, in the transaction that keeps it. */
  want(tx: WritableDB<'journal'>, actId: string, now: Date, electronic?: boolean): void;
  kick(): void;
  /** Has the acts of a case looked at that others signed and whose files lie here. */
  lookAt(caseId: string): void;
  /** Puts acts up again, at once, wherever they were signed; answers how many there is something to do for. */
  renew(actIds: readonly string[]): { readonly queued: number; readonly left: number };
  /** Waits until everything open was tried once. */
  now(): Promise<void>;
  /** What goes over the line to the repository. */
  renditionsFor(client: Pick<Transport, 'capabilities'>): RenditionDoor;
  /** The repository took a rendition of an act, from this desk or another. */
  taken(statement: RenditionStatement, receipt: string): void;
  /** Brings the longer files that others made of acts that this desk looks after, from now on. */
  startAdopting(rooms: Pick<AdoptRooms, 'transport' | 'log'>): void;
  stop(): Promise<void>;
}

const renewEveryMs = 12 * 3600 * 1000;

export function levelsDesk(options: {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly fetched: DocumentStore;
  readonly raiser: Raiser;
  /** Whose receipts are believed. */
  readonly receiptKeys: readonly ReceiptKey[];
  /** Has a file fetched (again) that another desk made. */
  readonly bring: (sha256: string) => void;
  readonly clock: () => Date;
  /** The time that counts: this clock, put right. */
  readonly now: () => Date;
  readonly boundary: Boundary;
  readonly pace: Pace;
  readonly random: () => number;
  readonly onBug: (error: unknown) => void;
  /** An act's level, or what is said of it, changed. */
  readonly onChange: () => void;
  /** A longer file waits to be sent. */
  readonly onLonger: () => void;
}): LevelsDesk {
  const { config, store, kept, fetched, clock, onChange } = options;
  const wanted = config.signatures?.level ?? 'B';
  let adopting: Loop | null = null;
  const lookForRenewals = (): number =>
    store.journal.write((tx) => wantRenewals(tx, new Date(options.now().getTime() + worryMs)));
  store.journal.write((tx) => wantOfAll(tx, wanted));
  if (wanted === 'LTA') lookForRenewals();
  const worker: RaiseWorker = startRaising({
    rooms: { ...{ store, kept, fetched, clock }, ...options },
    pace: options.pace,
    random: options.random,
    onBug: options.onBug,
    onChange() {
      onChange();
      options.onLonger();
    },
  });
  const daily = setInterval(() => {
    if (wanted === 'LTA' && lookForRenewals() > 0) worker.kick();
  }, renewEveryMs);
  daily.unref();
  return {
    // Nobody publishes revocations of electronic signatures: a time-stamp is all that can be added.
    want: (tx, actId, now, electronic = false) =>
      wantLevel(tx, actId, electronic && wanted !== 'B' ? 'T' : wanted, now),
    kick: () => worker.kick(),
    renew(actIds) {
      const others = actIds.filter((actId) => isRegistered(store.reader, actId));
      const canStamp = (config.signatures?.timestampAuthorities.length ?? 0) > 0;
      const queued = store.journal.write((tx) => {
        if (wanted !== 'B') wantLooks(tx, others, clock());
        return actIds.filter((actId) => renewNow(tx, actId, wanted, canStamp)).length;
      });
      if (queued > 0) void worker.now().catch(options.onBug);
      onChange();
      return { queued, left: actIds.length - queued };
    },
    lookAt(caseId) {
      const others = othersOfCase(store.reader, caseId);
      if (others.length === 0) return;
      store.journal.write((tx) => wantLooks(tx, others, clock()));
      worker.kick();
      adopting?.kick();
    },
    now: () => worker.now(),
    renditionsFor: (client) =>
      renditionDoor(
        {
          ...{ store, kept, client, clock, deviceId: config.deviceId },
          pinnedKeys: options.receiptKeys,
        },
        onChange,
      ),
    taken(statement, receipt) {
      store.journal.write((tx) => {
        keepRendition(tx, statement, receipt, clock());
        supersede(tx, statement.actId, statement.n, statement.sha256);
      });
      adopting?.kick();
    },
    startAdopting(given) {
      const pinnedKeys = options.receiptKeys;
      const rooms = { ...given, store, kept, fetched, raiser: options.raiser, pinnedKeys, onChange };
      adopting = startLoop({
        ...{ pace: options.pace, random: options.random, onBug: options.onBug },
        run: () => adoptRenditions(rooms),
      });
    },
    async stop() {
      await adopting?.stop();
      clearInterval(daily);
      await worker.stop();
    },
  };
}
