import { describe, expect, it } from 'vitest';
import { unservedCards } from '../../../src/casework/tokens/unserved.ts';
import { hint, library, reader, readers, token } from './staged.ts';

const names = (...args: Parameters<typeof unservedCards>) => unservedCards(...args).map((one) => one.reader);

describe('a card that no library answers for', () => {
  it('is told with its name and what to install', () => {
    const card = reader('Lector 00', { card: 'SafeNet eToken', drivers: [hint('etoken'), hint('opensc', true)] });
    expect(unservedCards(readers({ readers: [card] }), [])).toEqual([
      { reader: 'Lector 00', atr: '3b01', card: 'SafeNet eToken', driver: hint('etoken') },
    ]);
    expect(unservedCards(readers({ readers: [reader('R')] }), [])).toMatchObject([{ card: null, driver: null }]);
  });

  it('is none where the reader is empty or mute', () => {
    const empty = reader('R', { state: 'empty', atr: null });
    expect(names(readers({ readers: [empty] }), [])).toEqual([]);
  });

  it('is none where a token says it lies in that reader, also cut to 64 bytes', () => {
    const long = `Lector de tarjetas ${'x'.repeat(60)} 00 00`;
    for (const [name, told] of [
      ['Lector 00', 'Lector 00'],
      [long, long.slice(0, 64)],
    ] as const) {
      const libraries = [library('opensc', [token('1', { reader: told })])];
      expect(names(readers({ readers: [reader(name)] }), libraries)).toEqual([]);
    }
    const other = [library('opensc', [token('1', { reader: 'Lector 01' })])];
    expect(names(readers({ readers: [reader('Lector 00'), reader('Lector 01')] }), other)).toEqual(['Lector 00']);
  });

  it('is none where a library of its own entry lists a token that names no reader', () => {
    const card = reader('R', { drivers: [hint('mtoken')] });
    expect(names(readers({ readers: [card] }), [library('mtoken', [token('1')])])).toEqual([]);
    expect(names(readers({ readers: [card] }), [library('etoken', [token('1')])])).toEqual(['R']);
  });

  it('is one for each token at most, and software vouches for none', () => {
    const two = readers({ readers: [reader('A'), reader('B')] });
    expect(names(two, [library('l', [token('1')])])).toEqual(['B']);
    expect(names(two, [library('softhsm2', [token('1', { practice: true })])])).toEqual(['A', 'B']);
  });
});
