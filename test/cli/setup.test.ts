import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OfficeConfig } from '../../src/contract/config.ts';
import { repositoryFolder, startRepository, testOffice } from '../helpers/repository.ts';
import { fojas, json, scratch } from './harness.ts';

/** A repository on loopback, and what a desk of its office is set up with. */
async function ground() {
  const place = repositoryFolder();
  const repository = await startRepository(place.dir);
  onTestFinished(async () => {
    await repository.close();
    place.remove();
  });
  const folder = scratch();
  const [keyFile, out] = [path.join(folder, 'key'), path.join(folder, 'Fojas', 'office.json')];
  writeFileSync(keyFile, `${testOffice.accessKey}\n`);
  const [key] = repository.receiptKeys;
  const args = [
    ...['setup', '--out', out, '--repository', repository.url, `--key=${key!.kid}=${key!.x}`],
    ...['--access-key-file', keyFile, '--office', testOffice.officeId, '--office-name', 'UFI 3', '--person', 'p-1'],
    ...['--name', 'Ana Paz', '--role', 'magistrate', '--capacity', 'Agente Fiscal'],
  ];
  return { repository, folder, out, args, with: (...more: string[]) => fojas([...args, ...more]) };
}

describe('fojas setup', () => {
  it('writes a desk’s file for its owner alone, says so once more when asked again, and leaves another alone', async () => {
    const at = await ground();
    const first = await at.with('--json');
    expect(first, first.stderr).toMatchObject({ code: 0 });
    const { deviceId } = json<{ deviceId: string }>(first);
    const config = OfficeConfig.parse(JSON.parse(readFileSync(at.out, 'utf8')));
    expect(config).toMatchObject({ deviceId, dataDir: path.join(path.dirname(at.out), 'data'), mode: 'normal' });
    expect(config.repository).toMatchObject({ accessKey: testOffice.accessKey, pinnedKeys: at.repository.receiptKeys });
    expect(statSync(at.out).mode & 0o777).toBe(0o600);
    const before = readFileSync(at.out);
    // Without a line, too: what is there already asks nobody.
    await at.repository.close();
    const again = await at.with();
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Ya estaba configurado así') as string });
    const other = await at.with('--capacity', 'Fiscal Adjunta');
    expect(other).toMatchObject({ code: 5, stderr: expect.stringContaining('fileExists') as string });
    expect(readFileSync(at.out)).toEqual(before);
    const replaced = await at.with('--capacity', 'Fiscal Adjunta', '--replace', '--offline');
    expect(replaced.code).toBe(0);
    const now = OfficeConfig.parse(JSON.parse(readFileSync(at.out, 'utf8')));
    expect(now).toMatchObject({ deviceId, person: { capacity: 'Fiscal Adjunta' } });
  });

  it('sets up an account that has nothing yet where its window looks, under what the institution decided, asking nobody', async () => {
    const at = await ground();
    const home = path.join(at.folder, 'home');
    mkdirSync(home, { mode: 0o700 });
    const [key] = at.repository.receiptKeys;
    const answers = path.join(at.folder, 'answers.json');
    const person = { personId: 'p-1', name: 'Ana Paz', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null };
    const everybody = {
      ...{ office: { officeId: 'ufi-3', name: 'UFI 3' }, repository: 'https://repositorio.ejemplo.invalid/' },
      repositoryKeys: [`${key!.kid}=${key!.x}`],
    };
    writeFileSync(answers, JSON.stringify({ version: 1, everybody, accounts: { apaz: { person } } }));
    const env = { HOME: home, XDG_CONFIG_HOME: path.join(home, '.config') };
    const given = ['setup', '--answers', answers, '--account', 'apaz', '--offline'];
    expect(await fojas(given, { env })).toMatchObject({ code: 0, stderr: '' });
    const file = path.join(home, '.config', 'Fojas', 'office.json');
    expect(OfficeConfig.parse(JSON.parse(readFileSync(file, 'utf8')))).toMatchObject({ person, mode: 'normal' });
    expect([statSync(file).mode & 0o777, statSync(path.dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
    expect((await fojas(given, { env })).code).toBe(0);
  });

  it('names what is missing, and writes nothing', async () => {
    const at = await ground();
    const bare = await fojas(['setup', '--out', at.out]);
    expect(bare).toMatchObject({ code: 2, stderr: expect.stringContaining('Falta o no sirve: office') as string });
    expect(bare.stderr).toContain('--office --office-name');
    expect(bare.stderr).toContain('--person --name --role --capacity');
    expect(bare.stderr).not.toContain('Invalid input');
    const without = at.args.filter((arg) => !arg.startsWith('--key='));
    const noKeys = await fojas([...without, '--lang', 'en']);
    expect(noKeys).toMatchObject({ code: 2, stderr: expect.stringContaining('of no use: repositoryKeys') as string });
    expect((await at.with('--role', 'king')).code).toBe(2);
    // The name of a key may begin with a dash.
    const dashed = await fojas([...without, '--key', `-${'b'.repeat(42)}=${'A'.repeat(43)}`, '--offline']);
    expect(dashed).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(at.out, 'utf8')).toContain(`"-${'b'.repeat(42)}"`);
    rmSync(at.out);
    const forgotten = await fojas([...without, '--key', '--offline']);
    expect(forgotten).toMatchObject({ code: 2, stderr: expect.stringContaining('--key=VALOR') as string });
    expect(() => statSync(at.out)).toThrow(/ENOENT/);
  });

  it('believes no repository that has another key, nor a key that it does not know, and tells a line that is not there', async () => {
    const at = await ground();
    const kid = at.repository.receiptKeys[0]!.kid;
    const stranger = at.args.map((arg) => (arg.startsWith('--key=') ? `--key=${kid}=${'A'.repeat(43)}` : arg));
    expect(await fojas(stranger)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('lineUntrusted') as string,
    });
    const badKey = path.join(at.folder, 'bad');
    writeFileSync(badKey, 'a key that nobody granted');
    const denied = await at.with('--access-key-file', badKey);
    expect(denied).toMatchObject({ code: 4, stderr: expect.stringContaining('repositoryDenied') as string });
    expect((await at.with('--access-key-file', path.join(at.folder, 'none'))).code).toBe(5);
    await at.repository.close();
    expect(await at.with()).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('repositoryUnreachable') as string,
    });
    expect(() => statSync(at.out)).toThrow(/ENOENT/);
  });

  it('takes the answers of an account out of a file for the whole office', async () => {
    const at = await ground();
    const [key] = at.repository.receiptKeys;
    const file = path.join(at.folder, 'setup.json');
    const ana = { personId: 'p-1', name: 'Ana Paz', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null };
    const everybody = {
      repository: at.repository.url,
      repositoryKeys: [`${key!.kid}=${key!.x}`],
      office: { officeId: testOffice.officeId, name: 'UFI 3' },
      accessKeyFile: path.join(at.folder, '{account}.key'),
    };
    writeFileSync(file, JSON.stringify({ version: 1, everybody, accounts: { apaz: { person: ana } } }));
    writeFileSync(path.join(at.folder, 'apaz.key'), testOffice.accessKey);
    const given = ['setup', '--out', at.out, '--answers', file];
    const done = await fojas([...given, '--account', 'apaz']);
    expect(done, done.stderr).toMatchObject({ code: 0 });
    expect(OfficeConfig.parse(JSON.parse(readFileSync(at.out, 'utf8'))).person).toEqual(ana);
    // Nobody knows who this account is; `..` leads nowhere.
    expect(await fojas([...given, '--account', '../apaz'])).toMatchObject({ code: 2 });
    writeFileSync(file, '{"version": 1, "todos": {}}');
    const wrong = await fojas([...given, '--account', 'apaz']);
    expect(wrong).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/setup\.json» no vale en: todos[^]*Corrija/) as string,
    });
    writeFileSync(file, 'todos = 1');
    for (const [lang, says] of [
      ['es', /setup\.json» no es JSON[^]*Corrija ese archivo/],
      ['en', /setup\.json” is not JSON[^]*Correct that file/],
      ['pt', /setup\.json” não é JSON[^]*Corrija esse arquivo/],
    ] as const)
      expect(await fojas([...given, '--account', 'apaz', '--lang', lang])).toMatchObject({
        ...{ code: 5, stderr: expect.stringMatching(says) as string },
      });
  });
});
