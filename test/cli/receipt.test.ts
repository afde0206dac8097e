import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReceiptFile } from '../../src/contract/log.ts';
import { makeStage, rewritePast } from '../casework/witness/stage.ts';
import { fojas, json, scratch } from './harness.ts';

describe('receipts that leave as files', () => {
  it('are exported, checked without a line, and refused when anything in them is altered', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    const receipts = await stage.registered(repository, 3);
    const [actId] = [...receipts.keys()] as [string];
    const dir = scratch();
    const files = await stage.files(repository, 'pc', dir);
    const out = join(dir, 'recibo.json');
    const synced = await fojas(['sync', ...files]);
    expect(synced.code).toBe(0);
    const exported = await fojas(['receipt', 'export', actId, ...files, '--out', out]);
    expect([exported.code, exported.stdout]).toEqual([0, `Recibo guardado en ${out}\n`]);
    expect((await fojas(['receipt', 'export', actId, ...files, '--out', out])).code).toBe(5);
    expect((await fojas(['receipt', 'export', 'x', ...files, '--out', `${out}.2`])).code).toBe(2);
    await repository.close();

    // Nothing but the root: no office, no repository.
    const pins = join(dir, 'claves.json');
    writeFileSync(pins, JSON.stringify(repository.receiptKeys));
    const good = await fojas(['receipt', 'verify', out, '--pins', pins]);
    expect(good.code).toBe(0);
    expect(good.stdout).toMatch(/válido\. Lo firmó Repositorio de prueba/);
    expect(good.stdout).toMatch(/Hoja 1 de 3 del registro público/);
    const told = json<{ holds: boolean; leaf: number }[]>(
      await fojas(['receipt', 'verify', out, '--pins', pins, '--json']),
    );
    expect(told).toMatchObject([{ holds: true, leaf: 0, size: 3, stamp: null }]);

    const file = JSON.parse(readFileSync(out, 'utf8')) as ReceiptFile;
    const altered = {
      receipt: { ...file, receipt: `${file.receipt.slice(0, -2)}AA` },
      checkpoint: { ...file, checkpoint: file.checkpoint.replace('\n3\n', '\n4\n') },
      inclusion: { ...file, receipt: receipts.get([...receipts.keys()][1]!)! },
      keys: { ...file, keys: 'a.b.c' },
      form: { ...file, v: 2 },
    };
    const paths = Object.entries(altered).map(([fault, content]) => {
      const path = join(dir, `${fault}.json`);
      writeFileSync(path, JSON.stringify(content));
      return path;
    });
    const ran = await fojas(['receipt', 'verify', ...paths, out, '--pins', pins, '--json']);
    expect(ran.code).toBe(1);
    const faults = json<{ fault: string | null }[]>(ran).map(({ fault }) => fault);
    expect(faults).toEqual([...Object.keys(altered), null]);
    writeFileSync(join(dir, 'acta.pdf'), 'otro');
    const other = await fojas(['receipt', 'verify', out, '--pins', pins, '--document', join(dir, 'acta.pdf')]);
    expect([other.code, other.stdout]).toEqual([1, `${out}: NO es válido: el PDF no es el registrado.\n`]);
    writeFileSync(pins, '[]');
    expect((await fojas(['receipt', 'verify', out, '--pins', pins])).code).toBe(2);
    expect((await fojas(['receipt', 'verify', join(dir, 'nada.json'), '--pins', out])).code).toBe(2);
  }, 240_000);

  it('are checked with what this PC pins, where no keys are named', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    const [actId] = [...(await stage.registered(repository, 1)).keys()] as [string];
    const dir = scratch();
    const files = await stage.files(repository, 'pc', dir);
    const out = join(dir, 'recibo.json');
    expect((await fojas(['sync', ...files])).code).toBe(0);
    expect((await fojas(['receipt', 'export', actId, ...files, '--out', out])).code).toBe(0);
    await repository.close();

    // This user's own desk; nobody has one here yet.
    const home = scratch();
    const verify = (...more: string[]) =>
      fojas(['receipt', 'verify', out, ...more], { env: { XDG_CONFIG_HOME: home } });
    const nobody = await verify();
    const wanted = expect.stringMatching(/no tiene fijada ninguna clave.*--pins ARCHIVO.*--config ARCHIVO/);
    expect([nobody.code, nobody.stdout, nobody.stderr]).toEqual([2, '', wanted]);
    const config = files[files.indexOf('--config') + 1]!;
    const named = await verify('--config', config);
    expect([named.code, named.stderr]).toEqual([0, expect.stringContaining(`fijadas en ${config}`)]);

    mkdirSync(join(home, 'Fojas'));
    const own = join(home, 'Fojas', 'office.json');
    copyFileSync(config, own);
    const ours = await verify();
    expect([ours.code, ours.stdout, ours.stderr]).toEqual([
      0,
      expect.stringContaining('válido. Lo firmó Repositorio de prueba'),
      expect.stringContaining(`fijadas en ${own}`),
    ]);

    // Of another repository: what is named wins over what is pinned here.
    const other = await makeStage().serve(scratch());
    const pins = join(dir, 'otras.json');
    writeFileSync(pins, JSON.stringify(other.receiptKeys));
    await other.close();
    const foreign = await verify('--pins', pins);
    expect([foreign.code, foreign.stdout]).toEqual([1, expect.stringContaining('NO es válido')]);
    writeFileSync(own, '{}');
    expect((await verify()).code).toBe(5);
  }, 240_000);

  it('still hold when the key was changed, and tell another office what this one was shown', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    const old = await stage.registered(repository, 2);
    const dir = scratch();
    const pins = join(dir, 'claves.json');
    writeFileSync(pins, JSON.stringify(repository.receiptKeys));
    await repository.close();
    const rotated = await fojas(['repository', 'keys', 'rotate', '--dir', stage.dir]);
    expect([rotated.code, existsSync(join(stage.dir, 'root-key.pem'))]).toEqual([0, true]);
    expect(rotated.stdout).toContain('root-key.pem');
    // What is pinned does not change with the key.
    const keys = json<{ receiptKeys: unknown }>(await fojas(['repository', 'keys', '--dir', stage.dir, '--json']));
    expect(keys.receiptKeys).toEqual(JSON.parse(readFileSync(pins, 'utf8')));

    const served = await stage.serve(stage.dir, repository);
    const fresh = await stage.registered(served, 1);
    const files = await stage.files(repository, 'pc', dir);
    expect((await fojas(['sync', ...files])).code).toBe(0);
    // Of the key before, and of the new one.
    for (const actId of [[...old.keys()][0]!, ...fresh.keys()]) {
      const out = join(dir, `${actId}.json`);
      expect((await fojas(['receipt', 'export', actId, ...files, '--out', out])).code).toBe(0);
      expect((await fojas(['receipt', 'verify', out, '--pins', pins])).code).toBe(0);
    }
    const shown = await fojas(['log', 'show', ...files]);
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(/Registro público: 3 hojas/)]);
    await served.close();

    // The same log, rewritten behind the first leaf, is shown to an office that never saw the true one.
    const forged = stage.copy(stage.dir);
    rewritePast(forged, 1);
    const liar = await stage.serve(forged);
    const [first] = [...old.keys()];
    const carried = join(dir, 'traido.json');
    copyFileSync(join(dir, `${first}.json`), carried);
    const elsewhere = await stage.files(liar, 'otra', scratch(), repository.receiptKeys);
    const alarmed = await fojas(['log', 'seen', carried, ...elsewhere]);
    expect(alarmed.code).toBe(1);
    expect(alarmed.stdout).toContain('ALARMA');
    expect(alarmed.stderr).toContain('A otra oficina se le mostró otro registro público');
    const refused = await fojas(['log', 'accept', ...elsewhere, '--reason', 'corta']);
    expect(refused.code).toBe(2);
  }, 240_000);

  it('are not signed with a new key while the repository serves, or without the root', async () => {
    const stage = makeStage();
    const repository = await stage.serve(stage.dir);
    expect((await fojas(['repository', 'keys', 'rotate', '--dir', stage.dir])).code).toBe(5);
    await repository.close();
    expect((await fojas(['repository', 'keys', 'rotate', '--dir', stage.dir, '--root', '/nowhere'])).code).toBe(5);
    expect((await fojas(['repository', 'keys', 'rotate', '--dir', scratch()])).code).toBe(5);
    // Taken off the machine as it should be: it is asked for by its name, and nothing is made that looks like it.
    expect((await fojas(['repository', 'keys', 'rotate', '--dir', stage.dir])).code).toBe(0);
    const [here, away] = [join(stage.dir, 'root-key.pem'), join(scratch(), 'root-key.pem')];
    copyFileSync(here, away);
    rmSync(here);
    const missing = await fojas(['repository', 'keys', 'rotate', '--dir', stage.dir]);
    expect([missing.code, existsSync(here)]).toEqual([5, false]);
    expect(missing.stderr).toContain('root-key.pem');
    expect((await fojas(['repository', 'keys', 'rotate', '--dir', stage.dir, '--root', away])).code).toBe(0);
    expect(existsSync(here)).toBe(false);
    // The root of another repository: said so, and nothing is changed.
    const other = makeStage();
    await (await other.serve(other.dir)).close();
    const keys = await fojas(['repository', 'keys', '--dir', stage.dir, '--json']);
    const wrong = ['--root', join(other.dir, 'receipt-key.pem')];
    const mistaken = await fojas(['repository', 'keys', 'rotate', '--dir', stage.dir, ...wrong]);
    expect([mistaken.code, mistaken.stderr]).toEqual([2, expect.stringContaining('no es la raíz de este repositorio')]);
    expect((await fojas(['repository', 'keys', '--dir', stage.dir, '--json'])).stdout).toBe(keys.stdout);
  }, 240_000);
});
