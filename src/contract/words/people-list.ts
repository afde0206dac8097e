import type { Locale } from '../config.ts';
import type { ListColumn, ListFault, UniqueColumn } from '../people-csv.ts';

interface ListWords {
  readonly wants: Readonly<Record<ListColumn, string>>;
  readonly line: (line: number) => string;
  readonly column: (column: string) => string;
  readonly value: (column: string, wants: string) => string;
  readonly repeated: Readonly<Record<UniqueColumn, string>>;
  readonly quote: string;
  readonly empty: string;
  readonly notText: string;
}

const words: Readonly<Record<Locale, ListWords>> = {
  'es-AR': {
    wants: {
      ...{ person: 'un identificador', name: 'un nombre', cuil: 'once dígitos, o nada', login: 'hasta 320 letras' },
      office: 'el identificador de una oficina',
      roles: 'magistrate, secretary, clerk, auxiliary, itAdmin o auditor, separados por +',
      ...{ clearance: 'un grado de 0 a 5', validator: 'sí o no', until: 'el último día (AAAA-MM-DD)' },
      capacity: 'hasta 200 letras',
      ...{ letterhead: 'de una a cuatro líneas de hasta 120 letras, separadas por |', locality: 'una localidad' },
      profiles: 'perfiles de modelos (buenos-aires-mp, faltas o uno publicado), separados por +',
    },
    line: (line) => `línea ${line}`,
    column: (column) => `falta la columna ${column}`,
    value: (column, wants) => `en ${column} va ${wants}`,
    repeated: {
      person: 'esa persona ya está en la lista con esa oficina',
      office: 'esa oficina ya está en la lista',
      cuil: 'ese CUIL ya está en la lista con otra persona',
      login: 'ese usuario ya está en la lista con otra persona',
    },
    quote: 'empieza una comilla que no termina',
    empty: 'no hay nada debajo de los nombres de las columnas',
    notText: 'no es una lista de texto: guárdela como CSV (UTF-8)',
  },
  en: {
    wants: {
      ...{ person: 'an identifier', name: 'a name', cuil: 'eleven digits, or nothing', login: 'up to 320 letters' },
      office: 'the identifier of an office',
      roles: 'magistrate, secretary, clerk, auxiliary, itAdmin or auditor, joined by +',
      ...{ clearance: 'a degree from 0 to 5', validator: 'yes or no', until: 'the last day (YYYY-MM-DD)' },
      capacity: 'up to 200 letters',
      ...{ letterhead: 'one to four lines of up to 120 letters, set apart by |', locality: 'a town' },
      profiles: 'profiles of models (buenos-aires-mp, faltas or a published one), joined by +',
    },
    line: (line) => `line ${line}`,
    column: (column) => `the column ${column} is missing`,
    value: (column, wants) => `${column} has to be ${wants}`,
    repeated: {
      person: 'that person is in the list with that office already',
      office: 'that office is in the list already',
      cuil: 'that CUIL is in the list with another person already',
      login: 'that login is in the list with another person already',
    },
    quote: 'a quote begins that does not end',
    empty: 'there is nothing below the names of the columns',
    notText: 'this is no list of text: save it as CSV (UTF-8)',
  },
  'pt-BR': {
    wants: {
      ...{ person: 'um identificador', name: 'um nome', cuil: 'onze dígitos, ou nada', login: 'até 320 letras' },
      office: 'o identificador de uma unidade',
      roles: 'magistrate, secretary, clerk, auxiliary, itAdmin ou auditor, separados por +',
      ...{ clearance: 'um grau de 0 a 5', validator: 'sim ou não', until: 'o último dia (AAAA-MM-DD)' },
      capacity: 'até 200 letras',
      ...{ letterhead: 'de uma a quatro linhas de até 120 letras, separadas por |', locality: 'uma localidade' },
      profiles: 'perfis de modelos (buenos-aires-mp, faltas ou um publicado), separados por +',
    },
    line: (line) => `linha ${line}`,
    column: (column) => `falta a coluna ${column}`,
    value: (column, wants) => `em ${column} vai ${wants}`,
    repeated: {
      person: 'essa pessoa já está na lista com essa unidade',
      office: 'essa unidade já está na lista',
      cuil: 'esse CUIL já está na lista com outra pessoa',
      login: 'esse usuário já está na lista com outra pessoa',
    },
    quote: 'começam aspas que não terminam',
    empty: 'não há nada abaixo dos nomes das colunas',
    notText: 'não é uma lista de texto: salve como CSV (UTF-8)',
  },
};

/** Which line a no is about, e.g. "línea 3". */
export const sayLine = (line: number, locale: Locale): string => words[locale].line(line);

/** Why a list of people or offices is not taken, and what its line should hold. */
export function sayListFault(fault: ListFault, locale: Locale): string {
  const said = words[locale];
  return `${said.line(fault.line)}: ${reason(fault, said)}`;
}

function reason(fault: ListFault, said: ListWords): string {
  switch (fault.why) {
    case 'column':
      return said.column(fault.column);
    case 'value':
      return said.value(fault.column, said.wants[fault.column]);
    case 'repeated':
      return said.repeated[fault.column];
    case 'quote':
    case 'empty':
    case 'notText':
      return said[fault.why];
  }
}
