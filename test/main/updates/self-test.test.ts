import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { faultsOf, selfTest } from '../../../src/main/updates/self-test.ts';
import { softHsmPath } from '../../helpers/softhsm.ts';
import { launchUnpacked } from '../../nemesis/updates/launch.ts';
import { makeForks, officeConfig } from '../processes.ts';

const source = (file: string): string => path.join(import.meta.dirname, '..', '..', '..', 'src', file);
const forks = makeForks();
afterEach(() => forks.killAll());
const launchOffice = () => launchUnpacked(source('casework/process.ts'));
const launchHost = () => launchUnpacked(source('token-host/process.ts'));

test('starts the office and each library in a host of its own, and says which one does not load', async () => {
  const tokenLibraries = [
    { kind: 'pkcs11' as const, id: 'soft', path: softHsmPath() },
    { kind: 'pkcs11' as const, id: 'gone', path: '/usr/lib/none.so' },
  ];
  expect(existsSync(tokenLibraries[0]!.path)).toBe(true);
  const config = { ...officeConfig(), tokenLibraries };
  const report = await selfTest({ version: '1.0.0', config, storeKey: null, launchOffice, launchHost, readers: null });
  expect(report.checks.map(({ name, ok }) => `${name} ${ok}`)).toEqual([
    ...['processes true', 'crypto true', 'database true', 'migration true', 'driver true', 'driver false'],
  ]);
  expect(report.ok).toBe(false);
  const [broken] = faultsOf(report, []);
  expect(broken).toContain('/usr/lib/none.so');
  // A driver that was broken before the version came is not its fault.
  expect(faultsOf(report, [broken!])).toEqual([]);
}, 60_000);

test('an office that ends, or says nothing, is told as that', async () => {
  const options = { version: '1.0.0', config: null, storeKey: null, launchHost, readers: null };
  const ended = await selfTest({ ...options, launchOffice: () => launchUnpacked('/none.mjs') });
  expect(ended).toMatchObject({ ok: false, checks: [{ name: 'processes', ok: false, detail: 'office ended' }] });
  const silent = await selfTest({ ...options, launchOffice: launchHost, patienceMs: 1500 });
  expect(silent).toMatchObject({ ok: false, checks: [{ name: 'processes', detail: 'office silent' }] });
}, 60_000);
