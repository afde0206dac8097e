import { useState } from 'react';
import { useWords } from '../app/context.tsx';
import { readDay, type TypedDay } from '../model/typed-day.ts';
import { Line } from './cases/fields.tsx';

/** A day typed in figures; below it stands which day that is, in words, before anything is done with it. */
export function DayField({ label, onChange }: { label: string; onChange: (day: TypedDay) => void }) {
  const { say, formats } = useWords();
  const [text, setText] = useState('');
  const day = readDay(text, new Date());
  return (
    <div className="day-field">
      <Line
        label={label}
        value={text}
        max={10}
        hint={
          day === null
            ? say('day.hint')
            : day === 'unfinished'
              ? say('day.unfinished')
              : formats.wholeDay(`${day}T12:00:00`)
        }
        onChange={(typed) => {
          setText(typed);
          onChange(readDay(typed, new Date()));
        }}
      />
    </div>
  );
}
