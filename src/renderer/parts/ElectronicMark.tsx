import { FilePenLine } from 'lucide-react';
import type { ActRow } from '../../contract/acts.ts';
import { useWords } from '../app/context.tsx';
import { kindName } from '../model/electronic.ts';

/**
 * The word and the shape of an electronic signature, wherever one is: it is never taken for a digital one.
 * @param row of several signers it is said how many signed so
 */
export function ElectronicMark({ row }: { row?: Pick<ActRow, 'joint'> }) {
  const words = useWords();
  return (
    <span className="mark electronic-mark" data-tone="wait">
      <FilePenLine aria-hidden size={14} />
      {kindName(row, words)}
    </span>
  );
}
