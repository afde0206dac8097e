import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makePki } from '../helpers/pki.ts';
import { type Host, type Reaction, sessionInput } from '../token-host/harness.ts';
import { type CardTable, createPivCard, setTable } from './card-table.ts';
import { latency } from './cues.ts';
import { cardWith, choose, digestsOf, hostAt, rights, sign, signerOf, tokenOf } from './desk.ts';

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

describe('a card through pcscd, OpenSC and our host', () => {
  it.each([
    ['rsa-2048', 'rsa-pkcs1-sha256', 'sha256'],
    ['p256', 'ecdsa-sha256', 'sha256'],
    ['p384', 'ecdsa-sha384', 'sha384'],
  ] as const)('signs with %s so that the certificate verifies it', async (key, algorithm, hash) => {
    const card = cardWith(key);
    await table.insert(card);
    const { tokens } = await start();
    const data = [randomBytes(100), randomBytes(3000)];
    const digests = data.map((one) => createHash(hash).update(one).digest());
    const input = sessionInput(await choose(host!, algorithm), digests);
    expect(await tokens.call('session.open', input)).toMatchObject({ ok: true });
    for (const [index, one] of data.entries()) {
      const signed = await sign(host!, input.sessionId, `d${index}`);
      if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
      const publicKey = createPublicKey(signerOf(key).certificatePem);
      expect(verify(hash, one, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signed.value.signature)).toBe(true);
    }
    expect(card.tries).toEqual([{ secret: 'pin', outcome: 'right' }]);
    expect(card.signatures).toBe(2);
  });

  it('asks for the PIN again for each signature where the key wants it, and waits for a slow card', async () => {
    const card = cardWith('p256', '9c');
    await table.insert(card, latency(20));
    const { tokens, asked } = await start();
    const input = sessionInput(await choose(host!, 'ecdsa-sha256'), digestsOf(3));
    await tokens.call('session.open', input);
    for (const digestId of ['d0', 'd1', 'd2']) {
      const signed = await sign(host!, input.sessionId, digestId);
      if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
      expect(signed.value.tokenMs).toBeGreaterThanOrEqual(20);
    }
    expect(card.signatures).toBe(3);
    // The login and three signatures: as many tries as the person typed, and not one more.
    expect(asked).toHaveLength(4);
    expect(rights(card)).toBe(card.tries.length);
    expect(card.tries.length).toBeLessThanOrEqual(asked.length);
  });
});

describe('certificates on the card', () => {
  it('that have expired are told as such', async () => {
    const dates = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') };
    await table.insert(createPivCard({ keys: { '9a': makePki({ signer: { key: 'p256', ...dates } }).signer } }));
    await start();
    expect((await tokenOf(host!)).certificates[0]!.unsuitable).toBe('expired');
  });

  it('that changed between choice and use are refused before a PIN is asked for', async () => {
    const card = cardWith('p256');
    await table.insert(card);
    const { tokens, asked } = await start();
    const choice = await choose(host!, 'ecdsa-sha256');
    const { signer } = makePki({ signer: { key: 'p256' } });
    card.replace('9a', signer);
    await table.insert(card);
    const certificate = async () => {
      const listed = await tokens.call('token.list', {});
      return listed.ok ? listed.value.tokens[0]?.certificates[0]?.certificateSha256 : undefined;
    };
    const sha256 = createHash('sha256').update(signer.certificate).digest('hex');
    await expect.poll(certificate).toBe(sha256);
    expect(await tokens.call('session.open', sessionInput(choice, digestsOf(1)))).toEqual({
      ...{ ok: false, failure: { kind: 'certificateMissing', certificateSha256: choice.certificateSha256 } },
    });
    expect(asked).toEqual([]);
    expect(card.tries).toEqual([]);
  });
});
