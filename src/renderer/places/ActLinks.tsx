import { Button as AriaButton } from 'react-aria-components';
import type { ActRow } from '../../contract/acts.ts';
import { useModel, useWords } from '../app/context.tsx';

/** The office's labels of an act, and the acts that it corrects or that correct it: each opens the other. */
export function ActLinks({ row: { labels = [], corrections = [] } }: { row: ActRow }) {
  const model = useModel();
  const { say } = useWords();
  if (labels.length + corrections.length === 0) return null;
  return (
    <p className="act-links">
      {labels.map((label) => (
        <span key={label} className="label-mark">
          {label}
        </span>
      ))}
      {corrections.map(({ way, actId, how, title, number, registered }) => (
        <AriaButton key={`${way} ${actId}`} className="link" onPress={() => void model.openAct(actId)}>
          {say(`correction.${way}.${how}`, { act: number === null ? title : `${number}. ${title}` })}
          {registered ? '' : ` (${say('correction.pending')})`}
        </AriaButton>
      ))}
    </p>
  );
}
