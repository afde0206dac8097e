import type { CalendarStanding } from '../../../src/contract/calendar.ts';
import type { Calls } from '../../../src/contract/calls.ts';
import { done } from '../../../src/contract/failures.ts';
import type { EnrolmentStanding, PeopleListing } from '../../../src/contract/people.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';
import { TemplateProfile } from '../../../src/contract/templates.ts';
import type { ProfileStanding } from '../../../src/contract/wire-templates.ts';
import faltas from '../../../resources/templates/faltas.json' with { type: 'json' };

const until = '2027-12-31T00:00:00.000Z';
const jkt = 'Qm3xT9aaPZb7wN2kYh5sVd8cJf1gLr4tUe6iOo0MABC';

/** A desk as a test bends it, and people at the repository behind it. */
export interface FakePeople {
  standing: EnrolmentStanding;
  listing: PeopleListing;
  calendar: CalendarStanding;
  profiles: ProfileStanding[];
  /** Ends what waits for the institution's login; null where nobody waits. */
  stopSigningIn: (() => void) | null;
}

export const fakePeople = (): FakePeople => ({
  stopSigningIn: null,
  calendar: { source: 'program', published: [], file: null, trouble: null },
  profiles: [
    {
      profile: 'buenos-aires-mp',
      name: 'Ministerio Público de la Provincia de Buenos Aires',
      models: 62,
      published: null,
    },
    { profile: 'faltas', name: 'Justicia de faltas', models: 14, published: null },
  ],
  standing: {
    state: 'officeKey',
    deviceId: 'pc-mesa-3',
    jkt: null,
    person: 'Ofelia Quirós',
    enrolledAt: null,
    grants: [],
  },
  listing: {
    offices: [{ officeId: 'ufi3', name: 'UFI N.º 3' }],
    people: [
      {
        ...{ personId: 'p-1', name: 'Bruno Cáceres Tolosa', cuil: null, login: null },
        grants: [{ officeId: 'ufi3', roles: ['clerk'], clearance: 1, validator: true, until }],
        standsFor: [
          {
            ...{ officeId: 'ufi3', standsFor: 'p-3', name: 'Tadeo Irigoyti', resolution: 'Res. 12/26' },
            ...{ from: '2026-11-01T03:00:00.000Z', until },
          },
        ],
      },
    ],
    devices: [{ jkt, deviceId: 'pc-mesa-4', personId: 'p-1', way: 'code', enrolledAt: until, revoked: null }],
  },
});

type Names = Extract<
  keyof Calls,
  `enrolment.${string}` | `people.${string}` | `accesses.${string}` | `calendar.${string}` | `templates.${string}`
>;

export const peopleHandlers = (fake: FakePeople): Pick<Handlers<Calls>, Names> => ({
  'enrolment.read': async () => done(fake.standing),
  'enrolment.ways': async () => done({ ways: ['code', 'token', 'oidc'] }),
  'enrolment.enrol': async (wish) => {
    if (wish.way === 'oidc') {
      await new Promise<void>((resolve) => (fake.stopSigningIn = resolve));
      return done(fake.standing);
    }
    const grant = { office: 'UFI N.º 3', officeId: 'ufi3', roles: ['magistrate' as const], clearance: 5 };
    const grants = [{ ...grant, until, offlineUntil: until, holds: true }];
    fake.standing = { ...fake.standing, state: 'enrolled', jkt, enrolledAt: until, grants };
    return done(fake.standing);
  },
  'enrolment.stop': async () => {
    fake.stopSigningIn?.();
    return done({});
  },
  'enrolment.renew': async () => done(fake.standing),
  'people.order': async (order) =>
    done(order.kind === 'list' ? { kind: 'listing', listing: fake.listing } : { kind: 'done', changed: 1 }),
  'templates.read': async () => done({ offered: ['buenos-aires-mp'], profiles: fake.profiles }),
  'templates.text': async () => done({ profile: TemplateProfile.parse(faltas) }),
  'templates.publish': async ({ after, profile: { id, name, templates } }) => {
    const known = fake.profiles.find((one) => one.profile === id)?.published?.version ?? 0;
    if (known !== after) return done({ answer: { kind: 'overtaken', version: known }, profiles: fake.profiles });
    const published = { version: known + 1, at: '2026-11-20T12:00:00.000Z', by: 'Ofelia Quirós' };
    const others = fake.profiles.filter((one) => one.profile !== id);
    fake.profiles = [...others, { profile: id, name, models: templates.length, published }];
    return done({ answer: { kind: 'published', version: published.version }, profiles: fake.profiles });
  },
  'calendar.read': async () => done(fake.calendar),
  'calendar.day': async ({ date }) => {
    const isHoliday = date.endsWith('-12-08');
    const name = isHoliday ? 'Inmaculada Concepción de María' : '';
    const source = isHoliday ? 'Ley 27.399' : '';
    return done({ kind: isHoliday ? 'holiday' : 'business', date, name, source, unverified: false });
  },
  'calendar.publish': async ({ scope, after, calendar }) => {
    const known = fake.calendar.published.find((one) => one.scope === scope)?.version ?? 0;
    if (known !== after) return done({ answer: { kind: 'overtaken', version: known }, standing: fake.calendar });
    const { version, closed = [], open = [], recess = [] } = calendar;
    const published = {
      ...{ scope, version: known + 1, at: '2026-11-20T12:00:00.000Z', by: 'Ofelia Quirós' },
      calendar: { version, closed, open, recess },
    };
    const others = fake.calendar.published.filter((one) => one.scope !== scope);
    fake.calendar = { ...fake.calendar, source: 'published', published: [published, ...others] };
    return done({ answer: { kind: 'published', version: published.version }, standing: fake.calendar });
  },
  'accesses.page': async () => done({ entries: [], more: false }),
  'accesses.verify': async () => done({ kind: 'whole', entries: 0, head: '' }),
});
