import type { OwnProposal } from '../../../contract/drafts.ts';
import { useWords } from '../../app/context.tsx';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Note } from '../../parts/Note.tsx';

const word = {
  waiting: ['wait', 'drafts.proposedWaiting'],
  sent: ['ok', 'drafts.proposedSent'],
  refused: ['bad', 'drafts.proposedRefused'],
} as const;

/** What became of a draft when it was put before its signer. */
export function ProposedNote({ proposed }: { proposed: OwnProposal }) {
  const { say, formats } = useWords();
  const { state, trouble, proposedAt } = proposed;
  const [tone, sentence] = word[state];
  return (
    <>
      <Note tone={tone} what={say(sentence, { when: formats.dateTime(proposedAt) })} />
      {trouble && state !== 'sent' ? <FailureNote failure={trouble} /> : null}
    </>
  );
}
