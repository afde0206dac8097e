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
    if (question.protectedPath && question.pinState !== 'finalTry') {
      ui.note(ui.words.pin.onReader(question.tokenLabel));
      return null;
    }
    if (source.fromStdin) {
      const pin = await readFirstLine();
      return pin === null || pin === '' ? null : { pin, lastTryConfirmed: source.lastTryConfirmed };
    }
    return askPerson(question, source, ui);
  };
}

async function askPerson(question: PinWanted, source: PinSource, ui: Ui): ReturnType<AskPin> {
  const { pin: words } = ui.words;
  if (question.pinState === 'countLow') ui.note(words.countLow);
  let { lastTryConfirmed } = source;
  if (question.pinState === 'finalTry' && !lastTryConfirmed) {
    // The separate yes: a word of its own, typed out, before any PIN is asked for.
    lastTryConfirmed = (await readAnswer(words.finalTry(words.yes))) === words.yes;
    if (!lastTryConfirmed) return null;
  }
  const pin = await readSecret(words.prompt(question.tokenLabel, question.purpose.count));
  return pin === null ? null : { pin, lastTryConfirmed };
}
