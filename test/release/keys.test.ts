import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { json, scratch } from '../cli/harness.ts';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { createSoftToken, type SoftToken } from '../helpers/softhsm.ts';
import { organisation } from '../updates/world.ts';
import { fine, pass, release, withToken } from './run.ts';

type Seen = { standing: string; kind: string; offered: { version: string } | null };

describe('the keys of releases', () => {
  it('lie on tokens, are exchanged, and take PCs to a way back and to the least version', async () => {
    const folder = scratch();
    const at = (...names: string[]): string => path.join(folder, ...names);
    const shop = at('taller');
    const kinds = { Ana: 'p256', Beto: 'rsa-2048', Dora: 'p384', Eva: 'p256' } as const;
    const tokens = Object.entries(kinds).map(([label, key]): SoftToken => {
      const token = createSoftToken({ label });
      onTestFinished(() => token.remove());
      token.add(makeSigner(makeRoot(), { commonName: label, key }));
      return token;
    });
    for (const token of tokens) {
      const { label, library, environment: env } = token;
      const named = ['--module', library.path, '--token-label', label, '--name', label];
      await fine(['token-key', at(`${label}.json`), ...named], { env });
    }
    const [ana, beto, dora, eva] = tokens as [SoftToken, SoftToken, SoftToken, SoftToken];
    const sign = (role: string, token: SoftToken) =>
      release(['sign', shop, role, ...withToken(token), '--json'], {
        ...{ env: token.environment, input: `${token.pin}\n` },
      });
    const signed = async (role: string, token: SoftToken) => {
      const ran = await sign(role, token);
      expect(ran.code, ran.stderr).toBe(0);
      return json<{ signed: number; accepted: boolean }>(ran);
    };
    await fine(['key', at('servidor'), '--name', 'servidor', '--pin-stdin']);
    const who = (manager: string) => [
      ...['--root', at('Ana.json'), '--root', at('Beto.json'), '--root-threshold', '2'],
      ...['--targets', at(`${manager}.json`), '--online', at('servidor.pub.json')],
    ];
    await fine(['init', shop, ...who('Dora')]);
    expect(await signed('root', ana)).toMatchObject({ signed: 1, accepted: false });
    expect(await signed('root', beto)).toMatchObject({ signed: 2, accepted: true });
    expect(await signed('targets', dora)).toMatchObject({ accepted: true });
    const notes = at('notas.json');
    writeFileSync(notes, JSON.stringify({ 'es-AR': 'Novedades.', en: 'News.', 'pt-BR': 'Novidades.' }));
    for (const version of ['1.0.0', '1.1.0']) {
      const deb = at(`fojas_${version}_amd64.deb`);
      writeFileSync(deb, randomBytes(60_000));
      const about = [
        '--version',
        version,
        '--platform',
        'linux',
        '--arch',
        'x64',
        '--format',
        'deb',
        '--schema',
        '100',
      ];
      await fine(['add', shop, deb, ...about, '--ring', 'general=100', '--notes', notes]);
    }
    const publish = (to: string, ...more: string[]) =>
      release(['publish', shop, '--key', at('servidor'), '--to', at(to), '--pin-stdin', ...more], pass);
    const seenFrom = async (to: string, version: string) =>
      json<Seen>(
        await fine([
          ...['verify', '--root', path.join(shop, 'metadata', '1.root.json'), '--from', at(to), '--version', version],
          '--json',
        ]),
      );
    await signed('targets', dora);
    expect((await publish('publicado')).code).toBe(0);
    expect(await seenFrom('publicado', '1.0.0')).toMatchObject({ standing: 'fine', offered: { version: '1.1.0' } });

    // Another manager. What the one before signed is signed anew, and nothing that PCs would refuse goes out meanwhile.
    await fine(['rotate', shop, ...who('Eva')]);
    expect(await signed('root', ana)).toMatchObject({ accepted: false });
    expect(await signed('root', beto)).toMatchObject({ accepted: true });
    const status = json<{ waiting: unknown; expires: object }>(await fine(['status', shop, '--json']));
    expect(status.waiting).toEqual([{ role: 'targets', has: 0, takes: 1 }]);
    expect(Object.keys(status.expires)).toEqual(['root', 'targets']);
    expect(await publish('publicado')).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining('targetsUnsigned') as string },
    });
    expect(await sign('targets', dora)).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining('notARoleKey') as string },
    });
    expect(await signed('targets', eva)).toMatchObject({ accepted: true });
    expect((await publish('publicado')).code).toBe(0);
    expect(await seenFrom('publicado', '1.0.0')).toMatchObject({ offered: { version: '1.1.0' } });

    await fine(['block', shop, '1.1.0']);
    await fine(['roll-back', shop, 'fojas_1.0.0_amd64.deb', '--of', '1.1.0']);
    await signed('targets', eva);
    expect((await publish('publicado')).code).toBe(0);
    expect(await seenFrom('publicado', '1.1.0')).toMatchObject({
      ...{ standing: 'blocked', kind: 'return', offered: { version: '1.0.0' } },
    });
    expect(await seenFrom('publicado', '1.0.0')).toMatchObject({ standing: 'fine', offered: null });

    await fine(['unblock', shop, '1.1.0']);
    await fine(['minimum', shop, '1.1.0']);
    await signed('targets', eva);
    expect((await publish('pendrive', '--only', 'fojas_1.1.0_amd64.deb')).code).toBe(0);
    expect(readdirSync(at('pendrive', 'targets')).filter((name) => name.includes('1.0.0'))).toEqual([]);
    expect(await seenFrom('pendrive', '1.0.0')).toMatchObject({
      ...{ standing: 'belowMinimum', kind: 'update', offered: { version: '1.1.0' } },
    });
    expect((await fine(['status', shop])).stdout).toMatch(
      /Versión mínima: 1\.1\.0\nVale hasta: la raíz, \d{4}-\d\d-\d\d; la lista de versiones, \d{4}-\d\d-\d\d\./,
    );
    expect(existsSync(path.join(shop, 'pending', 'targets.json'))).toBe(false);
    await fine(['renew', shop]);
    expect((await fine(['status', shop])).stdout).toContain('«targets» espera firmas: tiene 0 de 1.');
  }, 180_000);

  it('are asked again before root or list expire, and what has expired is not published', async () => {
    let now = new Date();
    const org = await organisation({ now: () => now });
    onTestFinished(() => org.remove());
    await org.release('1.1.0');
    const later = (days: number): void => {
      now = new Date(now.getTime() + days * 86_400_000);
    };
    later(181);
    await expect(org.publish()).rejects.toMatchObject({ kind: 'outdated', message: 'targets' });
    await org.workshop.renew();
    await org.signTargets();
    await org.publish();
    expect((await org.workshop.targets()).signed).toMatchObject({ targets: { 'fojas_1.1.0_amd64.deb': {} } });
    later(730 - 181);
    await org.workshop.renew();
    await org.signTargets();
    await expect(org.publish()).rejects.toMatchObject({ kind: 'outdated', message: 'root' });
    await org.workshop.rotate(org.constitution);
    for (const { signer } of org.leaders.slice(0, 2)) await org.workshop.sign('root', signer);
    // The same managers: what they signed goes on to hold.
    expect(await org.workshop.waiting()).toEqual([]);
    await org.publish();
  });
});
