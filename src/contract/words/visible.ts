/** What a visible signature says, a line each. It is drawn into the document, so it is the same on every screen. */
import type { Locale } from '../config.ts';
import { createFormats } from './formats.ts';

interface Words {
  readonly signedBy: string;
  readonly reason: (reason: string) => string;
}

const languages: Readonly<Record<Locale, Words>> = {
  'es-AR': { signedBy: 'Firmado digitalmente por', reason: (reason) => `Motivo: ${reason}` },
  en: { signedBy: 'Digitally signed by', reason: (reason) => `Reason: ${reason}` },
  'pt-BR': { signedBy: 'Assinado digitalmente por', reason: (reason) => `Motivo: ${reason}` },
};

export interface VisibleFacts {
  readonly name: string;
  /** In what capacity the person signs, and for which office; null where that is not known. */
  readonly capacity: string | null;
  readonly office: string | null;
  readonly cuil: string | null;
  readonly at: Date;
  /** Empty or null for none. */
  readonly reason: string | null;
}

/** The lines of a visible signature; what is not known has none. */
export function visibleLines({ name, capacity, office, cuil, at, reason }: VisibleFacts, locale: Locale): string[] {
  const words = languages[locale];
  return [
    words.signedBy,
    name,
    capacity,
    office,
    cuil && `CUIL ${cuil}`,
    createFormats(locale).dateTime(at.toISOString(), { zone: true }),
    reason && words.reason(reason),
  ].filter((line): line is string => line !== null && line !== '');
}
