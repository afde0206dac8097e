import { Badge, Clock, PenLine } from 'lucide-react';
import type { JointSigning } from '../../contract/acts.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';

/** Who signs an act, in which order, who did, and whose turn it is. */
export function JointTracker({ joint }: { joint: JointSigning }) {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { say, formats } = useWords();
  return (
    <ol className="joint" aria-label={say('joint.label')}>
      {joint.signers.map(({ personId, name, capacity, signedAt }, index) => {
        const mine = personId === status?.person.personId;
        const isNext = joint.next === index;
        const Icon = signedAt === null ? (isNext ? PenLine : Clock) : Badge;
        const when = signedAt === null ? '' : formats.dateTime(signedAt);
        const state =
          signedAt !== null
            ? say('joint.signed', { when })
            : isNext
              ? say(mine ? 'joint.yourTurn' : 'joint.next')
              : say('joint.later');
        return (
          <li key={personId} data-tone={signedAt !== null ? 'ok' : isNext ? 'wait' : undefined}>
            <Icon aria-hidden size={16} />
            <span>
              <strong>{name}</strong> {capacity}
            </span>
            <span>{state}</span>
          </li>
        );
      })}
    </ol>
  );
}
