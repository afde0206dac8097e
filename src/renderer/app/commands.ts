import type { CaseId } from '../../contract/ids.ts';
import type { Action } from '../../contract/permissions.ts';
import {
  back,
  canOpenSigning,
  hold,
  leave,
  lockDesk,
  openRemake,
  setAside,
  openReturn,
  openSigning,
  openToken,
  primary,
  rehearse,
  showBatch,
} from './actions.ts';
import { shelves, trays } from './trays.ts';
import { focusPane, focusPaneSoon, focusSoon, stepPane } from './focus.ts';
import type { Keys } from './keys.ts';
import { canRemake, canReturn, canSetAside, canSign } from '../model/marks.ts';
import { marksApply, type Model } from '../model/model.ts';
import { lockOf } from '../model/policy.ts';
import { isRunning } from '../model/signing.ts';
import type { PlainKey } from '../words/catalogue.ts';

export { choiceOf, goOn, hold, isStopped, leave, openToken, primary, rehearse, startSigning } from './actions.ts';

/** Everything that can be done has a name, a key where it is frequent, and one place where it is written: here. */
export interface Command {
  readonly id: string;
  readonly word: PlainKey;
  readonly keys: readonly Keys[];
  /** Left out of the palette: moves within the window that make no sense from there. */
  readonly hidden?: boolean;
  enabled?(model: Model): boolean;
  run(model: Model): void;
}

const practises = (model: Model): boolean => model.office.view.get().status?.mode === 'practice';

/** Whether the person's role may ever do this; until the office has said so, it is offered. */
const permits =
  (action: Action) =>
  (model: Model): boolean =>
    model.office.view.get().status?.person.permits?.includes(action) ?? true;

const currentCanReturn = (model: Model): boolean => {
  const { current } = model.places.get();
  return current !== null && canReturn(current);
};
const currentCanRemake = (model: Model): boolean => {
  const { current } = model.places.get();
  return current !== null && canRemake(current);
};
const currentCanSetAside = (model: Model): boolean => {
  const { current } = model.places.get();
  return current !== null && canSetAside(current);
};
const currentCanSign = (model: Model): boolean => {
  const { current } = model.places.get();
  return current !== null && canSign(current);
};
/** The case whose index is open, or that of the act in hand. */
const caseAtHand = (model: Model): CaseId | null => {
  const { source } = model.list.view.get();
  return source.kind === 'case' ? source.caseId : (model.places.get().current?.caseId ?? null);
};
/** The case whose sheet is open, else the one at hand. */
const caseInHand = (model: Model): CaseId | null => {
  const { page, sheet } = model.cases.view.get();
  const isOpen = model.places.get().work === 'cases' && page === 'sheet';
  return (isOpen ? sheet?.row.caseId : null) ?? caseAtHand(model);
};
/** A piece of evidence lies open: what is printed is that, not the act that was in hand before. */
const looksAtPiece = (model: Model): boolean =>
  model.places.get().work === 'cases' && model.cases.view.get().page === 'look';
/** Opens the sheet of the case where it is written to which office it goes. */
async function moveCase(model: Model): Promise<void> {
  const caseId = caseInHand(model);
  if (caseId === null) return;
  model.go({ work: 'cases', listOver: false, returning: false });
  await model.cases.open(caseId);
  await model.cases.startMove();
  focusSoon('.move-case input');
}
/** Opens the page from which the whole case is saved as one file. */
async function bindCase(model: Model): Promise<void> {
  const caseId = caseInHand(model);
  if (caseId === null) return;
  model.go({ work: 'cases', listOver: false, returning: false });
  await model.cases.open(caseId);
  model.cases.page('bind');
}
/** Opens the sheet of the case where it is written when it is heard. */
async function setHearing(model: Model): Promise<void> {
  const caseId = caseInHand(model);
  if (caseId === null) return;
  model.go({ work: 'cases', listOver: false, returning: false });
  await model.cases.open(caseId);
  model.cases.startHearing(true);
  focusSoon('.set-hearing input');
}
/** A document stands on the paper, whichever place it is of. */
const hasPaper = (): boolean => document.querySelector('.leaves') !== null;

export const place =
  (
    work:
      | 'settings'
      | 'keys'
      | 'report'
      | 'health'
      | 'line'
      | 'verify'
      | 'drafts'
      | 'home'
      | 'cases'
      | 'agenda'
      | 'notes'
      | 'seat'
      | 'people'
      | 'find'
      | 'practice'
      | 'copy',
  ) =>
  (model: Model) => {
    if (model.places.get().work === work) return leave(model);
    model.go({ work, listOver: false, returning: false });
    focusPaneSoon('work');
  };

export const commands: readonly Command[] = [
  {
    id: 'sign',
    word: 'command.sign',
    keys: ['Ctrl+Shift+F'],
    enabled: canOpenSigning,
    run: openSigning,
  },
  { id: 'return', word: 'command.return', keys: ['Ctrl+Shift+D'], enabled: currentCanReturn, run: openReturn },
  {
    id: 'remake',
    word: 'command.remake',
    keys: ['Alt+Shift+M'],
    enabled: (model) => permits('draft')(model) && currentCanRemake(model),
    run: (model) => void openRemake(model),
  },
  {
    id: 'setAside',
    word: 'command.setAside',
    keys: ['Alt+Shift+S'],
    enabled: (model) => permits('returnActs')(model) && currentCanSetAside(model),
    run: (model) => void setAside(model),
  },
  {
    id: 'primary',
    word: 'command.primary',
    keys: ['F9', 'Ctrl+Enter'],
    run: primary,
  },
  { id: 'sync', word: 'command.sync', keys: ['F5'], run: (model) => void model.office.syncNow() },
  { id: 'next', word: 'command.next', keys: ['Alt+→'], run: (model) => void model.step(1) },
  {
    id: 'markAndGoOn',
    word: 'command.markAndGoOn',
    keys: ['Alt+M'],
    enabled: (model) => canMark(model) && currentCanSign(model),
    run: (model) => void model.markAndGoOn(),
  },
  {
    id: 'skip',
    word: 'command.skip',
    keys: ['Alt+Shift+→'],
    enabled: (model) => model.list.view.get().total > 0,
    run: (model) => void model.skip(),
  },
  {
    id: 'vouch',
    word: 'command.vouch',
    keys: ['Ctrl+Shift+B'],
    enabled: (model) => permits('vouch')(model) && currentCanSign(model),
    run: (model) => void model.vouch(),
  },
  { id: 'previous', word: 'command.previous', keys: ['Alt+←'], run: (model) => void model.step(-1) },
  {
    id: 'search',
    word: 'command.search',
    keys: ['Alt+F'],
    run: (model) => {
      model.go({ listOver: true });
      focusSoon('[data-pane="list"] input');
    },
  },
  {
    id: 'find',
    word: 'command.find',
    keys: ['F3'],
    enabled: permits('seeOpen'),
    run: (model) => {
      place('find')(model);
      // As soon as it is drawn: what is typed next belongs to it.
      queueMicrotask(() => model.places.get().work === 'find' && focusPane('work'));
    },
  },
  {
    id: 'findInPaper',
    word: 'command.findInPaper',
    keys: ['Ctrl+F'],
    enabled: hasPaper,
    run: () => {
      document.querySelector<HTMLElement>('[data-find-in-paper]')?.click();
      focusSoon('.find-bar input');
    },
  },
  {
    id: 'goToPage',
    word: 'command.goToPage',
    keys: ['Ctrl+G'],
    enabled: hasPaper,
    run: () => focusSoon('.page-number input'),
  },
  {
    id: 'goToLeaf',
    word: 'command.goToLeaf',
    keys: ['Ctrl+Shift+G'],
    enabled: (model) => caseInHand(model) !== null,
    run: (model) => {
      const { goingTo } = model.places.get();
      model.go({ goingTo: caseInHand(model), listOver: false });
      // Asked for again while it stands there: it is typed into.
      if (goingTo !== null) focusSoon('.go-to-leaf input');
    },
  },
  {
    id: 'caseIndex',
    word: 'command.caseIndex',
    keys: ['Alt+I'],
    enabled: (model) => model.places.get().current !== null,
    run: (model) => {
      const { current } = model.places.get();
      const { source } = model.list.view.get();
      if (!current || source.kind === 'case') return;
      const opened = model.openSource({ kind: 'case', caseId: current.caseId, back: source.tray });
      void opened.then(() => focusPaneSoon('list'));
    },
  },
  {
    id: 'wideIndex',
    word: 'command.wideIndex',
    keys: ['Alt+Shift+I'],
    enabled: (model) => model.list.view.get().source.kind === 'case',
    run: (model) => {
      model.go({ work: 'paper', indexWide: !model.places.get().indexWide, listOver: true });
      focusPaneSoon('list');
    },
  },
  {
    id: 'ownNotes',
    word: 'command.ownNotes',
    keys: ['Alt+Shift+N'],
    enabled: (model) => model.places.get().current !== null,
    run: (model) => {
      const { work, ownNotes } = model.places.get();
      const opens = work !== 'paper' || !ownNotes;
      model.go({ work: 'paper', ownNotes: opens, indexWide: false, listOver: false });
      if (opens) focusSoon('.own-notes textarea');
      else focusPaneSoon('work');
    },
  },
  {
    id: 'receipt',
    word: 'command.receipt',
    keys: ['Alt+R'],
    enabled: (model) => Boolean(model.places.get().current?.registration),
    run: (model) =>
      model.go({ work: 'paper', sheet: model.places.get().sheet === 'receipt' ? 'act' : 'receipt', listOver: false }),
  },
  {
    id: 'copy',
    word: 'command.copy',
    keys: ['Ctrl+P'],
    enabled: (model) =>
      looksAtPiece(model) || (model.places.get().current !== null && !model.places.get().current?.sealedFor),
    run: (model) => {
      if (!looksAtPiece(model)) return place('copy')(model);
      document.querySelector<HTMLElement>('[data-copy-piece]')?.click();
    },
  },
  {
    id: 'report',
    word: 'command.report',
    keys: ['Alt+V'],
    enabled: (model) => {
      const { current } = model.places.get();
      return (
        Boolean(current?.signedSha256) || (current?.joint?.signers.some(({ signedAt }) => signedAt !== null) ?? false)
      );
    },
    run: place('report'),
  },
  {
    id: 'health',
    word: 'command.health',
    keys: ['Alt+H'],
    enabled: (model) => model.places.get().current !== null || model.list.view.get().source.kind === 'case',
    run: place('health'),
  },
  { id: 'verify', word: 'command.verify', keys: ['Ctrl+O'], run: place('verify') },
  {
    id: 'seat',
    word: 'command.seat',
    keys: ['Alt+O'],
    enabled: (model) => (model.office.view.get().status?.seats?.length ?? 0) > 1,
    run: place('seat'),
  },
  { id: 'cases', word: 'command.cases', keys: ['Alt+E'], enabled: permits('seeIndex'), run: place('cases') },
  { id: 'agenda', word: 'command.agenda', keys: ['Alt+Shift+A'], enabled: permits('seeOpen'), run: place('agenda') },
  {
    id: 'setHearing',
    word: 'command.setHearing',
    keys: ['Alt+Shift+H'],
    enabled: (model) => permits('setFlags')(model) && caseInHand(model) !== null,
    run: (model) => void setHearing(model),
  },
  {
    id: 'moveCase',
    word: 'command.moveCase',
    keys: ['Alt+Shift+E'],
    enabled: (model) => permits('setFlags')(model) && caseInHand(model) !== null,
    run: (model) => void moveCase(model),
  },
  {
    id: 'bindCase',
    word: 'command.bindCase',
    keys: ['Alt+Shift+C'],
    enabled: (model) => permits('seeOpen')(model) && caseInHand(model) !== null,
    run: (model) => void bindCase(model),
  },
  {
    id: 'notes',
    word: 'command.notes',
    keys: ['Alt+N'],
    enabled: (model) => model.places.get().current !== null,
    run: place('notes'),
  },
  {
    id: 'hearing',
    word: 'command.hearing',
    keys: ['Alt+A'],
    enabled: (model) => permits('draft')(model) && caseAtHand(model) !== null,
    run: (model) => {
      const caseId = caseAtHand(model);
      if (caseId === null) return;
      model.go({ work: 'drafts', listOver: false, returning: false });
      void model.drafts.flush().then((kept) => (kept ? model.drafts.beginHearing(caseId) : undefined));
    },
  },
  { id: 'drafts', word: 'command.drafts', keys: ['Alt+D'], enabled: permits('draft'), run: place('drafts') },
  {
    id: 'markAll',
    word: 'command.markAll',
    keys: ['Ctrl+Shift+A'],
    enabled: (model) => canMark(model),
    run: (model) => void model.markEverything(),
  },
  {
    id: 'unmarkAll',
    word: 'command.unmarkAll',
    keys: ['Ctrl+Shift+U'],
    enabled: (model) => model.marks.get().rows.size > 0,
    run: (model) => model.unmarkAll(),
  },
  {
    id: 'batch',
    word: 'command.batch',
    keys: ['Alt+B'],
    enabled: (model) => model.signing.view.get().kind === 'batch' || model.signing.unfinished.get() !== null,
    run: (model) => void showBatch(model),
  },
  {
    id: 'hold',
    word: 'command.hold',
    keys: ['Alt+P'],
    enabled: (model) => {
      const signing = model.signing.view.get();
      return signing.kind === 'batch' && isRunning(signing.batch);
    },
    run: hold,
  },
  {
    id: 'vouched',
    word: 'command.vouched',
    keys: ['Alt+C'],
    enabled: (model) => marksApply(model.list.view.get().source),
    run: (model) => void model.list.onlyVouched(!model.list.view.get().vouched),
  },
  ...trays.map((tray, index): Command => ({
    id: `tray.${tray}`,
    word: `command.tray.${tray}`,
    keys: [`Alt+${index + 1}`],
    run: (model) => {
      // Once its rows are there: a list that is still empty has no rows to focus.
      void model.openTray(tray).then(() => focusPaneSoon('list'));
    },
  })),
  ...shelves.map((shelf, index): Command => ({
    id: `shelf.${shelf}`,
    word: `command.shelf.${shelf}`,
    keys: [`Alt+${(index + 8) % 10}`],
    enabled: permits('draft'),
    run: (model) => {
      model.go({ work: 'drafts', listOver: false, returning: false });
      void model.drafts
        .page('list')
        .then(() => model.drafts.list({ shelf, search: '', archived: false }))
        .then(() => focusPaneSoon('work'));
    },
  })),
  {
    id: 'review.ask',
    word: 'command.review.ask',
    keys: ['Alt+Shift+R'],
    enabled: (model) => model.places.get().work === 'drafts' && model.review.view.get().sheet?.may.ask === true,
    run: (model) => void model.drafts.flush().then((kept) => kept && model.review.ask()),
  },
  {
    id: 'review.recall',
    word: 'command.review.recall',
    keys: ['Alt+Shift+U'],
    enabled: (model) => model.places.get().work === 'drafts' && model.review.view.get().sheet?.may.recall === true,
    run: (model) => void model.review.recall(),
  },
  {
    id: 'palette',
    word: 'command.palette',
    keys: ['Ctrl+K'],
    hidden: true,
    run: (model) => model.go({ palette: true }),
  },
  {
    id: 'keys',
    word: 'command.keys',
    keys: ['F1'],
    run: (model) => {
      const { work } = model.places.get();
      if (work !== 'keys') model.go({ helpOf: work });
      place('keys')(model);
    },
  },
  {
    id: 'menu',
    word: 'command.menu',
    keys: ['F10'],
    hidden: true,
    run: (model) => model.go({ menu: !model.places.get().menu }),
  },
  {
    id: 'token',
    word: 'command.token',
    keys: ['F7'],
    run: (model) => (model.places.get().work === 'token' ? leave(model) : openToken(model)),
  },
  { id: 'practice', word: 'command.practice', keys: ['Alt+Shift+P'], run: place('practice') },
  {
    id: 'rehearseRemoval',
    word: 'command.rehearseRemoval',
    keys: ['Alt+Shift+T'],
    enabled: (model) => practises(model) && model.rehearsal.now.get().state === 'none',
    run: (model) => void rehearse(model, 'pullOut'),
  },
  {
    id: 'putTokenBack',
    word: 'command.putTokenBack',
    keys: ['Alt+Shift+Y'],
    enabled: (model) => practises(model) && model.rehearsal.now.get().state !== 'none',
    run: (model) => void rehearse(model, 'putBack'),
  },
  { id: 'people', word: 'command.people', keys: ['Alt+G'], run: place('people') },
  { id: 'home', word: 'command.home', keys: ['Alt+Shift+L'], run: place('home') },
  { id: 'line', word: 'command.line', keys: ['Alt+L'], run: place('line') },
  { id: 'lock', word: 'command.lock', keys: ['Ctrl+Shift+L'], run: (model) => void lockDesk(model) },
  { id: 'settings', word: 'command.settings', keys: ['Ctrl+,'], run: place('settings') },
  { id: 'trays', word: 'command.trays', keys: ['F8'], run: () => void focusPane('trays') },
  { id: 'nextPane', word: 'command.nextPane', keys: ['F6'], hidden: true, run: () => stepPane(1) },
  { id: 'previousPane', word: 'command.previousPane', keys: ['Shift+F6'], hidden: true, run: () => stepPane(-1) },
  {
    id: 'fold',
    word: 'command.fold',
    keys: ['Ctrl+B'],
    run: (model) => model.go({ trayFolded: !model.places.get().trayFolded }),
  },
  { id: 'back', word: 'command.back', keys: ['Escape'], hidden: true, run: back },
  ...(['es-AR', 'en', 'pt-BR'] as const).map((locale, index): Command => ({
    id: `locale.${locale}`,
    word: `command.locale.${locale}`,
    keys: [`Alt+Shift+${index + 1}`],
    enabled: (model) => lockOf(model.office.view.get().policy, 'desk.language') === null,
    run: (model) => void model.office.writeSettings({ locale }),
  })),
  ...(['system', 'light', 'dark'] as const).map((theme, index): Command => ({
    id: `theme.${theme}`,
    word: `command.theme.${theme}`,
    keys: [`Alt+Shift+${index + 4}`],
    run: (model) => void model.office.writeSettings({ theme }),
  })),
];

/** The acts of the open list can be marked for signing. */
export function canMark(model: Model): boolean {
  const { source, total } = model.list.view.get();
  return marksApply(source) && total > 0;
}

/** The keys of a command, for buttons that show them. */
export const keysOf = (id: string): Keys | null => commands.find((command) => command.id === id)?.keys[0] ?? null;
