import { FilePenLine } from 'lucide-react';
import { useWords } from '../app/context.tsx';

/** The word and the shape of an electronic signature, wherever one is: it is never taken for a digital one. */
export function ElectronicMark() {
  const { say } = useWords();
  return (
    <span className="mark electronic-mark" data-tone="wait">
      <FilePenLine aria-hidden size={14} />
      {say('electronic.name')}
    </span>
  );
}
