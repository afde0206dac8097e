import type { Locale } from '../../contract/config.ts';
import type { FoundKind } from '../../contract/search.ts';
import type { CommandWords } from './command-words.ts';

export interface SearchWords {
  readonly kinds: Readonly<Record<FoundKind, string>>;
  readonly page: (page: number) => string;
  readonly count: (n: number) => string;
  readonly left: (waiting: number, elsewhere: number, silent: number) => string;
}

const files = '--config oficina.json --store-key-file almacen.key';

/** The command that finds what lies on this PC by its words. */
export const searchCommand: Readonly<Record<Locale, CommandWords>> = {
  'es-AR': {
    summary: 'busca en los textos de esta PC: actos, piezas, borradores y causas',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [opciones] PALABRA...',
    about: [
      'Cada palabra tiene que estar, también como comienzo de otra. "Entre comillas", tal cual; con - delante, que no esté. Lo que la persona no puede ver no aparece ni se cuenta.',
      'Código 1 si no se encuentra nada.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      case: 'Solo la causa con este número.',
      kind: 'act, piece, draft o case; puede repetirse.',
      limit: 'Cuántos se muestran, de 1 a 500 (si falta, 50).',
    },
    examples: [`fojas search ${files} allanamiento "precinto 004512" --kind act`],
  },
  en: {
    summary: 'searches the texts on this PC: acts, pieces, drafts and cases',
    usage: '--config FILE --store-key-file FILE [options] WORD...',
    about: [
      'Every word must be there, also as the beginning of another. "In quotes" as they stand; with - before it, not there at all. What the person may not see is neither shown nor counted.',
      'Code 1 when nothing is found.',
    ],
    options: {
      config: "The office's configuration (JSON).",
      'store-key-file': 'File with the key of the store.',
      case: 'Only the case with this number.',
      kind: 'act, piece, draft or case; may be repeated.',
      limit: 'How many are shown, from 1 to 500 (50 if left out).',
    },
    examples: [`fojas search ${files} allanamiento "precinto 004512" --kind act`],
  },
  'pt-BR': {
    summary: 'busca nos textos deste PC: atos, peças, minutas e processos',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [opções] PALAVRA...',
    about: [
      'Cada palavra tem de estar, também como começo de outra. "Entre aspas", tal como está; com - na frente, que não esteja. O que a pessoa não pode ver não aparece nem é contado.',
      'Código 1 se nada for encontrado.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazém.',
      case: 'Só o processo com este número.',
      kind: 'act, piece, draft ou case; pode repetir-se.',
      limit: 'Quantos são mostrados, de 1 a 500 (se faltar, 50).',
    },
    examples: [`fojas search ${files} allanamiento "precinto 004512" --kind act`],
  },
};

export const searchWords: Readonly<Record<Locale, SearchWords>> = {
  'es-AR': {
    kinds: { act: 'acto', piece: 'pieza', draft: 'borrador', case: 'causa' },
    page: (page) => `foja ${page}`,
    count: (n) => (n === 1 ? '1 resultado.' : `${n} resultados.`),
    left: (waiting, elsewhere, silent) =>
      `Solo por su título: ${waiting} sin leer todavía, ${elsewhere} que no están en esta PC, ${silent} sin texto.`,
  },
  en: {
    kinds: { act: 'act', piece: 'piece', draft: 'draft', case: 'case' },
    page: (page) => `sheet ${page}`,
    count: (n) => (n === 1 ? '1 result.' : `${n} results.`),
    left: (waiting, elsewhere, silent) =>
      `By their titles only: ${waiting} still to be read, ${elsewhere} not on this PC, ${silent} without text.`,
  },
  'pt-BR': {
    kinds: { act: 'ato', piece: 'peça', draft: 'minuta', case: 'processo' },
    page: (page) => `folha ${page}`,
    count: (n) => (n === 1 ? '1 resultado.' : `${n} resultados.`),
    left: (waiting, elsewhere, silent) =>
      `Só pelo título: ${waiting} ainda não lidos, ${elsewhere} que não estão neste PC, ${silent} sem texto.`,
  },
};
