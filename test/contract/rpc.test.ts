import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { done, failed } from '../../src/contract/failures.ts';
import { createPortPair, relay } from '../../src/contract/port.ts';
import { answer, call, client, emitter, serve, type Handlers } from '../../src/contract/rpc.ts';

const table = {
  'sum.add': call(z.strictObject({ a: z.int(), b: z.int().default(1) }), z.int()),
  'sum.break': call(z.strictObject({}), z.int()),
  'sum.refuse': call(z.strictObject({}), z.int()),
  'sum.lie': call(z.strictObject({}), z.int()),
} as const;
const events = { 'sum.changed': z.strictObject({ total: z.int() }) } as const;

const handlers: Handlers<typeof table> = {
  'sum.add': async ({ a, b }) => done(a + b),
  'sum.break': async () => {
    throw new Error('secret detail');
  },
  'sum.refuse': async () => failed({ kind: 'diskFull' }),
  'sum.lie': async () => done('three' as unknown as number),
};

function desk(onIncident = vi.fn()) {
  const [near, far] = createPortPair();
  serve(far, table, handlers, onIncident);
  return { near, far, onIncident, desk: client(near, table, events) };
}

describe('a table served over a port', () => {
  it('hands handlers the parsed value, defaults included', async () => {
    expect(await desk().desk.call('sum.add', { a: 2 })).toEqual({ ok: true, value: 3 });
  });

  it('passes a failure on as a value', async () => {
    expect(await desk().desk.call('sum.refuse', {})).toEqual({ ok: false, failure: { kind: 'diskFull' } });
  });

  it('turns an exception into an incident number and keeps its text for the log', async () => {
    const { desk: d, onIncident } = desk();
    const outcome = await d.call('sum.break', {});
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unexpected' } });
    expect(JSON.stringify(outcome)).not.toContain('secret');
    expect(onIncident).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ message: 'secret detail' }));
  });

  it('refuses an answer that is not of the promised shape', async () => {
    expect(await desk().desk.call('sum.lie', {})).toMatchObject({ ok: false, failure: { kind: 'badInput' } });
  });

  it('never lets an unknown name or malformed input reach a handler', async () => {
    const reached = vi.fn();
    const watched = new Proxy(handlers, { get: (target, name) => (reached(name), Reflect.get(target, name)) });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toString', 'constructor')),
        fc.anything(),
        async (name, input) => {
          const outcome = await answer(table, watched, name, input, () => undefined);
          expect(outcome.ok).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
    for (const input of [undefined, null, 1, { a: '2' }, { a: 1, c: 3 }, { a: 1.5 }]) {
      expect(await answer(table, watched, 'sum.add', input, () => undefined)).toMatchObject({
        failure: { kind: 'badInput' },
      });
    }
    expect(reached).not.toHaveBeenCalled();
  });

  it('survives noise on the port', async () => {
    const { near, desk: d } = desk();
    for (const noise of [null, 7, 'x', { id: 'a' }, { id: 1 }, { event: 'nope', data: 1 }, { id: 99, outcome: {} }])
      near.send(noise);
    expect(await d.call('sum.add', { a: 1, b: 1 })).toEqual({ ok: true, value: 2 });
  });

  it('answers officeGone to everything in flight and later when the other end closes', async () => {
    const [near, far] = createPortPair();
    const d = client(near, table, events);
    const inFlight = d.call('sum.add', { a: 1 });
    far.close();
    expect(await inFlight).toEqual({ ok: false, failure: { kind: 'officeGone' } });
    expect(await d.call('sum.add', { a: 1 })).toEqual({ ok: false, failure: { kind: 'officeGone' } });
  });

  it('answers deadline when nobody does', async () => {
    const [near] = createPortPair();
    const d = client(near, table, events);
    expect(await d.call('sum.add', { a: 1 }, { deadlineMs: 10 })).toEqual({
      ok: false,
      failure: { kind: 'deadline', call: 'sum.add' },
    });
  });

  it('delivers events that parse, drops those that do not, and stops when told', async () => {
    const { desk: d, far, near } = desk();
    const heard: number[] = [];
    const stop = d.on('sum.changed', ({ total }) => heard.push(total));
    const emit = emitter<typeof events>(far);
    emit('sum.changed', { total: 1 });
    far.send({ event: 'sum.changed', data: { total: 'two' } });
    emit('sum.changed', { total: 3 });
    await d.call('sum.add', { a: 1 });
    stop();
    emit('sum.changed', { total: 4 });
    await d.call('sum.add', { a: 1 });
    near.close();
    expect(heard).toEqual([1, 3]);
  });
});

describe('relay', () => {
  it('carries both ways and closes both ends', async () => {
    const [a, b] = createPortPair();
    const [c, d] = createPortPair();
    relay(b, c);
    serve(d, table, handlers, () => undefined);
    expect(await client(a, table, events).call('sum.add', { a: 4, b: 4 })).toEqual({ ok: true, value: 8 });
    const closed = new Promise<void>((resolve) => d.onClose(resolve));
    a.close();
    await closed;
  });
});
