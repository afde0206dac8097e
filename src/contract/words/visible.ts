/** What a visible signature says, a line each. It is drawn into the document, so it is the same on every screen. */
import type { Locale } from '../config.ts';
import { createFormats } from './formats.ts';

interface Words {
  readonly signedBy: string;
  readonly electronically: string;
  /** Below it: what it is, by the law. */
  readonly electronic: string;
  readonly reason: (reason: string) => string;
}

const languages: Readonly<Record<Locale, Words>> = {
  'es-AR': {
    signedBy: 'Firmado digitalmente por',
    electronically: 'Firmado electrónicamente por',
    electronic: 'Firma electrónica (Ley 25.506, art. 5)',
    reason: (reason) => `Motivo: ${reason}`,
  },
  en: {
    signedBy: 'Digitally signed by',
    electronically: 'Electronically signed by',
    electronic: 'Electronic signature (Ley 25.506, art. 5)',
    reason: (reason) => `Reason: ${reason}`,
  },
  'pt-BR': {
    signedBy: 'Assinado digitalmente por',
    electronically: 'Assinado eletronicamente por',
    electronic: 'Assinatura eletrônica (Ley 25.506, art. 5)',
    reason: (reason) => `Motivo: ${reason}`,
  },
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
  /** Signed electronically, not digitally. */
  readonly electronic?: boolean;
}

/** The lines of a visible signature; what is not known has none. */
export function visibleLines(
  { name, capacity, office, cuil, at, reason, electronic = false }: VisibleFacts,
  locale: Locale,
): string[] {
  const words = languages[locale];
  return [
    electronic ? words.electronically : words.signedBy,
    name,
    capacity,
    office,
    cuil && `CUIL ${cuil}`,
    createFormats(locale).dateTime(at.toISOString(), { zone: true }),
    electronic ? words.electronic : null,
    reason && words.reason(reason),
  ].filter((line): line is string => line !== null && line !== '');
}
