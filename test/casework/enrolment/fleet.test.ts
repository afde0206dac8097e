/** Who sees how the desks stand: IT those of every office, a key those of its own. */
import { expect, it } from 'vitest';
import { Fleet } from '../../../src/contract/wire-fleet.ts';
import { enrolByCode, makeDevice, sendWith } from '../../helpers/device.ts';
import { officeId } from '../../helpers/office.ts';
import { peopledWorld, personRow } from './world.ts';

const standing = {
  ...{ version: '1.0.0', platform: 'linux', arch: 'x64', ring: 'general', policySha256: 'a'.repeat(64) },
  ...{ drivers: [], certificateEnds: null, selfTest: null },
  queue: { waiting: 0, refused: 0, aside: 0, oldest: null },
};

it('an enrolled person of IT sees the desks of all offices, an office’s key its own', async () => {
  const world = await peopledWorld();
  const { repository } = world;
  const other = 'ufi-99';
  await world.order({ kind: 'office', office: { officeId: other, name: 'UFI N.º 99' } });
  const { grant } = personRow('p-9', 'clerk');
  const row = { ...personRow('p-9', 'clerk'), grant: { ...grant, officeId: other } };
  await world.order({ kind: 'import', rows: [row] });
  const enrolled = async (personId: string) => {
    const device = await makeDevice();
    const session = await enrolByCode(repository.url, device, personId, await world.code(personId));
    return { device, token: session.grants[0]!, nonce: session.nonce };
  };
  const [it, clerk] = [await enrolled('p-it'), await enrolled('p-9')];
  const told = await sendWith(repository.url, clerk, 'PUT', '/v1/devices/pc-9/standing', standing);
  expect(told.status).toBe(200);
  expect((await repository.request('PUT', '/v1/devices/pc-1/standing', standing)).status).toBe(200);
  const rowsOf = async (answer: Response): Promise<string[]> =>
    Fleet.parse(await answer.json()).rows.map((one) => `${one.officeId} ${one.deviceId}`);
  const all = await rowsOf(await sendWith(repository.url, it, 'GET', '/v1/fleet'));
  expect(all.toSorted()).toEqual([`${officeId} pc-1`, `${other} pc-9`].toSorted());
  expect(await rowsOf(await repository.request('GET', '/v1/fleet'))).toEqual([`${officeId} pc-1`]);
  expect((await sendWith(repository.url, clerk, 'GET', '/v1/fleet')).status).toBe(403);
});
