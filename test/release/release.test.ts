import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fojas, json, scratch } from '../cli/harness.ts';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { createSoftToken } from '../helpers/softhsm.ts';
import { fine, pass, release, withToken } from './run.ts';

describe('fojas-release', () => {
  it('takes a version from two leaders’ tokens and a manager’s key to what a PC sees and fetches', async () => {
    const folder = scratch();
    const at = (...names: string[]): string => path.join(folder, ...names);
    const tokens = ['Ana', 'Beto'].map((label) => {
      const token = createSoftToken({ label });
      onTestFinished(() => token.remove());
      token.add(makeSigner(makeRoot(), { commonName: label, key: 'p256' }));
      return token;
    });
    for (const { label, library, environment } of tokens) {
      const to = ['--module', library.path, '--token-label', label, '--name', label];
      await fine(['token-key', at(`${label}.json`), ...to], { env: environment });
    }
    for (const name of ['dora', 'servidor']) await fine(['key', at(name), '--name', name, '--pin-stdin']);

    const shop = at('taller');
    const who = ['--root', at('Ana.json'), '--root', at('Beto.json'), '--root-threshold', '2'];
    const rest = ['--targets', at('dora.pub.json'), '--online', at('servidor.pub.json')];
    const begun = await fine(['init', shop, ...who, ...rest]);
    expect(begun.stdout).toContain('«root» espera firmas: tiene 0 de 2.');
    const [ana, beto] = tokens as [(typeof tokens)[0], (typeof tokens)[0]];
    const first = await fine(['sign', shop, 'root', ...withToken(ana), '--json'], {
      ...{ env: ana.environment, input: `${ana.pin}\n` },
    });
    expect(json(first)).toEqual({ role: 'root', signed: 1, accepted: false });
    // A manager is no leader.
    const other = await release(['sign', shop, 'root', '--key', at('dora'), '--pin-stdin'], pass);
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('no puede firmar eso') as string });
    // A wrong PIN is told as everywhere, and spent once.
    const wrong = await release(['sign', shop, 'root', ...withToken(beto)], {
      env: beto.environment,
      input: '000000\n',
    });
    expect(wrong).toMatchObject({ code: 3, stderr: expect.stringContaining('pinWrong') as string });
    const second = await fine(['sign', shop, 'root', ...withToken(beto)], {
      env: beto.environment,
      input: `${beto.pin}\n`,
    });
    expect(second.stdout).toContain('quedó aceptado');

    const deb = at('fojas_1.1.0_amd64.deb');
    writeFileSync(deb, randomBytes(50_000));
    writeFileSync(
      at('notas.json'),
      JSON.stringify({ 'es-AR': 'Firma más rápido.', en: 'Signs faster.', 'pt-BR': 'Assina mais rápido.' }),
    );
    const about = ['--version', '1.1.0', '--platform', 'linux', '--arch', 'x64', '--format', 'deb', '--schema', '100'];
    await fine(['sign', shop, 'targets', '--key', at('dora'), '--pin-stdin']);
    await fine(['add', shop, deb, ...about, '--ring', 'piloto=100', '--notes', at('notas.json')]);
    const early = await release(
      ['publish', shop, '--key', at('servidor'), '--to', at('publicado'), '--pin-stdin'],
      pass,
    );
    expect(early.code).toBe(0);
    const root = [
      '--root',
      path.join(shop, 'metadata', '1.root.json'),
      '--from',
      at('publicado'),
      '--version',
      '1.0.0',
    ];
    expect((await fine(['verify', ...root, '--ring', 'piloto'])).stdout).toContain('No se le ofrece nada');
    await fine(['sign', shop, 'targets', '--key', at('dora'), '--pin-stdin']);
    await fine(['publish', shop, '--key', at('servidor'), '--to', at('publicado'), '--pin-stdin']);
    const seen = await fine(['verify', ...root, '--ring', 'piloto']);
    expect(seen.stdout).toContain('Se le ofrece la 1.1.0');
    expect(seen.stdout).toContain('Firma más rápido.');
    expect((await fine(['verify', ...root])).stdout).toContain('No se le ofrece nada');

    // On to everybody, and then out of the way.
    await fine(['ring', shop, 'fojas_1.1.0_amd64.deb', '--ring', 'general=100']);
    await fine(['block', shop, '1.0.0']);
    await fine(['sign', shop, 'targets', '--key', at('dora'), '--pin-stdin']);
    await fine(['publish', shop, '--key', at('servidor'), '--to', at('pendrive'), '--pin-stdin']);
    const stick = [
      '--root',
      path.join(shop, 'metadata', '1.root.json'),
      '--from',
      at('pendrive'),
      '--version',
      '1.0.0',
    ];
    const all = json<{ standing: string; offered: { version: string } }>(await fine(['verify', ...stick, '--json']));
    expect(all).toMatchObject({ standing: 'blocked', offered: { version: '1.1.0' } });

    // The same, as the PC's own command sees it.
    const office = officeFile(folder, {
      mode: 'self',
      ring: 'general',
      folder: at('pc'),
      rootFile: path.join(shop, 'metadata', '1.root.json'),
    });
    const checked = await fojas(['update', 'check', '--config', office, '--from', at('pendrive')]);
    expect(checked.stdout).toContain('Espera la versión 1.1.0');
    expect(checked.stdout).toContain('Está bajada y comprobada.');
    expect((await fojas(['update', 'status', '--config', office, '--lang', 'en'])).stdout).toContain(
      'It is here and verified.',
    );
    const applied = await fojas(['update', 'apply', '--config', office]);
    // No door here: nobody has an administrator's rights to give.
    expect(applied).toMatchObject({ code: 1, stderr: expect.stringContaining('updateRefused rights') as string });
    writeFileSync(
      path.join(at('pendrive'), 'timestamp.json'),
      readFileSync(path.join(at('publicado'), 'timestamp.json')),
    );
    const back = await fojas(['update', 'check', '--config', office, '--from', at('pendrive')]);
    expect(back).toMatchObject({ code: 1, stderr: expect.stringContaining('updateRefused rollback') as string });
  });

  it('says what is wrong with a call, and whose workshop it is not', async () => {
    const folder = scratch();
    expect(await release(['sing', folder])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no existe la orden') as string,
    });
    expect(await release(['status', folder])).toMatchObject({ code: 0 });
    expect(await release(['block', folder, 'v1'])).toMatchObject({ code: 2 });
    expect(await release(['block', folder, '1.0.0'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('notAWorkshop') as string,
    });
    expect((await release(['--help', '--lang', 'pt-BR'])).stdout).toContain('assina e publica');
    const short = await release(['key', path.join(folder, 'k'), '--name', 'x', '--pin-stdin'], { input: 'corta\n' });
    expect(short.code).toBe(1);
  });

  it('leaves the program alone where others install it', async () => {
    const office = officeFile(scratch(), { mode: 'system' });
    expect((await fojas(['update', 'status', '--config', office])).stdout).toContain('las instala sistemas');
    const checked = await fojas(['update', 'check', '--config', office]);
    expect(checked).toMatchObject({ code: 1, stderr: expect.stringContaining('updateRefused system') as string });
  });
});

function officeFile(folder: string, updates: object): string {
  const file = path.join(folder, 'office.json');
  const office = {
    ...{ version: 1, mode: 'normal', dataDir: path.join(folder, 'data'), deviceId: 'pc-1', repository: null },
    office: { officeId: 'ufi-1', name: 'UFI 1' },
    person: { personId: 'p', name: 'P', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null },
    ...{ tokenLibraries: [], trustAnchors: [], updates: { folder: path.join(folder, 'updates'), ...updates } },
  };
  writeFileSync(file, JSON.stringify(office));
  return file;
}
