import { useWords } from '../../app/context.tsx';
import type { Stretch } from '../../model/compare.ts';

/** Words of two texts: what only one of them has is underlined or struck, and told to those who hear it. */
export function Stretches({ stretches, only }: { stretches: readonly Stretch[]; only?: 'left' | 'right' }) {
  const { say } = useWords();
  const shown = stretches.filter((stretch) => only === undefined || stretch.in === 'both' || stretch.in === only);
  return (
    <>
      {shown.map((stretch, index) => {
        if (stretch.in === 'both') return <span key={index}>{stretch.text}</span>;
        const added = only !== undefined || stretch.in === 'right';
        return added ? (
          <ins key={index} className="draft-ins" title={say('drafts.added')}>
            {stretch.text}
          </ins>
        ) : (
          <del key={index} className="draft-del" title={say('drafts.removed')}>
            {stretch.text}
          </del>
        );
      })}
    </>
  );
}
