import { useEffect, useState } from 'react';
import { useModel, useWords } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { readDay, type TypedDay } from '../model/typed-day.ts';
import { Line } from './cases/fields.tsx';

/** A day typed in figures; below it stands which day that is, in words, and why it is no business day, before anything is done with it. */
export function DayField({ label, onChange }: { label: string; onChange: (day: TypedDay) => void }) {
  const { say, formats } = useWords();
  const [text, setText] = useState('');
  const day = readDay(text, new Date());
  const known = useCalendarDay(day === 'unfinished' ? null : day);
  const inWords = (date: string): string => {
    const words = formats.wholeDay(`${date}T12:00:00`);
    return known === null || known.kind === 'business'
      ? words
      : say(`day.${known.kind}`, { day: words, name: known.name });
  };
  return (
    <div className="day-field">
      <Line
        label={label}
        value={text}
        max={10}
        hint={day === null ? say('day.hint') : day === 'unfinished' ? say('day.unfinished') : inWords(day)}
        onChange={(typed) => {
          setText(typed);
          onChange(readDay(typed, new Date()));
        }}
      />
    </div>
  );
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
