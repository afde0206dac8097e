import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorld } from '../casework/world.ts';
import { deskKeyFile } from '../../src/diagnostics/desk-keys.ts';
import { destroyFile } from '../../src/diagnostics/destroy-file.ts';
import { storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('wipe: says what only exists here, refuses while no copy has it, and then leaves neither keys nor what was fetched', async () => {
  const dir = scratch();
  const recovery = join(dir, 'recovery.txt');
  const { recipient } = json<{ recipient: string }>(
    await fojas(['home', 'new-recovery-key', '--out', recovery, '--json']),
  );
  const world = await createWorld({ acts: 2 });
  await world.repository.stop();
  await world.ended(await world.sign());
  await world.office.close();
  const place = join(dir, 'stick');
  const config = { ...world.config, secondCopy: { folder: place, recoveryRecipients: [recipient] } };
  const [configFile, storeFile] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(configFile, JSON.stringify(config));
  writeFileSync(storeFile, storeKey);
  const ownFiles = join(dir, 'user-data');
  const wipe = ['wipe', '--config', configFile, '--store-key-file', storeFile, '--user-data', ownFiles];
  // What the window sealed for this folder, by the keychain and by a passphrase, what it put aside, and what is another folder's.
  const sealed = deskKeyFile(ownFiles, config.dataDir, 'sealed');
  const keys = [sealed, `${sealed}.before-0123`, deskKeyFile(ownFiles, config.dataDir, 'phrase')];
  const others = deskKeyFile(ownFiles, join(dir, 'other'), 'sealed');
  mkdirSync(dirname(sealed), { recursive: true });
  for (const key of [...keys, others]) writeFileSync(key, 'sealed');

  const asked = await fojas(wipe);
  expect(asked.code, asked.stderr).toBe(0);
  expect(asked.stdout).toContain(
    'El repositorio todavía no tiene: 2 archivos y 0 borradores. Ninguna copia los guarda.',
  );
  expect(asked.stdout).toContain('No se vació nada.');
  const refused = await fojas([...wipe, '--really']);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('leavesUnsent')]);
  expect([existsSync(config.dataDir), readFileSync(storeFile, 'utf8')]).toEqual([true, storeKey]);
  expect(keys.map((key) => existsSync(key))).toEqual([true, true, true]);

  mkdirSync(place);
  const done = await fojas([...wipe, '--really', '--json']);
  expect(done.code, done.stderr).toBe(0);
  const { left, ...rest } = json<{ left: string[] }>(done);
  expect(rest).toEqual({ files: 2, drafts: 0, copied: true, recoverable: true });
  for (const gone of [config.dataDir, storeFile, configFile, ...keys]) expect(existsSync(gone), gone).toBe(false);
  expect(existsSync(others)).toBe(true);
  // What is left of it holds neither what was fetched nor the key, in any form.
  const kept = readdirSync(left[0]!, { recursive: true, encoding: 'utf8' });
  expect(kept).toContain('journal.db');
  expect(kept.filter((name) => /^cache\.db|^documents.fetched/.test(name))).toEqual([]);
  expect(readdirSync(dirname(config.dataDir))).not.toContain('data');
  const again = await fojas(wipe);
  expect(again.code).not.toBe(0);
}, 120_000);

it('a key is written over before its name goes, and one that is gone is no trouble', async () => {
  const file = join(scratch(), 'key');
  writeFileSync(file, storeKey);
  await destroyFile(file);
  expect(existsSync(file)).toBe(false);
  await destroyFile(file);
  await expect(destroyFile(dirname(file))).rejects.toThrow('EISDIR');
});
