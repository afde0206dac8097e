/** `fojas electronic`: the signature of a person without a token, made and looked at without a window. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { accessKey, makeTestFolder, officeId, startTestRepository, storeKey, testConfig } from '../helpers/office.ts';
import { type Ran, fojas, json } from './harness.ts';

const personKey = 'the key of Bruno alone, long enough';
const person = { personId: 'caceres', name: 'Bruno Cáceres Tolosa', role: 'clerk' as const };
const passphrase = 'una frase larga y mía';
/** Three programs one after the other, on a machine that does other things too. */
const patienceMs = 240_000;

async function deskWith(isOffered: boolean) {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository, {
    accessKeys: [
      { key: accessKey, officeId },
      {
        ...{ key: personKey, officeId },
        holder: { personId: person.personId, name: person.name, roles: ['clerk'], validator: false },
      },
    ],
    electronic: { actTypes: ['constancia'] },
  });
  let runs = true;
  const stop = async (): Promise<void> => {
    if (runs) await repository.stop();
    runs = false;
  };
  onTestFinished(stop);
  const base = testConfig(folder.data, { repository });
  mkdirSync(folder.data, { recursive: true });
  const [configFile, storeFile] = [join(folder.path, 'office.json'), join(folder.path, 'store-key')];
  const config = {
    ...base,
    person: { ...base.person, ...person, capacity: 'Despachante', cuil: null },
    repository: { ...base.repository!, accessKey: personKey },
    signing: { pauseMinutes: 4, issuers: [], electronic: isOffered },
  };
  writeFileSync(configFile, JSON.stringify(config));
  writeFileSync(storeFile, storeKey, { mode: 0o600 });
  const office = ['--config', configFile, '--store-key-file', storeFile];
  const keys = join(folder.data, 'electronic');
  return {
    stop,
    files: () => (existsSync(keys) ? readdirSync(keys) : []),
    look: (...more: string[]): Promise<Ran> => fojas(['electronic', ...office, ...more]),
    make: (input: string, ...more: string[]): Promise<Ran> =>
      fojas(['electronic', 'make', ...office, '--pin-stdin', ...more], { input }),
  };
}

it(
  'is made under a passphrase that is said nowhere, and looked at afterwards',
  async () => {
    const desk = await deskWith(true);
    const before = await desk.look();
    expect(before.code).toBe(exitCodes.ok);
    expect(before.stdout).toMatch(/Firma electrónica, no digital/);
    expect(before.stdout).toMatch(/todavía no tiene una/);

    const short = await desk.make('corta\n');
    expect(short.code).not.toBe(exitCodes.ok);
    expect(short.stderr).toMatch(/La frase tiene que tener \d+ caracteres o más/);
    expect(desk.files()).toEqual([]);

    const made = await desk.make(`${passphrase}\n`);
    expect(made.code).toBe(exitCodes.ok);
    expect(made.stdout).toMatch(/La suya vence el \d/);
    expect(made.stdout + made.stderr).not.toContain(passphrase);
    expect(desk.files().length).toBeGreaterThan(0);
    const after = json<{ isOffered: boolean; certificate: { isUsable: boolean } | null }>(await desk.look('--json'));
    expect(after).toMatchObject({ isOffered: true, certificate: { isUsable: true } });
  },
  patienceMs,
);

it(
  'is not made without a line: nobody thinks of a passphrase for a key that could not be certified',
  async () => {
    const desk = await deskWith(true);
    await desk.stop();
    const made = await desk.make(`${passphrase}\n`);
    expect(made.stderr).toContain('repositoryUnreachable');
    expect(made.code).not.toBe(exitCodes.ok);
    expect(desk.files()).toEqual([]);
  },
  patienceMs,
);

it(
  'is neither made nor offered where the institution does not let it be',
  async () => {
    const desk = await deskWith(false);
    expect((await desk.look()).stdout).toMatch(/La institución no permite la firma electrónica/);
    const made = await desk.make(`${passphrase}\n`);
    expect(made.stderr).toContain('electronicNotAllowed');
    expect(desk.files()).toEqual([]);
  },
  patienceMs,
);
