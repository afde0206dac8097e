import { ShieldCheck, ShieldEllipsis } from 'lucide-react';
import type { ActLevel } from '../../contract/levels.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { useWords } from '../app/context.tsx';

/** How long a signature can be proved: the level reached, and the one that is still to come. Never the wish for the deed. */
export function LevelMark({ level }: { level: ActLevel }) {
  const { say, formats } = useWords();
  const { reached, wanted, provableUntil } = level;
  const isThere = reached === wanted;
  const Icon = isThere ? ShieldCheck : ShieldEllipsis;
  const until = provableUntil === null ? '' : ` · ${say('level.until', { date: formats.date(provableUntil) })}`;
  return (
    <span
      className="state"
      data-tone={isThere ? 'plain' : 'wait'}
      title={`${isThere ? say(`level.${reached}`) : say('level.pending', { reached, wanted })}${until}`}
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} />
      {isThere ? (
        <span>{say('level.short', { level: reached })}</span>
      ) : (
        <>
          <span aria-hidden>
            {reached} → {wanted}
          </span>
          <span className="heard">{say('level.pending', { reached, wanted })}</span>
        </>
      )}
    </span>
  );
}

/** What keeps a signature from its level, under the paper; nothing where nothing does. */
export function LevelWaits({ level }: { level: ActLevel }) {
  const { say, locale } = useWords();
  if (level.waitingFor === null) return null;
  const { what, next } = sayFailure(level.waitingFor, locale);
  return (
    <p className="level-waits" data-tone="wait">
      <ShieldEllipsis aria-hidden size={16} />
      <span>
        {say('level.waits', { wanted: level.wanted, why: what })} {next}
      </span>
    </p>
  );
}
