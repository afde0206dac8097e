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
    const story = await runBatch(ground, 1, { place: 'softhsm', plagues });
    expect(story.ends).toContain('pinWrong');
    expect(story.ends).toContain('tokenRemoved');
    expect(story.ends.at(-1)).toBe('finished');
    expect(story.typed).toBeGreaterThanOrEqual(3);
  }, 90_000);

  it('survives a driver that hangs, grows beyond measure and crashes, and goes on when a person asks', async () => {
    const plagues = [plague('memory', 1), plague('hang at the signature', 3), plague('crash after the signature', 4)];
    const story = await runBatch(ground, 2, { place: 'softhsm', plagues });
    const before = story.ends.slice(0, -1);
    expect(before.filter((end) => end === 'driverHung')).toHaveLength(2);
    // The port's end and main's word that the driver is parked reach the office by two ways: either may come first.
    expect(before.filter((end) => end !== 'driverHung')).toEqual([expect.stringMatching(/^driver(Gone|Parked)$/)]);
    expect(story.ends.at(-1)).toBe('finished');
    // The signature that was made before the crash was lost with the process, and made again after a new PIN.
    expect(story.signatures).toBe(ground.acts.length + 1);
  }, 90_000);

  it('on a card that is pulled out between two commands and down to its last try spends no try but those typed', async () => {
    const plagues = [plague('last try', 0), plague('card pulled out between commands', 3, 2), plague('slow card', 5)];
    const story = await runBatch(ground, 3, { place: 'card', plagues });
    expect(story.ends.slice(0, 2)).toEqual(['pinWrong', 'pinWrong']);
    expect(story.ends.slice(2, -1)).toEqual([
      expect.stringMatching(/^(tokenRemoved|tokenError|tokenAbsent|driverHung)$/),
    ]);
    expect(story.ends.at(-1)).toBe('finished');
  }, 90_000);

  it('survives a driver that loses memory little by little', async () => {
    const keys = await ground.keys('softhsm');
    const leak = { ...plague('slow leak', 1), rule: { at: 'C_Sign', nth: 2, action: ['leak', 120] } } as const;
    const story = await runBatch(ground, 4, { place: 'softhsm', plagues: [leak] });
    expect(keys.module.fired).toBe(1);
    expect(story.ends).toEqual([expect.stringMatching(/^driver(Hung|Gone)$/), 'finished']);
  }, 90_000);
});
