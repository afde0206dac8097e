import type { Locale } from '../../contract/config.ts';
import type { ReleaseWords } from './release-words.ts';
import { releaseEn } from './words-en.ts';
import { releaseEs } from './words-es.ts';
import { releasePt } from './words-pt.ts';

const languages: Readonly<Record<Locale, ReleaseWords>> = { 'es-AR': releaseEs, en: releaseEn, 'pt-BR': releasePt };
export const releaseWords = (locale: Locale): ReleaseWords => languages[locale];
