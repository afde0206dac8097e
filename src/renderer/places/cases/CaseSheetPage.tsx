import { useState } from 'react';
import { sayState } from '../../../contract/words/states.ts';
import type { CaseSheet, EntryRow } from '../../../contract/cases.ts';
import { VerificationCodeText } from './code.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { focusPaneSoon } from '../../app/focus.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button, Hash } from '../../parts/small.tsx';
import { CaseMarks } from './CaseMarks.tsx';
import { ExceptionalUntil } from './Exceptional.tsx';
import { MoveCase } from './MoveCase.tsx';
import { NoteLine } from './NoteLine.tsx';
import { SetCaption } from './SetCaption.tsx';
import { SetHearing } from './SetHearing.tsx';
import { SetLevel } from './SetLevel.tsx';
import { type UrgencyOf, Urgency } from './Urgency.tsx';

/** All of a case but its acts: its numbers, its parties, what makes it urgent, its pieces. */
export function CaseSheetPage() {
  const model = useModel();
  const { sheet, failure } = useStore(model.cases.view);
  const { status } = useStore(model.office.view);
  const { say } = useWords();
  if (!sheet) return null;
  const permits = status?.person.permits ?? [];
  const { row } = sheet;
  // Another office's case is only read.
  const adds = row.movedTo === null;
  const toIndex = (): void => {
    const { source } = model.list.view.get();
    const back = source.kind === 'case' ? source.back : source.tray;
    const opened = model.openSource({ kind: 'case', caseId: row.caseId, back });
    void opened.then(() => focusPaneSoon('list'));
  };
  return (
    <>
      <header className="place-head">
        <h2>{row.caption}</h2>
        <p className="place-note">
          <CaseMarks row={row} />
        </p>
      </header>
      <div className="place-body drafts" tabIndex={0} role="region" aria-label={row.caption}>
        {failure ? <FailureNote failure={failure} /> : null}
        {row.trouble ? <FailureNote failure={row.trouble} tone="wait" alert={false} /> : null}
        <ExceptionalUntil sheet={sheet} />
        <Facts sheet={sheet} />
        {adds && permits.includes('setFlags') ? <SetCaption key={`caption of ${row.caseId}`} sheet={sheet} /> : null}
        {adds && permits.includes('setFlags') && row.series === 'case' ? (
          <SetUrgency key={row.caseId} sheet={sheet} />
        ) : null}
        {row.series === 'case' && row.movedTo === null ? (
          <SetHearing sheet={sheet} mayChange={permits.includes('setFlags')} />
        ) : null}
        {adds && permits.includes('setFlags') ? <SetLevel key={`level of ${row.caseId}`} sheet={sheet} /> : null}
        {permits.includes('setFlags') || row.movedTo !== null ? (
          <MoveCase key={`office of ${row.caseId}`} sheet={sheet} />
        ) : null}
        <section aria-label={say('cases.entries')}>
          <h3 className="group-label">{say('cases.entries')}</h3>
          {sheet.entries.length === 0 ? <p className="hint">{say('cases.noEntries')}</p> : null}
          <ul className="entry-list">
            {sheet.entries.map((entry) => (
              <Entry key={entry.entry.entryId} row={entry} />
            ))}
          </ul>
        </section>
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" />
        <div className="decision-verbs">
          <Button command="back" onPress={() => model.cases.page('list')}>
            {say('cases.toList')}
          </Button>
          <Button onPress={toIndex}>{say('cases.toIndex')}</Button>
          <Button onPress={() => model.cases.page('bind')}>{say('bind.open')}</Button>
          {sheet.opening && permits.includes('openCase') ? (
            <Button onPress={() => void model.cases.setReceipt()}>{say('cases.receipt')}</Button>
          ) : null}
          {adds && permits.includes('takeEvidence') ? (
            <Button look="main" command="primary" onPress={() => model.cases.page('piece')}>
              {say('piece.add')}
            </Button>
          ) : null}
        </div>
      </footer>
    </>
  );
}

function Facts({ sheet: { row, opening } }: { sheet: CaseSheet }) {
  const { say, formats } = useWords();
  const facts: [string, string][] = [[say('cases.number'), row.caseNumber ?? say('cases.numberPending')]];
  if (row.provisionalNumber) facts.push([say('cases.provisional'), row.provisionalNumber]);
  if (opening) {
    const names = opening.parties.map(({ name, pole }) => `${name} (${say(`cases.pole.${pole}`)})`).join(' · ');
    facts.push(
      [say('cases.origin'), say(`cases.origin.${opening.origin}`)],
      [say('cases.parties'), names === '' ? say('cases.noParties') : names],
      [say('cases.openedBy'), opening.by],
      [say('cases.opened'), formats.dateTime(opening.openedAt)],
      [say('cases.code'), VerificationCodeText(opening.code)],
    );
  }
  return (
    <dl className="facts" aria-label={say('cases.facts')}>
      {facts.map(([name, value]) => (
        <div key={name} data-wide={value.length > 60 || undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function SetUrgency({ sheet: { row } }: { sheet: CaseSheet }) {
  const model = useModel();
  const { say } = useWords();
  const [value, setValue] = useState<UrgencyOf>({ detained: row.detained, flags: row.flags });
  const isSame =
    value.detained === row.detained &&
    value.flags.fatalDeadline === row.flags.fatalDeadline &&
    value.flags.vulnerableVictim === row.flags.vulnerableVictim;
  return (
    <div className="urgency">
      <Urgency value={value} onChange={setValue} />
      <Button isDisabled={isSame} onPress={() => void model.cases.setFlags(value.detained, value.flags)}>
        {say('cases.setUrgency')}
      </Button>
    </div>
  );
}

function Entry({ row }: { row: EntryRow }) {
  const model = useModel();
  const { say, formats, locale } = useWords();
  const { entry } = row;
  if (entry.kind !== 'piece') return <NoteLine row={row} />;
  const about = say('piece.line', {
    who: entry.broughtBy,
    place: entry.place,
    origin: say(`piece.origin.${entry.origin}`),
  });
  return (
    <li className="entry">
      <strong>{entry.title}</strong>
      <span className="hint">{about}</span>
      {entry.paperAct ? (
        <span data-tone="wait">
          {say('piece.paperLine', {
            ...{ state: sayState('contingencyPaper', locale), type: entry.paperAct.actType },
            ...{ who: entry.paperAct.signedBy, when: formats.dateTime(entry.paperAct.madeAt) },
          })}
        </span>
      ) : null}
      <span className="hint">
        {entry.by.name} · {formats.dateTime(entry.at)} · {formats.size(entry.size)}
        {row.pages ? ` · ${say('piece.pages', { n: row.pages })}` : ''} · <Hash sha256={entry.sha256} />
        {row.place === 'there' ? null : (
          <span data-tone={row.place === 'here' ? 'wait' : 'bad'}> · {say(`cases.place.${row.place}`)}</span>
        )}
      </span>
      {row.trouble ? <FailureNote failure={row.trouble} tone="wait" alert={false} /> : null}
      <p className="entry-verbs">
        <Button
          look="quiet"
          aria-label={`${say('piece.read')}: ${entry.title}`}
          onPress={() => model.cases.look(entry)}
        >
          {say('piece.read')}
        </Button>
      </p>
    </li>
  );
}
