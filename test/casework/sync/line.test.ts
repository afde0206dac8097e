import { describe, expect, it } from 'vitest';
import { backoffMs, usualPace } from '../../../src/casework/sync/backoff.ts';
import { startLoop } from '../../../src/casework/sync/loop.ts';
import { between, endless, json, lineOf, problem, read, registered } from '../between.ts';
import { randomFrom } from '../../nemesis/random.ts';
import { createWorld } from '../world.ts';

describe('the line', () => {
  it('may be down: everything waits, nothing is lost, and it goes on by itself when the line is back', async () => {
    const world = await createWorld({ acts: 2 });
    await world.repository.stop();
    await world.ended(await world.sign());
    const line = await world.office.call('sync.now', {});
    expect(line).toMatchObject({
      state: 'offline',
      waiting: 2,
      refused: 0,
      lastFailure: { kind: 'repositoryUnreachable' },
    });
    expect(line.lastContactAt).not.toBeNull();
    expect(await read(world, 0)).toMatchObject({ state: 'queued', sending: 'waiting', trouble: null });
    await world.repository.restart();
    await registered(world, 2);
    await world.office.until(async () => (await lineOf(world)).state === 'online');
    expect(await lineOf(world)).toMatchObject({ waiting: 0, lastFailure: null });
  });

  it('that was never configured is a state, not an error', async () => {
    const world = await createWorld({ acts: 0, config: (config) => ({ ...config, repository: null }) });
    expect(await world.office.call('sync.now', {})).toMatchObject({ state: 'notConfigured', lastFailure: null });
  });

  it.each([
    ['a portal’s page', () => json('<html>Acepte las condiciones</html>')],
    ['an endless answer', () => new Response(endless())],
    ['a redirect', () => json('', 302, { location: 'http://127.0.0.1:1/' })],
    ['a feed that does not move', () => json({ events: [], cursor: '', more: true })],
    ['denied', () => problem('unauthorized', 401)],
  ])('%s changes nothing', async (_what, answer) => {
    let garbage = false;
    const world = await createWorld({
      acts: 2,
      office: { fetch: between(() => (_path, _method, pass) => (garbage ? answer() : pass())) },
    });
    garbage = true;
    await world.ended(await world.sign());
    const line = await world.office.call('sync.now', {});
    expect(line.waiting).toBe(2);
    expect(line.lastFailure?.kind ?? 'none').toMatch(/repositoryGarbage|repositoryDenied|repositoryUnreachable|none/);
    expect((await read(world, 0)).state).toBe('queued');
    garbage = false;
    await registered(world, 2);
  });

  it('of a repository whose clock is a year off is used all the same, and the difference is told', async () => {
    const year = 365 * 24 * 3600 * 1000;
    const world = await createWorld({ acts: 1, office: { clock: () => new Date(Date.now() - year) } });
    await world.ended(await world.sign());
    await registered(world, 1);
    const { clockOffsetMs } = await lineOf(world);
    expect(Math.abs(clockOffsetMs! - year)).toBeLessThan(60_000);
    expect((await world.office.call('receipts.read', { actId: world.acts[0]!.actId })).verified).toBe(true);
  });
});

describe('pace', () => {
  it('backs off to fifteen seconds at most, never twice the same', () => {
    const random = randomFrom(1);
    const waits = Array.from({ length: 40 }, (_, n) => backoffMs(usualPace, n + 1, random));
    expect(Math.max(...waits)).toBeLessThanOrEqual(15_000);
    expect(Math.min(...waits.slice(6))).toBeGreaterThanOrEqual(7_500);
    expect(backoffMs(usualPace, 1, () => 0)).toBe(250);
    expect(new Set(waits.slice(10)).size).toBeGreaterThan(10);
  });

  it('always arms its timer again, whatever a run does', async () => {
    let runs = 0;
    const bugs: unknown[] = [];
    const loop = startLoop({
      pace: { idleMs: 5, firstMs: 1, mostMs: 10 },
      random: Math.random,
      onBug: (error) => void bugs.push(error),
      run: async () => {
        runs += 1;
        if (runs % 3 === 0) throw new Error('a bug');
        return runs % 3 === 1 ? { ok: true } : { ok: false };
      },
    });
    const end = Date.now() + 5000;
    while (runs < 12 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    await loop.stop();
    const stoppedAt = runs;
    expect(runs).toBeGreaterThanOrEqual(12);
    expect(bugs.length).toBeGreaterThanOrEqual(3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(runs).toBe(stoppedAt);
  });
});
