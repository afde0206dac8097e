import type { Locale } from '../../contract/config.ts';
import type { Catalogue, Params, Word, WordKey } from './catalogue.ts';
import { en } from './en.ts';
import { esAR } from './es-AR.ts';
import { ptBR } from './pt-BR.ts';

export const catalogues: Readonly<Record<Locale, Catalogue>> = { 'es-AR': esAR, en, 'pt-BR': ptBR };

export type Say = <K extends WordKey>(key: K, ...params: Params<K>) => string;

/** The words of one language. Numbers are written as the language writes them. */
export function createSay(locale: Locale, number: (value: number) => string): Say {
  const catalogue = catalogues[locale];
  return (key, ...params) => {
    const word: Word = catalogue[key];
    const values: Readonly<Record<string, string | number>> = params[0] ?? {};
    const n = values['n'];
    const text =
      typeof word === 'string'
        ? word
        : // All three languages agree: one is one, everything else (none, too) is many.
          n === 1
          ? word.one
          : word.other;
    return text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? number(value) : (value ?? '');
    });
  };
}
