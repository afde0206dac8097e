import type { Locale } from '../../contract/config.ts';

/** What the institution decides for its PCs. */
export type PolicyCommandName = 'policy show' | 'policy check' | 'policy template';

export interface PolicyWords {
  readonly troubles: string;
  readonly allHolds: (file: string, settings: number) => string;
  readonly written: (count: number, folder: string) => string;
}

export const policySayings: Readonly<Record<Locale, PolicyWords>> = {
  'es-AR': {
    troubles: 'No vale (lo demás sí):',
    allHolds: (file, settings) => `${file}: ${settings} opciones, todas sirven.`,
    written: (count, folder) => `${count} plantillas en ${folder}.`,
  },
  en: {
    troubles: 'Does not hold (the rest does):',
    allHolds: (file, settings) => `${file}: ${settings} settings, all of them hold.`,
    written: (count, folder) => `${count} templates in ${folder}.`,
  },
  'pt-BR': {
    troubles: 'Não vale (o resto sim):',
    allHolds: (file, settings) => `${file}: ${settings} opções, todas servem.`,
    written: (count, folder) => `${count} modelos em ${folder}.`,
  },
};
