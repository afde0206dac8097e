/** Desks that are devices of their persons, and know the repository inside their office alone. */
import { expect, it, onTestFinished } from 'vitest';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import { DeviceSession, RevocationHeader, RevocationStatement } from '../../../src/contract/people.ts';
import { Problem } from '../../../src/contract/wire.ts';
import { openJws } from '../../../src/proof/index.ts';
import { peopledWorld } from '../../casework/enrolment/world.ts';
import { enrolByCode, knock, makeDevice, offerOf, sendWith } from '../../helpers/device.ts';
import { accessKey, officeId, until } from '../../helpers/office.ts';
import { repositoryFolder, startOfficeRepository } from '../../helpers/repository.ts';
import { cutLine } from './line.ts';

async function behindOffice() {
  const world = await peopledWorld();
  const { dir, remove } = repositoryFolder();
  onTestFinished(remove);
  const line = { up: true, asked: [] as string[] };
  const dispatcher = cutLine(line);
  onTestFinished(() => dispatcher.destroy());
  const start = () =>
    startOfficeRepository(
      dir,
      world.repository,
      { accessKeys: [{ key: accessKey, officeId }], trustAnchors: [world.token.rootPem] },
      { officeId, accessKey, dispatcher },
    );
  let inside = await start();
  onTestFinished(() => inside.close());
  const { url } = inside;
  const { pinnedKeys } = world.config.repository!;
  const config: OfficeConfig = {
    ...world.config,
    repository: { url, pinnedKeys, office: { keys: [inside.officeKey], discover: false } },
  };
  return {
    ...{ world, url, line, config },
    async restart() {
      await inside.close();
      inside = await start();
      return inside.url;
    },
    async device() {
      const device = await makeDevice();
      const { grants } = await enrolByCode(url, device, 'p-1', await world.code());
      return { device, token: grants[0]! };
    },
  };
}

type Standing = Awaited<ReturnType<typeof behindOffice>>;
const path = `/v1/feed?office=${officeId}`;

/** The code of its no, or `ok`; with whatever nonce it wants to see. */
async function ask(url: string, given: Awaited<ReturnType<Standing['device']>>) {
  const first = await sendWith(url, { ...given, nonce: '' }, 'GET', path);
  const nonce = first.headers.get('dpop-nonce');
  const answer = nonce === null ? first : await sendWith(url, { ...given, nonce }, 'GET', path);
  return answer.ok ? { code: 'ok', refusal: undefined } : problemIn(answer);
}
async function problemIn(answer: Response) {
  const { type, refusal } = Problem.parse(await answer.json());
  return { code: type.replace('urn:fojas:problem:', ''), refusal };
}
/** A contact for grants, once more with the nonce that is wanted. */
async function contact(url: string, { device }: Awaited<ReturnType<Standing['device']>>): Promise<Response> {
  const first = await knock(url, device, '/v1/session', undefined, 'none');
  const nonce = first.headers.get('dpop-nonce');
  return nonce === null ? first : knock(url, device, '/v1/session', undefined, nonce);
}

it('passes enrolment and contacts on, and asks for a proof of its own afterwards', async () => {
  const { url, line, device } = await behindOffice();
  const mine = await device();
  expect((await ask(url, mine)).code).toBe('ok');
  const renewed = await contact(url, mine);
  const { grants } = DeviceSession.parse(await renewed.json());
  const here = { ...mine, token: grants[0]!, nonce: renewed.headers.get('dpop-nonce')! };
  expect((await sendWith(url, here, 'GET', path)).status).toBe(200);
  // Nobody's word but the central repository's enrols, and without a line whoever is enrolled goes on.
  const wrong = { way: 'code', deviceId: 'pc-9', personId: 'p-1', code: 'AAAA-AAAA-AAAA' };
  expect((await knock(url, await makeDevice(), '/v1/enrolment', wrong)).status).toBe(403);
  line.up = false;
  expect((await problemIn(await fetch(`${url}/v1/enrolment`))).code).toBe('centre-away');
  expect((await problemIn(await contact(url, mine))).code).toBe('not-found');
  expect((await ask(url, mine)).code).toBe('ok');
});

it('learns of a revocation while there is a line, keeps it, and lets nothing be read from then on', async () => {
  const { url, line, device, world, restart } = await behindOffice();
  const [lost, mine] = [await device(), await device()];
  expect((await ask(url, lost)).code).toBe('ok');
  await world.order({ kind: 'revokeDevice', jkt: lost.device.jkt, reason: 'perdida' });
  await expect.poll(async () => (await ask(url, lost)).code).toBe('device-revoked');
  expect((await ask(url, mine)).code).toBe('ok');
  line.up = false;
  const again = await restart();
  const told = await ask(again, lost);
  expect(told.code).toBe('device-revoked');
  const { pinnedKeys } = world.config.repository!;
  expect(openJws(told.refusal!, pinnedKeys, RevocationHeader, RevocationStatement)?.jkt).toBe(lost.device.jkt);
  // It comes for its grants, and is told without a line what wipes it.
  expect((await problemIn(await contact(again, lost))).refusal).toBe(told.refusal);
  expect((await ask(again, mine)).code).toBe('ok');
});

it('asks the central repository for the revocations of a lease, and believes its keys alone', async () => {
  const { world } = await behindOffice();
  const headers = { authorization: `Bearer ${accessKey}` };
  const list = async () =>
    (await (await fetch(`${world.repository.url}/v1/revocations`, { headers })).json()) as unknown;
  expect(await list()).toEqual({ revocations: [] });
  expect((await fetch(`${world.repository.url}/v1/revocations`)).status).toBe(401);
  const device = await makeDevice();
  await enrolByCode(world.repository.url, device, 'p-1', await world.code());
  await world.order({ kind: 'revokeDevice', jkt: device.jkt, reason: 'perdida' });
  expect(await list()).toEqual({ revocations: [expect.any(String)] });
  expect((await offerOf(world.repository.url)).ways).toContain('code');
});

it('lets a desk enrol and work by the office’s repository alone, and has it wiped without a line', async () => {
  const { world, config, line, url } = await behindOffice();
  let desk = await world.open({ config });
  const standing = await desk.call('enrolment.enrol', { way: 'code', code: await world.code() });
  expect(standing.state).toBe('enrolled');
  await world.repository.propose(await world.repository.putCase());
  await until(async () => {
    await desk.call('sync.now', {});
    return (await desk.call('trays.page', { tray: 'toSign', after: null, limit: 10 })).rows.length === 1;
  }, 20_000);
  line.up = false;
  await expect.poll(async () => (await fetch(`${url}/v1/enrolment`)).status).toBe(503);
  // It goes on by what was signed for it, from its next start on as well.
  await desk.close();
  const before = new Date().toISOString();
  desk = await world.open({ config });
  await until(async () => {
    await desk.call('sync.now', {}).catch(() => undefined);
    return ((await desk.call('office.status', {})).line.lastContactAt ?? '') > before;
  }, 5000);
  expect((await desk.call('enrolment.read', {})).state).toBe('enrolled');
  await until(async () => world.fetchedFiles() > 0);

  line.up = true;
  const { jkt } = await desk.call('enrolment.read', {});
  await world.order({ kind: 'revokeDevice', jkt: jkt!, reason: 'perdida' });
  // The office learns of it by the line, and the desk by the office.
  await expect.poll(() => line.asked.filter((one) => one === 'GET /v1/revocations').length).toBeGreaterThan(0);
  line.asked.length = 0;
  await expect.poll(() => line.asked.filter((one) => one === 'GET /v1/revocations').length).toBeGreaterThan(1);
  line.up = false;
  await desk.refusal('enrolment.renew', {});
  expect((await desk.call('enrolment.read', {})).state).toBe('revoked');
  await desk.close();
  expect(world.fetchedFiles()).toBe(0);
});
