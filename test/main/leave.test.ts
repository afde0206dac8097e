import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outcome } from '../../src/contract/failures.ts';
import { deskKeyFile } from '../../src/diagnostics/desk-keys.ts';
import { leaveDesk } from '../../src/main/leave.ts';
import { officeConfig } from './processes.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'fojas-leave-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (file: string): string => {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, 'a key');
  return file;
};

function desk(emptied: Outcome<unknown>) {
  const userData = join(folder, 'user');
  const config = { ...officeConfig(), dataDir: join(folder, 'data') };
  const keys = (['sealed', 'phrase'] as const).map((by) => deskKeyFile(userData, config.dataDir, by));
  const own = [...keys, `${keys[0]}.before-0a1b2c3d`, `${keys[1]}.tries`, join(userData, 'crashes', 'a.dmp')].map(put);
  const officeFile = put(join(userData, 'office.json'));
  const another = put(deskKeyFile(userData, join(folder, 'another'), 'sealed'));
  const order: string[] = [];
  const rooms = {
    ...{ userData, officeFile, practiceKey: null, crashFolder: join(userData, 'crashes') },
    empty: vi.fn(async () => {
      order.push('empty');
      return emptied;
    }),
    close: async () => void order.push(`close ${existsSync(keys[0]!)}`),
    forgetPages: async () => void order.push(`forget ${existsSync(keys[0]!)}`),
  };
  return { config, rooms, own, officeFile, another, order };
}

test('the keys go after the office let go of the data, with all that lies beside them, and nobody else’s', async () => {
  const { config, rooms, own, officeFile, another, order } = desk({ ok: true, value: { left: [] } });
  expect(await leaveDesk(config, rooms)).toEqual({ ok: true, value: { left: [] } });
  expect(order).toEqual(['empty', 'close true', 'forget false']);
  expect(own.filter(existsSync)).toEqual([]);
  expect([existsSync(officeFile), existsSync(another)]).toEqual([false, true]);
});

test('nothing is touched where the office would lose something', async () => {
  const refused = { ok: false, failure: { kind: 'leavesUnsent', files: 1, drafts: 0 } } as const;
  const { config, rooms, own, officeFile, order } = desk(refused);
  expect(await leaveDesk(config, rooms)).toEqual(refused);
  expect(order).toEqual(['empty']);
  expect([...own, officeFile].every(existsSync)).toBe(true);
});

test('the office’s file stays where somebody else works with it, and the folder of a granted seat is not the key’s', async () => {
  const { config, rooms, own, officeFile } = desk({ ok: true, value: {} });
  const other = { ...config.person, personId: 'otra-persona' as typeof config.person.personId };
  const seats = [{ seatId: 'otra', person: other, dataDir: join(folder, 'other') }];
  const sits = { ...config, seats, grantedAt: config.dataDir, dataDir: join(folder, 'data-otra') } as typeof config;
  expect((await leaveDesk(sits, rooms)).ok).toBe(true);
  expect(own.filter(existsSync)).toEqual([]);
  expect(existsSync(officeFile)).toBe(true);
});
