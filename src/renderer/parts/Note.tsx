import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type NoteTone = 'ok' | 'info' | 'wait' | 'bad';
const icons = { ok: CircleCheck, info: Info, wait: TriangleAlert, bad: CircleX };

/** Something worth a sentence: a shape, a colour, and the words alone are enough. */
export function Note({ tone, what, children }: { tone: NoteTone; what: ReactNode; children?: ReactNode }) {
  const Icon = icons[tone];
  return (
    <div className="failure" data-tone={tone}>
      <Icon aria-hidden size={16} />
      <div>
        <p className="failure-what">{what}</p>
        {children}
      </div>
    </div>
  );
}
