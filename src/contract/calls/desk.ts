/** What a window may ask of the desk: who sits there, how it is set, how it stands. */
import { z } from 'zod';
import { CalendarAmendments, CalendarDay, CalendarStanding } from '../calendar.ts';
import { Locale, Role } from '../config.ts';
import { OfficeDiagnostics } from '../diagnostics.ts';
import { Finding } from '../doctor.ts';
import { DeskHealth } from '../health.ts';
import { Instant, Sha256 } from '../ids.ts';
import {
  AccessPage,
  AccessVerdict,
  EnrolmentStanding,
  EnrolmentWay,
  EnrolmentWish,
  PeopleAnswer,
  PeopleOrder,
} from '../people.ts';
import { Action } from '../permissions.ts';
import { call } from '../rpc.ts';
import { VisibleChoice } from '../visible.ts';
import { CalendarAnswer } from '../wire-calendars.ts';
import { ProfileStanding, TemplatesAnswer } from '../wire-templates.ts';
import { ProfileId, TemplateProfile } from '../templates.ts';
import { Fleet } from '../wire-fleet.ts';
import { Line } from './line.ts';

export const Status = z.strictObject({
  mode: z.enum(['normal', 'practice']),
  version: z.string(),
  office: z.string(),
  person: z.strictObject({
    personId: z.string().optional(),
    name: z.string(),
    role: Role,
    capacity: z.string(),
    permits: z.array(Action).optional(),
    /** In whose places this person signs now, by the repository's appointment; left out where in nobody's. */
    standsFor: z
      .array(
        z.strictObject({
          ...{ personId: z.string(), name: z.string(), resolution: z.string() },
          until: z.iso.datetime(),
        }),
      )
      .optional(),
  }),
  /** Offices and roles that were granted at this desk, and which one is taken. One alone: nothing to choose. */
  seats: z
    .array(
      z.strictObject({
        ...{ seatId: z.string(), office: z.string(), name: z.string(), role: Role, capacity: z.string() },
        /** Why nobody may sit there now; absent: it is open. `notRenewed`: it has to be renewed by a contact. */
        ended: z.enum(['withdrawn', 'expired', 'notRenewed', 'notGranted']).optional(),
        /** Until when it is granted. */
        until: z.iso.datetime().optional(),
      }),
    )
    .optional(),
  seat: z.string().optional(),
  line: Line,
  /** Entries of the hash-chained journal and its head, for diagnostics. */
  journal: z.strictObject({ entries: z.int(), head: z.string() }),
});
export type Status = z.infer<typeof Status>;

export const Settings = z.strictObject({
  locale: Locale,
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  /** The certificate chosen last, offered first. */
  certificateSha256: Sha256.nullable(),
  /** How signatures were to be seen last; null: not at all. */
  visible: VisibleChoice.nullable(),
  /** Steps of the tour and of the guided scenarios that were done, as `scenario.step`. */
  practised: z.array(z.string().max(60)).max(200).optional(),
});
export type Settings = z.infer<typeof Settings>;

/**
 * A removal that is rehearsed, in practice mode: `armed` takes the token away after half of the acts of the next login, `out` has it
 * away until it is put back. `card`: a card in software leaves its reader. `staged`: the token stays where it is, and only the office is
 * told that it is gone.
 */
export const RehearsalState = z.enum(['none', 'armed', 'out']);
export type RehearsalState = z.infer<typeof RehearsalState>;
export const RehearsalNow = z.strictObject({ state: RehearsalState, how: z.enum(['card', 'staged']) });
export type RehearsalNow = z.infer<typeof RehearsalNow>;

/** A person's electronic signature (Ley 25.506, art. 5) at this desk. */
export const ElectronicStanding = z.strictObject({
  /** The institution's policy has it. */
  isOffered: z.boolean(),
  /** Types of acts that may be signed so, by the office's models. */
  actTypes: z.array(z.string()),
  /** Null where this person made no key here. */
  certificate: z
    .strictObject({ certificateSha256: Sha256, until: Instant, issuer: z.string(), isUsable: z.boolean() })
    .nullable(),
});
export type ElectronicStanding = z.infer<typeof ElectronicStanding>;

export const deskCalls = {
  'office.status': call(z.strictObject({}), Status),
  /** Sits down at another of the seats that were granted: the office is opened anew as that one (`office.restarted`). */
  'office.sit': call(z.strictObject({ seatId: z.string().max(60) }), z.strictObject({})),
  /** How this desk stands with the repository, and what is granted at it. */
  'enrolment.read': call(z.strictObject({}), EnrolmentStanding),
  /** Asks the repository how devices may be enrolled. */
  'enrolment.ways': call(z.strictObject({}), z.strictObject({ ways: z.array(EnrolmentWay) })),
  /**
   * Enrols this desk for its person; by token, the PIN is asked for once. By `oidc`, `enrolment.page` brings the address to open; where that was
   * stopped, or begun anew, it stands as before.
   */
  'enrolment.enrol': call(EnrolmentWish, EnrolmentStanding),
  /** Waits no longer for what the institution's login says. */
  'enrolment.stop': call(z.strictObject({}), z.strictObject({})),
  /** Comes for the grants now, instead of at the next contact. */
  'enrolment.renew': call(z.strictObject({}), EnrolmentStanding),
  /** How this person's electronic signature stands at this desk. */
  'electronic.read': call(z.strictObject({}), ElectronicStanding),
  /** Opens the PIN window, which asks for a passphrase, and has the key that it makes certified. Needs the line. */
  'electronic.make': call(z.strictObject({}), ElectronicStanding),
  /** What whoever looks after people orders of the repository. */
  'people.order': call(PeopleOrder, PeopleAnswer),
  /** Which profiles of models are known at this desk, and which of them this office offers, its own first. */
  'templates.read': call(
    z.strictObject({}),
    z.strictObject({ offered: z.array(ProfileId), profiles: z.array(ProfileStanding) }),
  ),
  /** A profile that is known here, whole: what the next version of it begins from. */
  'templates.text': call(z.strictObject({ profile: ProfileId }), z.strictObject({ profile: TemplateProfile })),
  /** Publishes the next version of a profile for whichever offices name it. `after`: the version it takes the place of. Needs the line. */
  'templates.publish': call(
    z.strictObject({ after: z.int().min(0), profile: TemplateProfile }),
    z.strictObject({ answer: TemplatesAnswer, profiles: z.array(ProfileStanding) }),
  ),
  /** Which court calendar counts at this desk: its version, since when, and who published it. */
  'calendar.read': call(z.strictObject({}), CalendarStanding),
  /** What a day is to this office, by the calendar that counts here. */
  'calendar.day': call(z.strictObject({ date: z.iso.date() }), CalendarDay),
  /** Publishes the next version of the office's calendar, or of the one for all offices. `after`: the version it takes the place of. Needs the line. */
  'calendar.publish': call(
    z.strictObject({ scope: z.enum(['own', 'all']), after: z.int().min(0), calendar: CalendarAmendments }),
    z.strictObject({ answer: CalendarAnswer, standing: CalendarStanding }),
  ),
  'accesses.page': call(z.strictObject({ after: z.int().min(0), limit: z.int().min(1).max(500) }), AccessPage),
  'accesses.verify': call(z.strictObject({}), AccessVerdict),
  'settings.read': call(z.strictObject({}), Settings),
  'settings.write': call(Settings.partial(), Settings),
  /** Of practice mode: cuts the line as a pulled cable would, or joins it again. */
  'practice.cutLine': call(z.strictObject({ isCut: z.boolean() }), z.strictObject({ isCut: z.boolean() })),
  /** Of practice mode: a copy of the act that was signed last here, changed by one bit; null where none was signed. Kept nowhere. */
  'practice.tampered': call(
    z.strictObject({}),
    z.strictObject({ file: z.strictObject({ name: z.string(), bytes: z.instanceof(Uint8Array) }).nullable() }),
  ),
  /** Practice mode only: has the token pulled out in the middle of the next batch, or puts it back. */
  'practice.rehearseRemoval': call(z.strictObject({ wish: z.enum(['pullOut', 'putBack']) }), RehearsalNow),
  /**
   * Looks at everything a signature needs. `trial`: also signs random bytes with this certificate, which asks for the PIN, and
   * verifies what comes. `report` is JSON for IT, with nothing of any case in it.
   */
  'doctor.run': call(
    z.strictObject({
      trial: z.strictObject({ libraryId: z.string(), tokenSerial: z.string(), certificateSha256: Sha256 }).nullable(),
    }),
    z.strictObject({ findings: z.array(Finding), report: z.string() }),
  ),
  /** Whether its person's token opens this desk when it is locked: it was used here once. */
  'desk.tokenKnown': call(z.strictObject({}), z.strictObject({ known: z.boolean() })),
  /**
   * Has the person of this desk prove that he or she is there: the token signs a challenge, for which the PIN window asks for the PIN once. The program
   * asks it for the lock; the answer opens nothing by itself. Failures: tokenAbsent, certificateOfAnother, pinWrong, pinLocked, …
   */
  'desk.prove': call(z.strictObject({}), z.strictObject({ certificateSha256: Sha256 })),
  /** Whether this desk is well. */
  'health.read': call(z.strictObject({}), DeskHealth),
  /** What the office adds to the bundle for whoever helps from afar; asked by the program, which shows it to the person whole. */
  'diagnostics.office': call(z.strictObject({}), OfficeDiagnostics),
  /** How the desks of the office stand, for IT. */
  'fleet.read': call(z.strictObject({}), Fleet),
  /** Writes the doctor's report into the office's folder of reports, as it was read on the screen; answers where it lies. */
  'doctor.save': call(z.strictObject({ report: z.string().max(2_000_000) }), z.strictObject({ path: z.string() })),
} as const;
