import {
  Badge,
  Check,
  CheckCheck,
  CircleX,
  Clock,
  CornerUpLeft,
  Eye,
  FileStack,
  Files,
  Lock,
  MailCheck,
  Pencil,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import type { ActRow, ActState } from '../../contract/acts.ts';
import { saySending, sayInOffice, sayState, type Sending } from '../../contract/words/states.ts';
import { useWords } from '../app/context.tsx';

type Tone = 'plain' | 'ok' | 'wait' | 'bad' | 'info';
interface Shape {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly filled?: boolean;
}

const states: Readonly<Record<ActState, Shape>> = {
  draft: { icon: Pencil, tone: 'plain' },
  inReview: { icon: Eye, tone: 'info' },
  returned: { icon: CornerUpLeft, tone: 'wait' },
  toSign: { icon: Badge, tone: 'plain' },
  partiallySigned: { icon: Badge, tone: 'info' },
  signed: { icon: Badge, tone: 'info', filled: true },
  queued: { icon: Clock, tone: 'wait' },
  registered: { icon: CheckCheck, tone: 'ok' },
  notified: { icon: MailCheck, tone: 'ok' },
  withdrawn: { icon: Undo2, tone: 'plain' },
  rejectedByRegistry: { icon: CircleX, tone: 'bad' },
  superseded: { icon: Files, tone: 'plain' },
  contingencyPaper: { icon: FileStack, tone: 'wait' },
  sealed: { icon: Lock, tone: 'plain' },
};

const sendings: Readonly<Record<Sending, Shape>> = {
  waiting: { icon: Clock, tone: 'wait' },
  sent: { icon: Clock, tone: 'wait' },
  received: { icon: Check, tone: 'info' },
  registered: { icon: CheckCheck, tone: 'ok' },
  refused: { icon: CircleX, tone: 'bad' },
};

/** Where an act stands, the same everywhere: a word, a shape and a colour. In a list the word is there for those who hear it. */
export function StateMark({ row, quiet = false }: { row: ActRow; quiet?: boolean }) {
  const { locale, say } = useWords();
  const onItsWay = row.sending !== null && (row.state === 'signed' || row.state === 'queued');
  const shape = onItsWay && row.sending ? sendings[row.sending] : states[row.state];
  const way = row.inOffice ? sayInOffice(locale) : row.sending === null ? '' : saySending(row.sending, locale);
  const word = onItsWay ? way : row.remade ? say('remake.state') : sayState(row.state, locale);
  const number = row.registration ? ` ${row.registration.number}` : '';
  const Icon = shape.icon;
  const drawn = { size: 16, strokeWidth: 1.75, fill: shape.filled ? 'currentColor' : 'none' } as const;
  if (quiet)
    return (
      <span className="state" data-tone={shape.tone} title={`${word}${number}`}>
        <Icon role="img" aria-label={`${word}${number}`} {...drawn} />
      </span>
    );
  return (
    <span className="state" data-tone={shape.tone}>
      <Icon aria-hidden {...drawn} />
      <span>
        {word}
        {number}
      </span>
    </span>
  );
}
