/** The tour and the scenarios: a step is noticed when it was done, kept, and done anew when one wishes. */
import { describe, expect, it } from 'vitest';
import { createModel } from '../../src/renderer/model/model.ts';
import { isFirstRun, nextStep } from '../../src/renderer/model/practice.ts';
import type { scenarioNames } from '../../src/renderer/model/scenarios.ts';
import { scenarios, type Facts } from '../../src/renderer/model/scenarios.ts';
import { fakeDesk, until } from './fake-desk.ts';

function begin() {
  const { desk, fake } = fakeDesk();
  const model = createModel(desk);
  const facts = (more: Partial<Facts> = {}): Facts => ({
    ...{ places: model.places.get(), source: model.list.view.get().source, signing: model.signing.view.get() },
    ...{ rehearsal: model.rehearsal.now.get(), notice: model.notice.get(), sawTampered: false },
    line: model.office.view.get().status?.line ?? null,
    ...more,
  });
  const look = (more?: Partial<Facts>): void => model.practice.notice(facts(more));
  return { model, fake, facts, look };
}

describe('guided scenarios', () => {
  it('offer the tour once, on the first day', async () => {
    const { model, fake } = begin();
    fake.settings = { ...fake.settings, practised: [] };
    await model.start();
    expect(isFirstRun(model.practice.view.get())).toBe(true);
    model.practice.decline();
    expect(isFirstRun(model.practice.view.get())).toBe(false);
    await until(() => fake.settings.practised?.includes('tour.offered') ?? false);
  });

  it('notice each step in its turn, keep it, and begin anew', async () => {
    const { model, fake, look } = begin();
    await model.start();
    model.practice.start('return');
    const at = () => nextStep('return', model.practice.view.get().done)?.id ?? null;
    look();
    expect(at()).toBe('read');
    // A later step does not count before its turn.
    look({ notice: { kind: 'returned', title: 'x', author: 'y' } });
    expect(at()).toBe('read');
    await model.take(0);
    const current = model.places.get().current!;
    // A registered act was read: it cannot be given back, and the next step would be one that nothing answers.
    model.go({ current: { ...current, shown: true, state: 'registered' } });
    look();
    expect(at()).toBe('read');
    model.go({ current: { ...current, shown: true } });
    look();
    expect(at()).toBe('write');
    model.go({ returning: true });
    look();
    look({ notice: { kind: 'returned', title: 'x', author: 'y' } });
    expect(at()).toBe('see');
    await until(() => fake.settings.practised?.includes('return.send') ?? false);
    look({ source: { kind: 'tray', tray: 'returned' } });
    expect(at()).toBeNull();
    model.practice.restart('return');
    expect(at()).toBe('read');
  });

  it('are each noticed to their end by what one does', () => {
    const { facts } = begin();
    const before = facts({ line: { state: 'online', waiting: 0 } });
    const ends: Record<string, Partial<Facts>> = {
      'offline.cut': { line: { state: 'offline', waiting: 0 } },
      'offline.work': { line: { state: 'offline', waiting: 1 } },
      'token.arm': { rehearsal: { state: 'armed', how: 'card' } },
      'token.sign': { rehearsal: { state: 'out', how: 'card' } },
      'tampered.see': { sawTampered: true },
      'tampered.open': { places: { ...before.places, work: 'verify' } },
      'tour.find': { places: { ...before.places, work: 'find' } },
    };
    for (const [key, fact] of Object.entries(ends)) {
      const [name, id] = key.split('.') as [(typeof scenarioNames)[number], string];
      const step = scenarios[name].find((one) => one.id === id)!;
      expect([key, step.done(before), step.done({ ...before, ...fact })]).toEqual([key, false, true]);
    }
  });

  it('cut the line and join it', async () => {
    const { model, look } = begin();
    await model.start();
    model.practice.start('offline');
    await model.practice.cut(true);
    look();
    expect(nextStep('offline', model.practice.view.get().done)?.id).toBe('work');
    await model.practice.cut(false);
    expect(model.office.view.get().status?.line.state).toBe('online');
    expect(model.practice.view.get().failure).toBeNull();
  });
});
