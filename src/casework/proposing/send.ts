import type { Failure, Outcome } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import type { Proposal } from '../../contract/wire.ts';
import { DocumentError, type DocumentStore } from '../documents/index.ts';
import type { Store } from '../store/index.ts';
import type { Ran } from '../sync/loop.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import { endProposal, noteProposalTrouble, waitingProposals } from './rows.ts';

/** What of the repository proposals need. */
export type ProposalDoor = Pick<RepositoryClient, 'hasBlob' | 'putBlob' | 'small'>;

export interface ProposalSender {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly onChange: () => void;
}

/** What stays a no, whatever is sent again: the act is elsewhere by now, or the case is closed. */
const finalProblems: ReadonlySet<string> = new Set([
  'act-id-reused',
  'act-state',
  'case-closed',
  'case-moved',
  'blob-too-large',
]);

/** Whether the repository will say so again, whatever is sent once more. */
export const isFinalForProposal = (failure: Failure): boolean =>
  failure.kind === 'registrationRefused' && finalProblems.has(failure.problem);

/** Sends what waits, in its order. One act in trouble holds up no other; a line that is down stops the round. */
export async function sendWaiting(sender: ProposalSender, door: ProposalDoor): Promise<Ran> {
  let ok = true;
  for (const proposal of waitingProposals(sender.store.journal)) {
    const failure = await sendOne(sender, door, proposal);
    if (failure === null) {
      sender.store.journal.write((tx) => endProposal(tx, proposal, 'sent', null));
      sender.onChange();
      continue;
    }
    ok = false;
    const isFinal = isFinalForProposal(failure);
    const news = sender.store.journal.write((tx) => {
      if (!isFinal) return noteProposalTrouble(tx, proposal, failure);
      endProposal(tx, proposal, 'refused', failure);
      return true;
    });
    if (news) sender.onChange();
    if (failure.kind === 'repositoryUnreachable' || failure.kind === 'repositoryDenied') break;
  }
  return { ok };
}

async function sendOne({ kept }: ProposalSender, door: ProposalDoor, proposal: Proposal): Promise<Failure | null> {
  const { actId, documentSha256: sha256, size } = proposal;
  const there = await door.hasBlob(sha256, size);
  if (!there.ok) return there.failure;
  if (!there.value) {
    const sent = await sendFile(kept, door, sha256);
    if (!sent.ok) return sent.failure;
  }
  const answer = await door.small({ method: 'PUT', path: `/v1/acts/${actId}/proposal`, body: proposal });
  return answer.ok ? null : answer.failure;
}

async function sendFile(kept: DocumentStore, door: ProposalDoor, sha256: Sha256): Promise<Outcome<void>> {
  try {
    const source = kept.open(sha256);
    try {
      return await door.putBlob(sha256, source);
    } finally {
      source.close();
    }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const kind = error.kind === 'missing' ? 'documentMissing' : 'documentDamaged';
    return { ok: false, failure: { kind, sha256 } };
  }
}
