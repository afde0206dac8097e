import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readPins } from '../../src/cli/pins.ts';
import { createUi } from '../../src/cli/ui.ts';
import type { Heard } from '../../src/policy/resolve.ts';
import { scratch } from './harness.ts';

/** The keys that an institution pins by policy, which a command run in a test cannot be given. */
const key = (letter: string) => letter.repeat(43);
const heard = (says: Record<string, unknown>): (() => Promise<Heard>) => {
  const voices = [{ level: 'machine', place: '/etc/fojas/policies.d/a.json', says }] as const;
  return async () => ({ voices, troubles: [] });
};

function desk(repository: object | null): string {
  const home = scratch();
  vi.stubEnv('XDG_CONFIG_HOME', home);
  mkdirSync(join(home, 'Fojas'));
  const person = { personId: 'p', name: 'P', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null };
  const office = { officeId: 'ufi-1', name: 'UFI 1' };
  const rest = { repository, tokenLibraries: [], trustAnchors: [] };
  const config = { version: 1, mode: 'normal', dataDir: home, deviceId: 'pc-1', office, person, ...rest };
  writeFileSync(join(home, 'Fojas', 'office.json'), JSON.stringify(config));
  return home;
}

const ask = async (says: Record<string, unknown>) => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const keys = await readPins({}, createUi('en', false), heard(says));
  const told = said.mock.calls.map(([text]) => String(text)).join('');
  said.mockRestore();
  return { keys, told };
};

it('takes the keys of the policy alone, over those of the desk, and none that do not hold', async () => {
  vi.stubEnv('XDG_CONFIG_HOME', scratch());
  const pinned = [{ kid: 'root-1', kty: 'OKP', crv: 'Ed25519', x: key('A') }];
  const alone = await ask({ 'repository.keys': [`root-1=${key('A')}`] });
  expect(alone).toEqual({ keys: pinned, told: expect.stringContaining('policy pins') });

  const old = { kid: 'root-0', kty: 'OKP', crv: 'Ed25519', x: key('B') };
  const home = desk({ url: 'https://fojas.ejemplo.invalid/', pinnedKeys: [old] });
  const own = await ask({});
  expect(own).toEqual({ keys: [old], told: expect.stringContaining(join(home, 'Fojas', 'office.json')) });
  const over = await ask({ 'repository.keys': [`root-1=${key('A')}`] });
  expect(over.keys).toEqual(pinned);

  // A desk without a repository keeps nothing; a setting that cannot be read is none.
  desk(null);
  expect((await ask({ 'repository.keys': [`root-1=${key('A')}`] })).keys).toEqual(pinned);
  expect(await ask({ 'repository.keys': ['root-1'] })).toEqual({ keys: 2, told: expect.stringContaining('--pins') });
});
