import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { judge } from '../../src/casework/doctor/judge.ts';
import { offsetOf } from '../../src/cli/commands/doctor.ts';
import { findLibraries } from '../../src/cli/libraries.ts';
import { lookAtOffice } from '../../src/cli/doctor/office.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { Finding } from '../../src/contract/doctor.ts';
import type { Capabilities } from '../../src/contract/wire.ts';
import { sayFinding } from '../../src/contract/words/doctor.ts';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { run } from '../helpers/run.ts';
import { createSoftToken } from '../helpers/softhsm.ts';
import { createPivCard, setTable } from '../virtual-card/card-table.ts';
import { fojas, json, scratch } from './harness.ts';

interface Findings {
  findings: (Finding & { words: { what: string; fix: string | null } })[];
  report: { program: string; libraries: { path: string; description?: string; tokens: unknown[] }[] };
}
const found = ({ findings }: Findings, id: Finding['id']) => findings.find((one) => one.id === id);
/** No PC/SC service, whatever runs on this machine. */
const noService = { PCSCLITE_CSOCK_NAME: '/nonexistent/pcscd.comm' };

describe('doctor', () => {
  it('says what each token holds, warns of a certificate that is about to expire, and of a service that is stopped', async () => {
    const token = createSoftToken();
    onTestFinished(() => token.remove());
    const soon = new Date(Date.now() + 20 * 86_400_000);
    token.add(makeSigner(makeRoot(), { key: 'rsa-2048', commonName: 'Por Vencer', notAfter: soon }));
    const args = ['doctor', '--module', token.library.path, '--json'];
    const ran = await fojas(args, { env: { ...token.environment, ...noService } });
    // What signs here is software: the service is told, and nothing is wrong.
    expect(ran.code).toBe(0);
    const told = json<Findings>(ran);
    expect(told.findings.slice(0, 3).map(({ id }) => id)).toEqual(['nodeGood', 'cryptoGood', 'diskGood']);
    expect(found(told, 'serviceStopped')).toMatchObject({ severity: 'warning', fix: 'startService' });
    expect(found(told, 'serviceStopped')?.words.fix).toMatch(/systemctl enable --now pcscd.socket/);
    expect(found(told, 'tokenPractice')?.facts).toMatchObject({ token: 'Prueba', serial: token.serial });
    expect(found(told, 'certificateExpiring')).toMatchObject({
      ...{ severity: 'warning', fix: 'renewCertificate' },
      words: { what: expect.stringMatching(/Por Vencer.*vence en (19|20) días/) as string },
    });
    expect(found(told, 'trialGood')).toBeUndefined();
  });

  it('signs and verifies on request, asking for the PIN once, and leaves a report for IT that holds no PIN', async () => {
    const token = createSoftToken({ pin: '80211' });
    onTestFinished(() => token.remove());
    token.add(makeSigner(makeRoot(), { key: 'p256', commonName: 'Firma' }));
    const file = join(scratch(), 'informe.json');
    const args = ['doctor', '--module', token.library.path, '--trial', '--pin-stdin', '--report', file, '--json'];
    const ran = await fojas(args, { env: { ...token.environment, ...noService }, input: '80211\n' });
    const told = json<Findings>(ran);
    expect(found(told, 'trialGood')?.facts).toMatchObject({ algorithm: 'ecdsa-sha256' });
    const report = readFileSync(file, 'utf8');
    expect(JSON.parse(report)).toEqual(told.report);
    expect(told.report).toMatchObject({ program: 'Fojas', libraries: [{ path: token.library.path, tokens: [{}] }] });
    expect(report + ran.stdout + ran.stderr).not.toContain('80211');
    const again = await fojas(args, { env: { ...token.environment, ...noService }, input: '80211\n' });
    expect(again.code).toBe(5);
    expect(again.stderr).toMatch(/Ya existe el archivo/);
  });

  it('says of a trial with a wrong PIN that nothing was signed, and why', async () => {
    const token = createSoftToken();
    onTestFinished(() => token.remove());
    token.add(makeSigner(makeRoot(), { key: 'p256' }));
    const args = ['doctor', '--module', token.library.path, '--trial', '--pin-stdin', '--json'];
    const ran = await fojas(args, { env: { ...token.environment, ...noService }, input: '999999\n' });
    expect(found(json<Findings>(ran), 'trialFailed')).toMatchObject({
      facts: { code: 'pinWrong' },
      fix: 'repeatTrial',
    });
    const nobody = await fojas(['doctor', '--module', token.library.path, '--trial'], { env: token.environment });
    expect(nobody.code).toBe(2);
  });

  it('tells each library’s version as another program reads it, in the report for IT too', async () => {
    const token = createSoftToken();
    onTestFinished(() => token.remove());
    const openSc = findLibraries().find(({ id }) => id === 'opensc')?.path ?? '';
    const paths = [token.library.path, openSc];
    const variables = Object.entries(token.environment).map(([name, value]) => `${name}=${value}`);
    const modules = paths.flatMap((path) => ['--module', path]);
    const ran = await fojas(['doctor', ...modules, '--json'], { env: { ...token.environment, ...noService } });
    const told = json<Findings>(ran);
    for (const path of paths) {
      const asked = run('env', [...variables, 'pkcs11-tool', '--module', path, '-I']).output;
      const version = /\(ver (\d+\.\d+)\)/.exec(asked)?.[1] ?? 'pkcs11-tool tells none';
      const finding = told.findings.find(({ id, facts }) => id === 'libraryGood' && facts['path'] === path);
      expect(finding?.facts['description']).toMatch(new RegExp(` ${version.replace('.', '\\.')}$`));
      expect(finding?.words.what).toContain(` ${version}: `);
      expect(told.report.libraries.find((one) => one.path === path)?.description).toBe(finding?.facts['description']);
    }
  });

  it('takes no catalogue of drivers that is not newer, or not ours, and puts none anywhere', async () => {
    const folder = scratch();
    const to = join(folder, 'machine', 'catalogue.jws');
    const bundled = join(import.meta.dirname, '../../resources/drivers/catalogue.jws');
    const again = await fojas(['drivers', 'install', bundled, '--to', to]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/version \d+ is not newer than \d+/)]);
    writeFileSync(join(folder, 'odd.jws'), 'a.b.c');
    const odd = await fojas(['drivers', 'install', join(folder, 'odd.jws'), '--to', to]);
    expect([odd.code, odd.stderr]).toEqual([1, expect.stringContaining('its header is not one of ours')]);
    expect((await fojas(['drivers', 'install', join(folder, 'nowhere')])).code).toBe(5);
    expect((await fojas(['drivers', 'install', bundled, bundled])).code).toBe(2);
    expect(existsSync(to)).toBe(false);
  });

  it('sees readers and cards through PC/SC, and the driver that serves them', async () => {
    const table = await setTable();
    onTestFinished(() => table.remove());
    const { signer } = { signer: makeSigner(makeRoot(), { key: 'p256', commonName: 'En Tarjeta' }) };
    await table.insert(createPivCard({ keys: { '9a': signer } }));
    const ran = await fojas(['doctor', '--json'], { env: table.env });
    const told = json<Findings>(ran);
    expect(found(told, 'serviceRunning')?.severity).toBe('ok');
    expect(found(told, 'readerCard')?.facts).toMatchObject({ atr: '3b858001466f6a617355' });
    expect(found(told, 'libraryGood')?.facts).toMatchObject({ library: 'opensc', tokens: 1 });
    expect(found(told, 'certificateGood')?.facts).toMatchObject({ name: 'En Tarjeta' });
    expect(told.findings.filter(({ severity, area }) => severity === 'error' && area !== 'machine')).toEqual([]);
    // SoftHSM does not answer for the card: what is named is looked at alone.
    const alone = createSoftToken();
    onTestFinished(() => alone.remove());
    const args = ['doctor', '--module', alone.library.path, '--json'];
    const without = json<Findings>(await fojas(args, { env: { ...table.env, ...alone.environment } }));
    expect(found(without, 'cardUnread')).toMatchObject({ severity: 'error', facts: { driver: 'OpenSC' } });
  });

  it('ends with 1 and says the fix when a named library is not there, or is no library', async () => {
    const ran = await fojas(['doctor', '--module', '/no/such.so'], { env: noService });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/Controladores[^]*\[X \] Falta el controlador \/no\/such.so\.[^]*Hay \d problemas/);
    const text = join(scratch(), 'driver.so');
    writeFileSync(text, 'x'.repeat(100));
    const told = json<Findings>(await fojas(['doctor', '--module', text, '--json'], { env: noService }));
    expect(found(told, 'libraryUnloadable')?.facts['detail']).toMatch(/invalid ELF header/);
  });

  it('knows a library for another processor by its header', async () => {
    const file = join(scratch(), 'driver32.so');
    const header = Buffer.alloc(64);
    header.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
    header.writeUInt16LE(3, 16);
    header.writeUInt16LE(3, 18);
    writeFileSync(file, header);
    const told = json<Findings>(await fojas(['doctor', '--module', file, '--json'], { env: noService }));
    expect(found(told, 'libraryArchitecture')).toMatchObject({
      ...{ facts: { built: 'ia32', needed: process.arch }, fix: 'installMatching' },
    });
  });

  it('refuses a configuration that is not one', async () => {
    const dir = scratch();
    const path = join(dir, 'oficina.json');
    writeFileSync(path, '{"version": 2}');
    const told = json<Findings>(await fojas(['doctor', '--config', path, '--json'], { env: noService }));
    expect(found(told, 'configBad')).toMatchObject({ severity: 'error', facts: { code: 'officeFileBroken' } });
    const missing = await fojas(['doctor', '--config', join(dir, 'nada.json'), '--json'], { env: noService });
    expect(found(json<Findings>(missing), 'configBad')?.facts).toEqual({ code: 'fileUnreadable' });
  });
});

describe('doctor, the repository', () => {
  const key = { kid: 'k1', kty: 'OKP', crv: 'Ed25519', x: 'AAAA' } as const;
  const capabilities = (change: Partial<Capabilities> = {}): Capabilities => ({
    ...{ protocol: 1, repository: 'Central', serverTime: new Date().toISOString(), maxBlobBytes: 1 },
    receiptKeys: [key],
    anchors: [],
    ...change,
  });

  /** What the doctor finds at a repository that answers so. */
  async function findingFor(status: number, body: unknown): Promise<Finding[]> {
    const server = createServer((_request, response) => response.writeHead(status).end(JSON.stringify(body)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return repositoryFinding(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async function repositoryFinding(url: string): Promise<Finding[]> {
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
    const { facts: office } = await lookAtOffice(path, undefined);
    return judge({
      ...{ now: new Date(), platform: 'linux', arch: 'x64', machine: null, readers: null, libraries: [], files: [] },
      ...{ cuil: null, named: [], clockOffsetMs: offsetOf(office.repository), trial: null, office, copy: null },
    }).filter(({ id }) => /^(repository|clock)/.test(id));
  }

  it.each([
    ['that is well', 200, () => capabilities(), ['clockGood', 'repositoryGood'], /«Central» responde/],
    ['that refuses the key', 401, () => ({}), ['clockUnknown', 'repositoryBad'], /repositoryDenied/],
    ['that answers garbage', 200, () => ({ hello: 1 }), ['clockUnknown', 'repositoryBad'], /repositoryGarbage/],
    [
      'whose key is not pinned',
      200,
      () => capabilities({ receiptKeys: [{ ...key, kid: 'k2' }] }),
      ['clockGood', 'repositoryKeyUnknown'],
      /no tiene por buena/,
    ],
    [
      'an hour away',
      200,
      () => capabilities({ serverTime: new Date(Date.now() + 3_600_000).toISOString() }),
      ['clockOff', 'repositoryGood'],
      /difiere del repositorio en 3[56]\d\d s/,
    ],
  ] as const)('%s', async (_what, status, body, ids, words) => {
    const findings = await findingFor(status, body());
    expect(findings.map(({ id }) => id)).toEqual(ids);
    expect(findings.map((one) => sayFinding(one, 'es-AR').what).join(' ')).toMatch(words);
  });

  it('that is down', async () => {
    const findings = await repositoryFinding('http://127.0.0.1:9');
    expect(findings.map(({ id, fix }) => [id, fix])).toEqual([
      ['clockUnknown', null],
      ['repositoryBad', 'followFailure'],
    ]);
  });
});
