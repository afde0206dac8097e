import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { fojas, json, scratch } from './harness.ts';

let token: SoftToken;
beforeAll(() => {
  token = createSoftToken({ label: 'Token de Ñandubay' });
  const root = makeRoot();
  token.add(makeSigner(root, { key: 'rsa-2048', commonName: 'Vigente' }));
  const before = new Date(Date.now() - 86_400_000);
  token.add(makeSigner(root, { commonName: 'Vencida', notAfter: before }));
});
afterAll(() => token.remove());

interface Tokens {
  libraries: {
    path: string;
    tokens: {
      label: string;
      serial: string;
      pinState: string;
      certificates: { commonName: string; unsuitable: string | null; algorithms: string[] }[];
    }[];
    failure: { kind: string } | null;
  }[];
}

describe('tokens', () => {
  it('lists tokens and certificates, says which may sign, and needs no PIN', async () => {
    const ran = await fojas(['tokens', '--module', token.library.path], { env: token.environment });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/Token «Token de Ñandubay», serie [0-9a-f]{16}/);
    expect(ran.stdout).toMatch(/Vigente[^]*sirve para firmar \(rsa-pkcs1-sha256/);
    expect(ran.stdout).toMatch(/Vencida[^]*no sirve para firmar/);
  });

  it('answers the same as JSON, without the certificates’ bytes', async () => {
    const ran = await fojas(['tokens', '--module', token.library.path, '--json'], { env: token.environment });
    const [library] = json<Tokens>(ran).libraries;
    expect(library).toMatchObject({ path: token.library.path, failure: null });
    const [listed] = library!.tokens;
    expect(listed).toMatchObject({ label: 'Token de Ñandubay', serial: token.serial, pinState: 'normal' });
    const suitable = listed!.certificates.map(({ commonName, unsuitable }) => [commonName, unsuitable]);
    expect(Object.fromEntries(suitable)).toEqual({ Vigente: null, Vencida: 'expired' });
    expect(ran.stdout).not.toContain('"der"');
  });

  it('ends with 3 when a library is missing, is none, or holds no token; one that fails does not hide another', async () => {
    const dir = scratch();
    const none = join(dir, 'no-es.so');
    writeFileSync(none, 'texto');
    const ran = await fojas(['tokens', '--module', join(dir, 'falta.so'), '--module', none, '--json']);
    expect(ran.code).toBe(3);
    expect(json<Tokens>(ran).libraries.map(({ failure }) => failure?.kind)).toEqual([
      'driverMissing',
      expect.any(String),
    ]);
    const both = await fojas(['tokens', '--module', none, '--module', token.library.path, '--json'], {
      env: token.environment,
    });
    expect(both.code).toBe(0);
    expect(json<Tokens>(both).libraries[1]?.tokens).toHaveLength(1);
  });
});
