import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FaultModule, type FaultRule, createFaultModule } from '../helpers/fault-module/faults.ts';
import { type Identity, makePki } from '../helpers/pki.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { type Host, type Reaction, pinOf, sessionInput, startHost } from './harness.ts';

let soft: SoftToken;
let module: FaultModule;
let signer: Identity;
let host: Host;

beforeAll(() => {
  soft = createSoftToken();
  ({ signer } = makePki({ signer: { key: 'p256' } }));
  soft.add(signer);
  module = createFaultModule(soft);
});
afterAll(() => soft.remove());
afterEach(() => host?.stop());

async function start(rules: readonly FaultRule[], person: (nth: number) => Reaction = () => pinOf(soft.pin)) {
  module.set(rules);
  host = await startHost({
    ...{ library: module.library, environment: module.environment },
    person: (_question, nth) => person(nth),
  });
  return host;
}

const choice = () => ({
  tokenSerial: soft.serial,
  certificateSha256: createHash('sha256').update(signer.certificate).digest('hex'),
  algorithm: 'ecdsa-sha256' as const,
});

/** Opens a session over so many texts and signs them; answers each outcome's kind, `good` for a signature that verifies. */
async function signAll(count: number): Promise<string[]> {
  const texts = Array.from({ length: count }, () => randomBytes(40));
  const digests = texts.map((text) => createHash('sha256').update(text).digest());
  const { sessionId, ...input } = sessionInput(choice(), digests);
  const opened = await host.tokens.call('session.open', { sessionId, ...input });
  if (!opened.ok) return [opened.failure.kind];
  const kinds: string[] = [];
  for (const [index, text] of texts.entries()) {
    const signing = host.tokens.call('session.sign', { sessionId, digestId: `d${index}` }, { deadlineMs: 1500 });
    const signed = await signing;
    const key = { key: createPublicKey(signer.certificatePem), dsaEncoding: 'ieee-p1363' } as const;
    if (!signed.ok) kinds.push(signed.failure.kind);
    else kinds.push(verify('sha256', text, key, signed.value.signature) ? 'good' : 'wrong');
  }
  await host.tokens.call('session.close', { sessionId }, { deadlineMs: 1500 });
  return kinds;
}

describe('a driver that behaves', () => {
  it('is passed through, and the log says what reached it', async () => {
    await start([]);
    expect(await signAll(3)).toEqual(['good', 'good', 'good']);
    expect(module.logins).toEqual([soft.pin]);
    expect(module.signed).toHaveLength(3);
    expect(module.calls('C_Sign')).toBe(3);
  });
});

describe('a driver that fails at one signature', () => {
  it.each([
    ['the device was removed', { at: 'C_Sign', nth: 2, action: ['code', 0x32] }, 'tokenRemoved'],
    ['no token is present', { at: 'C_SignInit', nth: 2, action: ['code', 0xe0] }, 'tokenRemoved'],
    ['the session is unknown', { at: 'C_Sign', nth: 2, action: ['code', 0xb3] }, 'tokenRemoved'],
    ['a signature too short', { at: 'C_Sign', nth: 2, action: ['length', 31] }, 'tokenError'],
    ['a code of the vendor’s', { at: 'C_Sign', nth: 2, action: ['code', 0x8000_0042] }, 'tokenError'],
  ] as const)('says that %s: nothing is signed after it', async (_what, rule, kind) => {
    await start([rule]);
    expect(await signAll(4)).toEqual(['good', kind, kind, kind]);
    expect(module.logins).toEqual([soft.pin]);
    expect(module.fired).toBe(1);
  });

  it('with other bytes hands them on: whoever asked verifies', async () => {
    await start([{ at: 'C_Sign', nth: 2, action: 'garbage' }]);
    expect(await signAll(2)).toEqual(['good', 'wrong']);
  });

  it('because the token was pulled out finds it again when it is back, in a new session', async () => {
    await start([{ at: 'C_Sign', nth: 2, action: 'unplug' }]);
    expect(await signAll(3)).toEqual(['good', 'tokenRemoved', 'tokenRemoved']);
    expect(await signAll(1)).toEqual(['tokenAbsent']);
    module.plugIn();
    expect(await signAll(1)).toEqual(['good']);
    expect(module.logins).toEqual([soft.pin, soft.pin]);
  });
});

describe('a driver that dies or waits for ever', () => {
  it.each(['crash', 'abort', 'after'] as const)(
    'by %s takes its process along, and no PIN is sent again',
    async (action) => {
      await start([{ at: 'C_Sign', nth: 2, action }]);
      expect(await signAll(3)).toEqual(['good', 'driverGone', 'driverGone']);
      expect((await host.exited).signal).toBe(action === 'abort' ? 'SIGABRT' : 'SIGSEGV');
      expect(module.logins).toEqual([soft.pin]);
      expect(module.signed).toHaveLength(action === 'after' ? 2 : 1);
    },
  );

  it('in a call has announced it, with a deadline, so that somebody may end it', async () => {
    await start([{ at: 'C_Login', nth: 1, action: 'hang' }]);
    const { sessionId, ...input } = sessionInput(choice(), [randomBytes(32)]);
    const opened = await host.tokens.call('session.open', { sessionId, ...input }, { deadlineMs: 1500 });
    expect(opened).toMatchObject({ failure: { kind: 'deadline' } });
    const last = host.told.filter(({ kind }) => kind === 'working' || kind === 'rested').at(-1);
    expect(last).toMatchObject({ kind: 'working' });
    expect(module.logins).toEqual([soft.pin]);
  });
});

describe('a driver that lies', () => {
  const finalTry = 0x0002_0000;
  const locked = 0x0004_0000;
  const always = (bits: number): FaultRule[] =>
    Array.from({ length: 40 }, (_, index) => ({ at: 'C_GetTokenInfo', nth: index + 1, action: ['flags', bits] }));

  it('about a last try gets no PIN without the separate yes', async () => {
    await start(always(finalTry));
    expect(await signAll(1)).toEqual(['pinNotConfirmed']);
    expect(module.logins).toEqual([]);
  });

  it('about a locked PIN gets nobody asked', async () => {
    await start(always(locked));
    expect(await signAll(1)).toEqual(['pinLocked']);
    expect(host.asked).toEqual([]);
    expect(module.logins).toEqual([]);
  });

  it('by naming one slot twice, or none, neither doubles a token nor brings the host down', async () => {
    await start([
      ...[1, 2].map((nth): FaultRule => ({ at: 'C_GetSlotList', nth, action: 'twice' })),
      ...[3, 4].map((nth): FaultRule => ({ at: 'C_GetSlotList', nth, action: 'none' })),
    ]);
    const serials = async () => {
      const listed = await host.tokens.call('token.list', {});
      return listed.ok ? listed.value.tokens.map(({ serial }) => serial) : [listed.failure.kind];
    };
    const seen = [await serials(), await serials(), await serials(), await serials()];
    expect(module.fired).toBeGreaterThanOrEqual(3);
    expect(new Set(seen.flat())).toEqual(new Set([soft.serial]));
    for (const list of seen) expect(list.length).toBeLessThanOrEqual(1);
    expect(await signAll(1)).toEqual(['good']);
  });

  it('about slot events, or waits for one for ever, is not listened to: a token that went or came is noticed by looking', async () => {
    await start([
      { at: 'C_WaitForSlotEvent', nth: 1, action: 'twice' },
      { at: 'C_WaitForSlotEvent', nth: 2, action: 'hang' },
    ]);
    const { tokens } = host.anotherOffice();
    let changes = 0;
    tokens.on('tokens.changed', () => (changes += 1));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(changes).toBe(0);
    module.unplug();
    await expect.poll(() => changes).toBe(1);
    module.plugIn();
    await expect.poll(() => changes).toBe(2);
    expect(module.calls('C_WaitForSlotEvent')).toBe(0);
    expect(await signAll(1)).toEqual(['good']);
  });
});
