/** PINs for the command line: typed by a person, or given once on standard input. No PIN is ever tried twice (law 4). */
import process from 'node:process';
import type { AskPin, PinWanted } from './processes.ts';
import { readAnswer, readFirstLine, readSecret } from './terminal.ts';
import type { Ui } from './ui.ts';

export interface PinSource {
  /** Read the PIN from the first line of standard input instead of asking. */
  readonly fromStdin: boolean;
  /** The separate yes for a token's last try, given on the command line. */
  readonly lastTryConfirmed: boolean;
}

/** Whether a PIN can be had at all: from standard input, or from a person at a terminal. */
export function canAskPin(source: PinSource): boolean {
  return source.fromStdin || process.stdin.isTTY === true;
}

/** Answers the token host's question once. A second question within one command is answered with a refusal. */
export function askOnce(source: PinSource, ui: Ui): AskPin {
  let asked = false;
  return async (question) => {
    if (asked) return null;
    asked = true;
    const lastTryConfirmed = await confirmLastTry(question, source, ui);
    if (question.protectedPath) {
      // Typed on the reader: the host waits for it there, and no PIN passes here.
      ui.note(ui.words.pin.onReader(question.tokenLabel));
      return { pin: '', lastTryConfirmed };
    }
    if (question.pinState === 'finalTry' && !lastTryConfirmed && !source.fromStdin) return null;
    const pin = source.fromStdin ? await readFirstLine() : await askPerson(question, ui);
    return pin === null || pin === '' ? null : { pin, lastTryConfirmed };
  };
}

/** The separate yes of law 4: given on the command line, or a word of its own typed before any PIN is asked for. */
async function confirmLastTry({ pinState }: PinWanted, source: PinSource, ui: Ui): Promise<boolean> {
  if (pinState !== 'finalTry' || source.lastTryConfirmed || source.fromStdin) return source.lastTryConfirmed;
  const { yes, finalTry } = ui.words.pin;
  return (await readAnswer(finalTry(yes))) === yes;
}

function askPerson({ pinState, tokenLabel, purpose }: PinWanted, ui: Ui): Promise<string | null> {
  if (pinState === 'countLow') ui.note(ui.words.pin.countLow);
  return readSecret(ui.words.pin.prompt(tokenLabel, purpose.count));
}
