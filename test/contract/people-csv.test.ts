import { describe, expect, it } from 'vitest';
import {
  endOf,
  type ListFault,
  lineOfRefusal,
  type Listed,
  readOfficesCsv,
  readPeopleCsv,
} from '../../src/contract/people-csv.ts';
import { PeopleOrder } from '../../src/contract/people.ts';
import { sayListFault } from '../../src/contract/words/people-list.ts';

const head = 'person;name;cuil;login;office;roles;clearance;validator;until;capacity';
const good = 'p-1;Zoé;27-12345678-0;;ufi3;clerk + auxiliary;1;sí;2097-12-31;';
const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(text, encoding);
const read = (...lines: string[]): Listed<unknown> | ListFault => readPeopleCsv(bytes([head, ...lines].join('\r\n')));

describe('a list of people', () => {
  it('holds what the repository takes, whichever spreadsheet wrote it', () => {
    const list = readPeopleCsv(bytes(`${head}\n${good}\n`));
    expect(list).toMatchObject({
      rows: [
        { name: 'Zoé', cuil: '27123456780', login: null, grant: { roles: ['clerk', 'auxiliary'], validator: true } },
      ],
      lines: [2],
    });
    expect(PeopleOrder.safeParse({ kind: 'import', rows: (list as Listed<unknown>).rows }).success).toBe(true);
    expect(readPeopleCsv(bytes(`\uFEFF${head}\r\n${good}\r\n`))).toEqual(list);
    expect(readPeopleCsv(bytes(`${head}\n${good}`.replaceAll(';', ',')))).toEqual(list);
    // As Excel saves a CSV file on a PC in Spanish: not in UTF-8.
    expect(readPeopleCsv(bytes(`${head}\n${good}`, 'latin1'))).toEqual(list);
  });

  it.each([
    ['person', good.replace('p-1', '')],
    ['name', good.replace('Zoé', 'x'.repeat(201))],
    ['cuil', good.replace('12345678', '123')],
    ['office', good.replace('ufi3', '')],
    ['roles', good.replace('clerk', 'king')],
    ['roles', good.replace('clerk + auxiliary', '')],
    ['clearance', good.replace(';1;', ';6;')],
    ['clearance', good.replace(';1;', ';;')],
    ['validator', good.replace(';sí;', ';quizás;')],
    ['until', good.replace('2097-12-31', '')],
    ['until', good.replace('2097-12-31', '31/12/2097')],
    ['until', good.replace('2097-12-31', '2097-02-31')],
    ['capacity', `${good}${'x'.repeat(201)}`],
  ])('is refused for %s, with its line and what goes there', (column, line) => {
    const fault = read(good.replace('p-1', 'p-0').replace('27-12345678-0', ''), '', line) as ListFault;
    expect(fault).toEqual({ kind: 'fault', why: 'value', line: 4, column });
    for (const locale of ['es-AR', 'en', 'pt-BR'] as const) expect(sayListFault(fault, locale)).toContain(column);
  });

  it('is refused where two lines contradict each other', () => {
    expect(read(good, good)).toMatchObject({ why: 'repeated', line: 3, column: 'person' });
    expect(read(good, good.replace('ufi3', 'ufi4'))).toMatchObject({ kind: 'rows' });
    expect(read(good, good.replace('p-1', 'p-2'))).toMatchObject({ why: 'repeated', line: 3, column: 'cuil' });
    const login = 'p-1;Ana;;ana@ejemplo.invalid;ufi3;clerk;1;;2097-12-31;';
    expect(read(login, login.replace('p-1', 'p-2'))).toMatchObject({ why: 'repeated', line: 3, column: 'login' });
  });

  it('is refused where it is none', () => {
    expect(readPeopleCsv(bytes(''))).toMatchObject({ why: 'column', line: 1, column: 'person' });
    expect(readPeopleCsv(bytes('persona;nombre\np;q'))).toMatchObject({ why: 'column', column: 'person' });
    expect(read()).toMatchObject({ why: 'empty' });
    expect(read('"p-1;Ana', good)).toMatchObject({ why: 'quote', line: 2 });
    expect(readPeopleCsv(bytes(`${head}\n${good}`, 'utf16le'))).toMatchObject({ why: 'notText' });
  });

  it('says which line the repository refused, as a person counts them', () => {
    const list = read('"p-0\n";Ana;;;ufi3;clerk;1;;2097-12-31;', '', good.replace('ufi3', 'ufi9')) as Listed<never>;
    expect(list.lines).toEqual([2, 5]);
    expect(lineOfRefusal(list, { kind: 'refused', reason: 'officeUnknown', subject: 'ufi9' })).toBe(5);
    expect(lineOfRefusal(list, { kind: 'done', changed: 1 })).toBeNull();
  });
});

describe('a list of offices', () => {
  it('says how an office looks on paper, takes away what is empty, and says nothing of what has no column', () => {
    const rows = (text: string) => {
      const list = readOfficesCsv(bytes(text));
      return list.kind === 'rows' ? list.rows : list;
    };
    expect(
      rows(
        'office;name;letterhead;locality;profiles\na;A;Ministerio Público | UFI 3;Laguna Clara;faltas+buenos-aires-mp',
      ),
    ).toEqual([
      {
        ...{ officeId: 'a', name: 'A', letterhead: ['Ministerio Público', 'UFI 3'], locality: 'Laguna Clara' },
        profiles: ['faltas', 'buenos-aires-mp'],
      },
    ]);
    expect(rows('office;name;letterhead;locality;profiles\na;A;;;')).toEqual([
      { officeId: 'a', name: 'A', letterhead: null, locality: null, profiles: null },
    ]);
    expect(rows('office;name;locality\na;A;Azul')).toEqual([{ officeId: 'a', name: 'A', locality: 'Azul' }]);
    expect(rows('office;name;letterhead\na;A;uno||dos')).toMatchObject({ why: 'value', line: 2, column: 'letterhead' });
    expect(rows('office;name;letterhead\na;A;1|2|3|4|5')).toMatchObject({ column: 'letterhead' });
    expect(rows(`office;name;locality\na;A;${'x'.repeat(201)}`)).toMatchObject({ column: 'locality' });
    expect(rows('office;name;profiles\na;A;faltas+Otro perfil')).toMatchObject({ column: 'profiles' });
  });

  it('holds each office once', () => {
    expect(readOfficesCsv(bytes('name,office\n"UFI, 3",ufi3\n'))).toEqual({
      ...{ kind: 'rows', rows: [{ officeId: 'ufi3', name: 'UFI, 3' }], lines: [2] },
    });
    expect(readOfficesCsv(bytes('office;name\na;A\na;B'))).toMatchObject({ why: 'repeated', line: 3 });
    expect(readOfficesCsv(bytes('office;name\na;'))).toMatchObject({ why: 'value', line: 2, column: 'name' });
    expect(readOfficesCsv(bytes('office\na'))).toMatchObject({ why: 'column', column: 'name' });
  });
});

it('takes no day that no month has for the end of a grant', () => {
  expect(endOf('2024-02-29')).not.toBeNull();
  expect(endOf('2097-12-31T10:00:00Z')).toBe('2097-12-31T10:00:00.000Z');
  for (const text of ['2023-02-29', '2097-13-01', '2097-00-10', '2097-04-31', '2097-12-31 no', 'mañana', ''])
    expect(endOf(text)).toBeNull();
});
