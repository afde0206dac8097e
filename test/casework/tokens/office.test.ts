/** What an open office says of tokens, readers and the doctor, with a token in memory and a staged watcher of readers. */
import { expect, it } from 'vitest';
import { createPortPair } from '../../../src/contract/port.ts';
import { done } from '../../../src/contract/failures.ts';
import { readersCalls, type ReaderFacts } from '../../../src/contract/readers.ts';
import { serve } from '../../../src/contract/rpc.ts';
import { type FakeToken, createFakeToken } from '../../helpers/fake-token.ts';
import { type World, createWorld } from '../world.ts';
import { hint, reader, readers } from './staged.ts';

function watch({ office }: World, facts: ReaderFacts): () => void {
  const [near, far] = createPortPair();
  serve(
    far,
    readersCalls,
    {
      'readers.read': async () => done(facts),
      'libraries.inspect': async ({ paths }) =>
        done({
          files: paths.map(
            (path) => ({ path, exists: true, format: 'elf', architectures: ['x64'], fits: true }) as const,
          ),
        }),
    },
    () => undefined,
  );
  office.office.attachReaders(near);
  return () => far.close();
}

it('lists tokens, readers, cards without a driver and the certificate to offer first', async () => {
  const world = await createWorld({ acts: 0, offline: true });
  const { office, token } = world;
  const before = await office.call('tokens.list', {});
  expect(before).toMatchObject({ readers: null, unserved: [], libraries: [{ libraryId: 'fake' }] });
  expect(before.offers).toMatchObject([
    { rank: 0, certificateSha256: token.certificateSha256, usable: true, chosenLast: false, owner: 'unknown' },
  ]);
  await office.call('settings.write', { certificateSha256: token.certificateSha256 });
  const card = reader('Lector', { card: 'SafeNet eToken', drivers: [hint('etoken')] });
  const leave = watch(world, readers({ readers: [card] }));
  const after = await office.call('tokens.list', {});
  expect(after.unserved).toMatchObject([{ card: 'SafeNet eToken', driver: { id: 'etoken', installed: false } }]);
  expect(after.offers[0]?.chosenLast).toBe(true);
  leave();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect((await office.call('tokens.list', {})).readers).toBeNull();
});

it('lets a new PIN be given by the token’s host, and a parked driver be tried again', async () => {
  const retried: string[] = [];
  const { office } = await createWorld({
    ...{ acts: 0, offline: true, office: { onTokenRetry: (libraryId) => void retried.push(libraryId) } },
  });
  const which = { libraryId: 'fake', tokenSerial: 'FAKE-0001' };
  expect((await office.refusal('tokens.changePin', which)).kind).toBe('pinChangeUnsupported');
  expect((await office.refusal('tokens.unblockPin', which)).kind).toBe('pinChangeUnsupported');
  expect((await office.refusal('tokens.changePin', { ...which, libraryId: 'nobody' })).kind).toBe('driverMissing');
  expect((await office.refusal('tokens.retry', { libraryId: 'nobody' })).kind).toBe('driverMissing');
  expect(await office.call('tokens.retry', { libraryId: 'fake' })).toEqual({});
  expect(retried).toEqual(['fake']);
});

it('waits for a host that is on its way, and no longer than that', async () => {
  const { office, token } = await createWorld({ acts: 0, offline: true });
  office.office.tokenGone('fake', { kind: 'driverGone', library: 'l' }, true);
  const listing = office.call('tokens.list', {});
  office.office.attachToken('fake', token.port());
  expect((await listing).libraries[0]).toMatchObject({ failure: null, listing: { tokens: [{}] } });
  office.office.tokenGone('fake', { kind: 'driverParked', library: 'l' });
  expect((await office.call('tokens.list', {})).libraries[0]?.failure?.kind).toBe('driverParked');
});

it('tells whoever waits for a host why it ended', async () => {
  const hanging = createFakeToken({ hang: () => new Promise<never>(() => undefined) });
  const { office } = await createWorld({ acts: 1, token: hanging });
  const trial = office.call('doctor.run', { trial: { ...chosen(hanging) } });
  await office.until(() => hanging.opened.length > 0);
  office.office.tokenGone('fake', { kind: 'driverHung', library: 'l' });
  const { findings } = await trial;
  expect(findings.find(({ id }) => id === 'trialFailed')?.facts).toEqual({ code: 'driverHung' });
});

it('hears of libraries that are found later', async () => {
  const { office } = await createWorld({ acts: 0, offline: true });
  office.office.libraryFound({ kind: 'pkcs11', id: 'opensc', path: '/opensc.so' });
  office.office.libraryFound({ kind: 'pkcs11', id: 'opensc', path: '/opensc.so' });
  const { libraries } = await office.call('tokens.list', {});
  expect(libraries.map(({ libraryId, failure }) => [libraryId, failure?.kind])).toEqual([
    ['fake', undefined],
    ['opensc', 'driverMissing'],
  ]);
});

const chosen = ({ library, serial, certificateSha256 }: FakeToken) => ({
  ...{ libraryId: library.id, tokenSerial: serial, certificateSha256 },
});

it('runs the doctor: findings, a report, and a trial signature only where it is asked for', async () => {
  const world = await createWorld({ acts: 0, offline: true });
  const { office, token } = world;
  watch(world, readers());
  const plain = await office.call('doctor.run', { trial: null });
  expect(plain.findings.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['serviceRunning', 'noReaders', 'libraryGood', 'tokenPractice', 'certificateGood']),
  );
  expect(token.opened).toEqual([]);
  expect(JSON.parse(plain.report)).toMatchObject({ program: 'Fojas', libraries: [{ libraryId: 'fake' }] });
  const tried = await office.call('doctor.run', { trial: chosen(token) });
  expect(tried.findings.find(({ id }) => id === 'trialGood')?.facts).toMatchObject({ algorithm: 'rsa-pkcs1-sha256' });
  expect(token.opened).toMatchObject([
    { purpose: { count: 1, items: [{ caption: expect.stringMatching(/prueba/) }] } },
  ]);
  expect(token.signed).toHaveLength(1);
  expect(token.closed).toBe(1);
});

it('does not believe a trial signature that does not hold, and says why one was not made', async () => {
  const spoiled = createFakeToken({ spoilAt: 0 });
  const first = await createWorld({ acts: 0, offline: true, token: spoiled });
  const wrong = await first.office.call('doctor.run', { trial: chosen(spoiled) });
  expect(wrong.findings.find(({ area }) => area === 'trial')).toMatchObject({ id: 'trialWrong', severity: 'error' });
  const locked = createFakeToken({ login: { kind: 'pinLocked', token: 'T' } });
  const second = await createWorld({ acts: 0, offline: true, token: locked });
  const refused = await second.office.call('doctor.run', { trial: chosen(locked) });
  expect(refused.findings.find(({ area }) => area === 'trial')).toMatchObject({ facts: { code: 'pinLocked' } });
  expect(locked.signed).toEqual([]);
});
