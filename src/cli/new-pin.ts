/** A new PIN for a token, asked for at the terminal or read from standard input. Tried once; nothing here is ever sent twice (law 4). */
import process from 'node:process';
import type { PinQuestion } from '../contract/token.ts';
import { sayPinState, sayPukState } from '../contract/words/states.ts';
import type { PinSource } from './pin.ts';
import type { AskNewPin } from './processes.ts';
import { type LineReader, lineReader, readAnswer, readSecret } from './terminal.ts';
import type { Ui } from './ui.ts';

export type NewPinWanted = Extract<PinQuestion, { kind: 'newPinWanted' }>;

/** What cannot be right is found here, so that no try is spent on it. */
export type NewPinTrouble = 'differ' | 'same' | 'length';

export interface NewPinAsker {
  readonly ask: AskNewPin;
  /** Why nothing was sent, where it was for what the person typed. */
  readonly trouble: { readonly kind: NewPinTrouble; readonly min: number; readonly max: number } | null;
}

export function newPinAsker(source: PinSource, ui: Ui, input: NodeJS.ReadableStream = process.stdin): NewPinAsker {
  let trouble: NewPinAsker['trouble'] = null;
  const lines: LineReader | null = source.fromStdin ? lineReader(input) : null;
  return {
    async ask(question) {
      sayState(question, ui);
      const lastTryConfirmed = await confirmLastTry(question, source, ui);
      if (question.protectedPath) {
        ui.note(ui.words.newPin.onReader(question.tokenLabel));
        return { proof: '', newPin: '', lastTryConfirmed };
      }
      if (isLastTry(question) && !lastTryConfirmed) return null;
      const typed = await (lines ? fromLines(lines, question) : fromPerson(question, ui));
      if (typed === null) return null;
      const { pinMin: min, pinMax: max } = question;
      const kind = troubleOf(question, typed);
      trouble = kind && { kind, min, max };
      return kind ? null : { proof: typed.proof, newPin: typed.newPin, lastTryConfirmed };
    },
    get trouble() {
      return trouble;
    },
  };
}

interface Typed {
  readonly proof: string;
  readonly newPin: string;
  readonly again: string;
}

async function fromLines(lines: LineReader, { errand }: NewPinWanted): Promise<Typed | null> {
  if (errand === 'makeKey') {
    const newPin = await lines.next();
    return newPin ? { proof: '', newPin, again: newPin } : null;
  }
  const proof = await lines.next();
  const newPin = await lines.next();
  return proof && newPin ? { proof, newPin, again: newPin } : null;
}

async function fromPerson(question: NewPinWanted, ui: Ui): Promise<Typed | null> {
  const { tokenLabel, errand, pinMin, pinMax } = question;
  const { newPin: words } = ui.words;
  // A key that is made has no PIN before.
  const isNew = errand === 'makeKey';
  const ask = errand === 'unblockPin' ? words.puk(tokenLabel) : words.oldPin(tokenLabel);
  const proof = isNew ? '' : await readSecret(ask);
  if (proof === null) return null;
  const newPin = await readSecret(words.newPin(pinMin, pinMax));
  if (newPin === null) return null;
  const again = await readSecret(words.again);
  return again === null ? null : { proof, newPin, again };
}

function troubleOf({ errand, pinMin, pinMax }: NewPinWanted, { proof, newPin, again }: Typed): NewPinTrouble | null {
  // Counted as the token counts it: in bytes of UTF-8.
  const length = Buffer.byteLength(newPin, 'utf8');
  if (length < pinMin || (pinMax > 0 && length > pinMax)) return 'length';
  if (newPin !== again) return 'differ';
  return errand === 'changePin' && newPin === proof ? 'same' : null;
}

const stateOf = ({ errand, pinState, pukState }: NewPinWanted) => (errand === 'unblockPin' ? pukState : pinState);
const isLastTry = (question: NewPinWanted): boolean => stateOf(question) === 'finalTry';

/** How many tries are left, before anything is typed. */
function sayState(question: NewPinWanted, ui: Ui): void {
  const say = question.errand === 'unblockPin' ? sayPukState : sayPinState;
  const tries = question.triesLeft === null ? '' : ` ${ui.words.newPin.triesLeft(question.triesLeft)}`;
  ui.note(`${say(stateOf(question), ui.locale)}.${tries}`);
}

/** The separate yes of law 4: given on the command line, or a word of its own typed before any secret is asked for. */
async function confirmLastTry(question: NewPinWanted, source: PinSource, ui: Ui): Promise<boolean> {
  if (!isLastTry(question) || source.lastTryConfirmed || source.fromStdin) return source.lastTryConfirmed;
  const { yes, finalTry } = ui.words.pin;
  const ask = question.errand === 'unblockPin' ? ui.words.newPin.lastPuk(yes) : finalTry(yes);
  return (await readAnswer(ask)) === yes;
}
