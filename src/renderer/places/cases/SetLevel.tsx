import { useState } from 'react';
import type { CaseSheet } from '../../../contract/cases.ts';
import type { CaseId } from '../../../contract/ids.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import { Button } from '../../parts/small.tsx';
import { Choose, Line } from './fields.tsx';

const levels = ['0', '1', '2', '3', '4', '5'] as const;

/** How confidential the case is, and the way to change that: a reason, and for less of it a second person. */
export function SetLevel({ sheet }: { sheet: CaseSheet }) {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { say, formats } = useWords();
  const [isOpen, setOpen] = useState(false);
  const now = sheet.row.confidentialityLevel;
  const asked = pendingOf(sheet);
  return (
    <section className="set-level" aria-label={say('secrecy.now', { level: formats.number(now) })}>
      <p className="set-level-now">
        <span>{say('secrecy.now', { level: formats.number(now) })}</span>
        <Button look="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {say('secrecy.change')}
        </Button>
      </p>
      {asked.map(({ entryId, by, level, reason }) => (
        <p key={entryId} data-tone="wait">
          {say('secrecy.pending', { name: by.name, level: formats.number(level), reason })}
        </p>
      ))}
      {isOpen ? (
        <LevelForm
          caseId={sheet.row.caseId}
          now={now}
          mayDecide={(level) =>
            (status?.person.permits ?? []).includes('setConfidentiality') &&
            (level > now || asked.some((one) => one.level === level && one.by.personId !== status?.person.personId))
          }
          onDone={() => setOpen(false)}
        />
      ) : null}
    </section>
  );
}

function LevelForm({
  caseId,
  now,
  mayDecide,
  onDone,
}: {
  caseId: CaseId;
  now: number;
  mayDecide: (level: number) => boolean;
  onDone: () => void;
}) {
  const model = useModel();
  const { say, formats } = useWords();
  const [level, setLevel, forgetLevel] = useKept(`secrecy.level ${caseId}`, now);
  const [reason, setReason, forgetReason] = useKept(`secrecy.reason ${caseId}`, '');
  const save = async (): Promise<void> => {
    if (!(await model.cases.setLevel(level, reason.trim()))) return;
    forgetLevel();
    forgetReason();
    onDone();
  };
  return (
    <div className="set-level-form">
      <Choose
        label={say('secrecy.new')}
        value={levels[level] ?? '1'}
        options={levels.map((id) => ({ id, name: id }))}
        onChange={(id) => setLevel(Number(id))}
      />
      <Line label={say('notes.reason')} value={reason} onChange={setReason} max={1000} hint={say('secrecy.hint')} />
      <Button isDisabled={level === now || reason.trim() === ''} onPress={() => void save()}>
        {say(mayDecide(level) ? 'secrecy.set' : 'secrecy.ask', { level: formats.number(level) })}
      </Button>
    </div>
  );
}

/** What was asked for and nobody answered, as far as it would change anything now. */
function pendingOf({ row, entries }: CaseSheet) {
  const noted = entries.map(({ entry }) => entry);
  const answered = new Set(noted.flatMap((one) => (one.kind === 'levelSet' && one.asked !== null ? [one.asked] : [])));
  return noted.flatMap((one) =>
    one.kind === 'levelAsked' && one.level !== row.confidentialityLevel && !answered.has(one.entryId) ? [one] : [],
  );
}
