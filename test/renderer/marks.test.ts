import { describe, expect, it } from 'vitest';
import type { ActRow } from '../../src/contract/acts.ts';
import { createFormats } from '../../src/contract/words/formats.ts';
import { kindEffect, kindName } from '../../src/renderer/model/electronic.ts';
import { createSay } from '../../src/renderer/words/words.ts';
import {
  canReturn,
  canSign,
  extend,
  inPlaceOf,
  isRead,
  markAll,
  noMarks,
  renew,
  toggle,
  waitsFor,
  without,
} from '../../src/renderer/model/marks.ts';
import { documents } from './fake-desk.ts';
import { makeRows } from './world/seed.ts';

const rows: readonly ActRow[] = [...makeRows(documents, 0, { toSign: 10, others: 0 }).values()];
const marked = (marks: { rows: ReadonlyMap<string, unknown> }): number[] =>
  rows.flatMap(({ actId }, index) => (marks.rows.has(actId) ? [index] : []));

describe('marks', () => {
  it('are set and taken away one by one', () => {
    const one = toggle(noMarks, rows[3]!);
    expect(marked(one)).toEqual([3]);
    expect(marked(toggle(one, rows[3]!))).toEqual([]);
  });

  it('reach from the last one marked to the row pointed at, either way', () => {
    const one = toggle(noMarks, rows[4]!);
    expect(marked(extend(one, rows, 7))).toEqual([4, 5, 6, 7]);
    expect(marked(extend(one, rows, 2))).toEqual([2, 3, 4]);
    expect(marked(extend(extend(one, rows, 6), rows, 3))).toEqual([3, 4, 5, 6]);
  });

  it('begin at the row itself where nothing was marked before', () => {
    expect(marked(extend(noMarks, rows, 5))).toEqual([5]);
    expect(marked(extend(noMarks, rows, 99))).toEqual([]);
  });

  it('survive a search that hides them', () => {
    const some = markAll(noMarks, rows.slice(0, 3));
    expect(marked(markAll(some, rows.slice(6, 8)))).toEqual([0, 1, 2, 6, 7]);
    expect(renew(some, rows.slice(5))).toBe(some);
  });

  it('follow newer readings, and go when an act is no longer to sign', () => {
    const all = markAll(noMarks, rows);
    const fresh = renew(all, [
      { ...rows[0]!, shown: true },
      { ...rows[1]!, state: 'returned' },
    ]);
    expect(fresh.rows.get(rows[0]!.actId)?.shown).toBe(true);
    expect(marked(fresh)).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(marked(without(fresh, [rows[0]!.actId, rows[9]!.actId]))).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it('take only what can be signed', () => {
    const mixed = [rows[0]!, { ...rows[1]!, state: 'registered' as const }, rows[2]!];
    expect(marked(markAll(noMarks, mixed))).toEqual([0, 2]);
    expect(canSign(mixed[1]!)).toBe(false);
  });

  it('count as read what was shown or vouched for, and nothing else', () => {
    expect(isRead({ ...rows[0]!, shown: false, vouchedBy: null })).toBe(false);
    expect(isRead({ ...rows[0]!, shown: true, vouchedBy: null })).toBe(true);
    expect(isRead({ ...rows[0]!, shown: false, vouchedBy: 'Nerea Lapacó' })).toBe(true);
    for (const nobody of ['', '  ']) expect(isRead({ ...rows[0]!, shown: false, vouchedBy: nobody })).toBe(false);
  });
});

describe('an act that several persons sign', () => {
  const signers = [
    { personId: 'a', name: 'Ana', capacity: 'Jueza', signedAt: '2026-11-21T14:05:00.000Z' },
    { personId: 'b', name: 'Bruno', capacity: 'Juez', signedAt: null },
  ];
  const act = (here: boolean): ActRow =>
    ({ state: 'partiallySigned', joint: { signers, next: 1, here } }) as unknown as ActRow;

  const person = (personId: string, ...standsFor: string[]) => ({
    ...{ personId, name: personId, role: 'magistrate' as const, capacity: 'x' },
    standsFor: standsFor.map((one) => ({
      personId: one,
      name: one,
      resolution: 'Res. 1',
      until: '2099-01-01T00:00:00.000Z',
    })),
  });

  it('is a substitute’s where it waits for whom he or she stands for, and once', () => {
    const [asked, other] = [person('c', 'b'), person('c', 'a')];
    expect([inPlaceOf(act(false), asked)?.personId, waitsFor(act(false), asked)]).toEqual(['b', null]);
    expect([inPlaceOf(act(false), other), waitsFor(act(false), other)]).toEqual([null, 'Bruno']);
    // Named there already, signed in another place of it, or on its way from here.
    expect(inPlaceOf(act(false), person('a', 'b'))).toBeNull();
    const [ana, bruno] = signers;
    const taken = { ...act(false), joint: { signers: [{ ...ana, substitute: asked }, bruno], next: 1, here: false } };
    expect(inPlaceOf(taken as unknown as ActRow, asked)).toBeNull();
    expect(inPlaceOf(act(true), asked)).toBeNull();
  });

  it('waits for whose turn it is, and can be given back until the last one signed', () => {
    expect([waitsFor(act(false), person('b')), waitsFor(act(false), person('c'))]).toEqual([null, 'Bruno']);
    expect([canSign(act(false)), canSign(act(true))]).toEqual([true, false]);
    expect([canReturn(act(true)), canReturn({ ...act(true), state: 'registered' })]).toEqual([true, false]);
    expect(waitsFor({ state: 'toSign' } as ActRow, person('c'))).toBeNull();
  });
});

describe('what is said of the kind of signatures', () => {
  const of = (...kinds: readonly boolean[]): Pick<ActRow, 'joint'> => ({
    joint: {
      signers: kinds.map((electronic, at) => ({
        ...{ personId: `p-${at}`, name: `Persona ${at}`, capacity: 'Firmante', signedAt: null },
        ...(electronic ? { electronic: true as const } : {}),
      })),
      ...{ next: null, here: false },
    },
  });

  it.each([
    ['es-AR', 'firma electrónica', 'firma electrónica: 1 de 2'],
    ['en', 'electronic signature', 'electronic signature: 1 of 2'],
    ['pt-BR', 'assinatura eletrônica', 'assinatura eletrônica: 1 de 2'],
  ] as const)('is never said of all signers where it is that of some (%s)', (locale, all, some) => {
    const formats = createFormats(locale);
    const words = { locale, formats, say: createSay(locale, formats.number) };
    expect([kindName(undefined, words), kindName({}, words), kindName(of(true, true), words)]).toEqual([all, all, all]);
    expect(kindName(of(false, true), words)).toBe(some);
    expect(kindEffect(of(false, true), words)).toContain('Persona 1');
    expect(kindEffect(of(false, true), words)).not.toContain('Persona 0');
    expect(kindEffect(of(true, true), words)).toBe(words.say('rule.electronicSigns'));
  });
});
