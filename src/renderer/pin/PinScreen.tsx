import { CircleX, FilePenLine, Eye, EyeOff, KeyRound } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button, Input, Label, TextField, ToggleButton } from 'react-aria-components';
import type { Locale } from '../../contract/config.ts';
import type { Failure } from '../../contract/failures.ts';
import type { PinAnswer, PinQuestion } from '../../contract/token.ts';
import { failureCode } from '../../contract/words/failures.ts';
import { sayPinState } from '../../contract/words/states.ts';
import { LastTry, PinVerbs, TriesLeft, alarmOf } from './foot.tsx';
import { PracticeStrip } from './PracticeStrip.tsx';
import { sayTrouble } from './said.ts';
import { fill, pinWords } from './words.ts';

type Wanted = Extract<PinQuestion, { kind: 'pinWanted' }>;

interface Props {
  readonly locale: Locale;
  readonly question: Wanted;
  readonly onAnswer: (answer: PinAnswer) => void;
}

/** What the PIN is for, and the PIN. One try: the field is emptied as it is sent, and the host says what became of it. */
export function PinScreen({ locale, question, onAnswer }: Props) {
  const words = pinWords[locale];
  const { purpose, tokenLabel, pinState, protectedPath, sessionId } = question;
  const [sent, setSent] = useState(false);
  const cancel = (): void => onAnswer({ kind: 'pinCancelled', sessionId });
  const blocked: Failure | null =
    pinState === 'locked'
      ? { kind: 'pinLocked', token: tokenLabel }
      : pinState === 'notInitialized'
        ? { kind: 'pinNotInitialized', token: tokenLabel }
        : null;

  return (
    <main className="pin" onKeyDown={(event) => (event.key === 'Escape' && !sent ? cancel() : undefined)}>
      {purpose.practice ? <PracticeStrip locale={locale} /> : null}
      <header className="pin-head">
        {purpose.electronic ? (
          <p className="pin-electronic">
            <FilePenLine aria-hidden size={16} /> {words.electronic}. {words.electronicHelp}
          </p>
        ) : null}
        <h1>{purpose.unlock ? words.unlockTitle : purpose.electronic ? words.passphrase : words.title}</h1>
        <p>{fill(purpose.unlock ? words.unlockPurpose : words.purpose, { n: purpose.count, token: tokenLabel })}</p>
        <p className="quiet">
          {fill(purpose.unlock ? words.unlockAs : words.as, { person: purpose.person, capacity: purpose.capacity })}
        </p>
      </header>
      <Items words={words} purpose={purpose} />
      {blocked ? (
        <Trouble
          {...{ failure: blocked, locale, close: words.close }}
          unlocks={purpose.unlock ?? false}
          onClose={cancel}
        />
      ) : protectedPath ? (
        <div className="pin-foot">
          <p className="pin-pad" role="status">
            <KeyRound aria-hidden size={16} /> {words.pinpad}
          </p>
          <p className="hint">{words.pinpadWait}</p>
          <div className="pin-verbs">
            <Button autoFocus className="button" onPress={cancel}>
              {words.cancel}
            </Button>
          </div>
        </div>
      ) : sent ? (
        <div className="pin-foot">
          <p className="pin-pad" role="status">
            <KeyRound aria-hidden size={16} /> {words.checking}
          </p>
        </div>
      ) : (
        <PinForm
          locale={locale}
          question={question}
          onCancel={cancel}
          onEnter={(pin, lastTryConfirmed) => {
            setSent(true);
            onAnswer({ kind: 'pinEntered', sessionId, pin, lastTryConfirmed });
          }}
        />
      )}
    </main>
  );
}

function Items({ words, purpose }: { words: (typeof pinWords)[Locale]; purpose: Wanted['purpose'] }) {
  const more = purpose.count - purpose.items.length;
  return (
    <div className="pin-items" tabIndex={0} role="region" aria-label={words.items}>
      <ol>
        {purpose.items.map((item, index) => (
          <li key={index}>
            <span className="pin-caption" title={item.caption}>
              {item.caption}
            </span>
            <code className="hash">{item.documentPrefix.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </li>
        ))}
        {more > 0 ? <li className="quiet">{fill(words.more, { n: more })}</li> : null}
      </ol>
    </div>
  );
}

function PinForm({
  locale,
  question,
  onCancel,
  onEnter,
}: {
  locale: Locale;
  question: Wanted;
  onCancel: () => void;
  onEnter: (pin: string, lastTryConfirmed: boolean) => void;
}) {
  const words = pinWords[locale];
  const { pinMin, pinMax, pinState, triesLeft, purpose } = question;
  const [pin, setPin] = useState('');
  const [shown, setShown] = useState(false);
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState<'length' | 'confirm' | null>(null);
  const lastTry = pinState === 'finalTry';

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Judged here so that no try is spent on what cannot be right. Length is counted as the token counts it: in UTF-8 bytes.
    const length = new TextEncoder().encode(pin).length;
    if (length < pinMin || (pinMax > 0 && length > pinMax)) return setProblem('length');
    if (lastTry && !sure) return setProblem('confirm');
    setPin('');
    onEnter(pin, lastTry && sure);
  };
  return (
    <form className="pin-foot" onSubmit={submit} autoComplete="off">
      {purpose.electronic ? null : (
        <TriesLeft
          {...{ words, triesLeft }}
          state={sayPinState(pinState, locale)}
          alarm={alarmOf(pinState, triesLeft)}
        />
      )}
      <TextField
        className="pin-field"
        value={pin}
        onChange={(text) => {
          setPin(text);
          setProblem(null);
        }}
        type={shown ? 'text' : 'password'}
        autoComplete="off"
        isInvalid={problem === 'length'}
        autoFocus
      >
        <Label>{purpose.electronic ? words.passphrase : words.pin}</Label>
        <div className="pin-line">
          <Input
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            aria-describedby="pin-hint"
            maxLength={255}
          />
          <ToggleButton className="icon-button" aria-label={words.show} isSelected={shown} onChange={setShown}>
            {shown ? <EyeOff aria-hidden size={16} /> : <Eye aria-hidden size={16} />}
          </ToggleButton>
        </div>
      </TextField>
      <p id="pin-hint" className="hint" data-tone={problem ? 'bad' : undefined} role={problem ? 'alert' : undefined}>
        {problem === 'confirm'
          ? words.confirmFirst
          : fill(pinMax > 32 ? words.lengthMin : words.length, { n: pinMin, min: pinMin, max: pinMax })}
      </p>
      {lastTry ? (
        <LastTry
          what={words.lastTry}
          help={words.lastTryHelp}
          sure={sure}
          onChange={(yes) => {
            setSure(yes);
            setProblem(null);
          }}
        />
      ) : null}
      <PinVerbs
        words={words}
        main={purpose.unlock ? words.unlock : fill(words.sign, { n: purpose.count })}
        onCancel={onCancel}
      />
    </form>
  );
}

/** What went wrong, in words; closing is all that is left to do here. */
export function Trouble({
  failure,
  locale,
  unlocks,
  close,
  onClose,
}: {
  failure: Failure;
  locale: Locale;
  /** The PIN was to open the desk. */
  unlocks: boolean;
  close: string;
  onClose: () => void;
}) {
  const said = sayTrouble(failure, locale, unlocks);
  return (
    <div className="pin-foot">
      <div className="failure" data-tone="bad" role="alert">
        <CircleX aria-hidden size={16} />
        <div>
          <p className="failure-what">{said.what}</p>
          <p>
            {said.safe} {said.next}
          </p>
          <p className="failure-code">{failureCode(failure)}</p>
        </div>
      </div>
      <div className="pin-verbs">
        <Button autoFocus className="button" onPress={onClose}>
          {close}
        </Button>
      </div>
    </div>
  );
}
