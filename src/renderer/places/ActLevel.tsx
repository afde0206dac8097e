import { useState } from 'react';
import type { ActRow } from '../../contract/acts.ts';
import type { EntryRow } from '../../contract/cases.ts';
import type { Outcome } from '../../contract/failures.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { useKept } from '../app/kept.ts';
import { Button } from '../parts/small.tsx';
import { Choose, Line } from './cases/fields.tsx';

const levels = ['0', '1', '2', '3', '4'] as const;

/** Makes a registered act less confidential: one asks for it, and another person decides. */
export function ActLevel({
  act,
  entries,
  onDone,
}: {
  act: ActRow;
  entries: readonly EntryRow[];
  /** Resolves whether it was noted. */
  onDone: (answer: Promise<Outcome<ActRow>>) => Promise<boolean>;
}) {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { say, formats } = useWords();
  const { actId, confidentialityLevel: now } = act;
  const [level, setLevel] = useState(now - 1);
  const [reason, setReason, forget] = useKept(`act level ${actId}`, '');
  const asked = pendingOf(entries, now);
  const decides =
    (status?.person.permits ?? []).includes('setConfidentiality') &&
    asked.some((one) => one.level === level && one.by.personId !== status?.person.personId);
  return (
    <section aria-label={say('notes.lower')}>
      <h3 className="group-label">{say('notes.lower')}</h3>
      <p className="hint">{say('notes.lowerHint')}</p>
      {asked.map((one) => (
        <p key={one.entryId} data-tone="wait">
          {say('secrecy.pending', { name: one.by.name, level: formats.number(one.level), reason: one.reason })}
        </p>
      ))}
      <div className="field-row">
        <Choose
          label={say('notes.lowerTo')}
          value={levels[level] ?? '0'}
          options={levels.slice(0, now).map((id) => ({ id, name: id }))}
          onChange={(id) => setLevel(Number(id))}
        />
        <Line label={say('notes.reason')} value={reason} max={1000} onChange={setReason} />
        <Button
          isDisabled={reason.trim() === ''}
          onPress={() => {
            const wish = { actId, level, reason: reason.trim() };
            void onDone(model.desk.call('acts.setLevel', wish)).then((isNoted) => isNoted && forget());
          }}
        >
          {say(decides ? 'secrecy.set' : 'secrecy.ask', { level: formats.number(level) })}
        </Button>
      </div>
    </section>
  );
}

/** What was asked for and nobody answered, as far as it would change anything now. */
function pendingOf(rows: readonly EntryRow[], now: number) {
  const noted = rows.flatMap(({ entry, place }) => (place === 'refused' ? [] : [entry]));
  const answered = new Set(noted.flatMap((one) => (one.kind === 'actLevelSet' ? [one.asked] : [])));
  return noted.flatMap((one) =>
    one.kind === 'actLevelAsked' && one.level < now && !answered.has(one.entryId) ? [one] : [],
  );
}
