import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { type Outcome, done } from '../../src/contract/failures.ts';
import type { DriverSession, Pin, TokenDriver } from '../../src/token-host/driver.ts';
import type { PinDesk } from '../../src/token-host/pin.ts';
import { createSessionDesk } from '../../src/token-host/sessions.ts';
import { sessionInput } from './harness.ts';

type Answer = Outcome<{ pin: Pin; lastTryConfirmed: boolean }>;

const neverAsked = (): never => {
  throw new Error('nobody asks for a new PIN here');
};

function desk() {
  const login = vi.fn(() => done({ pinPerSignature: false }));
  const close = vi.fn();
  const session: DriverSession = {
    ...{ practice: true, login, close, sign: () => done(new Uint8Array(64)) },
    pinStatus: () =>
      done({
        tokenLabel: 'T',
        pinState: 'normal' as const,
        triesLeft: null,
        pinMin: 4,
        pinMax: 8,
        protectedPath: false,
      }),
  };
  const driver: TokenDriver = {
    ...{ description: '', presence: () => '', close: () => undefined, open: () => done(session) },
    list: () => done({ emptySlots: 0, tokens: [] }),
    secrets: neverAsked,
    changePin: neverAsked,
    unblockPin: neverAsked,
  };
  const answer = Promise.withResolvers<Answer>();
  const settle = vi.fn();
  const pins: PinDesk = {
    ask: () => ({
      answer: answer.promise,
      settle,
      cancel: () => answer.resolve({ ok: false, failure: { kind: 'pinCancelled' } }),
    }),
    askNewPin: neverAsked,
    deliver: () => undefined,
  };
  return { desk: createSessionDesk(driver, pins), login, close, answer, settle };
}
const input = () => {
  const choice = { tokenSerial: 'S', certificateSha256: '0'.repeat(64), algorithm: 'ecdsa-sha256' as const };
  return sessionInput(choice, [new Uint8Array(32)]) as Parameters<ReturnType<typeof desk>['desk']['open']>[1];
};

describe('a PIN that was typed in the moment in which the office went', () => {
  it('is not spent', async () => {
    const { desk: sessions, login, close, answer, settle } = desk();
    const owner = { name: randomUUID() };
    const opening = sessions.open(owner, input());
    answer.resolve(done({ pin: '123456', lastTryConfirmed: false }));
    sessions.release(owner);
    expect(await opening).toEqual({ ok: false, failure: { kind: 'pinCancelled' } });
    expect(login).not.toHaveBeenCalled();
    expect(close).toHaveBeenCalledTimes(1);
    expect(settle).toHaveBeenCalledWith({ kind: 'pinCancelled' });
    expect(sessions.idle).toBe(true);
  });
});

describe('a bug while logging in', () => {
  it('ends the session and goes on as a bug', async () => {
    const { desk: sessions, login, close, answer } = desk();
    login.mockImplementation(() => {
      throw new Error('bug');
    });
    answer.resolve(done({ pin: '123456', lastTryConfirmed: false }));
    await expect(sessions.open({}, input())).rejects.toThrow('bug');
    expect(close).toHaveBeenCalledTimes(1);
    expect(sessions.idle).toBe(true);
  });
});
