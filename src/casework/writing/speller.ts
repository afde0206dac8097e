// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- whoever takes this file in needs the types too
/// <reference path="./nspell.d.ts" />
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import nspell from 'nspell';
import trade from '../../../resources/spelling/judicial-es.json' with { type: 'json' };

/** Spanish as it is written in Argentina, with the words of the trade. */
export interface Speller {
  /** Those of these words that are not right. */
  wrong(words: readonly string[]): string[];
  suggest(word: string): string[];
}

const mostSuggestions = 6;

/** Reads the dictionary: some two seconds and 100 MB, so it lives in a worker and starts when the first word is asked for. */
export async function openSpeller(): Promise<Speller> {
  const folder = dirname(createRequire(import.meta.url).resolve('dictionary-es-ar'));
  const beside = (name: string): Promise<Buffer> => readFile(join(folder, name));
  const [aff, dic] = await Promise.all([beside('index.aff'), beside('index.dic')]);
  const speller = nspell({ aff, dic });
  for (const word of trade.words) speller.add(word);
  return {
    wrong: (words) => words.filter((word) => !speller.correct(word)),
    suggest: (word) => bestFirst(word, speller.suggest(word)).slice(0, mostSuggestions),
  };
}

/** What differs by accents alone comes first: those are what is left out most. */
function bestFirst(word: string, suggestions: readonly string[]): string[] {
  const bare = bareOf(word);
  const isSame = (one: string): boolean => bareOf(one) === bare;
  return [...suggestions.filter(isSame), ...suggestions.filter((one) => !isSame(one))];
}

/** Without accents and in small letters; an ñ stays one, and so does a ü. */
const bareOf = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\u0301/g, '')
    .normalize('NFC');
