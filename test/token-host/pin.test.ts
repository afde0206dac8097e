import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Identity, makePki } from '../helpers/pki.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { type Host, type Reaction, pinOf, sessionInput, startHost } from './harness.ts';

const pin = 'clave-ñandú-7351';
let soft: SoftToken;
let plain: Identity;
let careful: Identity;
let host: Host | undefined;

beforeAll(() => {
  soft = createSoftToken({ pin });
  plain = makePki().signer;
  careful = makePki().signer;
  soft.add(plain);
  soft.add(careful, { alwaysAuthenticate: true });
});
afterAll(() => soft.remove());
afterEach(() => host?.stop());

const start = async (...reactions: Reaction[]) =>
  (host = await startHost({
    ...{ library: soft.library, environment: soft.environment },
    person: (_question, nth) => reactions[nth - 1] ?? 'nothing',
  }));
const inputFor = (identity: Identity, count = 1) =>
  sessionInput(
    {
      ...{ tokenSerial: soft.serial, algorithm: 'ecdsa-sha256' as const },
      certificateSha256: createHash('sha256').update(identity.certificate).digest('hex'),
    },
    Array.from({ length: count }, () => randomBytes(32)),
  );

describe('the PIN', () => {
  it('is asked for once, goes to the token as typed, and shows up in nothing the process writes', async () => {
    const { tokens, output } = await start(pinOf(pin));
    expect(await tokens.call('session.open', inputFor(plain))).toMatchObject({
      ok: true,
      value: { pinPerSignature: false },
    });
    await host!.stop();
    expect(output()).not.toContain(pin);
  });

  it('is never tried again when wrong; the flags are read anew and told', async () => {
    const { tokens, asked, settled, output } = await start(pinOf('000000'), pinOf(pin));
    const failure = { kind: 'pinWrong', pinState: 'countLow' };
    const input = inputFor(plain);
    expect(await tokens.call('session.open', input)).toEqual({ ok: false, failure });
    expect(asked).toHaveLength(1);
    expect(settled).toEqual([failure]);
    // What still comes for that session is told why it ended.
    expect(await tokens.call('session.sign', { sessionId: input.sessionId, digestId: 'd0' })).toEqual({
      ...{ ok: false, failure },
    });
    // The next question, which is another person's decision, says how the token stands.
    expect((await tokens.call('session.open', inputFor(plain))).ok).toBe(true);
    expect(asked[1]!.pinState).toBe('countLow');
    expect(output()).not.toContain('000000');
  });

  it('is not sent when its length is impossible', async () => {
    for (const [index, short] of ['', '123', 'ñ'.repeat(128)].entries()) {
      const { tokens, settled, asked } = await start(pinOf(short), pinOf(pin));
      const failure = { kind: 'pinLength', min: 4, max: 255 };
      expect(await tokens.call('session.open', inputFor(plain))).toEqual({ ok: false, failure });
      expect(settled).toEqual([failure]);
      // SoftHSM marks a token on the first wrong try: it was not one.
      expect((await tokens.call('session.open', inputFor(plain))).ok).toBe(true);
      expect(asked[1]!.pinState, `case ${index}`).toBe('normal');
      await host!.stop();
    }
  });

  it('may be refused by the person, or by closing the window', async () => {
    for (const reaction of ['cancel', 'close'] as const) {
      const { tokens } = await start(reaction);
      expect(await tokens.call('session.open', inputFor(plain))).toEqual({
        ...{ ok: false, failure: { kind: 'pinCancelled' } },
      });
      await host!.stop();
    }
  });

  it('is believed only in an answer to the question that was asked', async () => {
    const { tokens, asked } = await start({ strayPin: '000000', then: pin });
    expect((await tokens.call('session.open', inputFor(plain))).ok).toBe(true);
    expect(asked).toHaveLength(1);
  });
});

describe('a key that wants the PIN for each signature', () => {
  it('asks again for each, and says what for', async () => {
    const { tokens, asked, settled } = await start(pinOf(pin), pinOf(pin), pinOf(pin));
    const input = inputFor(careful, 2);
    const { sessionId } = input;
    expect((await tokens.call('session.open', input)).ok).toBe(true);
    expect((await tokens.call('session.sign', { sessionId, digestId: 'd0' })).ok).toBe(true);
    expect((await tokens.call('session.sign', { sessionId, digestId: 'd1' })).ok).toBe(true);
    expect(settled).toEqual([null, null, null]);
    expect(asked.map((question) => question.purpose.count)).toEqual([2, 1, 1]);
    expect(asked[2]!.purpose.items).toEqual([input.purpose.items[1]]);
  });

  it('stops the session at a wrong PIN, and signs nothing with it', async () => {
    const { tokens, asked } = await start(pinOf(pin), pinOf('00000000'), pinOf(pin));
    const input = inputFor(careful, 2);
    const { sessionId } = input;
    await tokens.call('session.open', input);
    const failure = { kind: 'pinWrong', pinState: 'countLow' };
    expect(await tokens.call('session.sign', { sessionId, digestId: 'd0' })).toEqual({ ok: false, failure });
    expect(await tokens.call('session.sign', { sessionId, digestId: 'd1' })).toEqual({ ok: false, failure });
    expect(asked).toHaveLength(2);
  });

  it('takes one signature at a time', async () => {
    const { tokens } = await start(pinOf(pin), 'nothing');
    const input = inputFor(careful, 2);
    const { sessionId } = input;
    await tokens.call('session.open', input);
    void tokens.call('session.sign', { sessionId, digestId: 'd0' });
    expect(await tokens.call('session.sign', { sessionId, digestId: 'd1' })).toEqual({
      ...{ ok: false, failure: { kind: 'tokenBusy' } },
    });
  });
});
