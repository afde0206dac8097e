/** What both questions, for a PIN and for a new one, have at their foot. */
import { TriangleAlert } from 'lucide-react';
import { Button, Checkbox } from 'react-aria-components';
import { fill, type PinWords } from './words.ts';

/** How it stands with what is asked for, before anything is typed: in words, and in tries left where the card tells them. */
export function TriesLeft({
  words,
  state,
  triesLeft,
  alarm,
}: {
  words: PinWords;
  state: string;
  triesLeft: number | null;
  alarm: 'none' | 'few' | 'last';
}) {
  const tones = { none: 'plain', few: 'wait', last: 'bad' } as const;
  return (
    <p className="pin-state" data-tone={tones[alarm]}>
      {alarm === 'none' ? null : <TriangleAlert aria-hidden size={16} />}
      <span>
        {state}
        {triesLeft === null ? '' : `. ${fill(words.tries, { n: triesLeft })}`}
      </span>
    </p>
  );
}

/** How loudly to warn. */
export function alarmOf(state: string, triesLeft: number | null): 'none' | 'few' | 'last' {
  if (state === 'finalTry') return 'last';
  return state === 'countLow' || (triesLeft !== null && triesLeft < 3) ? 'few' : 'none';
}

/** The separate yes of law 4. */
export function LastTry({
  what,
  help,
  sure,
  onChange,
}: {
  what: string;
  help: string;
  sure: boolean;
  onChange: (sure: boolean) => void;
}) {
  return (
    <Checkbox className="pin-sure" isSelected={sure} onChange={onChange}>
      <span className="check-box" aria-hidden />
      <span>
        {what}
        <br />
        <span className="hint">{help}</span>
      </span>
    </Checkbox>
  );
}

export function PinVerbs({ words, main, onCancel }: { words: PinWords; main: string; onCancel: () => void }) {
  return (
    <div className="pin-verbs">
      <Button className="button" onPress={onCancel}>
        {words.cancel}
      </Button>
      <Button className="button" data-look="main" type="submit">
        {main}
      </Button>
    </div>
  );
}
