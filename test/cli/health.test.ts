import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openRegisterDatabase } from '../../src/repository/register/sqlite.ts';
import { deviceBook } from '../../src/repository/register/device-book.ts';
import type { Sha256 } from '../../src/contract/ids.ts';
import type { DeskStanding } from '../../src/contract/wire-fleet.ts';
import { makeTestFolder, storeKey, testConfig } from '../helpers/office.ts';
import { startRepository } from '../helpers/repository.ts';
import { fojas } from './harness.ts';

let folder: ReturnType<typeof makeTestFolder>;
let office: string[];
beforeAll(() => {
  folder = makeTestFolder();
  const config = testConfig(folder.data);
  writeFileSync(join(folder.path, 'office.json'), JSON.stringify(config));
  writeFileSync(join(folder.path, 'store.key'), storeKey, { mode: 0o600 });
  office = ['--config', join(folder.path, 'office.json'), '--store-key-file', join(folder.path, 'store.key')];
});
afterAll(() => folder.remove());

describe('fojas health', () => {
  it('says that a desk is well, to people and to tools', async () => {
    const told = await fojas(['health', ...office, '--json']);
    expect(told.code).toBe(0);
    expect(JSON.parse(told.stdout)).toMatchObject({ level: 'good', standing: { queue: { waiting: 0 } } });
    const said = await fojas(['health', ...office]);
    expect(said.stdout).toContain('El puesto está bien.');
    expect(said.stdout).toContain('Datos guardados: bien');
  });

  it('fails as a machine does where nothing opens', async () => {
    expect((await fojas(['health', '--config', '/nowhere.json', '--store-key-file', '/nowhere.key'])).code).toBe(5);
  });
});

describe('fojas diagnostics', () => {
  it('shows what it would save, saves it once, and has nothing of a person in it', async () => {
    const file = join(folder.path, 'bundle.json');
    const own = ['--user-data', join(folder.path, 'user-data')];
    const shown = await fojas(['diagnostics', ...office, ...own]);
    expect(shown.code).toBe(0);
    const saved = await fojas(['diagnostics', ...office, ...own, '--save', file]);
    expect([saved.code, saved.stdout]).toEqual([0, expect.stringContaining('Léalo antes de enviarlo')]);
    const text = readFileSync(file, 'utf8');
    expect(Object.keys(JSON.parse(text) as object)).toEqual(Object.keys(JSON.parse(shown.stdout) as object));
    expect(JSON.parse(text)).toMatchObject({ program: 'Fojas', office: { integrity: { chain: 'good' } }, diary: [] });
    const { person, office: of } = testConfig(folder.data);
    for (const secret of [person.name, of.name, storeKey, folder.path]) expect(text).not.toContain(secret);
    expect((await fojas(['diagnostics', ...own, '--save', file])).code).toBe(5);
  });

  it('says what the program is made of, wherever that was put', async () => {
    const sbom = { bomFormat: 'CycloneDX', components: [{ name: 'react', version: '19.3.1' }] };
    for (const place of ['zip/resources', 'Fojas.app/Contents/Resources']) {
      mkdirSync(join(folder.path, place), { recursive: true });
      writeFileSync(join(folder.path, place, 'sbom.cdx.json'), JSON.stringify(sbom));
      const program = join(folder.path, place.split('/')[0]!);
      const { stdout } = await fojas(['diagnostics', '--program', program, '--json']);
      expect(JSON.parse(stdout), place).toMatchObject({ madeOf: ['react@19.3.1'] });
    }
  });

  it('tells what it can where no office opens', async () => {
    const { code, stdout } = await fojas(['diagnostics', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ office: { notOpen: 'badInput' } });
  });
});

describe('fojas repository fleet', () => {
  it('lists the desks of all offices, those that need a hand first: of a folder at rest and of a repository that runs', async () => {
    const dir = join(folder.path, 'centre');
    mkdirSync(dir);
    const db = openRegisterDatabase(dir, {});
    const standing = (change: Partial<DeskStanding> = {}): DeskStanding => ({
      ...{ version: '1.2.0', platform: 'linux', arch: 'x64', ring: 'general', policySha256: 'a'.repeat(64) as Sha256 },
      ...{ drivers: ['opensc-pkcs11.so'], certificateEnds: null, selfTest: null },
      queue: { waiting: 0, refused: 0, aside: 0, oldest: null },
      ...change,
    });
    await deviceBook(db).stand('ufi-1', 'pc-1', new Date(), standing());
    const held = await fojas(['repository', 'fleet', '--dir', dir]);
    expect([held.code, held.stderr]).toEqual([5, expect.stringMatching(/un repositorio[^]*Deténgalo[^]*storeBusy/)]);
    db.close();
    const well = await fojas(['repository', 'fleet', '--dir', dir]);
    expect([well.code, well.stdout]).toEqual([0, expect.stringContaining('Necesitan atención: 0')]);

    const again = openRegisterDatabase(dir, {});
    const refused = { waiting: 0, refused: 2, aside: 0, oldest: null };
    const machinery = {
      certificateEnds: '2031-05-04T12:00:00.000Z',
      selfTest: { at: '2026-11-22T11:00:00.000Z', ok: true },
    };
    await deviceBook(again).stand('ufi-2', '=cmd,"x"', new Date(), standing({ queue: refused, ...machinery }));
    again.close();
    const repository = await startRepository(dir, { status: { host: '127.0.0.1', port: 0 } });
    try {
      const from = ['repository', 'fleet', '--status', repository.statusUrl!];
      const said = await fojas(from);
      expect(said.code).toBe(1);
      expect(said.stdout).toMatch(
        /1\.2\.0 {2}cola 0 {2}vence el certificado 2031-05-04 {2}última prueba bien 2026-11-22 {2}opensc-pkcs11\.so {2}.*actos rechazados/,
      );
      expect(said.stdout.indexOf('ufi-2')).toBeLessThan(said.stdout.indexOf('ufi-1'));
      const csv = (await fojas([...from, '--csv'])).stdout.trim().split('\n');
      expect(csv).toHaveLength(3);
      expect(csv[1]).toMatch(/^ufi-2,general,"'=cmd,""x""",refused,/);
      const page = await fetch(new URL('/fleet', repository.statusUrl!), {
        headers: { accept: 'text/html,*/*', 'accept-language': 'fr, pt;q=0.8' },
      });
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      const html = await page.text();
      expect(html).toContain('Postos: 2. Precisam de atenção: 1.');
      expect(html.indexOf('ufi-2 · general')).toBeLessThan(html.indexOf('ufi-1 · general'));
      // What a desk called itself is text, whatever it is.
      expect(html).toContain('=cmd,&quot;x&quot;');
      const json = await fojas([...from, '--office', 'ufi-1', '--json']);
      const rows = JSON.parse(json.stdout) as unknown;
      expect([json.code, rows]).toEqual([0, [expect.objectContaining({ deviceId: 'pc-1', needs: [] })]]);
    } finally {
      await repository.close();
    }
    const silent = await fojas(['repository', 'fleet', '--status', 'http://127.0.0.1:9']);
    expect([silent.code, silent.stderr]).toEqual([
      4,
      expect.stringMatching(/no responde en http:\/\/127.0.0.1:9[^]*--dir/),
    ]);
    expect(silent.stderr).not.toContain('trabajando');
    const other = createServer((_request, answer) => answer.end('<html></html>'));
    await new Promise<void>((listens) => other.listen(0, '127.0.0.1', listens));
    onTestFinished(() => void other.close());
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    for (const [lang, says] of [
      ['es', /no es la puerta de estado[^]*--status-port/],
      ['en', /is not the door of state[^]*--status-port/],
      ['pt', /não é a porta de estado[^]*--status-port/],
    ] as const) {
      const strange = await fojas(['repository', 'fleet', '--status', address, '--lang', lang]);
      expect([strange.code, strange.stderr]).toEqual([4, expect.stringMatching(says)]);
    }
    expect((await fojas(['repository', 'fleet', '--dir', join(folder.path, 'nowhere')])).code).toBe(5);
    expect((await fojas(['repository', 'fleet'])).code).toBe(2);
  });
});
