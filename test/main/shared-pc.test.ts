/** Two people at one PC: a key, data and a passphrase each, and neither reads the other's. */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DeskPolicy, type OfficeConfig } from '../../src/contract/config.ts';
import type { LockState } from '../../src/contract/lock.ts';
import { atSeat } from '../../src/contract/seats.ts';
import { readStoreKey } from '../../src/main/keychain.ts';
import { lockKeeper } from '../../src/main/lock-keeper.ts';
import { openOffice } from '../../src/casework/office.ts';
import { makeTestFolder, openTestOffice, startTestRepository, testConfig } from '../helpers/office.ts';
import { fakeKeychain } from './fake-keychain.ts';

const keychain = fakeKeychain();

/** The desk of Ana, at which Bruno works too: the same office, on a folder of his own. */
function shared(folder: ReturnType<typeof makeTestFolder>, base: OfficeConfig): OfficeConfig {
  const bruno = { personId: 'p-2', name: 'Bruno', role: 'clerk', capacity: 'Instructor', cuil: null } as const;
  return {
    ...base,
    seats: [{ seatId: 'bruno', person: bruno, dataDir: join(folder.path, 'bruno'), deviceId: 'pc-02' }],
  };
}

function everyByte(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'))
    .join('');
}

test('each has a store key of his or her own, and a draft opens with no other', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  mkdirSync(folder.repository, { recursive: true, mode: 0o700 });
  const repository = await startTestRepository(folder.repository);
  onTestFinished(() => repository.stop());
  const caseId = await repository.putCase();
  const ana = shared(folder, testConfig(folder.data, { repository }));
  const bruno = atSeat(ana, 'bruno');
  const keyOf = async ({ dataDir }: OfficeConfig): Promise<string> => {
    const key = await readStoreKey({ safeStorage: keychain, userData: join(folder.path, 'user'), dataDir });
    return key.ok ? key.value : '';
  };
  const keys = [await keyOf(ana), await keyOf(bruno)] as const;
  expect(new Set([...keys, '']).size).toBe(3);

  const secret = 'palabras-que-solo-escribio-ana';
  const mine = await openTestOffice({ config: ana, storeKey: keys[0] });
  await mine.call('sync.now', {});
  const paragraphs = [{ id: 'p0', text: secret }];
  const text = { format: 1, actType: 'providencia', title: 'Providencia', archived: false, paragraphs } as const;
  // Not sent: what nobody else may read lies here alone.
  await repository.stop();
  const begun = await mine.call('drafts.begin', { caseId, text: { ...text, paragraphs: [...paragraphs] } });
  await mine.close();
  expect(everyByte(folder.path)).not.toContain(secret);

  const his = await openTestOffice({ config: bruno, storeKey: keys[1] });
  expect(JSON.stringify(await his.call('drafts.list', { search: '', archived: false }))).not.toContain(
    begun.row.draftId,
  );
  expect((await his.call('trays.counts', {})).queue).toBe(0);
  await his.close();
  const options = { version: '0', clock: () => new Date(), ids: () => 'x', log: () => undefined };
  for (const [config, storeKey] of [
    [ana, keys[1]],
    [bruno, keys[0]],
  ] as const)
    expect(await openOffice({ ...options, config, storeKey })).toMatchObject({
      ok: false,
      failure: { kind: 'storeKeyWrong' },
    });
  const again = await openTestOffice({ config: ana, storeKey: keys[0] });
  expect(JSON.stringify(await again.call('drafts.list', { search: '', archived: false }))).toContain(begun.row.draftId);
  await again.close();
}, 60_000);

test('whoever sits down says a passphrase of his or her own, and the key of the one before is forgotten', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const told: LockState[] = [];
  const onPerson = vi.fn((seatId: string) => seatId === 'bruno');
  const people = [
    { seatId: 'first', name: 'Ana', present: true },
    { seatId: 'bruno', name: 'Bruno', present: false },
  ];
  const locks = lockKeeper({
    ...{ userData: folder.path, monitor: { getSystemIdleTime: () => 0 }, people: () => people, onPerson },
    proveByToken: () => Promise.resolve({ ok: false, failure: { kind: 'notAllowed' } }),
    ...{ onLocked: () => undefined, onKey: () => undefined, onChange: (state) => void told.push(state) },
  });
  const ana = { dataDir: join(folder.path, 'ana') };
  const bruno = { dataDir: join(folder.path, 'bruno') };
  const open = (passphrase: string) => locks.answer('lock.open', { passphrase });
  locks.at(ana).holds('11'.repeat(32));
  await locks.answer('lock.choose', { present: null, next: 'la frase de ana' });
  expect(await locks.answer('lock.person', { seatId: 'nadie' })).toMatchObject({ failure: { kind: 'notAllowed' } });
  expect(await locks.answer('lock.person', { seatId: 'bruno' })).toMatchObject({ value: { people } });

  // Bruno chose none yet: nothing is asked, and what opened Ana's data is not at hand any more.
  await locks.sitDown(bruno);
  expect(locks.locked).toBe(false);
  locks.at(bruno).holds('22'.repeat(32));
  await locks.answer('lock.choose', { present: null, next: 'la frase de bruno' });
  await locks.sitDown(ana);
  expect(locks.locked).toBe(true);
  expect(told.at(-1)).toMatchObject({ wants: 'passphrase', people });
  expect(await open('la frase de bruno')).toMatchObject({ failure: { kind: 'passphraseWrong' } });
  expect(await open('la frase de ana')).toMatchObject({ ok: true });
  // Where there is no keychain, the key comes from the passphrase alone.
  await locks.sitDown(bruno);
  expect(await locks.at(bruno).keyWithoutKeychain()).toMatchObject({ failure: { kind: 'keychainMissing' } });
  expect(await open('la frase de bruno')).toMatchObject({ ok: true });
  expect(await locks.at(bruno).keyWithoutKeychain()).toEqual({ ok: true, value: '22'.repeat(32) });
  await locks.sitDown(ana);
  expect(await locks.at(ana).keyWithoutKeychain()).toMatchObject({ failure: { kind: 'keychainMissing' } });
});

test('the lock of whoever sits here holds while another sits down, and while the policy changes', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const locks = lockKeeper({
    ...{ userData: folder.path, monitor: { getSystemIdleTime: () => 0 }, people: () => undefined },
    ...{ onPerson: () => true, onLocked: () => undefined, onKey: () => undefined, onChange: () => undefined },
    proveByToken: () => Promise.resolve({ ok: false, failure: { kind: 'notAllowed' } }),
  });
  const ana = { dataDir: join(folder.path, 'ana') };
  const bruno = { dataDir: join(folder.path, 'bruno') };
  for (const [config, next] of [
    [ana, 'la frase de ana'],
    [bruno, 'la frase de bruno'],
  ] as const) {
    locks.at(config).holds('11'.repeat(32));
    await locks.answer('lock.choose', { present: null, next });
  }
  await locks.answer('lock.now', {});
  // Bruno's office is still there while his place is taken.
  const sitting = locks.sitDown(ana);
  expect(locks.locked).toBe(true);
  await sitting;
  expect(locks.locked).toBe(true);
  await locks.answer('lock.open', { passphrase: 'la frase de ana' });
  await locks.sitDown(bruno);
  // The policy is of the office's file, whose first person is Ana.
  locks.obey({ ...ana, desk: DeskPolicy.parse({ idleLockMinutes: 5 }) });
  expect(locks.locked).toBe(true);
  expect(await locks.answer('lock.open', { passphrase: 'la frase de ana' })).toMatchObject({ ok: false });
});
