import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorld } from '../casework/world.ts';
import { docxEntries, makeZip, paragraph } from '../casework/writing/make-docx.ts';
import { storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('drafts: from a model to the signer, by command', async () => {
  const world = await createWorld({ acts: 1 });
  const { cases } = await world.office.call('drafts.cases', {});
  const { caseNumber } = cases[0]!;
  await world.office.close();
  const dir = scratch();
  const [configFile, storeFile] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(configFile, JSON.stringify(world.config));
  writeFileSync(storeFile, storeKey);
  const office = ['--config', configFile, '--store-key-file', storeFile];

  const models = await fojas(['drafts', 'models', ...office]);
  expect(models.stdout).toMatch(
    /buenos-aires-mp\/req-prision {2}Requerimiento de prisión preventiva\n.*Peligros procesales.*\n.*art\. 158 \(sin verificar\)/,
  );
  const unknown = await fojas(['drafts', 'begin', ...office, '--case', 'nada', '--model', 'buenos-aires-mp/nota']);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('«nada»'.slice(1, 5))]);
  const begin = ['drafts', 'begin', ...office, '--case', caseNumber, '--model', 'buenos-aires-mp/providencia'];
  const { draftId } = json<{ draftId: string }>(await fojas([...begin, '--json']));
  const one = [...office, '--draft', draftId];

  const shown = await fojas(['drafts', 'show', ...one]);
  expect(shown.code).toBe(1);
  expect(shown.stdout).toContain('Falta: Lo que se dispone');
  expect(shown.stdout).toContain('Sin completar: lo que se dispone');
  const refused = await fojas(['drafts', 'propose', ...one]);
  expect([refused.code, refused.stderr]).toEqual([expect.any(Number), expect.stringContaining('Lo que se dispone')]);
  expect(refused.code).not.toBe(0);

  const [docx, text] = [join(dir, 'texto.docx'), join(dir, 'mas.txt')];
  writeFileSync(docx, makeZip(docxEntries(paragraph('Agréguese el informe.', '<w:b/>'))));
  writeFileSync(text, 'Fecho, archívese.\n\nConste: a < b & c.\n');
  const misplaced = await fojas(['drafts', 'write', docx, ...one, '--part', 'otra']);
  expect([misplaced.code, misplaced.stderr]).toEqual([2, expect.stringContaining('«otra»')]);
  expect((await fojas(['drafts', 'write', docx, ...one, '--part', 'despacho'])).code).toBe(0);
  expect((await fojas(['drafts', 'write', text, ...one])).stdout).toContain('Escrito 1 archivo.');
  const whole = await fojas(['drafts', 'show', ...one]);
  expect([whole.code, whole.stdout]).toEqual([
    0,
    'Providencia\nAgréguese el informe.\nNotifíquese.\nFecho, archívese.\nConste: a < b & c.\n',
  ]);

  const out = join(dir, 'acta.pdf');
  const sheet = json<{ sha256: string }>(
    await fojas(['drafts', 'sheet', ...one, '--signer', 'p-1', '--out', out, '--json']),
  );
  expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await fojas(['drafts', 'sheet', ...one, '--out', out])).stderr).toContain('fileExists');
  expect((await fojas(['drafts', 'ask', ...one])).code).toBe(0);
  expect((await fojas(['drafts', 'return', ...one, '--remark', 'Falta la fecha.'])).code).toBe(0);
  const proposed = await fojas(['drafts', 'propose', ...one, '--signer', 'p-1', '--json']);
  expect(proposed.stderr).toContain('Lleva 1 observación sin resolver.');
  const act = json<{ documentSha256: string; state: string }>(proposed);
  expect(act).toMatchObject({ documentSha256: sheet.sha256, state: 'toSign' });
  const list = await fojas(['drafts', 'list', ...office, '--search', 'providencia']);
  expect(list.stdout).toContain(`${draftId}  ${caseNumber}  Providencia`);
}, 300_000);
