import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Timers from 'node:timers/promises';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { type Box, openBox } from '../../../src/casework/stick/box.ts';
import { courier } from '../../../src/casework/stick/carry.ts';
import { type Outcome, done, failed } from '../../../src/contract/failures.ts';
import type * as Parcel from '../../../src/parcel/index.ts';

const stage = vi.hoisted(() => ({
  full: false,
  pause: null as ((ms: number, signal: AbortSignal) => Promise<void>) | null,
}));
vi.mock('node:timers/promises', async (original) => {
  const real = await original<typeof Timers>();
  const pause = (ms: number, value: unknown, options: { signal: AbortSignal }) =>
    stage.pause ? stage.pause(ms, options.signal) : real.setTimeout(ms, value, options);
  return { ...real, setTimeout: pause };
});
vi.mock('../../../src/parcel/index.ts', async (original) => {
  const real = await original<typeof Parcel>();
  const writeWhole: typeof real.writeWhole = async (path, source) => {
    if (stage.full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    return real.writeWhole(path, source);
  };
  return { ...real, writeWhole };
});

const at = new Date('2026-03-02T12:00:00Z');
let folder: string;
let box: Box;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fojas-box-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['one', 'two', 'back']) mkdirSync(join(folder, name));
  box = openBox(join(folder, 'carried'), at);
});

/** A sealed parcel as far as whoever carries it can see. */
function parcelOn(stick: string, says: string): string {
  const path = join(folder, stick, 'encomienda.encomienda');
  writeFileSync(path, `age-encryption.org/v1\n-> X25519 ${says}\n--- mac\n${says}`);
  return path;
}

it('hands out both answers of two parcels that have one name, and overwrites nothing that lies there', async () => {
  const own = join(folder, 'back', 'encomienda.respuesta');
  writeFileSync(own, 'of somebody else');
  for (const stick of ['one', 'two']) {
    const parcel = await box.take(parcelOn(stick, stick), at);
    if (typeof parcel === 'string') throw new Error(parcel);
    await box.answered(parcel, Buffer.from(`answer to ${stick}`));
  }
  const files = await box.hand(join(folder, 'back'), at);
  expect(files.map((file) => readFileSync(file, 'utf8')).sort()).toEqual(['answer to one', 'answer to two']);
  expect(readFileSync(own, 'utf8')).toBe('of somebody else');
  // Once more into the same folder: the same files.
  expect((await box.hand(join(folder, 'back'), at)).sort()).toEqual(files.sort());
});

it('opens when the note of a parcel was spoilt, and takes the parcel anew', async () => {
  const path = parcelOn('one', 'one');
  const parcel = await box.take(path, at);
  if (typeof parcel === 'string') throw new Error(parcel);
  writeFileSync(join(folder, 'carried', `${parcel.sha256}.json`), '{"v":');
  const again = openBox(join(folder, 'carried'), at);
  expect(again.list()).toEqual([]);
  expect(await again.take(path, at)).toMatchObject({ sha256: parcel.sha256, state: 'waiting' });
  expect(again.list()).toHaveLength(1);
});

it('says why a parcel waits, though the one after it was answered', async () => {
  const [waits, goes] = [
    await box.take(parcelOn('one', 'one'), at),
    await box.take(parcelOn('two', 'two'), new Date(at.getTime() + 1000)),
  ];
  if (typeof waits === 'string' || typeof goes === 'string') throw new Error('not taken');
  const refusal = { kind: 'registrationRefused', problem: 'storage-full', detail: 'no room' } as const;
  const carrier = courier({
    ...{ dataDir: folder, clock: () => at, isOwnWaiting: () => false, random: () => 0.5, onChange: () => undefined },
    line: {
      client: {
        bringParcel: async (sha256) => (sha256 === waits.sha256 ? failed(refusal) : done(Buffer.from('an answer'))),
      },
      transport: {
        uploadState: () => Promise.reject(new Error('nothing is to be sent')),
        sendSlice: () => Promise.reject(new Error('nothing is to be sent')),
      },
      use: () => ({}) as never,
    },
    pace: { idleMs: 60_000, firstMs: 60_000, mostMs: 60_000 },
    onBug: (error) => expect.fail(String(error)),
  });
  onTestFinished(() => carrier.stop());
  const { parcels, failure } = await carrier.now();
  const states = Object.fromEntries(parcels.map(({ sha256, state }) => [sha256, state]));
  expect(states).toEqual({ [waits.sha256]: 'waiting', [goes.sha256]: 'answered' });
  expect(failure).toEqual(refusal);
});

it('leaves nothing of what was cut in the middle of taking, and takes it anew', async () => {
  const path = parcelOn('one', 'one');
  const parcel = await box.take(path, at);
  if (typeof parcel === 'string') throw new Error(parcel);
  // As an end between the parcel and its note leaves it; and one in the middle of forgetting, with its answer.
  const left = [`${parcel.sha256}.encomienda`, `${'ab'.repeat(32)}.respuesta`, `.x.${randomUUID()}.part`];
  rmSync(join(folder, 'carried', `${parcel.sha256}.json`));
  for (const name of left) writeFileSync(join(folder, 'carried', name), 'cut');
  const again = openBox(join(folder, 'carried'), at);
  expect(readdirSync(join(folder, 'carried'))).toEqual([]);
  expect(await again.take(path, at)).toMatchObject({ state: 'waiting' });
  expect(readFileSync(again.pathOf(parcel.sha256), 'utf8')).toBe(readFileSync(path, 'utf8'));
});

it('lets a parcel go when its days have passed since the answer was handed out, and not before', async () => {
  const parcel = await box.take(parcelOn('one', 'one'), at);
  if (typeof parcel === 'string') throw new Error(parcel);
  const after = (days: number): Date => new Date(at.getTime() + days * 86_400_000);
  await box.answered(parcel, Buffer.from('an answer'));
  box.forget(after(400));
  expect(box.list()).toHaveLength(1);
  await box.hand(join(folder, 'back'), at);
  box.forget(after(29));
  expect(box.list()).toHaveLength(1);
  box.forget(after(30));
  expect(readdirSync(join(folder, 'carried'))).toEqual([]);
});

/** A courier at a repository that says this each time it is asked. */
function courierAt(bring: () => Promise<Outcome<Uint8Array | null>>, firstMs: number) {
  let asked = 0;
  const carrier = courier({
    ...{ dataDir: folder, clock: () => at, isOwnWaiting: () => false, random: () => 1, onChange: () => undefined },
    line: {
      client: { bringParcel: () => ((asked += 1), bring()) },
      transport: {
        uploadState: () => Promise.reject(new Error('nothing is to be sent')),
        sendSlice: () => Promise.reject(new Error('nothing is to be sent')),
      },
      use: () => ({}) as never,
    },
    pace: { idleMs: 60_000, firstMs, mostMs: 60_000 },
    onBug: (error) => expect.fail(String(error)),
  });
  onTestFinished(() => carrier.stop());
  return { carrier, asked: () => asked };
}

it('asks a repository that says at once that it is still at it with more and more patience, and lets go when it closes', async () => {
  await box.take(parcelOn('one', 'one'), at);
  const waits: number[] = [];
  stage.pause = (ms, signal) => {
    waits.push(ms);
    if (waits.length < 5) return Promise.resolve();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('closed'))));
  };
  onTestFinished(() => void (stage.pause = null));
  const { carrier, asked } = courierAt(async () => done(null), 100);
  void carrier.now();
  await vi.waitFor(() => expect(waits).toHaveLength(5));
  expect(waits).toEqual([100, 200, 400, 800, 1600]);
  expect(asked()).toBe(5);
  await carrier.stop();
  expect(carrier.read().parcels).toMatchObject([{ state: 'waiting' }]);
});

it('says that this disk is full, at taking and at the answer, and goes on when there is room', async () => {
  const path = parcelOn('one', 'one');
  const { carrier } = courierAt(async () => done(Buffer.from('an answer')), 60_000);
  await carrier.now();
  stage.full = true;
  expect(await carrier.take(path)).toMatchObject({ failure: { kind: 'diskFull' } });
  expect(carrier.read().parcels).toEqual([]);
  stage.full = false;
  expect(await carrier.take(path)).toMatchObject({ ok: true });
  const parcel = carrier.read().parcels[0]!;
  await carrier.stop();
  rmSync(join(folder, 'carried', `${parcel.sha256}.respuesta`), { force: true });
  const { carrier: next } = courierAt(async () => done(Buffer.from('an answer')), 60_000);
  stage.full = true;
  expect(await next.now()).toMatchObject({ parcels: [{ state: 'waiting' }], failure: { kind: 'diskFull' } });
  stage.full = false;
  expect(await next.now()).toMatchObject({ parcels: [{ state: 'answered' }], failure: null });
});
