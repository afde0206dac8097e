import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PracticeCardWish } from '../../src/contract/practice-card.ts';
import { type World, createWorld, wish } from './world.ts';

const pull = (world: World, wished: 'pullOut' | 'putBack' = 'pullOut') =>
  world.office.call('practice.rehearseRemoval', { wish: wished });
const tokensSeen = async (world: World) => {
  const { libraries } = await world.office.call('tokens.list', {});
  return libraries.flatMap(({ listing }) => listing?.tokens ?? []).length;
};

describe('a removal that is staged', () => {
  it('stops the batch in the middle as a real one does, and one key press goes on when the token is back', async () => {
    const world = await createWorld({ acts: 5 });
    expect(await pull(world)).toEqual({ state: 'armed', how: 'staged' });
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

    expect(await pull(world, 'putBack')).toEqual({ state: 'none', how: 'staged' });
    const again = await world.office.call('signing.start', rest);
    expect(((await world.ended(again.batchId)) as Ended).batch).toMatchObject({ state: 'finished', kept: 3 });
    // The act that was in hand was never signed by the token: five acts, five signatures, two logins.
    expect(world.token.signed).toHaveLength(5);
    expect(world.token.opened).toHaveLength(2);
    const told = world.office.seen.filter(({ event }) => event === 'rehearsal.changed').map(({ data }) => data);
    expect(told).toEqual([
      { state: 'armed', how: 'staged' },
      { state: 'out', how: 'staged' },
      { state: 'none', how: 'staged' },
    ]);
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

describe('a removal of a card in software', () => {
  it('is asked of whoever holds the card, for the act after the first half', async () => {
    const holder = await holdCard();
    const world = await createWorld({ acts: 5, config: (config) => ({ ...config, practiceCard: holder.url }) });
    holder.onPullOut = (n) => {
      world.token.faults.signing = { at: n - 1, failure: { kind: 'tokenRemoved', token: 'Prueba' } };
    };
    expect(await pull(world)).toEqual({ state: 'armed', how: 'card' });
    const { batch, items } = (await world.ended(await world.sign())) as Ended;
    expect(batch).toMatchObject({ state: 'stopped', kept: 2, stoppedBy: { kind: 'tokenRemoved' } });
    expect(items.map(({ state }) => state)).toEqual(['kept', 'kept', 'failed', 'waiting', 'waiting']);
    expect(told(world).at(-1)).toEqual({ state: 'out', how: 'card' });

    delete world.token.faults.signing;
    expect(await pull(world, 'putBack')).toEqual({ state: 'none', how: 'card' });
    expect(holder.wishes.map(({ wish }) => wish)).toEqual(['look', 'pullOut', 'look', 'putBack']);
  });

  it('is staged where nobody holds the card any more, at the wish or at the login', async () => {
    const holder = await holdCard();
    const world = await createWorld({ acts: 4, config: (config) => ({ ...config, practiceCard: holder.url }) });
    await pull(world);
    await holder.leave();
    const { batch } = (await world.ended(await world.sign())) as Ended;
    expect(batch).toMatchObject({ state: 'stopped', kept: 2, stoppedBy: { kind: 'tokenRemoved' } });
    expect(told(world).map(({ state, how }) => `${state} ${how}`)).toEqual([
      'armed card',
      'armed staged',
      'out staged',
    ]);
    expect(await pull(world, 'putBack')).toEqual({ state: 'none', how: 'staged' });
    expect(await pull(world)).toEqual({ state: 'armed', how: 'staged' });
  });

  it('cannot be ended where whoever held the card took it along', async () => {
    const holder = await holdCard();
    const world = await createWorld({ acts: 2, config: (config) => ({ ...config, practiceCard: holder.url }) });
    await pull(world);
    await holder.leave();
    expect(await world.office.refusal('practice.rehearseRemoval', { wish: 'putBack' })).toMatchObject({
      kind: 'tokenAbsent',
    });
  });
});

interface Now {
  readonly state: string;
  readonly how: string;
}
const told = (world: World): Now[] =>
  world.office.seen.filter(({ event }) => event === 'rehearsal.changed').map(({ data }) => data as Now);

/** Who holds the card: remembers what was wished. Pulled out by the first wish for it, as far as it says. */
async function holdCard() {
  const wishes: PracticeCardWish[] = [];
  const holder = { wishes, url: '', onPullOut: (_n: number): void => undefined, leave: (): Promise<void> => gone() };
  let armed = false;
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const wish = PracticeCardWish.parse(body);
      wishes.push(wish);
      const inside = wish.wish !== 'look' || !armed;
      armed = wish.wish === 'pullOut';
      if (wish.wish === 'pullOut') holder.onPullOut(wish.atSignature);
      response.setHeader('connection', 'close').end(JSON.stringify({ inside }));
    });
  });
  const gone = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => (server.listening ? gone() : undefined));
  const address = server.address();
  holder.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/tarjeta`;
  return holder;
}

interface Ended {
  readonly batch: object;
  readonly items: readonly { readonly state: string }[];
}
