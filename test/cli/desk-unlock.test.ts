import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { lockFolder } from '../../src/casework/store/lock.ts';
import { deskKeyFile } from '../../src/diagnostics/desk-keys.ts';
import { readDiary } from '../../src/diagnostics/diary-file.ts';
import { lockNotes } from '../../src/main/lock-note.ts';
import { createWorld } from '../casework/world.ts';
import { fojas, json, scratch } from './harness.ts';

/** A desk that was locked by a token, whose key the keychain has. */
async function lockedDesk() {
  const dir = scratch();
  const world = await createWorld({ acts: 1 });
  const [config, ownFiles] = [join(dir, 'oficina.json'), join(dir, 'user-data')];
  writeFileSync(config, JSON.stringify(world.config));
  const at = (by: 'sealed' | 'phrase' | 'lock'): string => deskKeyFile(ownFiles, world.config.dataDir, by);
  mkdirSync(dirname(at('lock')), { recursive: true });
  writeFileSync(at('sealed'), 'sealed by the keychain');
  await lockNotes(at('lock')).change({ token: true, locked: true });
  const unlock = (...more: string[]) =>
    fojas(['desk', 'unlock', '--config', config, '--user-data', ownFiles, '--json', ...more]);
  const diary = () => readDiary(join(ownFiles, 'diary'), 10).map(({ from, event }) => [from, event]);
  return { world, at, unlock, diary, files: () => readdirSync(dirname(at('lock'))).length };
}

it('takes away the note alone, and only when it is really meant', async () => {
  const { world, at, unlock, diary } = await lockedDesk();
  const running = await unlock('--really');
  expect([running.code, running.stderr]).toEqual([5, expect.stringContaining('storeBusy')]);
  await world.office.close();
  const asked = await unlock();
  expect([asked.code, json(asked)]).toEqual([0, { state: 'locked' }]);
  expect(lockNotes(at('lock')).now).toEqual({ version: 1, token: true, locked: true });

  expect(diary()).toEqual([]);

  const done = await unlock('--really');
  expect([done.code, json(done)]).toEqual([0, { state: 'unlocked' }]);
  expect(existsSync(at('lock'))).toBe(false);
  expect(lockNotes(at('lock')).now.locked).toBe(false);
  expect(readFileSync(at('sealed'), 'utf8')).toBe('sealed by the keychain');
  lockFolder(join(world.config.dataDir, 'office.lock'), 0)!.release();
  expect(json(await unlock('--really'))).toEqual({ state: 'notLocked' });
  // Once, and by nobody's name: whose account it was says where the diary lies.
  expect(diary()).toEqual([['command', 'deskUnlocked']]);
});

it('takes nothing where a passphrase opens the desk, or the keychain has no key', async () => {
  const { world, at, unlock, files } = await lockedDesk();
  await world.office.close();
  writeFileSync(at('phrase'), 'sealed by a passphrase');
  const chosen = await unlock('--really');
  expect([chosen.code, json(chosen), files()]).toEqual([1, { state: 'passphrase' }, 3]);

  const other = await lockedDesk();
  await other.world.office.close();
  writeFileSync(other.at('sealed').replace(/sealed$/, 'sealed.before-01'), 'an older one');
  rmSync(other.at('sealed'));
  const lost = await other.unlock('--really');
  expect([lost.code, json(lost), existsSync(other.at('lock'))]).toEqual([1, { state: 'keyLost' }, true]);

  writeFileSync(other.at('lock'), '{');
  expect(json(await other.unlock('--really'))).toEqual({ state: 'notLocked' });
  expect(existsSync(other.at('lock'))).toBe(true);
});

it.runIf(process.getuid?.() === 0)('leaves the note of another account alone', async () => {
  const { world, at, unlock } = await lockedDesk();
  await world.office.close();
  chownSync(at('lock'), 1234, 1234);
  const refused = await unlock('--really');
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('otra cuenta')]);
  expect(existsSync(at('lock'))).toBe(true);
});
