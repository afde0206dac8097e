import { runDoctor } from './doctor/run.ts';
import { aboutStanding } from './standing/handlers.ts';
import type { Standing } from './standing/standing.ts';
import type { ActRow } from '../contract/acts.ts';
import { callRights, mayCall } from '../contract/call-rights.ts';
import type { CallName, Calls, Status } from '../contract/calls.ts';
import type { OfficeConfig } from '../contract/config.ts';
import { type Failure, type Outcome, done, failed } from '../contract/failures.ts';
import { Action, matrix, mightEver } from '../contract/permissions.ts';
import type { Handlers } from '../contract/rpc.ts';
import { firstSeat } from '../contract/seats.ts';
import type { Return } from '../contract/wire.ts';
import { mayMove } from './acts/moves.ts';
import { type Viewer, isVisible, mayWith, viewerOf } from './acts/viewer.ts';
import { aboutBatches } from './batch-handlers.ts';
import { proposalMark, readAct } from './casefile/act-rows.ts';
import { actsOfFile } from './casefile/blobs.ts';
import { caseIndex } from './casefile/case-index.ts';
import { leafAt } from './casefile/leaf.ts';
import { markShown, returnAct } from './casefile/decisions.ts';
import { noteUse } from './casefile/keeping.ts';
import { isReturnSetAside } from './casefile/set-aside.ts';
import { putFilters, savedFilters } from './casefile/filters.ts';
import { labelsInUse, trayCounts, trayPage } from './casefile/trays.ts';
import type { CaseDesk } from './cases/desk.ts';
import { aboutCases } from './cases/handlers.ts';
import { goneCase } from './cases/moved.ts';
import { maySeePiece } from './cases/read.ts';
import { DocumentError, type DocumentLibrary, type DocumentStore } from './documents/index.ts';
import type { DraftDesk } from './drafts/desk.ts';
import { aboutDrafts } from './drafts/handlers.ts';
import type { CopySource } from './home/bring.ts';
import { aboutHome } from './home/handlers.ts';
import type { HomeKeeper } from './home/keeper.ts';
import type { LeavingDesk } from './home/leave.ts';
import { type DeskTokenRooms, aboutDeskToken } from './device/desk-token.ts';
import { type EnrolmentHandlerRooms, aboutEnrolment } from './enrolment/handlers.ts';
import type { Granting } from './enrolment/standing.ts';
import type { Hub } from './hub.ts';
import { type StickDesk, aboutSticks } from './stick/handlers.ts';
import { journalHead } from './journal/journal.ts';
import { enqueueReturn } from './outbox/rows.ts';
import type { ProposingDesk } from './proposing/desk.ts';
import { naming } from './cases/addressees.ts';
import { aboutProposing } from './proposing/handlers.ts';
import type { ReviewDesk } from './review/desk.ts';
import { aboutReview } from './review/handlers.ts';
import type { WritingDesk } from './writing/desk.ts';
import { type HeldReceipt, heldReceipt } from './receipts/kept.ts';
import { statementIn, verifyReceipt } from './receipts/verify.ts';
import { readSettings, writeSettings } from './settings.ts';
import { aboutBinding } from './copies/bound/handlers.ts';
import { aboutCopies } from './copies/handlers.ts';
import { aboutOwnNotes } from './own-notes/handlers.ts';
import { aboutPracticeWorld } from './practice/handlers.ts';
import { aboutSearch } from './search/handlers.ts';
import type { Indexer } from './search/indexer.ts';
import type { KnownOffice } from '../contract/wire-offices.ts';
import type { TemplateCatalogue } from './drafts/templates/catalogue.ts';
import { silentTypes } from './drafts/templates/notified.ts';
import { type TemplateRooms, aboutTemplates } from './drafts/templates/desk.ts';
import { type CalendarRooms, aboutCalendars } from './signing/calendar-desk.ts';
import type { SigningDesk } from './signing/desk.ts';
import type { Rehearsal } from './signing/rehearsal.ts';
import type { TokenPorts } from './signing/token-ports.ts';
import { type Store, troubleOf } from './store/index.ts';
import { type LevelRooms, aboutLevels } from './levels/handlers.ts';
import { aboutLine } from './line-handlers.ts';
import type { SyncEngine } from './sync/engine.ts';
import { noteWhereItCan } from './sync/notes.ts';
import type { JointErrand } from './joint/errand.ts';
import type { LineState } from './sync/line.ts';
import { aboutTokens } from './token-handlers.ts';
import { type WitnessHandlerRooms, aboutWitness, provedPlace } from './witness/handlers.ts';
import type { Revocations } from './tokens/revocations.ts';
import type { Readers } from './tokens/readers.ts';

export interface OfficeRooms extends LevelRooms, WitnessHandlerRooms {
  readonly config: OfficeConfig;
  readonly version: string;
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly fetched: DocumentStore;
  readonly library: DocumentLibrary;
  readonly tokens: TokenPorts;
  readonly readers: Readers;
  /** Tells whoever started the token hosts that a person wants a parked driver tried again. */
  readonly retryToken: (libraryId: string) => void;
  /** Tells whoever started this office that the person sits down elsewhere. */
  readonly sit: (seatId: string) => void;
  readonly signing: SigningDesk;
  readonly revocations: Revocations;
  readonly standing: Standing;
  readonly rehearsal: Rehearsal;
  /** Of a practice office: cuts the line, or joins it; null where there is none to cut. */
  readonly cutLine: ((isCut: boolean) => void) | null;
  readonly line: LineState;
  /** Null where no repository is configured. */
  readonly sync: SyncEngine | null;
  readonly hub: Hub;
  readonly home: HomeKeeper;
  /** Copies of others at the repository; null where none is configured. */
  readonly keptCopies: CopySource | null;
  readonly leaving: LeavingDesk;
  readonly stick: StickDesk;
  readonly cases: CaseDesk;
  readonly drafts: DraftDesk;
  /** Null where no repository is configured. */
  readonly joint: JointErrand | null;
  readonly proposing: ProposingDesk;
  readonly review: ReviewDesk;
  readonly writing: WritingDesk;
  readonly search: Indexer;
  readonly clock: () => Date;
  readonly calendars: CalendarRooms;
  readonly templates: TemplateRooms;
  readonly catalogue: TemplateCatalogue;
  readonly knownOffices: () => readonly KnownOffice[] | null;
  readonly granting: Granting;
  readonly enrolment: EnrolmentHandlerRooms;
  readonly deskToken: DeskTokenRooms;
  /** A fetched file turned out missing or damaged: bring it again. */
  readonly fetchAgain: (sha256: string) => void;
}

/** An answer for every call of the contract. Trouble of disk and store is answered as such; anything else thrown is a bug. */
export function officeHandlers(rooms: OfficeRooms): Handlers<Calls> {
  return guarded(
    {
      ...aboutOffice(rooms),
      ...aboutTrays(rooms),
      ...aboutDocuments(rooms),
      ...aboutTokens(rooms),
      ...aboutStanding({ ...rooms, findings: async () => (await runDoctor(rooms, null)).findings }),
      ...aboutBatches(rooms),
      ...aboutPractice(rooms),
      ...aboutSending(rooms),
      ...aboutLine(rooms),
      ...aboutLevels(rooms),
      ...aboutHome(rooms),
      ...aboutSticks(rooms),
      ...aboutWitness(rooms),
      ...aboutDrafts(rooms),
      ...aboutCases(rooms),
      ...aboutProposing(rooms.config, rooms.proposing, rooms.review, naming(rooms, rooms.config)),
      ...aboutReview(rooms),
      ...aboutEnrolment(rooms.enrolment),
      ...aboutCalendars(rooms.calendars),
      ...aboutTemplates(rooms.templates),
      ...aboutDeskToken(rooms.deskToken),
      ...rooms.writing.handlers,
      ...aboutPracticeWorld(rooms),
      ...aboutCopies(rooms),
      ...aboutBinding(rooms),
      ...aboutOwnNotes(rooms, viewerOf(rooms.config)),
      ...aboutSearch(rooms, viewerOf(rooms.config)),
    },
    rooms,
  );
}

type Some<N extends keyof Calls> = Pick<Handlers<Calls>, N>;

function aboutOffice(rooms: OfficeRooms): Some<'office.status' | 'office.sit' | 'settings.read' | 'settings.write'> {
  const { config, version, store, line, hub, signing } = rooms;
  const { personId, name, role, capacity } = config.person;
  return {
    'office.status': async () =>
      done({
        mode: config.mode,
        version,
        office: config.office.name,
        person: { personId, name, role, capacity, permits: permitsOf(config), ...placesOf(config) },
        seats: rooms.granting.seats(),
        seat: config.seat ?? firstSeat,
        line: line.read(),
        journal: journalHead(store.journal),
      }),
    'office.sit': async ({ seatId }) => {
      // From those that were granted, and from no others (law 9).
      const seat = rooms.granting.seats().find((one) => one.seatId === seatId);
      if (!seat || seat.ended !== undefined) return failed({ kind: 'notAllowed' });
      if (signing.isRunning()) return failed({ kind: 'tokenBusy' });
      if (seatId !== (config.seat ?? firstSeat)) rooms.sit(seatId);
      return done({});
    },
    'settings.read': async () => done(readSettings(store.journal, config.desk)),
    'settings.write': async (change) => {
      const wish = change as Parameters<typeof writeSettings>[1];
      const settings = store.journal.write((tx) => writeSettings(tx, wish, config.desk));
      hub.emit('settings.changed', settings);
      return done(settings);
    },
  };
}

/** The last moment of the calendar day of this computer. */
function endOfDay(now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate(), 23, 59, 59, 999).toISOString();
}

/** Its first. */
function startOfDay(now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}

/** In whose places the person of this desk signs now. */
function placesOf({ person }: OfficeConfig): Pick<Status['person'], 'standsFor'> {
  const held = (person.standsFor ?? []).filter(({ holds }) => holds);
  const standsFor = held.map(({ personId, name, resolution, until }) => ({ personId, name, resolution, until }));
  return standsFor.length > 0 ? { standsFor } : {};
}

/** What the window offers; what is done is asked once more. */
const permitsOf = ({ person }: OfficeConfig): Action[] =>
  Action.options.filter(
    (action) =>
      mightEver(person.role, action) && (matrix[action][person.role] !== 'validator' || person.validator === true),
  );

function aboutPractice({ config, rehearsal }: OfficeRooms): Some<'practice.rehearseRemoval'> {
  return {
    'practice.rehearseRemoval': async ({ wish }) => {
      if (config.mode !== 'practice') return failed({ kind: 'notAllowed' });
      if (wish === 'pullOut') await rehearsal.arm();
      else {
        const back = await rehearsal.putBack();
        if (!back.ok) return back;
      }
      return done(rehearsal.now);
    },
  };
}

function aboutTrays({
  config,
  store,
  clock,
  catalogue,
}: OfficeRooms): Some<
  | 'trays.counts'
  | 'trays.page'
  | 'trays.labels'
  | 'filters.read'
  | 'filters.write'
  | 'acts.read'
  | 'cases.index'
  | 'cases.leaf'
> {
  const viewer = viewerOf(config);
  return {
    'trays.counts': async () => done(trayCounts(store.reader, viewer, endOfDay(clock()), silentTypes(catalogue))),
    'trays.page': async ({ tray, dueDays, ...page }) => {
      const dueBy = dueDays === null ? null : endOfDay(new Date(clock().getTime() + dueDays * 86_400_000));
      return done(
        trayPage(store.reader, tray, {
          ...page,
          dueBy,
          viewer,
          endOfDay: endOfDay(clock()),
          startOfDay: startOfDay(clock()),
          silent: silentTypes(catalogue),
        }),
      );
    },
    'trays.labels': async () => done({ labels: labelsInUse(store.reader, viewer) }),
    'filters.read': async () => done({ filters: savedFilters(store.reader, viewer.personId) }),
    'filters.write': async ({ filters }) => {
      store.journal.write((tx) => putFilters(tx, viewer.personId, filters));
      return done({ filters: savedFilters(store.reader, viewer.personId) });
    },
    'acts.read': async ({ actId }) => actFor(store, actId, viewer),
    'cases.leaf': async ({ caseId, ...asked }) => done(leafAt(store.reader, caseId, asked, viewer)),
    'cases.index': async ({ caseId, ...page }) =>
      done(
        caseIndex(store.reader, caseId, { ...page, viewer }) ??
          ({ caseNumber: '', caption: '', acts: [], total: 0, next: null } as const),
      ),
  };
}

function aboutDocuments(rooms: OfficeRooms): Some<'documents.read' | 'acts.markShown' | 'acts.return'> {
  const { config, store, fetched, library, hub, clock, sync, line } = rooms;
  const { personId, name } = config.person;
  const viewer = viewerOf(config);
  return {
    'documents.read': async ({ sha256, offset, length }) => {
      if (!mayReadFile(store, sha256, viewer)) return failed({ kind: 'notAllowed' });
      const sheet = rooms.proposing.shown(sha256);
      if (sheet) return done({ bytes: Uint8Array.from(sheet.subarray(offset, offset + length)), size: sheet.length });
      try {
        const read = done(library.read(sha256, offset, length));
        if (offset === 0) noteWhereItCan(() => noteUse(store, sha256, clock()));
        return read;
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
        rooms.fetchAgain(sha256);
        return failed({ kind: error.kind === 'missing' ? 'documentMissing' : 'documentDamaged', sha256 });
      }
    },
    'acts.markShown': async ({ actId, documentSha256, via }) => {
      const found = actFor(store, actId, viewer);
      if (!found.ok) return found;
      const act = found.value;
      if (act.documentSha256 !== documentSha256) return failed({ kind: 'actChanged', actId });
      if (act.state !== 'toSign' && act.state !== 'partiallySigned') return done(act);
      if (act.joint?.here) return done(act);
      if (!fetched.has(documentSha256)) return failed({ kind: 'documentMissing', sha256: documentSha256 });
      if (store.journal.write((tx) => markShown(tx, { actId, documentSha256, via, personId }, clock()))) {
        hub.emit('acts.seen', { actId });
      }
      return done({ ...act, shown: true });
    },
    'acts.return': async ({ actId, documentSha256, remark, about }) => {
      const found = actFor(store, actId, viewer);
      if (!found.ok) return found;
      const act = found.value;
      if (!mayWith(viewer, 'returnActs', act)) return failed({ kind: 'notAllowed' });
      if (act.documentSha256 !== documentSha256) return failed({ kind: 'actChanged', actId });
      if (!mayMove(act.state, { kind: 'returnWithRemark' })) {
        return failed({ kind: 'actForbids', state: act.state, move: 'returnWithRemark' });
      }
      if (rooms.signing.isInHand(actId)) return failed({ kind: 'tokenBusy' });
      const given: Return = { actId, documentSha256, remark, returnedBy: name, returnedAt: clock().toISOString() };
      const proposal = proposalMark(store.reader, actId);
      if (isReturnSetAside(store.reader, actId, documentSha256, proposal))
        return failed({ kind: 'actForbids', state: act.state, move: 'returnWithRemark' });
      store.journal.write((tx) => returnAct(tx, act, given, { personId, proposal }, enqueueReturn, clock()));
      if (about) rooms.review.returned(actId, remark, about);
      hub.traysChanged('toSign', 'returned', 'queue');
      line.refresh();
      sync?.kick();
      return done(readAct(store.reader, actId) ?? act);
    },
  };
}

function aboutSending(rooms: OfficeRooms): Some<'sync.now' | 'receipts.read'> {
  const { config, store, line, sync, drafts, proposing, joint } = rooms;
  return {
    'sync.now': async () => {
      if (!sync) return done(line.read());
      await rooms.cases.now();
      const now = await sync.now();
      await Promise.all([drafts.now(), proposing.now(), joint?.now()]);
      return done(now);
    },
    'receipts.read': async ({ actId }) => {
      const found = readAct(store.reader, actId);
      if (found && !isVisible(found, viewerOf(config))) return failed({ kind: 'notAllowed' });
      const held = heldReceipt(store.reader, actId);
      const statement = held && statementIn(held.jws);
      if (held && statement) {
        const failure = await objectionTo(rooms, held);
        return done({
          ...{ jws: held.jws, statement, verified: failure === null, failure },
          place: provedPlace(store, actId, held.jws),
        });
      }
      const act = readAct(store.reader, actId);
      return failed(
        act ? { kind: 'actForbids', state: act.state, move: 'readReceipt' } : { kind: 'actUnknown', actId },
      );
    },
  };
}

/** Holds a receipt against pinned keys and our own bytes, read for it now; null when all agrees. */
async function objectionTo({ witness, kept, fetched }: OfficeRooms, held: HeldReceipt): Promise<Failure | null> {
  const verdict = verifyReceipt(held.jws, witness.keys, held.expected);
  if (verdict.kind === 'invalid') return { kind: 'receiptInvalid', reason: verdict.reason };
  const { sha256 } = held.expected;
  const bytes = await (held.bytes === 'kept' ? kept : fetched).verify(sha256);
  if (bytes === 'good') return null;
  // A desk that was brought back from a copy fetches what it had registered: the bytes prove the same from there.
  if (held.bytes === 'kept' && (await fetched.verify(sha256)) === 'good') return null;
  return { kind: bytes === 'missing' ? 'documentMissing' : 'documentDamaged', sha256 };
}

/** An act, where this person may read it. */
function actFor(store: Store, actId: string, viewer: Viewer): Outcome<ActRow> {
  const act = readAct(store.reader, actId);
  if (!act) return failed({ kind: 'actUnknown', actId });
  return isVisible(act, viewer) ? done(act) : failed({ kind: 'notAllowed' });
}

/** A file that is of acts is read by whoever may read one of them. */
function mayReadFile(store: Store, sha256: string, viewer: Viewer): boolean {
  let known = false;
  // One that may be read is enough: a form that thousands of acts share is not looked up for each.
  for (const actId of actsOfFile(store.reader, sha256)) {
    const act = readAct(store.reader, actId);
    if (act && isVisible(act, viewer)) return true;
    known ||= act !== null;
  }
  return !known && maySeePiece(store.reader, sha256, viewer);
}

/**
 * The one door of the office: a call that the person's role has no right to is answered `notAllowed` before anything is looked at (law 9).
 * Trouble of disk and store becomes an answer; everything else is a bug, and is thrown on to get its incident number.
 */
function guarded(handlers: Handlers<Calls>, { config, granting, store }: OfficeRooms): Handlers<Calls> {
  const { person } = config;
  const entries = Object.entries(handlers) as [CallName, (input: never) => Promise<Outcome<unknown>>][];
  return Object.fromEntries(
    entries.map(([name, handler]) => [
      name,
      async (input: never): Promise<Outcome<unknown>> => {
        if (!mayCall(person.role, name)) return failed({ kind: 'notAllowed' });
        // What is granted is asked at each call: it ends while the program is open, too.
        const objection = callRights[name] === 'everybody' ? null : granting.objection(person.role);
        if (objection) return failed(objection);
        const gone = goneCase(store.reader, name, input);
        if (gone) return failed(gone);
        try {
          return await handler(input);
        } catch (error) {
          const trouble = troubleOf(error);
          if (!trouble) throw error;
          return failed(trouble);
        }
      },
    ]),
  ) as unknown as Handlers<Calls>;
}
