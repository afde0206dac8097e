import { diaryText, teller } from '../../src/contract/diary.ts';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { catalogueFiles } from '../../src/contract/catalogue-files.ts';
import { usualCare } from '../../src/contract/drivers.ts';
import type { FoundLibrary } from '../../src/contract/readers.ts';
import { startReadersProcess } from '../../src/main/readers-process.ts';
import type { MessagePortMain } from '../../tools/electron-on-chromium/message-ports.ts';
import { eventually, makeChannel, makeForks } from './processes.ts';

const forks = makeForks();
let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  forks.killAll();
});

test('the watcher tells its libraries, is joined with the office each time it opens, and comes back when it dies', async () => {
  const libraries = vi.fn<(found: readonly FoundLibrary[]) => void>();
  const offered = vi.fn();
  let opened = (): void => undefined;
  const resources = path.join(import.meta.dirname, '..', '..', 'resources');
  const readers = startReadersProcess<MessagePortMain>({
    files: catalogueFiles({ platform: 'linux', resources, userData: null, env: {} }),
    known: [{ kind: 'pkcs11', id: 'own', path: '/own.so' }],
    onlyKnown: false,
    launch: () => forks.launch('../../../src/token-host/readers/process'),
    makeChannel,
    office: { offerReaders: offered, onOpen: (listener) => void (opened = listener) },
    onLibraries: libraries,
    onCards: () => undefined,
    log: () => undefined,
    timing: { backoffMs: [10] },
  });
  stop = () => readers.stop();
  await eventually(() => expect(libraries).toHaveBeenCalledTimes(1));
  expect(libraries.mock.calls[0]?.[0][0]?.library.id).toBe('own');
  expect(offered).toHaveBeenCalledTimes(1);
  opened();
  expect(offered).toHaveBeenCalledTimes(2);
  process.kill(forks.pids[0]!, 'SIGKILL');
  await eventually(() => expect(libraries).toHaveBeenCalledTimes(2));
  expect(offered).toHaveBeenCalledTimes(3);
});

test('passes over every library that the institution did not list, where it wants no other', () => {
  for (const [onlyKnown, told] of [
    [false, ['own', 'found']],
    [true, ['own']],
  ] as const) {
    const libraries = vi.fn<(found: readonly FoundLibrary[]) => void>();
    const found = ['own', 'found'].map((id) => ({
      library: { kind: 'pkcs11', id, path: `/${id}.so` },
      care: usualCare,
    }));
    const readers = startReadersProcess<MessagePortMain>({
      files: catalogueFiles({ platform: 'linux', resources: '/nowhere', userData: null, env: {} }),
      known: [{ kind: 'pkcs11', id: 'own', path: '/own.so' }],
      ...{ onlyKnown, makeChannel, log: () => undefined, onCards: () => undefined, onLibraries: libraries },
      launch: () => ({
        post: () => undefined,
        onControl: (hear) => hear({ kind: 'watching', libraries: found }),
        onExit: (ended) => void (stop = async () => ended()),
        kill: () => undefined,
      }),
      office: { offerReaders: () => undefined, onOpen: () => undefined },
    });
    void readers.stop();
    expect(libraries.mock.calls[0]?.[0].map(({ library }) => library.id)).toEqual(told);
  }
});

test('a watcher that hangs in PC/SC is killed, however often, and another takes its place', async () => {
  const libraries = vi.fn<(found: readonly FoundLibrary[]) => void>();
  const log: string[] = [];
  const resources = path.join(import.meta.dirname, '..', '..', 'resources');
  const readers = startReadersProcess<MessagePortMain>({
    files: catalogueFiles({ platform: 'linux', resources, userData: null, env: {} }),
    known: [],
    onlyKnown: false,
    launch: () => forks.launch('../../../src/token-host/readers/process'),
    makeChannel,
    office: { offerReaders: () => undefined, onOpen: () => undefined },
    onLibraries: libraries,
    onCards: () => undefined,
    log: teller('main', (line) => log.push(diaryText(line))),
    timing: { backoffMs: [10] },
    silenceMs: 1500,
  });
  stop = () => readers.stop();
  // Four times: more than any driver may crash before it is given up.
  for (let times = 1; times <= 4; times += 1) {
    await eventually(() => expect(libraries.mock.calls.length).toBeGreaterThanOrEqual(times));
    const pid = forks.pids.at(-1)!;
    process.kill(pid, 'SIGSTOP');
    await eventually(() => expect(forks.pids.at(-1)).not.toBe(pid));
  }
  expect(log.filter((line) => /^readersKilled/.test(line)).length).toBeGreaterThanOrEqual(4);
}, 90_000);

test('the catalogue lies where each system keeps such files', () => {
  const at = (platform: string, env = {}) =>
    catalogueFiles({ platform, resources: platform === 'win32' ? 'C:\\F\\resources' : '/opt/f', userData: 'U', env });
  expect(at('linux')).toEqual({
    ...{
      bundled: '/opt/f/drivers/catalogue.jws',
      updated: ['/etc/fojas/catalogue.jws', 'U/drivers/catalogue.jws'],
      local: '/etc/fojas/drivers.json',
    },
  });
  expect(at('darwin').local).toBe('/Library/Application Support/Fojas/drivers.json');
  expect(at('win32', { PROGRAMDATA: 'D:\\PD' })).toEqual({
    bundled: 'C:\\F\\resources\\drivers\\catalogue.jws',
    updated: ['D:\\PD\\Fojas\\catalogue.jws', 'U\\drivers\\catalogue.jws'],
    local: 'D:\\PD\\Fojas\\drivers.json',
  });
});
