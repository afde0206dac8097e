import { expect, it } from 'vitest';
import { gathered } from '../../src/repository/running/gathered.ts';

it('tells the lines of one turn together and in order, and those of the next by themselves', async () => {
  const written: (readonly string[])[] = [];
  const tell = gathered((lines) => written.push(lines));
  tell('one');
  await Promise.resolve();
  tell('two');
  expect(written).toEqual([]);
  await expect.poll(() => written).toEqual([['one', 'two']]);
  tell('three');
  await expect.poll(() => written).toEqual([['one', 'two'], ['three']]);
});
