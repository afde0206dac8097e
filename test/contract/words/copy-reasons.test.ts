import { expect, it } from 'vitest';
import { sayCopyReason } from '../../../src/contract/words/copy-reasons.ts';
import { sayFailure } from '../../../src/contract/words/failures.ts';

const say = (detail: string, locale: 'es-AR' | 'en' | 'pt-BR'): string =>
  sayFailure({ kind: 'copyMissing', folder: '/mnt/copias', detail }, locale).what;

it('says why copies are not used in the language of who reads, and keeps their names and files', () => {
  expect(say('no generation', 'es-AR')).toContain('(ninguna copia)');
  expect(say('no copy of pc-3', 'pt-BR')).toContain('(nenhuma cópia)');
  expect(say('g-000012: of another desk; g-000011: damaged: g-000011.journal.age', 'es-AR')).toContain(
    '(g-000012: es de otro puesto; g-000011: dañada: g-000011.journal.age)',
  );
  expect(say('g-000002: journal: hash at 7; g-000001: unsigned', 'en')).toContain(
    '(g-000002: the data do not hold; g-000001: not signed by this office)',
  );
});

it('shows what it does not know as it is', () => {
  expect(sayCopyReason('store-key.age', 'es-AR')).toBe('store-key.age');
});
