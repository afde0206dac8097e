import type { ActId, CaseId } from '../contract/ids.ts';
import { assertNever } from '../contract/ids.ts';
import { type Subject, may, mightEver } from '../contract/permissions.ts';
import type { CaseRecord, FeedEvent, Proposal } from '../contract/wire.ts';
import { type CaseEntry, actOf, draftOf, isExceptionalNow } from '../contract/wire-entries.ts';
import { type Holder, mayDo, mayRead } from './access.ts';
import { isMove } from './entries/move.ts';
import type { CaseContents, Register } from './register/port.ts';

/** What stands in the place of a caption that is not for these eyes: that there is a case stays known, as a line of an index does. */
export const hiddenCaption = '***';

/** How an act stands to whoever holds a key: it names the person, or waits for any magistrate of the office. */
export function subjectOf(holder: Holder, proposal: Pick<Proposal, 'signers' | 'author' | 'type'>): Subject {
  const places = [holder.personId, ...(holder.standsFor ?? [])];
  const named = proposal.signers?.some(({ personId }) => places.includes(personId)) ?? false;
  const own = proposal.author === holder.name;
  const waits = proposal.signers === undefined && holder.roles.includes('magistrate');
  return { actType: proposal.type, own, designated: named || own, assigned: named || own || waits };
}

/** What of the register says for whose eyes things are. */
export type Seen = Pick<Register, 'caseOf' | 'entries'>;

/** For whose eyes a case and its acts are: as they were put, and as was said since. */
interface Eyes {
  readonly record: CaseRecord | null;
  readonly sealed: ReadonlySet<ActId>;
  /** Acts that are less confidential than they were proposed, beside their case. */
  readonly levels: ReadonlyMap<ActId, number>;
  /** Persons who opened it in an emergency, and to whom it is open still. */
  readonly openedBy: ReadonlySet<string>;
}

async function eyesOn({ caseOf, entries }: Seen, caseId: CaseId): Promise<Eyes> {
  const [record, said] = await Promise.all([caseOf(caseId), entries.aboutEyes(caseId)]);
  const now = Date.now();
  return {
    record,
    sealed: new Set(said.flatMap((one) => (one.kind === 'sealed' ? [one.actId] : []))),
    levels: new Map(said.flatMap((one) => (one.kind === 'actLevelSet' ? [[one.actId, one.level] as const] : []))),
    openedBy: new Set(
      said.flatMap((one) => (one.kind === 'breakGlass' && isExceptionalNow(one, now) ? [one.by.personId] : [])),
    ),
  };
}

/** An exceptional access stands in the place of being named: no further than the person is cleared for, and only while the role has it. */
const isOpenTo = (holder: Holder, { openedBy }: Eyes, level: number): boolean =>
  openedBy.has(holder.personId) &&
  mayDo(holder, 'breakGlass') &&
  mayRead(holder, level, { assigned: true, designated: true });

/** Whether an act is for these eyes: the highest level of case and act counts, and that it was sealed. */
export async function seesAct(holder: Holder | null, register: Seen, proposal: Proposal): Promise<boolean> {
  return holder === null || seesActIn(holder, await eyesOn(register, proposal.caseId), proposal);
}

const seesActIn = (holder: Holder, eyes: Eyes, proposal: Proposal): boolean =>
  readsAct(holder, eyes, proposal) || seesLine(holder, levelIn(eyes, proposal));

/** What is sealed is for those it names, whatever it was before. */
const levelIn = ({ record, sealed, levels }: Eyes, { actId, confidentialityLevel }: Proposal): number =>
  Math.max(record?.confidentialityLevel ?? 0, levels.get(actId) ?? confidentialityLevel, sealed.has(actId) ? 4 : 0);

/** Its contents, and not only its line in an index. */
const readsAct = (holder: Holder, eyes: Eyes, proposal: Proposal): boolean =>
  mayRead(holder, levelIn(eyes, proposal), subjectOf(holder, proposal)) ||
  isOpenTo(holder, eyes, levelIn(eyes, proposal));

/** The index of what is open is for whoever has an index to look at, content or not. */
function seesLine(holder: Holder, level: number): boolean {
  return level <= 1 && holder.roles.some((role) => may({ role }, 'seeIndex'));
}

function recordFor(holder: Holder | null, record: CaseRecord): CaseRecord {
  if (holder === null) return record;
  const { confidentialityLevel: level } = record;
  return mayRead(holder, level) || seesLine(holder, level) ? record : { ...record, caption: hiddenCaption };
}

/** A case as far as it is for these eyes: acts that are not are left out. */
export async function contentsFor(
  holder: Holder | null,
  register: Seen,
  contents: CaseContents,
): Promise<CaseContents> {
  if (holder === null) return contents;
  const eyes = await eyesOn(register, contents.record.caseId);
  const acts = contents.acts.filter(({ proposal }) => seesActIn(holder, eyes, proposal));
  const { record } = contents;
  const isOpen = isOpenTo(holder, eyes, record.confidentialityLevel);
  return { ...contents, record: isOpen ? record : recordFor(holder, record), acts };
}

async function levelOf(
  register: Pick<Register, 'caseOf'>,
  piece: Extract<CaseEntry, { kind: 'piece' }>,
): Promise<number> {
  return Math.max((await register.caseOf(piece.caseId))?.confidentialityLevel ?? 0, piece.confidentialityLevel);
}

/** Why a case is as confidential as it is, what is heard in it and what it is called says something of it; what else is noted of a case says nothing of what it is about. */
const levelOfNote = async (register: Pick<Register, 'caseOf'>, { kind, caseId }: CaseEntry): Promise<number> =>
  ['hearing', 'captionSet', 'levelAsked', 'levelSet', 'moveAsked', 'moved'].includes(kind)
    ? ((await register.caseOf(caseId))?.confidentialityLevel ?? 0)
    : 0;

/** What is said of a draft is for those who draft in its case: it is no part of the file. */
async function seesReview(holder: Holder, register: Pick<Register, 'caseOf'>, { caseId }: CaseEntry): Promise<boolean> {
  if (!holder.roles.some((role) => mightEver(role, 'draft'))) return false;
  return mayRead(holder, (await register.caseOf(caseId))?.confidentialityLevel ?? 0);
}

/**
 * Whether a file is for these eyes: one of the acts or pieces that it is of has to be. A file that is of none yet was just sent, and is to
 * be named next.
 */
export async function seesFile(
  holder: Holder | null,
  register: Seen & Pick<Register, 'proposalOf' | 'people'>,
  sha256: string,
): Promise<boolean> {
  if (holder === null) return true;
  const { acts, pieces } = await register.people.usesOf(sha256);
  if (acts.length === 0 && pieces.length === 0) return true;
  for (const actId of acts) {
    const proposal = await register.proposalOf(actId);
    if (proposal && readsAct(holder, await eyesOn(register, proposal.caseId), proposal)) return true;
  }
  for (const piece of pieces) {
    if (piece.kind !== 'piece') continue;
    const level = await levelOf(register, piece);
    if (mayRead(holder, level) || isOpenTo(holder, await eyesOn(register, piece.caseId), level)) return true;
  }
  return false;
}

/** A page of the feed without what is not for these eyes. */
export async function eventsFor(
  holder: Holder | null,
  register: Seen & Pick<Register, 'proposalOf' | 'drafts'>,
  events: readonly FeedEvent[],
): Promise<FeedEvent[]> {
  if (holder === null) return [...events];
  // Asked once for each case of a page.
  const known = new Map<CaseId, Promise<Eyes>>();
  const eyesIn = (caseId: CaseId): Promise<Eyes> => {
    const eyes = known.get(caseId) ?? eyesOn(register, caseId);
    known.set(caseId, eyes);
    return eyes;
  };
  const seesActOf = async (actId: ActId, kind?: CaseEntry['kind']): Promise<boolean> => {
    const proposal = await register.proposalOf(actId);
    if (!proposal) return false;
    const eyes = await eyesIn(proposal.caseId);
    // That it was sealed is told to those who saw it until then.
    return seesActIn(holder, kind === 'sealed' ? { ...eyes, sealed: new Set() } : eyes, proposal);
  };
  const told: FeedEvent[] = [];
  for (const event of events) {
    switch (event.kind) {
      case 'case': {
        const { caseId, confidentialityLevel } = event.case;
        const isOpen = isOpenTo(holder, await eyesIn(caseId), confidentialityLevel);
        told.push({ kind: 'case', case: isOpen ? event.case : recordFor(holder, event.case) });
        break;
      }
      case 'proposal':
        if (seesActIn(holder, await eyesIn(event.proposal.caseId), event.proposal)) told.push(event);
        break;
      case 'entry': {
        const { entry } = event;
        const actId = actOf(entry);
        if (draftOf(entry) !== null) {
          if (await seesReview(holder, register, entry)) told.push(event);
          break;
        }
        // The alert goes to all who might have made it themselves, however confidential the case is.
        if (entry.kind === 'breakGlass') {
          if (mayDo(holder, 'breakGlass')) told.push(event);
          break;
        }
        const level = entry.kind === 'piece' ? await levelOf(register, entry) : await levelOfNote(register, entry);
        if (
          actId === null || isMove(entry)
            ? mayRead(holder, level) || seesLine(holder, level) || isOpenTo(holder, await eyesIn(entry.caseId), level)
            : await seesActOf(actId, entry.kind)
        )
          told.push(event);
        break;
      }
      case 'returned':
        if (await seesActOf(event.return.actId)) told.push(event);
        break;
      case 'registered':
      case 'rendition':
      case 'partlySigned':
      case 'received':
      case 'refused':
      case 'halfReceived':
      case 'halfRefused':
        if (await seesActOf(event.actId)) told.push(event);
        break;
      case 'draft':
        if (mayRead(holder, (await register.caseOf(event.draft.caseId))?.confidentialityLevel ?? 0)) told.push(event);
        break;
      // Says no more than that there was something, or whether there is a line.
      case 'centre':
      case 'entryRefused':
        told.push(event);
        break;
      case 'draftLease': {
        const state = await register.drafts.stateOf(event.draftId);
        const record = state && (await register.caseOf(state.caseId));
        if (mayRead(holder, record?.confidentialityLevel ?? 0)) told.push(event);
        break;
      }
      default:
        assertNever(event, 'feed event');
    }
  }
  return told;
}
