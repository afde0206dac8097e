import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, openDesk, test, type Desk } from './fixtures.ts';

// What the windows may do, and what becomes of them when the processes behind them die.

declare const window: {
  fojas: {
    call(name: unknown, input?: unknown): Promise<{ ok: boolean; value?: unknown; failure?: { kind: string } }>;
    on(event: string, listener: (data: unknown) => void): () => void;
  };
  fojasPin?: unknown;
  heard: string[];
};

/** The process id of a utility process, by the file it runs. */
async function pidOf({ app }: Desk, file: string): Promise<number> {
  const main = await app.evaluate(() => process.pid);
  const children = execFileSync('pgrep', ['-P', String(main)], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
    .map(Number);
  return children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file)) ?? 0;
}

const status = ({ window: page }: Desk) => page.evaluate(() => window.fojas.call('office.status', {}));

test('a case window has two functions of the world, and no more', async ({ desk }) => {
  const page = desk.window;
  expect(await page.evaluate(() => Object.keys(window.fojas).sort())).toEqual(['call', 'on']);
  expect(await page.evaluate('[typeof require, typeof process, typeof module, typeof window.fojasPin]')).toEqual(
    Array(4).fill('undefined'),
  );
  const kinds = await page.evaluate(async () => {
    const asked: [unknown, unknown][] = [
      ['no.such.call', {}],
      ['__proto__', {}],
      ['trays.page', { tray: 'toSign' }],
      ['office.status', { extra: 1 }],
      [7, null],
    ];
    return Promise.all(asked.map(async ([name, input]) => (await window.fojas.call(name, input)).failure?.kind));
  });
  expect(kinds).toEqual(['unknownCall', 'unknownCall', 'badInput', 'badInput', 'unknownCall']);
});

test('nothing of the page reaches a network or another page', async ({ desk }) => {
  const tries = await desk.window.evaluate(async () => {
    const refused = (attempt: Promise<unknown>) =>
      attempt.then(
        () => 'allowed',
        () => 'refused',
      );
    return Promise.all([refused(fetch('http://127.0.0.1:1/')), refused(fetch('https://example.invalid/'))]);
  });
  expect(tries).toEqual(['refused', 'refused']);
  // The browser reports both, as it should.
  desk.complaints.splice(0);
  await desk.window.evaluate("location.href = 'https://example.invalid/'");
  await desk.window.evaluate("void open('https://example.invalid/')");
  await expect.poll(() => desk.app.windows().length).toBe(1);
  expect((await status(desk)).ok).toBe(true);
});

test('the office is killed, comes back, and the window goes on', async ({ desk }) => {
  const page = desk.window;
  await page.evaluate(() => {
    window.heard = [];
    window.fojas.on('office.restarted', () => window.heard.push('restarted'));
  });
  expect((await status(desk)).ok).toBe(true);
  // What it had in memory went to no disk.
  for (const pid of [await desk.app.evaluate(() => process.pid), await pidOf(desk, 'office.mjs')])
    expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/^Max core file size +1 +1 /m);
  const before = await pidOf(desk, 'office.mjs');
  process.kill(before, 'SIGKILL');
  await expect.poll(() => page.evaluate(() => window.heard)).toEqual(['restarted']);
  expect((await status(desk)).ok).toBe(true);
  expect(await pidOf(desk, 'office.mjs')).not.toBe(before);
  await expect(page.getByRole('navigation', { name: 'Bandejas' })).toContainText('3');
});

test('the token host is killed, comes back, and the token is listed again', async ({ desk }) => {
  const listed = async () => {
    const { value } = await desk.window.evaluate(() => window.fojas.call('tokens.list', {}));
    const { libraries } = value as { libraries: { listing: { tokens: unknown[] } | null }[] };
    return libraries[0]?.listing?.tokens.length ?? 0;
  };
  await expect.poll(listed).toBe(1);
  process.kill(await pidOf(desk, 'token-host.mjs'), 'SIGKILL');
  await expect.poll(listed).toBe(1);
});

test('what was done before a kill of everything is there after the next start', async ({ desk }) => {
  await desk.window.evaluate(() => window.fojas.call('settings.write', { density: 'compact' }));
  const main = desk.app.process().pid ?? 0;
  const closed = desk.app.waitForEvent('close');
  process.kill(main, 'SIGKILL');
  await closed;
  const next = await openDesk(desk.world, desk.dataDir);
  try {
    const settings = await next.window.evaluate(() => window.fojas.call('settings.read', {}));
    expect(settings).toMatchObject({ ok: true, value: { density: 'compact' } });
  } finally {
    await next.app.close();
  }
});

test('a second start shows the first one and ends', async ({ desk }) => {
  const second = openDesk(desk.world, desk.dataDir);
  await expect(second).rejects.toThrow();
  expect(desk.app.windows()).toHaveLength(1);
  expect((await status(desk)).ok).toBe(true);
});
