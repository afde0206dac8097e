import type { Status } from '../../contract/calls.ts';
import type {
  AccessVerdict,
  DeviceRecord,
  EnrolmentStanding,
  PeopleAnswer,
  PersonGrant,
} from '../../contract/people.ts';
import type { Substitution } from '../../contract/substitution.ts';

/** People, their devices and grants, and the log of who read what. */
export type PeopleCommandName =
  | 'enrol'
  | 'grants'
  | 'seats'
  | 'electronic'
  | 'electronic make'
  | 'repository offices add'
  | 'repository offices import'
  | 'repository offices list'
  | 'repository people import'
  | 'repository people list'
  | 'repository people grant'
  | 'repository people substitute'
  | 'repository people end-substitution'
  | 'repository people revoke'
  | 'repository people code'
  | 'repository devices list'
  | 'repository devices revoke'
  | 'repository log show'
  | 'repository log verify';

type Refusal = Extract<PeopleAnswer, { kind: 'refused' }>['reason'];
type Broken = Extract<AccessVerdict, { kind: 'broken' }>['reason'];

export interface PeopleWords {
  readonly validatorTwice: string;
  readonly whereFlags: string;
  readonly runs: string;
  readonly changed: (count: number) => string;
  readonly code: (code: string, until: string) => string;
  readonly refused: Readonly<Record<Refusal, (subject: string) => string>>;
  readonly count: (people: number) => string;
  readonly grant: (grant: PersonGrant) => string;
  readonly substitution: (substitution: Substitution) => string;
  readonly device: (device: DeviceRecord) => string;
  /** No device of anybody, or of the person named. */
  readonly noDevice: (person: string | undefined) => string;
  readonly whichDevice: (begins: string) => string;
  readonly whole: (entries: number, head: string) => string;
  readonly broken: (seq: number, reason: Broken) => string;
  readonly whichWay: string;
  readonly whichCertificate: string;
  readonly openPage: string;
  readonly asLastHeard: string;
  readonly state: Readonly<Record<EnrolmentStanding['state'], (person: string, key: string) => string>>;
  readonly seat: (seat: NonNullable<Status['seats']>[number]) => string;
  readonly seatsEnded: string;
  readonly electronicOff: string;
  readonly electronicKind: string;
  readonly electronicTypes: (types: string) => string;
  readonly electronicNone: string;
  readonly electronicUntil: (date: string) => string;
  readonly passphraseLength: (least: number) => string;
  readonly passphrasesDiffer: string;
  readonly held: (grant: EnrolmentStanding['grants'][number]) => string;
}
