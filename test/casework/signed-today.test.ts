import { expect, it } from 'vitest';
import { createWorld, show, wish } from './world.ts';

it('says of what was signed how many today: they come first, and what was signed the day before is not of them', async () => {
  const yesterday = new Date(Date.now() - 86_400_000);
  let clock = () => yesterday;
  const world = await createWorld({ acts: 3, office: { clock: () => clock() } });
  const signed = async (n: number) => {
    await show(world, world.acts[n]!);
    await world.ended((await world.office.call('signing.start', wish(world, [world.acts[n]!]))).batchId);
  };
  const page = async (search = '') => {
    const read = await world.office.call('trays.page', { tray: 'signed', after: null, limit: 9, search });
    return [read.today, read.total];
  };
  await signed(0);
  expect(await page()).toEqual([1, 1]);
  clock = () => new Date();
  expect(await page()).toEqual([0, 1]);
  await signed(1);
  expect(await page()).toEqual([1, 2]);
  // Under a search, of what it finds.
  expect(await page('nada de esto')).toEqual([0, 0]);
  expect(await world.office.call('trays.page', { tray: 'toSign', after: null, limit: 9 })).not.toHaveProperty('today');
});
