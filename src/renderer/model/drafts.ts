import type { Draft, DraftRow, DraftSaved, OwnProposal } from '../../contract/drafts.ts';
import type { Failure } from '../../contract/failures.ts';
import type { CaseId, Sha256 } from '../../contract/ids.ts';
import type { TemplateOutline } from '../../contract/templates.ts';
import type { Macro } from '../../contract/writing.ts';
import { sameActType } from '../../contract/electronic.ts';
import { draftFormat } from '../../contract/draft-format.ts';
import { draftExcess } from '../../contract/draft-size.ts';
import type { DraftId, DraftParagraph, DraftTemplate, DraftText, DraftVersionId } from '../../contract/wire-drafts.ts';
import type { DraftShelf } from '../../contract/review.ts';
import type { Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

/** A draft in hand: what the office has, and what was written since. */
export interface Writing {
  readonly draft: Draft;
  /** The version that the text grew from. */
  readonly grewFrom: DraftVersionId;
  readonly text: DraftText;
  /** There is something that is not kept yet. */
  readonly dirty: boolean;
  /** Grows when the text comes from elsewhere than the editor, which then begins anew with it. */
  readonly load: number;
}

/** The sheets that would be put before the signer, and who that is. */
export interface Proposing {
  readonly signers: readonly { readonly personId: string; readonly name: string; readonly capacity: string }[];
  /** Who sign, in this order; nobody where nobody is named. */
  readonly order: readonly string[];
  readonly sheet: { readonly versionId: DraftVersionId; readonly sha256: Sha256 } | null;
  readonly busy: boolean;
}

export interface DraftsView {
  readonly page: 'list' | 'new' | 'write' | 'history' | 'merge' | 'propose' | 'review' | 'macros';
  readonly rows: readonly DraftRow[];
  readonly total: number;
  readonly phase: 'reading' | 'ready';
  readonly search: string;
  readonly archived: boolean;
  readonly shelf: DraftShelf;
  readonly writing: Writing | null;
  /** The models of acts, and this person's short forms of words; read with the list. */
  readonly templates: readonly TemplateOutline[];
  readonly macros: readonly Macro[];
  readonly proposing: Proposing | null;
  /** What became of the draft in hand when it was put before its signer, the last time. */
  readonly proposed: OwnProposal | null;
  /** Texts that could not be kept, of people who got up, by their seats. */
  readonly waiting: ReadonlyMap<string, Writing>;
  readonly failure: Failure | null;
}

/** Something was written that lies nowhere but in this window. */
export const isUnkept = ({ writing, waiting }: DraftsView): boolean => writing?.dirty === true || waiting.size > 0;

/** What another program's text became; `struck`: words of it that were left out, being struck out. */
export interface Cleaned {
  readonly paragraphs: readonly DraftParagraph[];
  readonly struck: number;
}

/** The drafts of the office as this window works on them. Leaving a draft, closing the window or a failed call never loses what was written. */
export interface DraftsDesk {
  readonly view: Store<DraftsView>;
  list(part?: { readonly search?: string; readonly archived?: boolean; readonly shelf?: DraftShelf }): Promise<void>;
  /** Without a model: an empty page. */
  begin(caseId: CaseId, actType: string, title: string): Promise<void>;
  beginFrom(caseId: CaseId, template: DraftTemplate): Promise<void>;
  /** The minutes of a hearing in this case, begun at once; without a model for them, the models to choose from. */
  beginHearing(caseId: CaseId): Promise<void>;
  /** `page`: to write, or to look it over. */
  open(draftId: DraftId, page?: 'write' | 'review'): Promise<void>;
  /** Writes here; kept by the office a moment later. */
  write(part: Partial<Pick<DraftText, 'title' | 'actType' | 'paragraphs'>>): void;
  /** Keeps what was written and says that nobody writes any more; answers whether all of it is kept. */
  leave(): Promise<boolean>;
  /** Another person sits down. What could not be kept of this one's text waits in this window, shown to nobody, until its person is back. */
  forget(whose: string): void;
  /** This person is back: what waited is in hand again, and kept. */
  sitDown(whose: string): void;
  /** Keeps what was written, now; answers whether all of it is kept. */
  flush(): Promise<boolean>;
  /** Puts the draft away, or takes it out again. */
  archive(archived: boolean): Promise<void>;
  /** Takes an earlier text in hand again; the one in hand stays in the history. */
  restore(saved: DraftSaved): Promise<void>;
  merge(paragraphs: readonly DraftParagraph[], title: string, beside: DraftSaved): Promise<boolean>;
  page(page: DraftsView['page']): Promise<void>;
  /** Keeps the text and shows it on its sheets, as it would be put before these, in this order (left out: the first who may sign). */
  preview(order?: readonly string[]): Promise<void>;
  /** What another program put on the clipboard, as paragraphs; null where it was refused, and the view says why. */
  clean(html: string): Promise<Cleaned | null>;
  /** A document of a word processor, as paragraphs; null where it was refused, and the view says why. */
  importDocx(bytes: Uint8Array<ArrayBuffer>): Promise<(Cleaned & { readonly leftOut: number }) | null>;
  /** Takes the place of all short forms. Answers whether they are kept. */
  putMacros(macros: readonly Macro[]): Promise<boolean>;
  /** Which of these words nobody knows; null where the office cannot say. */
  misspelt(words: readonly string[]): Promise<readonly string[] | null>;
  suggest(word: string): Promise<readonly string[]>;
  learn(word: string): Promise<void>;
  /** Puts the sheets that are shown before their signer. Answers whether they are there. */
  propose(dueAt: string | null, vouch?: boolean): Promise<boolean>;
}

/** A power cut in the middle of a word costs at most this. */
const keepEveryMs = 2500;
/** What is said to the others is said again before it ends. */
const sayWritingMs = 5 * 60_000;
const pageSize = 500;
/** The type that a profile's model of the minutes of a hearing has. */
const hearingType = 'acta de audiencia';

const blank: DraftsView = {
  ...{ page: 'list', rows: [], total: 0, phase: 'reading', search: '', archived: false, shelf: 'all' },
  ...{ writing: null, templates: [], macros: [], proposing: null, proposed: null },
  ...{ waiting: new Map(), failure: null },
};

export const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(36)).join('');
export const emptyParagraph = (text = ''): DraftParagraph => ({ id: newId(), text });

export function createDrafts(desk: Desk): DraftsDesk {
  const view = createStore<DraftsView>(blank);
  const change = (part: Partial<DraftsView>): void => view.set((now) => ({ ...now, ...part }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let keeping: Promise<boolean> | null = null;
  let loads = 0;
  let said: { readonly draftId: DraftId; readonly at: number } | null = null;
  /** What had been refused when a person wrote last: that is answered once the text is kept, and nothing that was refused since. */
  let answered: Failure | null = null;

  const fresh = (draft: Draft): Writing => {
    const { text } = draft.hand;
    const paragraphs = text.paragraphs.length === 0 ? [emptyParagraph()] : text.paragraphs;
    loads += 1;
    return { draft, grewFrom: draft.hand.versionId, text: { ...text, paragraphs }, dirty: false, load: loads };
  };
  const sayWriting = (draftId: DraftId): void => {
    if (said?.draftId === draftId && Date.now() - said.at < sayWritingMs) return;
    said = { draftId, at: Date.now() };
    void desk.call('drafts.writing', { draftId, writes: true });
  };
  const sayDone = (): void => {
    if (said) void desk.call('drafts.writing', { draftId: said.draftId, writes: false });
    said = null;
  };

  const keepOnce = async (): Promise<'all' | 'more' | 'refused'> => {
    const { writing } = view.get();
    if (!writing?.dirty) return 'all';
    const { draft, grewFrom, text } = writing;
    const refuse = (failure: Failure): 'refused' => {
      answered = failure;
      change({ failure });
      return 'refused';
    };
    const excess = draftExcess(text);
    if (excess) return refuse({ kind: 'draftTooLong', ...excess });
    const answer = await desk.call('drafts.save', { draftId: draft.row.draftId, grewFrom, text, merges: [] });
    const { writing: now, failure } = view.get();
    if (now?.draft.row.draftId !== draft.row.draftId) return answer.ok ? 'all' : 'refused';
    if (!answer.ok) return refuse(answer.failure);
    // What was typed while it was being kept is the next thing to keep.
    const more = now.text !== text;
    change({
      writing: { ...now, draft: answer.value, grewFrom: answer.value.hand.versionId, dirty: more },
      failure: failure === answered ? null : failure,
    });
    return more ? 'more' : 'all';
  };
  const flush = async (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    // One at a time: each grows from the one before.
    while (keeping) await keeping;
    keeping = (async () => {
      let kept = await keepOnce();
      while (kept === 'more') kept = await keepOnce();
      return kept === 'all';
    })();
    try {
      return await keeping;
    } finally {
      keeping = null;
      if (view.get().writing?.dirty) later();
    }
  };
  const later = (): void => void (timer ??= setTimeout(() => void flush(), keepEveryMs));

  /** Models and short forms change seldom: read when the place is opened. */
  const readHelps = async (): Promise<void> => {
    const [templates, macros] = await Promise.all([desk.call('drafts.templates', {}), desk.call('macros.read', {})]);
    if (templates.ok) change({ templates: templates.value.templates });
    if (macros.ok) change({ macros: macros.value.macros });
  };
  const readList = async (): Promise<void> => {
    const { search, archived, shelf } = view.get();
    const answer = await desk.call('drafts.list', { search, archived, shelf, after: null, limit: pageSize });
    const now = view.get();
    if (now.search !== search || now.archived !== archived || now.shelf !== shelf) return;
    if (answer.ok) change({ rows: answer.value.rows, total: answer.value.total, phase: 'ready', failure: null });
    else change({ failure: answer.failure, phase: 'ready' });
  };
  const reread = async (draftId: DraftId): Promise<void> => {
    const answer = await desk.call('drafts.read', { draftId });
    const { writing } = view.get();
    if (!answer.ok || writing?.draft.row.draftId !== draftId || keeping) return;
    const moved = answer.value.hand.versionId !== writing.grewFrom;
    // Another text came into hand: it is shown where nothing was written here; else it will stand beside what was.
    change({ writing: moved && !writing.dirty ? fresh(answer.value) : { ...writing, draft: answer.value } });
  };
  const saveNow = async (text: DraftText, merges: DraftVersionId[] = []): Promise<boolean> => {
    if (!(await flush())) return false;
    const { writing } = view.get();
    if (!writing) return false;
    const { draft, grewFrom } = writing;
    const answer = await desk.call('drafts.save', { draftId: draft.row.draftId, grewFrom, text, merges });
    change(answer.ok ? { writing: fresh(answer.value), failure: null } : { failure: answer.failure });
    return answer.ok;
  };

  /** The draft that a slow answer is about may not be in hand any more. */
  const isInHand = (draftId: DraftId): boolean => view.get().writing?.draft.row.draftId === draftId;
  const askProposed = async (draftId: DraftId): Promise<void> => {
    const answer = await desk.call('drafts.signers', { draftId });
    if (answer.ok && isInHand(draftId)) change({ proposed: answer.value.proposed });
  };

  const beginFrom = async (caseId: CaseId, template: DraftTemplate): Promise<void> => {
    const answer = await desk.call('drafts.beginFrom', { caseId, template });
    if (answer.ok) change({ writing: fresh(answer.value), page: 'write', proposed: null, failure: null });
    else change({ failure: answer.failure });
  };

  desk.on('trays.changed', () => {
    const { writing } = view.get();
    if (writing) void askProposed(writing.draft.row.draftId);
  });
  desk.on('drafts.changed', ({ draftIds }) => {
    const { page, writing } = view.get();
    if (page === 'list') void readList();
    if (writing && draftIds.includes(writing.draft.row.draftId)) void reread(writing.draft.row.draftId);
  });
  desk.on('office.restarted', () => {
    const { writing } = view.get();
    void readList();
    if (writing?.dirty) void flush();
  });

  return {
    view,
    flush,
    async leave() {
      if (!(await flush())) return false;
      sayDone();
      return true;
    },
    forget(whose) {
      const { templates, writing, waiting } = view.get();
      clearTimeout(timer);
      timer = undefined;
      said = null;
      change({ ...blank, templates, waiting: writing?.dirty ? new Map(waiting).set(whose, writing) : waiting });
    },
    sitDown(whose) {
      const { waiting } = view.get();
      const writing = waiting.get(whose);
      if (!writing) return;
      loads += 1;
      const others = new Map([...waiting].filter(([seat]) => seat !== whose));
      change({ writing: { ...writing, load: loads }, page: 'write', waiting: others });
      void flush();
    },
    async list(part = {}) {
      change({ ...part });
      await Promise.all([readList(), readHelps()]);
    },
    async begin(caseId, actType, title) {
      const text: DraftText = { format: 1, actType, title, paragraphs: [emptyParagraph()], archived: false };
      const answer = await desk.call('drafts.begin', { caseId, text });
      if (answer.ok) change({ writing: fresh(answer.value), page: 'write', failure: null });
      else change({ failure: answer.failure });
    },
    beginFrom,
    async beginHearing(caseId) {
      if (view.get().templates.length === 0) await readHelps();
      const minutes = view.get().templates.find(({ actType }) => sameActType(actType, hearingType));
      if (!minutes) return change({ page: 'new' });
      await beginFrom(caseId, { profile: minutes.profile, id: minutes.id });
    },
    async clean(html) {
      const answer = await desk.call('drafts.clean', { html });
      if (!answer.ok) change({ failure: answer.failure });
      return answer.ok ? answer.value : null;
    },
    async importDocx(bytes) {
      const answer = await desk.call('drafts.import', { bytes });
      change({ failure: answer.ok ? null : answer.failure });
      return answer.ok ? answer.value : null;
    },
    async putMacros(macros) {
      const answer = await desk.call('macros.write', { macros: [...macros] });
      change(answer.ok ? { macros: answer.value.macros, failure: null } : { failure: answer.failure });
      return answer.ok;
    },
    async misspelt(words) {
      const answer = await desk.call('spelling.check', { words: [...words] });
      return answer.ok ? answer.value.wrong : null;
    },
    async suggest(word) {
      const answer = await desk.call('spelling.suggest', { word });
      return answer.ok ? answer.value.words : [];
    },
    async learn(word) {
      const answer = await desk.call('spelling.learn', { word });
      if (!answer.ok) change({ failure: answer.failure });
    },
    async open(draftId, page = 'write') {
      const answer = await desk.call('drafts.read', { draftId });
      if (answer.ok) change({ writing: fresh(answer.value), page, proposed: null, failure: null });
      else change({ failure: answer.failure });
      await askProposed(draftId);
    },
    async preview(asked) {
      const { writing } = view.get();
      if (!writing || !(await flush())) return;
      const { draftId } = writing.draft.row;
      const answer = await desk.call('drafts.signers', { draftId });
      if (!answer.ok) return change({ failure: answer.failure });
      const { signers, proposed } = answer.value;
      const order = asked ?? signers.slice(0, 1).map(({ personId }) => personId);
      const before = view.get().proposing?.sheet ?? null;
      // The editor stays where it is until there are sheets: what is refused is mended there, with its steps back.
      change({ proposed, proposing: { signers, order, sheet: before, busy: true }, failure: null });
      const [signer = null, ...others] = order;
      const sheet = await desk.call('drafts.sheet', { draftId, signer, others });
      if (!isInHand(draftId) || view.get().proposing?.order !== order) return;
      // What has to be written yet is said where it is written.
      const isIncomplete = !sheet.ok && sheet.failure.kind === 'draftIncomplete';
      if (isIncomplete) return change({ page: 'write', proposing: null, failure: sheet.failure });
      change({
        page: 'propose',
        proposing: { signers, order, sheet: sheet.ok ? sheet.value : null, busy: false },
        failure: sheet.ok ? null : sheet.failure,
      });
    },
    async propose(dueAt, vouch = false) {
      const { writing, proposing } = view.get();
      if (!writing || !proposing?.sheet || proposing.busy) return false;
      const { sheet, order } = proposing;
      const [signer = null, ...others] = order;
      const { draftId } = writing.draft.row;
      change({ proposing: { ...proposing, busy: true } });
      const { versionId, sha256: documentSha256 } = sheet;
      const answer = await desk.call('drafts.propose', {
        ...{ draftId, versionId, signer, others, documentSha256, dueAt, vouch },
      });
      if (!answer.ok) {
        change({ failure: answer.failure, proposing: { ...proposing, busy: false } });
        return false;
      }
      change({ page: 'write', proposing: null, failure: null });
      await askProposed(draftId);
      return true;
    },
    write(part) {
      const { writing } = view.get();
      if (!writing) return;
      const text = { ...writing.text, ...part };
      answered = view.get().failure;
      change({ writing: { ...writing, text: { ...text, format: draftFormat(text) }, dirty: true } });
      sayWriting(writing.draft.row.draftId);
      later();
    },
    async archive(archived) {
      const { writing } = view.get();
      if (!writing || !(await saveNow({ ...view.get().writing!.text, archived }))) return;
      sayDone();
      change({ page: 'list', writing: null });
      await readList();
    },
    async restore(saved) {
      if (await saveNow({ ...saved.text, archived: false })) change({ page: 'write' });
    },
    async merge(paragraphs, title, beside) {
      const { writing } = view.get();
      if (!writing) return false;
      const all = { ...writing.text, title, paragraphs: [...paragraphs] };
      const text = { ...all, format: draftFormat(all) };
      const kept = await saveNow(text, [beside.versionId]);
      if (kept) change({ page: 'write' });
      return kept;
    },
    async page(page) {
      // Whatever was written stays in hand where it could not be kept.
      if (view.get().writing && !(await flush())) return;
      if (page === 'list' || page === 'new' || page === 'macros') {
        sayDone();
        change({ page, writing: null, proposing: null, proposed: null });
        await readList();
      } else change({ page, proposing: null, failure: null });
    },
  };
}
