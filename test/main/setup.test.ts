import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect, onTestFinished, test } from 'vitest';
import { OfficeConfig } from '../../src/contract/config.ts';
import { setupHandlers } from '../../src/main/setup.ts';
import { readMachineAnswers } from '../../src/policy/setup/index.ts';
import { repositoryFolder, startRepository, testOffice } from '../helpers/repository.ts';

function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'fojas-setup-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const person = { personId: 'p-1', name: 'Ana Paz', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null } as const;

test('a first start asks for an office once, and tells the program when there is one', async () => {
  const place = repositoryFolder();
  const repository = await startRepository(place.dir);
  onTestFinished(async () => {
    await repository.close();
    place.remove();
  });
  const file = path.join(folder(), 'office.json');
  let opened = 0;
  const recovered: boolean[] = [];
  const setup = setupHandlers({ file, account: 'apaz', fetch }, (recover) => {
    opened += 1;
    recovered.push(recover);
  });
  expect(await setup['setup.read']({})).toMatchObject({ ok: true, value: { wanted: true, account: 'apaz' } });
  const [key] = repository.receiptKeys;
  const answers = {
    ...{ office: { officeId: testOffice.officeId, name: 'UFI 3' }, person, repository: repository.url },
    ...{ repositoryKeys: [`${key!.kid}=${key!.x}`], accessKey: testOffice.accessKey },
  };
  const wrong = await setup['setup.apply']({ ...answers, accessKey: 'a key that nobody granted' });
  expect(wrong).toMatchObject({ ok: false, failure: { kind: 'repositoryDenied' } });
  expect(existsSync(file)).toBe(false);
  // In another's place: nothing is opened before its copy is brought back.
  expect(await setup['setup.apply']({ ...answers, recover: true })).toMatchObject({
    ...{ ok: true, value: { state: 'written', file } },
  });
  expect(recovered).toEqual([true]);
  expect(opened).toBe(1);
  expect(OfficeConfig.parse(JSON.parse(readFileSync(file, 'utf8')))).toMatchObject({ person, mode: 'normal' });
  // From then on a window sets nothing up.
  expect(await setup['setup.read']({})).toMatchObject({ value: { wanted: false } });
  expect(await setup['setup.apply'](answers)).toMatchObject({ ok: false, failure: { kind: 'fileExists' } });
  expect(opened).toBe(1);
});

test('answers that IT left for every start count only where nobody else could have written them', async () => {
  const file = path.join(folder(), 'setup.json');
  const owner = process.getuid?.() ?? 0;
  const read = (whose = owner) => readMachineAnswers('apaz', { file, owner: whose });
  expect(await read()).toBeNull();
  writeFileSync(
    file,
    JSON.stringify({ version: 1, everybody: { repository: 'https://r.invalid' }, accounts: { apaz: { person } } }),
  );
  chmodSync(file, 0o644);
  expect(await read()).toEqual({ ok: true, value: { repository: 'https://r.invalid', person } });
  expect(await read(owner + 1)).toBeNull();
  chmodSync(file, 0o666);
  expect(await read()).toBeNull();
  chmodSync(file, 0o644);
  writeFileSync(file, '{"version": 2}');
  const broken = (...places: string[]) => ({ ok: false, failure: { kind: 'officeFileBroken', file, places } });
  expect(await read()).toEqual(broken('version'));
  writeFileSync(file, '{"version": 1, "todos": {}, "everybody": {"office": {"officeId": 3, "name": "UFI"}}}');
  expect(await read()).toEqual(broken('everybody.office.officeId', 'todos'));
  writeFileSync(file, '{"version": 1,');
  expect(await read()).toEqual(broken());
});
