import { describe, expect, it } from 'vitest';
import type { BatchItem } from '../../src/contract/acts.ts';
import type { Failure } from '../../src/contract/failures.ts';
import type { ActId, Sha256 } from '../../src/contract/ids.ts';
import { isRead } from '../../src/renderer/model/marks.ts';
import { choices, createSigning, isRunning, isWorthAnotherTry, offered } from '../../src/renderer/model/signing.ts';
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
    await until(() => batch().items.every(({ state }) => state === 'kept'));
    const sent = fake.log.find(([name]) => name === 'signing.start')![1] as { items: unknown[] };
    expect(sent.items).toHaveLength(rows.filter(isRead).length);
    expect(batch().unread).toBe(rows.length - sent.items.length);
    expect(batch().unread).toBeGreaterThan(0);
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
    const left = batch().items.length - 5;
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
  });
  it.each<[BatchItem, boolean]>([
    [item('kept'), false],
    [item('leftOut'), false],
    [item('prepared'), true],
    [item('signing'), true],
    [item('failed', { kind: 'tokenRemoved', token: 'x' }), true],
    [item('failed', { kind: 'diskFull' }), true],
    [item('failed', { kind: 'actChanged', actId: 'x' }), false],
    [item('failed', { kind: 'pdfRefused', reason: 'locked', detail: '' }), false],
  ])('%j', (one, worth) => expect(isWorthAnotherTry(one)).toBe(worth));
});
