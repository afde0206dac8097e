import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ActRow } from '../../contract/acts.ts';
import type { Calls } from '../../contract/calls.ts';
import type { CaseSheet, PieceWish } from '../../contract/cases.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { may, maySee } from '../../contract/permissions.ts';
import type { Handlers } from '../../contract/rpc.ts';
import type { Draft } from '../../contract/drafts.ts';
import type { CorrectionHow } from '../../contract/wire-entries.ts';
import type { KnownOffice } from '../../contract/wire-offices.ts';
import { type ActMove, mayMove } from '../acts/moves.ts';
import { type Viewer, isVisible, mayWith, viewerOf } from '../acts/viewer.ts';
import { caseNumbered, exceptionalAccesses } from '../casefile/exceptional.ts';
import { readAct } from '../casefile/act-rows.ts';
import type { DraftDesk } from '../drafts/desk.ts';
import type { Hub } from '../hub.ts';
import type { ProposingDesk } from '../proposing/desk.ts';
import type { Store } from '../store/index.ts';
import { readOutages } from '../sync/outages.ts';
import type { TemplateCatalogue } from '../drafts/templates/catalogue.ts';
import { newParagraphId } from '../drafts/templates/ids.ts';
import { contingencyMinutes, contingencyModel, contingencyType } from './contingency.ts';
import { correctionText } from './correction.ts';
import { agendaOf } from './agenda.ts';
import { captionNote } from './caption.ts';
import type { CaseDesk, Note } from './desk.ts';
import { actLevelNote } from './act-level.ts';
import { levelNote } from './level.ts';
import { typeOf } from './media.ts';
import { actsWaiting, moveNote } from './moved.ts';
import { casePage, notesOf, readCase } from './read.ts';
import { receiptSheet } from './receipt.ts';
import { remake } from './remake.ts';
import { setAside } from './set-aside.ts';

export interface CaseHandlerRooms {
  readonly catalogue: TemplateCatalogue;
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly cases: CaseDesk;
  readonly drafts: Pick<DraftDesk, 'begin' | 'read'>;
  readonly proposing: Pick<ProposingDesk, 'setSheet'>;
  readonly hub: Hub;
  readonly clock: () => Date;
  readonly signing: { isInHand(actId: string): boolean };
  /** The other offices, as far as the repository told; null where it did not. */
  readonly knownOffices: () => readonly KnownOffice[] | null;
}

type Answered = Pick<
  Handlers<Calls>,
  | 'cases.list'
  | 'cases.read'
  | 'cases.open'
  | 'cases.setFlags'
  | 'cases.contingency'
  | 'cases.setCaption'
  | 'cases.setHearing'
  | 'cases.agenda'
  | 'cases.setLevel'
  | 'cases.breakGlass'
  | 'cases.exceptional'
  | 'cases.move'
  | 'offices.known'
  | 'cases.receipt'
  | 'pieces.add'
  | 'pieces.addFile'
  | 'acts.vouch'
  | 'acts.withdraw'
  | 'acts.setAside'
  | 'acts.setAddressees'
  | 'acts.notify'
  | 'acts.setLevel'
  | 'acts.seal'
  | 'acts.notes'
  | 'acts.label'
  | 'acts.setDue'
  | 'drafts.beginCorrection'
  | 'drafts.remake'
>;

const mostAccesses = 50;
const mostHearings = 500;
/** As many as the line's screen may ever have shown. */
const mostOutages = 1000;

/** Answers for cases as they are opened and for what is noted of them and their acts. */
export function aboutCases(rooms: CaseHandlerRooms): Answered {
  const { config, store, cases, proposing } = rooms;
  const viewer = viewerOf(config);
  const sheetOf = (caseId: string, why: 'read' | 'work' = 'read'): Outcome<CaseSheet> => {
    const sheet = readCase(store.reader, caseId, viewer, why);
    return sheet ? done(sheet) : failed({ kind: 'caseUnknown', caseId });
  };
  const named = { assigned: true, designated: true };

  return {
    'cases.list': async (asked) => done(casePage(store.reader, asked, viewer)),
    'cases.read': async ({ caseId }) => sheetOf(caseId),
    'cases.open': async (wish) => {
      // Nobody opens what he or she could not look at.
      if (!maySee(viewer, wish.confidentialityLevel, named)) return failed({ kind: 'notAllowed' });
      return sheetOf(cases.open(wish).caseId);
    },
    'cases.setFlags': async ({ caseId, detained, flags }) => {
      const sheet = sheetOf(caseId, 'work');
      if (!sheet.ok) return sheet;
      if (!may(viewer, 'setFlags')) return failed({ kind: 'notAllowed' });
      cases.note(caseId, { kind: 'flags', detained, flags });
      rooms.hub.traysChanged('toSign');
      return sheetOf(caseId);
    },
    'cases.setCaption': async ({ caseId, ...wish }) => {
      const sheet = sheetOf(caseId, 'work');
      if (!sheet.ok) return sheet;
      if (!may(viewer, 'setFlags')) return failed({ kind: 'notAllowed' });
      const note = captionNote(sheet.value, wish);
      if (note === 'same') return failed({ kind: 'badInput', detail: 'caption: it is that already' });
      if (note === 'noParties') return failed({ kind: 'badInput', detail: 'parties: of a case opened at no desk' });
      cases.note(caseId, note);
      rooms.hub.traysChanged('toSign', 'signed', 'queue', 'registered', 'returned');
      return sheetOf(caseId);
    },
    'cases.setHearing': async ({ caseId, hearingAt, what }) => {
      const sheet = sheetOf(caseId, 'work');
      if (!sheet.ok) return sheet;
      cases.note(caseId, { kind: 'hearing', hearingAt, what: hearingAt === null ? '' : what });
      return sheetOf(caseId);
    },
    'cases.agenda': async ({ from, until }) =>
      done(agendaOf(store.reader, { from: new Date(from), until: new Date(until), limit: mostHearings }, viewer)),
    'cases.setLevel': async ({ caseId, level, reason }) => {
      const sheet = sheetOf(caseId, 'work');
      if (!sheet.ok) return sheet;
      const note = levelNote(sheet.value, viewer, { level, reason });
      if (note === 'notAllowed') return failed({ kind: 'notAllowed' });
      if (note === 'same') return failed({ kind: 'badInput', detail: 'level: it is that already' });
      cases.note(caseId, note);
      rooms.hub.traysChanged('toSign');
      return sheetOf(caseId);
    },
    'cases.breakGlass': async ({ caseNumber, reason }) => {
      if (!may(viewer, 'breakGlass')) return failed({ kind: 'notAllowed' });
      const caseId = caseNumbered(store.reader, caseNumber);
      if (caseId === null) return failed({ kind: 'caseUnknown', caseId: caseNumber });
      cases.note(caseId, { kind: 'breakGlass', reason });
      return sheetOf(caseId);
    },
    'cases.exceptional': async () => done({ accesses: exceptionalAccesses(store.reader, mostAccesses) }),
    'cases.move': async ({ caseId, move }) => {
      const sheet = sheetOf(caseId, 'work');
      if (!sheet.ok) return sheet;
      const note = moveNote(sheet.value, viewer, move);
      if (note === 'notAllowed') return failed({ kind: 'notAllowed' });
      if (move.to === config.office.officeId) return failed({ kind: 'badInput', detail: 'to: this very office' });
      const known = rooms.knownOffices();
      if (known && !known.some(({ officeId }) => officeId === move.to))
        return failed({ kind: 'officeNotKnown', office: move.to });
      const order = readAct(store.reader, move.actId);
      if (order?.caseId !== caseId) return failed({ kind: 'actUnknown', actId: move.actId });
      if (!order.registration) return failed({ kind: 'actForbids', state: order.state, move: 'move' });
      const waiting = note.kind === 'moved' ? actsWaiting(store.reader, caseId) : 0;
      if (waiting > 0) return failed({ kind: 'actsWait', acts: waiting });
      cases.note(caseId, note);
      rooms.hub.traysChanged('registered');
      return sheetOf(caseId);
    },
    'cases.contingency': async ({ caseId, from }) => {
      const sheet = sheetOf(caseId, 'work');
      if (!sheet.ok) return sheet;
      if (!may(viewer, 'draft', { actType: contingencyType })) return failed({ kind: 'notAllowed' });
      const outage = readOutages(store, mostOutages).find((one) => one.from === from);
      if (!outage) return failed({ kind: 'badInput', detail: 'from: no outage began then' });
      const found = rooms.catalogue.find(contingencyModel);
      if (!found) throw new Error('the model of the minutes of an outage is gone');
      const { row, entries } = sheet.value;
      const pieces = entries.flatMap(({ entry }) => (entry.kind === 'piece' ? [entry] : []));
      const facts = {
        ...{ caseNumber: row.caseNumber ?? row.provisionalNumber ?? '', caption: row.caption, now: rooms.clock() },
        ...{ office: config.office.name, locality: config.office.locality ?? null },
        ...{ person: config.person.name, capacity: config.person.capacity },
      };
      const text = contingencyMinutes(found, outage, pieces, facts, newParagraphId);
      return done(rooms.drafts.begin(caseId, text));
    },
    'offices.known': async () => {
      const offices = rooms.knownOffices();
      return done({ offices: offices && [...offices] });
    },
    'cases.receipt': async ({ caseId }) => {
      const sheet = sheetOf(caseId, 'work');
      if (!sheet.ok) return sheet;
      const paper = receiptSheet(sheet.value, config);
      if (!paper) return failed({ kind: 'caseUnknown', caseId });
      const set = await proposing.setSheet(paper);
      return set.ok ? done({ sha256: set.value.sha256, size: set.value.bytes.length }) : set;
    },
    'pieces.add': async ({ bytes, ...wish }) => {
      const refused = objectionToPiece(viewer, wish, sheetOf(wish.caseId, 'work'));
      if (refused) return refused;
      const taken = await cases.takePiece(wish, inOne(bytes));
      return taken.ok ? sheetOf(wish.caseId) : taken;
    },
    'pieces.addFile': async ({ path, ...wish }) => {
      const refused = objectionToPiece(viewer, wish, sheetOf(wish.caseId, 'work'));
      if (refused) return refused;
      return withFile(path, async (pieces, first) => {
        const mediaType = typeOf(first);
        if (mediaType === null) return failed({ kind: 'pieceNotThis', mediaType: '?' });
        const fileName = basename(path).slice(0, 200);
        const taken = await cases.takePiece({ ...wish, mediaType, fileName }, pieces);
        return taken.ok ? sheetOf(wish.caseId) : taken;
      });
    },
    'acts.vouch': async ({ actId, documentSha256 }) =>
      noteOnAct(rooms, viewer, actId, 'vouch', null, (act) =>
        act.documentSha256 === documentSha256
          ? { kind: 'visado', actId, documentSha256 }
          : { kind: 'actChanged' as const, actId },
      ),
    'acts.withdraw': async ({ actId, documentSha256, reason }) =>
      noteOnAct(rooms, viewer, actId, 'withdraw', { kind: 'withdraw' }, (act) =>
        act.documentSha256 === documentSha256
          ? { kind: 'withdrawn', actId, documentSha256, reason }
          : { kind: 'actChanged' as const, actId },
      ),
    'acts.setAddressees': async ({ actId, addressees }) =>
      noteOnAct(rooms, viewer, actId, 'notify', 'beforeOrAfter', () => ({ kind: 'addressees', actId, addressees })),
    'acts.notify': async ({ actId, ...notice }) =>
      notice.givenAt !== undefined && Date.parse(notice.givenAt) > rooms.clock().getTime()
        ? failed({ kind: 'badInput', detail: 'givenAt: it is not then yet' })
        : noteOnAct(rooms, viewer, actId, 'notify', { kind: 'notify' }, () => ({ kind: 'notified', actId, ...notice })),
    'acts.setLevel': async ({ actId, level, reason }) => {
      const act = readAct(store.reader, actId);
      if (!act) return failed({ kind: 'actUnknown', actId });
      if (!isVisible(act, viewer)) return failed({ kind: 'notAllowed' });
      const note = actLevelNote(store.reader, act, viewer, { level, reason });
      if (note === 'notAllowed') return failed({ kind: 'notAllowed' });
      if (note === 'notLess') return failed({ kind: 'badInput', detail: 'level: it is not less than that now' });
      if (act.state !== 'registered' && act.state !== 'notified')
        return failed({ kind: 'actForbids', state: act.state, move: 'setLevel' });
      cases.note(act.caseId, note);
      rooms.hub.traysChanged('registered');
      return done(readAct(store.reader, actId) ?? act);
    },
    'acts.seal': async ({ actId, reason }) =>
      noteOnAct(rooms, viewer, actId, 'setConfidentiality', { kind: 'seal' }, () => ({
        ...{ kind: 'sealed', actId, reason },
      })),
    'acts.label': async ({ actId, label, on }) =>
      noteOnAct(rooms, viewer, actId, 'setFlags', 'whatever', () => ({ kind: 'label', actId, label, on })),
    'acts.setDue': async ({ actId, dueAt }) =>
      noteOnAct(rooms, viewer, actId, 'setFlags', null, () => ({ kind: 'due', actId, dueAt })),
    'drafts.beginCorrection': async ({ actId, how }) => beginCorrection(rooms, viewer, actId, how),
    'acts.setAside': async ({ actId }) => setAside(rooms, viewer, actId),
    'drafts.remake': async ({ actId }) => remake(rooms, viewer, actId),
    'acts.notes': async ({ actId }) => {
      const act = readAct(store.reader, actId);
      if (!act) return failed({ kind: 'actUnknown', actId });
      return isVisible(act, viewer) ? done({ entries: notesOf(store.reader, actId) }) : failed({ kind: 'notAllowed' });
    },
  };
}

type Changed = { readonly kind: 'actChanged'; readonly actId: string };

/** One move of an act that is noted: legal for its state and allowed to this person, or nothing happens. */
function noteOnAct(
  { store, cases, hub, signing }: CaseHandlerRooms,
  viewer: Viewer,
  actId: string,
  action: Parameters<typeof mayWith>[1],
  move: ActMove | null | 'whatever' | 'beforeOrAfter',
  noteOf: (act: ActRow) => Note | Changed,
): Outcome<ActRow> {
  const act = readAct(store.reader, actId);
  if (!act) return failed({ kind: 'actUnknown', actId });
  if (!mayWith(viewer, action, act)) return failed({ kind: 'notAllowed' });
  // A visado moves nothing: it is for what waits for a signature.
  const waits = act.state === 'toSign' || act.state === 'partiallySigned';
  const over = act.state === 'registered' || act.state === 'notified';
  const fits =
    move === 'beforeOrAfter'
      ? waits || over
      : move === 'whatever' || (move === null ? waits : mayMove(act.state, move));
  if (!fits) return failed({ kind: 'actForbids', state: act.state, move: kindOf(move) });
  if (signing.isInHand(actId)) return failed({ kind: 'tokenBusy' });
  const note = noteOf(act);
  if (note.kind === 'actChanged') return failed({ kind: 'actChanged', actId: act.actId });
  cases.note(act.caseId, note);
  hub.traysChanged('toSign', 'registered', 'returned');
  return done(readAct(store.reader, actId) ?? act);
}

const kindOf = (move: ActMove | null | 'whatever' | 'beforeOrAfter'): string =>
  move === 'beforeOrAfter' ? 'notify' : typeof move === 'string' ? move : (move?.kind ?? 'vouch');

/** A draft that corrects a registered act: another act, bound to that one. What is frozen is never edited. */
function beginCorrection(
  { store, cases, drafts }: CaseHandlerRooms,
  viewer: Viewer,
  actId: string,
  how: CorrectionHow,
): Outcome<Draft> {
  const act = readAct(store.reader, actId);
  if (!act) return failed({ kind: 'actUnknown', actId });
  if (!isVisible(act, viewer)) return failed({ kind: 'notAllowed' });
  if (!may(viewer, 'draft', { actType: act.type })) return failed({ kind: 'notAllowed' });
  if (!mayMove(act.state, { kind: 'supersede' }) || act.state === 'rejectedByRegistry')
    return failed({ kind: 'actForbids', state: act.state, move: 'supersede' });
  const draft = drafts.begin(act.caseId, correctionText(act, how, newParagraphId));
  cases.note(act.caseId, { kind: 'correcting', actId: act.actId, draftId: draft.row.draftId, how });
  return done(draft);
}

function objectionToPiece(
  viewer: Viewer,
  { confidentialityLevel }: Pick<PieceWish, 'confidentialityLevel'>,
  sheet: Outcome<CaseSheet>,
): Outcome<never> | null {
  if (!sheet.ok) return sheet;
  const named = { assigned: true, designated: true };
  return maySee(viewer, confidentialityLevel, named) ? null : failed({ kind: 'notAllowed' });
}

async function* inOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Reads a file in slices; trouble of the file is a failure, not a bug. */
async function withFile<T>(
  path: string,
  work: (pieces: AsyncIterable<Uint8Array>, first: Uint8Array) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    return failed({ kind: 'fileUnreadable', file: path, code: codeOf(error) });
  }
  try {
    const first = Buffer.alloc(16);
    const { bytesRead } = await file.read(first, 0, 16, 0);
    const pieces = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 });
    return await work(pieces as AsyncIterable<Uint8Array>, first.subarray(0, bytesRead));
  } catch (error) {
    if (!['EISDIR', 'EIO', 'EACCES'].includes(codeOf(error))) throw error;
    return failed({ kind: 'fileUnreadable', file: path, code: codeOf(error) });
  } finally {
    await file.close();
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'EIO');
