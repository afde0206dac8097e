/** Many questions, few errands. */
import { describe, expect, it } from 'vitest';
import { gathered } from '../../src/repository/register/postgres/gather.ts';

/** An errand that ends when it is told to. */
function desk() {
  const errands: { keys: readonly string[]; end(): void }[] = [];
  const load = (keys: readonly string[]): Promise<string[]> =>
    new Promise((resolve, reject) => {
      errands.push({
        keys,
        end: () => (keys.includes('bad') ? reject(new Error('bad')) : resolve(keys.map((key) => key.toUpperCase()))),
      });
    });
  return { errands, load };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('questions that come together', () => {
  it('are one errand, and each has its own answer', async () => {
    const { errands, load } = desk();
    const ask = gathered({ load });
    const answers = Promise.all(['a', 'b', 'a'].map(ask));
    await turn();
    expect(errands.map(({ keys }) => keys)).toEqual([['a', 'b', 'a']]);
    errands[0]!.end();
    expect(await answers).toEqual(['A', 'B', 'A']);
  });

  it('wait for the next errand where one is under way: what was asked later is answered later', async () => {
    const { errands, load } = desk();
    const ask = gathered({ load, lanes: 1 });
    const first = ask('a');
    await turn();
    const later = [ask('b'), ask('c')];
    await turn();
    expect(errands).toHaveLength(1);
    errands[0]!.end();
    await first;
    await turn();
    expect(errands[1]!.keys).toEqual(['b', 'c']);
    errands[1]!.end();
    expect(await Promise.all(later)).toEqual(['B', 'C']);
  });

  it('go in errands of a size, on so many lanes', async () => {
    const { errands, load } = desk();
    const ask = gathered({ load, most: 2, lanes: 2 });
    const answers = Promise.all(['a', 'b', 'c', 'd', 'e'].map(ask));
    await turn();
    expect(errands.map(({ keys }) => keys.length)).toEqual([2, 2]);
    errands.forEach(({ end }) => end());
    await turn();
    errands[2]!.end();
    expect(await answers).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('that are few wait for the errand under way, and no longer than it may take', async () => {
    const { errands, load } = desk();
    const ask = gathered({ load, most: 3, lanes: 2, slowMs: 5 });
    const first = ask('a');
    await turn();
    const second = ask('b');
    await expect.poll(() => errands.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
    // All lanes are taken: nothing else begins, however long that takes.
    const third = ask('c');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(errands).toHaveLength(2);
    errands[1]!.end();
    expect(await second).toBe('B');
    await expect.poll(() => errands.length).toBe(3);
    errands[0]!.end();
    errands[2]!.end();
    expect(await Promise.all([first, third])).toEqual(['A', 'C']);
  });

  it('that are few do not begin an errand beside one that is quick', async () => {
    const { errands, load } = desk();
    const ask = gathered({ load, lanes: 2, slowMs: 60_000 });
    const first = ask('a');
    await turn();
    const second = ask('b');
    await turn();
    expect(errands).toHaveLength(1);
    errands[0]!.end();
    await first;
    await expect.poll(() => errands.length).toBe(2);
    errands[1]!.end();
    expect(await second).toBe('B');
  });

  it('of one name never go together', async () => {
    const { errands, load } = desk();
    const ask = gathered({ load, nameOf: (key) => key, lanes: 1 });
    const answers = Promise.all(['a', 'a', 'b'].map(ask));
    await turn();
    expect(errands[0]!.keys).toEqual(['a', 'b']);
    errands[0]!.end();
    await turn();
    errands[1]!.end();
    expect(await answers).toEqual(['A', 'A', 'B']);
  });

  it('are asked one by one where an errand fails, and only who is to blame hears of it', async () => {
    const { errands, load } = desk();
    const ask = gathered({ load });
    const answers = Promise.allSettled(['a', 'bad', 'b'].map(ask));
    for (let nth = 0; nth < 4; nth += 1) {
      await turn();
      errands[nth]!.end();
    }
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    // And it goes on.
    const next = ask('c');
    await turn();
    errands[4]!.end();
    expect(await next).toBe('C');
  });
});
