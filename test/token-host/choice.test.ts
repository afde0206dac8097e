import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateUnsuitable } from '../../src/contract/failures.ts';
import { type CertificateOptions, type Identity, makePki } from '../helpers/pki.ts';
import { type ImportOptions, type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { type Host, pinOf, sessionInput, startHost } from './harness.ts';

let soft: SoftToken;
let host: Host | undefined;
const ids = new Map<string, string>();
const identities = new Map<string, Identity>();
const soon = (days: number) => new Date(Date.now() + days * 86_400_000);

const shelf: Record<string, { certificate?: CertificateOptions; as?: ImportOptions }> = {
  digitalSignatureOnly: { certificate: { keyUsage: ['digitalSignature'] } },
  good: { certificate: { keyUsage: ['nonRepudiation'] } },
  changing: {},
  encipher: { certificate: { key: 'rsa-2048', keyUsage: ['keyEncipherment'] } },
  withoutUsage: { certificate: { keyUsage: null } },
  authority: { certificate: { ca: true, keyUsage: ['digitalSignature', 'keyCertSign'] } },
  weak: { certificate: { key: 'rsa-1024' } },
  expired: { certificate: { notBefore: soon(-20), notAfter: soon(-10) } },
  early: { certificate: { notBefore: soon(10), notAfter: soon(20) } },
  withoutKey: { as: { only: 'certificate' } },
  withoutId: { as: { withoutId: true } },
  forbidden: { as: { maySign: false } },
  doubled: {},
};

beforeAll(() => {
  soft = createSoftToken();
  for (const [name, { certificate, as }] of Object.entries(shelf)) {
    const { signer } = makePki({ signer: { commonName: name, ...certificate } });
    identities.set(name, signer);
    ids.set(name, soft.add(signer, as));
  }
  soft.add(makePki().signer, { id: ids.get('doubled')!, only: 'key' });
}, 60_000);
afterAll(() => soft.remove());
afterEach(() => host?.stop());

const start = async () =>
  (host = await startHost({
    ...{ library: soft.library, environment: soft.environment, person: () => pinOf(soft.pin) },
  }));
const shaOf = (name: string) => createHash('sha256').update(identities.get(name)!.certificate).digest('hex');
const inputFor = (name: string, count = 1) => {
  const rsa = identities.get(name)!.keyKind.startsWith('rsa');
  const algorithm = rsa ? ('rsa-pkcs1-sha256' as const) : ('ecdsa-sha256' as const);
  const choice = { tokenSerial: soft.serial, certificateSha256: shaOf(name), algorithm };
  return sessionInput(
    choice,
    Array.from({ length: count }, () => randomBytes(32)),
  );
};
const refusal = (failure: object) => ({ ok: false, failure });
const unsuitable = (reason: CertificateUnsuitable) => refusal({ kind: 'certificateUnsuitable', reason });

describe('choosing a certificate', () => {
  it('says of each what it cannot be used for, before any PIN, and puts first what a person wants', async () => {
    const { tokens } = await start();
    const listed = await tokens.call('token.list', {});
    if (!listed.ok) throw new Error(listed.failure.kind);
    const { certificates } = listed.value.tokens[0]!;
    expect(Object.fromEntries(certificates.map((one) => [one.commonName, one.unsuitable]))).toEqual({
      ...{ good: null, digitalSignatureOnly: null, changing: null, withoutKey: null, forbidden: null, doubled: null },
      ...{ encipher: 'wrongKeyUsage', withoutUsage: 'wrongKeyUsage', authority: 'wrongKeyUsage', weak: 'weakKey' },
      ...{ expired: 'expired', early: 'notYetValid', withoutId: 'noPrivateKey' },
    });
    const order = certificates.map((one) => one.commonName);
    expect(order.indexOf('good')).toBeLessThan(order.indexOf('digitalSignatureOnly'));
    expect(order.indexOf('digitalSignatureOnly')).toBeLessThan(order.indexOf('expired'));
  });

  it('refuses what may not sign without asking for a PIN', async () => {
    const { tokens, asked } = await start();
    for (const [name, reason] of [
      ...(['encipher', 'withoutUsage', 'authority'] as const).map((name) => [name, 'wrongKeyUsage'] as const),
      ['weak', 'weakKey'] as const,
      ['withoutId', 'noPrivateKey'] as const,
    ])
      expect(await tokens.call('session.open', inputFor(name)), name).toEqual(unsuitable(reason));
    const good = inputFor('good');
    const unknown = '0'.repeat(64) as typeof good.certificateSha256;
    expect(await tokens.call('session.open', { ...good, certificateSha256: unknown })).toEqual(
      refusal({ kind: 'certificateMissing', certificateSha256: unknown }),
    );
    expect(await tokens.call('session.open', { ...good, tokenSerial: 'other' })).toEqual(
      refusal({ kind: 'tokenAbsent', token: null }),
    );
    expect(await tokens.call('session.open', { ...good, algorithm: 'rsa-pkcs1-sha256' })).toEqual(
      refusal({ kind: 'mechanismMissing', algorithm: 'rsa-pkcs1-sha256' }),
    );
    expect(asked).toEqual([]);
  });

  it.each(['expired', 'early'])('leaves to the office what only a clock says: %s', async (name) => {
    const { tokens } = await start();
    const input = inputFor(name);
    expect((await tokens.call('session.open', input)).ok).toBe(true);
    expect((await tokens.call('session.sign', { sessionId: input.sessionId, digestId: 'd0' })).ok).toBe(true);
  });

  it('refuses, once the PIN shows the keys, a certificate without one, with one that may not sign, or with two', async () => {
    const { tokens } = await start();
    expect(await tokens.call('session.open', inputFor('withoutKey'))).toEqual(unsuitable('noPrivateKey'));
    expect(await tokens.call('session.open', inputFor('forbidden'))).toEqual(unsuitable('wrongKeyUsage'));
    expect(await tokens.call('session.open', inputFor('doubled'))).toEqual(
      refusal({ kind: 'certificateAmbiguous', matches: 2 }),
    );
    // Each refusal logged out again: the token is free.
    expect((await tokens.call('session.open', inputFor('good'))).ok).toBe(true);
  });

  it('stops when the certificate on the token is another one than was chosen', async () => {
    const { tokens } = await start();
    const input = inputFor('changing', 3);
    const { sessionId } = input;
    await tokens.call('session.open', input);
    expect((await tokens.call('session.sign', { sessionId, digestId: 'd0' })).ok).toBe(true);
    const id = ids.get('changing')!;
    soft.delete(id, 'certificate');
    soft.add(makePki({ signer: { commonName: 'otro' } }).signer, { id, only: 'certificate' });
    const changed = refusal({ kind: 'certificateChanged' });
    expect(await tokens.call('session.sign', { sessionId, digestId: 'd1' })).toEqual(changed);
    expect(await tokens.call('session.sign', { sessionId, digestId: 'd2' })).toEqual(changed);
  });
});

describe('a library that is not one', () => {
  it('is named, and whether the file is missing or what is wrong with it', async () => {
    const text = join(soft.folder, 'driver.so');
    writeFileSync(text, 'no library');
    // A shared library, but not of PKCS#11.
    const noToken = createRequire(import.meta.url).resolve('pkcs11js/build/Release/pkcs11.node');
    const missing = join(soft.folder, 'missing.so');
    const unloadable = (library: string, detail: unknown) => ({
      ...{ kind: 'driverUnloadable', library, reason: 'other', detail },
    });
    const verdicts: [string, unknown][] = [
      [missing, { kind: 'driverMissing', library: missing }],
      [text, unloadable(text, expect.stringMatching(/file too short|invalid ELF header/))],
      [noToken, unloadable(noToken, expect.stringContaining('C_GetFunctionList'))],
    ];
    for (const [path, verdict] of verdicts) {
      host = await startHost({ library: { kind: 'pkcs11', id: 'x', path } });
      expect(host.ready).toEqual(verdict);
      await host.stop();
    }
  });

  it('that refuses to start is an error of the token', async () => {
    const environment = { SOFTHSM2_CONF: join(soft.folder, 'nowhere.conf') };
    host = await startHost({ library: soft.library, environment });
    expect(host.ready).toEqual({ kind: 'tokenError', code: 'CKR_GENERAL_ERROR' });
  });
});
