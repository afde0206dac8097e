import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorld } from '../casework/world.ts';
import { storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('acts and reviews, by command', async () => {
  const world = await createWorld({ acts: 2 });
  const { cases } = await world.office.call('drafts.cases', {});
  const { caseNumber, caseId } = cases[0]!;
  const text = { format: 1 as const, actType: 'auto', title: 'Auto', archived: false };
  const paragraphs = [{ id: 'a', text: 'Vistos los autos.' }];
  const draft = await world.office.call('drafts.begin', { caseId, text: { ...text, paragraphs } });
  await world.office.close();
  const dir = scratch();
  const [configFile, storeFile] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(configFile, JSON.stringify(world.config));
  writeFileSync(storeFile, storeKey);
  const office = ['--config', configFile, '--store-key-file', storeFile];
  const run = (...args: string[]) => fojas([...args, ...office]);

  const { actId } = world.acts[0]!;
  const labelled = await run('act', 'label', '--act', actId, '--label', 'feria');
  expect([labelled.code, labelled.stdout]).toEqual([0, expect.stringContaining('a firmar; feria')]);
  const due = await run('act', 'due', '--act', actId, '--day', '2026-12-01');
  expect(due.stdout).toContain('2026-12-0');
  const { rows } = json<{ rows: { actId: string }[] }>(await run('act', 'list', '--label', 'feria', '--json'));
  expect(rows.map((row) => row.actId)).toEqual([actId]);
  const early = await run('act', 'correct', '--act', actId, '--how', 'rectifies');
  expect([early.code, early.stderr]).toEqual([expect.any(Number), expect.stringContaining('actForbids')]);

  const one = ['--draft', draft.row.draftId];
  expect((await run('drafts', 'ask', ...one)).stdout).toContain('En revisión: lo envió');
  const recalled = json<{ state: string }>(await run('drafts', 'recall', ...one, '--json'));
  expect(recalled.state).toBe('draft');
  expect((await run('drafts', 'ask', ...one)).stdout).toContain('En revisión: lo envió');
  const list = await run('drafts', 'list', '--shelf', 'toReview');
  expect(list.stdout).toContain(draft.row.draftId);
  const shown = await run('drafts', 'review', ...one);
  expect(shown.stdout).toContain('[a] Vistos los autos.');
  const nowhere = await run('drafts', 'return', ...one, '--remark', 'No.', '--paragraph', 'z');
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('«z»')]);
  const back = json<{ state: string; remarks: { remark: { remarkId: string } }[] }>(
    await run('drafts', 'return', ...one, '--remark', '¿Cuáles?', '--paragraph', 'a', '--words', 'los autos', '--json'),
  );
  expect(back.state).toBe('returned');
  const { remarkId } = back.remarks[0]!.remark;
  expect((await run('drafts', 'resolve', ...one, '--remark', remarkId)).stdout).toContain('✓');

  const lacking = await run(
    ...['case', 'add', '--case', caseNumber, '--file', configFile, '--title', 'x', '--place', 'x', '--brought-by', 'x'],
    ...['--paper-act', 'acta'],
  );
  expect([lacking.code, lacking.stderr]).toEqual([2, expect.stringContaining('--made-at')]);
  const scan = join(dir, 'acta.png');
  writeFileSync(scan, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  const added = json<{ paperAct: object }>(
    await run(
      ...['case', 'add', '--case', caseNumber, '--file', scan, '--title', 'Acta a mano', '--place', 'Paso del Molle'],
      ...['--brought-by', 'Tadeo Irigoyti', '--paper-act', 'acta', '--signed-by', 'Tadeo Irigoyti'],
      ...['--made-at', '2026-04-14T12:10:00Z', '--json'],
    ),
  );
  expect(added.paperAct).toMatchObject({ actType: 'acta', signedBy: 'Tadeo Irigoyti' });
}, 480_000);
