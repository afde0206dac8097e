import { createHash, createPublicKey, generateKeyPairSync, publicEncrypt, randomBytes, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/cli/practice/virtual-card/apdu.ts';
import { createPivCard } from '../../src/cli/practice/virtual-card/piv-card.ts';
import { readTlv, tlv } from '../../src/cli/practice/virtual-card/tlv.ts';
import { makePki } from '../helpers/pki.ts';

const rsa = makePki({ signer: { key: 'rsa-2048' } }).signer;
const p256 = makePki({ signer: { key: 'p256' } }).signer;
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const statusOf = (answer: Buffer): string => answer.subarray(-2).toString('hex');
const secret = (text: string): string => Buffer.from(text).toString('hex').padEnd(16, 'f');

const newCard = () => createPivCard({ keys: { '9a': rsa, '9c': p256 } });
const say = (card: ReturnType<typeof newCard>, command: string): string => statusOf(card.transmit(hex(command)));
const verifyPin = (card: ReturnType<typeof newCard>, pin: string): string => say(card, `0020008008${secret(pin)}`);

describe('commands as bytes', () => {
  it.each([
    ['00cb3fff', 0, null],
    ['00c0000000', 0, 256],
    ['00c0000007', 0, 7],
    ['00a4040003a00000', 3, null],
    ['00a4040003a0000000', 3, 256],
    ['00cb3fff000100', 0, 256],
    ['00cb3fff000002aabb', 2, null],
    ['00cb3fff000002aabb0000', 2, 65_536],
  ])('%s has %d bytes of data and asks for %s', (bytes, length, le) => {
    const command = parseCommand(hex(bytes));
    expect(command?.data).toHaveLength(length);
    expect(command?.le).toBe(le);
  });

  it.each(['00', '00a404', '00a4040003a000', '00a4040003a00000ffff', '00cb3fff0000', '00cb3fff000005aa'])(
    '%s is no command',
    (bytes) => expect(parseCommand(hex(bytes))).toBeNull(),
  );
});

describe('answers in pieces', () => {
  it('give exactly what GET RESPONSE asks for, and say how much is left', () => {
    const card = newCard();
    const first = card.transmit(hex('00cb3fff055c035fc10500'));
    expect(first).toHaveLength(258);
    expect(first[256]).toBe(0x61);
    const pieces = [first.subarray(0, -2)];
    let last = first;
    for (const ask of [1, 17, 200, 0, 0, 0, 0]) {
      if (last[last.length - 2] !== 0x61) break;
      last = card.transmit(Buffer.from([0, 0xc0, 0, 0, ask]));
      expect(last.length - 2).toBeLessThanOrEqual(ask === 0 ? 256 : ask);
      if (last[last.length - 2] === 0x61) expect(last.length - 2).toBe(ask === 0 ? 256 : ask);
      pieces.push(last.subarray(0, -2));
    }
    expect(statusOf(last)).toBe('9000');
    const object = readTlv(readTlv(Buffer.concat(pieces))!.get(0x53)!)!;
    expect(object.get(0x70)!.equals(rsa.certificate)).toBe(true);
  });

  it('are forgotten when power goes', () => {
    const card = newCard();
    card.transmit(hex('00cb3fff055c035fc10500'));
    card.reset();
    expect(card.transmit(hex('00c0000000'))).toEqual(hex('9000'));
  });
});

describe('PIN and PUK', () => {
  it('count tries, lock, and go back to full only when right', () => {
    const card = newCard();
    expect(say(card, '00200080')).toBe('63c3');
    expect(verifyPin(card, '000000')).toBe('63c2');
    expect(say(card, '00200080')).toBe('63c2');
    expect(verifyPin(card, '123456')).toBe('9000');
    expect(say(card, '00200080')).toBe('9000');
    for (const answer of ['63c2', '63c1', '6983', '6983']) expect(verifyPin(card, '999999')).toBe(answer);
    expect(verifyPin(card, '123456')).toBe('6983');
    expect(card.pinTriesLeft).toBe(0);
    expect(card.tries.map(({ outcome }) => outcome)).toEqual([
      ...['wrong', 'right', 'wrong', 'wrong', 'wrong', 'locked', 'locked'],
    ]);
  });

  it('spend nothing on what cannot be a PIN', () => {
    const card = newCard();
    for (const data of ['04313233ff', '0831323334ffffffff', '083132333435ff36ff']) {
      expect(say(card, `00200080${data}`)).toBe('6a80');
    }
    expect(say(card, `0020008108${secret('12345678')}`)).toBe('6a88');
    expect(card.tries).toEqual([]);
  });

  it('are changed with the old one, and the PIN is unblocked with the PUK', () => {
    const card = newCard();
    expect(say(card, `0024008010${secret('123456')}${secret('654321')}`)).toBe('9000');
    expect(verifyPin(card, '123456')).toBe('63c2');
    expect(verifyPin(card, '654321')).toBe('9000');
    for (let turn = 0; turn < 3; turn += 1) verifyPin(card, '111111');
    expect(say(card, `002c008010${secret('00000000')}${secret('222222')}`)).toBe('63c2');
    expect(say(card, `002c008010${secret('12345678')}${secret('222222')}`)).toBe('9000');
    expect(verifyPin(card, '222222')).toBe('9000');
    expect(say(card, `0024008110${secret('12345678')}${secret('87654321')}`)).toBe('9000');
    for (let turn = 0; turn < 3; turn += 1) say(card, `002c008010${secret('00000000')}${secret('222222')}`);
    expect(say(card, `002c008010${secret('87654321')}${secret('222222')}`)).toBe('6983');
    expect(card.pukTriesLeft).toBe(0);
  });
});

describe('signatures', () => {
  const challenge = (input: Buffer): Buffer => tlv('7c', tlv('82'), tlv('81', input));
  const ask = (card: ReturnType<typeof newCard>, algorithm: number, slot: number, input: Buffer): Buffer => {
    const data = challenge(input);
    const cut = Math.min(200, data.length);
    if (cut < data.length) {
      const head = Buffer.from([0x10, 0x87, algorithm, slot, cut]);
      expect(statusOf(card.transmit(Buffer.concat([head, data.subarray(0, cut)])))).toBe('9000');
    }
    const rest = cut < data.length ? data.subarray(cut) : data;
    let answer = card.transmit(
      Buffer.concat([Buffer.from([0, 0x87, algorithm, slot, rest.length]), rest, Buffer.from([0])]),
    );
    let whole = answer.subarray(0, -2);
    while (answer[answer.length - 2] === 0x61) {
      answer = card.transmit(hex('00c0000000'));
      whole = Buffer.concat([whole, answer.subarray(0, -2)]);
    }
    return Buffer.concat([whole, answer.subarray(-2)]);
  };
  const signatureIn = (answer: Buffer): Buffer => readTlv(readTlv(answer.subarray(0, -2))!.get(0x7c)!)!.get(0x82)!;

  it('are made in chained commands, with the PIN once in 9A and before each in 9C', () => {
    const card = newCard();
    const block = Buffer.concat([Buffer.from([0]), randomBytes(255)]);
    expect(statusOf(ask(card, 0x07, 0x9a, block))).toBe('6982');
    verifyPin(card, '123456');
    for (let turn = 0; turn < 2; turn += 1) {
      const raised = signatureIn(ask(card, 0x07, 0x9a, block));
      const back = publicEncrypt({ key: createPublicKey(rsa.certificatePem), padding: 3 }, raised);
      expect(back.equals(block)).toBe(true);
    }
    const data = randomBytes(40);
    const digest = createHash('sha256').update(data).digest();
    expect(statusOf(ask(card, 0x11, 0x9c, digest))).toBe('6982');
    verifyPin(card, '123456');
    const signature = signatureIn(ask(card, 0x11, 0x9c, digest));
    expect(verify('sha256', data, createPublicKey(p256.certificatePem), signature)).toBe(true);
    expect(statusOf(ask(card, 0x11, 0x9c, digest))).toBe('6982');
    expect(card.signatures).toBe(3);
  });

  it('are refused for another algorithm, an empty place and a digest of the wrong length', () => {
    const card = newCard();
    verifyPin(card, '123456');
    expect(statusOf(ask(card, 0x11, 0x9a, randomBytes(32)))).toBe('6a86');
    expect(statusOf(ask(card, 0x07, 0x9d, randomBytes(32)))).toBe('6a88');
    expect(statusOf(ask(card, 0x07, 0x9a, randomBytes(32)))).toBe('6a80');
    expect(statusOf(ask(card, 0x07, 0x9a, Buffer.alloc(256, 0xff)))).toBe('6a80');
    expect(card.signatures).toBe(0);
  });

  it('need a key that a card may hold', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const card = createPivCard({ keys: { '9a': { privateKey, certificate: rsa.certificate } } });
    verifyPin(card, '123456');
    expect(statusOf(ask(card, 0x07, 0x9a, randomBytes(128)))).toBe('6a86');
  });
});
