import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capAt, tokenBucket } from '../../../../src/casework/sync/way/cap.ts';

const at = (time: string): Date => new Date(`2026-11-23T${time}:00`);

describe('the cap of an office', () => {
  const policy = {
    capKbps: 128,
    quiet: [
      { from: '08:00', to: '14:00', capKbps: 32 },
      { from: '22:00', to: '06:00', capKbps: null },
    ],
  };

  it.each([
    ['07:59', 128, null],
    ['08:00', 32, '14:00'],
    ['13:59', 32, '14:00'],
    ['14:00', 128, null],
    ['22:00', null, '06:00'],
    ['05:59', null, '06:00'],
    ['06:00', 128, null],
  ])('at %s is %s until %s', (time, kbps, until) => {
    expect(capAt(policy, at(time))).toEqual({ kbps, until });
  });

  it('is none where nothing is said', () => {
    expect(capAt(undefined, at('10:00'))).toEqual({ kbps: null, until: null });
    expect(capAt({ quiet: [] }, at('10:00'))).toEqual({ kbps: null, until: null });
  });

  it('may hold all day', () => {
    expect(capAt({ quiet: [{ from: '00:00', to: '00:00', capKbps: 16 }] }, at('17:20')).kbps).toBe(16);
  });
});

/** A bucket on a clock of its own, and how much it let through by when. */
async function pour(kbps: () => number | null, sizes: readonly number[], seconds: number): Promise<number> {
  let now = 0;
  const bucket = tokenBucket({
    kbps,
    elapsed: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  });
  let through = 0;
  for (let index = 0; ; index += 1) {
    const bytes = sizes[index % sizes.length] ?? 1;
    await bucket.take(bytes);
    if (now > seconds * 1000) return through;
    through += bytes;
  }
}

describe('the bucket', () => {
  it('keeps a cap within five percent over a minute, whatever the sizes are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 64, max: 4000 }),
        fc.array(fc.integer({ min: 500, max: 16_384 }), { minLength: 1, maxLength: 8 }),
        async (kbps, sizes) => {
          const bytes = await pour(() => kbps, sizes, 60);
          const share = bytes / ((kbps * 1000 * 60) / 8);
          expect(share).toBeGreaterThan(0.95);
          expect(share).toBeLessThan(1.05);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('follows a cap that changes', async () => {
    let given = 0;
    const bytes = await pour(() => (given++ < 100 ? 800 : 80), [1000], 60);
    // 100 kB at 100 kB a second, the rest of the minute at 10 kB a second.
    expect(bytes / (100_000 + 59 * 10_000)).toBeCloseTo(1, 1);
  });

  it('lets everything through where there is no cap, and at once when it is opened', async () => {
    const none = tokenBucket({ kbps: () => null });
    await none.take(1e9);
    const slow = tokenBucket({ kbps: () => 8 });
    const waiting = slow.take(1_000_000);
    slow.open();
    await waiting;
    await slow.take(1_000_000);
  });

  it('waits by the real clock too', async () => {
    const bucket = tokenBucket({ kbps: () => 800 });
    const begun = performance.now();
    for (let time = 0; time < 10; time += 1) await bucket.take(10_000);
    const seconds = (performance.now() - begun) / 1000;
    // 100 kB at 100 kB a second, less what may go at once.
    expect(seconds).toBeGreaterThan(0.7);
  });
});
