import type { Locale } from '../config.ts';
import type { DoctorArea, Finding, FindingFacts } from '../doctor.ts';
import { doctorEn } from './doctor-en.ts';
import { doctorEs } from './doctor-es.ts';
import type { DoctorLanguage } from './doctor-language.ts';
import { doctorPt } from './doctor-pt.ts';
import type { CertificateUnsuitable } from '../failures.ts';
import { sayUnsuitable } from './failures.ts';
import { asClause } from './problems.ts';

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
