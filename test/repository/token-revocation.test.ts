/** Whether a token's certificate was revoked is asked before it enrols a device; that nobody knows is said, and let in or refused. */
import { expect, it, onTestFinished } from 'vitest';
import { Problem } from '../../src/contract/wire.ts';
import { DeviceRecord, loginText } from '../../src/contract/people.ts';
import { atConsole, carryOut } from '../../src/repository/people/orders.ts';
import { openSqliteRegister } from '../../src/repository/register/sqlite.ts';
import { memoryCache } from '../../src/signature/index.ts';
import { knock, makeDevice, offerOf } from '../helpers/device.ts';
import { signAsToken } from '../helpers/pki.ts';
import { PkiWorld, worldTransport } from '../helpers/pki-services/index.ts';
import { repositoryFolder, startRepository, testOffice } from '../helpers/repository.ts';

async function stage(unknown: 'allow' | 'refuse') {
  const folder = repositoryFolder();
  const world = new PkiWorld('http://pki.example');
  const clock = (): Date => world.clock.now();
  const signer = world.signer();
  const register = openSqliteRegister(folder.dir);
  const order = (given: Parameters<typeof carryOut>[1]) => carryOut({ book: register.people, clock }, given, atConsole);
  const { officeId } = testOffice;
  await order({ kind: 'office', office: { officeId, name: 'UFI' } });
  const grant = { officeId, roles: ['magistrate' as const], clearance: 5, validator: false };
  const until = '2099-01-01T00:00:00.000Z';
  await order({
    kind: 'import',
    rows: [{ personId: 'p-1', name: 'Juana', cuil: '27123456780', login: null, grant: { ...grant, until } }],
  });
  await register.close();
  const repository = await startRepository(folder.dir, {
    ...{ clock, trustAnchors: [world.root.certificatePem] },
    revocation: { transport: worldTransport(world), cache: memoryCache(), unknown, patienceMs: 5000 },
  });
  onTestFinished(async () => {
    await repository.close();
    folder.remove();
  });
  return {
    ...{ world, signer },
    async enrol(): Promise<string> {
      const device = await makeDevice();
      const { nonce, root } = await offerOf(repository.url);
      const text = loginText({ root, deviceId: 'pc-token', jkt: device.jkt, nonce });
      const answer = await knock(
        repository.url,
        device,
        '/v1/enrolment',
        {
          ...{ way: 'token', deviceId: 'pc-token', algorithm: 'ecdsa-sha256' },
          certificates: [signer, world.intermediate].map((one) => Buffer.from(one.certificate).toString('base64')),
          signature: Buffer.from(signAsToken(signer, 'ecdsa-sha256', Buffer.from(text))).toString('base64'),
        },
        nonce,
      );
      return answer.ok ? 'enrolled' : String(Problem.parse(await answer.json()).detail);
    },
    async devices(): Promise<readonly DeviceRecord[]> {
      const kept = openSqliteRegister(folder.dir);
      const all = await kept.people.list('device');
      await kept.close();
      return all.map((text) => DeviceRecord.parse(JSON.parse(text)));
    },
    close: () => repository.close(),
  };
}

it('is asked of the authority, and a revoked certificate enrols nothing', async () => {
  const { world, signer, enrol, devices, close } = await stage('allow');
  expect(await enrol()).toBe('enrolled');
  expect(world.asked.map(({ service }) => service)).toContain('ocsp');
  world.clock.advance({ days: 30 });
  world.revoke(signer, world.clock.now());
  world.clock.advance({ days: 1 });
  expect(await enrol()).toBe('revoked');
  await close();
  expect(await devices()).toHaveLength(1);
  expect((await devices())[0]).not.toHaveProperty('revocation');
});

it('is written down as unknown where nobody answers and that is allowed', async () => {
  const { world, enrol, devices, close } = await stage('allow');
  world.faults.set('ocsp', 'error500').set('crl', 'error500');
  expect(await enrol()).toBe('enrolled');
  await close();
  expect(await devices()).toMatchObject([{ revocation: 'unknown' }]);
});

it('is refused as unknown where the institution demands an answer, and taken with one that is kept', async () => {
  const { world, enrol } = await stage('refuse');
  world.faults.set('ocsp', 'error500').set('crl', 'error500');
  expect(await enrol()).toBe('revocationUnknown');
  world.faults.clear();
  expect(await enrol()).toBe('enrolled');
  // What was heard today holds while the line to the authority is away.
  world.faults.set('ocsp', 'error500').set('crl', 'error500');
  expect(await enrol()).toBe('enrolled');
});
