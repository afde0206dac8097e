import type { ActRow } from '../../contract/acts.ts';
import type { OfficeConfig, Role } from '../../contract/config.ts';
import { type Action, type Subject, may, maySee } from '../../contract/permissions.ts';

/** Whose desk it is, as far as permissions ask for it. */
export interface Viewer {
  readonly role: Role;
  readonly validator: boolean;
  readonly personId: string;
  readonly name: string;
  /** In whose places he or she signs now. */
  readonly standsFor?: readonly string[];
}

/** What a person was appointed to is asked each time: it comes and goes while the program is open (enrolment/person-now.ts). */
export function viewerOf({ person }: Pick<OfficeConfig, 'person'>): Viewer {
  const { role, personId, name } = person;
  return {
    ...{ role, personId, name },
    get validator() {
      return person.validator ?? false;
    },
    get standsFor() {
      return (person.standsFor ?? []).filter(({ holds }) => holds).map((one) => one.personId);
    },
  };
}

type Known = Pick<ActRow, 'joint' | 'author' | 'type' | 'confidentialityLevel'>;

/** How an act stands to a person: whether it names him or her, or whom he or she stands for, and who wrote it. */
export function subjectOf(act: Known, viewer: Viewer): Subject {
  const places = [viewer.personId, ...(viewer.standsFor ?? [])];
  const isSigner = act.joint?.signers.some(({ personId }) => places.includes(personId)) ?? false;
  const own = act.author === viewer.name;
  // An act that names nobody waits for the magistrates of the office.
  const waits = act.joint === undefined && viewer.role === 'magistrate';
  return { actType: act.type, own, designated: isSigner || own, assigned: isSigner || own || waits };
}

/** Whether this person may do this to this act, and may see it at all. What is open in an emergency is only read. */
export function mayWith(viewer: Viewer, action: Action, act: Known): boolean {
  return isFor(act, viewer) && may(viewer, action, subjectOf(act, viewer));
}

/** Whether this person may read the act: it is for these eyes, or was opened to them in an emergency. */
export const isVisible = (act: Known & Pick<ActRow, 'openTo'>, viewer: Viewer): boolean =>
  isFor(act, viewer) || (may(viewer, 'breakGlass') && (act.openTo?.includes(viewer.personId) ?? false));

const isFor = (act: Known, viewer: Viewer): boolean => maySee(viewer, act.confidentialityLevel, subjectOf(act, viewer));

/**
 * What the index shows of a piece that is not for this person: that it is there, where and since when, and what its case says of itself.
 * Named field by field, so that a new one shows nothing until somebody decides on it. The document's hash stays: the row is known by it.
 */
export function masked(act: ActRow): ActRow {
  const { actId, caseId, caseNumber, caption, detained, state, confidentialityLevel, receivedAt, registration } = act;
  const { documentSha256, shown } = act;
  return {
    ...{ actId, caseId, caseNumber, caption, detained, state, confidentialityLevel, receivedAt, registration },
    ...{ documentSha256, shown, sealedFor: true },
    ...{ title: '', type: '', author: '', remark: null, signer: null, vouchedBy: null, size: 0 },
    ...{ dueAt: null, signedAt: null, signedSha256: null, sending: null, trouble: null, level: null },
  };
}
