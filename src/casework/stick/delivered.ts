import type { Failure } from '../../contract/failures.ts';
import { EntryId } from '../../contract/wire-entries.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import type { ParcelOutcome } from '../../contract/stick.ts';
import type { BundleAnswer } from '../../line/port.ts';
import { settleCase, settleEntry } from '../cases/rows.ts';
import { stateAfter } from '../cases/send.ts';
import { versionArrived } from '../drafts/outgoing.ts';
import { draftOfVersion, noteDraftTrouble, readDraft } from '../drafts/rows.ts';
import { finalForSignature } from '../joint/errand.ts';
import { halfArrived, halfInOffice, halfTrouble, openHalves } from '../joint/rows.ts';
import { endProposal, noteProposalTrouble, waitingProposals } from '../proposing/rows.ts';
import { isFinalForProposal } from '../proposing/send.ts';
import { believesNo } from '../receipts/no.ts';
import { verifyHalfReceived, verifyPartial } from '../receipts/verify.ts';
import type { Store } from '../store/index.ts';

export interface DeliveryRooms {
  readonly store: Store;
  readonly clock: () => Date;
  readonly pinnedKeys: readonly ReceiptKey[];
  readonly officeKeys: readonly ReceiptKey[];
  readonly onDraft: (draftId: string) => void;
}

export type Delivered = 'delivered' | 'received' | 'refused' | 'later';

/** What became of a case, a proposal, a text or an entry, told by a parcel: taken exactly as if the line had said it. */
export function takeDelivery(rooms: DeliveryRooms, outcome: ParcelOutcome, failure: Failure | null): Delivered {
  const { store } = rooms;
  const { id } = outcome;
  switch (outcome.item) {
    case 'case':
      store.journal.write((tx) => settleCase(tx, id, stateAfter(failure), failure));
      return placed(stateAfter(failure));
    case 'entry':
      store.journal.write((tx) => settleEntry(tx, EntryId.parse(id), stateAfter(failure), failure));
      return placed(stateAfter(failure));
    case 'proposal': {
      const proposal = waitingProposals(store.journal).find(({ actId }) => actId === id);
      const isFinal = failure !== null && isFinalForProposal(failure);
      if (proposal)
        store.journal.write((tx) => {
          if (failure === null || isFinal) endProposal(tx, proposal, isFinal ? 'refused' : 'sent', failure);
          else noteProposalTrouble(tx, proposal, failure);
        });
      return failure === null ? 'delivered' : isFinal ? 'refused' : 'later';
    }
    case 'draft': {
      const draftId = draftOfVersion(store.journal, id);
      if (draftId === null) return 'later';
      if (failure !== null) {
        // A person who waits for the stick is told as much as one who waits for the line.
        const isOfHand = readDraft(store.journal, draftId)?.version === id;
        if (isOfHand && store.journal.write((tx) => noteDraftTrouble(tx, draftId, failure))) rooms.onDraft(draftId);
        return isReused(failure) ? 'refused' : 'later';
      }
      store.journal.write((tx) => versionArrived(tx, draftId, id, outcome.parents ?? []));
      rooms.onDraft(draftId);
      return 'delivered';
    }
    case 'signature':
    case 'return':
    case 'act':
    case 'rendition':
      throw new Error(`${outcome.item}: has an answer of its own`);
  }
}

/** Sending the very same again would end the same: it has to be saved anew. */
const isReused = (failure: Failure): boolean =>
  failure.kind === 'registrationRefused' && failure.problem === 'draft-version-reused';

/** The same of a signature that others come after. */
export function takeHalfAnswer(rooms: DeliveryRooms, actId: string, answer: BundleAnswer): Delivered {
  const { store, clock, pinnedKeys, officeKeys } = rooms;
  const half = openHalves(store.journal).find(({ request }) => request.actId === actId);
  // What the line brought home meanwhile is done.
  if (!half) return 'later';
  const { seq, request } = half;
  switch (answer.kind) {
    case 'registered': {
      const verdict = verifyPartial(answer.receipt, pinnedKeys, request);
      if (verdict.kind === 'invalid') return 'later';
      const { statement } = verdict;
      store.journal.write((tx) => halfArrived(tx, seq, { jws: answer.receipt, statement }, clock()));
      return 'delivered';
    }
    case 'received': {
      const verdict = verifyHalfReceived(answer.statement, officeKeys, request);
      if (verdict.kind === 'invalid') return 'later';
      const { statement } = verdict;
      store.journal.write((tx) => halfInOffice(tx, seq, { jws: answer.statement, statement }, clock()));
      return 'received';
    }
    case 'refused':
    case 'later': {
      const { failure } = answer;
      const isFinal =
        failure.kind === 'registrationRefused' &&
        finalForSignature.has(failure.problem) &&
        believesNo(rooms, request, failure);
      store.journal.write((tx) => halfTrouble(tx, seq, failure, isFinal, clock()));
      return isFinal ? 'refused' : 'later';
    }
    case 'returned':
    case 'line':
      return 'later';
  }
}

const placed = (state: 'sent' | 'refused' | 'waiting'): Delivered =>
  state === 'sent' ? 'delivered' : state === 'refused' ? 'refused' : 'later';
