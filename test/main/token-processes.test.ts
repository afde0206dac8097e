import { afterEach, beforeEach, expect, test } from 'vitest';
import { startOfficeProcess, type OfficeProcess } from '../../src/main/office-process.ts';
import { startTokenProcesses, type TokenProcesses } from '../../src/main/token-processes.ts';
import type { MessagePortMain } from '../../tools/electron-on-chromium/message-ports.ts';
import { eventually, library, makeChannel, makeForks, officeConfig } from './processes.ts';

const forks = makeForks();
let office: OfficeProcess<MessagePortMain>;
let tokens: TokenProcesses;
let asked: { sessionId: string; window: MessagePortMain }[];

beforeEach(() => {
  asked = [];
  office = startOfficeProcess<MessagePortMain>({
    config: officeConfig(),
    storeKey: '0'.repeat(64),
    version: '0.0.0',
    launch: () => forks.launch('office'),
    makeChannel,
    log: () => undefined,
    timing: { backoffMs: [10] },
  });
});
afterEach(async () => {
  await Promise.all([tokens.stop(), office.close()]);
  forks.killAll();
});

function start(...behaviours: string[]): void {
  tokens = startTokenProcesses<MessagePortMain>({
    libraries: behaviours.map((behaviour) => library(behaviour, behaviour)),
    launch: () => forks.launch('host'),
    makeChannel,
    office,
    askPin: (sessionId) => {
      const { port1, port2 } = makeChannel();
      asked.push({ sessionId, window: port1 });
      return port2;
    },
    log: () => undefined,
    loadMs: 1500,
    timing: { backoffMs: [10] },
  });
}

interface Told {
  libraryId: string;
  description?: string;
  failure?: unknown;
}
/** What the office knows of its libraries. */
async function told(): Promise<Told[]> {
  const answer = await office.call('tokens.list', {});
  if (!answer.ok) return [];
  const { libraries } = answer.value as {
    libraries: { libraryId: string; listing: { description: string } | null; failure: unknown }[];
  };
  return libraries.map(({ libraryId, listing, failure }) => ({
    libraryId,
    ...(listing ? { description: listing.description } : { failure }),
  }));
}
const pidIn = (one: Told | undefined): number => Number(/pid (\d+)/.exec(one?.description ?? '')?.[1]);

test('each library has a host of its own, and the office speaks with both', async () => {
  start('one', 'two');
  await eventually(async () => expect((await told()).map(pidIn).filter(Boolean)).toHaveLength(2));
  const pids = (await told()).map(pidIn);
  expect(new Set(pids).size).toBe(2);
});

test('a host that dies is told as gone and comes back with a new line to the office', async () => {
  start('works');
  await eventually(async () => expect(pidIn((await told())[0])).toBeGreaterThan(0));
  const first = pidIn((await told())[0]);
  process.kill(first, 'SIGKILL');
  await eventually(async () => {
    const now = pidIn((await told())[0]);
    expect(now).toBeGreaterThan(0);
    expect(now).not.toBe(first);
  });
});

test('a host that the office let go of, because it hangs, is killed and started anew', async () => {
  start('works');
  await eventually(async () => expect(pidIn((await told())[0])).toBeGreaterThan(0));
  const first = pidIn((await told())[0]);
  await office.call('signing.stop', { batchId: '00000000-0000-4000-8000-000000000001' });
  await eventually(async () => {
    const now = pidIn((await told())[0]);
    expect(now).toBeGreaterThan(0);
    expect(now).not.toBe(first);
  });
  expect(() => process.kill(first, 0)).toThrow(/ESRCH/);
});

test('a library that kills its host again and again is parked, the others go on', async () => {
  start('crashes', 'works');
  await eventually(async () =>
    expect(await told()).toEqual(
      expect.arrayContaining([
        { libraryId: 'crashes', failure: { kind: 'driverParked', library: 'crashes' } },
        { libraryId: 'works', description: expect.stringContaining('pid') },
      ]),
    ),
  );
});

test('a library that hangs while it loads is killed and told', async () => {
  start('hangs');
  await eventually(async () =>
    expect(await told()).toEqual([{ libraryId: 'hangs', failure: { kind: 'driverHung', library: 'hangs' } }]),
  );
});

test('a library that is missing is told, and its host is left in peace', async () => {
  start('missing');
  const expected = [{ libraryId: 'missing', failure: { kind: 'driverMissing', library: 'missing' } }];
  await eventually(async () => expect(await told()).toEqual(expected));
});

test('an office that comes back is joined again with the hosts that live', async () => {
  start('works', 'missing');
  await eventually(async () => expect(await told()).toHaveLength(2));
  const before = pidIn((await told()).find(({ libraryId }) => libraryId === 'works'));
  expect(await office.call('sync.now', {})).toEqual({ ok: false, failure: { kind: 'officeGone' } });
  await eventually(async () => expect(await told()).toHaveLength(2));
  expect(pidIn((await told()).find(({ libraryId }) => libraryId === 'works'))).toBe(before);
});

test('the PIN passes between its window and the host, and the close of the window is heard', async () => {
  start('asks');
  await eventually(() => expect(asked).toHaveLength(1));
  const { window, sessionId } = asked[0]!;
  expect(sessionId).toBe('7d444840-9dc0-41d1-b245-5ffdce74fad2');
  const heard: unknown[] = [];
  window.on('message', ({ data }) => heard.push(data));
  window.start();
  await eventually(() => expect(heard).toEqual(['who are you']));
  window.postMessage('1234');
  await eventually(async () => expect((await told())[0]?.description).toContain('heard 1234'));
  window.close();
  await eventually(async () => expect((await told())[0]?.description).toContain('heard closed'));
});
