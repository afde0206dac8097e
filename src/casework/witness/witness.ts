import type { Failure } from '../../contract/failures.ts';
import { type LogAlarm, LogGrowth, LogHead, type LogStanding, LogStamp, maxLeavesAsked } from '../../contract/log.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import {
  type Checkpoint,
  believeCheckpoint,
  holdsConsistency,
  readCheckpoint,
  unpackHashes,
} from '../../proof/index.ts';
import type { Store } from '../store/index.ts';
import { type LogLine, ask, oneByOne } from './ask.ts';
import { createBeliefs } from './beliefs.ts';
import { type LoggedReceipt, provePlaces, withoutPlace } from './places.ts';
import {
  acceptPast,
  decideSeen,
  endAlarms,
  keepCheckpoint,
  keepStamp,
  newestCheckpoint,
  newestStamp,
  noteSeen,
  openAlarm,
  raiseAlarm,
  unplacedReceipts,
  waitingSeen,
} from './rows.ts';

export interface WitnessRooms {
  readonly store: Store;
  readonly pinned: readonly ReceiptKey[];
  readonly clock: () => Date;
  /** An alarm was raised or ended, or receipts found their places. */
  readonly onChange: () => void;
}

/** Sees for itself that the repository's register only grew, and that every receipt it gave is in it (RFC 9162, C2SP tlog-checkpoint). */
export interface Witness {
  /** Keys whose receipts are believed: those that are pinned and those their root vouches for. One list, which grows in place. */
  readonly keys: readonly ReceiptKey[];
  /** Why nothing is to be sent to this repository or taken from it; null while its log agrees. */
  alarm(): Failure | null;
  /** Whether there is something to ask. */
  due(): boolean;
  /**
   * One look at the log. Answers the line's failure or the alarm; null when all agrees, or the repository keeps no log and never did.
   * @param told receipts that the repository told just now, asked for when its keys are known: each must stand in the log
   */
  contact(line: LogLine, told?: () => readonly LoggedReceipt[]): Promise<Failure | null>;
  /**
   * Where the log stood when a parcel was made, grown out of the tree of `from` leaves. Answers why nothing of the parcel is to be taken.
   */
  carried(head: LogHead, from: number): Failure | null;
  /** A checkpoint that somebody else was shown. Answers whether it is one of this log, signed. */
  seen(text: string, source: string): boolean;
  /** Proves one receipt, and the newest stamp, against the log as it is now: before they leave as a file. Answers why it could not. */
  freshen(line: LogLine, receipt: LoggedReceipt): Promise<Failure | null>;
  standing(): LogStanding;
  /** Takes the log as it is told now, though it does not grow out of what was seen: a person's decision, kept with its reason. */
  accept(line: LogLine, person: { personId: string; reason: string }): Promise<Failure | null>;
}

/** Alarms that end by themselves when the log that was known answers again. A fork and what is missing stay until a person decided. */
const passing: readonly LogAlarm['kind'][] = ['rewritten', 'rolledBack', 'unsigned', 'leafMissing'];

export function createWitness({ store, pinned, clock, onChange }: WitnessRooms): Witness {
  const beliefs = createBeliefs(store, pinned, clock);
  let alarm: LogAlarm | null = openAlarm(store.journal);

  const raise = (
    kind: LogAlarm['kind'],
    told: number | null,
    evidence: unknown,
    source: string | null = null,
  ): Failure => {
    const known = newestCheckpoint(store.journal)?.size ?? 0;
    const raised: LogAlarm = { kind, at: clock().toISOString(), known, told, source };
    store.journal.write((tx) => raiseAlarm(tx, raised, evidence));
    alarm = openAlarm(store.journal);
    onChange();
    return { kind: 'registerRewritten', found: kind, known, told };
  };
  const failureOf = (standing: LogAlarm): Failure => {
    const { kind, known, told } = standing;
    return { kind: 'registerRewritten', found: kind, known, told };
  };

  /** Holds what is told now against what was seen; keeps it when it grew out of that. */
  const look = async (line: LogLine): Promise<Checkpoint | Failure | null> => {
    const known = newestCheckpoint(store.journal);
    const asked = await ask(line, `/v1/log?from=${known?.size ?? 0}`, LogHead);
    if (asked.kind === 'failed') return asked.failure;
    if (asked.kind === 'absent') return known === null ? null : raise('unsigned', null, { answer: 'no log' });
    const head = asked.value;
    const believed = beliefs.of(head);
    if (!believed) return raise('unsigned', readCheckpoint(head.checkpoint)?.size ?? null, { told: head });
    const { checkpoint } = believed;
    const evidence = { known: known?.text ?? null, told: head };
    if (known && checkpoint.origin !== known.origin) return raise('forked', checkpoint.size, evidence);
    if (known && checkpoint.size < known.size) return raise('rolledBack', checkpoint.size, evidence);
    const proof = head.consistency === null ? null : unpackHashes(head.consistency);
    if (known && !(proof && holdsConsistency(known, checkpoint, proof)))
      return raise('rewritten', checkpoint.size, evidence);
    beliefs.take(head, believed);
    store.journal.write((tx) => {
      keepCheckpoint(tx, known?.era ?? 0, { checkpoint, text: head.checkpoint }, clock());
      for (const text of head.seen ?? []) {
        const shown = text === head.checkpoint ? null : believeCheckpoint(text, beliefs.rings());
        if (shown) noteSeen(tx, { ...shown, text, source: 'office' }, clock());
      }
    });
    return checkpoint;
  };

  /** Holds what others were shown against this log. */
  const compare = async (line: LogLine, now: Checkpoint): Promise<Failure | null> => {
    for (const seen of waitingSeen(store.journal, now.size)) {
      const path = `/v1/log/consistency?from=${seen.size}&to=${now.size}`;
      const asked = await ask(line, path, LogGrowth);
      if (asked.kind === 'failed') return asked.failure;
      const proof = asked.kind === 'told' ? unpackHashes(asked.value.consistency) : null;
      const agrees = seen.origin === now.origin && proof !== null && holdsConsistency(seen, now, proof);
      store.journal.write((tx) => decideSeen(tx, seen.text, agrees ? 'agrees' : 'forked'));
      if (!agrees) {
        const evidence = { shown: seen.text, here: newestCheckpoint(store.journal)?.text ?? null };
        return raise('forked', seen.size, evidence, seen.source);
      }
    }
    return null;
  };

  /** A receipt that was told and stands nowhere in the log: the alarm about it lasts until it does. */
  let missed: LoggedReceipt | null = null;
  /** Finds the places of receipts; one that has none is a receipt that was never logged. */
  const place = async (line: LogLine, now: Checkpoint, receipts: readonly LoggedReceipt[]): Promise<Failure | null> => {
    if (receipts.length === 0) return null;
    const found = await provePlaces({ store, clock }, line, now, receipts);
    if (found?.kind === 'missing') {
      missed = found.receipt;
      return raise('leafMissing', now.size, { actId: missed.actId, told: found.told });
    }
    if (found === null) onChange();
    return found;
  };
  const unplaced = (): LoggedReceipt[] =>
    unplacedReceipts(store.reader, newestCheckpoint(store.journal)?.era ?? 0, maxLeavesAsked);

  /** Keeps the newest stamp, with the proof that ties it to what was seen. */
  const takeStamp = async (line: LogLine, now: Checkpoint, anew = false): Promise<Failure | null> => {
    const before = newestStamp(store.journal);
    if (!anew && before && clock().getTime() - Date.parse(before.at) < stampEveryMs) return null;
    const asked = await ask(line, `/v1/log/stamp?size=${now.size}`, LogStamp);
    if (asked.kind !== 'told') return asked.kind === 'failed' ? asked.failure : null;
    const stamped = believeCheckpoint(asked.value.checkpoint, beliefs.rings());
    if (!stamped || stamped.size > now.size || (!anew && before && stamped.size <= before.size)) return null;
    const growth = await ask(line, `/v1/log/consistency?from=${stamped.size}&to=${now.size}`, LogGrowth);
    if (growth.kind !== 'told') return growth.kind === 'failed' ? growth.failure : null;
    const { consistency } = growth.value;
    const proof = unpackHashes(consistency);
    if (!proof || !holdsConsistency(stamped, now, proof))
      return raise('rewritten', stamped.size, { stamped: asked.value, known: newestCheckpoint(store.journal)?.text });
    const era = newestCheckpoint(store.journal)?.era ?? 0;
    store.journal.write((tx) =>
      keepStamp(tx, { ...asked.value, size: stamped.size, consistency, era, withSize: now.size }),
    );
    return null;
  };

  const isStuck = (): boolean => alarm !== null && !passing.includes(alarm.kind);
  let stampAskedAt = -Infinity;
  const inTurn = oneByOne();
  return {
    keys: beliefs.keys,
    alarm: () => alarm && failureOf(alarm),
    due() {
      const newest = newestCheckpoint(store.journal);
      if (alarm !== null || newest === null) return true;
      return unplacedReceipts(store.reader, newest.era, 1).length > 0;
    },
    contact: (line, told) =>
      inTurn(async () => {
        if (alarm !== null && isStuck()) return failureOf(alarm);
        // Before the look: a receipt that arrives during it may be younger than the tree that is looked at.
        const held = unplaced();
        const now = await look(line);
        if (now === null || 'kind' in now) return now;
        const forked = await compare(line, now);
        if (forked) return forked;
        const missing =
          (await place(line, now, withoutPlace(store, [...(missed ? [missed] : []), ...(told?.() ?? [])]))) ??
          (await place(line, now, held));
        if (missing) return missing;
        missed = null;
        if (performance.now() - stampAskedAt > stampAskMs) {
          stampAskedAt = performance.now();
          const trouble = await takeStamp(line, now);
          if (trouble) return trouble;
        }
        if (alarm !== null) {
          store.journal.write((tx) => endAlarms(tx, passing, 'agrees', clock()));
          alarm = openAlarm(store.journal);
          onChange();
        }
        return alarm && failureOf(alarm);
      }),
    freshen: (line, receipt) =>
      inTurn(async () => {
        if (alarm !== null) return failureOf(alarm);
        const now = await look(line);
        if (now === null) return { kind: 'repositoryGarbage', detail: 'no log is kept there' };
        if ('kind' in now) return now;
        return (await place(line, now, [receipt])) ?? (await takeStamp(line, now, true));
      }),
    carried(head, from) {
      if (alarm !== null && isStuck()) return failureOf(alarm);
      const known = newestCheckpoint(store.journal);
      const believed = beliefs.of(head);
      if (!believed) return raise('unsigned', readCheckpoint(head.checkpoint)?.size ?? null, { told: head });
      const { checkpoint } = believed;
      const evidence = { known: known?.text ?? null, told: head };
      beliefs.take(head, believed);
      const keep = (): null => {
        store.journal.write((tx) =>
          keepCheckpoint(tx, known?.era ?? 0, { checkpoint, text: head.checkpoint }, clock()),
        );
        return null;
      };
      if (!known) return keep();
      const proof = head.consistency === null ? null : unpackHashes(head.consistency);
      if (known.size === from && checkpoint.size < from) return raise('rolledBack', checkpoint.size, evidence);
      if (known.size === from)
        return proof && holdsConsistency(known, checkpoint, proof)
          ? keep()
          : raise('rewritten', checkpoint.size, evidence);
      if (known.size === checkpoint.size)
        return holdsConsistency(known, checkpoint, []) ? null : raise('rewritten', checkpoint.size, evidence);
      // The line was here meanwhile: both are held against each other when it is here again.
      store.journal.write((tx) => noteSeen(tx, { ...checkpoint, text: head.checkpoint, source: 'parcel' }, clock()));
      return null;
    },
    seen(text, source) {
      const checkpoint = believeCheckpoint(text, beliefs.rings());
      if (!checkpoint) return false;
      store.journal.write((tx) => noteSeen(tx, { ...checkpoint, text, source }, clock()));
      return true;
    },
    standing() {
      const newest = newestCheckpoint(store.journal);
      return {
        size: newest?.size ?? null,
        checkpoint: newest?.text ?? null,
        checkedAt: newest?.checkedAt ?? null,
        stampedAt: newestStamp(store.journal)?.at ?? null,
        alarm,
      };
    },
    accept: (line, person) =>
      inTurn(async () => {
        const asked = await ask(line, '/v1/log?from=0', LogHead);
        if (asked.kind === 'failed') return asked.failure;
        const believed = asked.kind === 'told' ? beliefs.of(asked.value) : null;
        // Another past may be accepted; another repository, never.
        if (asked.kind === 'absent' || !believed) return raise('unsigned', null, { told: asked });
        const { checkpoint } = believed;
        beliefs.take(asked.value, believed);
        const here = unplacedReceipts(store.reader, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
        const isHere = here.some(({ actId }) => actId === missed?.actId);
        const held = missed && !isHere ? [...here, missed] : here;
        missed = null;
        store.journal.write((tx) => {
          acceptPast(tx, { checkpoint, text: asked.value.checkpoint, held }, person, clock());
          endAlarms(tx, [...passing, 'forked'], person.personId, clock());
        });
        alarm = openAlarm(store.journal);
        onChange();
        return null;
      }),
  };
}

/** A stamp of every day is enough; whether there is a newer one is asked now and then. */
const stampEveryMs = 20 * 60 * 60_000;
const stampAskMs = 60 * 60_000;
