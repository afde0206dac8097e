import type { Draft, DraftCase, DraftSaved, DraftVersionRow, OwnProposal } from '../../../src/contract/drafts.ts';
import { templateCatalogue } from '../../../src/casework/drafts/templates/catalogue.ts';
import { fillTemplate } from '../../../src/casework/drafts/templates/fill.ts';
import { readHtml } from '../../../src/casework/writing/html.ts';
import type { Macro } from '../../../src/contract/writing.ts';
import { fakeReviews, liesOn } from './reviews.ts';
import type { ActRow } from '../../../src/contract/acts.ts';
import type { Calls } from '../../../src/contract/calls.ts';
import type { Failure, Outcome } from '../../../src/contract/failures.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';
import type { DraftId, DraftText, DraftVersionId } from '../../../src/contract/wire-drafts.ts';

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
const no = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure });
const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

type Answered = Pick<
  Handlers<Calls>,
  | 'drafts.list'
  | 'drafts.read'
  | 'drafts.begin'
  | 'drafts.save'
  | 'drafts.history'
  | 'drafts.version'
  | 'drafts.writing'
  | 'drafts.cases'
  | 'drafts.beginFrom'
  | 'drafts.templates'
  | 'drafts.clean'
  | 'drafts.import'
  | 'macros.read'
  | 'macros.write'
  | 'spelling.check'
  | 'spelling.suggest'
  | 'spelling.learn'
  | 'drafts.signers'
  | 'drafts.sheet'
  | 'drafts.propose'
  | 'drafts.counts'
  | 'review.ask'
  | 'review.recall'
  | 'review.read'
  | 'review.markRead'
  | 'review.giveBack'
  | 'review.resolve'
>;

/** What a test may do to drafts: another PC's text, somebody writing there. */
export interface FakeDrafts {
  readonly all: Map<DraftId, Draft>;
  readonly handlers: Answered;
  /** Another clerk's text comes beside the one in hand, or in its place. */
  /** The minutes of an outage, begun in this case. */
  minutes(caseId: DraftCase['caseId']): Outcome<Draft>;
  /** A refused act's text, begun anew. */
  remake(caseId: DraftCase['caseId'], remakes: NonNullable<Draft['remakes']>): Draft;
  arrive(draftId: DraftId, paragraphs: readonly string[], how: 'beside' | 'instead'): void;
}

const paragraphsOf = (lines: readonly string[]) => lines.map((text, index) => ({ id: `p${index}`, text }));

const lines = [
  'Por recibidas las presentes actuaciones, téngase por iniciada la investigación penal preparatoria.',
  'Líbrese oficio a la Comisaría de Laguna Clara a fin de que remita, dentro de las cuarenta y ocho horas, las constancias del procedimiento.',
  'Notifíquese.',
];

export function makeDrafts(
  rows: ReadonlyMap<string, ActRow>,
  me: string,
  changed: (ids: DraftId[]) => void,
): FakeDrafts {
  let made = 100;
  const catalogue = templateCatalogue();
  let macros: Macro[] = [{ short: 'hs', text: 'Hágase saber.' }];
  const misspelt = new Map([['requerimineto', ['requerimiento', 'requerimientos']]]);
  const own = new Set<string>();
  const proposed = new Map<DraftId, OwnProposal>();
  const signers = [
    { personId: 'oquiros', name: me, capacity: 'Agente Fiscal' },
    { personId: 'epenaloza', name: 'Evaristo Peñaloza Rul', capacity: 'Juez de Garantías' },
  ];
  const versions = new Map<DraftVersionId, DraftSaved & { draftId: DraftId; merges: boolean }>();
  const all = new Map<DraftId, Draft>();
  const cases = [...new Map([...rows.values()].map((row): [string, DraftCase] => [row.caseId, row])).values()].map(
    ({ caseId, caseNumber, caption }) => ({ caseId, caseNumber, caption }),
  );
  const save = (
    draftId: DraftId,
    text: DraftText,
    author: string,
    made_: 'here' | 'elsewhere',
    merges = false,
  ): DraftSaved => {
    const saved: DraftSaved = {
      ...{ versionId: idOf((made += 1)) as DraftVersionId, text, author, made: made_ },
      savedAt: new Date(Date.now() - (200 - made) * 60_000).toISOString(),
    };
    versions.set(saved.versionId, { ...saved, draftId, merges });
    return saved;
  };
  const begin = (caseId: DraftCase['caseId'], text: DraftText, author: string): Draft => {
    const draftId = idOf((made += 1)) as DraftId;
    const known = cases.find((one) => one.caseId === caseId)!;
    const hand = save(draftId, text, author, 'here');
    const draft: Draft = {
      row: {
        ...{ draftId, ...known, actType: text.actType, title: text.title, changedAt: hand.savedAt, changedBy: author },
        ...{ place: 'here', beside: 0, archived: false, trouble: null, writing: null },
      },
      hand,
      beside: [],
    };
    all.set(draftId, draft);
    return draft;
  };
  const put = (draft: Draft, hand: DraftSaved, beside: DraftSaved[]): Draft => {
    const { title, actType, archived } = hand.text;
    const row = {
      ...draft.row,
      title,
      actType,
      archived,
      changedAt: hand.savedAt,
      changedBy: hand.author,
      beside: beside.length,
    };
    const next: Draft = { ...draft, row, hand, beside };
    all.set(draft.row.draftId, next);
    return next;
  };
  const textOf = (title: string, some: readonly string[]): DraftText => ({
    ...{ format: 1, actType: 'providencia', title, archived: false },
    paragraphs: paragraphsOf(some),
  });
  if (cases[0]) begin(cases[0].caseId, textOf('Inicio de actuaciones', lines), me);
  if (cases[1]) {
    const sent = begin(cases[1].caseId, textOf('Oficio a la comisaría', lines.slice(1)), 'Camila Ibarra Sosa');
    const writing = { holder: 'Camila Ibarra Sosa', until: new Date(Date.now() + 600_000).toISOString() };
    all.set(sent.row.draftId, { ...sent, row: { ...sent.row, place: 'sent', writing } });
  }

  const handlers: Answered = {
    ...fakeReviews(all, me, changed),
    'drafts.list': async ({ archived, shelf, search, limit }) => {
      const found = [...all.values()]
        .map(({ row }) => row)
        .filter(
          (row) =>
            row.archived === archived &&
            liesOn(row, shelf, me) &&
            `${row.title} ${row.caption}`.toLowerCase().includes(search.toLowerCase()),
        )
        .sort((a, b) => b.changedAt.localeCompare(a.changedAt));
      return ok({ rows: found.slice(0, limit), total: found.length, next: null });
    },
    'drafts.read': async ({ draftId }) => {
      const draft = all.get(draftId);
      return draft ? ok(draft) : no({ kind: 'draftUnknown', draftId });
    },
    'drafts.begin': async ({ caseId, text }) => ok(begin(caseId, text, me)),
    'drafts.templates': async () => ok({ templates: catalogue.outlines(['buenos-aires-mp']) }),
    'drafts.beginFrom': async ({ caseId, template }) => {
      const known = cases.find((one) => one.caseId === caseId)!;
      const facts = {
        ...{ caseNumber: known.caseNumber, caption: known.caption, office: 'UFIyJ N.º 3', locality: 'Laguna Clara' },
        ...{ person: me, capacity: 'Agente Fiscal', now: new Date(2026, 2, 4, 9, 5) },
      };
      return ok(
        begin(
          caseId,
          fillTemplate(catalogue.find(template)!, facts, () => `t${(made += 1)}`),
          me,
        ),
      );
    },
    'drafts.clean': async ({ html }) => ok(readHtml(html, () => `c${(made += 1)}`)),
    'drafts.import': async () => ok({ paragraphs: paragraphsOf(['Texto traído.']), leftOut: 2, struck: 0 }),
    'macros.read': async () => ok({ macros }),
    'macros.write': async (wish) => {
      macros = wish.macros;
      return ok({ macros });
    },
    'spelling.check': async ({ words }) => ok({ wrong: words.filter((word) => misspelt.has(word) && !own.has(word)) }),
    'spelling.suggest': async ({ word }) => ok({ words: misspelt.get(word) ?? [] }),
    'spelling.learn': async ({ word }) => ok({ own: [...own.add(word)] }),
    'drafts.save': async ({ draftId, grewFrom, text, merges }) => {
      const draft = all.get(draftId);
      if (!draft) return no({ kind: 'draftUnknown', draftId });
      const hand = save(draftId, text, me, 'here', merges.length > 0);
      const overtaken = draft.hand.versionId === grewFrom ? [] : [draft.hand];
      const beside = [...draft.beside, ...overtaken].filter(({ versionId }) => !merges.includes(versionId));
      const next = put(draft, hand, beside);
      changed([draftId]);
      return ok(next);
    },
    'drafts.history': async ({ draftId }) => {
      const own = [...versions.values()].filter((version) => version.draftId === draftId).reverse();
      return ok({
        versions: own.map(({ versionId, text, author, savedAt, made: how, merges }): DraftVersionRow => ({
          ...{
            versionId,
            title: text.title,
            author,
            savedAt,
            made: how,
            place: 'sent',
            merges,
            archived: text.archived,
          },
          characters: text.paragraphs.reduce((sum, one) => sum + one.text.length, 0),
        })),
      });
    },
    'drafts.version': async ({ versionId }) => {
      const found = versions.get(versionId);
      if (!found) return no({ kind: 'draftUnknown', draftId: versionId });
      const { text, author, savedAt, made: how } = found;
      return ok({ versionId, text, author, savedAt, made: how });
    },
    'drafts.signers': async ({ draftId }) => ok({ signers, proposed: proposed.get(draftId) ?? null }),
    'drafts.sheet': async ({ draftId }) => {
      const draft = all.get(draftId);
      const sample = [...rows.values()][0];
      if (!draft || !sample) return no({ kind: 'draftUnknown', draftId });
      if (draft.row.title === '') return no({ kind: 'draftNotReady', lacks: 'title' });
      return ok({ versionId: draft.hand.versionId, sha256: sample.documentSha256 });
    },
    'drafts.propose': async ({ draftId, versionId }) => {
      const sample = [...rows.values()][0]!;
      const proposedAt = new Date().toISOString();
      proposed.set(draftId, { actId: sample.actId, versionId, state: 'waiting', trouble: null, proposedAt });
      return ok(sample);
    },
    'drafts.writing': async () => ok({}),
    'drafts.cases': async ({ search }) =>
      ok({
        cases: cases
          .filter(({ caseNumber, caption }) => `${caseNumber} ${caption}`.toLowerCase().includes(search.toLowerCase()))
          .slice(0, 50),
      }),
  };
  return {
    all,
    handlers,
    minutes(caseId) {
      if (!cases.some((one) => one.caseId === caseId)) return no({ kind: 'caseUnknown', caseId });
      return ok(begin(caseId, textOf('Acta de contingencia', ['Se deja constancia del corte de línea.']), me));
    },
    remake(caseId, remakes) {
      const draft = { ...begin(caseId, textOf(remakes.title, lines), me), remakes };
      all.set(draft.row.draftId, draft);
      return draft;
    },
    arrive(draftId, some, how) {
      const draft = all.get(draftId)!;
      const saved = save(
        draftId,
        { ...draft.hand.text, paragraphs: paragraphsOf(some) },
        'Camila Ibarra Sosa',
        'elsewhere',
      );
      if (how === 'beside') put(draft, draft.hand, [...draft.beside, saved]);
      else put(draft, saved, draft.beside);
      changed([draftId]);
    },
  };
}
