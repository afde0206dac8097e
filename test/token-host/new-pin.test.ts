/** A new PIN with the old one, and with the PUK: on SoftHSM, on a card through OpenSC, and on a token that refuses. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/contract/failures.ts';
import { SessionId } from '../../src/contract/ids.ts';
import { makePki } from '../helpers/pki.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { createPivCard, setTable, type CardTable } from '../virtual-card/card-table.ts';
import { type Host, type NewPinReaction, pinOf, sessionInput, startHost } from './harness.ts';
import type { Stage } from './staged-driver.ts';

let host: Host | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
});
const ask = (on: Host, call: 'token.changePin' | 'token.unblockPin', tokenSerial: string) =>
  on.tokens.call(call, { sessionId: SessionId.parse(randomUUID()), tokenSerial });
const refused = (failure: object) => ({ ok: false, failure });
const taken: Outcome<Record<string, never>> = { ok: true, value: {} };

describe('on SoftHSM', () => {
  let soft: SoftToken;
  let certificateSha256: string;
  beforeAll(async () => {
    soft = createSoftToken();
    soft.add(makePki({ signer: { key: 'p256' } }).signer);
  });
  afterAll(() => soft.remove());
  const start = async (typed: NewPinReaction, pin = '') => {
    const { library, environment } = soft;
    host = await startHost({ library, environment, newPin: () => typed, person: () => pinOf(pin) });
    const listed = await host.tokens.call('token.list', {});
    certificateSha256 = listed.ok ? listed.value.tokens[0]!.certificates[0]!.certificateSha256 : '';
    return host;
  };
  const opens = async (pin: string): Promise<boolean> => {
    await host?.stop();
    const on = await start(null, pin);
    const choice = { tokenSerial: soft.serial, certificateSha256, algorithm: 'ecdsa-sha256' as const };
    return (await on.tokens.call('session.open', sessionInput(choice, [new Uint8Array(32)]))).ok;
  };

  it('the old PIN gives a new one, and from then on only that opens', async () => {
    const on = await start({ proof: '123456', newPin: '654321' });
    expect(await ask(on, 'token.changePin', soft.serial)).toEqual(taken);
    expect(on.askedNewPin).toMatchObject([
      { errand: 'changePin', tokenLabel: 'Prueba', pinState: 'normal', pinMin: 4 },
    ]);
    expect(on.settled).toEqual([null]);
    expect(await opens('123456')).toBe(false);
    expect(await opens('654321')).toBe(true);
  });

  it('a wrong old PIN changes nothing', async () => {
    const on = await start({ proof: '000000', newPin: '111111' });
    expect(await ask(on, 'token.changePin', soft.serial)).toMatchObject(refused({ kind: 'pinWrong' }));
    expect(on.settled).toMatchObject([{ kind: 'pinWrong' }]);
    expect(await opens('654321')).toBe(true);
  });

  it('the PUK gives a new PIN without the old one', async () => {
    const on = await start({ proof: soft.soPin, newPin: '2468ñ' });
    expect(await ask(on, 'token.unblockPin', soft.serial)).toEqual(taken);
    expect(await opens('2468ñ')).toBe(true);
  });

  it('a wrong PUK changes nothing', async () => {
    const on = await start({ proof: '00000000', newPin: '111111' });
    expect(await ask(on, 'token.unblockPin', soft.serial)).toEqual(
      refused({ kind: 'pukWrong', pukState: expect.any(String) }),
    );
    expect(await opens('2468ñ')).toBe(true);
  });

  it('a new PIN of impossible length is not sent', async () => {
    const on = await start({ proof: '2468ñ', newPin: '1' });
    expect(await ask(on, 'token.changePin', soft.serial)).toEqual(refused({ kind: 'newPinRefused', min: 4, max: 255 }));
    expect(await opens('2468ñ')).toBe(true);
  });

  it('giving up changes nothing, and a token that is not there is asked for nothing', async () => {
    const on = await start(null);
    expect(await ask(on, 'token.changePin', soft.serial)).toEqual(refused({ kind: 'pinCancelled' }));
    expect(await ask(on, 'token.changePin', 'nobody')).toEqual(refused({ kind: 'tokenAbsent', token: null }));
    expect(on.askedNewPin).toHaveLength(1);
  });

  it('no PIN is in anything the process wrote', async () => {
    const on = await start({ proof: '2468ñ', newPin: '13579' });
    await ask(on, 'token.changePin', soft.serial);
    expect(on.output()).not.toMatch(/2468|13579/);
    expect(JSON.stringify(on.told)).not.toMatch(/2468|13579/);
  });
});

describe('on a PIV card through OpenSC', () => {
  let table: CardTable;
  let folder: string;
  beforeAll(async () => {
    table = await setTable();
    folder = mkdtempSync(join(tmpdir(), 'fojas-opensc-'));
    // OpenSC unblocks only where its own configuration says how.
    const conf =
      'app default { framework pkcs15 { } }\napp opensc-pkcs11 { pkcs11 { user_pin_unblock_style = set_pin_in_unlogged_session; } }\n';
    writeFileSync(join(folder, 'opensc.conf'), conf);
  });
  afterAll(async () => {
    await table.remove();
    rmSync(folder, { recursive: true });
  });
  const start = async (typed: NewPinReaction, environment: Readonly<Record<string, string>> = {}) => {
    host = await startHost({
      ...{ library: table.library, environment: { ...table.env, ...environment }, newPin: () => typed },
      care: { unblock: 'setPin' },
    });
    const listed = await host.tokens.call('token.list', {});
    return { on: host, serial: listed.ok ? listed.value.tokens[0]!.serial : '' };
  };
  const cardOf = (name: string, tries = 3) => {
    const { signer } = makePki();
    return createPivCard({ keys: { '9a': signer }, name, pin: '123456', puk: '12345678', tries });
  };

  it('one try is spent on a wrong PIN, and none on the new one', async () => {
    const card = cardOf('change');
    await table.insert(card);
    const wrong = await start({ proof: '999999', newPin: '654321' });
    expect(await ask(wrong.on, 'token.changePin', wrong.serial)).toMatchObject(refused({ kind: 'pinWrong' }));
    expect(card.pinTriesLeft).toBe(2);
    await host?.stop();
    const right = await start({ proof: '123456', newPin: '654321' });
    expect(await ask(right.on, 'token.changePin', right.serial)).toEqual(taken);
    expect(card.tries.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(1);
    expect(card.pinTriesLeft).toBe(3);
  });

  it('the PUK opens a locked PIN, where OpenSC is told how', async () => {
    const card = cardOf('unblock', 1);
    await table.insert(card);
    const locking = await start({ proof: '999999', newPin: '654321', lastTryConfirmed: true });
    expect(await ask(locking.on, 'token.changePin', locking.serial)).toMatchObject(refused({ kind: 'pinLocked' }));
    expect(card.pinTriesLeft).toBe(0);
    await host?.stop();
    const locked = await start({ proof: '123456', newPin: '654321' });
    expect(await ask(locked.on, 'token.changePin', locked.serial)).toMatchObject(refused({ kind: 'pinLocked' }));
    expect(locked.on.askedNewPin).toEqual([]);
    await host?.stop();
    const plain = await start({ proof: '12345678', newPin: '654321' });
    expect(await ask(plain.on, 'token.unblockPin', plain.serial)).toMatchObject(
      refused({ kind: 'pinChangeUnsupported' }),
    );
    expect(card.tries.filter(({ secret }) => secret === 'puk')).toEqual([]);
    await host?.stop();
    const told = await start({ proof: '12345678', newPin: '654321' }, { OPENSC_CONF: join(folder, 'opensc.conf') });
    expect(await ask(told.on, 'token.unblockPin', told.serial)).toEqual(taken);
    expect(card.pinTriesLeft).toBeGreaterThan(0);
    expect(card.tries.filter(({ secret }) => secret === 'puk')).toEqual([{ secret: 'puk', outcome: 'right' }]);
  });
});

describe('on a token that refuses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-staged-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const diary = join(folder, 'diary');
  const written = () => readFileSync(diary, 'utf8').trim().split('\n').filter(Boolean);
  const start = async (stage: Partial<Stage>, typed: NewPinReaction) => {
    writeFileSync(diary, '');
    const whole: Stage = { pkcs8Pem: '', certificatePem: '', diary, pin: '1234', ...stage };
    host = await startHost({
      ...{ library: { kind: 'pkcs11', id: 'staged', path: 'staged' }, newPin: () => typed },
      ...{
        entry: join(import.meta.dirname, 'staged-process.ts'),
        environment: { FOJAS_TEST_STAGE: JSON.stringify(whole) },
      },
    });
    return host;
  };
  const typed = { proof: '1234', newPin: '5678' };

  it('what the flags forbid is not asked for', async () => {
    for (const [status, call, kind] of [
      [{ pinState: 'locked' }, 'token.changePin', 'pinLocked'],
      [{ pinState: 'notInitialized' }, 'token.changePin', 'pinNotInitialized'],
      [{ canChangePin: false }, 'token.changePin', 'pinChangeUnsupported'],
      [{ pukState: 'locked' }, 'token.unblockPin', 'pukLocked'],
      [{ canUnblockPin: false }, 'token.unblockPin', 'pinChangeUnsupported'],
    ] as const) {
      const on = await start({ newPin: { status } }, typed);
      expect(await ask(on, call, 'S1')).toMatchObject(refused({ kind }));
      expect(on.askedNewPin).toEqual([]);
      await on.stop();
    }
  });

  it('the last try wants its own yes, of the PIN as of the PUK', async () => {
    for (const [status, call] of [
      [{ pinState: 'finalTry' }, 'token.changePin'],
      [{ pukState: 'finalTry' }, 'token.unblockPin'],
    ] as const) {
      const on = await start({ newPin: { status } }, typed);
      expect(await ask(on, call, 'S1')).toEqual(refused({ kind: 'pinNotConfirmed' }));
      expect(written()).toEqual([]);
      await on.stop();
      const sure = await start({ newPin: { status } }, { ...typed, lastTryConfirmed: true });
      expect(await ask(sure, call, 'S1')).toEqual(taken);
      expect(written()).toHaveLength(1);
      await sure.stop();
    }
  });

  it('a reader with a keypad is left to itself: nothing is typed here', async () => {
    const on = await start({ protectedPath: true }, null);
    expect(await ask(on, 'token.changePin', 'S1')).toEqual(taken);
    expect(on.askedNewPin).toMatchObject([{ protectedPath: true }]);
    expect(written()).toEqual(['change on the reader to on the reader']);
  });

  it('an empty PUK is no try', async () => {
    const on = await start({}, { proof: '', newPin: '5678' });
    expect(await ask(on, 'token.unblockPin', 'S1')).toEqual(refused({ kind: 'pinCancelled' }));
    expect(written()).toEqual([]);
  });

  it('two at once are one too many', async () => {
    const on = await start({}, typed);
    const both = await Promise.all([ask(on, 'token.changePin', 'S1'), ask(on, 'token.changePin', 'S1')]);
    expect(both).toEqual([taken, refused({ kind: 'tokenBusy' })]);
    expect(written()).toEqual(['change 1234 to 5678']);
  });
});
