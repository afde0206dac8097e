import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type MachineView,
  checkCardService,
  checkCrypto,
  checkDisk,
  checkNode,
  checkReaders,
} from '../../src/cli/doctor/machine-checks.ts';
import { createUi } from '../../src/cli/ui.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { Capabilities } from '../../src/contract/wire.ts';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { createSoftToken } from '../helpers/softhsm.ts';
import { fojas, json, scratch } from './harness.ts';

const ui = createUi('es-AR', true);

const healthy: MachineView = {
  nodeVersion: '24.1.0',
  platform: 'linux',
  exists: () => true,
  output: () => '# Detected readers (pcsc)\nNr.  Card  Features  Name\n0    Yes             Lector Uno 00 00\n',
  freeBytes: () => Promise.resolve(50e9),
  missingCrypto: () => [],
};

interface Findings {
  findings: { check: string; state: string; detail: string; fix: string | null }[];
}

describe('the machine', () => {
  it('is well when all is there', async () => {
    const found = [checkNode, checkCrypto, checkCardService, checkReaders].map((check) => check(healthy, ui));
    expect([...found, await checkDisk('/tmp', healthy, ui)].map(({ state }) => state)).toEqual(Array(5).fill('ok'));
    expect(found[3]?.detail).toBe('0 Yes Lector Uno 00 00');
  });

  it.each([
    ['an old Node', checkNode, { nodeVersion: '22.20.0' }, 'bad', /Use Node 24/],
    ['missing primitives', checkCrypto, { missingCrypto: () => ['ECDSA P-384'] }, 'bad', /Node que trae Fojas/],
    ['no card service', checkCardService, { exists: () => false }, 'warn', /apt-get install pcscd/],
    [
      'a stopped one',
      checkCardService,
      { exists: (at: string) => at === '/usr/sbin/pcscd' },
      'warn',
      /systemctl enable/,
    ],
    ['no OpenSC', checkReaders, { output: (): null => null }, 'info', /instale OpenSC/],
    [
      'no reader',
      checkReaders,
      { output: (): string => 'No smart card readers found.\n' },
      'warn',
      /Conecte el lector/,
    ],
  ] as const)('with %s is told so, with the fix', (_what, check, change, state, fix) => {
    const finding = check({ ...healthy, ...change }, ui);
    expect(finding.state).toBe(state);
    expect(finding.fix).toMatch(fix);
  });

  it('needs no card service of its own on Windows and macOS', () => {
    expect(checkCardService({ ...healthy, platform: 'win32', exists: () => false }, ui).state).toBe('ok');
  });

  it('warns of a full disk and of a folder that is not there', async () => {
    expect(await checkDisk('/x', { ...healthy, freeBytes: () => Promise.resolve(1e9) }, ui)).toMatchObject({
      state: 'warn',
    });
    const missing = () => Promise.reject(new Error('ENOENT'));
    expect(await checkDisk('/x', { ...healthy, freeBytes: missing }, ui)).toMatchObject({ state: 'bad' });
  });
});

describe('doctor', () => {
  it('says what each token holds and warns of a certificate that is about to expire', async () => {
    const token = createSoftToken();
    onTestFinished(() => token.remove());
    const soon = new Date(Date.now() + 20 * 86_400_000);
    token.add(makeSigner(makeRoot(), { key: 'rsa-2048', commonName: 'Por Vencer', notAfter: soon }));
    const ran = await fojas(['doctor', '--module', token.library.path, '--json'], { env: token.environment });
    expect(ran.code).toBe(0);
    const { findings } = json<Findings>(ran);
    expect(findings.find(({ check }) => check === 'node')?.state).toBe('ok');
    expect(findings.find(({ check }) => check === 'crypto')?.state).toBe('ok');
    expect(findings.find(({ check }) => check === 'certificates')).toMatchObject({
      state: 'warn',
      detail: expect.stringContaining('Por Vencer') as string,
      fix: expect.stringMatching(/Vence en (19|20) días/) as string,
    });
  });

  it('ends with 1 and says the fix when a named library is not there', async () => {
    const ran = await fojas(['doctor', '--module', '/no/such.so']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/\[X \] Biblioteca PKCS#11: No se encuentra el controlador[^]*Hay 1 problema/);
  });

  it('refuses a configuration that is not one', async () => {
    const dir = scratch();
    const path = join(dir, 'oficina.json');
    writeFileSync(path, '{"version": 2}');
    const { findings } = json<Findings>(await fojas(['doctor', '--config', path, '--json']));
    expect(findings.find(({ check }) => check === 'config')?.state).toBe('bad');
    const missing = json<Findings>(await fojas(['doctor', '--config', join(dir, 'nada.json'), '--json']));
    expect(missing.findings.find(({ check }) => check === 'config')?.detail).toMatch(/No existe el archivo/);
  });
});

describe('doctor, the repository', () => {
  const key = { kid: 'k1', kty: 'OKP', crv: 'Ed25519', x: 'AAAA' } as const;
  const capabilities = (change: Partial<Capabilities> = {}): Capabilities => ({
    ...{ protocol: 1, repository: 'Central', serverTime: new Date().toISOString(), maxBlobBytes: 1 },
    receiptKeys: [key],
    ...change,
  });

  /** What the doctor finds at a repository that answers so. */
  async function findingFor(status: number, body: unknown): Promise<Findings['findings'][number] | undefined> {
    const server = createServer((_request, response) => response.writeHead(status).end(JSON.stringify(body)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return repositoryFinding(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async function repositoryFinding(url: string): Promise<Findings['findings'][number] | undefined> {
    const dir = scratch();
    const config: OfficeConfig = {
      ...{ version: 1, mode: 'normal', dataDir: dir, deviceId: 'pc-1' },
      office: { officeId: 'o', name: 'Oficina' },
      person: { personId: 'p', name: 'Persona', role: 'magistrate', capacity: 'Fiscal', cuil: null },
      repository: { url, accessKey: randomBytes(16).toString('hex'), pinnedKeys: [key] },
      ...{ tokenLibraries: [], trustAnchors: [] },
    };
    const path = join(dir, 'oficina.json');
    writeFileSync(path, JSON.stringify(config));
    const ran = await fojas(['doctor', '--config', path, '--json']);
    return json<Findings>(ran).findings.find(({ check }) => check === 'repository');
  }

  it.each([
    ['that is well', 200, () => capabilities(), 'ok', /«Central» responde/],
    ['that refuses the key', 401, () => ({}), 'bad', /./],
    ['that answers garbage', 200, () => ({ hello: 1 }), 'bad', /./],
    [
      'whose key is not pinned',
      200,
      () => capabilities({ receiptKeys: [{ ...key, kid: 'k2' }] }),
      'bad',
      /no tiene por buena/,
    ],
    [
      'an hour away',
      200,
      () => capabilities({ serverTime: new Date(Date.now() + 3_600_000).toISOString() }),
      'warn',
      /difiere en 3[56]\d\d s/,
    ],
  ] as const)('%s', async (_what, status, body, state, detail) => {
    const finding = await findingFor(status, body());
    expect(finding?.state).toBe(state);
    expect(finding?.detail).toMatch(detail);
    if (state !== 'ok') expect(finding?.fix).toMatch(/./);
  });

  it('that is down', async () => {
    expect(await repositoryFinding('http://127.0.0.1:9')).toMatchObject({ state: 'bad' });
  });
});
