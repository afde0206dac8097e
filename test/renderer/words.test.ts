import { describe, expect, it } from 'vitest';
import { Locale } from '../../src/contract/config.ts';
import { createFormats } from '../../src/contract/words/formats.ts';
import { commands } from '../../src/renderer/app/commands.ts';
import { menuCommands, menuNames, menuOf } from '../../src/renderer/app/menu.ts';
import { combination } from '../../src/renderer/app/keys.ts';
import { pinWords } from '../../src/renderer/pin/words.ts';
import { sameInPortuguese } from './same-words.ts';
import { catalogues, createSay } from '../../src/renderer/words/words.ts';

type Entry = string | { readonly one: string; readonly other: string };

const forms = (word: Entry): string[] => (typeof word === 'string' ? [word] : [word.one, word.other]);
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

describe.each([
  ['the window', catalogues as Readonly<Record<Locale, Readonly<Record<string, Entry>>>>],
  ['the PIN window', pinWords as Readonly<Record<Locale, Readonly<Record<string, Entry>>>>],
])('the words of %s', (_name, languages) => {
  const measure = languages['es-AR'];

  it.each(Locale.options)('are all there, with the same names in their braces: %s', (locale) => {
    const words = languages[locale];
    expect(Object.keys(words).sort()).toEqual(Object.keys(measure).sort());
    for (const [key, word] of Object.entries(words)) {
      const wanted = names(forms(measure[key]!).at(-1)!);
      expect(typeof word, key).toBe(typeof measure[key]);
      for (const text of forms(word)) {
        expect(text.trim(), key).not.toBe('');
        // The singular may leave the number out ("Firmar el acto"); nothing else.
        expect(wanted, key).toEqual(expect.arrayContaining(names(text)));
        expect([...new Set([...names(text), 'n'])].sort(), key).toEqual([...new Set([...wanted, 'n'])].sort());
      }
    }
  });

  it('write «solo» in one way, without the accent that the Academy took from it', () => {
    const accented = Object.entries(measure).filter(([, word]) => forms(word).some((text) => /\bsólo/i.test(text)));
    expect(accented).toEqual([]);
  });

  it('are not Spanish left standing in another language', () => {
    const same = Object.keys(measure).filter(
      (key) =>
        JSON.stringify(languages.en[key]) === JSON.stringify(measure[key]) && forms(measure[key]!)[0]!.length > 3,
    );
    const samePt = Object.keys(measure).filter(
      (key) => JSON.stringify(languages['pt-BR'][key]) === JSON.stringify(measure[key]),
    );
    expect(samePt.filter((key) => !sameInPortuguese.includes(key))).toEqual([]);
    // Names of languages stand in their own language everywhere.
    expect(same.filter((key) => !key.startsWith('command.locale.'))).toEqual([]);
  });
});

describe('saying', () => {
  it('chooses the form by the number and writes it as the language does', () => {
    const es = createSay('es-AR', createFormats('es-AR').number);
    expect(es('action.signActs', { n: 1 })).toBe('Firmar 1 acto');
    expect(es('action.signActs', { n: 1204 })).toBe('Firmar 1.204 actos');
    expect(es('action.signActs', { n: 0 })).toBe('Firmar 0 actos');
    expect(es('notice.returned', { title: 'Nota {n}', author: 'Lapacó' })).toBe('«Nota {n}» se devolvió a Lapacó.');
  });
});

describe('keys', () => {
  const press = (
    key: string,
    part: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>>,
    code = '',
  ): string => combination({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...part });

  it('stand for every command, which has its words, its menu, and the palette unless it only moves the focus', () => {
    for (const { id, keys, word, hidden = false } of commands) {
      expect(keys.length, `${id} has no key`).toBeGreaterThan(0);
      for (const locale of Locale.options) expect(catalogues[locale][word], `${id} in ${locale}`).toBeTruthy();
      expect(menuOf(id), `${id} stands in no menu`).not.toBeNull();
      const isMove = ['palette', 'menu', 'back', 'nextPane', 'previousPane'].includes(id);
      expect(hidden, `${id} in the palette`).toBe(isMove);
    }
    const inMenus = menuNames.flatMap((name) => menuCommands(name).map(({ id }) => id));
    expect(inMenus.sort()).toEqual(commands.map(({ id }) => id).sort());
  });

  it('belong to one command each', () => {
    const all = commands.flatMap(({ keys }) => keys);
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
  });

  it('are named as they are written', () => {
    expect(press('f', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+F');
    expect(press('F', { metaKey: true, shiftKey: true })).toBe('Ctrl+Shift+F');
    expect(press('ArrowLeft', { altKey: true })).toBe('Alt+←');
    expect(press('F9', {})).toBe('F9');
    expect(press('¡', { altKey: true }, 'Digit1')).toBe('Alt+1');
    expect(press('Enter', { ctrlKey: true })).toBe('Ctrl+Enter');
  });
});

it.each(Locale.options)('what is on one PC alone says so where it is made: %s', (locale) => {
  const here = { 'es-AR': /en esta PC/, en: /on this (computer|PC)/, 'pt-BR': /neste (PC|computador)/ }[locale];
  for (const key of ['ownNotes.hint', 'macros.note', 'filters.here', 'decision.notShown'] as const)
    expect(catalogues[locale][key], key).toMatch(here);
});
