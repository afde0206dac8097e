import { Badge, Clock, PenLine } from 'lucide-react';
import type { JointSigning } from '../../contract/acts.ts';
import { ElectronicMark } from './ElectronicMark.tsx';
import { useModel, useStore, useWords } from '../app/context.tsx';

/** Who signs an act, in which order, who did, and whose turn it is. */
export function JointTracker({ joint }: { joint: JointSigning }) {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { say, formats } = useWords();
  return (
    <ol className="joint" aria-label={say('joint.label')}>
      {joint.signers.map(({ personId, name, capacity, signedAt, electronic, substitute }, index) => {
        const stands = status?.person.standsFor?.some((one) => one.personId === personId) ?? false;
        const mine = personId === status?.person.personId || stands;
        const isNext = joint.next === index;
        // Of the last one the feed tells no hour: all have signed.
        const hasSigned = signedAt !== null || joint.next === null;
        const Icon = hasSigned ? Badge : isNext ? PenLine : Clock;
        const when = signedAt === null ? '' : formats.dateTime(signedAt);
        const state =
          signedAt !== null
            ? say('joint.signed', { when })
            : hasSigned
              ? say('joint.done')
              : isNext
                ? say(mine ? 'joint.yourTurn' : 'joint.next')
                : say('joint.later');
        return (
          <li key={personId} data-tone={hasSigned ? 'ok' : isNext ? 'wait' : undefined}>
            <Icon aria-hidden size={16} />
            <span>
              <strong>{name}</strong> {capacity}
            </span>
            <span>
              {state} {substitute ? say('joint.substitute', substitute) : null} {electronic ? <ElectronicMark /> : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
