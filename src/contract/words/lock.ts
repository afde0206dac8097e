import type { Locale } from '../config.ts';

const captions: Readonly<Record<Locale, string>> = {
  'es-AR': 'Abrir el puesto bloqueado. No firma ningún acto.',
  en: 'Open the locked desk. No act is signed.',
  'pt-BR': 'Abrir o posto bloqueado. Nenhum ato é assinado.',
};

/** What a PIN is for that opens a locked desk. */
export const unlockCaption = (locale: Locale): string => captions[locale];
