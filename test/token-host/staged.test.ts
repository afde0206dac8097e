import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TokenLibrary } from '../../src/contract/token.ts';
import { makePki } from '../helpers/pki.ts';
import { type Host, type Reaction, pinOf, sessionInput, startHost } from './harness.ts';
import type { Stage } from './staged-driver.ts';

const { signer } = makePki();
const folder = mkdtempSync(join(tmpdir(), 'fojas-staged-'));
const library: TokenLibrary = { kind: 'pkcs11', id: 'staged', path: 'staged' };
const pin = '246813';
let diary: string;
let host: Host | undefined;

beforeEach(() => (diary = join(folder, randomBytes(6).toString('hex'))));
afterEach(() => host?.stop());
afterAll(() => rmSync(folder, { recursive: true }));

const written = () => (existsSync(diary) ? readFileSync(diary, 'utf8').trim().split('\n') : []);
const tries = () => written().filter((line) => line.startsWith('try'));
const signatures = () => written().filter((line) => line.startsWith('signed'));
async function start(stage: Partial<Stage>, person: (nth: number) => Reaction = () => pinOf(pin), opens = true) {
  const whole: Stage = { pkcs8Pem: signer.pkcs8Pem, certificatePem: signer.certificatePem, diary, pin, ...stage };
  return (host = await startHost({
    ...{ library, entry: join(import.meta.dirname, 'staged-process.ts'), opensPinWindow: opens },
    ...{ environment: { FOJAS_TEST_STAGE: JSON.stringify(whole) }, person: (_question, nth) => person(nth) },
  }));
}
const inputOf = (count = 1) =>
  sessionInput(
    {
      ...{ tokenSerial: 'S1', algorithm: 'ecdsa-sha256' as const },
      certificateSha256: createHash('sha256').update(signer.certificate).digest('hex'),
    },
    Array.from({ length: count }, () => randomBytes(32)),
  );
const refusal = (failure: object) => ({ ok: false, failure });
const locked = refusal({ kind: 'pinLocked', token: 'Escenario' });

describe('law 4: the last try', () => {
  it('is never sent without its own yes', async () => {
    const { tokens, settled } = await start({ pinStates: ['finalTry'] });
    expect(await tokens.call('session.open', inputOf())).toEqual(refusal({ kind: 'pinNotConfirmed' }));
    expect(settled).toEqual([{ kind: 'pinNotConfirmed' }]);
    expect(tries()).toEqual([]);
  });

  it('is sent once with it', async () => {
    const { tokens, asked } = await start({ pinStates: ['finalTry'] }, () => pinOf(pin, true));
    expect((await tokens.call('session.open', inputOf())).ok).toBe(true);
    expect(asked[0]!.pinState).toBe('finalTry');
    expect(tries()).toEqual([`try ${pin}`]);
  });

  it('is recognised also when another program came between the question and the answer', async () => {
    const { tokens, asked } = await start({ pinStates: ['normal', 'finalTry'] });
    expect(await tokens.call('session.open', inputOf())).toEqual(refusal({ kind: 'pinNotConfirmed' }));
    expect(asked[0]!.pinState).toBe('normal');
    expect(tries()).toEqual([]);
  });

  it('on a reader with keys of its own waits for the yes too', async () => {
    const scene = { pinStates: ['finalTry'] as const, protectedPath: true };
    expect(await (await start(scene)).tokens.call('session.open', inputOf())).toEqual(
      refusal({ kind: 'pinNotConfirmed' }),
    );
    await host!.stop();
    const { tokens } = await start(scene, () => pinOf('', true));
    expect((await tokens.call('session.open', inputOf())).ok).toBe(true);
    expect(tries()).toEqual(['try on the reader']);
  });
});

describe('a PIN that cannot be used', () => {
  it('is not even asked for when the token is locked or has none', async () => {
    const one = await start({ pinStates: ['locked'] });
    expect(await one.tokens.call('session.open', inputOf())).toEqual(locked);
    expect(one.asked).toEqual([]);
    await one.stop();
    const other = await start({ pinStates: ['notInitialized'] });
    expect(await other.tokens.call('session.open', inputOf())).toEqual(
      refusal({ kind: 'pinNotInitialized', token: 'Escenario' }),
    );
    expect(tries()).toEqual([]);
  });

  it('is not sent to a token that locked while the person typed', async () => {
    const { tokens } = await start({ pinStates: ['normal', 'locked'] });
    expect(await tokens.call('session.open', inputOf())).toEqual(locked);
    expect(tries()).toEqual([]);
  });

  it('that locks the token says so, and is sent once', async () => {
    const { tokens, settled } = await start({}, () => pinOf('999999'));
    expect(await tokens.call('session.open', inputOf())).toEqual(locked);
    expect(settled).toEqual([locked.failure]);
    expect(tries()).toEqual(['try 999999']);
  });
});

describe('asking', () => {
  it('on a reader with keys of its own sends no PIN and waits for none', async () => {
    const { tokens, asked } = await start({ protectedPath: true }, () => 'nothing');
    expect((await tokens.call('session.open', inputOf())).ok).toBe(true);
    expect(asked[0]!.protectedPath).toBe(true);
    expect(tries()).toEqual(['try on the reader']);
  });

  it('gives up when nobody opens a window for the PIN, and when nobody answers', async () => {
    const patience = { portMs: 300, answerMs: 600 };
    const alone = await start({ patience }, undefined, false);
    expect(await alone.tokens.call('session.open', inputOf())).toEqual(refusal({ kind: 'deadline', call: 'pinPort' }));
    await alone.stop();
    const { tokens, settled } = await start({ patience: { ...patience, portMs: 20_000 } }, () => 'nothing');
    expect(await tokens.call('session.open', inputOf())).toEqual(refusal({ kind: 'pinCancelled' }));
    expect(settled).toEqual([{ kind: 'pinCancelled' }]);
    // Nothing is left behind: the next wish is heard.
    expect(await tokens.call('session.open', inputOf())).toEqual(refusal({ kind: 'pinCancelled' }));
    expect(tries()).toEqual([]);
  });
});

describe('a token that fails in the middle', () => {
  it('pulled out at the third signature ends the session; the two before stand', async () => {
    const { tokens } = await start({ at: { signature: 3, happens: 'removed' } });
    const { sessionId, ...input } = inputOf(5);
    await tokens.call('session.open', { sessionId, ...input });
    const outcomes = [];
    for (let index = 0; index < 5; index++)
      outcomes.push(await tokens.call('session.sign', { sessionId, digestId: `d${index}` }));
    const removed = refusal({ kind: 'tokenRemoved', token: 'Escenario' });
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, false, false, false]);
    expect(outcomes.slice(2)).toEqual([removed, removed, removed]);
    expect(signatures()).toHaveLength(2);
    expect(written().filter((line) => line === 'session closed')).toHaveLength(1);
  });

  it('that lacks the mechanism says which', async () => {
    const { tokens, asked } = await start({ mechanisms: false });
    const listed = await tokens.call('token.list', {});
    expect(listed.ok && listed.value.tokens[0]!.certificates[0]!.algorithms).toEqual([]);
    expect(await tokens.call('session.open', inputOf())).toEqual(
      refusal({ kind: 'mechanismMissing', algorithm: 'ecdsa-sha256' }),
    );
    expect(asked).toEqual([]);
  });

  it('whose library crashes costs the host and nothing else', async () => {
    const { tokens, exited } = await start({ at: { signature: 2, happens: 'crash' } });
    const { sessionId, ...input } = inputOf(3);
    await tokens.call('session.open', { sessionId, ...input });
    expect((await tokens.call('session.sign', { sessionId, digestId: 'd0' })).ok).toBe(true);
    const gone = refusal({ kind: 'driverGone', library: 'staged' });
    expect(await tokens.call('session.sign', { sessionId, digestId: 'd1' })).toEqual(gone);
    expect(await tokens.call('token.list', {})).toEqual(gone);
    expect((await exited).signal).toBe('SIGSEGV');
    expect(signatures()).toHaveLength(1);
  });

  it('whose library hangs is given up at the deadline and can be killed', async () => {
    const { tokens, kill } = await start({ listing: 'hang' });
    expect(await tokens.call('token.list', {}, { deadlineMs: 200 })).toEqual(
      refusal({ kind: 'deadline', call: 'token.list' }),
    );
    await kill('SIGKILL');
    expect(await tokens.call('token.list', {})).toEqual(refusal({ kind: 'driverGone', library: 'staged' }));
  });

  it('with a bug answers an incident, ends the session and goes on serving', async () => {
    const { tokens, output } = await start({ at: { signature: 1, happens: 'bug' } });
    const { sessionId, ...input } = inputOf(1);
    await tokens.call('session.open', { sessionId, ...input });
    const outcome = await tokens.call('session.sign', { sessionId, digestId: 'd0' });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unexpected' } });
    expect((await tokens.call('session.open', inputOf())).ok).toBe(true);
    expect(output()).toContain('a bug in a driver');
    expect(output()).not.toContain(pin);
  });
});

describe('kill -9 in the middle of a list', () => {
  for (const after of [1, 2, 3])
    it(`after ${after} signatures: each was made once, and the next host knows nothing of the session`, async () => {
      const first = await start({});
      const { sessionId, ...input } = inputOf(4);
      await first.tokens.call('session.open', { sessionId, ...input });
      for (let index = 0; index < after; index++)
        await first.tokens.call('session.sign', { sessionId, digestId: `d${index}` });
      await first.kill('SIGKILL');
      const second = await start({});
      for (let index = 0; index < 4; index++)
        expect(await second.tokens.call('session.sign', { sessionId, digestId: `d${index}` })).toEqual(
          refusal({ kind: 'digestNotListed' }),
        );
      expect(second.asked).toEqual([]);
      expect(signatures()).toHaveLength(after);
      expect(new Set(signatures()).size).toBe(after);
    });
});

describe('tokens that come and go', () => {
  it('are told to the office while nobody signs', async () => {
    // Looked for every 50 ms: the office listens long before the first change.
    const { tokens } = await start({ serials: [...Array<string>(20).fill('S1'), '-', 'S2'] });
    let told = 0;
    tokens.on('tokens.changed', ({ libraryId }) => void (libraryId === 'staged' && told++));
    while (told < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(told).toBe(2);
  });

  it('are not looked for while a session is open', async () => {
    const { tokens } = await start({ serials: Array.from({ length: 600 }, (_, nth) => (nth % 2 === 0 ? 'S1' : '-')) });
    const { sessionId, ...input } = inputOf();
    await tokens.call('session.open', { sessionId, ...input });
    let told = 0;
    tokens.on('tokens.changed', () => void told++);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(told).toBe(0);
    await tokens.call('session.close', { sessionId });
    while (told === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('log out and close the library when the parent goes', async () => {
    const { tokens, disconnect, exited } = await start({});
    await tokens.call('session.open', inputOf());
    disconnect();
    expect((await exited).code).toBe(0);
    expect(written().slice(-2)).toEqual(['session closed', 'driver closed']);
  });
});
