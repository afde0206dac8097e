import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refusingWorld } from '../casework/refused-act.ts';
import { storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('makes a refused act anew by command, once, and says why it was refused', async () => {
  const { world, refuse } = await refusingWorld();
  const { cases } = await world.office.call('drafts.cases', {});
  const text = { format: 1 as const, actType: 'auto', title: 'Auto', archived: false };
  const draft = await world.office.call('drafts.begin', {
    ...{ caseId: cases[0]!.caseId, text: { ...text, paragraphs: [{ id: 'a', text: 'Vistos los autos.' }] } },
  });
  const { actId } = await refuse(draft.row.draftId);
  await world.office.close();
  const dir = scratch();
  const [configFile, storeFile] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(configFile, JSON.stringify(world.config));
  writeFileSync(storeFile, storeKey);
  const run = (...args: string[]) => fojas([...args, '--config', configFile, '--store-key-file', storeFile]);

  const first = await run('act', 'remake', '--act', actId);
  expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('El repositorio no registró el acto')]);
  const draftId = first.stdout.trim();
  expect(draftId).not.toBe(draft.row.draftId);
  expect(json(await run('act', 'remake', '--act', actId, '--json'))).toMatchObject({
    ...{ draftId, remakes: { actId, reason: { problem: 'signature-invalid' } } },
  });
  expect((await run('drafts', 'show', '--draft', draftId)).stdout).toContain('Vistos los autos.');
  expect((await run('act', 'list', '--tray', 'queue')).stdout).not.toContain(actId);
  // It was refused itself: it is made anew, and not set aside.
  const aside = await run('act', 'set-aside', '--act', actId);
  expect([aside.code, aside.stderr]).toEqual([expect.any(Number), expect.stringContaining('actForbids')]);
  const early = await run('act', 'remake', '--act', world.acts[0]!.actId);
  expect([early.code, early.stderr]).toEqual([expect.any(Number), expect.stringContaining('actForbids')]);
}, 240_000);
