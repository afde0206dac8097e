import type { ActRow, Tray } from '../../contract/acts.ts';
import type { Status } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';
import type { ActId, Sha256 } from '../../contract/ids.ts';
import type { RemarkPlace } from '../../contract/wire-review.ts';
import type { Desk } from '../desk.ts';
import { createList, rowAt, type List, type Source } from './list.ts';
import { canSign, extend, markAll, noMarks, renew, toggle, without, type Marks } from './marks.ts';
import { createOffice, type Office } from './office.ts';
import { createBegun, layAside } from './begun.ts';
import { createAgenda, type AgendaDesk } from './agenda.ts';
import { createBinding, type BindingDesk } from './binding.ts';
import { createCases, type CasesDesk } from './cases.ts';
import { createHome, type HomeDesk } from './home.ts';
import { createDrafts, type DraftsDesk } from './drafts.ts';
import { createReview, type ReviewModel } from './review.ts';
import { pageMentioned } from './citing.ts';
import { createDesktop, type Desktop, type Places } from './places.ts';
import { createOwnNotes, type OwnNotesDesk } from './own-notes.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createPractice, type PracticeDesk } from './practice.ts';
import { createPreflight, type PreflightDesk } from './preflight.ts';
import { createRehearsal, type RehearsalModel } from './rehearsal.ts';
import { createSearch, type SearchDesk } from './search.ts';
import { createSigning, isRunning, type SigningDesk } from './signing.ts';
import { createStore, type Store } from './store.ts';
import { createTokenCare, type TokenCare } from './token-care.ts';

/** All the window knows and can do. Screens read its stores and call its verbs; neither knows of the other's insides. */
export interface Model extends Desktop {
  readonly desk: Desk;
  readonly office: Office;
  readonly list: List;
  readonly marks: Store<Marks>;
  /** The keyboard's place in the list. */
  readonly cursor: Store<number>;
  readonly signing: SigningDesk;
  readonly care: TokenCare;
  readonly rehearsal: RehearsalModel;
  readonly preflight: PreflightDesk;
  readonly passwords: Passwords;
  readonly drafts: DraftsDesk;
  readonly review: ReviewModel;
  readonly home: HomeDesk;
  readonly cases: CasesDesk;
  readonly binding: BindingDesk;
  readonly agenda: AgendaDesk;
  readonly search: SearchDesk;
  readonly ownNotes: OwnNotesDesk;
  readonly practice: PracticeDesk;
  /** What is being written in forms, by the field's name: leaving a place loses nothing. */
  readonly written: Store<ReadonlyMap<string, unknown>>;
  start(): Promise<void>;
  /** Sits down at another of the granted seats; answers why not. */
  sit(seatId: string): Promise<Failure | null>;
  /** Behind the lock another person of this PC sits down: nothing of whoever sat here stays, and text that could not be kept waits for its person. */
  giveWay(from: string, seatId: string): Promise<void>;
  /** Whoever sits there opened the desk again: what could not be kept, or was only begun, is there as it was. */
  sitDown(seatId: string): void;
  openTray(tray: Tray): Promise<void>;
  openSource(source: Source): Promise<void>;
  /** Shows an act wherever it is, from a mention of it at the sheet that the mention names; a failure is said in the status strip. */
  openAct(actId: ActId, mention?: string): Promise<void>;
  /** Takes the act at this place of the list in hand and shows it. */
  take(index: number): Promise<void>;
  /** Moves the keyboard's place in the list; the act there is shown once the person rests on it. */
  glide(index: number): Promise<void>;
  /** The next (+1) or the one before (-1), reading on where needed. */
  step(by: number): Promise<void>;
  /** What the act after the one in hand is drawn from; null where there is none, or where it is too large to be made ready. */
  upNext(): Sha256 | null;
  /** The act in hand was read and goes with those to sign: marks it, and takes the next. */
  markAndGoOn(): Promise<void>;
  /** Leaves the act in hand for later: the next one that nobody has read nor marked. */
  skip(): Promise<void>;
  /** The visado of whoever sits here, over exactly the bytes in hand. */
  vouch(): Promise<void>;
  toggleMark(row: ActRow): void;
  extendMarks(to: number): void;
  /** Marks everything the list holds, however long; answers how many are marked, or null when the list could not be read. */
  markEverything(): Promise<number | null>;
  unmarkAll(): void;
  /** The rows the decision is about: those marked, or the one in hand. */
  inHand(): readonly ActRow[];
  openSigning(): void;
  /** The first page of exactly these bytes was drawn on this screen (law 2). */
  markShown(actId: ActId, documentSha256: Sha256): Promise<Failure | null>;
  /** Returns the act in hand with its remark; answers the failure, if any. The remark is kept until the office has it. */
  returnAct(row: ActRow, about?: RemarkPlace): Promise<Failure | null>;
}

/** So many lines of an index are looked through for the act in hand. */
const lookedThrough = 599;

/** Bytes of the largest act that is made ready before it is asked for. */
const madeReadyUpTo = 4_000_000;

/** The tray where acts are marked to be signed together. */
export const marksApply = (source: Source): boolean => source.kind === 'tray' && source.tray === 'toSign';

const openSeats = ({ seats = [] }: Status): NonNullable<Status['seats']> =>
  seats.filter(({ ended }) => ended === undefined);

/** The grant of the present seat ended, and there is another one. */
const isSeatGone = (status: Status): boolean =>
  status.seats?.some(({ seatId, ended }) => seatId === status.seat && ended !== undefined) === true &&
  openSeats(status).length > 0;

export function createModel(desk: Desk): Model {
  const office = createOffice(desk);
  const list = createList(desk);
  const passwords = createPasswords();
  const signing = createSigning(desk, passwords);
  const care = createTokenCare(desk, () => void office.readTokens());
  const rehearsal = createRehearsal(desk);
  const preflight = createPreflight(desk, passwords);
  const home = createHome(desk);
  const drafts = createDrafts(desk);
  const review = createReview(desk);
  const marks = createStore<Marks>(noMarks);
  const cursor = createStore(0);
  const desktop = createDesktop();
  const { places, notice, remarks } = desktop;
  const cases = createCases(desk, () => places.get().work === 'cases');
  const binding = createBinding(desk);
  const agenda = createAgenda(desk, () => places.get().work === 'agenda');
  const ownNotes = createOwnNotes(desk);
  const practice = createPractice(desk, office);
  const written = createStore<ReadonlyMap<string, unknown>>(new Map());
  const search = createSearch(desk, () => places.get().work === 'find');
  let refreshing: Promise<void> | null = null;
  let again = false;
  let gliding: ReturnType<typeof setTimeout> | undefined;

  /** Going somewhere ends a glide that has not come to rest; what only brings news of the act in hand does not. */
  const go = (part: Partial<Places>): void => {
    clearTimeout(gliding);
    // Why a key did nothing there says nothing of where one goes.
    if (part.work && /^lacks/.test(notice.get()?.kind ?? '')) notice.set(null);
    desktop.go(part);
  };

  /** The act in hand as the list now has it; where it left the list, as the office has it. */
  const followCurrent = async (): Promise<void> => {
    const { current } = places.get();
    if (!current) return;
    const at = list.indexOf(current.actId);
    const listed = rowAt(list.view.get(), at);
    if (listed) {
      cursor.set(at);
      return desktop.go({ current: listed });
    }
    const read = await desk.call('acts.read', { actId: current.actId });
    if (places.get().current?.actId !== current.actId) return;
    if (read.ok) desktop.go({ current: read.value });
    else if (read.failure.kind === 'notAllowed') desktop.go({ current: null });
  };

  /** While a batch runs, the list is read anew at most this often: it may hold thousands of rows. */
  const calmly = (): Promise<void> => {
    const now = signing.view.get();
    const calm = now.kind === 'batch' && isRunning(now.batch) ? 600 : 0;
    return new Promise((resolve) => setTimeout(resolve, calm));
  };

  /** A batch changes the trays with every act: refreshes run one at a time, and at most one waits. */
  const refresh = (): Promise<void> => {
    if (refreshing) {
      again = true;
      return refreshing;
    }
    refreshing = (async () => {
      do {
        again = false;
        await list.refresh();
        if (list.view.get().failure?.kind === 'notAllowed') marks.set(noMarks);
        marks.set((now) => renew(renew(now, list.view.get().rows), list.view.get().tail));
        await followCurrent();
        if (again) await calmly();
      } while (again);
      refreshing = null;
    })();
    return refreshing;
  };

  const show = (row: ActRow): void =>
    go({ current: row, work: 'paper', sheet: 'act', returning: false, listOver: false });

  const inHand = (): readonly ActRow[] => {
    const { rows } = marks.get();
    // Marks are kept while one looks elsewhere, but they are about the tray they were made in.
    if (rows.size > 0 && marksApply(list.view.get().source)) return [...rows.values()];
    const { current } = places.get();
    return current ? [current] : [];
  };

  const openSource = async (source: Source): Promise<void> => {
    const returnsToAct = source.kind === 'case';
    go({ listOver: true, returning: false, ...(returnsToAct ? {} : { current: null, work: 'paper' }) });
    cursor.set(0);
    await list.open(source);
    // The index opens at the act in hand, where that lies near the beginning; the rows before it are on the screen meanwhile.
    const { current } = places.get();
    if (!returnsToAct || !current) return;
    void list.needAllTo(lookedThrough).then(() => {
      const at = list.indexOf(current.actId);
      if (at > 0 && list.view.get().source === source && cursor.get() === 0) cursor.set(at);
    });
  };

  /** After the act in hand left the tray by this person's own decision, the one now in its place is next. */
  const moveOn = async (source: Source, index: number): Promise<void> => {
    await refresh();
    const view = list.view.get();
    // Gone elsewhere meanwhile: what is in hand there is not ours to change.
    if (view.source !== source) return;
    const at = Math.min(Math.max(index, 0), view.total - 1);
    const next = rowAt(view, at);
    cursor.set(Math.max(at, 0));
    if (next) show(next);
    else go({ current: null, returning: false });
  };

  const step = async (by: number): Promise<void> => {
    await list.settled();
    const { current } = places.get();
    const at = current ? list.indexOf(current.actId) : -1;
    const to = at < 0 ? 0 : at + by;
    if (to < 0) return;
    await list.need(to);
    const row = rowAt(list.view.get(), to);
    if (!row) return;
    cursor.set(to);
    show(row);
  };

  desk.on('trays.changed', ({ trays }) => {
    const { source } = list.view.get();
    if (source.kind === 'case' || trays.includes(source.tray)) void refresh();
    else void followCurrent();
  });
  // Thousands of rows are not read again because one was looked at, in this window or in another.
  desk.on('acts.seen', ({ actId }) => {
    const row = rowAt(list.view.get(), list.indexOf(actId));
    if (!row || row.shown) return;
    void desk.call('acts.read', { actId }).then((read) => {
      if (read.ok) list.renew(read.value);
    });
  });
  desk.on('office.restarted', () => {
    void refresh();
    void signing.reread().then(() => signing.lookBack());
  });
  /** An address of ours that was clicked elsewhere: the case's index, and the act on it. Who may not see it is told nothing. */
  const followLink = async (): Promise<void> => {
    const taken = await desk.call('links.take', {});
    const link = taken.ok ? taken.value.link : null;
    if (link === null) return;
    const act = link.kind === 'act' ? await desk.call('acts.read', { actId: link.actId }) : null;
    if (act && !act.ok) return;
    const { source } = list.view.get();
    const back = source.kind === 'tray' ? source.tray : source.back;
    const caseId = link.kind === 'case' ? link.caseId : act!.value.caseId;
    await openSource({ kind: 'case', caseId, back });
    if (act) show(act.value);
  };
  desk.on('links.came', () => void followLink());
  desk.on('enrolment.changed', () => {
    // What was refused before may be read now, and the other way round.
    void refresh();
    const before = office.view.get().status;
    void office.readStatus().then((status) => {
      if (!status || !before || status.mode !== 'normal') return;
      const known = new Set(openSeats(before).map(({ seatId }) => seatId));
      const came = openSeats(status).find(({ seatId }) => !known.has(seatId));
      // Nothing can be done any more where the person sits: the way on comes to the front.
      if (isSeatGone(status) && !isSeatGone(before)) desktop.go({ work: 'seat' });
      else if (came && known.size > 0)
        notice.set({ kind: 'seatGranted', office: came.office, capacity: came.capacity });
    });
  });
  desk.on('batch.changed', (batch) => {
    const now = signing.view.get();
    if (isRunning(batch) || now.kind !== 'batch' || now.batch.batchId !== batch.batchId) return;
    if (batch.kept > 0) notice.set({ kind: 'signed', n: batch.kept });
    void (async () => {
      await Promise.all([signing.reread(), signing.lookBack()]);
      const then = signing.view.get();
      if (then.kind !== 'batch') return;
      const kept = then.items.filter(({ state }) => state === 'kept').map(({ actId }) => actId);
      marks.set((before) => without(before, kept));
    })();
  });

  const begun = createBegun([
    layAside(ownNotes.writing),
    layAside(written),
    layAside(remarks),
    layAside(review.pending),
  ]);
  /** Nothing of one person stays on the screen before another. */
  const forgetPerson = (whose: string): void => {
    begun.layAside(whose);
    marks.set(noMarks);
    notice.set(null);
    signing.leave();
    cases.forget();
    binding.forget();
    agenda.forget();
    drafts.forget(whose);
    search.forget();
    review.close();
    ownNotes.forget();
    desktop.go({ ownNotes: false });
  };
  return {
    ...desktop,
    drafts,
    review,
    cases,
    binding,
    agenda,
    search,
    ownNotes,
    practice,
    written,
    home,
    go,
    desk,
    office,
    list,
    marks,
    cursor,
    signing,
    care,
    rehearsal,
    preflight,
    passwords,
    async start() {
      const chooses = office.start().then(() => {
        const { status } = office.view.get();
        // A desk that is not enrolled, or not any more, can do nothing else first.
        void desk.call('enrolment.read', {}).then((asked) => {
          if (asked.ok && (asked.value.state === 'none' || asked.value.state === 'revoked'))
            desktop.go({ work: 'people' });
        });
        // Whoever was granted several places says first at which one the day begins.
        if (status?.mode === 'normal' && (openSeats(status).length > 1 || isSeatGone(status)))
          desktop.go({ work: 'seat' });
      });
      void review.readCounts();
      await Promise.all([chooses, list.open({ kind: 'tray', tray: 'toSign' }), signing.lookBack()]);
      void followLink();
      if (!signing.unfinished.get()) return;
      // What a crash or a stop left is the first thing to know, before any other work is begun.
      await signing.showUnfinished();
      if (places.get().current === null) desktop.go({ work: 'signing' });
    },
    async sit(seatId) {
      // What cannot be kept is lost with the person: one stays, and is told why.
      if (!(await drafts.leave())) return drafts.view.get().failure;
      const left = office.view.get().status?.seat ?? '';
      const answer = await desk.call('office.sit', { seatId });
      if (!answer.ok) return answer.failure;
      forgetPerson(left);
      begun.takeUp(seatId);
      void drafts.list({ search: '', archived: false });
      await openSource({ kind: 'tray', tray: 'toSign' });
      return null;
    },
    async giveWay(from, seatId) {
      const answer = await desk.call('lock.person', { seatId });
      if (answer.ok) forgetPerson(from);
    },
    sitDown(seatId) {
      begun.takeUp(seatId);
      drafts.sitDown(seatId);
    },
    openTray: (tray) => openSource({ kind: 'tray', tray }),
    openSource,
    async openAct(actId, mention = '') {
      const read = await desk.call('acts.read', { actId });
      if (!read.ok) return notice.set({ kind: 'failed', failure: read.failure });
      show(read.value);
      const page = pageMentioned(read.value, mention);
      if (page !== null) go({ at: { actId, page, words: '' } });
    },
    async take(index) {
      await list.settled();
      await list.need(index);
      const row = rowAt(list.view.get(), index);
      if (!row) return;
      cursor.set(index);
      marks.set((now) => ({ ...now, anchor: row.actId }));
      show(row);
    },
    async glide(index) {
      const at = Math.max(index, 0);
      if (!rowAt(list.view.get(), at)) await list.need(at);
      const row = rowAt(list.view.get(), at);
      if (!row) return;
      cursor.set(at);
      clearTimeout(gliding);
      // Passing by is not reading: an act is opened (and then counts as shown) once the person rests on it.
      // Where the list lies over the paper it stays: moving on it is not opening.
      gliding = setTimeout(() => go({ current: row, work: 'paper', sheet: 'act', returning: false }), 180);
    },
    step,
    upNext() {
      const { current } = places.get();
      const row = current && rowAt(list.view.get(), list.indexOf(current.actId) + 1);
      return row && row.size <= madeReadyUpTo && !row.sealedFor ? (row.signedSha256 ?? row.documentSha256) : null;
    },
    async markAndGoOn() {
      const { current } = places.get();
      if (!current || !canSign(current) || !marksApply(list.view.get().source)) return;
      if (!marks.get().rows.has(current.actId)) marks.set((now) => toggle(now, current));
      await step(1);
    },
    async skip() {
      await list.settled();
      const { current } = places.get();
      let at = current ? list.indexOf(current.actId) + 1 : 0;
      for (; ; at += 1) {
        await list.need(at);
        const row = rowAt(list.view.get(), at);
        if (!row) return;
        if (row.shown || marks.get().rows.has(row.actId)) continue;
        cursor.set(at);
        return show(row);
      }
    },
    async vouch() {
      const { current } = places.get();
      if (!current) return;
      const { actId, documentSha256, title } = current;
      const vouched = await desk.call('acts.vouch', { actId, documentSha256 });
      if (!vouched.ok) return notice.set({ kind: 'failed', failure: vouched.failure });
      list.renew(vouched.value);
      marks.set((now) => renew(now, [vouched.value]));
      if (places.get().current?.actId === actId) desktop.go({ current: vouched.value });
      notice.set({ kind: 'vouched', title });
    },
    toggleMark: (row) => {
      if (canSign(row)) marks.set((now) => toggle(now, row));
    },
    extendMarks: (to) => marks.set((now) => extend(now, list.view.get().rows, to)),
    async markEverything() {
      const rows = await list.all();
      if (!rows) return null;
      marks.set((now) => markAll(now, rows));
      const n = marks.get().rows.size;
      notice.set({ kind: 'marked', n });
      return n;
    },
    unmarkAll: () => marks.set(noMarks),
    inHand,
    openSigning() {
      const rows = inHand().filter(canSign);
      const now = signing.view.get();
      const running = now.kind === 'batch' && isRunning(now.batch);
      if (rows.length === 0 && !running) return;
      signing.prepare(rows, office.view.get().settings.visible);
      notice.set(null);
      go({ work: 'signing', listOver: false, returning: false });
      void office.readTokens();
    },
    async markShown(actId, documentSha256) {
      const marked = await desk.call('acts.markShown', { actId, documentSha256, via: 'window' });
      if (!marked.ok) return marked.failure;
      list.renew(marked.value);
      marks.set((now) => renew(now, [marked.value]));
      if (places.get().current?.actId === actId) desktop.go({ current: marked.value });
      return null;
    },
    async returnAct(row, about) {
      const remark = (remarks.get().get(row.actId) ?? '').trim();
      const index = list.indexOf(row.actId);
      const { source } = list.view.get();
      const returned = await desk.call('acts.return', {
        ...{ actId: row.actId, documentSha256: row.documentSha256, remark },
        ...(about ? { about } : {}),
      });
      if (!returned.ok) return returned.failure;
      remarks.set((now) => {
        const rest = new Map(now);
        rest.delete(row.actId);
        return rest;
      });
      marks.set((now) => without(now, [row.actId]));
      notice.set({ kind: 'returned', title: row.title, author: row.author });
      go({ returning: false });
      await moveOn(source, index);
      return null;
    },
  };
}
