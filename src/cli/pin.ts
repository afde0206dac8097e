/** PINs for the command line: typed by a person, or given on standard input. The program never sends one twice (law 4). */
import process from 'node:process';
import type { AskPin, PinWanted } from './processes.ts';
import { type LineReader, eraseLine, lineReader, readAnswer, readSecret } from './terminal.ts';
import type { Ui } from './ui.ts';

export interface PinSource {
  /** Read PINs from standard input, a line for each question, instead of asking. */
  readonly fromStdin: boolean;
  /** The separate yes for a token's last try, given on the command line. */
  readonly lastTryConfirmed: boolean;
  /** Standard input, where something was read from it already. */
  readonly lines?: LineReader | null;
}

export interface PinAsker {
  readonly ask: AskPin;
  /** A person is being asked now: the token's silence means nothing. */
  readonly waiting: boolean;
}

/** Whether a PIN can be had at all: from standard input, or from a person at a terminal. */
export function canAskPin(source: PinSource): boolean {
  return source.fromStdin || process.stdin.isTTY === true;
}

/**
 * Answers each of the token host's questions anew. The host asks a second time only after the token accepted the PIN before, for a
 * key that wants it for each signature (PKCS#11 CKA_ALWAYS_AUTHENTICATE); a PIN that was wrong ends its session.
 */
export function pinAsker(source: PinSource, ui: Ui, input: NodeJS.ReadableStream = process.stdin): PinAsker {
  let questions = 0;
  let waiting = false;
  let lines: LineReader | null = source.lines ?? null;
  const answer: AskPin = async (question) => {
    if (questions++ > 0) sayAgain(question, source, ui);
    const lastTryConfirmed = await confirmLastTry(question, source, ui);
    if (question.protectedPath) {
      // Typed on the reader: the host waits for it there, and no PIN passes here.
      ui.note(ui.words.pin.onReader(question.tokenLabel));
      return { pin: '', lastTryConfirmed };
    }
    if (question.pinState === 'finalTry' && !lastTryConfirmed && !source.fromStdin) return null;
    const pin = source.fromStdin ? await (lines ??= lineReader(input)).next() : await askPerson(question, ui);
    return pin === null || pin === '' ? null : { pin, lastTryConfirmed };
  };
  return {
    async ask(question) {
      waiting = true;
      try {
        return await answer(question);
      } finally {
        waiting = false;
      }
    },
    get waiting() {
      return waiting;
    },
  };
}

/** Whoever typed the PIN already must not think that it was refused. */
function sayAgain({ purpose, protectedPath }: PinWanted, { fromStdin }: PinSource, ui: Ui): void {
  if (fromStdin && !protectedPath) return;
  eraseLine();
  ui.note(ui.words.pin.again(purpose.items[0]?.caption ?? ''));
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
