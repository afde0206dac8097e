import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Director } from '../../src/cli/practice/virtual-card/reader.ts';
import { type Host, type Reaction, pinOf, sessionInput } from '../token-host/harness.ts';
import type { Token } from '../../src/contract/token.ts';
import { type CardTable, setTable } from './card-table.ts';
import { answerTo, spoilSignature, unplugAfter, unplugAtSignature } from './cues.ts';
import { cardWith, choose, digestsOf, hostAt, pin, rights, sign, signerOf, tokenOf } from './desk.ts';

let table: CardTable;
let host: Host | undefined;

beforeAll(async () => {
  table = await setTable();
});
afterAll(() => table.remove());
afterEach(async () => {
  await host?.stop();
  host = undefined;
});
const start = async (person?: (nth: number) => Reaction) => (host = await hostAt(table, person));

describe('tries, as the card counts them', () => {
  it('are spent one for each PIN typed, and the last one not without a yes', async () => {
    const card = cardWith('p256');
    await table.insert(card);
    const reactions: Reaction[] = [pinOf('000001'), pinOf('000002'), pinOf('000003'), pinOf('000003', true)];
    const { tokens, asked } = await start((nth) => reactions[nth - 1] ?? 'cancel');
    const choice = await choose(host!, 'ecdsa-sha256');
    const open = () => tokens.call('session.open', sessionInput(choice, digestsOf(1)));
    expect(await open()).toMatchObject({ failure: { kind: 'pinWrong' } });
    expect(await open()).toMatchObject({ failure: { kind: 'pinWrong', pinState: 'finalTry' } });
    expect(card.pinTriesLeft).toBe(1);
    expect(await open()).toEqual({ ok: false, failure: { kind: 'pinNotConfirmed' } });
    expect(card.pinTriesLeft).toBe(1);
    expect(await open()).toMatchObject({ failure: { kind: 'pinLocked' } });
    expect(card.tries).toHaveLength(3);
    expect(asked.slice(2).map(({ pinState }) => pinState)).toEqual(['finalTry', 'finalTry']);
    // Locked: nobody is asked any more.
    expect(await open()).toMatchObject({ failure: { kind: 'pinLocked' } });
    expect(asked).toHaveLength(4);
    expect((await tokenOf(host!)).pinState).toBe('locked');
    expect(card.tries).toHaveLength(3);
  });

  it('stop a batch at a wrong PIN between two signatures, with the others unsigned', async () => {
    const card = cardWith('p256', '9c');
    await table.insert(card);
    const { tokens } = await start((nth) => (nth === 3 ? pinOf('000001') : pinOf(pin)));
    const { sessionId, ...input } = sessionInput(await choose(host!, 'ecdsa-sha256'), digestsOf(3));
    await tokens.call('session.open', { sessionId, ...input });
    expect((await sign(host!, sessionId, 'd0')).ok).toBe(true);
    expect(await sign(host!, sessionId, 'd1')).toMatchObject({ failure: { kind: 'pinWrong' } });
    expect(await sign(host!, sessionId, 'd2')).toMatchObject({ failure: { kind: 'pinWrong' } });
    expect(card.signatures).toBe(1);
    expect(card.tries.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(1);
  });
});

describe('a card that is pulled out', () => {
  // OpenSC may wait for itself for ever when the card goes between two commands of one call: then the host is ended from outside.
  const wentWrong = ['tokenRemoved', 'tokenError', 'deadline'];

  it.each([0, 1])('after %d more commands signs nothing more, and works again when it is back', async (commands) => {
    const card = cardWith('p256');
    const unplug = unplugAfter(commands);
    await table.insert(card, unplug);
    const { tokens } = await start();
    const choice = await choose(host!, 'ecdsa-sha256');
    const first = sessionInput(choice, digestsOf(4));
    expect((await tokens.call('session.open', first)).ok).toBe(true);
    unplug.arm();
    const kinds: string[] = [];
    for (const digestId of ['d0', 'd1', 'd2', 'd3']) {
      const signed = await sign(host!, first.sessionId, digestId);
      kinds.push(signed.ok ? 'signed' : signed.failure.kind);
      if (kinds.at(-1) === 'deadline') break;
    }
    const good = kinds.filter((kind) => kind === 'signed').length;
    expect(good).toBe(card.signatures);
    expect(kinds.length).toBeGreaterThan(good);
    for (const kind of kinds.slice(good)) expect(wentWrong).toContain(kind);
    expect(rights(card)).toBe(1);
    await host!.stop();
    await table.insert(card);
    await start();
    const second = sessionInput(choice, digestsOf(1));
    expect(await host!.tokens.call('session.open', second)).toMatchObject({ ok: true });
    expect((await sign(host!, second.sessionId, 'd0')).ok).toBe(true);
    expect(rights(card)).toBe(2);
  });

  it('while it computes leaves one signature unknown and none made twice; a return is noticed', async () => {
    const card = cardWith('p256');
    await table.insert(card, unplugAtSignature(3));
    const { tokens } = await start();
    const choice = await choose(host!, 'ecdsa-sha256');
    let changes = 0;
    tokens.on('tokens.changed', () => (changes += 1));
    const input = sessionInput(choice, digestsOf(5));
    await tokens.call('session.open', input);
    const outcomes: string[] = [];
    for (const digestId of ['d0', 'd1', 'd2', 'd3', 'd4']) {
      const signed = await sign(host!, input.sessionId, digestId);
      outcomes.push(signed.ok ? 'signed' : signed.failure.kind);
    }
    const removed = 'tokenRemoved';
    expect(outcomes).toEqual(['signed', 'signed', removed, removed, removed]);
    expect(card.signatures).toBe(2);
    await expect.poll(() => changes).toBe(1);
    await table.insert(card);
    await expect.poll(() => changes).toBe(2);
    const again = sessionInput(choice, digestsOf(1));
    expect(await tokens.call('session.open', again)).toMatchObject({ ok: true });
    expect((await sign(host!, again.sessionId, 'd0')).ok).toBe(true);
    expect(card.signatures).toBe(3);
  });
});

describe('answers that are not what a card says', () => {
  const bytesInPlace = (answer: Buffer) => Buffer.concat([randomBytes(answer.length - 2), answer.subarray(-2)]);
  const garbage: readonly [string, Director][] = [
    ['a signature of other bytes', spoilSignature(1, bytesInPlace)],
    ['half a signature', spoilSignature(1, (answer) => Buffer.concat([answer.subarray(0, 20), answer.subarray(-2)]))],
    ['a status nobody knows', spoilSignature(1, () => Buffer.from('6f42', 'hex'))],
    ['nothing but one byte', spoilSignature(1, () => Buffer.from('90', 'hex'))],
  ];
  it.each(garbage)('%s is no signature that verifies, and spends no PIN', async (_name, direct) => {
    const card = cardWith('p256');
    await table.insert(card, direct);
    const { tokens } = await start();
    const data = randomBytes(50);
    const input = sessionInput(await choose(host!, 'ecdsa-sha256'), [createHash('sha256').update(data).digest()]);
    await tokens.call('session.open', input);
    const signed = await sign(host!, input.sessionId, 'd0');
    const publicKey = createPublicKey(signerOf('p256').certificatePem);
    if (signed.ok) {
      expect(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signed.value.signature)).toBe(false);
    }
    // OpenSC itself asks the card once more; we do not ask OpenSC.
    expect(card.signatures).toBeLessThanOrEqual(2);
    expect(rights(card)).toBe(1);
  });

  it('to a PIN spends no try, and nobody is asked twice', async () => {
    const card = cardWith('p256');
    const nonsense = answerTo(0x20, Buffer.from('6f00', 'hex'));
    await table.insert(card, (command, nth) => (command.length > 5 ? nonsense(command, nth) : null));
    const { tokens, asked } = await start();
    const choice = await choose(host!, 'ecdsa-sha256');
    const opened = await tokens.call('session.open', sessionInput(choice, digestsOf(1)));
    expect(opened.ok).toBe(false);
    expect(asked).toHaveLength(1);
    expect(card.tries).toEqual([]);
  });

  it('to every question for data show a token without certificates, or none', async () => {
    await table.insert(cardWith('p256'), answerTo(0xcb, Buffer.concat([randomBytes(40), Buffer.from('9000', 'hex')])));
    const { tokens } = await start();
    const listed = await tokens.call('token.list', {});
    const certificates = listed.ok ? listed.value.tokens.flatMap((token) => token.certificates) : [];
    expect(certificates.filter(({ unsuitable }) => unsuitable === null)).toEqual([]);
  });
});

describe('two cards in two readers', () => {
  // As main does it: a call of OpenSC's that does not come back takes its process with it, and another takes its place.
  const listed = async () => {
    const answer = await host!.tokens.call('token.list', {}, { deadlineMs: 4000 });
    if (answer.ok) return answer.value.tokens;
    await host?.stop();
    await start();
    return [];
  };
  const showing = (count: number) =>
    vi.waitFor(
      async () => {
        const tokens = await listed();
        expect(tokens).toHaveLength(count);
        return tokens;
      },
      { timeout: 20_000 },
    );
  const openAt = async (token: Token, algorithm: 'rsa-pkcs1-sha256' | 'ecdsa-sha256') => {
    const { certificateSha256 } = token.certificates[0]!;
    const input = sessionInput({ tokenSerial: token.serial, certificateSha256, algorithm }, digestsOf(3));
    return { id: input.sessionId, opened: await host!.tokens.call('session.open', input) };
  };

  it('are told apart; one that goes or comes is noticed and leaves the login at the other alone', async () => {
    const [first, second] = [cardWith('p256'), cardWith('rsa-2048')];
    await table.insert(first);
    let other = await table.insert(second, undefined, 1);
    await start();
    const both = await showing(2);
    expect(new Set(both.map(({ serial }) => serial)).size).toBe(2);
    expect(new Set(both.map(({ reader }) => reader)).size).toBe(2);
    const hash = createHash('sha256').update(signerOf('rsa-2048').certificate).digest('hex');
    const rsa = both.find(({ certificates }) => certificates[0]!.certificateSha256 === hash)!;
    const curve = both.find(({ serial }) => serial !== rsa.serial)!;

    const onFirst = await openAt(curve, 'ecdsa-sha256');
    expect(onFirst.opened.ok).toBe(true);
    expect((await sign(host!, onFirst.id, 'd0')).ok).toBe(true);
    await other.unplug();
    for (const digestId of ['d1', 'd2']) expect((await sign(host!, onFirst.id, digestId)).ok).toBe(true);
    await host!.tokens.call('session.close', { sessionId: onFirst.id });
    expect((await showing(1)).map(({ serial }) => serial)).toEqual([curve.serial]);
    expect((await openAt(rsa, 'rsa-pkcs1-sha256')).opened).toMatchObject({ ok: false });

    other = await table.insert(second, undefined, 1);
    await showing(2);
    const onSecond = await openAt(rsa, 'rsa-pkcs1-sha256');
    expect(onSecond.opened.ok).toBe(true);
    expect((await sign(host!, onSecond.id, 'd0')).ok).toBe(true);
    expect([first.signatures, second.signatures]).toEqual([3, 1]);
    // One PIN at each, and none typed by anybody else.
    for (const card of [first, second]) expect(card.tries.map(({ outcome }) => outcome)).toEqual(['right']);
    await other.unplug();
  }, 60_000);
});
