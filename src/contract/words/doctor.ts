import type { Locale } from '../config.ts';
import type { DoctorArea, Finding, FindingFacts, FindingId, FixId } from '../doctor.ts';
import { doctorEn } from './doctor-en.ts';
import { doctorEs } from './doctor-es.ts';
import { doctorPt } from './doctor-pt.ts';
import type { CertificateUnsuitable } from '../failures.ts';
import { sayUnsuitable } from './failures.ts';
import { asClause } from './problems.ts';

/** Words from facts; a fact that is missing is shown as a dash. */
export type FactWords = (fact: (name: string) => string) => string;

/** One language of the doctor, whole: a finding, a fix or an area without words does not compile. */
export interface DoctorLanguage {
  readonly areas: Readonly<Record<DoctorArea, string>>;
  /** What was found: a sentence with its full stop. */
  readonly findings: Readonly<Record<FindingId, FactWords>>;
  /** What to do: a sentence with its full stop. */
  readonly fixes: Readonly<Record<FixId, FactWords>>;
  /** What the PIN window shows as the thing that a trial signs. */
  readonly trialCaption: string;
}

const languages: Readonly<Record<Locale, DoctorLanguage>> = { 'es-AR': doctorEs, en: doctorEn, 'pt-BR': doctorPt };

/** What the doctor found and what to do about it (null where there is nothing to do), in a language. */
export function sayFinding(
  { id, facts, fix }: Finding,
  locale: Locale,
): { readonly what: string; readonly fix: string | null } {
  const fact = reader(facts, locale);
  const { findings, fixes } = languages[locale];
  return { what: findings[id](fact), fix: fix === null ? null : fixes[fix](fact) };
}

/** The heading of an area: `Lectores`. */
export const sayDoctorArea = (area: DoctorArea, locale: Locale): string => languages[locale].areas[area];

export const trialCaption = (locale: Locale): string => languages[locale].trialCaption;

/** Facts come from outside (a reader's name, a system's message): each becomes one line. `install` is the text of the language. */
function reader(facts: FindingFacts, locale: Locale): (name: string) => string {
  return (name) => {
    const value = facts[name === 'install' ? `install.${locale}` : name] ?? null;
    if (value === null || value === '') return '—';
    // A window reads these words: no schema is loaded for them.
    const unsuitable: string | undefined =
      name === 'unsuitable' ? sayUnsuitable(value as CertificateUnsuitable, locale) : undefined;
    if (unsuitable !== undefined) return unsuitable;
    return typeof value === 'string' ? asClause(value) : String(value);
  };
}
