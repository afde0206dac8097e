import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { noteHolder } from '../../../src/repository/blobs/holding.ts';
import { openFolderBlobs } from '../../../src/repository/blobs/folder.ts';
import type { Blobs } from '../../../src/repository/blobs/port.ts';
import { openSqliteRegister } from '../../../src/repository/register/sqlite.ts';
import { type SpentRooms, isSpent, openSpent } from '../../../src/repository/stick/spent.ts';
import { caseRecord, hashOf, proposalFor } from '../conformance.ts';

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** A repository with two parcels that were sent as files by two offices, and the marks it keeps. */
async function stage() {
  const dir = mkdtempSync(join(tmpdir(), 'fojas-spent-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const register = openSqliteRegister(dir);
  onTestFinished(() => register.close());
  const blobs = await openFolderBlobs(join(dir, 'blobs'));
  const [parcel, other] = [hashOf('parcel'), hashOf('other')];
  for (const text of ['parcel', 'other']) {
    await blobs.put(hashOf(text), once(text), 100);
    await register.addHolder(hashOf(text), 'ufi3');
  }
  const told: unknown[][] = [];
  const marks = join(dir, 'marks');
  const log = ((...line: unknown[]) => void told.push(line)) as SpentRooms['log'];
  const open = (remove: Blobs['remove'] = blobs.remove, settleMs = 0) =>
    openSpent({ register, blobs: { remove }, log, settleMs }, marks);
  return { register, blobs, parcel, other, told, marks, open };
}

it('is gone when its answer left, and nothing else with it', async () => {
  const { blobs, parcel, other, marks, open, told } = await stage();
  const spent = await open();
  await spent.note('ufi3', parcel);
  // Until then whoever lost the answer asks again, and sends nothing twice.
  expect(await blobs.size(parcel)).toBe(6);
  await spent.clear('ufi3', parcel);
  expect(await blobs.size(parcel)).toBeNull();
  expect(await blobs.size(other)).toBe(5);
  expect(readdirSync(marks)).toEqual([]);
  expect(told).toEqual([]);
});

it('is gone at the next start where the repository died before, and a mark that was cut counts for nothing', async () => {
  const { blobs, parcel, marks, open } = await stage();
  await (await open()).note('ufi3', parcel);
  writeFileSync(join(marks, 'cut.json'), '{"sha256":');
  await open();
  expect(await blobs.size(parcel)).toBeNull();
  expect(readdirSync(marks)).toEqual([]);
});

it('is tried again at the next start where the storage failed', async () => {
  const { blobs, parcel, marks, open, told } = await stage();
  const failing = await open(() => Promise.reject(Object.assign(new Error('no'), { code: 'EIO' })));
  await failing.note('ufi3', parcel);
  await failing.clear('ufi3', parcel);
  expect(told).toEqual([['parcelNotRemoved', expect.objectContaining({ code: 'EIO' })]]);
  expect(readdirSync(marks)).toHaveLength(1);
  await open();
  expect(await blobs.size(parcel)).toBeNull();
  expect(readdirSync(marks)).toEqual([]);
});

it('stays under object lock, which is said once', async () => {
  const { parcel, marks, open, told } = await stage();
  const locked = await open(async () => 'locked');
  await locked.note('ufi3', parcel);
  await locked.clear('ufi3', parcel);
  await open(async () => 'locked');
  expect(told).toEqual([['parcelLocked']]);
  expect(readdirSync(marks)).toEqual([]);
});

it('stays while another office that sent the same one has no answer', async () => {
  const { register, blobs, parcel, open } = await stage();
  await register.addHolder(parcel, 'ufi5');
  const spent = await open();
  await spent.clear('ufi3', parcel);
  expect(await blobs.size(parcel)).toBe(6);
  expect(await register.isHolder(parcel, 'ufi3')).toBe(false);
  await spent.clear('ufi5', parcel);
  expect(await blobs.size(parcel)).toBeNull();
});

it('stays where an act is of the very same bytes', async () => {
  const { register, blobs, parcel, marks, open } = await stage();
  const record = caseRecord();
  await register.putCase(record);
  await register.putProposal(proposalFor(record, { documentSha256: parcel, size: 6 }));
  mkdirSync(marks, { recursive: true });
  const spent = await open();
  await spent.note('ufi3', parcel);
  await spent.clear('ufi3', parcel);
  expect(await blobs.size(parcel)).toBe(6);
  expect(await register.isHolder(parcel, 'ufi3')).toBe(true);
  expect(readdirSync(marks)).toEqual([]);
});

/** Marks that were made so long ago. */
const longAgo = (marks: string, ms: number): void => {
  const at = new Date(Date.now() - ms);
  for (const name of readdirSync(marks)) utimesSync(join(marks, name), at, at);
};

it('stays for a while, so that what was let by as its sender’s may still name it', async () => {
  const { register, blobs, parcel, open, marks } = await stage();
  const spent = await open(blobs.remove, 150);
  await spent.note('ufi3', parcel);
  const cleared = spent.clear('ufi3', parcel);
  // Its office held it when it was asked, and the register is told of it after its answer had left.
  await expect.poll(() => register.isHolder(parcel, 'ufi3')).toBe(false);
  const record = caseRecord();
  await register.putCase(record);
  await register.putProposal(proposalFor(record, { documentSha256: parcel, size: 6 }));
  await cleared;
  expect(await blobs.size(parcel)).toBe(6);
  expect(readdirSync(marks)).toEqual([]);
});

it('is told gone to whoever sent the same bytes while it was removed, and kept of whoever sent them before', async () => {
  const { register, blobs, parcel, open } = await stage();
  const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const spent = await open(async (sha256) => {
    begun.resolve();
    await end.promise;
    return blobs.remove(sha256);
  });
  await spent.note('ufi3', parcel);
  const cleared = spent.clear('ufi3', parcel);
  await begun.promise;
  const put = await blobs.put(parcel, once('parcel'), 100);
  expect(put.kind).toBe('present');
  const held = noteHolder({ register, blobs }, { sha256: parcel, officeId: 'ufi5' }, 'present');
  end.resolve();
  expect(await held).toBe(false);
  await cleared;
  expect((await blobs.put(parcel, once('parcel'), 100)).kind).toBe('created');
  expect(await noteHolder({ register, blobs }, { sha256: parcel, officeId: 'ufi5' }, 'created')).toBe(true);
  await spent.clear('ufi3', parcel);
  expect(await blobs.size(parcel)).toBe(6);
});

it('goes at a later start where the repository ended before its time', async () => {
  const { blobs, parcel, open, marks, told } = await stage();
  const settleMs = 600_000;
  const spent = await open(blobs.remove, settleMs);
  await spent.note('ufi3', parcel);
  const cleared = spent.clear('ufi3', parcel);
  spent.close();
  await cleared;
  const next = await open(blobs.remove, settleMs);
  expect([await blobs.size(parcel), readdirSync(marks).length]).toEqual([6, 1]);
  next.close();
  longAgo(marks, settleMs);
  await open(blobs.remove, settleMs);
  expect([await blobs.size(parcel), readdirSync(marks), told]).toEqual([null, [], []]);
});

it.each([
  ['done', true],
  ['forged', true],
  ['notForUs', false],
  ['damaged', false],
  ['unreadable', false],
] as const)('%s: is known to be a parcel for us: %s', (detail, expected) => {
  const brought =
    detail === 'done'
      ? ({ kind: 'done', out: '' } as const)
      : ({ kind: 'no', code: 'parcel-refused', detail } as const);
  expect(isSpent(brought)).toBe(expected);
});
