/** Lists of people and offices as spreadsheets write them (CSV, RFC 4180). No schema is needed to read them: what comes out is parsed where it is used. */
import type { Role } from './config.ts';
import type { PeopleAnswer } from './people.ts';
import { isProfileName } from './profile-name.ts';
import type { ProfileId } from './templates.ts';

export const peopleColumns = [
  'person',
  'name',
  'cuil',
  'login',
  'office',
  'roles',
  'clearance',
  'validator',
  'until',
  'capacity',
] as const;
/** Of a list of offices; the last three may be missing. */
export const officeColumns = ['office', 'name', 'letterhead', 'locality', 'profiles'] as const;
export type ListColumn = (typeof peopleColumns)[number] | (typeof officeColumns)[number];
export type UniqueColumn = 'person' | 'office' | 'cuil' | 'login';

/** A line as `PersonRow` will be asked of it. */
export interface ListedRow {
  readonly personId: string;
  readonly name: string;
  readonly cuil: string | null;
  readonly login: string | null;
  readonly grant: {
    readonly officeId: string;
    readonly roles: Role[];
    readonly clearance: number;
    /** Not said where the list has no such column: it stays as it stands. */
    readonly validator?: boolean;
    readonly until: string;
    readonly capacity?: string;
  };
}

/** What the list has no column for is not said, and stays as it stands; an empty field takes it away. */
export interface ListedOffice {
  readonly officeId: string;
  readonly name: string;
  readonly letterhead?: string[] | null;
  readonly locality?: string | null;
  readonly profiles?: ProfileId[] | null;
}

/** Why a list is not taken: its first line lacks a column, a field is not what its column wants, something stands twice, a quote does not end. */
export type ListFault =
  | { readonly kind: 'fault'; readonly why: 'column' | 'value'; readonly line: number; readonly column: ListColumn }
  | { readonly kind: 'fault'; readonly why: 'repeated'; readonly line: number; readonly column: UniqueColumn }
  | { readonly kind: 'fault'; readonly why: 'quote' | 'empty' | 'notText'; readonly line: number };

/** `lines` has the line of each row, as a person counts them in the file. */
export interface Listed<Row> {
  readonly kind: 'rows';
  readonly rows: readonly Row[];
  readonly lines: readonly number[];
}

interface Line {
  readonly line: number;
  value(column: ListColumn): string;
  has(column: ListColumn): boolean;
}

/**
 * Reads a list with a line of column names (`peopleColumns`, in any order; `cuil`, `login`, `validator` and `capacity` may be missing, and
 * what the last two would say then stays as it stands). Commas or semicolons, as the spreadsheet's language has it; roles are set apart by
 * `+`; a day (`2027-12-31`) ends at its end.
 */
export function readPeopleCsv(bytes: Uint8Array): Listed<ListedRow> | ListFault {
  const table = tableOf(bytes, ['person', 'name', 'office', 'roles', 'clearance', 'until']);
  if ('kind' in table) return table;
  const rows: ListedRow[] = [];
  const seen = new Set<string>();
  const owners = new Map<string, string>();
  for (const { line, value, has } of table) {
    const row = rowOf(value, has);
    if (typeof row === 'string') return { kind: 'fault', why: 'value', line, column: row };
    const place = JSON.stringify([row.personId, row.grant.officeId]);
    if (seen.has(place)) return { kind: 'fault', why: 'repeated', line, column: 'person' };
    seen.add(place);
    // A token or an account of two people would enrol one as the other.
    for (const column of ['cuil', 'login'] as const) {
      const mark = row[column] === null ? null : `${column} ${row[column]}`;
      if (mark !== null && (owners.get(mark) ?? row.personId) !== row.personId)
        return { kind: 'fault', why: 'repeated', line, column };
      if (mark !== null) owners.set(mark, row.personId);
    }
    rows.push(row);
  }
  return { kind: 'rows', rows, lines: table.map(({ line }) => line) };
}

/** Reads a list of offices: columns `officeColumns`. The lines of a letterhead are set apart by `|`, profiles by `+`. */
export function readOfficesCsv(bytes: Uint8Array): Listed<ListedOffice> | ListFault {
  const table = tableOf(bytes, ['office', 'name']);
  if ('kind' in table) return table;
  const rows: ListedOffice[] = [];
  for (const { line, value, has } of table) {
    const column = (['office', 'name'] as const).find((one) => !isWord(value(one)));
    if (column !== undefined) return { kind: 'fault', why: 'value', line, column };
    if (rows.some(({ officeId }) => officeId === value('office')))
      return { kind: 'fault', why: 'repeated', line, column: 'office' };
    const traits = traitsOf(value, has);
    if (typeof traits === 'string') return { kind: 'fault', why: 'value', line, column: traits };
    rows.push({ officeId: value('office'), name: value('name'), ...traits });
  }
  return { kind: 'rows', rows, lines: table.map(({ line }) => line) };
}

const partsOf = (text: string, separator: string): string[] => text.split(separator).map((part) => part.trim());

/** What a line says of an office beyond its name, or the column whose field is not what it has to be. */
function traitsOf(value: Line['value'], has: Line['has']): Omit<ListedOffice, 'officeId' | 'name'> | ListColumn {
  const heading = partsOf(value('letterhead'), '|');
  if (value('letterhead') !== '' && (heading.length > 4 || !heading.every((one) => one !== '' && one.length <= 120)))
    return 'letterhead';
  if (value('locality').length > 200) return 'locality';
  const profiles = partsOf(value('profiles'), '+').filter(isProfileName);
  if (value('profiles') !== '' && profiles.length !== partsOf(value('profiles'), '+').length) return 'profiles';
  return {
    ...(has('letterhead') ? { letterhead: value('letterhead') === '' ? null : heading } : {}),
    ...(has('locality') ? { locality: value('locality') || null } : {}),
    ...(has('profiles') ? { profiles: value('profiles') === '' ? null : [...new Set(profiles)] } : {}),
  };
}

/** The line that the repository's no is about; null where it is about none. */
export function lineOfRefusal(list: Listed<ListedRow>, answer: PeopleAnswer): number | null {
  if (answer.kind !== 'refused') return null;
  const at = list.rows.findIndex(({ grant }) =>
    answer.reason === 'officeUnknown' ? grant.officeId === answer.subject : grant.until === answer.subject,
  );
  return list.lines[at] ?? null;
}

/** The beginning of a day of this computer's calendar, or an instant as it stands; null as of `endOf`. */
export const startOf = (text: string): string | null =>
  endOf(text) === null ? null : new Date(text.length === 10 ? `${text}T00:00:00` : text).toISOString();

/** The end of a day of this computer's calendar, or an instant as it stands; null for anything else, and for a day that no month has. */
export function endOf(text: string): string | null {
  const day = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (!day) return null;
  const [, year, month, date] = day.map(Number) as [number, number, number, number];
  const at = new Date(text.length === 10 ? `${text}T23:59:59.999` : text);
  const isThere = new Date(Date.UTC(year, month - 1, date)).getUTCDate() === date && month <= 12;
  return isThere && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

const roleNames: Readonly<Record<Role, true>> = {
  ...{ magistrate: true, secretary: true, clerk: true, auxiliary: true, itAdmin: true, auditor: true },
};
const isRole = (name: string): name is Role => Object.hasOwn(roleNames, name);
const isWord = (text: string): boolean => text !== '' && text.length <= 200;

/** The row of a line, or the column whose field is not what it has to be. */
function rowOf(value: Line['value'], has: Line['has']): ListedRow | ListColumn {
  const wrong = (['person', 'name', 'office'] as const).find((column) => !isWord(value(column)));
  if (wrong !== undefined) return wrong;
  const cuil = value('cuil').replaceAll(/[\s.-]/g, '');
  if (cuil !== '' && !/^\d{11}$/.test(cuil)) return 'cuil';
  if (value('login').length > 320) return 'login';
  const roles = value('roles')
    .split('+')
    .map((role) => role.trim());
  if (!roles.every(isRole)) return 'roles';
  if (!/^[0-5]$/.test(value('clearance'))) return 'clearance';
  const yes = /^(1|s|s[ií]|yes|y|true|x|sim)$/i.test(value('validator'));
  if (!yes && !/^(|0|no?|n[ãa]o|false)$/i.test(value('validator'))) return 'validator';
  const until = endOf(value('until'));
  if (until === null) return 'until';
  if (value('capacity').length > 200) return 'capacity';
  return {
    ...{ personId: value('person'), name: value('name'), cuil: cuil || null, login: value('login') || null },
    grant: {
      ...{ officeId: value('office'), roles: [...new Set(roles)], clearance: Number(value('clearance')) },
      ...(has('validator') ? { validator: yes } : {}),
      until,
      ...(value('capacity') === '' ? {} : { capacity: value('capacity') }),
    },
  };
}

/** The lines below the names of the columns, without empty ones. */
function tableOf(bytes: Uint8Array, wanted: readonly ListColumn[]): readonly Line[] | ListFault {
  const text = textOf(bytes);
  if (text === null) return { kind: 'fault', why: 'notText', line: 1 };
  const { lines, openAt } = fieldsOf(text);
  if (openAt !== null) return { kind: 'fault', why: 'quote', line: openAt };
  const [head, ...below] = lines.filter(({ fields }) => fields.some((field) => field.trim() !== ''));
  const names = (head?.fields ?? []).map((name) => name.trim().toLowerCase());
  const missing = wanted.find((name) => !names.includes(name));
  if (missing !== undefined) return { kind: 'fault', why: 'column', line: head?.line ?? 1, column: missing };
  if (below.length === 0) return { kind: 'fault', why: 'empty', line: 2 };
  return below.map(({ line, fields }) => ({
    line,
    value: (column) => (fields[names.indexOf(column)] ?? '').trim(),
    has: (column) => names.includes(column),
  }));
}

/** Both sides of the border have it; this room is typed for neither. */
declare const TextDecoder: new (
  label: string,
  options?: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string };

/** UTF-8, or what spreadsheets in our languages write where they do not write that (windows-1252); null for what is no text. */
function textOf(bytes: Uint8Array): string | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('windows-1252').decode(bytes);
  }
  return text.includes('\0') ? null : text;
}

interface Fields {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Fields line by line; quotes may hold separators, line ends and doubled quotes. `openAt`: where a quote begins that does not end. */
function fieldsOf(text: string): { readonly lines: readonly Fields[]; readonly openAt: number | null } {
  const separator = /^[^"\r\n]*;/.test(text) ? ';' : ',';
  const lines: Fields[] = [];
  let fields: string[] = [];
  let field = '';
  let quotedAt: number | null = null;
  let line = 1;
  let began = 1;
  const endLine = (): void => {
    lines.push({ line: began, fields: [...fields, field] });
    [fields, field] = [[], ''];
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '\n') line += 1;
    if (quotedAt !== null) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') field += text[(at += 1)]!;
      else quotedAt = null;
    } else if (char === '"') quotedAt = line;
    else if (char === separator) {
      fields.push(field);
      field = '';
    } else if (char === '\n') {
      endLine();
      began = line;
    } else if (char !== '\r') field += char;
  }
  endLine();
  return { lines, openAt: quotedAt };
}
