import type { Locale } from '../../contract/config.ts';

/** How a PC is set up, and what the institution decides for it. */
export type PolicyCommandName = 'setup' | 'policy show' | 'policy choose' | 'policy check' | 'policy template';

export interface PolicyWords {
  readonly troubles: string;
  readonly allHolds: (file: string, settings: number) => string;
  readonly written: (count: number, folder: string) => string;
  readonly valueOrForget: string;
  readonly notYours: (name: string) => string;
}

export const policySayings: Readonly<Record<Locale, PolicyWords>> = {
  'es-AR': {
    troubles: 'No vale (lo demás sí):',
    allHolds: (file, settings) => `${file}: ${settings} opciones, todas sirven.`,
    written: (count, folder) => `${count} plantillas en ${folder}.`,
    valueOrForget: 'Diga --value VALOR o --forget, una de las dos.',
    notYours: (name) => `${name}: no se puede elegir acá. Lo fijó la institución, o le corresponde a sistemas.`,
  },
  en: {
    troubles: 'Does not hold (the rest does):',
    allHolds: (file, settings) => `${file}: ${settings} settings, all of them hold.`,
    written: (count, folder) => `${count} templates in ${folder}.`,
    valueOrForget: 'Say --value VALUE or --forget, one of the two.',
    notYours: (name) => `${name}: it cannot be chosen here. The institution locked it, or it is IT’s to choose.`,
  },
  'pt-BR': {
    troubles: 'Não vale (o resto sim):',
    allHolds: (file, settings) => `${file}: ${settings} opções, todas servem.`,
    written: (count, folder) => `${count} modelos em ${folder}.`,
    valueOrForget: 'Diga --value VALOR ou --forget, um dos dois.',
    notYours: (name) => `${name}: não se pode escolher aqui. A instituição o fixou, ou cabe à informática.`,
  },
};

export interface SetupWords {
  readonly written: (file: string) => string;
  readonly same: (file: string) => string;
  readonly lacks: (detail: string) => string;
}

export const setupSayings: Readonly<Record<Locale, SetupWords>> = {
  'es-AR': {
    written: (file) => `El puesto quedó configurado: ${file}.`,
    same: (file) => `Ya estaba configurado así; no se cambió nada: ${file}.`,
    lacks: (detail) => `Falta o no sirve: ${detail}`,
  },
  en: {
    written: (file) => `The desk is set up: ${file}.`,
    same: (file) => `It was set up so already; nothing was changed: ${file}.`,
    lacks: (detail) => `Missing, or of no use: ${detail}`,
  },
  'pt-BR': {
    written: (file) => `O posto ficou configurado: ${file}.`,
    same: (file) => `Já estava configurado assim; nada foi mudado: ${file}.`,
    lacks: (detail) => `Falta ou não serve: ${detail}`,
  },
};
