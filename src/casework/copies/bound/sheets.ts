import type { OfficeConfig } from '../../../contract/config.ts';
import type { CaseRow } from '../../../contract/cases.ts';
import { type ActSheet, type SheetForm } from '../../../paper/index.ts';
import { hashInGroups } from '../piece-cover.ts';
import type { BoundLine } from './lines.ts';
import type { LineResult } from './protocol.ts';
import { leftOutWords, warning } from './words.ts';

export interface NotebookFacts {
  readonly config: Pick<OfficeConfig, 'office' | 'person' | 'mode' | 'repository'>;
  readonly row: Pick<CaseRow, 'caseNumber' | 'provisionalNumber' | 'caption'>;
  readonly lines: readonly BoundLine[];
  /** What became of each of them. */
  readonly results: readonly LineResult[];
  readonly originals: boolean;
  readonly now: Date;
}

/** Narrower than an act's sheet: nothing is sewn in here, and a line of the index has eight columns. */
const form: SheetForm = { margins: { left: 25, right: 12, top: 40, bottom: 18 }, size: 9, leading: 0.7 };
const coverForm: SheetForm = { margins: { left: 50, right: 15, top: 50, bottom: 20 }, size: 12, leading: 0.75 };
/** Lines that are set at a time: a long table holds up everybody else. */
const linesAtOnce = 120;
const long = new Intl.DateTimeFormat('es-AR', { dateStyle: 'long', timeStyle: 'short', hour12: false });
const short = new Intl.DateTimeFormat('es-AR', { day: '2-digit', month: '2-digit', year: 'numeric' });
const heads = ['N.º', 'Acto o pieza', 'Tipo', 'Fecha', 'Firmantes', 'Fojas', 'Hojas', 'Código y SHA-256'];
/** Millimetres; the last takes two groups of a hash, or half a code. */
const widths = [8, 31, 23, 20, 26, 14, 13, 38];

export const numberOf = ({ caseNumber, provisionalNumber }: NotebookFacts['row']): string =>
  caseNumber ?? provisionalNumber ?? '';

function common({ config: { office, person, mode }, row, now }: NotebookFacts) {
  const isPractice = mode === 'practice';
  return {
    language: 'es-AR',
    letterhead: office.letterhead ?? [office.name],
    caseLine: numberOf(row),
    author: person.name,
    writtenOn: { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() },
    signers: [],
    note: '',
    reference: null,
    footer: `Copia simple del cuaderno${isPractice ? ` · ${warning}: sin valor legal.` : ''}`,
    watermark: isPractice ? warning : null,
  };
}

/** The sheet in front: of what it is a copy, what is not in it, and that the signed files are the proof. */
export function coverSheet(facts: NotebookFacts): ActSheet {
  const { config, row, lines, results, originals, now } = facts;
  const acts = lines.filter(({ isSigned, number }) => isSigned || number !== null).length;
  const sheets = results.reduce((sum, { pages }) => sum + pages, 0);
  const out = lines.flatMap((line, at) => {
    const { leftOut } = results[at]!;
    return leftOut === null ? [] : [`${nameOf(line)}: ${leftOutWords[leftOut]}`];
  });
  const page = config.repository?.publicPage;
  return {
    ...common(facts),
    form: coverForm,
    title: 'Cuaderno',
    placeAndDate: long.format(now),
    body: [
      { runs: [{ text: row.caption, bold: true }] },
      `Copia simple de la causa ${numberOf(row)}: ${count(acts, 'acto', 'actos')} y ` +
        `${count(lines.length - acts, 'pieza', 'piezas')} en ${count(sheets, 'hoja', 'hojas')}, ` +
        `hecha por ${config.person.name} (${config.person.capacity}) el ${long.format(now)}.`,
      { heading: 'La prueba son los originales firmados' },
      'Estas páginas muestran lo que muestran los archivos de la causa y no llevan sus firmas. Los originales no se modifican: cada acto se ' +
        'verifica en su archivo firmado, que se encuentra por el código de verificación y la huella que figuran en el índice' +
        `${page === undefined ? '' : `, en ${page}`}.` +
        (originals ? ' Los archivos firmados van adjuntos a este documento, sin cambio alguno.' : ''),
      'Arriba a la derecha de cada hoja está su foja en la causa, si el acto fue registrado; al pie, su número de hoja en esta copia.',
      ...(out.length === 0 ? [] : [{ heading: 'Lo que no se muestra en esta copia' }, { list: out }]),
    ],
  };
}

/** The index, in as many parts as there are to be set one after the other. */
export function indexSheets(facts: NotebookFacts): ActSheet[] {
  const { lines, results, now } = facts;
  const parts = Math.max(1, Math.ceil(lines.length / linesAtOnce));
  return Array.from({ length: parts }, (_, part) => {
    const from = part * linesAtOnce;
    const some = lines.slice(from, from + linesAtOnce);
    const rows = some.map((line, at) => cells(line, results[from + at]!));
    return {
      ...common(facts),
      form,
      title: parts === 1 ? 'Índice' : `Índice, parte ${part + 1} de ${parts}`,
      placeAndDate: short.format(now),
      body: [{ table: [heads, ...rows], widths }],
    };
  });
}

function cells(line: BoundLine, { sheet, pages }: LineResult): string[] {
  const { number, title, type, at, signers, folios, code, file } = line;
  return [
    number === null ? '—' : String(number),
    title,
    type === '' ? '—' : type,
    short.format(new Date(at)),
    signers.length === 0 ? '—' : signers.join('; '),
    folios === null ? '—' : range(folios.from, folios.to),
    range(sheet, sheet + pages - 1),
    // A code is broken where it can be read on, and nowhere else.
    [code === null ? [] : [code.replace(/^(.{5}-.{5}-)/, '$1 ')], file === null ? [] : [hashInGroups(file.sha256)]]
      .flat()
      .join(' · ') || '—',
  ];
}

/** What its mark and its line say. */
export const nameOf = ({ number, title }: Pick<BoundLine, 'number' | 'title'>): string =>
  number === null ? title : `${number}. ${title}`;

const range = (from: number, to: number): string => (from === to ? String(from) : `${from} a ${to}`);
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
