import { FilePenLine, KeyRound } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import type { Locale } from '../../contract/config.ts';
import type { PinAnswer, PinQuestion } from '../../contract/token.ts';
import { sayPinState, sayPukState } from '../../contract/words/states.ts';
import { LastTry, PinVerbs, TriesLeft, alarmOf } from './foot.tsx';
import { PracticeStrip } from './PracticeStrip.tsx';
import { fill, pinWords, type PinWords } from './words.ts';

type Wanted = Extract<PinQuestion, { kind: 'newPinWanted' }>;

interface Props {
  readonly locale: Locale;
  readonly question: Wanted;
  readonly onAnswer: (answer: PinAnswer) => void;
}

/** A new PIN, with what allows it: the old one or the PUK. One try; the fields are emptied as they are sent. */
export function NewPinScreen({ locale, question, onAnswer }: Props) {
  const words = pinWords[locale];
  const { errand, tokenLabel: token, practice, protectedPath, sessionId } = question;
  const [sent, setSent] = useState(false);
  const cancel = (): void => onAnswer({ kind: 'pinCancelled', sessionId });
  const unblocks = errand === 'unblockPin';
  const makes = errand === 'makeKey';
  return (
    <main className="pin" onKeyDown={(event) => (event.key === 'Escape' && !sent ? cancel() : undefined)}>
      {practice ? <PracticeStrip locale={locale} /> : null}
      <header className="pin-head">
        <h1>{makes ? words.make : fill(unblocks ? words.unblock : words.change, { token })}</h1>
        {makes ? (
          <p className="pin-electronic">
            <FilePenLine aria-hidden size={16} /> {words.electronic}. {words.electronicHelp}
          </p>
        ) : null}
        <p className="quiet">{makes ? words.makeWhy : unblocks ? words.unblockWhy : words.changeWhy}</p>
      </header>
      {protectedPath ? (
        <div className="pin-foot">
          <p className="pin-pad" role="status">
            <KeyRound aria-hidden size={16} /> {words.newPinpad}
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
        <NewPinForm
          locale={locale}
          question={question}
          onCancel={cancel}
          onEnter={(proof, newPin, lastTryConfirmed) => {
            setSent(true);
            onAnswer({ kind: 'newPinEntered', sessionId, proof, newPin, lastTryConfirmed });
          }}
        />
      )}
    </main>
  );
}

type Problem = 'empty' | 'length' | 'differ' | 'same' | 'confirm';

/** What cannot be right is told here, so that no try is spent on it; null when it may be sent. */
function problemOf(
  question: Wanted,
  given: { readonly proof: string; readonly newPin: string; readonly again: string; readonly sure: boolean },
): Problem | null {
  const { pinMin, pinMax, errand } = question;
  if ((given.proof === '' && errand !== 'makeKey') || given.newPin === '' || given.again === '') return 'empty';
  // Counted as the token counts it: in UTF-8 bytes.
  const length = new TextEncoder().encode(given.newPin).length;
  if (length < pinMin || (pinMax > 0 && length > pinMax)) return 'length';
  if (given.newPin !== given.again) return 'differ';
  if (errand === 'changePin' && given.newPin === given.proof) return 'same';
  return isLastTry(question) && !given.sure ? 'confirm' : null;
}

const stateOf = ({ errand, pinState, pukState }: Wanted) => (errand === 'unblockPin' ? pukState : pinState);
const isLastTry = (question: Wanted): boolean => stateOf(question) === 'finalTry';

function NewPinForm({
  locale,
  question,
  onCancel,
  onEnter,
}: {
  locale: Locale;
  question: Wanted;
  onCancel: () => void;
  onEnter: (proof: string, newPin: string, lastTryConfirmed: boolean) => void;
}) {
  const words = pinWords[locale];
  const { errand, pinMin, pinMax, triesLeft } = question;
  const [proof, setProof] = useState('');
  const [newPin, setNewPin] = useState('');
  const [again, setAgain] = useState('');
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const unblocks = errand === 'unblockPin';
  const makes = errand === 'makeKey';
  const lastTry = isLastTry(question);
  const state = stateOf(question);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wrong = problemOf(question, { proof, newPin, again, sure });
    if (wrong) return setProblem(wrong);
    setProof('');
    setNewPin('');
    setAgain('');
    onEnter(proof, newPin, lastTry && sure);
  };
  const typed = (set: (text: string) => void) => (text: string) => {
    set(text);
    setProblem(null);
  };
  const length = fill(pinMax > 32 ? words.lengthMin : words.length, { n: pinMin, min: pinMin, max: pinMax });
  return (
    <form className="pin-foot" onSubmit={submit} autoComplete="off">
      {makes ? null : (
        <>
          <TriesLeft
            {...{ words, triesLeft }}
            state={(unblocks ? sayPukState : sayPinState)(state, locale)}
            alarm={alarmOf(state, triesLeft)}
          />
          <Secret label={unblocks ? words.puk : words.oldPin} value={proof} onChange={typed(setProof)} focused />
        </>
      )}
      <Secret
        label={makes ? words.newPassphrase : words.newPin}
        value={newPin}
        onChange={typed(setNewPin)}
        invalid={problem === 'length'}
        focused={makes}
      />
      <Secret
        label={makes ? words.passphraseAgain : words.again}
        value={again}
        onChange={typed(setAgain)}
        invalid={problem === 'differ'}
      />
      <p id="pin-hint" className="hint" data-tone={problem ? 'bad' : undefined} role={problem ? 'alert' : undefined}>
        {problem === null || problem === 'length' ? length : sayProblem(problem, words)}
      </p>
      {lastTry ? (
        <LastTry
          what={unblocks ? words.lastPuk : words.lastTry}
          help={unblocks ? words.lastPukHelp : words.lastTryHelp}
          sure={sure}
          onChange={setSure}
        />
      ) : null}
      <PinVerbs
        words={words}
        main={makes ? words.doMake : unblocks ? words.doUnblock : words.doChange}
        onCancel={onCancel}
      />
    </form>
  );
}

function sayProblem(problem: Exclude<Problem, 'length'>, words: PinWords): string {
  return problem === 'confirm' ? words.confirmNew : words[problem];
}

function Secret({
  label,
  value,
  onChange,
  invalid = false,
  focused = false,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  invalid?: boolean;
  focused?: boolean;
}) {
  return (
    <TextField
      className="pin-field"
      value={value}
      onChange={onChange}
      type="password"
      autoComplete="off"
      isInvalid={invalid}
      autoFocus={focused}
    >
      <Label>{label}</Label>
      <div className="pin-line">
        <Input spellCheck={false} autoCapitalize="off" autoCorrect="off" aria-describedby="pin-hint" maxLength={255} />
      </div>
    </TextField>
  );
}
