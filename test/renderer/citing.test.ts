import { describe, expect, it } from 'vitest';
import type { EntryRow } from '../../src/contract/cases.ts';
import { citablePieces, pieceLabel, pieceMentioned } from '../../src/renderer/model/citing.ts';

const piece = (title: string, pages: number | null, place: EntryRow['place'] = 'there'): EntryRow => ({
  entry: {
    ...{ kind: 'piece', entryId: title as never, caseId: 'c' as never, officeId: 'o', deviceId: 'd' },
    ...{ by: { personId: 'p', name: 'Ana' }, at: '2026-11-21T13:00:00.000Z', sha256: 'f'.repeat(64) as never, size: 1 },
    ...{ mediaType: 'application/pdf', fileName: 'escaneo.pdf', title, origin: 'paper', place: 'Mesa' },
    ...{ broughtBy: 'Comisaría 1.ª', confidentialityLevel: 1 },
  },
  ...{ place, trouble: null, pages },
});
const entries = [
  piece('Pericia balística', 12),
  piece('Fotografía del lugar', 1),
  piece('Planilla', null),
  piece('Pericia rechazada', 3, 'refused'),
];
const found = (search: string): string[] => citablePieces(entries, search).map(({ piece: one }) => one.title);

describe('a piece of evidence is mentioned', () => {
  it('found by its words, whatever their accents, and by who brought it', () => {
    expect(found('pericia')).toEqual(['Pericia balística']);
    expect(found('fotografia')).toEqual(['Fotografía del lugar']);
    expect(found('comisaria')).toEqual(['Pericia balística', 'Fotografía del lugar', 'Planilla']);
    expect(found('huella')).toEqual([]);
  });

  it('by a page that it has, or may have', () => {
    expect(found('pericia pág. 12')).toEqual(['Pericia balística']);
    expect(found('pericia p. 13')).toEqual([]);
    expect(found('pericia p 12-13')).toEqual([]);
    expect(found('pericia p 0')).toEqual([]);
    expect(found('p. 2')).toEqual(['Pericia balística', 'Planilla']);
  });

  it('by its title and the pages that were asked for, which its mention leads back to', () => {
    const { entry } = entries[0]!;
    const label = (search: string): string => (entry.kind === 'piece' ? pieceLabel(entry, search) : '');
    expect(label('pericia')).toBe('pieza «Pericia balística»');
    expect(label('pericia pag 3')).toBe('pieza «Pericia balística», pág. 3');
    expect(label('págs. 3/5')).toBe('pieza «Pericia balística», págs. 3/5');
    expect(['pericia', 'pericia pag 3', 'págs. 3/5'].map((search) => pieceMentioned(label(search)))).toEqual([1, 3, 3]);
    // What stands in the title is no page of the mention.
    expect(pieceMentioned('pieza «Informe p. 7»')).toBe(1);
  });
});
