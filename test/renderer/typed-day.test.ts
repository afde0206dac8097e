import { describe, expect, it } from 'vitest';
import { readDay } from '../../src/renderer/model/typed-day.ts';

const today = new Date(2026, 10, 23, 15);

describe('a day as it is typed', () => {
  it.each([
    ['2411', '2026-11-24'],
    ['2311', '2026-11-23'],
    ['2211', '2027-11-22'],
    ['1/1', '2027-01-01'],
    ['24.11', '2026-11-24'],
    ['2902', '2028-02-29'],
    ['211126', '2026-11-21'],
    ['21112026', '2026-11-21'],
    ['21/11/2026', '2026-11-21'],
    [' 5-3-31 ', '2031-03-05'],
  ])('%s is %s', (typed, day) => expect(readDay(typed, today)).toBe(day));

  it.each(['2', '21', '211', '3111', '0011', '1300', '29/2/2027', '21/11/202', '21/11/1626', 'mañana', '2111x'])(
    '%s is none yet',
    (typed) => expect(readDay(typed, today)).toBe('unfinished'),
  );

  it('comes after the leap day that a century leaves out', () => {
    expect(readDay('2902', new Date(2096, 2, 1))).toBe('2104-02-29');
  });

  it('is none where nothing is typed', () => expect(readDay(' ', today)).toBeNull());
});
