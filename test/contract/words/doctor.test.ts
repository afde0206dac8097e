import { describe, expect, it } from 'vitest';
import { Locale } from '../../../src/contract/config.ts';
import { DoctorArea, type Finding, FindingId, FixId } from '../../../src/contract/doctor.ts';
import { sayDoctorArea, sayFinding, trialCaption } from '../../../src/contract/words/doctor.ts';

const finding = (part: Partial<Finding>): Finding => ({
  ...{ id: 'nodeGood', area: 'machine', severity: 'ok', facts: {}, fix: null },
  ...part,
});
/** A fact for every name: whatever words ask for, they get. */
const anyFacts = new Proxy({}, { get: () => 'Ñandú 2.\n con salto' }) as Finding['facts'];

describe('what the doctor says', () => {
  it.each(Locale.options)('is a whole sentence for every finding and every fix: %s', (locale) => {
    for (const id of FindingId.options) {
      for (const facts of [{}, anyFacts]) {
        const { what, fix } = sayFinding(finding({ id, facts }), locale);
        expect(what, id).toMatch(/^[\p{Lu}Ñ—¿«“0-9].*[.]$/u);
        expect(what, id).not.toMatch(/undefined|null|NaN|\n|\.\.$/);
        expect(fix).toBeNull();
      }
    }
    for (const id of FixId.options) {
      for (const facts of [{}, anyFacts]) {
        const { fix } = sayFinding(finding({ fix: id, facts }), locale);
        expect(fix, id).toMatch(/^\p{Lu}.*[.]$/u);
        expect(fix, id).not.toMatch(/undefined|null|NaN|\n|\.\.$/);
      }
    }
    for (const area of DoctorArea.options) expect(sayDoctorArea(area, locale)).toMatch(/^\p{Lu}/u);
    expect(trialCaption(locale).length).toBeGreaterThan(10);
  });

  it('differs in each language', () => {
    for (const id of FindingId.options.filter((one) => one !== 'nodeGood')) {
      expect(new Set(Locale.options.map((locale) => sayFinding(finding({ id }), locale).what)).size, id).toBe(3);
    }
    for (const fix of FixId.options) {
      expect(new Set(Locale.options.map((locale) => sayFinding(finding({ fix }), locale).fix)).size, fix).toBe(3);
    }
  });

  it('names the driver to install in the language of the person, as the catalogue has it', () => {
    const facts = { reader: 'R', card: 'C', driver: 'D', 'install.es-AR': 'Instale X', 'install.en': 'Install X' };
    const missing = finding({ id: 'cardWithoutDriver', facts, fix: 'installDriver' });
    expect(sayFinding(missing, 'es-AR')).toEqual({
      what: 'R: se ve C, pero falta su controlador (D).',
      fix: 'Instale X.',
    });
    expect(sayFinding(missing, 'en').fix).toBe('Install X.');
    expect(sayFinding(missing, 'pt-BR').fix).toBe('Instale o programa do fabricante do token.');
  });

  it('says in words why a certificate cannot sign', () => {
    const facts = { name: 'N', issuer: 'I', unsuitable: 'expired' };
    expect(sayFinding(finding({ id: 'certificateUnsuitable', facts }), 'es-AR').what).toMatch(/\(venció\)/);
  });
});
