import { afterEach, beforeEach, expect, test } from 'vitest';
import { startOfficeProcess, type OfficeProcess } from '../../src/main/office-process.ts';
import { usualCare } from '../../src/contract/drivers.ts';
import { memoryFromProc, memoryOf } from '../../src/main/memory.ts';
import { startTokenProcesses, type TokenProcesses } from '../../src/main/token-processes.ts';
import type { MessagePortMain } from '../../tools/electron-on-chromium/message-ports.ts';
import { eventually, isAlive, library, makeChannel, makeForks, officeConfig } from './processes.ts';

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

let given: { sessionId: string; closed: () => void }[];
function start(...behaviours: string[]): void {
  given = [];
  tokens = startTokenProcesses<MessagePortMain>({
    libraries: behaviours.map((behaviour) => library(behaviour, behaviour)),
    launch: () => forks.launch('host'),
    makeChannel,
    office,
    askPin: (sessionId, closed) => {
      given.push({ sessionId, closed });
      const { port1, port2 } = makeChannel();
      asked.push({ sessionId, window: port1 });
      return port2;
    },
    log: () => undefined,
    // A busy machine takes its time to start a process; only what never loads is to be given up.
    loadMs: behaviours.includes('hangs') ? 1500 : 60_000,
    memoryOf: memoryFromProc,
    memoryMs: 50,
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

const ready = async (id: string): Promise<number> => {
  let pid = 0;
  await eventually(async () => {
    pid = pidIn((await told()).find(({ libraryId }) => libraryId === id));
    expect(pid).toBeGreaterThan(0);
  });
  return pid;
};
const another = (id: string, first: number): Promise<unknown> =>
  eventually(async () => {
    const now = pidIn((await told()).find(({ libraryId }) => libraryId === id));
    expect(now).toBeGreaterThan(0);
    expect(now).not.toBe(first);
  });

test('a call that is overdue kills its host, and three such park the library', async () => {
  start('stalls', 'works');
  const works = await ready('works');
  await eventually(async () =>
    expect(await told()).toContainEqual({ libraryId: 'stalls', failure: { kind: 'driverParked', library: 'stalls' } }),
  );
  expect(forks.pids.filter((pid) => isAlive(pid))).toContain(works);
  expect(pidIn((await told()).find(({ libraryId }) => libraryId === 'works'))).toBe(works);
});

test('a call that ends in time leaves its host alone, and the office is told the reason of a kill before it happens', async () => {
  const reasons: string[] = [];
  const tell = office.tellTokenGone.bind(office);
  office = { ...office, tellTokenGone: (id, failure, soon) => (reasons.push(failure.kind), tell(id, failure, soon)) };
  start('works slowly', 'stalls');
  const pid = await ready('works slowly');
  await eventually(() => expect(reasons).toContain('driverParked'));
  expect(reasons[0]).toBe('driverHung');
  expect(await ready('works slowly')).toBe(pid);
});

test('a parked library is tried again when a person asks', async () => {
  start('crashes');
  const parked = [{ libraryId: 'crashes', failure: { kind: 'driverParked', library: 'crashes' } }];
  await eventually(async () => expect(await told()).toEqual(parked));
  const before = forks.pids.length;
  expect(await office.call('tokens.retry', { libraryId: 'crashes' })).toEqual({ ok: true, value: {} });
  // It may crash three times more before it is parked anew.
  await eventually(() => expect(forks.pids.length).toBe(before + 3));
  await eventually(async () => expect(await told()).toEqual(parked));
});

test('a library that grows beyond its limit is killed', async () => {
  start('works');
  const pid = await ready('works');
  expect(memoryFromProc(pid)).toBeGreaterThan(20);
  expect(memoryFromProc(0x7fffffff)).toBeNull();
  tokens.found(library('leaks', 'leaks'), { ...usualCare, memoryMb: 150 });
  await eventually(async () =>
    expect(await told()).toContainEqual({ libraryId: 'leaks', failure: { kind: 'driverParked', library: 'leaks' } }),
  );
  expect(await ready('works')).toBe(pid);
});

test('elsewhere than on Linux, Electron tells how much a process uses', () => {
  const of = memoryOf('win32', () => [{ pid: 7, memory: { workingSetSize: 2048 } }]);
  expect([of(7), of(8)]).toEqual([2, null]);
});

test('a host whose login is over makes room for another, and no crash is counted', async () => {
  start();
  tokens.found(library('works', 'works'), { ...usualCare, refresh: 'reinitialize' });
  for (let round = 0; round < 4; round++) {
    const pid = await ready('works');
    tokens.cardsChanged();
    await another('works', pid);
  }
});

test('a host that cannot let its library go is killed', async () => {
  start();
  tokens.found(library('lingers', 'lingers'), { ...usualCare, refresh: 'reinitialize', exitMs: 100 });
  const pid = await ready('lingers');
  tokens.cardsChanged();
  await another('lingers', pid);
  expect(isAlive(pid)).toBe(false);
});

test('a library that sees new cards by itself is left alone when cards change, and hears when the screen is locked', async () => {
  start('works');
  const pid = await ready('works');
  tokens.cardsChanged();
  tokens.logOut('screenLocked');
  await eventually(async () => expect((await told())[0]?.description).toBe(`pid ${pid}, heard screenLocked`));
});

test('giving up at the keypad of a reader kills the host that waits there, and only then', async () => {
  start('asks', 'keypad');
  await eventually(() => expect(given).toHaveLength(2));
  const [asks, keypad] = [await ready('asks'), await ready('keypad')];
  for (const { closed } of given) closed();
  await another('keypad', keypad);
  expect(await ready('asks')).toBe(asks);
});

test('an office that comes back hears of a library that was found since', async () => {
  start();
  tokens.found(library('works', 'works'), usualCare);
  const pid = await ready('works');
  await office.call('sync.now', {});
  expect(await ready('works')).toBe(pid);
});
