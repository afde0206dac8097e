import { z } from 'zod';
import { Role } from './config.ts';
import { assertNever } from './ids.ts';

/** What a person may be allowed to do, one name for each line of the permission matrix (a line that differs by case has several). */
export const Action = z.enum([
  'seeIndex',
  'seeOpen',
  'seeReserved',
  'seeSecret',
  'draft',
  'openCase',
  'sendToReview',
  'returnActs',
  'vouch',
  'sign',
  'signBatch',
  'signElectronically',
  'setConfidentiality',
  'setFlags',
  'incorporate',
  'withdraw',
  'notify',
  'moveCase',
  'takeEvidence',
  'certifyCopy',
  'configure',
  'setCalendars',
  'readLog',
  'breakGlass',
]);
export type Action = z.infer<typeof Action>;

/**
 * Under what condition a role may: always (`yes`), never (`no`), or only where the subject says so. What is only prepared or proposed
 * (`propose`, `prepare`) goes before somebody else, who decides.
 */
export type Grant = 'yes' | 'no' | Limit;
export type Limit =
  | 'assigned'
  | 'designated'
  | 'intake'
  | 'attested'
  | 'validator'
  | 'incoming'
  | 'own'
  | 'propose'
  | 'prepare'
  | 'health';

type Line = Readonly<Record<Role, Grant>>;

const line = (
  magistrate: Grant,
  secretary: Grant,
  clerk: Grant,
  auxiliary: Grant,
  itAdmin: Grant,
  auditor: Grant,
): Line => ({ magistrate, secretary, clerk, auxiliary, itAdmin, auditor });

/**
 * The permission matrix: who may do what. Deny by default (law 9): IT never reads the content of a case, an auditor never signs. The office
 * asks it at each call, the repository at each route; what a window shows or hides decides nothing.
 */
export const matrix: Readonly<Record<Action, Line>> = {
  //                    magistrate   secretary    clerk        auxiliary   itAdmin    auditor
  seeIndex: line('yes', 'yes', 'yes', 'yes', 'no', 'yes'),
  seeOpen: line('yes', 'yes', 'yes', 'yes', 'no', 'no'),
  seeReserved: line('yes', 'yes', 'assigned', 'no', 'no', 'no'),
  seeSecret: line('assigned', 'assigned', 'no', 'no', 'no', 'no'),
  draft: line('yes', 'yes', 'yes', 'intake', 'no', 'no'),
  openCase: line('yes', 'yes', 'yes', 'yes', 'no', 'no'),
  sendToReview: line('yes', 'yes', 'yes', 'intake', 'no', 'no'),
  returnActs: line('yes', 'yes', 'no', 'no', 'no', 'no'),
  vouch: line('yes', 'yes', 'validator', 'no', 'no', 'no'),
  sign: line('yes', 'yes', 'attested', 'no', 'no', 'no'),
  signBatch: line('yes', 'yes', 'no', 'no', 'no', 'no'),
  signElectronically: line('yes', 'yes', 'attested', 'intake', 'no', 'no'),
  setConfidentiality: line('yes', 'propose', 'propose', 'no', 'no', 'no'),
  setFlags: line('yes', 'yes', 'yes', 'no', 'no', 'no'),
  incorporate: line('yes', 'yes', 'yes', 'incoming', 'no', 'no'),
  withdraw: line('yes', 'yes', 'own', 'own', 'no', 'no'),
  notify: line('yes', 'yes', 'yes', 'no', 'no', 'no'),
  moveCase: line('yes', 'prepare', 'prepare', 'no', 'no', 'no'),
  takeEvidence: line('yes', 'yes', 'yes', 'yes', 'no', 'no'),
  certifyCopy: line('yes', 'yes', 'assigned', 'no', 'no', 'no'),
  configure: line('no', 'no', 'no', 'no', 'yes', 'no'),
  setCalendars: line('no', 'yes', 'no', 'no', 'yes', 'no'),
  readLog: line('own', 'yes', 'own', 'own', 'health', 'yes'),
  breakGlass: line('yes', 'yes', 'no', 'no', 'no', 'no'),
};

/** What is known of the thing an action is done to, as far as a limit asks for it. What is not said does not hold. */
export interface Subject {
  /** The act names this person, who wrote it or is to sign it; or nobody is named and it waits for a magistrate of the office. */
  readonly assigned?: boolean;
  /** The person is named one by one, by the act itself: the only way to what is for designated eyes (level 5). */
  readonly designated?: boolean;
  /** The kind of an act, as its type says it. */
  readonly actType?: string;
  /** The person made it. */
  readonly own?: boolean;
  /** It came to the office from outside: a filing, a complaint, a police report. */
  readonly incoming?: boolean;
  /** It is only proposed or prepared: somebody else decides. */
  readonly proposing?: boolean;
  /** Only the state of the machinery is asked for, nothing of a case. */
  readonly health?: boolean;
}

/** A person to whom a repository gave an access key, with the roles that he or she has in the office. */
export const Holder = z.strictObject({
  personId: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  roles: z.array(Role).min(1),
  validator: z.boolean().default(false),
  /** The highest degree of confidentiality (0 to 5) that this person sees at all; without it, whatever the role sees. */
  clearance: z.int().min(0).max(5).optional(),
  /** In whose place this person signs now: acts that name them are for these eyes as well. */
  standsFor: z.array(z.string().min(1).max(200)).readonly().optional(),
});
export type Holder = z.infer<typeof Holder>;

export interface Actor {
  readonly role: Role;
  /** A colleague who looks acts over before they are signed, by appointment of the office. */
  readonly validator?: boolean | undefined;
}

/** Whether this person may do this to that. Pure: the office and the repository ask the same function. */
export function may(actor: Actor, action: Action, subject: Subject = {}): boolean {
  const grant = matrix[action][actor.role];
  switch (grant) {
    case 'yes':
      return true;
    case 'no':
      return false;
    // Somebody else decides what is only proposed or prepared.
    case 'prepare':
    case 'propose':
      return subject.proposing === true;
    case 'assigned':
      return subject.assigned === true || subject.designated === true;
    case 'designated':
      return subject.designated === true;
    case 'intake':
      return isIntake(subject.actType ?? '');
    case 'attested':
      return isAttested(subject.actType ?? '');
    case 'validator':
      return actor.validator === true;
    case 'incoming':
      return subject.incoming === true || isIntake(subject.actType ?? '');
    case 'own':
      return subject.own === true;
    case 'health':
      return subject.health === true;
    default:
      return assertNever(grant, 'grant');
  }
}

/** Whether there is anything at all of this kind that the role may do: for what is offered, not for what is done. */
export const mightEver = (role: Role, action: Action): boolean =>
  !['no', 'propose', 'prepare'].includes(matrix[action][role]);

/** Highest level of confidentiality that a role sees without being named: public and internal (0, 1), reserved (2, 3), secret (4, 5). */
export function openUpTo(role: Role): -1 | 1 | 3 {
  if (matrix.seeReserved[role] === 'yes') return 3;
  return matrix.seeOpen[role] === 'yes' ? 1 : -1;
}

/** Whether this person may read what is confidential to this degree (0 to 5, the highest of case, act and piece). */
export function maySee(actor: Actor, level: number, subject: Subject): boolean {
  if (level <= 1) return may(actor, 'seeOpen', subject);
  if (level <= 3) return may(actor, 'seeReserved', subject);
  if (level === 4) return may(actor, 'seeSecret', subject);
  return may(actor, 'seeSecret', { designated: subject.designated === true });
}

/** Act types of the counter: what comes in, what is noted and what is scanned. Compared without case and accents. */
const intakeTypes = ['denuncia', 'nota', 'constancia', 'cargo', 'digitalizacion', 'presentacion', 'acta de recepcion'];
/** Acts by which an employee attests what happened before him or her. */
const attestedTypes = ['nota', 'constancia', 'certificacion de copias', 'digitalizacion', 'cargo'];

export const isIntake = (actType: string): boolean => beginsLike(actType, intakeTypes);
export const isAttested = (actType: string): boolean => beginsLike(actType, attestedTypes);

function beginsLike(actType: string, types: readonly string[]): boolean {
  const plain = actType
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .trim();
  return types.some((type) => plain === type || plain.startsWith(`${type} `));
}
