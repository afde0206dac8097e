import { deskHealth, fleet } from './diagnostics.ts';
import type { ActChanges } from '../../../src/contract/review.ts';
import type { ActRow, Tray } from '../../../src/contract/acts.ts';
import type {
  calls,
  Events,
  EventName,
  LibraryState,
  Line,
  SavedFilter,
  Settings,
  Status,
  UnservedCard,
} from '../../../src/contract/calls.ts';
import type { Finding } from '../../../src/contract/doctor.ts';
import type { Failure, Outcome } from '../../../src/contract/failures.ts';
import type { ActId, Sha256 } from '../../../src/contract/ids.ts';
import type { WindowCalls } from '../../../src/contract/window-calls.ts';
import type { Handlers, Output } from '../../../src/contract/rpc.ts';
import type { z } from 'zod';
import { matches } from '../../../src/renderer/model/list.ts';
import { makeBatches } from './batches.ts';
import { bindingHandlers } from './binding.ts';
import { makeCases } from './cases.ts';
import { type FakeDrafts, makeDrafts } from './drafts.ts';
import { type FakeHome, makeHome } from './home.ts';
import { lineHandlers } from './line.ts';
import { type LevelBends, levelHandlers, straightLevels } from './levels.ts';
import { type FakePeople, fakePeople, peopleHandlers } from './people.ts';
import { personAt, seatHandlers } from './seats.ts';
import { ownNoteHandlers } from './own-notes.ts';
import { practiceHandlers, searchHandlers } from './search.ts';
import { liesIn } from './seed.ts';
import { makeTokens } from './token-calls.ts';
import { type FakeProgram, makeProgram } from './updates.ts';

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
const no = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure });
/** A page of what there is, from either end; its cursor is the place where the next begins. */
function pageOf(all: readonly ActRow[], after: string | null, limit: number, from: 'start' | 'end' = 'start') {
  if (from === 'end') {
    const end = after === null ? all.length : Number(after);
    const start = Math.max(0, end - limit);
    return { rows: all.slice(start, end), next: start > 0 ? String(start) : null };
  }
  const start = after === null ? 0 : Number(after);
  const end = Math.min(all.length, start + limit);
  return { rows: all.slice(start, end), next: end < all.length ? String(end) : null };
}
const trays: readonly Tray[] = ['toSign', 'signed', 'queue', 'registered', 'returned', 'dueToday', 'toNotify'];

/** What a test may bend. */
export interface Bends {
  /** The batch stops before the item with this number (from 0) with this failure. */
  stopAt: { item: number; failure: Failure } | null;
  /** These items fail by themselves. */
  failItems: ReadonlyMap<number, Failure>;
  /** The person never enters the PIN, or enters a wrong one. */
  pin: 'right' | Failure | 'never';
  /** Milliseconds for each signature. */
  signMs: number;
  /** Every call answers this. */
  dead: Failure | null;
  /** These calls answer this. */
  failing: Map<string, Failure>;
  /** Receipts that do not hold. */
  receipts: 'valid' | 'invalid';
  /** What was seen of the register's log. */
  log: Output<(typeof calls)['log.standing']>;
  readonly levels: LevelBends;
  /** Milliseconds before each answer. */
  delayMs: number;
  /** What the office says before the PIN. */
  preview: Output<(typeof calls)['signing.preview']>;
  /** A crash left a batch of so many acts after so many were kept. */
  leftBehind: { readonly kept: number; readonly of: number } | null;
  /** What is new in every act since it was read. */
  changes: ActChanges;
  /** Whether who has no token may sign, and with what. */
  electronic: Output<(typeof calls)['electronic.read']>;
  /** Cards without a program, and what the doctor finds. */
  unserved: UnservedCard[];
  findings: Finding[];
  /** What a change of PIN ends with; `never` waits for ever. */
  newPin: 'right' | Failure | 'never';
}

export interface Fake {
  readonly rows: Map<ActId, ActRow>;
  readonly bends: Bends;
  readonly handlers: Handlers<WindowCalls>;
  readonly drafts: FakeDrafts;
  readonly home: FakeHome;
  readonly people: FakePeople;
  readonly program: FakeProgram;
  status: Status;
  settings: Settings;
  libraries: LibraryState[];
  /** Every call made, with its input. */
  readonly log: [string, unknown][];
  changed(changedTrays?: readonly Tray[]): void;
  setLine(part: Partial<Line>): void;
}

/** Documents by their hash: those that the host serves, and those that the page took in. */
export interface Documents {
  read(sha256: Sha256): Promise<Uint8Array | null>;
  keep(sha256: Sha256, bytes: Uint8Array): void;
}

export type Emit = <N extends EventName>(event: N, data: z.input<Events[N]>) => void;

/** An office that keeps everything in memory and obeys the contract: rows, paging, marks of reading, batches with their events. */
export function createFake(
  rows: Map<ActId, ActRow>,
  documents: Documents,
  libraries: LibraryState[],
  emit: Emit,
): Fake {
  const bends: Bends = {
    stopAt: null,
    failItems: new Map(),
    pin: 'right',
    signMs: 15,
    dead: null,
    failing: new Map(),
    receipts: 'valid',
    log: {
      ...{ size: 14_208, checkpoint: 'fojas.log/prueba\n14208\n', alarm: null },
      ...{ checkedAt: '2026-11-21T13:05:00.000Z', stampedAt: '2026-11-21T03:00:00.000Z' },
    },
    levels: straightLevels(),
    delayMs: 0,
    preview: { findings: [], msPerAct: 850, pinPerSignature: false },
    leftBehind: null,
    changes: { readAt: null, seenAt: null, texts: null, what: 'nothing', signedSince: [] },
    electronic: { isOffered: false, actTypes: [], certificate: null },
    unserved: [],
    findings: [],
    newPin: 'right',
  };
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const line: Line = {
    state: 'online',
    lastContactAt: new Date(Date.now() - 4 * 60_000).toISOString(),
    lastFailure: null,
    waiting: [...rows.values()].filter((row) => liesIn(row, 'queue')).length,
    refused: [...rows.values()].filter((row) => row.sending === 'refused').length,
    aside: 0,
    syncing: false,
    clockOffsetMs: 1200,
  };

  const fake: Fake = {
    rows,
    bends,
    libraries,
    log: [],
    status: {
      mode: 'practice',
      version: '0.1.0',
      office: 'UFIyJ N.º 3 — Laguna Clara',
      person: personAt({ name: 'Ofelia Quirós Balmaceda', role: 'magistrate', capacity: 'Agente Fiscal' }),
      line,
      journal: { entries: 1204, head: 'b5bb9d8014a0f9b1d61e21e796d78dcc' },
    },
    settings: {
      locale: 'es-AR',
      theme: 'light',
      density: 'compact',
      certificateSha256: null,
      visible: null,
      practised: ['tour.offered'],
    },
    changed: (changedTrays = trays) => emit('trays.changed', { trays: [...changedTrays] }),
    setLine(part) {
      fake.status = { ...fake.status, line: { ...fake.status.line, ...part } };
      emit('line.changed', fake.status.line);
    },
    handlers: {} as Handlers<WindowCalls>,
    home: makeHome(),
    people: fakePeople(),
    program: makeProgram(),
    drafts: makeDrafts(rows, 'Ofelia Quirós Balmaceda', (draftIds) => emit('drafts.changed', { draftIds })),
  };
  let filters: SavedFilter[] = [];
  const find = (actId: ActId): Outcome<ActRow> => {
    const row = rows.get(actId);
    return row ? ok(row) : no({ kind: 'actUnknown', actId });
  };
  const put = (row: ActRow): ActRow => {
    rows.set(row.actId, row);
    return row;
  };

  const handlers: Handlers<WindowCalls> = {
    'office.status': async () => ok(fake.status),
    'health.read': async () => ok(deskHealth),
    'desk.tokenKnown': async () => ok({ known: false }),
    'desk.prove': async () => ({ ok: false, failure: { kind: 'notAllowed' } }),
    'diagnostics.office': async () => ({ ok: false, failure: { kind: 'notAllowed' } }),
    'fleet.read': async () => ok(fleet),
    'settings.read': async () => ok(fake.settings),
    'settings.write': async (part) => {
      fake.settings = { ...fake.settings, ...(part as Partial<Settings>) };
      emit('settings.changed', fake.settings);
      return ok(fake.settings);
    },
    'trays.counts': async () => {
      const counts = { toSign: 0, signed: 0, queue: 0, registered: 0, returned: 0, dueToday: 0, toNotify: 0 };
      for (const row of rows.values()) for (const tray of trays) if (liesIn(row, tray)) counts[tray]++;
      return ok(counts);
    },
    'trays.page': async ({ tray, after, limit, search, vouched, labels, from }) => {
      const all = [...rows.values()].filter(
        (row) =>
          liesIn(row, tray) &&
          matches(row, search) &&
          (!vouched || row.vouchedBy !== null) &&
          labels.every((label) => row.labels?.includes(label)),
      );
      const midnight = new Date().setHours(0, 0, 0, 0);
      const today = all.filter(({ signedAt }) => signedAt !== null && Date.parse(signedAt) >= midnight).length;
      return ok({
        ...pageOf(all, after, limit, from),
        ...{ total: all.length, ...(tray === 'signed' ? { today } : {}) },
      });
    },
    'acts.read': async ({ actId }) => find(actId),
    'trays.labels': async () => {
      const all = [...rows.values()].flatMap((row) => row.labels ?? []);
      const labels = [...new Set(all)].map((label) => ({ label, n: all.filter((one) => one === label).length }));
      return ok({ labels });
    },
    'acts.label': async ({ actId, label, on }) => {
      const found = find(actId);
      if (!found.ok) return found;
      const others = (found.value.labels ?? []).filter((one) => one !== label);
      const row = put({ ...found.value, labels: on ? [...others, label] : others });
      fake.changed();
      return ok(row);
    },
    'acts.setDue': async ({ actId, dueAt }) => {
      const found = find(actId);
      return found.ok ? ok(put({ ...found.value, dueAt })) : found;
    },
    'filters.read': async () => ok({ filters: [...filters] }),
    'filters.write': async ({ filters: wanted }) => ok({ filters: (filters = wanted) }),
    'drafts.beginCorrection': async ({ actId }) => {
      const found = find(actId);
      return found.ok ? fake.drafts.minutes(found.value.caseId) : found;
    },
    'acts.setAside': async ({ actId }) => {
      const found = find(actId);
      if (!found.ok || found.value.setAside) return found;
      const { state, sending, trouble: reason } = found.value;
      if (sending !== 'refused' || !reason) return no({ kind: 'actForbids', state, move: 'setAside' });
      const what = state === 'returned' ? 'return' : 'signature';
      const setAside = { what, at: new Date().toISOString(), reason } as const;
      const then = what === 'return' ? ({ state: 'toSign', sending: null, trouble: null, remark: null } as const) : {};
      const row = put({ ...found.value, ...then, setAside });
      fake.changed(['queue', 'returned', 'toSign']);
      return ok(row);
    },
    'drafts.remake': async ({ actId }) => {
      const found = find(actId);
      if (!found.ok) return found;
      const { remade, state, trouble: reason } = found.value;
      if (remade) return ok(fake.drafts.all.get(remade.draftId)!);
      if (state !== 'rejectedByRegistry' || !reason) return no({ kind: 'actForbids', state, move: 'remake' });
      const at = new Date().toISOString();
      const draft = fake.drafts.remake(found.value.caseId, { actId, title: found.value.title, reason, at });
      put({ ...found.value, remade: { draftId: draft.row.draftId, at } });
      fake.changed(['queue', 'signed']);
      return ok(draft);
    },
    'acts.text': async () => {
      const hand = [...fake.drafts.all.values()][0]?.hand ?? null;
      return ok({ text: hand });
    },
    'acts.changes': async () => ok(bends.changes),
    'cases.index': async ({ caseId, after = null, limit = 500, search = '', from }) => {
      const acts = [...rows.values()].filter((row) => row.caseId === caseId);
      const first = acts[0];
      if (!first) return no({ kind: 'badInput', detail: 'no such case' });
      acts.sort((a, b) => (a.registration?.number ?? 1e9) - (b.registration?.number ?? 1e9));
      const found = acts.filter((row) => matches(row, search));
      const { rows: page, next } = pageOf(found, after, limit, from);
      const { caseNumber, caption } = first;
      return ok({ caseNumber, caption, acts: page, total: found.length, next });
    },
    'cases.leaf': async ({ caseId, what, number }) => {
      const acts = [...rows.values()].filter((row) => row.caseId === caseId);
      const ends = (row: ActRow): [number, number] => {
        const { folioFrom, folioTo, number: n } = row.registration!;
        return what === 'sheet' ? [folioFrom, folioTo] : [n, n];
      };
      const registered = acts.filter((row) => row.registration !== null);
      const act = registered.find((row) => ends(row)[0] <= number && number <= ends(row)[1]) ?? null;
      return ok({ act, last: Math.max(0, ...registered.map((row) => ends(row)[1])) });
    },
    'documents.read': async ({ sha256, offset, length }) => {
      const bytes = await documents.read(sha256);
      if (!bytes) return no({ kind: 'documentMissing', sha256 });
      return ok({ bytes: bytes.slice(offset, offset + length), size: bytes.length });
    },
    'acts.markShown': async ({ actId, documentSha256 }) => {
      const found = find(actId);
      if (!found.ok) return found;
      if (found.value.documentSha256 !== documentSha256) return no({ kind: 'actChanged', actId });
      return ok(put({ ...found.value, shown: true }));
    },
    'acts.return': async ({ actId, documentSha256, remark }) => {
      const found = find(actId);
      if (!found.ok) return found;
      if (found.value.documentSha256 !== documentSha256) return no({ kind: 'actChanged', actId });
      const row = put({ ...found.value, state: 'returned', remark });
      fake.changed(['toSign', 'returned']);
      return ok(row);
    },
    ...makeTokens(() => fake.libraries, bends, emit),
    ...makeBatches({
      rows,
      bends,
      emit,
      put,
      libraries: () => fake.libraries,
      person: () => fake.status.person,
      changed: () => fake.changed(['toSign', 'signed', 'queue']),
      queued: () => fake.setLine({ waiting: [...rows.values()].filter((row) => liesIn(row, 'queue')).length }),
    }),
    ...lineHandlers(rows),
    ...searchHandlers(rows),
    ...ownNoteHandlers(),
    ...practiceHandlers((isCut) => fake.setLine({ state: isCut ? 'offline' : 'online' })),
    ...seatHandlers(fake, () => emit('office.restarted', {})),
    ...peopleHandlers(fake.people),
    ...bindingHandlers(emit),
    ...makeCases({
      rows,
      put,
      keep: (sha256, bytes) => documents.keep(sha256, bytes),
      person: () => fake.status.person.name,
      changed: () => fake.changed(),
      casesChanged: () => emit('cases.changed', {}),
    }),
    'cases.contingency': async ({ caseId }) => fake.drafts.minutes(caseId),
    'sync.now': async () => {
      fake.setLine({ syncing: true });
      await wait(200);
      let number = 2000;
      for (const row of rows.values()) {
        if (!liesIn(row, 'queue') || row.sending === 'refused') continue;
        put({
          ...row,
          state: 'registered',
          sending: 'registered',
          trouble: null,
          registration: {
            number: number++,
            folioFrom: number * 4,
            folioTo: number * 4 + 3,
            registeredAt: new Date().toISOString(),
          },
        });
      }
      fake.changed();
      fake.setLine({
        syncing: false,
        lastContactAt: new Date().toISOString(),
        waiting: [...rows.values()].filter((row) => liesIn(row, 'queue')).length,
      });
      return ok(fake.status.line);
    },
    ...levelHandlers(rows, bends.levels, () => fake.changed()),
    ...fake.drafts.handlers,
    ...fake.home.handlers,
    ...fake.program.handlers,
    'log.standing': async () => ok(bends.log),
    'log.check': async () => ok(bends.log),
    'log.seen': async () => ok({ believed: true }),
    'log.accept': async () => no({ kind: 'notAllowed' }),
    'receipts.save': async () => ok({ path: '/home/ana/fojas/reports/fojas-receipt-97-00-000418-26-3.json' }),
    'receipts.export': async ({ actId }) => no({ kind: 'actUnknown', actId }),
    'receipts.read': async ({ actId }) => {
      const row = rows.get(actId);
      if (!row?.registration) return no({ kind: 'actUnknown', actId });
      const valid = bends.receipts === 'valid';
      return ok({
        jws: `eyJhbGciOiJFZERTQSIsImtpZCI6InBydWViYSIsInR5cCI6ImZvamFzLXJlY2VpcHQrandzIn0.${'eyJ2IjoxfQ'.repeat(12)}.c2lnbmF0dXJl`,
        statement: {
          v: 1,
          repository: 'Repositorio de práctica de Laguna Clara',
          actId,
          caseId: row.caseId,
          caseNumber: row.caseNumber,
          number: row.registration.number,
          folioFrom: row.registration.folioFrom,
          folioTo: row.registration.folioTo,
          sha256: row.signedSha256 ?? row.documentSha256,
          size: row.size + 17_000,
          receivedAt: row.registration.registeredAt,
          registeredAt: row.registration.registeredAt,
        },
        verified: valid,
        failure: valid ? null : { kind: 'receiptInvalid', reason: 'signature' },
        place: valid ? { index: 14_206, size: 14_208, checkedAt: '2026-11-21T13:05:00.000Z' } : null,
      });
    },
  };
  return Object.assign(fake, { handlers });
}
