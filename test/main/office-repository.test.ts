import { diaryText, teller } from '../../src/contract/diary.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { OfficeConfig } from '../../src/contract/config.ts';
import { Capabilities } from '../../src/contract/wire.ts';
import { startOfficeRepository } from '../../src/main/office-repository-process.ts';
import type { MessagePortMain } from '../../tools/electron-on-chromium/message-ports.ts';
import { accessKey, makeTestFolder, startTestRepository, testConfig } from '../helpers/office.ts';
import { eventually, makeForks } from './processes.ts';
import { testFolderKey } from '../helpers/repository-options.ts';
import { type Outcome, done, failed } from '../../src/contract/failures.ts';

const forks = makeForks();
let end: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of end.splice(0).reverse()) await each();
  forks.killAll();
});

async function stage(port: number, key: Outcome<string> = done(testFolderKey)) {
  const folder = makeTestFolder();
  const centre = await startTestRepository(folder.repository);
  end = [async () => folder.remove(), () => centre.stop()];
  const config = OfficeConfig.parse({
    ...testConfig(folder.data, { repository: centre }),
    officeRepository: { dir: join(folder.path, 'office'), host: '127.0.0.1', port, announce: false },
  });
  const urls: string[] = [];
  const log: string[] = [];
  const start = () =>
    startOfficeRepository<MessagePortMain>({
      config,
      launch: () => forks.launch('../../../src/repository/office/process'),
      folderKey: async () => key,
      log: teller('main', (line) => log.push(diaryText(line))),
      onServing: (url) => void urls.push(url),
      timing: { backoffMs: [10, 200] },
    })!;
  return { centre, config, urls, log, start };
}

const told = async (url: string): Promise<Capabilities> => {
  const response = await fetch(`${url}/v1/capabilities`, { headers: { authorization: `Bearer ${accessKey}` } });
  return Capabilities.parse(await response.json());
};

test('one PC serves the office’s repository: it comes back when it dies, with the same key, and ends with the program', async () => {
  const { centre, urls, start } = await stage(0);
  const repository = start();
  end.push(() => repository.stop());
  await eventually(() => expect(urls).toHaveLength(1));
  const first = await told(urls[0]!);
  expect(first.receiptKeys).toEqual(centre.receiptKeys);
  process.kill(forks.pids[0]!, 'SIGKILL');
  await eventually(() => expect(urls).toHaveLength(2));
  expect((await told(urls[1]!)).office?.key).toEqual(first.office?.key);
  await repository.stop();
  await expect(told(urls[1]!)).rejects.toThrow();
  expect(forks.pids).toHaveLength(2);
});

test('it says why it does not start, and does when the address is free', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { urls, log, start } = await stage(port);
  const repository = start();
  end.push(() => repository.stop());
  await eventually(() => expect(log).toContain('officeRepositoryRefused code="EADDRINUSE"'));
  await new Promise((resolve) => other.close(resolve));
  await eventually(() => expect(urls).toHaveLength(1));
});

test('it is not begun without the key of its folder, and says so', async () => {
  const { urls, log, start } = await stage(0, failed({ kind: 'storeKeyWrong' }));
  const repository = start();
  end.push(() => repository.stop());
  await eventually(() => expect(log.some((line) => line.startsWith('officeRepositoryRefused'))).toBe(true));
  expect(urls).toEqual([]);
});

test('nothing is served where nothing is configured', async () => {
  const { config } = await stage(0);
  const launch = () => forks.launch('../../../src/repository/office/process');
  const given = { launch, folderKey: async () => done(testFolderKey), log: () => undefined };
  expect(startOfficeRepository({ ...given, config: { ...config, officeRepository: undefined } })).toBeNull();
  expect(startOfficeRepository({ ...given, config: { ...config, repository: null } })).toBeNull();
});
