import { describe, expect, it } from 'vitest';
import { startChild, waitForEnd } from '../../../src/cli/child.ts';
import { calls, events } from '../../../src/contract/calls.ts';
import { OfficeControl } from '../../../src/contract/processes.ts';
import { client } from '../../../src/contract/rpc.ts';
import { storeKey } from '../../helpers/office.ts';
import { createWorld } from '../world.ts';
import { startProxy } from './way/ground.ts';
import { between, lineOf, problem, registered } from '../between.ts';

describe('the line of an office', () => {
  it('says what waits, what is urgent, and that nothing is left when it is through', async () => {
    const world = await createWorld({ acts: 3 });
    await world.repository.stop();
    await world.ended(await world.sign());
    await world.office.call('sync.now', {});
    const down = await world.office.call('line.read', {});
    expect(down.up.items).toBe(3);
    expect(down.up.bytes).toBeGreaterThan(1000);
    expect(down.items.map(({ kind }) => kind)).toEqual(['act', 'act', 'act']);
    expect(down.items[0]?.title).not.toBe('');
    expect(down.nextTrySeconds).not.toBeNull();
    await world.repository.restart();
    await registered(world, 3);
    await world.office.call('sync.now', {});
    // A call that hung on the line of before may break only now, and is made up for by the next one.
    await world.office.until(async () => (await world.office.call('line.read', {})).nextTrySeconds === null);
    const after = await world.office.call('line.read', {});
    expect(after).toMatchObject({ up: { items: 0, bytes: 0 }, deferred: { items: 0 } });
  });

  it('sets aside what fails by itself, says why, and tries it again when a person says so', async () => {
    let poisoned = '';
    let tries = 0;
    const world = await createWorld({
      acts: 2,
      office: {
        fetch: between(() => (path, _method, pass) => {
          if (poisoned === '' || !path.endsWith('/registration') || !path.includes(poisoned)) return pass();
          tries += 1;
          return problem('case-unknown', 404);
        }),
      },
    });
    poisoned = world.acts[0]?.actId ?? '';
    await world.ended(await world.sign());
    await world.office.until(async () => (await lineOf(world)).aside === 1);
    const { items } = await world.office.call('line.read', {});
    const [item] = items.filter(({ aside }) => aside);
    expect(item).toMatchObject({ actId: poisoned, reason: { kind: 'registrationRefused', problem: 'case-unknown' } });
    const before = tries;
    await world.office.call('line.retry', { key: item?.key ?? '' });
    await world.office.until(() => tries > before);
    poisoned = '';
    await world.office.call('line.retry', { key: item?.key ?? '' });
    await registered(world, 2);
    await world.office.until(async () => (await lineOf(world)).aside === 0);
  });

  it('says of an act that waits for the one before it in its case what that one waits for', async () => {
    let poisoned = '';
    const world = await createWorld({
      acts: 2,
      office: {
        // The first failure is the last for a while.
        pace: { idleMs: 150, firstMs: 60_000, mostMs: 60_000 },
        fetch: between(() => (path, _method, pass) => {
          if (poisoned === '' || !path.endsWith('/registration') || !path.includes(poisoned)) return pass();
          return problem('case-unknown', 404);
        }),
      },
    });
    poisoned = world.acts[0]?.actId ?? '';
    await world.ended(await world.sign());
    const itemOf = async (n: number) =>
      (await world.office.call('line.read', {})).items.find(({ actId }) => actId === world.acts[n]?.actId);
    await world.office.until(async () => ((await itemOf(0))?.failures ?? 0) > 0);
    expect(await itemOf(1)).toMatchObject({
      ...{ moving: false, aside: false, failures: 0 },
      behind: { title: world.acts[0]?.title, reason: { kind: 'registrationRefused', problem: 'case-unknown' } },
    });
    expect((await itemOf(0))?.behind).toBeUndefined();
  });

  it('is tried at once when the network of this computer changes', async () => {
    const world = await createWorld({
      acts: 1,
      office: { pace: { idleMs: 60_000, firstMs: 30_000, mostMs: 60_000 } },
    });
    await world.office.call('sync.now', {});
    await world.repository.stop();
    await world.ended(await world.sign());
    await world.office.until(async () => (await lineOf(world)).state === 'offline');
    await world.repository.restart();
    await world.office.call('line.networkChanged', {});
    await registered(world, 1);
  });

  it('leads through the proxy that whoever started the office knows of', async () => {
    const world = await createWorld({ acts: 1 });
    await world.office.close();
    const proxy = await startProxy();
    const child = startChild('../casework/process.ts', {});
    const opened = Promise.withResolvers<void>();
    child.channel.onControl((body) => {
      const control = OfficeControl.safeParse(body);
      if (!control.success) return;
      const message = control.data;
      if (message.kind === 'opened') opened.resolve();
      if (message.kind !== 'proxyWanted') return;
      child.channel.send({ kind: 'proxyFound', id: message.id, rule: `PROXY ${proxy.place}` });
    });
    const { config } = world;
    child.channel.send({ kind: 'open', config, storeKey, version: '0', knowsProxies: true });
    await opened.promise;
    const office = client(child.channel.sendWithPort({ kind: 'windowPort' }), calls, events);
    expect(await office.call('sync.now', {})).toMatchObject({ ok: true, value: { state: 'online' } });
    const detail = await office.call('line.read', {});
    expect(detail).toMatchObject({ ok: true, value: { proxy: { via: proxy.place, wantsSignIn: false } } });
    expect(proxy.seen.some((url) => url.includes('/v1/feed'))).toBe(true);
    child.channel.send({ kind: 'close' });
    await waitForEnd(child, 10_000);
  });
});
