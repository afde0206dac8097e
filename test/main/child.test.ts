import { diaryText, teller } from '../../src/contract/diary.ts';
import { afterEach, expect, test } from 'vitest';
import { superviseChild, type Child, type ChildOptions } from '../../src/main/child.ts';
import type { MessagePortMain } from '../../tools/electron-on-chromium/message-ports.ts';
import { eventually, isAlive, library, makeForks } from './processes.ts';

const forks = makeForks();
const started: Child[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => child.stop()));
  forks.killAll();
});

function supervise(options: Partial<ChildOptions<MessagePortMain>> = {}) {
  const log: string[] = [];
  const gone: boolean[] = [];
  const pids: number[] = [];
  const child = superviseChild<MessagePortMain>({
    name: 'office',
    launch: () => forks.launch('host'),
    onStart: () => pids.push(forks.pids.at(-1) ?? 0),
    onGone: (parked) => gone.push(parked),
    log: teller('main', (line) => log.push(diaryText(line))),
    timing: { backoffMs: [10, 20] },
    ...options,
  });
  started.push(child);
  child.start();
  return { child, log, gone, pids };
}

test('a process that is killed comes back as another', async () => {
  const { child, gone, pids } = supervise();
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await eventually(() => expect(pids).toHaveLength(2));
  expect(gone).toEqual([false]);
  expect(child.state).toBe('running');
  expect(isAlive(pids[1] ?? 0)).toBe(true);
});

test('an end with code 0 that nobody asked for counts as a crash', async () => {
  const { pids } = supervise({ timing: { backoffMs: [10], crashesToPark: 5 } });
  process.kill(pids[0] ?? 0, 'SIGTERM');
  await eventually(() => expect(pids).toHaveLength(2));
});

test('three crashes within the span park it', async () => {
  const launches: number[] = [];
  const { child, gone, log } = supervise({
    onStart: (process) => {
      launches.push(forks.pids.at(-1) ?? 0);
      process.post({ kind: 'serve', library: library('a', 'crashes') });
    },
  });
  await eventually(() => expect(child.state).toBe('parked'));
  expect(gone).toEqual([false, false, true]);
  expect(log.at(-1)).toContain('parked=true');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(launches).toHaveLength(3);
});

test('crashes that lie further apart than the span do not park it', async () => {
  let now = 0;
  const { child, pids } = supervise({ timing: { backoffMs: [1], crashesToPark: 2, spanMs: 1000, now: () => now } });
  for (let crash = 1; crash <= 3; crash++) {
    process.kill(pids.at(-1) ?? 0, 'SIGKILL');
    await eventually(() => expect(pids).toHaveLength(crash + 1));
    now += 1001;
  }
  expect(child.state).toBe('running');
});

test('whoever is told of the end finds the reference dropped, and a later turn', async () => {
  const order: string[] = [];
  const launched = {
    exit: () => undefined as void,
    post: () => undefined,
    onControl: () => undefined,
    onExit(listener: () => void) {
      this.exit = listener;
    },
    kill: () => void order.push('kill'),
  };
  const child: Child = superviseChild<MessagePortMain>({
    name: 'office',
    launch: () => launched,
    onStart: () => undefined,
    onGone: () => {
      order.push('gone');
      // There is nobody left to kill.
      child.kill();
    },
    log: () => undefined,
    timing: { backoffMs: [60_000] },
  });
  started.push(child);
  child.start();
  launched.exit();
  // Electron may tell twice.
  launched.exit();
  order.push('listener returned');
  await eventually(() => expect(child.state).toBe('waiting'));
  expect(order).toEqual(['listener returned', 'gone']);
});

test('stopping ends it for good, asking first where asked to', async () => {
  const { child, gone, pids } = supervise();
  let asked = false;
  const stopped = child.stop(() => {
    asked = true;
    process.kill(pids[0] ?? 0, 'SIGTERM');
  }, 4000);
  await stopped;
  expect(asked).toBe(true);
  expect(isAlive(pids[0] ?? 0)).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(pids).toHaveLength(1);
  expect(gone).toEqual([]);
});

test('one that hangs is killed when it is stopped', async () => {
  const { child } = supervise({
    onStart: (process) => process.post({ kind: 'serve', library: library('a', 'hangs') }),
  });
  const pid = forks.pids.at(-1) ?? 0;
  await new Promise((resolve) => setTimeout(resolve, 300));
  await child.stop(() => undefined, 100);
  expect(isAlive(pid)).toBe(false);
});
