import { constants, createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SignatureAlgorithm, Token } from '../../src/contract/token.ts';
import { type Identity, type KeyKind, makePki } from '../helpers/pki.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { type Host, type Reaction, pinOf, sessionInput, startHost } from './harness.ts';

const kinds: KeyKind[] = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'p256', 'p384'];
const digests = ['sha256', 'sha384', 'sha512'] as const;
const signers = new Map<KeyKind, Identity>();
let soft: SoftToken;
let host: Host | undefined;

beforeAll(() => {
  soft = createSoftToken({ label: 'Ñandú' });
  for (const key of kinds) {
    const { signer } = makePki({ signer: { key } });
    signers.set(key, signer);
    soft.add(signer);
  }
}, 60_000);
afterAll(() => soft.remove());
afterEach(() => host?.stop());

const start = async (person: (nth: number) => Reaction = () => pinOf(soft.pin)) =>
  (host = await startHost({
    ...{ library: soft.library, environment: soft.environment },
    person: (_question, nth) => person(nth),
  }));

const shaOf = (identity: Identity) => createHash('sha256').update(identity.certificate).digest('hex');
const choose = (key: KeyKind, algorithm: SignatureAlgorithm) => ({
  ...{ tokenSerial: soft.serial, certificateSha256: shaOf(signers.get(key)!), algorithm },
});
const familiesOf = (key: KeyKind) =>
  key.startsWith('rsa') ? (['rsa-pkcs1', 'rsa-pss'] as const) : (['ecdsa'] as const);
const digestsOf = (count: number) => Array.from({ length: count }, () => randomBytes(32));

describe('a token read without a PIN', () => {
  it('tells its certificates, what each may do and how its PIN stands', async () => {
    const { tokens } = await start();
    const listed = await tokens.call('token.list', {});
    if (!listed.ok) throw new Error(JSON.stringify(listed.failure));
    expect(listed.value.library).toEqual(soft.library);
    expect(listed.value.description).toMatch(/^SoftHSM .* 2\.\d+$/);
    expect(listed.value.emptySlots).toBe(1);
    const [token] = listed.value.tokens as [Token];
    expect(token).toMatchObject({
      ...{ label: 'Ñandú', serial: soft.serial, practice: true, pinState: 'normal', pinMin: 4, protectedPath: false },
    });
    expect(token.certificates).toHaveLength(kinds.length);
    for (const key of kinds) {
      const certificate = token.certificates.find((one) => one.certificateSha256 === shaOf(signers.get(key)!))!;
      expect(certificate).toMatchObject({
        ...{ unsuitable: null, commonName: 'FISCAL DE PRUEBA María Ñandú', serialNumber: 'CUIL 27123456780' },
        algorithms: familiesOf(key).flatMap((family) => digests.map((digest) => `${family}-${digest}`)),
      });
      expect(Buffer.from(certificate.der).equals(signers.get(key)!.certificate)).toBe(true);
    }
  });
});

describe('signing on a real token', () => {
  for (const key of kinds) {
    it(`makes signatures with ${key} that the certificate's key verifies`, async () => {
      const { tokens } = await start();
      for (const [hash, family] of familiesOf(key).flatMap((each) => digests.map((hash) => [hash, each] as const))) {
        const algorithm: SignatureAlgorithm = `${family}-${hash}`;
        const data = randomBytes(200);
        const input = sessionInput(choose(key, algorithm), [createHash(hash).update(data).digest()]);
        expect(await tokens.call('session.open', input)).toMatchObject({ ok: true, value: { pinPerSignature: false } });
        const { sessionId } = input;
        const signed = await tokens.call('session.sign', { sessionId, digestId: 'd0' });
        await tokens.call('session.close', { sessionId });
        if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
        const publicKey = createPublicKey(signers.get(key)!.certificatePem);
        const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
        const how = { key: publicKey, dsaEncoding: 'ieee-p1363', ...(family === 'rsa-pss' ? pss : {}) } as const;
        expect(verify(hash, data, how, signed.value.signature)).toBe(true);
        expect(signed.value.tokenMs).toBeGreaterThan(0);
      }
    });
  }

  it('signs a whole list with one PIN, and tells the person what it is for', async () => {
    const { tokens, asked, settled } = await start();
    const input = sessionInput(choose('p256', 'ecdsa-sha256'), digestsOf(30));
    expect((await tokens.call('session.open', input)).ok).toBe(true);
    for (let index = 0; index < 30; index++)
      expect((await tokens.call('session.sign', { sessionId: input.sessionId, digestId: `d${index}` })).ok).toBe(true);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ tokenLabel: 'Ñandú', pinState: 'normal', pinMin: 4, purpose: input.purpose });
    expect(settled).toEqual([null]);
  });

  it('signs nothing that was not listed, and nothing twice', async () => {
    const { tokens } = await start();
    const { sessionId, ...input } = sessionInput(choose('p256', 'ecdsa-sha256'), digestsOf(2));
    await tokens.call('session.open', { sessionId, ...input });
    const sign = (digestId: string, id = sessionId) => tokens.call('session.sign', { sessionId: id, digestId });
    const refusal = { ok: false, failure: { kind: 'digestNotListed' } };
    expect(await sign('d2')).toEqual(refusal);
    expect((await sign('d0')).ok).toBe(true);
    expect(await sign('d0')).toEqual(refusal);
    expect(await sign('d1', sessionInput(choose('p256', 'ecdsa-sha256'), []).sessionId)).toEqual(refusal);
    expect((await sign('d1')).ok).toBe(true);
    await tokens.call('session.close', { sessionId });
    expect(await sign('d1')).toEqual(refusal);
  });

  it('refuses a digest of another length and a doubled digestId before any PIN is asked for', async () => {
    const { tokens, asked } = await start();
    const long = sessionInput(choose('p256', 'ecdsa-sha384'), digestsOf(1));
    expect(await tokens.call('session.open', long)).toMatchObject({ failure: { kind: 'badInput' } });
    const input = sessionInput(choose('p256', 'ecdsa-sha256'), digestsOf(2));
    const doubled = { ...input, digests: [input.digests[0]!, input.digests[0]!] };
    expect(await tokens.call('session.open', doubled)).toMatchObject({ failure: { kind: 'badInput' } });
    expect(asked).toEqual([]);
  });
});

describe('one session at a time', () => {
  it('is busy for everybody else until it is closed, and belongs to the office that opened it', async () => {
    const { tokens, anotherOffice } = await start();
    const first = sessionInput(choose('p256', 'ecdsa-sha256'), digestsOf(1));
    const second = sessionInput(choose('p384', 'ecdsa-sha256'), digestsOf(1));
    await tokens.call('session.open', first);
    const other = anotherOffice().tokens;
    expect(await other.call('session.open', second)).toEqual({ ok: false, failure: { kind: 'tokenBusy' } });
    expect(await other.call('session.sign', { sessionId: first.sessionId, digestId: 'd0' })).toEqual({
      ...{ ok: false, failure: { kind: 'digestNotListed' } },
    });
    await other.call('session.close', { sessionId: first.sessionId });
    expect((await tokens.call('session.sign', { sessionId: first.sessionId, digestId: 'd0' })).ok).toBe(true);
    await tokens.call('session.close', { sessionId: first.sessionId });
    expect((await other.call('session.open', second)).ok).toBe(true);
  });

  it('ends when the office that opened it goes', async () => {
    const { anotherOffice, tokens } = await start();
    const other = anotherOffice();
    await other.tokens.call('session.open', sessionInput(choose('p256', 'ecdsa-sha256'), digestsOf(1)));
    other.port.close();
    const mine = sessionInput(choose('p256', 'ecdsa-sha256'), digestsOf(1));
    expect((await tokens.call('session.open', mine)).ok).toBe(true);
  });

  it('does not use a PIN that comes after the office has gone', async () => {
    let reactions = 0;
    const { anotherOffice, tokens, settled } = await start(() => (++reactions === 1 ? 'nothing' : pinOf(soft.pin)));
    const other = anotherOffice();
    void other.tokens.call('session.open', sessionInput(choose('p256', 'ecdsa-sha256'), digestsOf(1)));
    while (reactions === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    other.port.close();
    const mine = sessionInput(choose('p256', 'ecdsa-sha256'), digestsOf(1));
    expect((await tokens.call('session.open', mine)).ok).toBe(true);
    expect(settled).toEqual([{ kind: 'pinCancelled' }, null]);
  });

  it('stops asking when the session is closed before the PIN came', async () => {
    let reactions = 0;
    const { tokens } = await start(() => (++reactions, 'nothing'));
    const input = sessionInput(choose('p256', 'ecdsa-sha256'), digestsOf(1));
    const opening = tokens.call('session.open', input);
    while (reactions === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await tokens.call('session.close', { sessionId: input.sessionId });
    expect(await opening).toEqual({ ok: false, failure: { kind: 'pinCancelled' } });
  });
});

describe('a host that dies', () => {
  it('leaves nothing half done: what was signed was answered, what was not is refused by the next one', async () => {
    const first = await start();
    const input = sessionInput(choose('rsa-2048', 'rsa-pkcs1-sha256'), digestsOf(20));
    await first.tokens.call('session.open', input);
    const { sessionId } = input;
    expect((await first.tokens.call('session.sign', { sessionId, digestId: 'd0' })).ok).toBe(true);
    const inFlight = first.tokens.call('session.sign', { sessionId, digestId: 'd1' });
    await first.kill('SIGKILL');
    const outcome = await inFlight;
    if (!outcome.ok) expect(outcome.failure).toEqual({ kind: 'driverGone', library: 'softhsm' });
    const next = await start();
    expect(await next.tokens.call('session.sign', { sessionId, digestId: 'd2' })).toEqual({
      ...{ ok: false, failure: { kind: 'digestNotListed' } },
    });
    expect(next.asked).toEqual([]);
    expect((await next.tokens.call('token.list', {})).ok).toBe(true);
  });

  it('ends by itself when its parent goes', async () => {
    const { exited } = await start();
    host!.disconnect();
    expect(await exited).toEqual({ code: 0, signal: null });
  });
});
