/** What lies on a desk, found by its words, and by nobody who may not see it. */
import { randomUUID } from 'node:crypto';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import type { Found } from '../../../src/contract/search.ts';
import type { TestOffice } from '../../helpers/office.ts';
import { createWorld } from '../world.ts';

async function pdfOf(...sheets: readonly string[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.TimesRoman);
  for (const words of sheets) {
    const page = document.addPage([595, 842]);
    if (words !== '') page.drawText(words, { x: 60, y: 760, size: 12, font });
  }
  return document.save();
}

const patience = { patienceMs: 60_000 };
const ids = (found: readonly Found[]) => found.map(({ id }) => id);
const saidOf = (found: readonly Found[]) => found.map(({ excerpt }) => excerpt.map(({ text }) => text).join(''));
const find = (office: TestOffice, text: string, more: object = {}) =>
  office.call('search.find', { text, ...patience, ...more });

describe('search', () => {
  it('finds an act by the words of its sheets, names the sheet, and shows them where they stand', async () => {
    const world = await createWorld({ acts: 0 });
    const caseId = await world.repository.putCase({ caption: 'ÑANDUBAY, Juana s/ hurto' });
    const pdf = await pdfOf('Nada de interés', 'Se secuestró una notebook con precinto 004512', 'Precinto otra vez');
    const act = await world.repository.propose(caseId, { title: 'Acta' }, pdf);
    await world.repository.propose(caseId, { title: 'Otra cosa' }, await pdfOf('Nada'));
    await world.office.call('sync.now', {});
    const { found, total, standing } = await find(world.office, 'PRECINT secuestro');
    // Both words on one sheet, without accents, as the beginning of a word.
    expect(ids(found)).toEqual([act.actId]);
    expect(total).toBe(1);
    expect(found[0]).toMatchObject({
      kind: 'act',
      page: 2,
      caption: 'ÑANDUBAY, Juana s/ hurto',
      act: { state: 'toSign' },
    });
    expect(found[0]!.excerpt.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['secuestró', 'precinto']);
    expect(standing).toEqual({ waiting: 0, elsewhere: 0, silent: 0 });
    // "004512" as it stands; a phrase must stand as it is; - leaves out.
    expect((await find(world.office, '"precinto 004512"')).total).toBe(1);
    expect((await find(world.office, '"004512 precinto"')).total).toBe(0);
    expect((await find(world.office, 'precinto -notebook')).found[0]?.page).toBe(3);
    // By its case, whatever it says: no sheet is named.
    const byCase = await find(world.office, 'ñandubay otra cosa', { kinds: ['act'] });
    expect(byCase.found.map(({ title, page }) => [title, page])).toEqual([['Otra cosa', null]]);
  });

  it('takes what is typed as words, whatever it looks like', async () => {
    const world = await createWorld({ acts: 1 });
    for (const text of [
      '',
      '   ',
      '"',
      '"" -',
      '*',
      'NEAR(',
      'head:acto',
      'acto) OR (',
      "';--",
      '-acto',
      'a'.repeat(300),
    ])
      expect((await find(world.office, text)).found.length, text).toBeLessThan(2);
    expect((await find(world.office, 'acto')).total).toBe(1);
  });

  it('shows no trace of what is not for these eyes: not in the list, not in the count, not in an excerpt', async () => {
    const person = { personId: 'p-aux', name: 'Juana Auxiliar', role: 'auxiliary' as const, capacity: '', cuil: null };
    const world = await createWorld({
      acts: 0,
      config: (config) => ({ ...config, person: { ...config.person, ...person } }),
    });
    const open = await world.repository.putCase();
    const secret = await world.repository.putCase({
      confidentialityLevel: 4,
      caption: 'SECRETO, Caso s/ allanamiento',
    });
    // What is secret stands first in the index.
    await world.repository.propose(open, { confidentialityLevel: 4 }, await pdfOf('allanamiento secreto'));
    await world.repository.propose(secret, {}, await pdfOf('allanamiento en causa secreta'));
    await world.office.call('sync.now', {});
    await find(world.office, 'allanamiento');
    const seen = await world.repository.propose(open, {}, await pdfOf('allanamiento visible'));
    await world.office.call('sync.now', {});
    const { found, total } = await find(world.office, 'allanamiento');
    expect([ids(found), total]).toEqual([[seen.actId], 1]);
    expect(saidOf(found)).toEqual(['allanamiento visible']);
    expect((await find(world.office, 'secreto')).total).toBe(0);
    // The same files before a magistrate.
    await world.office.close();
    const magistrate = { ...world.config.person, role: 'magistrate' as const };
    const office = await world.reopen({ config: { ...world.config, person: magistrate } });
    const all = await find(office, 'allanamiento', { kinds: ['act'] });
    expect(all.total).toBe(3);
    // Each with its own words.
    expect(new Set(saidOf(all.found))).toEqual(
      new Set(['allanamiento visible', 'allanamiento secreto', 'allanamiento en causa secreta']),
    );
  });

  it('finds drafts and cases, follows what changes, and forgets what was put away', async () => {
    const world = await createWorld({ acts: 0 });
    const opened = await world.office.call('cases.open', {
      ...{ series: 'case', caption: 'N.N. s/ daño', origin: 'complaint', detained: false, confidentialityLevel: 1 },
      parties: [{ pole: 'complainant', name: 'Hilda Rocamora', document: '00.000.001' }],
      flags: { fatalDeadline: false, vulnerableVictim: false },
    });
    const { caseId } = opened.row;
    const says = (words: string) => [{ id: randomUUID(), text: words }];
    const text = {
      format: 2,
      actType: 'providencia',
      title: 'Providencia',
      paragraphs: says('Líbrese oficio'),
      archived: false,
    };
    const draft = await world.office.call('drafts.begin', { caseId, text } as never);
    expect(ids((await find(world.office, 'rocamora')).found)).toEqual([caseId]);
    expect(ids((await find(world.office, 'librese')).found)).toEqual([draft.row.draftId]);
    const saved = await world.office.call('drafts.save', {
      ...{ draftId: draft.row.draftId, grewFrom: draft.hand.versionId, merges: [] },
      text: { ...text, paragraphs: says('Archívese') },
    } as never);
    expect((await find(world.office, 'librese')).total).toBe(0);
    expect((await find(world.office, 'archivese')).total).toBe(1);
    await world.office.call('drafts.save', {
      ...{ draftId: draft.row.draftId, grewFrom: saved.hand.versionId, merges: [] },
      text: { ...text, archived: true },
    } as never);
    expect((await find(world.office, 'librese', { caseId })).total).toBe(0);
    expect((await find(world.office, 'rocamora', { caseId: randomUUID() })).total).toBe(0);
  });

  it('says of how much it knows no words: images, encrypted and damaged files, files that are not here', async () => {
    const world = await createWorld({ acts: 0 });
    const caseId = await world.repository.putCase();
    await world.repository.propose(caseId, { title: 'Una imagen' }, await pdfOf(''));
    await world.repository.propose(caseId, { title: 'Algo roto' }, new TextEncoder().encode('%PDF-1.7 nothing else'));
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await find(world.office, 'imagen')).standing.silent === 2);
    expect((await find(world.office, 'algo roto')).total).toBe(1);
  });
});
