import type { ActRow } from '../../contract/acts.ts';
import type { CaseRow, CaseSheet, CaseWish, EntryRow, ExceptionalAccess } from '../../contract/cases.ts';
import type { Failure, Outcome } from '../../contract/failures.ts';
import type { ActId, CaseId, Sha256 } from '../../contract/ids.ts';
import type { CaseMove } from '../../contract/wire-entries.ts';
import type { Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

export type Piece = Extract<EntryRow['entry'], { kind: 'piece' }>;

export interface CasesView {
  readonly page: 'list' | 'new' | 'sheet' | 'piece' | 'receipt' | 'look' | 'bind';
  readonly series: 'case' | 'office';
  readonly search: string;
  readonly rows: readonly CaseRow[];
  readonly total: number;
  readonly next: string | null;
  readonly phase: 'reading' | 'ready';
  readonly sheet: CaseSheet | null;
  /** What is being written in the form of a new case: leaving the place loses nothing. */
  readonly wish: CaseWish;
  readonly receipt: Sha256 | null;
  /** The piece that is looked at, and the page of it with which that begins. */
  readonly piece: Piece | null;
  readonly pieceAt: number;
  /** While it is written to which office the case goes: the registered acts by which that may be ordered, the newest first. */
  readonly moving: readonly Order[] | null;
  /** It is being written when the case is heard. */
  readonly hearing: boolean;
  readonly busy: boolean;
  readonly failure: Failure | null;
}

/** A registered act, as far as it is named in a list to choose from. */
export interface Order {
  readonly actId: ActId;
  readonly title: string;
  readonly number: number;
  /** Its title is not for this person. */
  readonly sealed: boolean;
}

/** A file that a person picked, and what is said of it. */
export interface PieceGiven {
  readonly fileName: string;
  readonly mediaType: 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/tiff';
  readonly title: string;
  readonly origin: 'paper' | 'digital' | 'photograph' | 'device';
  readonly place: string;
  readonly broughtBy: string;
  readonly confidentialityLevel: number;
  readonly expectedSha256: Sha256 | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Cases as this window works on them: found, opened, added to. */
export interface CasesDesk {
  readonly view: Store<CasesView>;
  list(part?: { readonly search?: string; readonly series?: 'case' | 'office' }): Promise<void>;
  more(): Promise<void>;
  page(page: CasesView['page']): void;
  open(caseId: CaseId): Promise<void>;
  write(part: Partial<CaseWish>): void;
  /** Opens the case that is written in the form. Answers whether it is there. */
  begin(): Promise<boolean>;
  setFlags(detained: boolean, flags: CaseWish['flags']): Promise<void>;
  /** Makes it as confidential as that, or asks for it. Answers whether that was noted. */
  setLevel(level: number, reason: string): Promise<boolean>;
  /** Shows the fields in which it is written when the case is heard, or takes them away. */
  startHearing(isOpen: boolean): void;
  /** When it is heard next, for the whole office; null: no hearing is set. Answers whether that was noted. */
  setHearing(hearingAt: string | null, what: string): Promise<boolean>;
  /** Corrects what it is called and who its parties are. Answers whether that was noted. */
  setCaption(caption: string, parties: CaseWish['parties'], reason: string): Promise<boolean>;
  /** Opens a case in an emergency, to be read. Answers whether it is open. */
  breakGlass(caseNumber: string, reason: string): Promise<boolean>;
  /** Who opened a case so, the newest first; empty for whoever is not told of it. */
  exceptional(): Promise<readonly ExceptionalAccess[]>;
  /** Shows the fields in which it is written where the case goes. */
  startMove(): Promise<void>;
  stopMove(): void;
  /** Has the case go to another office, or asks for it. Answers whether that was noted. */
  move(move: CaseMove): Promise<boolean>;
  addPiece(piece: PieceGiven): Promise<boolean>;
  look(piece: Piece, page?: number): void;
  setReceipt(): Promise<void>;
  /** Another person sits down. */
  forget(): void;
  notesOf(actId: ActId): Promise<Outcome<{ readonly entries: readonly EntryRow[] }>>;
}

const pageSize = 200;
/** An act that orders where a case goes is one of its last. */
const mostOrders = 100;
const ordersIn = (acts: readonly ActRow[]): Order[] =>
  acts
    .flatMap(({ actId, title, registration, sealedFor }) =>
      registration ? [{ actId, title, number: registration.number, sealed: sealedFor === true }] : [],
    )
    .toSorted((a, b) => b.number - a.number);
const blankWish: CaseWish = {
  ...{ series: 'case', caption: '', origin: 'complaint', parties: [], detained: false, confidentialityLevel: 1 },
  flags: { fatalDeadline: false, vulnerableVictim: false },
};

/** @param isShown whether anybody looks: a batch changes the trays again and again, and a list that nobody sees is not read for it */
export function createCases(desk: Desk, isShown: () => boolean): CasesDesk {
  const blank: CasesView = {
    ...{ page: 'list', series: 'case', search: '', rows: [], total: 0, next: null, phase: 'reading', sheet: null },
    ...{ wish: blankWish, receipt: null, piece: null, pieceAt: 1, moving: null, hearing: false },
    ...{ busy: false, failure: null },
  };
  const view = createStore<CasesView>(blank);
  const change = (part: Partial<CasesView>): void => view.set((now) => ({ ...now, ...part }));
  const readList = async (): Promise<void> => {
    const { search, series } = view.get();
    const answer = await desk.call('cases.list', { search, series, after: null, limit: pageSize });
    const now = view.get();
    if (now.search !== search || now.series !== series) return;
    if (answer.ok) change({ ...answer.value, phase: 'ready', failure: null });
    else change({ failure: answer.failure, phase: 'ready' });
  };
  const reread = async (): Promise<void> => {
    const { page, sheet } = view.get();
    if (page === 'list') return isShown() ? readList() : undefined;
    if (!sheet) return undefined;
    const answer = await desk.call('cases.read', { caseId: sheet.row.caseId });
    if (answer.ok && view.get().sheet?.row.caseId === sheet.row.caseId) change({ sheet: answer.value });
    return undefined;
  };
  desk.on('cases.changed', () => void reread());
  desk.on('trays.changed', () => void reread());
  desk.on('office.restarted', () => void reread());

  return {
    view,
    async list(part = {}) {
      change({ page: 'list', ...part, phase: 'reading', failure: null });
      await readList();
    },
    async more() {
      const { search, series, next, rows } = view.get();
      if (next === null) return;
      const answer = await desk.call('cases.list', { search, series, after: next, limit: pageSize });
      if (answer.ok) change({ ...answer.value, rows: [...rows, ...answer.value.rows] });
      else change({ failure: answer.failure });
    },
    page(page) {
      change({ page, failure: null, ...(page === 'receipt' ? { receipt: null } : {}) });
      if (page === 'list') void readList();
    },
    async open(caseId) {
      const answer = await desk.call('cases.read', { caseId });
      change(
        answer.ok
          ? { sheet: answer.value, page: 'sheet', moving: null, hearing: false, failure: null }
          : { failure: answer.failure },
      );
    },
    startHearing: (hearing) => change({ hearing }),
    async setHearing(hearingAt, what) {
      const { sheet } = view.get();
      if (!sheet) return false;
      const answer = await desk.call('cases.setHearing', { caseId: sheet.row.caseId, hearingAt, what });
      change(answer.ok ? { sheet: answer.value, hearing: false, failure: null } : { failure: answer.failure });
      return answer.ok;
    },
    write: (part) => view.set((now) => ({ ...now, wish: { ...now.wish, ...part } })),
    async begin() {
      const { wish, series } = view.get();
      change({ busy: true, failure: null });
      const answer = await desk.call('cases.open', { ...wish, series, caption: wish.caption.trim() });
      change(
        answer.ok
          ? { busy: false, sheet: answer.value, page: 'sheet', wish: blankWish }
          : { busy: false, failure: answer.failure },
      );
      return answer.ok;
    },
    async setFlags(detained, flags) {
      const { sheet } = view.get();
      if (!sheet) return;
      const answer = await desk.call('cases.setFlags', { caseId: sheet.row.caseId, detained, flags });
      change(answer.ok ? { sheet: answer.value, failure: null } : { failure: answer.failure });
    },
    async setLevel(level, reason) {
      const { sheet } = view.get();
      if (!sheet) return false;
      const answer = await desk.call('cases.setLevel', { caseId: sheet.row.caseId, level, reason });
      change(answer.ok ? { sheet: answer.value, failure: null } : { failure: answer.failure });
      return answer.ok;
    },
    async setCaption(caption, parties, reason) {
      const { sheet } = view.get();
      if (!sheet) return false;
      const answer = await desk.call('cases.setCaption', { caseId: sheet.row.caseId, caption, parties, reason });
      change(answer.ok ? { sheet: answer.value, failure: null } : { failure: answer.failure });
      return answer.ok;
    },
    async breakGlass(caseNumber, reason) {
      const answer = await desk.call('cases.breakGlass', { caseNumber, reason });
      change(
        answer.ok
          ? { sheet: answer.value, page: 'sheet', moving: null, hearing: false, failure: null }
          : { failure: answer.failure },
      );
      return answer.ok;
    },
    async exceptional() {
      const answer = await desk.call('cases.exceptional', {});
      return answer.ok ? answer.value.accesses : [];
    },
    async startMove() {
      const caseId = view.get().sheet?.row.caseId;
      if (!caseId) return;
      const answer = await desk.call('cases.index', { caseId, from: 'end', limit: mostOrders });
      if (view.get().sheet?.row.caseId !== caseId) return;
      change(answer.ok ? { moving: ordersIn(answer.value.acts), failure: null } : { failure: answer.failure });
    },
    stopMove: () => change({ moving: null }),
    async move(move) {
      const { sheet } = view.get();
      if (!sheet) return false;
      const answer = await desk.call('cases.move', { caseId: sheet.row.caseId, move });
      change(answer.ok ? { sheet: answer.value, moving: null, failure: null } : { failure: answer.failure });
      return answer.ok;
    },
    async addPiece(piece) {
      const { sheet } = view.get();
      if (!sheet) return false;
      change({ busy: true, failure: null });
      const answer = await desk.call('pieces.add', { ...piece, caseId: sheet.row.caseId });
      change(
        answer.ok ? { busy: false, sheet: answer.value, page: 'sheet' } : { busy: false, failure: answer.failure },
      );
      return answer.ok;
    },
    look: (piece, pieceAt = 1) => change({ page: 'look', piece, pieceAt, failure: null }),
    async setReceipt() {
      const { sheet } = view.get();
      if (!sheet) return;
      change({ page: 'receipt', receipt: null, failure: null });
      const answer = await desk.call('cases.receipt', { caseId: sheet.row.caseId });
      change(answer.ok ? { receipt: answer.value.sha256 } : { failure: answer.failure });
    },
    forget: () => view.set(() => blank),
    notesOf: (actId) => desk.call('acts.notes', { actId }),
  };
}
