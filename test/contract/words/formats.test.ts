import { describe, expect, it } from 'vitest';
import { ActState, BatchItem, Batch, Tray } from '../../../src/contract/acts.ts';
import { Locale, Role } from '../../../src/contract/config.ts';
import { PinState } from '../../../src/contract/failures.ts';
import { createFormats, shortHash } from '../../../src/contract/words/formats.ts';
import {
  sayBatchState,
  sayItemState,
  sayPinState,
  sayRole,
  saySending,
  sayState,
  sayTray,
  stateWords,
} from '../../../src/contract/words/states.ts';
import { SignatureAlgorithm } from '../../../src/contract/token.ts';
import { algorithmName } from '../../../src/contract/words/algorithms.ts';

const zone = 'America/Argentina/Buenos_Aires';
const at = '2026-11-21T16:05:09.000Z';

describe('numbers, sizes and times', () => {
  const es = createFormats('es-AR', zone);

  it.each(Locale.options)('writes days and hours the same way: %s', (locale) => {
    const formats = createFormats(locale, zone);
    expect(formats.date(at)).toBe('21/11/2026');
    expect(formats.time(at)).toBe('13:05');
    expect(formats.dateTime(at)).toMatch(/^21\/11\/2026,? 13:05$/);
    expect(formats.dateTime(at, { zone: true })).toMatch(/13:05:09.*-3/);
  });

  it('groups thousands and uses the decimal comma in Spanish', () => {
    expect(es.number(1204)).toBe('1.204');
    expect(createFormats('en').number(1204)).toBe('1,204');
    expect(es.size(1_440_000)).toBe('1,4 MB');
    expect(es.size(45_001)).toBe('46 kB');
    expect(es.size(1)).toBe('1 kB');
    expect(es.size(0)).toBe('0 kB');
    expect(es.size(536_870_912)).toBe('536,9 MB');
  });

  it('tells how long ago', () => {
    const now = Date.parse(at);
    const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();
    expect(es.relative(ago(20), now)).toBe('ahora');
    expect(es.relative(ago(4 * 60), now)).toBe('hace 4 min');
    expect(es.relative(ago(3 * 3600), now)).toBe('hace 3 h');
    expect(es.relative(ago(86_400), now)).toBe('ayer');
    expect(es.relative(ago(-2 * 3600), now)).toContain('2 h');
    expect(createFormats('pt-BR').relative(ago(4 * 60), now)).toContain('4 min');
  });

  it('tells an age in a column', () => {
    const now = Date.parse(at);
    const age = (minutes: number): string => es.age(new Date(now - minutes * 60_000).toISOString(), now);
    expect([age(-5), age(4), age(59), age(60), age(1439), age(1440), age(364 * 1440)]).toEqual([
      'ahora',
      '4 min',
      '59 min',
      '1 h',
      '23 h',
      '1 d',
      '364 d',
    ]);
    expect(age(366 * 1440)).toBe('20/11/2025');
  });

  it('tells how long something takes', () => {
    expect(es.duration(0.2)).toBe('1 s');
    expect(es.duration(59.5)).toBe('1 min');
    expect(es.duration(150)).toBe('3 min');
    expect(es.duration(3600)).toBe('1 h');
    expect(es.duration(3900)).toBe('1 h 5 min');
  });

  it('shows a hash as a person compares it', () => {
    expect(shortHash('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')).toBe('9f86 d081 884c 7d65');
  });

  it('joins lists as the language does', () => {
    expect(es.list(['a', 'b', 'c'])).toBe('a, b y c');
  });
});

describe('the words for states', () => {
  const tables: [string, readonly string[], (value: never, locale: Locale) => string][] = [
    ['states', ActState.options, sayState],
    ['trays', Tray.options, sayTray],
    ['items', BatchItem.shape.state.options, sayItemState],
    ['batches', Batch.shape.state.options, sayBatchState],
    ['PIN states', PinState.options, sayPinState],
    ['roles', Role.options, sayRole],
    ['sending', ['waiting', 'sent', 'received', 'registered', 'refused'], saySending],
  ];

  it.each(tables)('%s: one word for each, none used twice', (_name, values, say) => {
    for (const locale of Locale.options) {
      const words = values.map((value) => say(value as never, locale));
      expect(words.every((word) => word.length > 1)).toBe(true);
      expect(new Set(words).size).toBe(values.length);
    }
  });

  it('gives back what it does not know as it came', () => {
    expect(stateWords('es-AR', 'toSign')).toBe('a firmar');
    expect(stateWords('es-AR', 'constructor')).toBe('constructor');
    expect(algorithmName('CKM_NOVELTY')).toBe('CKM_NOVELTY');
    expect(new Set(SignatureAlgorithm.options.map(algorithmName)).size).toBe(SignatureAlgorithm.options.length);
  });
});
