import { Clock, CircleX, Lock, TriangleAlert } from 'lucide-react';
import type { CaseRow } from '../../../contract/cases.ts';
import { useWords } from '../../app/context.tsx';

/** What is to be known of a case at a glance: each mark a word and a shape, never a colour alone. */
export function CaseMarks({ row }: { row: CaseRow }) {
  const { say, formats } = useWords();
  const urgent = [
    row.detained ? say('cases.detained') : null,
    row.flags.fatalDeadline ? say('cases.fatal') : null,
    row.flags.vulnerableVictim ? say('cases.vulnerable') : null,
  ].filter((word) => word !== null);
  return (
    <span className="case-marks">
      {urgent.map((word) => (
        <span key={word} data-tone="bad">
          <TriangleAlert aria-hidden size={14} /> {word}
        </span>
      ))}
      {row.confidentialityLevel > 1 ? (
        <span>
          <Lock aria-hidden size={14} /> {say('cases.level', { level: formats.number(row.confidentialityLevel) })}
        </span>
      ) : null}
      {row.place === 'here' ? (
        <span data-tone="wait">
          <Clock aria-hidden size={14} /> {say('cases.place.here')}
        </span>
      ) : null}
      {row.place === 'refused' ? (
        <span data-tone="bad">
          <CircleX aria-hidden size={14} /> {say('cases.place.refused')}
        </span>
      ) : null}
    </span>
  );
}
