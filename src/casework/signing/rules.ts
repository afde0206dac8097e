import type { ExpiryNotice, RuleFinding } from '../../contract/rules.ts';
import type { Calendar, DayKind } from './calendar.ts';

/** An appointment to sign in another's place, both days included. */
export interface Substitute {
  readonly replaces: string;
  readonly caption: string;
  readonly from: string;
  readonly until: string;
}

/** What the rules of the act are judged on. Pure facts: the caller knows the clock, the token and the desk. */
export interface RuleFacts {
  /** This computer's clock put right by the repository's, where that ever told the time. */
  readonly now: Date;
  readonly person: { readonly name: string; readonly cuil: string | null; readonly substitute: Substitute | null };
  readonly certificate: {
    /** The subject's common name. */
    readonly holder: string;
    /** Eleven digits, or null where the subject names none. */
    readonly cuil: string | null;
    readonly notAfter: Date;
    /** It is for electronic signatures. */
    readonly electronic: boolean;
    /** When it was revoked, where that is known on this machine. */
    readonly revokedAt: Date | null;
  };
  /** Repository clock minus this clock; null where none told the time. */
  readonly clockOffsetMs: number | null;
  readonly hasRepository: boolean;
  readonly calendar: Calendar;
  readonly locality: string | null;
}

/** A clock this far from the repository's makes a signature look made in the future, or before its time. */
export const clockSkewMs = 120_000;
const dayMs = 86_400_000;
const notices: readonly ExpiryNotice[] = ['7', '30', '60'];

/** Everything worth knowing before the PIN, the gravest first. */
export function rulesOfTheAct(facts: RuleFacts): RuleFinding[] {
  const { now, certificate, clockOffsetMs } = facts;
  const day = facts.calendar.dayOf(now, facts.locality);
  return [
    ...aboutHolder(facts),
    ...(certificate.electronic ? [{ kind: 'electronicSigns' } as const] : []),
    ...(certificate.revokedAt
      ? [{ kind: 'certificateRevoked', at: certificate.revokedAt.toISOString() } as const]
      : []),
    ...aboutSubstitute(facts, day.date),
    ...aboutExpiry(certificate.notAfter, now),
    ...aboutDay(day, facts.locality),
    ...aboutCalendarFile(facts.calendar),
    ...(clockOffsetMs !== null && Math.abs(clockOffsetMs) > clockSkewMs
      ? [{ kind: 'clockSkewed', offsetMs: clockOffsetMs } as const]
      : []),
    ...(clockOffsetMs === null && facts.hasRepository ? [{ kind: 'clockUnchecked' } as const] : []),
  ];
}

/** The right person: by CUIL where both sides name one, else by the name. */
function aboutHolder({ person, certificate }: RuleFacts): RuleFinding[] {
  const { holder } = certificate;
  const cuil = person.cuil === null ? null : digitsOf(person.cuil);
  if (cuil !== null && certificate.cuil !== null) {
    return cuil === certificate.cuil ? [] : [{ kind: 'certificateOfAnother', holder, person: person.name }];
  }
  if (namesAgree(holder, person.name)) return [];
  // Keys in software lie on a PC that several people use: nobody signs with another's.
  return [{ kind: certificate.electronic ? 'certificateOfAnother' : 'holderUnproven', holder, person: person.name }];
}

function aboutSubstitute({ person: { substitute } }: RuleFacts, today: string): RuleFinding[] {
  if (!substitute) return [];
  const { replaces, caption, from, until } = substitute;
  return isInForce(substitute, today)
    ? [{ kind: 'substituteSigns', caption, replaces, until }]
    : [{ kind: 'substituteNotInForce', replaces, from, until }];
}

/** Whether an appointment covers this day (YYYY-MM-DD). */
export const isInForce = ({ from, until }: Substitute, day: string): boolean => from <= day && day <= until;

/** In which capacity a person signs on this day: their own, followed by the substitute's caption while the appointment lasts. */
export function capacityOn(
  person: { readonly capacity: string; readonly substitute: Substitute | null },
  day: string,
): string {
  const { capacity, substitute } = person;
  return substitute && isInForce(substitute, day) ? `${capacity}, ${substitute.caption}` : capacity;
}

function aboutExpiry(notAfter: Date, now: Date): RuleFinding[] {
  const days = Math.floor((notAfter.getTime() - now.getTime()) / dayMs);
  // What has expired is refused elsewhere, with its own words.
  const notice = days < 0 ? undefined : notices.find((one) => days < Number(one));
  return notice === undefined ? [] : [{ kind: 'certificateEnds', notice, days, at: notAfter.toISOString() }];
}

function aboutDay(day: DayKind, locality: string | null): RuleFinding[] {
  const nonBusiness = { kind: 'nonBusinessDay', locality: locality ?? '' } as const;
  switch (day.kind) {
    case 'business':
      return [];
    case 'unknown':
      return [{ kind: 'calendarMissing', year: day.year }];
    case 'recessUnknown':
      return [{ kind: 'recessUnknown', name: day.name, year: day.year }];
    case 'weekend':
      return [{ ...nonBusiness, reason: 'weekend', date: day.date, name: '', source: '', unverified: false }];
    case 'holiday':
    case 'recess':
    case 'local': {
      const { kind: reason, date, name, source, unverified } = day;
      return [{ ...nonBusiness, reason, date, name, source, unverified }];
    }
  }
}

function aboutCalendarFile({ trouble }: Calendar): RuleFinding[] {
  const told = trouble?.() ?? null;
  return told === null ? [] : [{ kind: 'calendarFileBroken', ...told }];
}

const digitsOf = (cuil: string): string => cuil.replace(/\D/g, '');

/** The words of the shorter name all stand in the longer one, in any order, whatever their accents and capitals. */
function namesAgree(a: string, b: string): boolean {
  const [few, many] = [wordsOf(a), wordsOf(b)].sort((x, y) => x.size - y.size) as [Set<string>, Set<string>];
  return few.size > 1 && [...few].every((word) => many.has(word));
}

function wordsOf(name: string): Set<string> {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return new Set(plain.split(/[^\p{L}]+/u).filter((word) => word.length > 1));
}
