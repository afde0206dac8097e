import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testConfig } from '../helpers/office.ts';
import { makeRoot, makeSigner } from '../helpers/pki.ts';
import { makePdf, signPdf } from '../helpers/signed-pdf.ts';
import { listPayload } from '../helpers/trust-list.ts';
import { fojas, json, scratch } from './harness.ts';

const root = makeRoot();
const services = [
  { type: 'signing' as const, identity: root, history: [['2020-01-01T00:00:00Z', 'granted']] as const },
];
const at = '2026-06-01T12:00:00Z';

/** A folder with a key, the key of somebody else, and lists as JSON. */
function desk() {
  const dir = scratch();
  const path = (name: string) => join(dir, name);
  for (const name of ['lista', 'ajena']) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    writeFileSync(path(`${name}.key`), privateKey.export({ format: 'pem', type: 'pkcs8' }));
    writeFileSync(path(`${name}.pem`), publicKey.export({ format: 'pem', type: 'spki' }));
  }
  const issued = { issued: '2026-01-01T00:00:00Z', nextUpdate: '2090-01-01T00:00:00Z' };
  for (const version of [6, 7]) writeFileSync(path(`${version}.json`), listPayload(version, services, issued));
  const make = (version: number, key = 'lista.key') =>
    fojas(['trust-list', 'make', path(`${version}.json`), '--key', path(key), '--out', path(`${version}.jws`)]);
  return { dir, path, make };
}

describe('a trust list', () => {
  it('is made, kept, shown and used, and named in what rests on it', async () => {
    const { path, make } = desk();
    expect((await make(7)).code).toBe(0);
    const key = ['--trust-list-key', path('lista.pem')];
    expect((await fojas(['trust-list', 'keep', path('7.jws'), '--in', path('listas'), ...key])).code).toBe(0);
    const shown = await fojas(['trust-list', 'show', path('7.jws'), ...key]);
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stdout).toMatch(/AR-PRUEBA, versión 7/);
    expect(shown.stdout).toMatch(/de confianza desde el/);

    writeFileSync(path('acta.pdf'), await signPdf(await makePdf(), makeSigner(root)));
    const call = ['verify', path('acta.pdf'), '--trust-list', path('listas'), ...key, '--at', at];
    const ran = await fojas(call);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toMatch(/Lista de confianza: AR-PRUEBA, versión 7/);
    expect(ran.stdout).toMatch(/La firma es válida/);
    const reports = json<{ trust: { list: { version: number } }; at: string }[]>(await fojas([...call, '--report']));
    expect(reports).toMatchObject([{ trust: { list: { version: 7 } }, at: '2026-06-01T12:00:00.000Z' }]);
    expect((await fojas([...call, '--list-version', '6'])).stderr).toMatch(/No está la lista/);

    // The office's own list, by its version: the same verdict years later.
    const keys = [readFileSync(path('lista.pem'), 'utf8')];
    const office = testConfig(path('datos'));
    writeFileSync(path('oficina.json'), JSON.stringify({ ...office, trustList: { folder: path('listas'), keys } }));
    writeFileSync(path('otra.json'), JSON.stringify(office));
    const byOffice = ['verify', path('acta.pdf'), '--at', at, '--config', path('oficina.json')];
    for (const version of [['--trust-list', '7'], ['--list-version', '7'], []]) {
      const again = await fojas([...byOffice, ...version]);
      expect(again).toMatchObject({ code: 0, stderr: expect.stringMatching(/AR-PRUEBA, versión 7/) as string });
    }
    expect((await fojas([...byOffice, '--trust-list', '6'])).stderr).toMatch(/No está la lista/);
    for (const config of [[], ['--config', path('otra.json')]]) {
      const lost = await fojas(['verify', path('acta.pdf'), '--trust-list', '7', ...config]);
      expect(lost).toMatchObject({ code: 2, stderr: expect.stringMatching(/necesita --config/) as string });
    }
  });

  it('is refused with words when it is old, forged, over or not there', async () => {
    const { path, make } = desk();
    await Promise.all([make(6), make(7)]);
    const key = ['--trust-list-key', path('lista.pem')];
    const keep = (version: number) =>
      fojas(['trust-list', 'keep', path(`${version}.jws`), '--in', path('listas'), ...key]);
    await keep(7);
    const rollback = await keep(6);
    expect(rollback).toMatchObject({ code: 1 });
    expect(rollback.stderr).toMatch(/No se reemplaza/);
    const list = ['verify', path('7.json'), '--trust-list', path('7.jws')];
    const forged = await fojas([...list, '--trust-list-key', path('ajena.pem')]);
    expect(forged).toMatchObject({ code: 1 });
    expect(forged.stderr).toMatch(/no está firmada con la clave indicada/);
    expect((await fojas([...list, ...key, '--at', '2091-01-01T00:00:00Z'])).stderr).toMatch(/ya no vale/);
    expect(await fojas(list)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/falta --trust-list-key/) as string,
    });
    expect(await fojas([...list, '--trust-list-key', path('7.json')])).toMatchObject({ code: 2 });
    expect(await fojas(['trust-list', 'show', path('nada'), ...key])).toMatchObject({ code: 5 });
  });

  it('is not written over another, nor with a key that is none, nor from nonsense', async () => {
    const { path, make } = desk();
    expect((await make(7)).code).toBe(0);
    expect((await make(7)).code).toBe(5);
    expect((await make(6, 'lista.pem')).code).toBe(2);
    writeFileSync(path('6.json'), '{}');
    const nonsense = await make(6);
    expect(nonsense).toMatchObject({ code: 1 });
    expect(nonsense.stderr).toMatch(/No es una lista de confianza/);
    expect(existsSync(path('6.jws'))).toBe(false);
  });
});
