import { describe, expect, it } from 'vitest';
import type { BatchItem } from '../../src/contract/acts.ts';
import type { Failure } from '../../src/contract/failures.ts';
import type { ActId, Sha256 } from '../../src/contract/ids.ts';
import { isRead } from '../../src/renderer/model/marks.ts';
import {
  choices,
  createSigning,
  isRunning,
  isUnreached,
  isWorthAnotherTry,
  offered,
} from '../../src/renderer/model/signing.ts';
import { fakeDesk, until } from './fake-desk.ts';
import { liesIn } from './world/seed.ts';
import { noToken, practiceLibrary } from './world/tokens.ts';

const choice = choices([practiceLibrary()])[0]!;

function opened() {
  const { desk, fake } = fakeDesk({ toSign: 30, others: 0 });
  fake.bends.signMs = 1;
  const signing = createSigning(desk);
  const rows = [...fake.rows.values()].filter((row) => liesIn(row, 'toSign'));
  const ended = (): boolean => {
    const view = signing.view.get();
    return view.kind === 'batch' && !isRunning(view.batch);
  };
  const batch = () => {
    const view = signing.view.get();
    if (view.kind !== 'batch') throw new Error(`no batch: ${view.kind}`);
    return view;
  };
  return { fake, signing, rows, ended, batch };
}

describe('certificates', () => {
  it('puts those that can sign first, and offers the only one', () => {
    const all = choices([practiceLibrary()]);
    expect(all.map(({ usable }) => usable)).toEqual([true, false, false]);
    expect(offered(all, null)).toBe(all[0]);
    expect(choices([noToken])).toEqual([]);
  });

  it('offers none of several by itself, but the one used last', () => {
    const library = practiceLibrary();
    const second = '9'.repeat(64) as Sha256;
    const { certificates } = library.listing!.tokens[0]!;
    certificates.push({ ...certificates[0]!, certificateSha256: second });
    const all = choices([library]);
    expect(offered(all, null)).toBeNull();
    expect(offered(all, second)?.certificate.certificateSha256).toBe(second);
    expect(offered(all, '2'.repeat(64) as Sha256)).toBeNull();
  });

  it("goes by the office: its order, who may sign, and the one that is this person's", () => {
    const library = practiceLibrary();
    const { certificates, serial } = library.listing!.tokens[0]!;
    const second = '9'.repeat(64) as Sha256;
    certificates.push({ ...certificates[0]!, certificateSha256: second });
    const offer = (certificateSha256: Sha256, rank: number, part: object) => ({
      ...{ libraryId: library.libraryId, tokenSerial: serial, certificateSha256, rank, usable: true },
      ...{
        owner: 'other' as const,
        cuil: null,
        daysLeft: 400,
        expiry: 'fine' as const,
        revocation: 'unknown' as const,
      },
      ...{ chosenLast: false, electronic: false, ...part },
    });
    const first = certificates[0]!.certificateSha256;
    const all = choices([library], [offer(second, 0, { owner: 'self' }), offer(first, 1, {})]);
    expect(all[0]!.certificate.certificateSha256).toBe(second);
    expect(offered(all, null)).toBe(all[0]);
    const revoked = choices([library], [offer(second, 0, { usable: false }), offer(first, 1, {})]);
    expect(revoked.filter(({ usable }) => usable)).toHaveLength(1);
  });

  it.each(['locked', 'notInitialized'] as const)('offers none of a token whose PIN is %s', (state) => {
    expect(choices([practiceLibrary(state)]).some(({ usable }) => usable)).toBe(false);
  });
});

describe('a batch', () => {
  it('sends only what was read, counts the rest, and follows every fate to the end', async () => {
    const { fake, signing, rows, ended, batch } = opened();
    signing.prepare(rows);
    await signing.start(choice);
    await until(ended);
    await until(() => batch().items.every(({ state }) => state === 'kept' || state === 'leftOut'));
    const sent = fake.log.find(([name]) => name === 'signing.start')![1] as { items: unknown[]; unread: unknown[] };
    expect(sent.items).toHaveLength(rows.filter(isRead).length);
    expect(sent.unread).toEqual(rows.filter((row) => !isRead(row)).map(({ actId }) => actId));
    expect(batch().batch.leftOut).toBe(rows.length - sent.items.length);
    expect(batch().batch.leftOut).toBeGreaterThan(0);
    expect(batch().batch.kept).toBe(sent.items.length);
  });

  it('asks for nothing when nothing was read', async () => {
    const { fake, signing, rows } = opened();
    signing.prepare(rows.filter((row) => !isRead(row)));
    await signing.start(choice);
    expect(fake.log.some(([name]) => name === 'signing.start')).toBe(false);
    expect(signing.view.get().kind).toBe('choosing');
  });

  it('stays at the choice, with the reason, when it cannot start', async () => {
    const { fake, signing, rows } = opened();
    fake.bends.failing.set('signing.start', { kind: 'tokenAbsent', token: 'Fojas Practica' });
    signing.prepare(rows);
    await signing.start(choice);
    expect(signing.view.get()).toMatchObject({ kind: 'choosing', starting: false, failure: { kind: 'tokenAbsent' } });
  });

  it('puts up again what a removed token left, and not what failed by itself', async () => {
    const { fake, signing, rows, ended, batch } = opened();
    fake.bends.stopAt = { item: 5, failure: { kind: 'tokenRemoved', token: 'Fojas Practica' } };
    fake.bends.failItems = new Map<number, Failure>([[2, { kind: 'pdfRefused', reason: 'encrypted', detail: '' }]]);
    signing.prepare(rows);
    await signing.start(choice);
    await until(ended);
    await until(() => batch().items.filter(({ state }) => state === 'kept').length === 4);
    const done = new Set<ActId>(
      batch()
        .items.slice(0, 5)
        .map(({ actId }) => actId),
    );
    const left = batch().items.filter(({ state }) => state !== 'leftOut').length - 5;
    signing.continueWithRest();
    const again = signing.view.get();
    expect(again).toMatchObject({ kind: 'choosing', chosen: choice.certificate.certificateSha256 });
    if (again.kind !== 'choosing') return;
    expect(again.rows).toHaveLength(left);
    expect(again.rows.some(({ actId }) => done.has(actId))).toBe(false);
  });

  it('is stopped once, cleanly', async () => {
    const { fake, signing, rows, ended, batch } = opened();
    fake.bends.signMs = 20;
    signing.prepare(rows);
    await signing.start(choice);
    await until(() => batch().batch.kept > 0);
    await signing.stop();
    expect(batch().stopping).toBe(true);
    await until(ended);
    expect(batch().stopping).toBe(false);
    expect(batch().batch.kept).toBeLessThan(batch().items.length);
  });

  it('is held after the item in hand and goes on in order', async () => {
    const { fake, signing, rows, ended, batch } = opened();
    fake.bends.signMs = 20;
    signing.prepare(rows);
    await signing.start(choice);
    await until(() => batch().batch.kept > 0);
    await signing.pause();
    await until(() => batch().batch.state === 'paused');
    const { kept } = batch().batch;
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(batch().batch).toMatchObject({ state: 'paused', kept });
    await signing.resume();
    await until(ended);
    expect(batch().batch).toMatchObject({ state: 'finished', pauseAsked: false });
    expect(batch().batch.kept).toBeGreaterThan(kept);
  });

  it('that a crash left is found, shown with every fate, gone on with, or not offered any more', async () => {
    const { fake, signing, batch } = opened();
    fake.bends.leftBehind = { kept: 6, of: 10 };
    await signing.lookBack();
    expect(signing.unfinished.get()!.rows).toHaveLength(4);
    await signing.showUnfinished();
    expect(batch()).toMatchObject({ found: true, batch: { state: 'stopped', stoppedBy: { kind: 'officeGone' } } });
    expect(batch().items.map(({ state }) => state)).toEqual([
      ...Array.from({ length: 6 }, () => 'kept'),
      ...Array.from({ length: 4 }, () => 'waiting'),
    ]);
    signing.continueWithRest();
    const rest = signing.view.get();
    expect(rest).toMatchObject({ kind: 'choosing', chosen: '1'.repeat(64) });
    if (rest.kind === 'choosing') expect(rest.rows).toHaveLength(4);
    await signing.dismiss();
    expect(signing.unfinished.get()).toBeNull();
    await signing.lookBack();
    expect(signing.unfinished.get()).toBeNull();
  });

  it('asks the office once for each certificate what is worth knowing, and sends how often the PIN is wanted', async () => {
    const { fake, signing, rows, ended } = opened();
    signing.prepare(rows);
    await signing.look(choice);
    await signing.look(choice);
    expect(fake.log.filter(([name]) => name === 'signing.preview')).toHaveLength(1);
    expect(signing.view.get()).toMatchObject({ preview: { msPerAct: 850, certificateSha256: '1'.repeat(64) } });
    signing.askPin('each');
    await signing.start(choice);
    await until(ended);
    expect(fake.log.find(([name]) => name === 'signing.start')![1]).toMatchObject({ pin: 'each' });
  });

  it('has a report at its end, which is written down when asked', async () => {
    const { fake, signing, rows, ended, batch } = opened();
    signing.prepare(rows.filter(isRead).slice(0, 2));
    await signing.start(choice);
    await until(ended);
    await signing.saveReport('pdf');
    expect(batch().report).toBeNull();
    await signing.readReport();
    expect(batch().report!.text.split('\n')).toHaveLength(2);
    fake.bends.failing.set('signing.saveReport', { kind: 'diskFull' });
    await signing.saveReport('pdf');
    expect(batch()).toMatchObject({ failure: { kind: 'diskFull' }, report: { path: null } });
    fake.bends.failing.clear();
    await signing.saveReport('pdf');
    expect(batch()).toMatchObject({ failure: null, report: { path: expect.stringContaining('reports') } });
    await signing.readReport();
    expect(batch().report).toBeNull();
  });

  it('cannot be left or replaced while it runs', async () => {
    const { fake, signing, rows, batch } = opened();
    fake.bends.pin = 'never';
    signing.prepare(rows);
    await signing.start(choice);
    signing.leave();
    signing.prepare(rows.slice(0, 1));
    signing.continueWithRest();
    expect(batch().items.length).toBeGreaterThan(1);
    fake.bends.pin = { kind: 'pinCancelled' };
  });

  it('counts as stopped when the office came back without it', async () => {
    const { fake, signing, rows, batch } = opened();
    fake.bends.pin = 'never';
    signing.prepare(rows);
    await signing.start(choice);
    fake.bends.failing.set('signing.batch', { kind: 'batchUnknown', batchId: 'x' });
    await signing.reread();
    expect(batch().batch).toMatchObject({ state: 'stopped', stoppedBy: { kind: 'batchUnknown' } });
    fake.bends.pin = { kind: 'pinCancelled' };
  });
});

describe('worth another try', () => {
  const item = (state: BatchItem['state'], failure: Failure | null = null): BatchItem => ({
    actId: 'a' as ActId,
    title: '',
    caption: '',
    state,
    failure,
    signedSha256: null,
    settledAt: null,
    tokenMs: null,
  });
  it.each<[BatchItem, boolean]>([
    [item('kept'), false],
    [item('leftOut'), false],
    [item('prepared'), true],
    [item('signing'), true],
    [item('failed', { kind: 'tokenRemoved', token: 'x' }), true],
    [item('failed', { kind: 'diskFull' }), true],
    [item('failed', { kind: 'signatureInvalid', detail: 'x' }), true],
    [item('failed', { kind: 'actChanged', actId: 'x' }), false],
    [item('failed', { kind: 'pdfRefused', reason: 'locked', detail: '' }), false],
  ])('%j', (one, worth) => expect(isWorthAnotherTry(one)).toBe(worth));

  it('counts each act once: what was tried is not among what was not reached', () => {
    const pulledOut = item('failed', { kind: 'tokenRemoved', token: 'x' });
    const items = [item('kept'), pulledOut, item('waiting'), item('prepared'), item('leftOut')];
    expect(items.filter(isUnreached)).toEqual([item('waiting'), item('prepared')]);
    expect(items.filter(isWorthAnotherTry)).toHaveLength(3);
  });
});
