import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { officeCalendar } from '../../src/casework/signing/calendar-file.ts';
import { bundledCalendar, createCalendar, easterOf } from '../../src/casework/signing/calendar.ts';
import { type RuleFacts, capacityOn, rulesOfTheAct } from '../../src/casework/signing/rules.ts';
import { stopsSigning } from '../../src/contract/rule-stops.ts';
import { RuleFinding } from '../../src/contract/rules.ts';

const calendar = bundledCalendar();
const day = (date: string, locality: string | null = null) => {
  const told = calendar.dayOf(new Date(`${date}T15:00:00Z`), locality);
  return 'name' in told ? `${told.kind}: ${told.name}` : told.kind;
};

describe('the calendar', () => {
  // Dates as published by the national government for these years.
  it.each([
    ['2024-03-31', 2024],
    ['2025-04-20', 2025],
    ['2026-04-05', 2026],
    ['2027-03-28', 2027],
  ])('knows that Easter is on %s', (date, year) => expect(easterOf(year)).toBe(date));

  it.each([
    ['2026-11-23', 'holiday: Día de la Soberanía Nacional'],
    ['2026-11-20', 'business'],
    ['2026-02-16', 'holiday: Carnaval'],
    ['2026-02-17', 'holiday: Carnaval'],
    ['2026-04-03', 'holiday: Viernes Santo'],
    ['2026-06-15', 'holiday: Paso a la Inmortalidad del General Martín Miguel de Güemes'],
    ['2026-06-17', 'business'],
    ['2026-08-17', 'holiday: Paso a la Inmortalidad del General José de San Martín'],
    ['2026-10-12', 'holiday: Día del Respeto a la Diversidad Cultural'],
    ['2026-07-09', 'holiday: Día de la Independencia'],
    ['2026-11-21', 'weekend'],
    ['2026-01-15', 'recess: Feria judicial de enero'],
    ['2026-01-01', 'holiday: Año Nuevo'],
    ['2025-11-24', 'holiday: Día de la Soberanía Nacional'],
    ['2024-10-11', 'holiday: Día no laborable con fines turísticos'],
    ['2025-10-10', 'holiday: Día del Respeto a la Diversidad Cultural (trasladado)'],
    ['2026-07-10', 'holiday: Día no laborable con fines turísticos'],
    ['2025-07-18', 'business'],
    ['2025-07-21', 'recess: Feria judicial de invierno'],
    ['2025-08-01', 'recess: Feria judicial de invierno'],
    ['2025-08-04', 'business'],
    ['2022-07-29', 'recess: Feria judicial de invierno'],
    // Each year's is fixed anew: a year that is not known is not called business.
    ['2028-07-20', 'recessUnknown: Feria judicial de invierno'],
    ['2028-06-22', 'business'],
    ['2031-03-03', 'unknown'],
  ])('%s is %s', (date, told) => expect(day(date)).toBe(told));

  it('keeps a town its own holidays', () => {
    expect(day('2026-11-19', 'La Plata')).toBe('local: Fundación de la ciudad de La Plata');
    expect(day('2026-11-19', 'Paso del Molle')).toBe('business');
    expect(day('2026-11-12', 'Paso del Molle')).toMatch(/^local/);
    expect(day('2026-11-19')).toBe('business');
  });

  it('goes by the day of the place, not of Greenwich', () => {
    // 01:30 of Saturday in Greenwich is still Friday in Buenos Aires.
    expect(calendar.dayOf(new Date('2026-11-07T01:30:00Z'), null)).toEqual({ kind: 'business', date: '2026-11-06' });
  });

  it('names what each rule rests on, and what nobody has verified', () => {
    const told = (date: string, locality: string | null = null) => {
      const found = calendar.dayOf(new Date(`${date}T15:00:00Z`), locality);
      return 'source' in found ? [found.source, found.unverified] : [];
    };
    expect(told('2026-11-23')).toEqual(['Ley 27.399, artículo 1 (traslado: artículo 6)', false]);
    expect(told('2026-01-15')).toEqual([expect.stringContaining('no está cotejada'), true]);
    expect(told('2026-11-19', 'La Plata')).toEqual([expect.stringContaining('norma municipal'), true]);
  });

  describe('amended by the office', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fojas-calendar-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'calendario.json');
    const amendments = {
      version: 1,
      until: 2031,
      closed: [
        { date: '2026-11-27', name: 'Asueto judicial', source: 'Resolución 1', unverified: true },
        { date: '2026-11-26', name: 'Patronal', source: 'Ordenanza 2', locality: 'Paso del Molle' },
      ],
      open: [
        { date: '2026-12-07', source: 'sin adhesión' },
        { date: '2026-11-28', source: 'habilitado' },
      ],
      recess: [
        { name: 'Feria judicial de invierno', from: '2028-07-17', to: '2028-07-28', source: 'Acuerdo 3' },
        { name: 'Receso extraordinario', from: '2026-03-02', to: '2026-03-03', source: 'Acuerdo 4' },
      ],
    };
    const write = (content: unknown): void => {
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    };

    it.each([
      ['2026-11-27', null, 'holiday: Asueto judicial'],
      ['2026-11-26', 'Paso del Molle', 'local: Patronal'],
      ['2026-11-26', 'La Plata', 'business'],
      ['2026-12-07', null, 'business'],
      ['2026-11-28', null, 'business'],
      ['2026-03-03', null, 'recess: Receso extraordinario'],
      // Settled for that year: what lies beside it in its season is known too.
      ['2028-07-20', null, 'recess: Feria judicial de invierno'],
      ['2028-07-31', null, 'business'],
      ['2031-03-03', null, 'business'],
      ['2032-03-03', null, 'unknown'],
      ['2026-11-23', null, 'holiday: Día de la Soberanía Nacional'],
    ])('%s in %s is %s', (date, locality, told) => {
      write(amendments);
      const found = officeCalendar(file).dayOf(new Date(`${date}T15:00:00Z`), locality);
      expect('name' in found ? `${found.kind}: ${found.name}` : found.kind).toBe(told);
    });

    it('is read again when it changed, and told where it cannot be read', () => {
      write(amendments);
      const own = officeCalendar(file);
      const on = (date: string) => own.dayOf(new Date(`${date}T15:00:00Z`), null).kind;
      expect([on('2026-11-27'), own.trouble?.()]).toEqual(['holiday', null]);
      write('{ "version": 1, "closed": [ {} ] }');
      expect(on('2026-11-27')).toBe('business');
      expect(own.trouble?.()?.detail).toMatch(/^closed\.0\.date: /);
      write('esto no es JSON');
      expect(own.trouble?.()?.detail).toMatch(/JSON/);
      rmSync(file);
      const found = rulesOfTheAct(facts({ calendar: own }));
      expect(found).toEqual([{ kind: 'calendarFileBroken', file, detail: expect.stringContaining('ENOENT') }]);
      expect(found.some(stopsSigning)).toBe(false);
      write({ ...amendments, open: [] });
      expect([on('2026-12-07'), own.trouble?.()]).toEqual(['holiday', null]);
    });
  });

  it('refuses data that is no calendar', () => {
    expect(() => createCalendar({ version: 1 })).toThrow();
  });
});

const facts = (part: Partial<RuleFacts> = {}, certificate: Partial<RuleFacts['certificate']> = {}): RuleFacts => ({
  now: new Date('2026-11-24T15:00:00Z'),
  person: { name: 'Ofelia Quirós Balmaceda', cuil: '27-00000031-0', substitute: null },
  certificate: {
    ...{ holder: 'QUIRÓS BALMACEDA Ofelia', cuil: '27000000310', revokedAt: null, electronic: false },
    notAfter: new Date('2028-01-01T00:00:00Z'),
    ...certificate,
  },
  ...{ clockOffsetMs: 900, hasRepository: true, calendar, locality: null, ...part },
});
const kinds = (given: RuleFacts) => rulesOfTheAct(given).map(({ kind }) => kind);

describe('the rules of the act', () => {
  it('say nothing where nothing is worth saying', () => expect(rulesOfTheAct(facts())).toEqual([]));

  it('know a certificate of another by its CUIL, whatever its name, and stop there', () => {
    const found = rulesOfTheAct(facts({}, { cuil: '27000000330' }));
    expect(found).toEqual([
      { kind: 'certificateOfAnother', holder: 'QUIRÓS BALMACEDA Ofelia', person: 'Ofelia Quirós Balmaceda' },
    ]);
    expect(found.some(stopsSigning)).toBe(true);
  });

  it.each([
    ['QUIROS BALMACEDA OFELIA', []],
    ['Quirós Balmaceda, Ofelia Inés', []],
    ['LAPACÓ Nerea', ['holderUnproven']],
    ['QUIRÓS', ['holderUnproven']],
  ] as const)('compare names where a CUIL is missing: %s', (holder, told) => {
    const found = rulesOfTheAct(facts({}, { cuil: null, holder }));
    expect(found.map(({ kind }) => kind)).toEqual(told);
    expect(found.some(stopsSigning)).toBe(false);
  });

  it.each([
    [61, null],
    [59.5, '60'],
    [29.5, '30'],
    [6.5, '7'],
    [0.5, '7'],
    [-1, null],
  ] as const)('tell of a certificate that ends in %d days', (days, notice) => {
    const now = new Date('2026-11-24T15:00:00Z');
    const found = rulesOfTheAct(facts({ now }, { notAfter: new Date(now.getTime() + days * 86_400_000) }));
    expect(found[0] ?? null).toEqual(
      notice === null ? null : expect.objectContaining({ kind: 'certificateEnds', notice, days: Math.floor(days) }),
    );
  });

  it('stop at a certificate that is known to be revoked', () => {
    const found = rulesOfTheAct(facts({}, { revokedAt: new Date('2026-11-20T10:00:00Z') }));
    expect(found).toEqual([{ kind: 'certificateRevoked', at: '2026-11-20T10:00:00.000Z' }]);
    expect(found.some(stopsSigning)).toBe(true);
  });

  it('say where the calendar is not sure of a day, or does not know this year’s recess', () => {
    const on = (date: string) => rulesOfTheAct(facts({ now: new Date(`${date}T15:00:00Z`) }));
    expect(on('2026-07-22')).toContainEqual(expect.objectContaining({ reason: 'recess', unverified: true }));
    expect(on('2026-07-10')).toContainEqual(expect.objectContaining({ reason: 'holiday', unverified: false }));
    const future = rulesOfTheAct(
      facts({ now: new Date('2028-07-20T15:00:00Z') }, { notAfter: new Date('2040-01-01') }),
    );
    expect(future).toEqual([{ kind: 'recessUnknown', name: 'Feria judicial de invierno', year: 2028 }]);
    expect(future.some(stopsSigning)).toBe(false);
  });

  it('warn of a day that is none, and never stop for it', () => {
    const found = rulesOfTheAct(facts({ now: new Date('2026-11-22T15:00:00Z') }));
    expect(found).toEqual([
      {
        kind: 'nonBusinessDay',
        reason: 'weekend',
        date: '2026-11-22',
        name: '',
        locality: '',
        source: '',
        unverified: false,
      },
    ]);
    expect(found.some(stopsSigning)).toBe(false);
    expect(kinds(facts({ now: new Date('2032-05-05T15:00:00Z') }, { notAfter: new Date('2040-01-01') }))).toEqual([
      'calendarMissing',
    ]);
  });

  it.each([
    [119_000, []],
    [-121_000, ['clockSkewed']],
    [null, ['clockUnchecked']],
  ] as const)('judge a clock that is off by %s ms', (clockOffsetMs, told) => {
    expect(kinds(facts({ clockOffsetMs }))).toEqual(told);
  });
  it('ask no clock of a repository that is none', () =>
    expect(kinds(facts({ clockOffsetMs: null, hasRepository: false }))).toEqual([]));

  it('follow an appointment as a substitute from its first to its last day', () => {
    const substitute = {
      ...{ replaces: 'Tadeo Irigoyti', caption: 'por subrogancia legal' },
      ...{ from: '2026-11-10', until: '2026-11-24' },
    };
    const person = { ...facts().person, substitute };
    expect(rulesOfTheAct(facts({ person }))).toEqual([
      { kind: 'substituteSigns', caption: 'por subrogancia legal', replaces: 'Tadeo Irigoyti', until: '2026-11-24' },
    ]);
    expect(kinds(facts({ person, now: new Date('2026-11-25T15:00:00Z') }))).toEqual(['substituteNotInForce']);
    const signs = { capacity: 'Agente Fiscal', substitute };
    expect(capacityOn(signs, '2026-11-10')).toBe('Agente Fiscal, por subrogancia legal');
    expect(capacityOn(signs, '2026-11-09')).toBe('Agente Fiscal');
    expect(capacityOn({ ...signs, substitute: null }, '2026-11-10')).toBe('Agente Fiscal');
  });

  it('speak in findings that the contract knows', () => {
    const all = rulesOfTheAct(
      facts(
        { now: new Date('2026-11-22T15:00:00Z'), clockOffsetMs: -600_000 },
        { cuil: '20000000000', notAfter: new Date('2026-12-01'), revokedAt: new Date('2026-11-01') },
      ),
    );
    expect(all.map((one) => RuleFinding.parse(one))).toHaveLength(5);
  });
});
