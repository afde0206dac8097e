/** A receipt that arrives while the log is being looked at is younger than the tree that was seen: that is no lie of anybody's. */
import { expect, it } from 'vitest';
import { createWorld } from '../world.ts';

it('does not miss a receipt in a tree that is older than the receipt', async () => {
  let held: Promise<void> | null = null;
  let isSeen = false;
  const send: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (held === null || !new URL(String(input)).pathname.startsWith('/v1/log')) return answer;
    isSeen = true;
    await held;
    return answer;
  };
  const world = await createWorld({ acts: 1, office: { fetch: send } });
  const { office } = world;
  const registered = async (): Promise<number> => (await office.call('trays.counts', {})).registered;

  let release = (): void => undefined;
  held = new Promise<void>((resolve) => (release = resolve));
  const look = office.call('log.check', {});
  await office.until(() => isSeen);
  await world.ended(await world.sign());
  await office.until(async () => (await registered()) === 1);
  held = null;
  release();
  expect((await look).alarm).toBeNull();

  expect((await office.call('log.check', {})).alarm).toBeNull();
  const { actId } = world.acts[0]!;
  await office.until(async () => (await office.call('receipts.read', { actId })).place !== null);
});
