/**
 * Canaries: words that are planted in cases, acts, names, a PIN and keys, and looked for afterwards in everything that a day leaves behind
 * beside the central repository's own files: what the processes wrote, the diary, the bundle, the plain bytes of the disk, temporary files.
 */
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DiaryLine } from '../../src/contract/diary.ts';
import { Sha256 } from '../../src/contract/ids.ts';
import { openDiary } from '../../src/diagnostics/diary-file.ts';
import { createRepository } from '../../src/repository/repository.ts';
import { folderKeys } from '../../src/repository/sealed/keys.ts';
import { sealFolder } from '../../src/repository/sealed/take-over.ts';
import { hearChild } from '../../src/diagnostics/hear-child.ts';
import { isOpen, startOfficeChild, type OfficeChild } from '../casework/office-child.ts';
import { fojas } from '../cli/harness.ts';
import { makePki } from '../helpers/pki.ts';
import {
  accessKey,
  makeActPdf,
  makeTestFolder,
  officeId,
  sha256,
  startTestRepository,
  storeKey,
  testConfig,
  until,
  type TestRepository,
} from '../helpers/office.ts';
import { testFolderKey } from '../helpers/repository-options.ts';
import { createSoftToken, type SoftToken } from '../helpers/softhsm.ts';
import { pinOf, startHost, type Host } from '../token-host/harness.ts';

const canaries = {
  caption: 'CANARIOCARATULA',
  title: 'CANARIOTITULO',
  author: 'CANARIOAUTORA',
  text: 'CANARIOTEXTO',
  person: 'CANARIOPERSONA',
  remark: 'CANARIOOBSERVA',
  fileName: 'CANARIOARCHIVO',
  pin: '90817263',
  accessKey,
  storeKey,
};

let folder: ReturnType<typeof makeTestFolder>;
let repository: TestRepository;
let token: SoftToken;
let host: Host;
const offices: OfficeChild[] = [];
const before = process.env['TMPDIR'];

beforeAll(async () => {
  folder = makeTestFolder();
  const temporary = join(folder.path, 'tmp');
  mkdirSync(temporary);
  // What the processes put into temporary files lands here, and is looked through.
  process.env['TMPDIR'] = temporary;
  repository = await startTestRepository(folder.repository);
  token = createSoftToken({ pin: canaries.pin });
});
afterAll(async () => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  for (const office of offices) await office.kill();
  await host?.stop();
  await repository?.stop();
  token?.remove();
  folder.remove();
});

/** Every file below a folder, with its bytes as text that keeps each of them. */
function* filesBelow(path: string): Generator<readonly [string, string]> {
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    const file = join(path, name);
    if (statSync(file).isFile()) yield [name, readFileSync(file, 'latin1')];
  }
}

/** The canary as UTF-8 and as UTF-16, which a window or a database may use. */
const forms = (word: string): string[] => [word, Buffer.from(word, 'utf16le').toString('latin1')];
const found = (text: string): string[] =>
  Object.entries(canaries).flatMap(([name, word]) => (forms(word).some((form) => text.includes(form)) ? [name] : []));

it('a day with a desk, a token, a repository and a crash leaves none of them in anything that tells of the program', async () => {
  const { signer, root, intermediate } = makePki();
  token.add(signer);
  const config = testConfig(folder.data, {
    ...{ repository, libraries: [token.library], anchors: [root.certificatePem, intermediate.certificatePem] },
  });
  const named = { ...config, person: { ...config.person, name: canaries.person } };
  const caseId = await repository.putCase({ caption: canaries.caption });
  for (let n = 0; n < 3; n += 1)
    await repository.propose(
      caseId,
      { title: canaries.title, author: canaries.author },
      await makeActPdf(`${canaries.text} ${n}`),
    );

  const entry = join(import.meta.dirname, '..', '..', 'src', 'casework', 'process.ts');
  host = await startHost({ library: token.library, environment: token.environment, person: () => pinOf(token.pin) });
  const open = async (): Promise<OfficeChild> => {
    const office = await startOfficeChild({ config: named, entry });
    isOpen(office);
    offices.push(office);
    office.attachToken('softhsm', host.anotherOffice().port);
    return office;
  };
  let office = await open();
  await office.call('sync.now', {});
  const { rows } = await office.call('trays.page', { tray: 'toSign', after: null, limit: 10 });
  expect(rows).toHaveLength(3);
  const [returned, ...signed] = rows.map(({ actId, documentSha256 }) => ({ actId, documentSha256 }));
  for (const item of signed) await office.call('acts.markShown', { ...item, via: 'window' });
  await office.call('acts.return', { ...returned!, remark: canaries.remark });
  const means = {
    ...{ libraryId: 'softhsm', tokenSerial: token.serial },
    certificateSha256: Sha256.parse(sha256(signer.certificate)),
  };
  await office.call('signing.start', { items: signed, ...means });
  await until(async () => (await office.call('trays.counts', {})).toSign === 0);
  // What does not work tells least of all: a file that is not there, an act that nobody knows.
  await office.client.call('pieces.addFile', { path: `/${canaries.fileName}` } as never);
  await office.client.call('acts.read', { actId: canaries.fileName } as never);
  await office.kill();
  office = await open();
  await until(async () => (await office.call('trays.counts', {})).registered === 2);
  await office.close();
  await host.stop();

  // One PC serves the office's repository to the others: what it holds of the cases lies on that PC's disk.
  const serving = join(folder.path, 'office-repository');
  const { url, receiptKeys: pinnedKeys } = repository;
  const served = await createRepository({
    ...{ dir: serving, name: 'Repositorio de la oficina', accessKeys: [{ key: accessKey, officeId }] },
    upstream: {
      officeId,
      url,
      accessKey,
      pinnedKeys,
      folderKey: testFolderKey,
      pace: { idleMs: 100, firstMs: 10, mostMs: 80 },
    },
  });
  const headers = { authorization: `Bearer ${accessKey}` };
  const isThere = async (sha256: string): Promise<boolean> =>
    (await fetch(`${served.url}/v1/blobs/${sha256}`, { method: 'HEAD', headers })).ok;
  await until(async () =>
    (await Promise.all(rows.map(({ documentSha256 }) => isThere(documentSha256)))).every(Boolean),
  );
  const feed = await (await fetch(`${served.url}/v1/feed?office=${officeId}&limit=500`, { headers })).text();
  expect(found(feed)).toEqual(expect.arrayContaining(['caption', 'title']));
  await served.close();
  // So it lay before folders were encrypted; and it is taken over.
  const plain = join(folder.path, 'office-repository-of-before');
  mkdirSync(join(plain, 'blobs'), { recursive: true });
  const address = sha256(Buffer.from(canaries.text));
  mkdirSync(join(plain, 'blobs', address.slice(0, 2), address.slice(2, 4)), { recursive: true });
  writeFileSync(join(plain, 'blobs', address.slice(0, 2), address.slice(2, 4), address), canaries.text);
  expect([...filesBelow(plain)].flatMap(([, text]) => found(text))).toEqual(['text']);
  await sealFolder(plain, folderKeys(testFolderKey));

  // The diary as main keeps it: also when a driver prints what it should not.
  const userData = join(folder.path, 'user-data');
  const diary = openDiary({ folder: join(userData, 'diary') });
  const lines: DiaryLine[] = [];
  const stream = new PassThrough();
  hearChild(stream, 'office', (line) => {
    lines.push(line);
    diary.write(line);
  });
  for (const one of offices) stream.write(one.output());
  stream.end(`C_Login: ${canaries.pin} ${canaries.person}\n`);
  await until(() => lines.some(({ event }) => event === 'foreign'));
  diary.close();
  expect(lines.filter(({ event }) => event === 'opened')).toHaveLength(2);

  const [officeFile, keyFile, bundle] = ['office.json', 'store.key', 'bundle.json'].map((name) => join(userData, name));
  writeFileSync(officeFile!, JSON.stringify(named));
  writeFileSync(keyFile!, storeKey, { mode: 0o600 });
  const saved = await fojas([
    ...['diagnostics', '--config', officeFile!, '--store-key-file', keyFile!],
    ...['--user-data', userData, '--save', bundle!],
  ]);
  expect(saved.code).toBe(0);
  expect(readFileSync(bundle!, 'utf8')).toContain('"opened"');

  for (const one of offices) expect(found(one.output())).toEqual([]);
  expect(found(host.output())).toEqual([]);
  expect(found(repository.log.join('\n'))).toEqual([]);
  expect(found(saved.stdout + saved.stderr)).toEqual([]);
  expect(found(readFileSync(bundle!, 'utf8'))).toEqual([]);
  for (const place of [join(userData, 'diary'), folder.data, join(folder.path, 'tmp'), serving, plain]) {
    // SoftHSM's own files stand for a card, and hold its PIN sealed; they lie there for the test's convenience.
    for (const [name, text] of filesBelow(place)) expect([name, ...found(text)]).toEqual([name]);
  }
  // It could have been found: the central repository keeps files as they are, on a volume that its operator encrypts.
  const kept = [...filesBelow(folder.repository)].flatMap(([, text]) => found(text));
  expect(kept).toContain('caption');
  const data = readdirSync(folder.data, { recursive: true, encoding: 'utf8' });
  expect(data).toContain('journal.db');
}, 120_000);
