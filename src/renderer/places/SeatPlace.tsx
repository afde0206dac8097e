import { type FormEvent, useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { Failure } from '../../contract/failures.ts';
import { sayRole } from '../../contract/words/states.ts';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';

/** Which of the granted offices and roles the person works as. */
export function SeatPlace() {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { say, locale, formats } = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const seats = status?.seats ?? [];
  const present = status?.seat ?? '';
  const isOpen = (seatId: string): boolean => seats.some((seat) => seat.seatId === seatId && seat.ended === undefined);
  const wanted =
    chosen ?? (isOpen(present) ? present : (seats.find(({ ended }) => ended === undefined)?.seatId ?? present));
  const isPractice = status?.mode === 'practice';
  const sit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (wanted === present) return leave(model);
    setBusy(true);
    const failed = await model.sit(wanted);
    setBusy(false);
    setFailure(failed);
  };
  return (
    <>
      <header className="place-head">
        <h2>{say(isPractice ? 'seat.practice' : 'command.seat')}</h2>
        <p className="place-note">{say(isPractice ? 'seat.practiceNote' : 'seat.note')}</p>
      </header>
      <div className="place-body drafts">
        {failure ? <FailureNote failure={failure} /> : null}
        <form id="seat" onSubmit={(event) => void sit(event)}>
          <RadioGroup className="pin-choice seats" value={wanted} onChange={setChosen}>
            <Label className="heard">{say('command.seat')}</Label>
            {seats.map(({ seatId, office, name, role, capacity, ended, until }) => (
              <Radio key={seatId} value={seatId} className="choose-option" isDisabled={ended !== undefined}>
                <span className="radio-dot" aria-hidden />
                <span>
                  <strong>{name}</strong> · {capacity} <span className="hint">({sayRole(role, locale)})</span>
                  <br />
                  <span className="hint">
                    {office}
                    {seatId === present ? ` · ${say('seat.now')}` : ''}
                    {ended === undefined && until !== undefined
                      ? ` · ${say('seat.until', { date: formats.date(until) })}`
                      : ''}
                  </span>
                  {ended === undefined ? null : (
                    <>
                      <br />
                      <span data-tone="bad">
                        {say(`seat.ended.${ended}`, { date: until === undefined ? '' : formats.date(until) })}
                      </span>
                    </>
                  )}
                </span>
              </Radio>
            ))}
          </RadioGroup>
        </form>
        {seats.some(({ ended }) => ended !== undefined) ? <p className="place-note">{say('seat.endedNote')}</p> : null}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" />
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
          <Button look="main" command="primary" type="submit" form="seat" isDisabled={busy}>
            {say('seat.sit')}
          </Button>
        </div>
      </footer>
    </>
  );
}
