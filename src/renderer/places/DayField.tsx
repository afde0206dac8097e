import { useEffect, useState } from 'react';
import { useModel, useWords } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { readDay, type TypedDay } from '../model/typed-day.ts';
import { Line } from './cases/fields.tsx';

/** A day typed in figures; below it stands which day that is, in words, and why it is no business day, before anything is done with it. */
export function DayField({ label, onChange }: { label: string; onChange: (day: TypedDay) => void }) {
  const [text, setText] = useState('');
  const hint = useDayHint(readDay(text, new Date()));
  return (
    <div className="day-field">
      <Line
        label={label}
        value={text}
        max={10}
        hint={hint}
        onChange={(typed) => {
          setText(typed);
          onChange(readDay(typed, new Date()));
        }}
      />
    </div>
  );
}

/** What stands below a typed day: which one it is in words, why it is no business day, or how to type one. */
export function useDayHint(day: TypedDay): string {
  const { say, formats } = useWords();
  const known = useCalendarDay(day === 'unfinished' ? null : day);
  if (day === null) return say('day.hint');
  if (day === 'unfinished') return say('day.unfinished');
  const words = formats.wholeDay(`${day}T12:00:00`);
  return known === null || known.kind === 'business'
    ? words
    : say(`day.${known.kind}`, { day: words, name: known.name });
}

/** What the court calendar says of this day; null of none, and while it has not said it. */
function useCalendarDay(date: string | null): Answer<'calendar.day'> | null {
  const model = useModel();
  const [known, setKnown] = useState<Answer<'calendar.day'> | null>(null);
  useEffect(() => {
    if (date === null) return;
    void model.desk.call('calendar.day', { date }).then((said) => {
      if (said.ok) setKnown(said.value);
    });
  }, [model, date]);
  return known?.date === date ? known : null;
}
