import { expect, it } from 'vitest';
import { fits, nameOf, namedIn } from '../../src/renderer/model/known-offices.ts';

const court = { officeId: '97-tc-1', name: 'Tribunal en lo Criminal N.º 1' };
const twins = [
  { officeId: '97-jp-1', name: 'Juzgado de Paz' },
  { officeId: '98-jp-1', name: 'Juzgado de Paz' },
];

it('takes an office by its identifier, its name or both, in small letters or capitals', () => {
  for (const text of ['97-TC-1', ' tribunal en lo criminal n.º 1 ', nameOf(court)])
    expect(namedIn([court, ...twins], text)).toBe('97-tc-1');
  expect(namedIn([court], 'Tribunal')).toBeUndefined();
});

it('takes none by a name that two have', () => {
  expect(namedIn(twins, 'Juzgado de Paz')).toBeUndefined();
  expect(namedIn(twins, nameOf(twins[1]!))).toBe('98-jp-1');
});

it('knows while one writes whether an office can come of it', () => {
  expect(fits(twins, 'Juzg')).toBe(true);
  expect(fits(twins, 'Juzgados')).toBe(false);
});
