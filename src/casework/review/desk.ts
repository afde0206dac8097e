import type { ReviewSheet } from '../../contract/review.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { type Action, may, maySee } from '../../contract/permissions.ts';
import { ActId, Sha256 } from '../../contract/ids.ts';
import { DraftId, DraftVersionId } from '../../contract/wire-drafts.ts';
import type { Remark, RemarkPlace } from '../../contract/wire-review.ts';
import { type ReviewStanding, standingOf } from '../acts/review.ts';
import { viewerOf } from '../acts/viewer.ts';
import { readAct } from '../casefile/act-rows.ts';
import type { CaseDesk } from '../cases/desk.ts';
import type { DraftDesk } from '../drafts/desk.ts';
import { readVersion } from '../drafts/rows.ts';
import type { ProposingDesk } from '../proposing/desk.ts';
import { type Store, sql } from '../store/index.ts';
import { anchorIn } from './anchors.ts';
import { entriesOfDraft, markDraftRead, readBefore, unnotedFreezes } from './rows.ts';

export interface ReviewRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly cases: Pick<CaseDesk, 'note'>;
  readonly drafts: Pick<DraftDesk, 'read'>;
  readonly proposing: Pick<ProposingDesk, 'lacking'>;
  readonly clock: () => Date;
  readonly onChange: (draftId: DraftId) => void;
}

interface Text {
  readonly draftId: string;
  readonly versionId: string;
}

/** Where drafts are looked over by colleagues before they are frozen. */
export interface ReviewDesk {
  read(draftId: string): Outcome<ReviewSheet>;
  ask(wish: Text): Outcome<ReviewSheet>;
  /** Whoever sent it to be looked over takes it back. */
  recall(draftId: string): Outcome<ReviewSheet>;
  giveBack(wish: Text & { readonly remarks: readonly Remark[] }): Outcome<ReviewSheet>;
  resolve(draftId: string, remarkId: string): Outcome<ReviewSheet>;
  markRead(wish: Text): Outcome<Record<string, never>>;
  /** Whether this person may freeze it now: what colleagues look over is theirs to let go. `vouching`: and vouch for it. */
  mayFreeze(draftId: string, vouching: boolean): boolean;
  /** The act was given back from the tray to sign with a remark about words of the text that it was frozen from. */
  returned(actId: string, remark: string, about: RemarkPlace): void;
  /** It was frozen into this act and put before its signer; `vouched`: the person of this desk vouches for these bytes. */
  froze(of: Text & { readonly actId: string; readonly documentSha256: string }, vouched: boolean): void;
}

/** Opens the desk. What was frozen here and not noted yet is noted now. */
export function reviewDesk(rooms: ReviewRooms): ReviewDesk {
  const { store, drafts, cases, clock } = rooms;
  const viewer = viewerOf(rooms.config);
  const { personId } = viewer;

  const standing = (draftId: string): ReviewStanding =>
    standingOf(entriesOfDraft(store.reader, draftId), (actId) => readAct(store.reader, actId)?.state ?? null);
  const caseOf = (draftId: string): { caseId: string; level: number } | null =>
    store.reader.get(sql`select d.case_id as caseId, coalesce(c.confidentiality_level, 0) as level
      from main.drafts d left join cache.cases c on c.case_id = d.case_id where d.draft_id = ${draftId}`) ?? null;
  const allowed = (action: Action, draftId: string): boolean =>
    may(viewer, action, { actType: drafts.read(draftId)?.hand.text.actType ?? '' });

  const read = (draftId: string): Outcome<ReviewSheet> => {
    const draft = drafts.read(draftId);
    if (!draft) return failed({ kind: 'draftUnknown', draftId });
    const own = draft.hand.author === viewer.name;
    const level = caseOf(draftId)?.level ?? 0;
    if (!maySee(viewer, level, { assigned: own, designated: own })) return failed({ kind: 'notAllowed' });
    const { hand, row } = draft;
    const now = standing(draftId);
    const { state, round, asked, frozen } = now;
    const before = readBefore(store.reader, { draftId, versionId: hand.versionId, personId });
    const saved = before && readVersion(store.reader, before.versionId);
    const freeze = state === 'inReview' && may(viewer, 'vouch') && allowed('sendToReview', draftId);
    const open = state === 'draft' || state === 'returned';
    return done({
      ...{ row, hand, state, round, actId: frozen?.actId ?? null },
      asked: asked && { by: asked.by.name, at: asked.at, versionId: asked.versionId },
      remarks: remarkRows(now, frozen && readAct(store.reader, frozen.actId), hand.text.paragraphs),
      read: before && saved ? { at: before.at, saved } : null,
      may: {
        ask: open && allowed('sendToReview', draftId),
        recall: state === 'inReview' && asked?.by.personId === personId,
        giveBack: state === 'inReview' && may(viewer, 'returnActs'),
        freeze,
        vouch: freeze && asked?.by.personId !== personId,
      },
    });
  };

  const noted = (draftId: string): Outcome<ReviewSheet> => {
    rooms.onChange(DraftId.parse(draftId));
    return read(draftId);
  };
  const froze: ReviewDesk['froze'] = ({ draftId, versionId, actId, documentSha256 }, vouched) => {
    const of = caseOf(draftId);
    if (!of) return;
    const act = { actId: ActId.parse(actId), documentSha256: Sha256.parse(documentSha256) };
    const text = { draftId: DraftId.parse(draftId), versionId: DraftVersionId.parse(versionId) };
    cases.note(of.caseId, { kind: 'frozen', ...act, ...text, round: standing(draftId).round });
    if (vouched) cases.note(of.caseId, { kind: 'visado', ...act });
    rooms.onChange(text.draftId);
  };
  for (const of of unnotedFreezes(store.reader)) froze(of, false);

  return {
    read,
    froze,
    ask({ draftId, versionId }) {
      const sheet = read(draftId);
      const of = caseOf(draftId);
      if (!sheet.ok || !of) return sheet;
      if (sheet.value.hand.versionId !== versionId) return failed({ kind: 'draftChanged', draftId });
      if (!allowed('sendToReview', draftId)) return failed({ kind: 'notAllowed' });
      if (!sheet.value.may.ask) return failed({ kind: 'actForbids', state: sheet.value.state, move: 'sendToReview' });
      const lacking = rooms.proposing.lacking(draftId);
      if (lacking) return failed(lacking);
      const text = { draftId: DraftId.parse(draftId), versionId: DraftVersionId.parse(versionId) };
      cases.note(of.caseId, { kind: 'reviewAsked', ...text, round: sheet.value.round + 1 });
      return noted(draftId);
    },
    recall(draftId) {
      const sheet = read(draftId);
      const of = caseOf(draftId);
      if (!sheet.ok || !of) return sheet;
      const { state, round, may: now } = sheet.value;
      if (state !== 'inReview') return failed({ kind: 'actForbids', state, move: 'recall' });
      if (!now.recall) return failed({ kind: 'notAllowed' });
      cases.note(of.caseId, { kind: 'reviewRecalled', draftId: DraftId.parse(draftId), round });
      return noted(draftId);
    },
    giveBack({ draftId, versionId, remarks }) {
      const sheet = read(draftId);
      const of = caseOf(draftId);
      if (!sheet.ok || !of) return sheet;
      if (!may(viewer, 'returnActs')) return failed({ kind: 'notAllowed' });
      const { state, round } = sheet.value;
      if (state !== 'inReview') return failed({ kind: 'actForbids', state, move: 'returnWithRemark' });
      const text = { draftId: DraftId.parse(draftId), versionId: DraftVersionId.parse(versionId) };
      cases.note(of.caseId, { kind: 'reviewReturned', ...text, round, remarks: [...remarks] });
      return noted(draftId);
    },
    resolve(draftId, remarkId) {
      const sheet = read(draftId);
      const of = caseOf(draftId);
      if (!sheet.ok || !of) return sheet;
      if (!allowed('draft', draftId)) return failed({ kind: 'notAllowed' });
      const row = sheet.value.remarks.find(({ remark }) => remark.remarkId === remarkId);
      if (!row) return failed({ kind: 'badInput', detail: 'remarkId: no such remark' });
      if (row.resolved) return sheet;
      cases.note(of.caseId, { kind: 'remarkResolved', draftId: DraftId.parse(draftId), remarkId });
      return noted(draftId);
    },
    markRead({ draftId, versionId }) {
      const sheet = read(draftId);
      if (!sheet.ok) return sheet;
      if (!readVersion(store.reader, versionId)) return failed({ kind: 'draftUnknown', draftId: versionId });
      store.journal.write((tx) => markDraftRead(tx, { draftId, versionId, personId }, clock()));
      return done({});
    },
    returned(actId, text, about) {
      const row = store.reader.get<{ draftId: string }>(
        sql`select draft_id as draftId from cache.case_entries where act_id = ${actId} and kind = 'frozen' order by seq desc limit 1`,
      );
      const frozen = row && standing(row.draftId).frozen;
      const of = row && caseOf(row.draftId);
      if (!frozen || !of) return;
      const { draftId, versionId, round, documentSha256 } = frozen;
      const remarks = returnedRemarks(documentSha256, text).map((said) => ({ ...about, ...said }));
      cases.note(of.caseId, { kind: 'reviewReturned', draftId, versionId, round, remarks });
      rooms.onChange(draftId);
    },
    mayFreeze(draftId, vouching) {
      const { state, asked } = standing(draftId);
      if (vouching && (state !== 'inReview' || asked?.by.personId === personId)) return false;
      return state !== 'inReview' || may(viewer, 'vouch');
    },
  };
}

/** Every remark with where it stands now: open ones first, in the order of the text, whatever was said in the tray to sign among them. */
function remarkRows(
  { returns, resolved, frozen }: ReviewStanding,
  act: ReturnType<typeof readAct>,
  paragraphs: Parameters<typeof anchorIn>[1],
): ReviewSheet['remarks'] {
  const said = returns.flatMap(({ remarks, by, at, round }) =>
    remarks.map((remark) => ({ remark, by: by.name, at, round })),
  );
  const remarkId = frozen ? returnedId(frozen.documentSha256) : '';
  const isAnchored = said.some(({ remark }) => remark.remarkId === remarkId);
  if (frozen && !isAnchored && act?.state === 'returned' && act.remark) {
    const whole = { paragraphId: null, from: 0, to: 0, quote: '' };
    for (const remark of returnedRemarks(frozen.documentSha256, act.remark))
      said.push({ remark: { ...whole, ...remark }, by: '', at: frozen.at, round: frozen.round });
  }
  const place = ({ paragraphId }: Remark): number =>
    paragraphId === null ? -1 : paragraphs.findIndex(({ id }) => id === paragraphId);
  return said
    .map((one) => {
      const answer = resolved.get(one.remark.remarkId);
      return {
        ...one,
        ...anchorIn(one.remark, paragraphs),
        resolved: answer ? { by: answer.by.name, at: answer.at } : null,
      };
    })
    .sort(
      (a, b) =>
        Number(a.resolved !== null) - Number(b.resolved !== null) ||
        place(a.remark) - place(b.remark) ||
        a.round - b.round,
    );
}

/** What was said when the act was given back from the tray to sign, by the document that it was said of. */
const returnedId = (documentSha256: string): string => `return:${documentSha256}`;

/** A remark's longest text (wire-review.ts); the tray to sign takes in twice as much. */
const remarkLength = 2000;

/** What was said of a document when it was given back, in as many remarks as it takes: not a word is left out. */
function returnedRemarks(documentSha256: string, text: string): { readonly remarkId: string; readonly text: string }[] {
  const parts: string[] = [];
  for (let left = text.trim(); left !== '';) {
    const space = left.length > remarkLength ? left.slice(0, remarkLength + 1).search(/\s\S*$/) : -1;
    const part = left.slice(0, space > 0 ? space : remarkLength);
    parts.push(part);
    left = left.slice(part.length).trim();
  }
  return parts.map((part, index) => ({
    remarkId: index === 0 ? returnedId(documentSha256) : `${returnedId(documentSha256)}:${index + 1}`,
    text: part,
  }));
}
