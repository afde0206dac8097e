import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { done } from '../../../src/contract/failures.ts';
import type { Readiness } from '../../../src/contract/updates.ts';
import { openUpdates, type Updates, type UpdatesOptions } from '../../../src/main/updates/updates.ts';
import type { Installer } from '../../../src/updates/keeper.ts';
import { organisation, type Organisation } from '../../updates/world.ts';
import { officeConfig } from '../processes.ts';

let org: Organisation;
let installs: string[];
let readiness: Readiness | null;
const idle: Readiness = { batch: false, unsettled: 0, typing: false, schema: 100 };
const installer: Installer = {
  install: async (_staged, offer) => (installs.push(offer.release.version), done(null)),
  goBack: async () => done(null),
};
beforeEach(async () => {
  org = await organisation();
  installs = [];
  readiness = idle;
  await org.release('1.1.0');
});
afterEach(() => org.remove());

/** The program as it runs on a PC that keeps itself up to date; it has fetched 1.1.0 where it may. */
async function running(more: object = {}, options: Partial<UpdatesOptions> = {}): Promise<Updates> {
  const resources = path.join(org.folder, 'resources');
  mkdirSync(resources, { recursive: true });
  writeFileSync(path.join(resources, 'package-type'), 'deb\n');
  writeFileSync(path.join(resources, 'update-root.json'), org.root);
  const sources = [{ kind: 'folder' as const, path: org.published }];
  const mode = { mode: 'self' as const, ring: 'general', sources, everyHours: 6 };
  const updates = await openUpdates({
    ...{ version: '1.0.0', userData: path.join(org.folder, 'user'), resources, installer },
    config: { ...officeConfig(), updates: { ...mode, ...more } },
    fetch: () => Promise.reject(new Error('no line')),
    ...{ log: () => undefined, onChange: () => undefined, faultsNow: async () => [] },
    exchange: async (backup) => readiness && { readiness, backup: backup ? '/copy.db' : null, failure: null },
    ...options,
  });
  await updates.handlers['updates.check']({});
  return updates;
}

it('installs what waits when the program is quit, once', async () => {
  const updates = await running();
  expect((await updates.keeper.status()).waiting).toMatchObject({ version: '1.1.0', stage: 'ready' });
  await updates.quitting();
  expect(installs).toEqual(['1.1.0']);
});

it.each([
  ['an act is being typed', { ...idle, typing: true }],
  ['a batch runs', { ...idle, batch: true }],
  ['a journal of signing is open', { ...idle, unsettled: 1 }],
  ['the office does not answer', null],
])('installs nothing on quitting while %s, and does the next time', async (_what, answer) => {
  const updates = await running();
  readiness = answer;
  await updates.quitting();
  expect(installs).toEqual([]);
  readiness = idle;
  await (await running()).quitting();
  expect(installs).toEqual(['1.1.0']);
});

it('installs nothing outside its hours', async () => {
  const now = new Date();
  const hour = (ahead: number): string =>
    `${String((now.getHours() + ahead) % 24).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
  const updates = await running({ window: { from: hour(2), to: hour(4) } });
  await updates.quitting();
  expect(installs).toEqual([]);
  await (await running({ window: { from: hour(22), to: hour(2) } })).quitting();
  expect(installs).toEqual(['1.1.0']);
});

it('installs nothing where a person chose to wait, and neither looks nor installs where the system does', async () => {
  const updates = await running();
  await updates.handlers['updates.onQuit']({ install: false });
  await updates.quitting();
  const system = await running({ mode: 'system' });
  expect((await system.handlers['updates.check']({})).ok).toBe(false);
  await system.handlers['updates.onQuit']({ install: true });
  await system.quitting();
  expect(installs).toEqual([]);
});

it('looks so often as is decided, and not all of an office at the same moment', async () => {
  const waits: number[] = [];
  let over = (): void => undefined;
  const enough = new Promise<void>((resolve) => (over = resolve));
  const wait = async (ms: number): Promise<void> => {
    waits.push(ms);
    if (waits.length > 20) return (over(), new Promise(() => undefined));
  };
  const updates = await running({ everyHours: 9 }, { wait });
  updates.begin();
  await enough;
  await updates.quitting();
  const [first, ...next] = waits;
  expect(first).toBe(60_000);
  const hours = next.map((ms) => ms / 3_600_000);
  expect(Math.min(...hours)).toBeGreaterThanOrEqual(9 * 0.75);
  expect(Math.max(...hours)).toBeLessThanOrEqual(9 * 1.25);
  expect(new Set(hours).size).toBe(20);
});

it('hands what it fetched to its office at the port that is decided', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  const updates = await running({ sharePort: port });
  try {
    updates.begin();
    const told = async (): Promise<number> =>
      (await fetch(`http://127.0.0.1:${port}/timestamp.json`).catch(() => null))?.status ?? 0;
    await expect.poll(told).toBe(200);
  } finally {
    await updates.quitting();
  }
});
