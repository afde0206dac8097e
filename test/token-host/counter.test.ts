/** The tries left on a card, read from its own counter: before a PIN is typed, after a wrong one, and without spending any. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openCounter, triesIn } from '../../src/token-host/readers/pcsc/counter.ts';
import { makePki } from '../helpers/pki.ts';
import { type CardTable, createPivCard, setTable } from '../virtual-card/card-table.ts';
import { type Host, pinOf, sessionInput, startHost } from './harness.ts';

it.each([
  [[0x63, 0xc3], 3],
  [[0x63, 0xc0], 0],
  [[0x63, 0x00], null],
  [[0x69, 0x83], 0],
  [[0x90, 0x00], null],
  [[0x6a, 0x88], null],
  [[], null],
] as const)('status words %j say %s', (words, tries) => {
  expect(triesIn(Uint8Array.from(words))).toBe(tries);
});

it('nothing is known where there is no PC/SC', () => {
  expect(openCounter('sunos')('R')).toBeNull();
  expect(openCounter('win32')('R')).toBeNull();
});

describe('a PIV card', () => {
  let table: CardTable;
  let host: Host | undefined;
  beforeAll(async () => {
    table = await setTable();
  });
  afterEach(() => host?.stop());
  afterAll(() => table.remove());

  it('tells its tries in the list and with the question for the PIN', async () => {
    const { signer } = makePki({ signer: { key: 'rsa-2048' } });
    const card = createPivCard({ keys: { '9a': signer }, tries: 5, name: 'counted' });
    await table.insert(card);
    const start = async (pin: string) => {
      host = await startHost({
        ...{ library: table.library, environment: table.env, person: () => pinOf(pin) },
        care: { pinCounter: 'piv' },
      });
      return host;
    };
    const first = await start('999999');
    const listed = await first.tokens.call('token.list', {});
    const token = listed.ok ? listed.value.tokens[0] : undefined;
    expect(token).toMatchObject({ triesLeft: 5, reader: expect.stringContaining('Fojas') });
    const choice = {
      ...{ tokenSerial: token!.serial, certificateSha256: token!.certificates[0]!.certificateSha256 },
      algorithm: 'rsa-pkcs1-sha256' as const,
    };
    const open = (on: Host) => on.tokens.call('session.open', sessionInput(choice, [new Uint8Array(32)]));
    expect(await open(first)).toMatchObject({ ok: false, failure: { kind: 'pinWrong' } });
    expect(first.asked).toMatchObject([{ triesLeft: 5 }]);
    await first.stop();
    const second = await start('123456');
    expect(await open(second)).toMatchObject({ ok: true });
    expect(second.asked).toMatchObject([{ triesLeft: 4 }]);
    // Asking is no try: the card counts one wrong and one right.
    expect(card.tries.map(({ outcome }) => outcome).filter((one) => one === 'wrong')).toHaveLength(1);
    expect(card.pinTriesLeft).toBe(5);
  });

  it('is asked nothing where its library’s care does not say so', async () => {
    const { signer } = makePki();
    await table.insert(createPivCard({ keys: { '9a': signer }, name: 'plain' }));
    host = await startHost({ library: table.library, environment: table.env });
    const listed = await host.tokens.call('token.list', {});
    expect(listed.ok && listed.value.tokens[0]?.triesLeft).toBeNull();
  });
});
