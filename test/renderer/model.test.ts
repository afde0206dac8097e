import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sha256 } from '../../src/contract/ids.ts';
import { commands } from '../../src/renderer/app/commands.ts';
import { DraftId } from '../../src/contract/wire-drafts.ts';
import { createDesk } from '../../src/renderer/desk.ts';
import { createModel, type Model } from '../../src/renderer/model/model.ts';
import type { Fake } from './world/office.ts';
import { fakeDesk, until } from './fake-desk.ts';

let model: Model;
let fake: Fake;
let tell: ReturnType<typeof fakeDesk>['tell'];
beforeEach(async () => {
  const made = fakeDesk();
  fake = made.fake;
  tell = made.tell;
  model = createModel(made.desk);
  await model.start();
});
afterEach(() => vi.useRealTimers());

const current = () => model.places.get().current;
const rowsNow = () => model.list.view.get().rows;

describe('a desk that is enrolled while its window is open', () => {
  it('reads the tray that was refused until then', async () => {
    fake.bends.failing.set('trays.page', { kind: 'repositoryDenied', reason: 'notEnrolled' });
    await model.list.refresh();
    expect(model.list.view.get().failure?.kind).toBe('repositoryDenied');
    fake.bends.failing.clear();
    tell('enrolment.changed', {});
    await until(() => model.list.view.get().failure === null);
  });
});

describe('the desk', () => {
  it('is refused with the reason when the bridge breaks', async () => {
    const desk = createDesk({ call: () => Promise.reject(new Error('gone')), on: () => undefined });
    expect(await desk.call('office.status', {})).toEqual({ ok: false, failure: { kind: 'officeGone' } });
  });

  it('hears an event once for each who listens', () => {
    let hears = 0;
    const heard: unknown[] = [];
    let tell: (data: unknown) => void = () => undefined;
    const desk = createDesk({
      call: () => Promise.resolve(),
      on: (_event, listener) => {
        hears++;
        tell = listener;
      },
    });
    const stop = desk.on('tokens.changed', () => heard.push(1));
    desk.on('tokens.changed', () => heard.push(2));
    tell({});
    stop();
    tell({});
    expect(hears).toBe(1);
    expect(heard).toEqual([1, 2, 2]);
  });
});

describe('the window', () => {
  it('opens on the acts to sign, with counts and tokens', async () => {
    expect(model.list.view.get()).toMatchObject({ total: 46, source: { kind: 'tray', tray: 'toSign' } });
    expect(model.office.view.get().counts).toMatchObject({ toSign: 46, queue: 8, registered: 8, returned: 8 });
    await until(() => model.office.view.get().libraries !== null);
  });

  it('says why when the office cannot be reached, and reads everything anew when it is back', async () => {
    fake.bends.dead = { kind: 'officeGone' };
    await model.start();
    expect(model.office.view.get()).toMatchObject({ phase: 'failed', failure: { kind: 'officeGone' } });
    fake.bends.dead = null;
    await model.start();
    expect(model.office.view.get().phase).toBe('ready');
  });

  it('walks the acts and stops at the ends', async () => {
    await model.step(1);
    const first = current()?.actId;
    await model.step(-1);
    expect(current()?.actId).toBe(first);
    await model.step(1);
    expect(current()?.actId).toBe(rowsNow()[1]?.actId);
    await model.take(45);
    await model.step(1);
    expect(current()?.actId).toBe(rowsNow()[45]?.actId);
  });

  it('opens an act only where the person rests, not what is passed by', async () => {
    vi.useFakeTimers();
    await model.glide(1);
    await model.glide(2);
    vi.advanceTimersByTime(100);
    expect(current()).toBeNull();
    await model.glide(3);
    vi.advanceTimersByTime(200);
    expect(current()?.actId).toBe(rowsNow()[3]?.actId);
    expect(model.cursor.get()).toBe(3);
  });

  it('does not let a glide take away the place one has gone to', async () => {
    vi.useFakeTimers();
    await model.take(1);
    await model.glide(2);
    model.openSigning();
    vi.advanceTimersByTime(1000);
    expect(model.places.get().work).toBe('signing');
  });

  it('marks an act as shown, everywhere it stands', async () => {
    const at = rowsNow().findIndex((row) => !row.shown && !row.vouchedBy);
    await model.take(at);
    const row = current()!;
    model.toggleMark(row);
    expect(await model.markShown(row.actId, row.documentSha256)).toBeNull();
    expect(current()?.shown).toBe(true);
    expect(rowsNow()[at]?.shown).toBe(true);
    expect(model.marks.get().rows.get(row.actId)?.shown).toBe(true);
  });

  it('says so when the act changed under the eyes', async () => {
    await model.take(0);
    expect(await model.markShown(current()!.actId, 'f'.repeat(64) as Sha256)).toMatchObject({ kind: 'actChanged' });
    expect(current()?.shown).toBe(false);
  });

  it('shows nobody what another has begun to write, and gives it back to who wrote it', async () => {
    const { actId } = rowsNow()[0]!;
    const draftId = DraftId.parse('01a06e3c-52b1-7cc0-8a4e-0d6c7d1b2a10');
    const remark = { remarkId: '1', paragraphId: null, from: 0, to: 0, quote: '', text: 'Falta el plazo.' };
    const note = { noteId: null, page: 3, text: 'ver fs. 3' };
    const begun = () => [
      model.remarks.get().get(actId),
      model.written.get().get('caption'),
      model.ownNotes.writing.get().get(actId),
      model.review.pending.get().get(draftId),
    ];
    const ofTheFirst = ['Falta la firma.', 'SOSA', note, [remark]];
    model.remarks.set(new Map([[actId, 'Falta la firma.']]));
    model.written.set(new Map([['caption', 'SOSA']]));
    model.ownNotes.writing.set(new Map([[actId, note]]));
    model.review.pending.set(new Map([[draftId, [remark]]]));
    await model.giveWay('first', 'bruno');
    model.sitDown('bruno');
    expect(begun()).toEqual([undefined, undefined, undefined, undefined]);
    model.remarks.set(new Map([[actId, 'de Bruno']]));
    await model.giveWay('bruno', 'first');
    model.sitDown('first');
    expect(begun()).toEqual(ofTheFirst);
    await model.giveWay('first', 'bruno');
    model.sitDown('bruno');
    expect(begun()).toEqual(['de Bruno', undefined, undefined, undefined]);
  });

  it('returns an act with its remark and takes the next one in hand', async () => {
    await model.take(2);
    const row = current()!;
    const next = rowsNow()[3]!;
    model.remarks.set(new Map([[row.actId, '  Falta la firma.  ']]));
    expect(await model.returnAct(row)).toBeNull();
    expect(fake.rows.get(row.actId)).toMatchObject({ state: 'returned', remark: 'Falta la firma.' });
    expect(current()?.actId).toBe(next.actId);
    expect(model.remarks.get().has(row.actId)).toBe(false);
    expect(model.notice.get()).toMatchObject({ kind: 'returned', author: row.author });
  });

  it('changes nothing in a tray one has gone to while the act was being returned', async () => {
    await model.take(2);
    const row = current()!;
    model.remarks.set(new Map([[row.actId, 'Falta la firma.']]));
    const returning = model.returnAct(row);
    await model.openTray('registered');
    await returning;
    expect(current()).toBeNull();
    expect(model.list.view.get().source).toEqual({ kind: 'tray', tray: 'registered' });
  });

  it('steps to an act even before the list is there', async () => {
    const early = createModel(fakeDesk().desk);
    void early.start();
    await early.step(1);
    expect(early.places.get().current).not.toBeNull();
  });

  it('keeps the remark when returning fails', async () => {
    await model.take(2);
    const row = current()!;
    model.remarks.set(new Map([[row.actId, 'Falta la firma.']]));
    fake.bends.failing.set('acts.return', { kind: 'diskFull' });
    expect(await model.returnAct(row)).toEqual({ kind: 'diskFull' });
    expect(model.remarks.get().get(row.actId)).toBe('Falta la firma.');
    expect(current()?.actId).toBe(row.actId);
  });

  it('marks everything, also what was not read yet', async () => {
    const long = fakeDesk({ toSign: 1204, others: 0 });
    const other = createModel(long.desk);
    await other.start();
    expect(await other.markEverything()).toBe(1204);
    expect(other.inHand()).toHaveLength(1204);
    other.unmarkAll();
    expect(other.inHand()).toHaveLength(0);
  });

  it('keeps the marks while one looks elsewhere, and does not decide on them there', async () => {
    model.toggleMark(rowsNow()[0]!);
    model.toggleMark(rowsNow()[1]!);
    expect(model.inHand()).toHaveLength(2);
    await model.openTray('registered');
    expect(model.inHand()).toHaveLength(0);
    await model.take(0);
    expect(model.inHand()).toEqual([current()]);
    await model.openTray('toSign');
    expect(model.inHand()).toHaveLength(2);
  });

  it('takes signed acts out of the marks and the tray, and says how many', async () => {
    fake.bends.signMs = 1;
    await model.markEverything();
    model.openSigning();
    await until(() => model.office.view.get().libraries !== null);
    const { libraries } = model.office.view.get();
    const token = libraries![0]!.listing!.tokens[0]!;
    await model.signing.start({
      libraryId: 'practice',
      token,
      certificate: token.certificates[0]!,
      offer: null,
      usable: true,
    });
    await until(() => model.notice.get()?.kind === 'signed');
    const { n } = model.notice.get() as { n: number };
    await until(() => model.list.view.get().total === 46 - n && model.marks.get().rows.size === 46 - n);
    expect(n).toBeGreaterThan(10);
  });

  it('says nothing of signed acts where none was signed', async () => {
    fake.bends.pin = { kind: 'pinCancelled' };
    await model.markEverything();
    model.openSigning();
    await until(() => model.office.view.get().libraries !== null);
    const token = model.office.view.get().libraries![0]!.listing!.tokens[0]!;
    const certificate = token.certificates[0]!;
    await model.signing.start({ libraryId: 'practice', token, certificate, offer: null, usable: true });
    await until(() => {
      const now = model.signing.view.get();
      return now.kind === 'batch' && now.batch.state === 'stopped' && now.batch.kept === 0;
    });
    expect(model.notice.get()).toBeNull();
  });

  it('follows the act in hand when it leaves the tray', async () => {
    await model.take(0);
    const row = current()!;
    fake.rows.set(row.actId, { ...row, state: 'withdrawn' });
    fake.changed(['toSign']);
    await until(() => current()?.state === 'withdrawn');
    expect(model.list.view.get().total).toBe(45);
  });

  it('shows a setting at once and then as the office has it', async () => {
    const written = model.office.writeSettings({ locale: 'pt-BR' });
    expect(model.office.view.get().settings.locale).toBe('pt-BR');
    await written;
    expect(fake.settings.locale).toBe('pt-BR');
    fake.bends.failing.set('settings.write', { kind: 'diskFull' });
    await model.office.writeSettings({ theme: 'dark' });
    expect(model.office.view.get().settings.theme).toBe('dark');
  });

  it('asks for one synchronisation at a time and tells how it ended', async () => {
    await Promise.all([model.office.syncNow(), model.office.syncNow()]);
    expect(fake.log.filter(([name]) => name === 'sync.now')).toHaveLength(1);
    fake.bends.failing.set('sync.now', { kind: 'repositoryUnreachable', detail: '' });
    await model.office.syncNow();
    expect(model.office.view.get().status?.line).toMatchObject({
      syncing: false,
      lastFailure: { kind: 'repositoryUnreachable' },
    });
  });
});

it('the list of cases is not read for a change of the trays while nobody looks at it', async () => {
  const asked = () => fake.log.filter(([name]) => name === 'cases.list').length;
  fake.changed();
  await until(() => fake.log.some(([name]) => name === 'trays.counts'));
  expect(asked()).toBe(0);
  model.go({ work: 'cases' });
  fake.changed();
  await until(() => asked() === 1);
});

describe('a removal that is rehearsed', () => {
  const named = (id: string) => commands.find((command) => command.id === id)!;
  const offered = (id: string) => named(id).enabled?.(model) ?? true;

  it('is offered in practice mode, and then its end is', async () => {
    expect([offered('rehearseRemoval'), offered('putTokenBack')]).toEqual([true, false]);
    named('rehearseRemoval').run(model);
    await until(() => model.rehearsal.now.get().state === 'armed');
    expect([offered('rehearseRemoval'), offered('putTokenBack')]).toEqual([false, true]);
    named('putTokenBack').run(model);
    await until(() => model.rehearsal.now.get().state === 'none');
  });

  it('says why where it is refused', async () => {
    fake.bends.dead = { kind: 'notAllowed' };
    named('rehearseRemoval').run(model);
    await until(() => model.notice.get()?.kind === 'failed');
    expect(model.rehearsal.now.get().state).toBe('none');
  });
});
