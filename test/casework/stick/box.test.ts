import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { type Box, openBox } from '../../../src/casework/stick/box.ts';
import { courier } from '../../../src/casework/stick/carry.ts';
import { done, failed } from '../../../src/contract/failures.ts';

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
