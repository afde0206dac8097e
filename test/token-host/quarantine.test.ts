/** What the host does so that its library is never in the way: deadlines told, logins ended, room made for another process. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchHost } from '../../src/contract/host-watch.ts';
import { makePki } from '../helpers/pki.ts';
import { type Host, type Reaction, pinOf, sessionInput, startHost } from './harness.ts';
import type { Stage } from './staged-driver.ts';

const { signer } = makePki({ signer: { key: 'p256' } });
const folder = mkdtempSync(join(tmpdir(), 'fojas-quarantine-'));
const pin = '246813';
let diary: string;
let host: Host | undefined;
beforeEach(() => (diary = join(folder, randomBytes(6).toString('hex'))));
afterEach(async () => {
  vi.useRealTimers();
  await host?.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

type Options = Partial<Parameters<typeof startHost>[0]>;
async function start(stage: Partial<Stage> = {}, options: Options = {}, person: () => Reaction = () => pinOf(pin)) {
  const whole: Stage = { pkcs8Pem: signer.pkcs8Pem, certificatePem: signer.certificatePem, diary, pin, ...stage };
  return (host = await startHost({
    ...{
      library: { kind: 'pkcs11', id: 'staged', path: 'staged' },
      entry: join(import.meta.dirname, 'staged-process.ts'),
    },
    ...{ environment: { FOJAS_TEST_STAGE: JSON.stringify(whole) }, person, ...options },
  }));
}
const input = (count = 2) =>
  sessionInput(
    {
      ...{ tokenSerial: 'S1', algorithm: 'ecdsa-sha256' as const },
      certificateSha256: createHash('sha256').update(signer.certificate).digest('hex'),
    },
    Array.from({ length: count }, () => randomBytes(32)),
  );
const written = () => (existsSync(diary) ? readFileSync(diary, 'utf8').trim().split('\n') : []);
const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const refusal = (failure: object) => ({ ok: false, failure });

describe('every call into the library', () => {
  it('is told to the parent with its deadline, and when it ended', async () => {
    const { tokens, told } = await start({}, { care: { listMs: 1111, loginMs: 2222, signMs: 3333 } });
    const asked = input();
    await tokens.call('token.list', {});
    await tokens.call('session.open', asked);
    await tokens.call('session.sign', { sessionId: asked.sessionId, digestId: 'd0' });
    const calls = told.flatMap((one) => (one.kind === 'working' ? [[one.errand, one.deadlineMs]] : []));
    expect(calls).toEqual(
      expect.arrayContaining([
        ['list', 1111],
        ['open', 1111],
        ['login', 2222],
        ['sign', 3333],
      ]),
    );
    expect(told.filter(({ kind }) => kind === 'rested')).toHaveLength(calls.length);
  });

  it('that waits for a keypad has the time of a person', async () => {
    const { tokens, told } = await start({ protectedPath: true }, { care: { keypadMs: 4444 } });
    await tokens.call('session.open', input());
    expect(told).toContainEqual({ kind: 'working', errand: 'login', deadlineMs: 4444 });
  });

  it('that hangs is noticed from outside, once', () => {
    vi.useFakeTimers();
    const overdue = vi.fn();
    const watch = watchHost(overdue, 50);
    watch.hear({ kind: 'working', errand: 'list', deadlineMs: 100 });
    vi.advanceTimersByTime(149);
    watch.hear({ kind: 'rested' });
    vi.advanceTimersByTime(1000);
    expect(overdue).not.toHaveBeenCalled();
    watch.hear({ kind: 'working', errand: 'sign', deadlineMs: 100 });
    vi.advanceTimersByTime(151);
    expect(overdue.mock.calls).toEqual([['sign']]);
    watch.hear({ kind: 'working', errand: 'sign', deadlineMs: 100 });
    vi.advanceTimersByTime(1000);
    expect(overdue).toHaveBeenCalledTimes(1);
  });

  it('that was under way when nobody watches any more is left', () => {
    vi.useFakeTimers();
    const overdue = vi.fn();
    const watch = watchHost(overdue);
    watch.hear({ kind: 'working', errand: 'list', deadlineMs: 100 });
    watch.stop();
    vi.advanceTimersByTime(1000);
    expect(overdue).not.toHaveBeenCalled();
  });
});

describe('a login', () => {
  it('ends when the screen is locked; what still comes for it is told so', async () => {
    const { tokens, tell } = await start();
    const asked = input();
    const ended: unknown[] = [];
    tokens.on('session.ended', (one) => ended.push(one));
    expect(await tokens.call('session.open', asked)).toMatchObject({ value: { idleMs: 300_000 } });
    tell({ kind: 'logOut', reason: 'screenLocked' });
    // Nobody asks while it rests: whoever opened it is told.
    const failure = { kind: 'loggedOut', reason: 'screenLocked' };
    await soon(() => expect(ended).toEqual([{ sessionId: asked.sessionId, failure }]));
    await soon(() => expect(written()).toContain('session closed'));
    expect(await tokens.call('session.sign', { sessionId: asked.sessionId, digestId: 'd0' })).toEqual(
      refusal({ kind: 'loggedOut', reason: 'screenLocked' }),
    );
    expect(written().filter((line) => line.startsWith('signed'))).toEqual([]);
  });

  it('is not made when the screen is locked while the PIN is asked for', async () => {
    const { tokens, tell, asked: questions } = await start({}, {}, () => 'nothing');
    const opening = tokens.call('session.open', input());
    await soon(() => expect(questions).toHaveLength(1));
    tell({ kind: 'logOut', reason: 'suspended' });
    expect(await opening).toEqual(refusal({ kind: 'loggedOut', reason: 'suspended' }));
    expect(written().filter((line) => line.startsWith('try'))).toEqual([]);
  });

  it('ends when nothing is signed for too long', async () => {
    const { tokens } = await start({}, { care: { idleMs: 1000 } });
    const asked = input();
    await tokens.call('session.open', asked);
    await soon(() => expect(written()).toContain('session closed'));
    expect(await tokens.call('session.sign', { sessionId: asked.sessionId, digestId: 'd0' })).toEqual(
      refusal({ kind: 'loggedOut', reason: 'idle' }),
    );
  });

  it('ends when the token is pulled out while it rests', async () => {
    // The first two looks are those before and after the PIN was asked for.
    const { tokens } = await start({ goneAtRead: 3 });
    const asked = input();
    expect((await tokens.call('session.open', asked)).ok).toBe(true);
    await soon(() => expect(written()).toContain('session closed'));
    expect(await tokens.call('session.sign', { sessionId: asked.sessionId, digestId: 'd0' })).toEqual(
      refusal({ kind: 'tokenRemoved', token: 'Escenario' }),
    );
  });
});

describe('a process that saw a PIN', () => {
  it('ends by itself soon after the login is over, and says so', async () => {
    const { tokens, told, exited } = await start({}, { recycle: true });
    const asked = input();
    await tokens.call('session.open', asked);
    await tokens.call('session.close', { sessionId: asked.sessionId });
    expect((await exited).code).toBe(0);
    expect(told.some(({ kind }) => kind === 'spent')).toBe(true);
    expect(written().at(-1)).toBe('driver closed');
  });

  it('waits while another login is open, and stays where nobody starts another', async () => {
    const { tokens, told } = await start();
    const asked = input();
    await tokens.call('session.open', asked);
    await tokens.call('session.close', { sessionId: asked.sessionId });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(told.some(({ kind }) => kind === 'spent')).toBe(false);
    expect((await tokens.call('token.list', {})).ok).toBe(true);
  });
});

describe('a library that sees new cards only in a new process', () => {
  it('gets one at once when nobody is logged in, and else when the login is over', async () => {
    const first = await start();
    first.tell({ kind: 'refresh' });
    expect((await first.exited).code).toBe(0);
    const second = await start();
    const asked = input();
    await second.tokens.call('session.open', asked);
    second.tell({ kind: 'refresh' });
    expect((await second.tokens.call('session.sign', { sessionId: asked.sessionId, digestId: 'd0' })).ok).toBe(true);
    await second.tokens.call('session.close', { sessionId: asked.sessionId });
    expect((await second.exited).code).toBe(0);
  });
});

it('a library that cannot be let go is announced, so that the parent may kill its process', async () => {
  const { tell, told, pid } = await start({ closing: 'hang' }, { care: { exitMs: 777 } });
  tell({ kind: 'end' });
  await soon(() => expect(told).toContainEqual({ kind: 'working', errand: 'close', deadlineMs: 777 }));
  expect(process.kill(pid, 0)).toBe(true);
});
