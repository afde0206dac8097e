import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PolicyReport } from '../../src/contract/policy.ts';
import { fojas, json, scratch } from './harness.ts';

/** An office's file; what this machine's own /etc says, if anything, is not what is asked here. */
function officeFile(folder: string, more: object): string {
  const file = path.join(folder, 'office.json');
  const person = { personId: 'p', name: 'P', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null };
  const office = { officeId: 'ufi-1', name: 'UFI 1' };
  const rest = { repository: null, tokenLibraries: [], trustAnchors: [] };
  writeFileSync(
    file,
    JSON.stringify({ version: 1, mode: 'normal', dataDir: folder, deviceId: 'pc-1', office, person, ...rest, ...more }),
  );
  return file;
}

describe('fojas policy', () => {
  it('show tells every setting, and what comes from the office’s file', async () => {
    const file = officeFile(scratch(), { line: { capKbps: 256 }, diagnostics: { logDays: 12 } });
    const shown = await fojas(['policy', 'show', '--config', file]);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('Tope de la línea (line.capKbps): 256\n    De la configuración de la oficina');
    expect(shown.stdout).toContain('Solo las bibliotecas indicadas (drivers.onlyListed): no\n');
    const { settings } = json<PolicyReport>(await fojas(['policy', 'show', '--config', file, '--json']));
    expect(settings).toContainEqual(
      expect.objectContaining({ name: 'logs.days', value: 12, level: 'office', place: null }),
    );
    expect((await fojas(['policy', 'show', '--config', path.join(scratch(), 'none')])).code).toBe(5);
  });

  it('choose keeps what is chosen here beside the office’s file, takes it back, and refuses what is IT’s', async () => {
    const file = officeFile(scratch(), { line: { capKbps: 256 } });
    const choose = (...more: string[]) => fojas(['policy', 'choose', '--config', file, ...more]);
    const chosen = await choose('--name', 'line.quiet', '--value', '08:00-14:00=64', '--value', '14:00-20:00=none');
    expect(chosen).toMatchObject({
      code: 0,
      stdout: 'line.quiet: 08:00-14:00=64, 14:00-20:00=none (Elegido en esta PC)\n',
    });
    expect((await fojas(['policy', 'show', '--config', file])).stdout).toContain('Elegido en esta PC');
    expect((await choose('--name', 'line.quiet', '--forget')).stdout).toContain('sin fijar');
    expect((await choose('--name', 'repository.url', '--value', 'https://a.ejemplo.invalid/')).code).toBe(1);
    expect((await choose('--name', 'logs.days', '--value', 'sesenta')).code).toBe(2);
    expect((await choose('--name', 'logs.days')).code).toBe(2);
  });

  it('check says what does not hold in a file, line by line', async () => {
    const folder = scratch();
    const [good, bad, other] = ['good.json', 'bad.json', 'other.json'].map((name) => path.join(folder, name));
    writeFileSync(good!, '{"updates.mode": "system", "logs.days": 60}');
    writeFileSync(bad!, '{"updates.mod": "system", "logs.days": "sesenta"}');
    writeFileSync(other!, 'updates.mode = system');
    const fine = await fojas(['policy', 'check', good!]);
    expect(fine).toMatchObject({ code: 0, stdout: `${good}: 2 opciones, todas sirven.\n` });
    const wrong = await fojas(['policy', 'check', good!, bad!, other!, '--lang', 'en']);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain(`updates.mod (${bad}): no setting goes by this name`);
    expect(wrong.stderr).toContain(`logs.days (${bad}): the value cannot be used`);
    expect(wrong.stderr).toContain(`${other}: it is not a JSON object`);
    expect((await fojas(['policy', 'check', path.join(folder, 'none.json')])).code).toBe(5);
  });

  it('template writes what IT takes along, into an empty folder only', async () => {
    const out = path.join(scratch(), 'plantillas');
    expect((await fojas(['policy', 'template', '--out', out])).stdout).toBe(`7 plantillas en ${out}.\n`);
    expect(existsSync(path.join(out, 'windows', 'pt-BR', 'fojas.adml'))).toBe(true);
    expect(readFileSync(path.join(out, 'mac', 'fojas.mobileconfig'), 'utf8')).toContain('updates.mode');
    const again = await fojas(['policy', 'template', '--out', out]);
    expect(again).toMatchObject({ code: 5, stderr: expect.stringContaining('fileExists') as string });
  });
});
