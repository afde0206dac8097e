import type { Failure } from '../../../contract/failures.ts';
import { Sha256, assertNever } from '../../../contract/ids.ts';
import { outboxFacts } from '../../outbox/facts.ts';
import { type OutboxRow, openRow } from '../../outbox/rows.ts';
import { openReceipt } from '../../receipts/verify.ts';
import { troubleOf } from '../../store/index.ts';
import { type Action, type Job, plan, predecessorOf } from '../planner/index.ts';
import { failureOfFile, isBlobMissing, isPredecessorMissing, markSent, type SendResult, takeAnswer } from '../send.ts';
import type { Bundle, BundleAnswer, LineUse } from '../../../line/port.ts';
import type { Ledger } from './ledger.ts';
import { type Meter, createMeter } from './meter.ts';
import type { Step } from './lane.ts';
import {
  type Item,
  type UploadRooms,
  itemOf,
  keyOfRendition,
  keyOfRow,
  shaOf,
  sizeOf,
  sourceOf,
} from './upload-items.ts';

export type { UploadRooms };

export interface Uploads {
  /** One thing done, or nothing to do for a while. */
  step(): Promise<Step>;
  /** The outbox changed. */
  changed(): void;
  /** All that waits, with what is left of it. */
  jobs(): readonly Job[];
  /** What the office's own repository has is asked for again now. */
  askOffice(): void;
  /** Calls off what is under way. */
  abort(): void;
  /** The same, for good: resolves when nothing of it touches the store any more. */
  close(): Promise<void>;
}

/** An open bundle is kept for this long after its last item: the next act shares the stream with the one before. */
const lingerMs = 2000;
/** A bundle is closed and another opened after so much of it (unpacked): far below what a repository takes. */
const mostOfBundle = 64 * 1024 * 1024;
/** An act that the office's own repository has is asked for again after this long, should its feed say nothing. */
const askAgainMs = 60_000;
/** Whether the repository has a file is worth asking from this size on, for so many at a time. */
const worthAsking = 8 * 1024;
const askedTogether = 500;
/** Not answered after this long, an act counts as sent: on a good line it would cost each act a disk write for nothing. */
const sentAfterMs = 400;

/** Everything that goes up, one thing at a time, in the planner's order. */
export function createUploads(options: {
  readonly rooms: UploadRooms;
  readonly ledger: Ledger;
  readonly meter: Meter;
  readonly use: () => LineUse;
  readonly wallNow: () => number;
  readonly idleMs: number;
  readonly onBug: (error: unknown) => void;
  /** Something came to its end: look again. */
  readonly onSettled: () => void;
}): Uploads {
  const { rooms, ledger, meter, use, wallNow, idleMs, onBug, onSettled } = options;
  const { transport, store, kept } = rooms;
  /** Bytes of each file that the repository is known to hold. */
  const offsets = new Map<string, number>();
  /** Acts whose document the repository has lost: of the others it has the beginning, and only the signature is sent. */
  const documentLost = new Set<string>();
  const since = new Map<string, number>();
  const bundleMeter = createMeter();
  const inOffice = new Map<string, number>();
  /** What went after an act of its case that was undecided, with that one's key; when it is put off for that, it waits for the answer. */
  const behind = new Map<string, string>();
  let known: Job[] | null = null;
  /** The line broke with acts under way: what became of them is asked for first. */
  let cut: { readonly cursor: string | null } | null = null;
  /** Answers that nobody waits for but who ends all this. */
  const awaited = new Set<Promise<void>>();
  let bundle: { readonly stream: Bundle; bytes: number; lastAt: number; openedAt: number } | null = null;

  /** Something of this lane is under way; what comes down is no business of it. */
  const isBusy = (): boolean => [...ledger.inHand.keys()].some((key) => !key.startsWith('file-'));

  const jobs = (): Job[] => {
    if (known) return known;
    const rows = outboxFacts(store.reader).map((facts): Job => {
      const key = keyOfRow(facts.id);
      const dueAt = facts.dueAt === null ? null : Date.parse(facts.dueAt);
      const work = { kind: facts.kind, detained: facts.detained, fatal: facts.fatal, dueAt };
      const there = offsets.get(key) ?? (documentLost.has(key) ? 0 : facts.documentBytes);
      const bytes = Math.max(0, facts.bytes - there);
      return { key, work, caseId: facts.caseId, order: facts.id, bytes, since: firstSeen(key) };
    });
    const longer = rooms.renditions.open().map((of, index): Job => {
      const key = keyOfRendition(of);
      const sent = offsets.get(key);
      const bytes = sent === undefined ? of.size - of.prefixSize : of.size - sent;
      return { key, work: { kind: 'rendition' }, caseId: null, order: index, bytes, since: firstSeen(key) };
    });
    known = [...rows, ...longer];
    const keys = new Set(known.map(({ key }) => key));
    for (const map of [offsets, since, inOffice, documentLost, behind])
      for (const key of map.keys()) if (!keys.has(key)) map.delete(key);
    return known;
  };
  const firstSeen = (key: string): number => {
    const seen = since.get(key) ?? ledger.elapsed();
    since.set(key, seen);
    return seen;
  };
  const without = (key: string): void => {
    known = known?.filter((job) => job.key !== key) ?? null;
  };

  /** What is under way, and what waits for the answer about one of these: its case waits with it. */
  const held = (): ReadonlyMap<string, 'bundled' | 'alone'> => {
    const waiting = [...behind].filter(([key, before]) => !ledger.inHand.has(key) && ledger.inHand.has(before));
    return new Map([...waiting.map(([key]) => [key, 'alone'] as const), ...ledger.inHand]);
  };
  const nextAction = (): Action =>
    plan(
      {
        ...{ now: ledger.elapsed(), wallNow: wallNow(), memory: ledger.memory, inHand: held(), idleMs },
        jobs: jobs().filter(({ key }) => (inOffice.get(key) ?? 0) <= ledger.elapsed()),
        goodput: { up: meter.goodput, down: null, bundle: bundleMeter.goodput },
      },
      'up',
    );

  /** Everything known of it is told to the ledger, and it is planned anew. */
  const settle = (key: string, result: SendResult): void => {
    ledger.inHand.delete(key);
    if (result.kind !== 'later' || !isPredecessorMissing(result.failure)) behind.delete(key);
    switch (result.kind) {
      case 'done':
      case 'refused':
        ledger.succeeded(key);
        without(key);
        break;
      case 'received':
        ledger.succeeded(key);
        inOffice.set(key, ledger.elapsed() + askAgainMs);
        break;
      case 'later':
        if (isBlobMissing(result.failure)) {
          offsets.delete(key);
          // Not its fault, nor the line's: it goes whole, at once.
          if (!documentLost.has(key)) {
            documentLost.add(key);
            break;
          }
        }
        if (isPredecessorMissing(result.failure) && behind.has(key)) {
          // Its file is there now. It goes again when the one before it was answered: behind it, or past it where that is set aside.
          const item = itemOf(rooms, key);
          if (item) offsets.set(key, sizeOf(item));
          break;
        }
        // A repository in trouble, or an act that gets it into trouble: which of the two, others will show.
        if (isOfTheRepository(result.failure)) ledger.lineFailed(result.failure, key);
        else ledger.failed(key, result.failure);
        break;
      case 'line':
        ledger.lineFailed(result.failure, key);
        break;
      default:
        assertNever(result, 'result of sending');
    }
    known = null;
    rooms.onChange();
    onSettled();
  };

  const takeIn = async (item: Item, answer: BundleAnswer): Promise<SendResult> => {
    if (item.kind === 'rendition') return rooms.renditions.take(item.of, answer);
    // The feed, or a list of receipts, may have been quicker.
    const row = openRow(store.journal, item.row.id);
    return row ? takeAnswer(rooms, row, answer) : { kind: 'done' };
  };

  /** An old stream is finished before another opens: what goes in the next must not overtake what is undecided in it. */
  const openStream = async (): Promise<NonNullable<typeof bundle>> => {
    if (bundle && (bundle.stream.broken !== null || bundle.bytes > mostOfBundle)) {
      await bundle.stream.close();
      bundle = null;
    }
    const now = ledger.elapsed();
    bundle ??= { stream: transport.openBundle(use()), bytes: 0, lastAt: now, openedAt: now };
    return bundle;
  };
  const closeIfIdle = (): void => {
    if (!bundle || isBusy() || ledger.elapsed() - bundle.lastAt < lingerMs) return;
    void bundle.stream.close().catch(onBug);
    bundle = null;
  };

  const sendWhole = async (key: string, item: Item): Promise<void> => {
    ledger.inHand.set(key, 'bundled');
    const open = await openStream();
    const job = jobs().find((one) => one.key === key);
    const before = job ? predecessorOf(job, { jobs: jobs(), memory: ledger.memory, inHand: ledger.inHand }) : null;
    const follows = before && itemOf(rooms, before.key);
    if (before) behind.set(key, before.key);
    else behind.delete(key);
    const source = sourceOf(rooms, item, {
      ...{ whole: job?.bytes === 0, documentLost: documentLost.has(key) },
      follows: follows?.kind === 'row' ? follows.row : null,
    });
    if (source.kind === 'failure') return settle(key, await takeIn(item, { kind: 'later', failure: source.failure }));
    const begun = ledger.elapsed();
    try {
      const { answer } = await open.stream.send(source.item);
      open.lastAt = ledger.elapsed();
      open.bytes += source.bytes;
      if (open.stream.broken === null) bundleMeter.measured(source.bytes, ledger.elapsed() - begun);
      if (item.kind === 'row') await rooms.boundary('blobSent', { actId: item.row.actId });
      const taken = awaitAnswer(key, item, answer, open.stream, open.stream.broken === null).finally(() =>
        awaited.delete(taken),
      );
      awaited.add(taken);
    } catch (error) {
      // A frame that broke off in the middle broke the stream, whoever is to blame.
      open.stream.abort();
      settle(key, await takeIn(item, { kind: 'later', failure: failureOfFile(error, shaOf(item)) }));
    } finally {
      source.close();
    }
  };

  /** Nobody waits for it: the stream goes on meanwhile. */
  const awaitAnswer = async (
    key: string,
    item: Item,
    answer: Promise<BundleAnswer>,
    stream: Bundle,
    inSocket: boolean,
  ): Promise<void> => {
    const mark = (): void => {
      if (!inSocket || item.kind !== 'row') return;
      try {
        markIfOpen(item.row);
      } catch (error) {
        // Said by a timer that nobody waits for: a full disk would end the whole office. The answer will say more than the mark.
        onBug(error);
      }
    };
    const late = setTimeout(mark, sentAfterMs);
    try {
      const said = await answer;
      clearTimeout(late);
      if (said.kind === 'line') {
        cut ??= { cursor: stream.receiptsCursor };
        mark();
      }
      settle(key, await takeIn(item, said));
    } catch (error) {
      mishap(key, error);
    } finally {
      clearTimeout(late);
    }
  };
  /** Something was thrown under it: whatever that was, it is under way no longer, and is tried again. */
  const mishap = (key: string, error: unknown): void => {
    onBug(error);
    const trouble = troubleOf(error, 'journal.db');
    // A disk that is full is full for all of them: none of them is to blame.
    settle(key, trouble ? { kind: 'line', failure: trouble } : { kind: 'later', failure: bug });
  };
  const markIfOpen = (row: OutboxRow): void => {
    const now = openRow(store.journal, row.id);
    if (!now) return;
    markSent(rooms, now);
    rooms.onChange();
  };

  const sendPart = async (key: string, item: Item, bytes: number): Promise<void> => {
    ledger.inHand.set(key, 'alone');
    const [sha256, size] = [shaOf(item), sizeOf(item)];
    const file = { sha256, size };
    try {
      let offset = offsets.get(key);
      if (offset === undefined) {
        const there = await transport.uploadState(file, use());
        if (!there.ok) return settle(key, resultOfFailure(there.failure));
        ledger.contact();
        offset = there.value.complete ? size : there.value.offset;
      }
      if (offset < size) {
        const source = kept.open(sha256);
        const begun = ledger.elapsed();
        try {
          const sent = await transport.sendSlice(file, { source, offset, length: bytes }, use());
          if (!sent.ok) {
            offsets.delete(key);
            return settle(key, resultOfFailure(sent.failure));
          }
          meter.measured(sent.value.offset - offset, ledger.elapsed() - begun);
          offset = sent.value.complete ? size : sent.value.offset;
        } finally {
          source.close();
        }
      }
      offsets.set(key, offset);
      ledger.progressed(key);
      ledger.inHand.delete(key);
      known = null;
    } catch (error) {
      settle(key, await takeIn(item, { kind: 'later', failure: failureOfFile(error, sha256) }));
    }
  };

  /** After a cut: the receipts that did not arrive, and which files did. */
  const catchUp = async ({ cursor }: { readonly cursor: string | null }): Promise<void> => {
    if (cursor !== null) {
      let after = cursor;
      for (;;) {
        const page = await transport.receipts(after, use());
        if (!page.ok) {
          if (resultOfFailure(page.failure).kind === 'line') return ledger.lineFailed(page.failure, null);
          break;
        }
        ledger.contact();
        for (const jws of page.value.receipts) await takeListed(jws);
        if (!page.value.more || page.value.cursor === after) break;
        after = page.value.cursor;
      }
    }
    cut = null;
    const sent = outboxFacts(store.reader).filter(({ state, bytes }) => state === 'sent' && bytes > worthAsking);
    if (sent.length === 0) return;
    const files = sent.slice(0, askedTogether).flatMap(({ signedSha256 }) => signedSha256 ?? []);
    const lacking = await transport.lacking(
      files.map((sha256) => Sha256.parse(sha256)),
      use(),
    );
    if (!lacking.ok) {
      if (resultOfFailure(lacking.failure).kind === 'line') ledger.lineFailed(lacking.failure, null);
      return;
    }
    const missing: ReadonlySet<string> = new Set(lacking.value);
    for (const { id, bytes, signedSha256 } of sent.slice(0, askedTogether))
      if (signedSha256 !== null && !missing.has(signedSha256)) offsets.set(keyOfRow(id), bytes);
    known = null;
  };
  /** A receipt of the list, held against our own bytes as one that came by itself. */
  const takeListed = async (jws: string): Promise<void> => {
    const opened = openReceipt(jws, rooms.pinnedKeys);
    if (opened.kind === 'invalid') return;
    const facts = outboxFacts(store.reader).find(
      ({ kind, actId }) => kind === 'act' && actId === opened.statement.actId,
    );
    const row = facts && openRow(store.journal, facts.id);
    if (!row) return;
    settle(keyOfRow(row.id), await takeAnswer(rooms, row, { kind: 'registered', receipt: jws }));
  };

  return {
    jobs,
    changed() {
      known = null;
    },
    askOffice: () => inOffice.clear(),
    abort: () => bundle?.stream.abort(),
    async close() {
      bundle?.stream.abort();
      await Promise.all(awaited);
    },
    async step() {
      if (cut && !isBusy() && ledger.memory.line.until <= ledger.elapsed()) {
        await catchUp(cut);
        return { kind: 'on' };
      }
      const action = nextAction();
      if (action.kind === 'rest') {
        closeIfIdle();
        const linger = bundle && !isBusy() ? lingerMs : Infinity;
        return { kind: 'rest', ms: Math.min(action.ms, linger), busy: isBusy() };
      }
      ledger.turn('up');
      const item = itemOf(rooms, action.key);
      if (!item) {
        without(action.key);
        return { kind: 'on' };
      }
      const begun =
        offsets.get(action.key) === undefined ? 0 : (jobs().find(({ key }) => key === action.key)?.bytes ?? 0);
      try {
        if (action.kind === 'slice') await sendPart(action.key, item, action.bytes);
        // What was begun in parts ends in parts: as one frame it would go over the line again, or be too large for one.
        else if (begun > 0) await sendPart(action.key, item, begun);
        else await sendWhole(action.key, item);
      } catch (error) {
        mishap(action.key, error);
      }
      return { kind: 'on' };
    },
  };
}

const bug: Failure = { kind: 'unexpected', incident: 'SYNC' };
const isOfTheRepository = ({ kind }: Failure): boolean => kind === 'repositoryBusy' || kind === 'repositoryFull';

/** A failure of the line is the line's; anything else is this file's. */
export const resultOfFailure = (failure: Failure): SendResult =>
  failure.kind === 'repositoryUnreachable' ||
  failure.kind === 'repositoryDenied' ||
  failure.kind === 'repositoryGarbage'
    ? { kind: 'line', failure }
    : { kind: 'later', failure };
