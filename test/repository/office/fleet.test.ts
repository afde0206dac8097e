import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sha256 } from '../../../src/contract/ids.ts';
import { type DeskStanding, Fleet, type FleetRow } from '../../../src/contract/wire-fleet.ts';
import { until } from '../../helpers/office.ts';
import { type TestSigner, makeTestSigner, send } from '../../helpers/repository.ts';
import { type TwoRepositories, twoRepositories } from './line.ts';

let signer: TestSigner;
let two: TwoRepositories;
beforeAll(() => (signer = makeTestSigner()));
beforeEach(async () => void (two = await twoRepositories(signer)));
afterEach(() => two.end());

const standing = (version: string): DeskStanding => ({
  ...{ version, platform: 'linux', arch: 'x64', ring: 'general', policySha256: 'a'.repeat(64) as Sha256 },
  ...{ drivers: [], certificateEnds: null, selfTest: null },
  queue: { waiting: 0, refused: 0, aside: 0, oldest: null },
});
const rowsAt = async (repository: { url: string }): Promise<readonly FleetRow[]> =>
  Fleet.parse(await (await send(repository, 'GET', '/v1/fleet')).json()).rows;
const versionsAt = async (repository: { url: string }): Promise<string[]> =>
  (await rowsAt(repository)).map((row) => `${row.deviceId} ${row.standing.version}`);
const tell = async (repository: { url: string }, deviceId: string, version: string, ago = ''): Promise<number> =>
  (await send(repository, 'PUT', `/v1/devices/${deviceId}/standing${ago}`, standing(version))).status;

describe('desks behind a repository inside an office', () => {
  it('are seen by the central one, and their newer words too', async () => {
    expect(await tell(two.office, 'pc-1', '1.0.0')).toBe(200);
    expect(await tell(two.office, 'pc-2', '1.0.0')).toBe(200);
    await until(async () => (await rowsAt(two.centre)).length === 2);
    await tell(two.office, 'pc-2', '1.1.0');
    await until(async () => (await versionsAt(two.centre)).includes('pc-2 1.1.0'));
    expect(await versionsAt(two.centre)).toEqual(['pc-1 1.0.0', 'pc-2 1.1.0']);
  });

  it('are told after a cut and a restart, by when they spoke and not by when the line came', async () => {
    two.line.up = false;
    expect(await tell(two.office, 'pc-1', '1.0.0', '?ago=86400')).toBe(200);
    const [there] = await rowsAt(two.office);
    await two.restartOffice();
    two.line.up = true;
    await until(async () => (await rowsAt(two.centre)).length === 1);
    const [here] = await rowsAt(two.centre);
    expect(Math.abs(Date.parse(here!.seenAt) - Date.parse(there!.seenAt))).toBeLessThan(60_000);
    expect(Date.now() - Date.parse(here!.seenAt)).toBeGreaterThan(86_000_000);
  });

  it('say nothing against what a desk told the central one itself since', async () => {
    await tell(two.centre, 'pc-1', '2.0.0');
    await tell(two.office, 'pc-1', '1.0.0', '?ago=3600');
    await tell(two.office, 'pc-2', '1.0.0');
    await until(async () => (await rowsAt(two.centre)).length === 2);
    expect(await versionsAt(two.centre)).toEqual(['pc-1 2.0.0', 'pc-2 1.0.0']);
    expect(await tell(two.centre, 'pc-1', '1.0.0', '?ago=yesterday')).toBe(400);
  });
});
