import { useEffect, useState } from 'react';
import type { ActRow } from '../../contract/acts.ts';
import type { ActChanges } from '../../contract/review.ts';
import { useModel, useWords } from '../app/context.tsx';
import { differsInLook, pairsOf, wordsOf } from '../model/compare.ts';
import { Note } from '../parts/Note.tsx';
import { Button } from '../parts/small.tsx';
import { Stretches } from './drafts/Stretches.tsx';

/** What is new in an act to a person who read it before: who signed it since, or what became of its text. */
export function ActNews({ row: { actId } }: { row: ActRow }) {
  const model = useModel();
  const { say, formats } = useWords();
  const [changes, setChanges] = useState<ActChanges | null>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let left = false;
    // Asked before these bytes count as read, and kept: what was new stays said while the act is in hand.
    void model.desk.call('acts.changes', { actId }).then((answer) => {
      if (!left && answer.ok) setChanges(answer.value);
    });
    return () => {
      left = true;
    };
  }, [model, actId]);
  if (!changes || changes.what === 'nothing' || changes.readAt === null) return null;
  const { what, readAt, seenAt, texts, signedSince } = changes;
  const when = formats.dateTime(readAt);
  if (what === 'signatures' && seenAt !== null) return null;
  if (what === 'signatures')
    return (
      <Note
        tone="info"
        what={say('act.changes.signatures', {
          when,
          names: signedSince
            .map(({ name, electronic }) => (electronic ? say('joint.byElectronic', { name }) : name))
            .join(', '),
        })}
      />
    );
  // Read before, in these very bytes: the comparison stays at hand, and nothing is said to be new.
  const isNew = seenAt === null;
  const words = isNew
    ? say(`act.changes.${what}`, { when })
    : say('act.changes.seen', { when, seen: formats.dateTime(seenAt) });
  return (
    <div className="act-news">
      <Note tone={isNew ? 'wait' : 'info'} what={words}>
        {texts ? (
          <Button onPress={() => setOpen(!open)}>{say(open ? 'act.changes.hide' : 'act.changes.see')}</Button>
        ) : null}
      </Note>
      {texts && open ? (
        <div className="draft-compare" role="region" aria-label={say('review.changes')} tabIndex={0}>
          <p className="hint">{say('drafts.comparedWithHand')}</p>
          {pairsOf(texts.before.text, texts.now.text).map((pair, index) => (
            <p key={index} className="draft-compared">
              <Stretches stretches={wordsOf(pair.left?.text ?? '', pair.right?.text ?? '')} />
              {differsInLook(pair) ? <em className="hint"> {say('drafts.otherLook')}</em> : null}
            </p>
          ))}
        </div>
      ) : null}
    </div>
  );
}
