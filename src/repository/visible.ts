import type { ActId } from '../contract/ids.ts';
import { assertNever } from '../contract/ids.ts';
import { type Subject, may, mightEver } from '../contract/permissions.ts';
import type { CaseRecord, FeedEvent, Proposal } from '../contract/wire.ts';
import { type CaseEntry, actOf, draftOf } from '../contract/wire-entries.ts';
import { type Holder, mayRead } from './access.ts';
import type { CaseContents, Register } from './register/port.ts';

/** What stands in the place of a caption that is not for these eyes: that there is a case stays known, as a line of an index does. */
export const hiddenCaption = '***';

/** How an act stands to whoever holds a key: it names the person, or waits for any magistrate of the office. */
export function subjectOf(holder: Holder, proposal: Pick<Proposal, 'signers' | 'author' | 'type'>): Subject {
  const named = proposal.signers?.some(({ personId }) => personId === holder.personId) ?? false;
  const own = proposal.author === holder.name;
  const waits = proposal.signers === undefined && holder.roles.includes('magistrate');
  return { actType: proposal.type, own, designated: named || own, assigned: named || own || waits };
}

/** Whether an act is for these eyes: the highest level of case and act counts. */
export function seesAct(holder: Holder | null, record: CaseRecord | null, proposal: Proposal): boolean {
  return holder === null || readsAct(holder, record, proposal) || seesLine(holder, levelIn(record, proposal));
}

const levelIn = (record: CaseRecord | null, proposal: Proposal): number =>
  Math.max(record?.confidentialityLevel ?? 0, proposal.confidentialityLevel);

/** Its contents, and not only its line in an index. */
const readsAct = (holder: Holder, record: CaseRecord | null, proposal: Proposal): boolean =>
  mayRead(holder, levelIn(record, proposal), subjectOf(holder, proposal));

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
export function contentsFor(holder: Holder | null, contents: CaseContents): CaseContents {
  if (holder === null) return contents;
  const acts = contents.acts.filter(({ proposal }) => seesAct(holder, contents.record, proposal));
  return { ...contents, record: recordFor(holder, contents.record), acts };
}

async function levelOf(
  register: Pick<Register, 'caseOf'>,
  piece: Extract<CaseEntry, { kind: 'piece' }>,
): Promise<number> {
  return Math.max((await register.caseOf(piece.caseId))?.confidentialityLevel ?? 0, piece.confidentialityLevel);
}

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
  register: Pick<Register, 'proposalOf' | 'caseOf' | 'people'>,
  sha256: string,
): Promise<boolean> {
  if (holder === null) return true;
  const { acts, pieces } = await register.people.usesOf(sha256);
  if (acts.length === 0 && pieces.length === 0) return true;
  for (const actId of acts) {
    const proposal = await register.proposalOf(actId);
    if (proposal && readsAct(holder, await register.caseOf(proposal.caseId), proposal)) return true;
  }
  for (const piece of pieces)
    if (piece.kind === 'piece' && mayRead(holder, await levelOf(register, piece))) return true;
  return false;
}

/** A page of the feed without what is not for these eyes. */
export async function eventsFor(
  holder: Holder | null,
  register: Pick<Register, 'proposalOf' | 'caseOf' | 'drafts'>,
  events: readonly FeedEvent[],
): Promise<FeedEvent[]> {
  if (holder === null) return [...events];
  const seesActOf = async (actId: ActId): Promise<boolean> => {
    const proposal = await register.proposalOf(actId);
    return proposal !== null && seesAct(holder, await register.caseOf(proposal.caseId), proposal);
  };
  const told: FeedEvent[] = [];
  for (const event of events) {
    switch (event.kind) {
      case 'case':
        told.push({ kind: 'case', case: recordFor(holder, event.case) });
        break;
      case 'proposal':
        if (seesAct(holder, await register.caseOf(event.proposal.caseId), event.proposal)) told.push(event);
        break;
      case 'entry': {
        const { entry } = event;
        const actId = actOf(entry);
        if (draftOf(entry) !== null) {
          if (await seesReview(holder, register, entry)) told.push(event);
          break;
        }
        const level = entry.kind === 'piece' ? await levelOf(register, entry) : 0;
        if (actId === null ? mayRead(holder, level) || seesLine(holder, level) : await seesActOf(actId))
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
