/** Lists of people as spreadsheets write them (CSV, RFC 4180). No schema is needed to read them: what comes out is parsed where it is used. */

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

/** A line as `PersonRow` will be asked of it. */
export interface ListedRow {
  readonly personId: string;
  readonly name: string;
  readonly cuil: string | null;
  readonly login: string | null;
  readonly grant: {
    readonly officeId: string;
    readonly roles: string[];
    readonly clearance: number;
    readonly validator: boolean;
    readonly until: string;
    readonly capacity?: string;
  };
}

export type PeopleList =
  | { readonly kind: 'rows'; readonly rows: readonly ListedRow[] }
  /** `line` as a person counts them; `column` where one of them is to blame. */
  | { readonly kind: 'fault'; readonly line: number; readonly column: string };

/**
 * Reads a list with a line of column names (`peopleColumns`, in any order; `cuil`, `login`, `validator` and `capacity` may be missing). Commas or
 * semicolons, as the spreadsheet's language has it; roles are set apart by `+`; a day (`2027-12-31`) ends at its end.
 */
export function readPeopleCsv(text: string): PeopleList {
  const [head, ...lines] = fieldsOf(text.replace(/^\uFEFF/, ''));
  const names = (head ?? []).map((name) => name.trim().toLowerCase());
  const optional = new Set(['cuil', 'login', 'validator', 'capacity']);
  const missing = peopleColumns.find((name) => !optional.has(name) && !names.includes(name));
  if (missing !== undefined) return { kind: 'fault', line: 1, column: missing };
  const rows: ListedRow[] = [];
  for (const [nth, fields] of lines.entries()) {
    if (fields.every((field) => field.trim() === '')) continue;
    const value = (name: (typeof peopleColumns)[number]): string => (fields[names.indexOf(name)] ?? '').trim();
    const cuil = value('cuil').replaceAll(/[\s.-]/g, '');
    const clearance = Number(value('clearance'));
    const until = endOf(value('until'));
    const fault =
      cuil !== '' && !/^\d{11}$/.test(cuil)
        ? 'cuil'
        : !Number.isInteger(clearance) || value('clearance') === ''
          ? 'clearance'
          : until === null
            ? 'until'
            : (['person', 'name', 'office', 'roles'] as const).find((name) => value(name) === '');
    if (fault !== undefined || until === null) return { kind: 'fault', line: nth + 2, column: fault ?? 'until' };
    rows.push({
      ...{ personId: value('person'), name: value('name'), cuil: cuil || null, login: value('login') || null },
      grant: {
        ...{
          officeId: value('office'),
          roles: value('roles')
            .split('+')
            .map((role) => role.trim()),
        },
        ...(value('capacity') === '' ? {} : { capacity: value('capacity') }),
        ...{ clearance, until, validator: /^(1|s[ií]|yes|true|x|sim)$/i.test(value('validator')) },
      },
    });
  }
  return rows.length === 0 ? { kind: 'fault', line: 2, column: 'person' } : { kind: 'rows', rows };
}

/** The end of a day of this computer's calendar, or an instant as it stands; null for anything else. */
export function endOf(text: string): string | null {
  const at = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59.999` : text);
  return /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

/** Fields line by line; quotes may hold separators, line ends and doubled quotes. */
function fieldsOf(text: string): string[][] {
  const separator = /^[^"\r\n]*;/.test(text) ? ';' : ',';
  const lines: string[][] = [];
  let line: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') field += text[(at += 1)]!;
      else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === separator) {
      line.push(field);
      field = '';
    } else if (char === '\n') {
      lines.push([...line, field]);
      line = [];
      field = '';
    } else if (char !== '\r') field += char;
  }
  if (field !== '' || line.length > 0) lines.push([...line, field]);
  return lines;
}
