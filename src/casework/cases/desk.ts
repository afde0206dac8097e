import type { CaseWish, PieceWish } from '../../contract/cases.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { CaseId, Sha256 } from '../../contract/ids.ts';
import { CaseEntry, type EntryKind, actOf } from '../../contract/wire-entries.ts';
import type { CaseRecord } from '../../contract/wire.ts';
import { takeEntry } from '../casefile/entries.ts';
import { takeOwnCase } from '../casefile/feed.ts';
import { untoldRemakes } from '../casefile/remade.ts';
import type { DocumentStore } from '../documents/index.ts';
import { journalise } from '../journal/journal.ts';
import { type Store, sql } from '../store/index.ts';
import type { Pace } from '../sync/backoff.ts';
import { type Ran, startLoop } from '../sync/loop.ts';
import { looksLike } from './media.ts';
import { keepCase, keepEntry, keepNumber, ownEntries, toldNumbers, unnumberedCases } from './rows.ts';
import { type CaseDoor, type CaseSender, sendCases } from './send.ts';

export interface CaseDeskRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly kept: DocumentStore;
  /** Null where no repository is configured: what is opened stays on this desk, under its provisional number. */
  readonly door: CaseDoor | null;
  readonly believed: CaseSender['believed'];
  readonly clock: () => Date;
  readonly ids: () => string;
  readonly pace: Pace;
  readonly random: () => number;
  readonly onBug: (error: unknown) => void;
  readonly onChange: () => void;
}

/** What is noted, as far as it is not said by the desk itself. */
export type Note = CaseEntry extends infer E
  ? E extends CaseEntry
    ? Omit<E, 'entryId' | 'caseId' | 'officeId' | 'by' | 'deviceId' | 'at'>
    : never
  : never;

/** Where cases are opened, pieces taken in, and acts marked, with or without a line. */
export interface CaseDesk {
  open(wish: CaseWish): CaseRecord;
  /** Durable when it answers, shown at once, sent when there is a line. */
  note(caseId: string, note: Note): CaseEntry;
  /** Takes a file in as it is, hashed as it comes; `pieces` are its bytes in order. */
  takePiece(wish: PieceWish, pieces: AsyncIterable<Uint8Array>): Promise<Outcome<CaseEntry>>;
  /** The feed may have told something, or there is something to tell that was not noted yet: an act that was made anew. */
  look(): void;
  now(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the desk. What was opened and noted here is on the screens again, whatever became of the cache. */
export function caseDesk(rooms: CaseDeskRooms): CaseDesk {
  const { store, config, clock, ids, door, pace, random, onBug } = rooms;
  const officeId = config.office.officeId;
  const by = { personId: config.person.personId, name: config.person.name };
  const { deviceId } = config;
  for (const record of unnumberedCases(store.journal)) showCase(store, record);
  store.cache.write((tx) => ownEntries(store.journal).forEach((entry) => takeEntry(tx, entry)));
  const send = async (): Promise<Ran> => {
    tellRemakes();
    return door ? sendCases(rooms, door) : { ok: true };
  };
  const loop = door && startLoop({ pace, random, onBug, run: send });

  const note = (caseId: string, given: Note): CaseEntry => {
    const entry = CaseEntry.parse({
      ...{ entryId: ids(), caseId, officeId, by, deviceId, at: clock().toISOString() },
      ...given,
    });
    store.journal.write((tx) => {
      keepEntry(tx, entry);
      const of = { entryId: entry.entryId, caseId, actId: actOf(entry), entry: entry.kind as EntryKind };
      const sha256 = entry.kind === 'piece' ? entry.sha256 : null;
      journalise(tx, clock(), { kind: 'noted', ...of, sha256, personId: by.personId });
    });
    store.cache.write((tx) => takeEntry(tx, entry));
    rooms.onChange();
    loop?.kick();
    return entry;
  };

  function tellRemakes(): void {
    for (const { caseId, note: remade } of untoldRemakes(store.reader, by.personId)) note(caseId, remade);
  }
  loop?.kick();

  return {
    open({ series, caption, origin, parties, flags, detained, confidentialityLevel }) {
      const caseId = CaseId.parse(ids());
      const openedAt = clock().toISOString();
      const record = store.journal.write((tx) => {
        const opened = keepCase(tx, {
          ...{ caseId, caption, officeId, confidentialityLevel, detained },
          opening: { series, origin, parties, flags, by, deviceId, openedAt },
        });
        const provisionalNumber = opened.caseNumber;
        journalise(tx, clock(), { kind: 'caseOpened', caseId, provisionalNumber, personId: by.personId });
        return opened;
      });
      showCase(store, record);
      rooms.onChange();
      loop?.kick();
      return record;
    },
    note,
    async takePiece({ caseId, expectedSha256, ...about }, pieces) {
      const pending = await rooms.kept.create();
      let first: Uint8Array | null = null;
      let size = 0;
      try {
        for await (const piece of pieces) {
          first ??= piece.slice(0, 16);
          size += piece.length;
          await pending.append(piece);
        }
        // What it is, its bytes say; a name says nothing.
        if (!first || !looksLike(first, about.mediaType)) {
          await pending.discard();
          return failed({ kind: 'pieceNotThis', mediaType: about.mediaType });
        }
        const sealed = await pending.seal();
        const sha256 = Sha256.parse(sealed.sha256);
        if (expectedSha256 !== null && expectedSha256 !== sha256) {
          await pending.discard();
          return failed({ kind: 'pieceDiffers', expected: expectedSha256, found: sha256 });
        }
        if (rooms.kept.has(sha256)) await pending.discard();
        else await pending.keep();
        return done(note(caseId, { kind: 'piece', sha256, size, ...about }));
      } catch (error) {
        await pending.discard();
        throw error;
      }
    },
    look() {
      tellRemakes();
      const numbers = toldNumbers(store.reader);
      if (numbers.length === 0) return;
      store.journal.write((tx) => {
        for (const { caseId, caseNumber } of numbers) {
          keepNumber(tx, caseId, caseNumber);
          journalise(tx, clock(), { kind: 'caseNumbered', caseId, caseNumber });
        }
      });
      rooms.onChange();
    },
    async now() {
      await loop?.runNow();
    },
    async stop() {
      await loop?.stop();
    },
  };
}

/** Only where the cache does not know it: what the feed told of it is newer. */
function showCase(store: Store, record: CaseRecord): void {
  store.cache.write((tx) => {
    if (!tx.get(sql`select 1 from cases where case_id = ${record.caseId}`)) takeOwnCase(tx, record);
  });
}
