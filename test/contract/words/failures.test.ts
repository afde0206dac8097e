import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Locale } from '../../../src/contract/config.ts';
import { Failure, type PinState } from '../../../src/contract/failures.ts';
import { failureCode, sayFailure } from '../../../src/contract/words/failures.ts';
import { ProblemCode } from '../../../src/contract/wire.ts';

/** Every failure the contract knows, with every value of its closed fields, read off the schema so that none can be forgotten. */
function everyFailure(): Failure[] {
  const sample = (key: string, schema: z.ZodType): unknown[] => {
    if (key === 'kind') return [];
    if (schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodEnum)
      return [undefined, ...(schema.unwrap() as z.ZodEnum).options];
    if (schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodLiteral)
      return [undefined, ...(schema.unwrap() as z.ZodLiteral).values];
    if (schema instanceof z.ZodEnum) return [...schema.options];
    if (schema instanceof z.ZodArray) return [[], ['Ñandú 2', 'Otra parte']];
    if (key === 'state') return ['registered', 'someFutureState'];
    if (key === 'problem') return [...ProblemCode.options, `urn:fojas:problem:case-closed`, 'novelty'];
    if (schema.safeParse(null).success) return [null, schema.safeParse(7).success ? 7 : 'Ñandú 2'];
    return schema.safeParse(7).success ? [7] : ['Ñandú 2.  con\nsalto.'];
  };
  return Failure.options.flatMap((option) => {
    const shape = option.shape as Record<string, z.ZodType & { value?: string }>;
    let all: Record<string, unknown>[] = [{ kind: shape['kind']?.value }];
    for (const [key, schema] of Object.entries(shape)) {
      if (key === 'kind') continue;
      const values = sample(key, schema);
      all = all.flatMap((one) => values.map((value) => ({ ...one, [key]: value })));
    }
    // Lists say what is wrong: a failure with nothing in any of them does not come about.
    const says = (one: Record<string, unknown>): boolean => {
      const lists = Object.values(one).filter((value) => Array.isArray(value));
      return lists.length === 0 || lists.some((list) => list.length > 0);
    };
    return all.filter(says).map((one) => Failure.parse(one));
  });
}

describe('what failures say', () => {
  const failures = everyFailure();

  it('covers every kind of the contract', () => {
    const kinds = new Set(failures.map(({ kind }) => kind));
    expect(kinds.size).toBe(Failure.options.length);
    expect(failures.length).toBeGreaterThan(80);
  });

  it.each(Locale.options)('asks for the clock where a certificate has ended or not begun: %s', (locale) => {
    const nextOf = (detail: string): string => sayFailure({ kind: 'lineUntrusted', detail }, locale).next;
    for (const detail of ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']) {
      expect(nextOf(detail)).toMatch(/\b(hora|time)\b/);
      expect(nextOf(detail).length).toBeLessThan(200);
    }
    expect(nextOf('SELF_SIGNED_CERT_IN_CHAIN')).toContain('line.caFile');
  });

  it.each(Locale.options)('says what happened, what is safe and what to do, in whole sentences: %s', (locale) => {
    for (const failure of failures) {
      const words = sayFailure(failure, locale);
      for (const part of [words.what, words.safe, words.next]) {
        expect(part, JSON.stringify(failure)).toMatch(/^[A-ZÁÉÍÓÚÑ¿0-9].*[.]$/u);
        expect(part).not.toMatch(/\.\.|undefined|null|\[object|NaN|\n/);
        expect(part.length, part).toBeLessThan(200);
        // A person never reads an identifier where a sentence is due.
        expect(part).not.toContain(failure.kind);
      }
    }
  });

  it('says each failure differently in each language', () => {
    for (const failure of failures) {
      expect(new Set(Locale.options.map((locale) => sayFailure(failure, locale).what)).size).toBe(3);
    }
  });

  it('speaks of the tries that are left as the token tells them', () => {
    const say = (pinState: PinState): string => {
      const { what, next } = sayFailure({ kind: 'pinWrong', pinState }, 'es-AR');
      return `${what} ${next}`;
    };
    expect(say('finalTry')).toContain('Queda un solo intento');
    expect(say('finalTry')).toContain('no lo intente');
    expect(say('locked')).toContain('bloqueado');
    expect(new Set([say('normal'), say('countLow'), say('finalTry'), say('locked')]).size).toBe(4);
  });

  it("shows the repository's own words for a problem it does not know", () => {
    const words = sayFailure(
      { kind: 'registrationRefused', problem: 'novelty', detail: 'Falta el sello\n del juzgado.' },
      'es-AR',
    );
    expect(words.what).toBe('El repositorio no registró el acto: Falta el sello del juzgado.');
  });

  it.each(Locale.options)('speaks of a signed act only where one was refused: %s', (locale) => {
    const said = (of?: 'request') => {
      const { what, safe } = sayFailure(
        { kind: 'registrationRefused', problem: 'forbidden', detail: '', ...(of ? { of } : {}) },
        locale,
      );
      return `${what} ${safe}`;
    };
    expect(said()).toMatch(/\b(act|acto|ato)\b/);
    expect(said('request')).not.toMatch(/\b(act|acto|ato)\b/);
  });

  it('gives each failure a code that names its kind and fits a telephone call', () => {
    for (const failure of failures) {
      expect(failureCode(failure)).toContain(failure.kind);
      expect(failureCode(failure).length).toBeLessThan(80);
    }
    expect(failureCode({ kind: 'tokenError', code: 'CKR_DEVICE_ERROR' })).toBe('tokenError CKR_DEVICE_ERROR');
  });
});
