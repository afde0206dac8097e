import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBatch } from '../nemesis/batch.ts';
import { type Ground, layGround } from '../nemesis/ground.ts';
import { plague } from '../nemesis/plagues.ts';

// A handful of the batches that `test/nemesis/batches.ts` runs by the hundred, small and with faults that were chosen.
describe('a batch under main’s supervision', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await layGround(8);
  });
  afterAll(() => ground.remove());

  it('goes on with one key press after the token was pulled out, a wrong PIN and the death of the office', async () => {
    const plagues = [plague('wrong PIN', 0), plague('unplugged', 2), plague('office killed', 5)];
    const story = await runBatch(ground, 1, plagues);
    expect(story.ends).toContain('pinWrong');
    expect(story.ends).toContain('tokenRemoved');
    expect(story.ends.at(-1)).toBe('finished');
    expect(story.typed).toBeGreaterThanOrEqual(3);
  }, 90_000);

  it('survives a driver that hangs, grows beyond measure and crashes, and goes on when a person asks', async () => {
    const plagues = [plague('memory', 1), plague('hang at the signature', 3), plague('crash after the signature', 4)];
    const story = await runBatch(ground, 2, plagues);
    const before = story.ends.slice(0, -1);
    expect(before.filter((end) => end === 'driverHung')).toHaveLength(2);
    // The port's end and main's word that the driver is parked reach the office by two ways: either may come first.
    expect(before.filter((end) => end !== 'driverHung')).toEqual([expect.stringMatching(/^driver(Gone|Parked)$/)]);
    expect(story.ends.at(-1)).toBe('finished');
    // The signature that was made before the crash was lost with the process, and made again after a new PIN.
    expect(story.signatures).toBe(ground.acts.length + 1);
  }, 90_000);
});
