import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { CopySource } from '../../../src/casework/home/bring.ts';
import { aboutHome } from '../../../src/casework/home/handlers.ts';
import { Sha256 } from '../../../src/contract/ids.ts';
import type { KeptSlot } from '../../../src/contract/wire-copies.ts';

const sha256Of = (text: string): Sha256 => Sha256.parse(createHash('sha256').update(text).digest('hex'));
const slot: KeptSlot = {
  ...{ slot: sha256Of('slot'), officeId: 'ufi3', deviceId: 'pc-3', personId: 'p-1', usedBytes: 11 },
  generations: [{ name: 'g-000001', writtenAt: '2026-11-21T13:05:00.000Z' }],
};
const source: CopySource = {
  slots: async () => [slot],
  files: async () =>
    ['journal', 'list'].map((name) => ({ path: `g-000001.${name}.age`, sha256: sha256Of(name), size: name.length })),
  read: async (_slot, { path }, from, take) => take(Buffer.from(path.split('.')[1]!.slice(from))),
};
const about = aboutHome({ home: null as never, leaving: null as never, keptCopies: source });

function place(): string {
  const to = mkdtempSync(join(tmpdir(), 'fojas-kept-'));
  onTestFinished(() => rmSync(to, { recursive: true, force: true }));
  return to;
}

it('is left in the folder that was named, and nowhere where that is no place', async () => {
  const to = place();
  const fetched = await about['home.fetchSlot']({ slot: slot.slot, to, all: false });
  expect(fetched).toMatchObject({ ok: true, value: { generations: ['g-000001'] } });
  expect(existsSync(join(to, 'ufi3--pc-3', 'g-000001.journal.age'))).toBe(true);

  // Beside the program is where nobody looks for it.
  const beside = { kind: 'copyPlaceAbsent', folder: 'traidas' };
  expect(await about['home.fetchSlot']({ slot: slot.slot, to: 'traidas', all: false })).toEqual({
    ...{ ok: false, failure: beside },
  });
  expect(existsSync('traidas')).toBe(false);
  writeFileSync(join(to, 'un-archivo'), 'x');
  const file = await about['home.fetchSlot']({ slot: slot.slot, to: join(to, 'un-archivo'), all: false });
  expect(file).toMatchObject({ ok: false, failure: { kind: 'fileUnreadable' } });
});
