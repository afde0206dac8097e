import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import type { Indication } from '../../contract/levels.ts';

/** How each indication looks and what it is called. */
export const verdicts = {
  TOTAL_PASSED: { icon: CircleCheck, tone: 'ok', word: 'report.passed' },
  INDETERMINATE: { icon: CircleHelp, tone: 'wait', word: 'report.indeterminate' },
  TOTAL_FAILED: { icon: CircleX, tone: 'bad', word: 'report.failed' },
} as const satisfies Record<Indication, unknown>;

export function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
