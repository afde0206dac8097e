/** Programs that are not ours use the same card through the same service: what works here is no private agreement of ours. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CardTable, type PivCard, type Ran, createPivCard, runProgram, setTable } from './card-table.ts';
import { cardWith, pin, rights, signerOf } from './desk.ts';

let table: CardTable;
let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  table = await setTable();
  folder = mkdtempSync(join(tmpdir(), 'fojas-others-'));
  writeFileSync(file('input'), 'lo que se firma');
});
afterAll(async () => {
  await table.remove();
  rmSync(folder, { recursive: true });
});

/** How OpenSSL alone, without card and library, judges the signature that lies in the folder. */
async function judged(key: 'rsa-2048' | 'p256', input = 'input'): Promise<string> {
  writeFileSync(file('certificate.pem'), signerOf(key).certificatePem);
  const { output: publicKey } = await runProgram(
    'openssl',
    ['x509', '-in', file('certificate.pem'), '-noout', '-pubkey'],
    {},
  );
  writeFileSync(file('public.pem'), publicKey);
  const how = ['-sha256', '-verify', file('public.pem'), '-signature', file('signature')];
  return (await runProgram('openssl', ['dgst', ...how, file(input)], {})).output.trim();
}

const withOpenSc = (mechanism: string, ...more: string[]): Promise<Ran> =>
  table.run(
    ...(['pkcs11-tool', '--sign', '--mechanism', mechanism, '--id', '01', '--login', '--pin', pin] as const),
    ...['--input-file', file('input'), '--output-file', file('signature'), ...more],
  );

/** libp11, the PKCS#11 client behind OpenSSL's engine. */
const withOpenSsl = (given = pin): Promise<Ran> =>
  table.run(
    ...(['openssl', 'dgst', '-engine', 'pkcs11', '-keyform', 'engine'] as const),
    ...['-sha256', '-sign', `pkcs11:id=%01;type=private;pin-value=${given}`, '-out', file('signature'), file('input')],
  );

describe('OpenSC’s own tool', () => {
  it.each([
    ['rsa-2048', 'SHA256-RSA-PKCS', []],
    ['p256', 'ECDSA-SHA256', ['--signature-format', 'openssl']],
  ] as const)('signs with %s, and OpenSSL verifies it', async (key, mechanism, more) => {
    const card = cardWith(key);
    await table.insert(card);
    expect(await withOpenSc(mechanism, ...more)).toMatchObject({ status: 0 });
    expect(await judged(key)).toBe('Verified OK');
    expect(card.signatures).toBe(1);
    expect(rights(card)).toBe(1);
  });

  it('changes the PIN with the old one, and unblocks it with the PUK', async () => {
    const card = createPivCard({ keys: { '9a': signerOf('p256') }, tries: 1 });
    await table.insert(card);
    const changed = await table.run('pkcs11-tool', '--login', '--pin', pin, '--change-pin', '--new-pin', '654321');
    expect(changed.status).toBe(0);
    await table.run('pkcs11-tool', '--login', '--pin', pin, '--list-slots');
    expect(card.pinTriesLeft).toBe(0);
    const secrets = ['--puk', '12345678', '--new-pin', '246810'];
    const unblocked = await table.run('pkcs15-tool', '--unblock-pin', '--auth-id', '01', ...secrets);
    expect(unblocked.output).not.toMatch(/failed|error/i);
    expect(card.pinTriesLeft).toBe(1);
    expect((await table.run('pkcs11-tool', '--login', '--pin', '246810', '--list-slots')).status).toBe(0);
    expect(card.tries.map(({ secret, outcome }) => `${secret} ${outcome}`).slice(-2)).toEqual([
      'puk right',
      'pin right',
    ]);
  });
});

describe('OpenSSL with a client of its own', () => {
  const spent = (card: PivCard): string[] => card.tries.map(({ outcome }) => outcome);

  it.each(['rsa-2048', 'p256'] as const)('signs with %s, and verifies it without the card', async (key) => {
    const card = cardWith(key);
    await table.insert(card);
    expect(await withOpenSsl()).toMatchObject({ status: 0 });
    expect(card.signatures).toBe(1);
    expect(new Set(spent(card))).toEqual(new Set(['right']));
    expect(await judged(key)).toBe('Verified OK');
    writeFileSync(file('other'), 'lo que no se firmó');
    expect(await judged(key, 'other')).toMatch(/Verification failure/i);
  });

  it('signs nothing with a wrong PIN', async () => {
    const card = cardWith('p256');
    await table.insert(card);
    expect((await withOpenSsl('999999')).status).not.toBe(0);
    expect(card.signatures).toBe(0);
    expect(spent(card)).not.toContain('right');
  });
});
