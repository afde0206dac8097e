import { stopsSigning } from '../../contract/rule-stops.ts';
import { canSign, isRead } from '../model/marks.ts';
import type { Model } from '../model/model.ts';
import type { Lack } from '../model/places.ts';
import { choices, isRunning, isWorthAnotherTry, offered, type Choice, type Choosing } from '../model/signing.ts';
import { focusPaneSoon, focusSoon } from './focus.ts';

/** The certificate that would sign now: the one chosen here, or the one offered. */
export function choiceOf(model: Model): Choice | null {
  const signing = model.signing.view.get();
  const { libraries, settings, tokens } = model.office.view.get();
  const all = choices(libraries ?? [], tokens.offers);
  const chosen = signing.kind === 'choosing' ? signing.chosen : null;
  return chosen === null
    ? offered(all, settings.certificateSha256)
    : (all.find(({ certificate, usable }) => usable && certificate.certificateSha256 === chosen) ?? null);
}

/** The office said that nothing may be signed with this certificate. */
export const isStopped = ({ preview }: Choosing, { certificate }: Choice): boolean =>
  preview?.certificateSha256 === certificate.certificateSha256 && preview.findings.some(stopsSigning);

/** Starts the batch that is put up, with the certificate that would sign now, and remembers it for the next time. */
export function startSigning(model: Model): void {
  const choice = choiceOf(model);
  const signing = model.signing.view.get();
  if (!choice) return;
  // What would surely be refused is not offered to the token, by whatever key.
  if (signing.kind === 'choosing' && model.preflight.blocks({ ...signing, choice })) return;
  if (signing.kind === 'choosing' && isStopped(signing, choice)) return;
  const { certificateSha256 } = choice.certificate;
  const visible = signing.kind === 'choosing' ? { visible: signing.visible } : {};
  void model.office.writeSettings({ certificateSha256, ...visible });
  void model.signing.start(choice);
}

/**
 * Goes on with what a stopped batch left, by one key: with the certificate it was begun with, where that is there to sign. Where it is
 * not, the choice is shown, and says what is missing.
 */
export async function goOn(model: Model): Promise<void> {
  model.signing.continueWithRest();
  focusPaneSoon('work');
  await model.office.readTokens();
  startSigning(model);
}

/** Holds the batch that runs, or lets it go on. */
export function hold(model: Model): void {
  const signing = model.signing.view.get();
  if (signing.kind !== 'batch') return;
  void (signing.batch.pauseAsked ? model.signing.resume() : model.signing.pause());
}

/** What Fojas sees of the token, and what to do when something is missing. */
export function openToken(model: Model): void {
  model.go({ work: 'token', listOver: false, returning: false });
  focusPaneSoon('work');
}

/** The one main action of the place in hand; where it cannot be done, what is missing is said. */
export function primary(model: Model): void {
  const { work, returning } = model.places.get();
  if (work === 'signing') return primaryOfSigning(model);
  if (work !== 'paper') return primaryOfPlace(model);
  const note = document.activeElement?.closest<HTMLFormElement>('form[data-own-note]');
  if (note) return note.requestSubmit();
  if (returning) return document.querySelector<HTMLFormElement>('form[data-return]')?.requestSubmit();
  if (canOpenSigning(model)) return openSigning(model);
  const rows = model.inHand();
  lack(model, rows.length === 0 ? 'act' : rows.some(canSign) ? 'shown' : 'toSign');
}

const lack = (model: Model, what: Lack): void => model.notice.set({ kind: 'lacks', what });

function primaryOfSigning(model: Model): void {
  const signing = model.signing.view.get();
  if (signing.kind === 'choosing') startSigning(model);
  if (signing.kind !== 'batch' || isRunning(signing.batch)) return;
  if (signing.items.some(isWorthAnotherTry)) void goOn(model);
  else leave(model);
}

/** The button that shows the key, whichever page that is; where it is shut, what the foot says of why. */
function primaryOfPlace(model: Model): void {
  const work = document.querySelector('[data-pane="work"]');
  const button = work?.querySelector<HTMLButtonElement>('button[aria-keyshortcuts="F9"]');
  if (button && !button.disabled) return button.click();
  if (!button) return lack(model, 'action');
  const words = work?.querySelector('.decision .decision-about')?.textContent.trim() ?? '';
  if (words === '') lack(model, 'shut');
  else model.notice.set({ kind: 'lacksHere', words });
}

/** Several acts may be put up even where none was read: the place says so. One alone must have been shown. */
export function canOpenSigning(model: Model): boolean {
  const rows = model.inHand().filter(canSign);
  return rows.length > 1 || rows.some(isRead);
}

export function openSigning(model: Model): void {
  model.openSigning();
  focusPaneSoon('work');
}

/** Back to the list from whatever place is open; a running batch goes on. */
export function leave(model: Model): void {
  const { work } = model.places.get();
  // Who looked at the token on the way to a signature is still on that way.
  if (work === 'token' && model.signing.view.get().kind === 'choosing') {
    model.go({ work: 'signing' });
    return focusPaneSoon('work');
  }
  if (work === 'signing') model.signing.leave();
  model.go({ work: 'paper', returning: false });
  focusPaneSoon('list');
}

export function back(model: Model): void {
  const { work, returning, listOver, indexWide, ownNotes } = model.places.get();
  const { source } = model.list.view.get();
  if (returning) {
    model.go({ returning: false });
    focusPaneSoon('work');
  } else if (work === 'drafts' && model.drafts.view.get().page !== 'list') {
    const { page } = model.drafts.view.get();
    void model.drafts
      .page(page === 'history' || page === 'merge' || page === 'propose' ? 'write' : 'list')
      .then(() => focusPaneSoon('work'));
  } else if (work === 'cases' && model.cases.view.get().page !== 'list') {
    const { page } = model.cases.view.get();
    model.cases.page(page === 'piece' || page === 'receipt' || page === 'look' ? 'sheet' : 'list');
    focusPaneSoon('work');
  } else if (work !== 'paper') leave(model);
  else if (ownNotes && document.activeElement?.closest('.own-notes')) {
    model.go({ ownNotes: false });
    focusPaneSoon('work');
  } else if (indexWide && source.kind === 'case') {
    model.go({ indexWide: false });
    focusPaneSoon('list');
  } else if (source.kind === 'case') void model.openTray(source.back).then(() => focusPaneSoon('list'));
  else if (!listOver) {
    model.go({ listOver: true });
    focusPaneSoon('list');
  }
}

export function openReturn(model: Model): void {
  model.go({ work: 'paper', sheet: 'act', returning: true, listOver: false });
  focusSoon('form[data-return] textarea');
}

/** What the registry refused of the act in hand waits in the queue no more; the act is shown as it is then. */
export async function setAside(model: Model): Promise<void> {
  const { current } = model.places.get();
  if (!current) return;
  const answer = await model.desk.call('acts.setAside', { actId: current.actId });
  if (!answer.ok) return model.notice.set({ kind: 'failed', failure: answer.failure });
  model.go({ current: answer.value });
}

/** The text of the refused act in hand as a new draft; where that was begun before, that one. */
export async function openRemake(model: Model): Promise<void> {
  const { current } = model.places.get();
  if (!current) return;
  // What is being written in another draft is kept first; where it cannot be, that is said there.
  if (!(await model.drafts.flush())) return model.go({ work: 'drafts', listOver: false });
  const answer = await model.desk.call('drafts.remake', { actId: current.actId });
  if (!answer.ok) return model.notice.set({ kind: 'failed', failure: answer.failure });
  model.go({ work: 'drafts', listOver: false, returning: false });
  await model.drafts.open(answer.value.row.draftId);
  focusPaneSoon('work');
}

/** The batch that runs or ended last; where there is none, the one that was left unfinished. */
export async function showBatch(model: Model): Promise<void> {
  if (model.signing.view.get().kind !== 'batch') await model.signing.showUnfinished();
  model.go({ work: 'signing', listOver: false });
  focusPaneSoon('work');
}

/** Takes the practice token away in the middle of the next batch, or puts it back; the banner says which it is. */
export async function rehearse(model: Model, wish: 'pullOut' | 'putBack'): Promise<void> {
  const failure = await model.rehearsal.rehearse(wish);
  if (failure) model.notice.set({ kind: 'failed', failure });
}

/**
 * Locks the desk, once what is being typed is kept: behind the lock the page may keep nothing. What cannot be kept locks nobody's desk open: it
 * waits in this window for its person, and the lock says so. Where nothing would open it, that is chosen first.
 */
export async function lockDesk(model: Model): Promise<void> {
  await model.drafts.flush();
  const answer = await model.desk.call('lock.now', {});
  if (!answer.ok) model.go({ work: 'settings', listOver: false, returning: false });
}
