/** What a person notes for himself: kept, his alone, and no part of anything that leaves. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { OwnNoteId } from '../../../src/contract/own-notes.ts';
import { createWorld } from '../world.ts';

const noteId = () => randomUUID() as OwnNoteId;

it('keeps notes of a person and an act, changes and removes them, through a restart', async () => {
  const world = await createWorld({ acts: 2 });
  const [{ actId }, other] = world.acts as [(typeof world.acts)[0], (typeof world.acts)[0]];
  const first = noteId();
  await world.office.call('ownNotes.write', { noteId: first, actId, page: 3, text: '  Cotejar con la pericia ' });
  const second = noteId();
  await world.office.call('ownNotes.write', { noteId: second, actId, page: null, text: 'Llamar al perito' });
  await world.office.call('ownNotes.write', { noteId: first, actId, page: 2, text: 'Cotejado' });
  await world.reopen();
  const { notes } = await world.office.call('ownNotes.read', { actId });
  expect(notes.map(({ page, text }) => [page, text])).toEqual([
    [null, 'Llamar al perito'],
    [2, 'Cotejado'],
  ]);
  expect((await world.office.call('ownNotes.read', { actId: other.actId })).notes).toEqual([]);
  expect((await world.office.call('ownNotes.remove', { noteId: second, actId })).notes).toHaveLength(1);
  const unknown = await world.office.refusal('ownNotes.write', {
    ...{ noteId: noteId(), actId: randomUUID() as never, page: null, text: 'x' },
  });
  expect(unknown.kind).toBe('actUnknown');
});

it('shows them to nobody else at the same desk, lets nobody else change them, and sends nothing of them', async () => {
  const world = await createWorld({ acts: 1 });
  const { actId } = world.acts[0]!;
  const mine = noteId();
  const before = (await world.office.call('office.status', {})).journal.entries;
  await world.office.call('ownNotes.write', { noteId: mine, actId, page: null, text: 'PARA MÍ' });
  await world.office.call('sync.now', {});
  expect((await world.office.call('office.status', {})).journal.entries).toBe(before);
  expect((await world.office.call('search.find', { text: 'para mí', patienceMs: 60_000 })).total).toBe(0);
  expect(await (await world.repository.request('GET', `/v1/feed?office=ufi-3&limit=500`)).text()).not.toContain('PARA');
  await world.office.close();
  const person = { ...world.config.person, personId: 'p-otra', name: 'Otra Persona' };
  const office = await world.reopen({ config: { ...world.config, person } });
  expect((await office.call('ownNotes.read', { actId })).notes).toEqual([]);
  const refused = await office.refusal('ownNotes.write', { noteId: mine, actId, page: null, text: 'de otra' });
  expect(refused.kind).toBe('notAllowed');
  await office.call('ownNotes.remove', { noteId: mine, actId });
  await office.close();
  await world.reopen({ config: world.config });
  expect((await world.office.call('ownNotes.read', { actId })).notes.map(({ text }) => text)).toEqual(['PARA MÍ']);
});
