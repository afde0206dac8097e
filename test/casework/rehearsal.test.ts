import { describe, expect, it } from 'vitest';
import { type World, createWorld, wish } from './world.ts';

const pull = (world: World, wished: 'pullOut' | 'putBack' = 'pullOut') =>
  world.office.call('practice.rehearseRemoval', { wish: wished });
const tokensSeen = async (world: World) => {
  const { libraries } = await world.office.call('tokens.list', {});
  return libraries.flatMap(({ listing }) => listing?.tokens ?? []).length;
};

describe('a removal that is rehearsed', () => {
  it('stops the batch in the middle as a real one does, and one key press goes on when the token is back', async () => {
    const world = await createWorld({ acts: 5 });
    expect(await pull(world)).toEqual({ state: 'armed' });
    expect(await tokensSeen(world)).toBe(1);
    const { batch, items } = (await world.ended(await world.sign())) as Ended;
    expect(batch).toMatchObject({ state: 'stopped', kept: 2, stoppedBy: { kind: 'tokenRemoved', token: 'Prueba' } });
    expect(items.map(({ state }) => state)).toEqual(['kept', 'kept', 'failed', 'waiting', 'waiting']);
    expect(await tokensSeen(world)).toBe(0);
    const { rows } = (await world.office.call('signing.unfinished', {}))!;
    const rest = wish(
      world,
      world.acts.filter(({ actId }) => rows.some((row) => row.actId === actId)),
    );
    expect(await world.office.refusal('signing.start', rest)).toMatchObject({ kind: 'tokenAbsent' });

    expect(await pull(world, 'putBack')).toEqual({ state: 'none' });
    const again = await world.office.call('signing.start', rest);
    expect(((await world.ended(again.batchId)) as Ended).batch).toMatchObject({ state: 'finished', kept: 3 });
    // The act that was in hand was never signed by the token: five acts, five signatures, two logins.
    expect(world.token.signed).toHaveLength(5);
    expect(world.token.opened).toHaveLength(2);
    const told = world.office.seen.filter(({ event }) => event === 'rehearsal.changed').map(({ data }) => data);
    expect(told).toEqual([{ state: 'armed' }, { state: 'out' }, { state: 'none' }]);
  });

  it('can be called off before it happens', async () => {
    const world = await createWorld({ acts: 2 });
    await pull(world);
    await pull(world, 'putBack');
    expect(((await world.ended(await world.sign())) as Ended).batch).toMatchObject({ state: 'finished', kept: 2 });
  });

  it('takes the token before the only act of a batch', async () => {
    const world = await createWorld({ acts: 1 });
    await pull(world);
    expect(((await world.ended(await world.sign())) as Ended).batch).toMatchObject({ state: 'stopped', kept: 0 });
    expect(world.token.signed).toEqual([]);
  });

  it('is refused where signatures have value', async () => {
    const world = await createWorld({ acts: 1, config: (config) => ({ ...config, mode: 'normal' }) });
    expect(await world.office.refusal('practice.rehearseRemoval', { wish: 'pullOut' })).toEqual({ kind: 'notAllowed' });
  });
});

interface Ended {
  readonly batch: object;
  readonly items: readonly { readonly state: string }[];
}
