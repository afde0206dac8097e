import type { Locale } from '../../contract/config.ts';
import type { CliWords } from './cli-words.ts';
import { wordsEn } from './en.ts';
import { wordsEs } from './es.ts';
import { wordsPt } from './pt.ts';

const languages: Readonly<Record<Locale, CliWords>> = { 'es-AR': wordsEs, en: wordsEn, 'pt-BR': wordsPt };

export function wordsFor(locale: Locale): CliWords {
  return languages[locale];
}
