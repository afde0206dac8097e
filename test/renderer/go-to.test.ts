import { expect, it } from 'vitest';
import { placeTyped } from '../../src/renderer/model/go-to.ts';

it.each([
  ['12', { what: 'sheet', number: 12 }],
  ['fs. 12', { what: 'sheet', number: 12 }],
  [' Foja 7 ', { what: 'sheet', number: 7 }],
  ['folha 3', { what: 'sheet', number: 3 }],
  ['acto 5', { what: 'act', number: 5 }],
  ['ato5', { what: 'act', number: 5 }],
  ['N.º 40', { what: 'act', number: 40 }],
  ['0', null],
  ['acto', null],
  ['12-14', null],
  ['prov 5', null],
  ['', null],
])('«%s» is a place of a case, or none', (text, place) => {
  expect(placeTyped(text)).toEqual(place);
});
