/** What the guided scenarios stand on: a line that is really cut, a copy that is really changed, and neither outside practice. */
import { expect, it } from 'vitest';
import { createWorld } from '../world.ts';

it('cuts the line so that nothing goes through, and joins it so that what waited goes', async () => {
  const world = await createWorld({ acts: 1 });
  await world.office.call('practice.cutLine', { isCut: true });
  expect((await world.office.call('sync.now', {})).state).toBe('offline');
  await world.ended(await world.sign());
  expect((await world.office.call('sync.now', {})).waiting).toBe(1);
  await world.office.call('practice.cutLine', { isCut: false });
  await world.office.until(async () => (await world.office.call('sync.now', {})).waiting === 0);
});

it('changes one bit of the act that was signed last, which its signature notices', async () => {
  const world = await createWorld({ acts: 1 });
  expect((await world.office.call('practice.tampered', {})).file).toBeNull();
  await world.ended(await world.sign());
  const { file } = await world.office.call('practice.tampered', {});
  const report = await world.office.call('files.verify', {
    ...{ bytes: file!.bytes, beside: null, password: null, locale: 'es-AR' },
  });
  expect(JSON.stringify(report)).toContain('HASH_FAILURE');
});

it('does neither outside practice', async () => {
  const world = await createWorld({ acts: 0, config: (config) => ({ ...config, mode: 'normal' }) });
  expect((await world.office.refusal('practice.cutLine', { isCut: true })).kind).toBe('notAllowed');
  expect((await world.office.refusal('practice.tampered', {})).kind).toBe('notAllowed');
});
