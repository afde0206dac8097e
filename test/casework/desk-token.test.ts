/** Who proves to be the person of a locked desk, by a token: that person, with that token, and nobody else. */
import { mkdirSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { createFakeToken, type FakeToken } from '../helpers/fake-token.ts';
import { makeTestFolder, openTestOffice, startTestRepository, testConfig } from '../helpers/office.ts';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { cuil, peopledWorld } from './enrolment/world.ts';

async function desk(token: FakeToken, clock: () => Date = () => new Date()) {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  mkdirSync(folder.repository, { recursive: true, mode: 0o700 });
  const repository = await startTestRepository(folder.repository);
  onTestFinished(() => repository.stop());
  const base = testConfig(folder.data, {
    ...{ repository, libraries: [token.library], anchors: [token.rootPem] },
  });
  const office = await openTestOffice({ config: { ...base, person: { ...base.person, cuil } }, clock });
  onTestFinished(() => office.close());
  return office;
}

it('proves by one PIN a certificate that names the person, and knows it from then on', async () => {
  const token = createFakeToken();
  const office = await desk(token);
  office.office.attachToken(token.library.id, token.port());
  expect(await office.call('desk.tokenKnown', {})).toEqual({ known: false });
  expect(await office.call('desk.prove', {})).toEqual({ certificateSha256: token.certificateSha256 });
  expect(await office.call('desk.tokenKnown', {})).toEqual({ known: true });
  expect(token.opened).toHaveLength(1);
  // The window for the PIN says what it is for, and each challenge is another one.
  expect(token.opened[0]!.purpose).toMatchObject({ unlock: true, count: 1 });
  await office.call('desk.prove', {});
  expect(new Set(token.opened.map(({ digests }) => Buffer.from(digests[0]!.digest).toString('hex'))).size).toBe(2);
});

it('takes no token but the person’s: absent, of somebody else, of an authority that nobody trusts, with a wrong PIN', async () => {
  const token = createFakeToken();
  const office = await desk(token);
  expect((await office.refusal('desk.prove', {})).kind).toBe('driverMissing');
  const root = makeRoot();
  const other = createFakeToken(
    {},
    { root, identity: makeSigner(root, { key: 'rsa-2048', commonName: 'PRUEBA Otra', cuil: '20-11111111-2' }) },
  );
  office.office.attachToken(token.library.id, other.port());
  expect(await office.refusal('desk.prove', {})).toMatchObject({ kind: 'certificateOfAnother', holder: 'PRUEBA Otra' });
  // It names the right CUIL, and an authority of its own making.
  const forged = createFakeToken();
  office.office.attachToken(token.library.id, forged.port());
  expect((await office.refusal('desk.prove', {})).kind).toBe('certificateOfAnother');
  expect([...other.opened, ...forged.opened]).toEqual([]);
  office.office.attachToken(token.library.id, token.port());
  for (const failure of [
    { kind: 'pinWrong', pinState: 'countLow' },
    { kind: 'pinLocked', token: 'Prueba' },
  ] as const) {
    token.faults.login = failure;
    expect(await office.refusal('desk.prove', {})).toEqual(failure);
  }
  expect(await office.call('desk.tokenKnown', {})).toEqual({ known: false });
});

it('takes no signature that the certificate does not verify', async () => {
  const token = createFakeToken({ spoilAt: 0 });
  const office = await desk(token);
  office.office.attachToken(token.library.id, token.port());
  expect((await office.refusal('desk.prove', {})).kind).toBe('signatureInvalid');
  expect(await office.call('desk.tokenKnown', {})).toEqual({ known: false });
});

it('a certificate that has run out opens the desk that it opened before, and no other', async () => {
  const [here, elsewhere] = [createFakeToken(), createFakeToken()];
  let now = new Date();
  const office = await desk(here, () => now);
  const there = await desk(elsewhere, () => now);
  office.office.attachToken(here.library.id, here.port());
  there.office.attachToken(elsewhere.library.id, elsewhere.port());
  await office.call('desk.prove', {});
  now = new Date(now.getTime() + 50 * 365 * 86_400_000);
  expect(await office.call('desk.prove', {})).toEqual({ certificateSha256: here.certificateSha256 });
  expect((await there.refusal('desk.prove', {})).kind).toBe('certificateOfAnother');
});

it('a desk that was enrolled by its token is opened by it', async () => {
  const world = await peopledWorld();
  const office = await world.open();
  const { token } = world;
  const wish = { libraryId: token.library.id, tokenSerial: token.serial, certificateSha256: token.certificateSha256 };
  await office.call('enrolment.enrol', { way: 'token', ...wish });
  expect(await office.call('desk.tokenKnown', {})).toEqual({ known: true });
  expect(await office.call('desk.prove', {})).toEqual({ certificateSha256: token.certificateSha256 });
});
