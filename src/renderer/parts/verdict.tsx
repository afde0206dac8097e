import { CircleCheck, CircleDashed, CircleHelp, CircleX } from 'lucide-react';
import type { FileIndication } from '../../contract/levels.ts';

/** How each indication looks and what it is called. */
export const verdicts = {
  TOTAL_PASSED: { icon: CircleCheck, tone: 'ok', word: 'report.passed' },
  INDETERMINATE: { icon: CircleHelp, tone: 'wait', word: 'report.indeterminate' },
  TOTAL_FAILED: { icon: CircleX, tone: 'bad', word: 'report.failed' },
  UNSIGNED: { icon: CircleDashed, tone: 'info', word: 'report.unsigned' },
} as const satisfies Record<FileIndication, unknown>;

export function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
