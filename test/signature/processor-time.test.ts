import { describe, expect, it } from 'vitest';
import { WorkClock, processorTime } from '../../src/signature/processor-time.ts';
import { Budget } from '../../src/signature/validation/budget.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
function work(ms: number): void {
  const start = processorTime();
  while (processorTime() - start < ms);
}

describe('time that was worked', () => {
  it('counts work, and nothing that others did meanwhile', async () => {
    const clock = new WorkClock();
    await wait(120);
    expect(clock.isPast(100)).toBe(false);
    expect(clock.elapsed).toBeLessThan(100);
    work(120);
    expect(clock.isPast(100)).toBe(true);
    expect(clock.elapsed).toBeGreaterThan(100);
  });

  it('leaves out what is to be forgotten', () => {
    const [clock, pause] = [new WorkClock(), new WorkClock()];
    work(120);
    clock.forget(pause);
    expect(clock.isPast(100)).toBe(false);
  });
});

describe('a budget', () => {
  it('is spent by work, and says so', async () => {
    const budget = new Budget(80);
    await budget.without(wait(100).then(() => work(100)));
    expect(() => budget.check()).not.toThrow();
    work(90);
    expect(() => budget.check()).toThrow(expect.objectContaining({ kind: 'tooSlow' }) as Error);
    expect(budget.remaining).toBe(1);
  });
});
