import { describe, expect, it } from 'vitest';
import { paceOf } from '../../src/updates/pace.ts';

describe('the pace of a download', () => {
  it('is half of the cap that acts have, whatever the pieces are', async () => {
    let clock = 0;
    const take = paceOf(
      { capKbps: 80, quiet: [], proxy: 'system' },
      () => new Date('2026-11-22T12:00:00'),
      async (ms) => void (clock += ms),
      () => clock,
    );
    for (let n = 0; n < 100; n += 1) await take(1000);
    // 100,000 bytes at 5,000 a second.
    expect(clock).toBeGreaterThan(19_000);
    expect(clock).toBeLessThan(20_500);
  });

  it('knows no waiting without a cap, and the cap of the hour with one', async () => {
    const free = paceOf(
      undefined,
      () => new Date(),
      async () => expect.unreachable(),
    );
    await free(10_000_000);
    let slept = 0;
    const quiet = [{ from: '22:00', to: '06:00', capKbps: null }];
    const night = (time: string) =>
      paceOf(
        { capKbps: 8, quiet, proxy: 'system' },
        () => new Date(`2026-11-22T${time}:00`),
        async (ms) => void (slept += ms),
        () => 0,
      );
    await night('23:00')(10_000);
    expect(slept).toBe(0);
    await night('12:00')(10_000);
    expect(slept).toBeGreaterThan(10_000);
  });
});
