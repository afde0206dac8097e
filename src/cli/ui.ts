/**
 * How a command speaks: answers on standard output, everything else on standard error; one language; JSON when asked. What a
 * person reads holds no control characters, wherever it comes from.
 */
import process from 'node:process';
import type { Locale } from '../contract/config.ts';
import type { Failure } from '../contract/failures.ts';
import type { FailureWords } from '../contract/words/failure-language.ts';
import { failureCode, sayFailure } from '../contract/words/failures.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { type Progress, progressBar } from './terminal.ts';
import { visible } from './visible.ts';
import type { CliWords } from './words/cli-words.ts';
import { wordsFor } from './words/index.ts';

export interface Ui {
  readonly locale: Locale;
  readonly words: CliWords;
  readonly json: boolean;
  /** A line of the answer; nothing when JSON was asked for. */
  print(line: string): void;
  /** The answer as one line of JSON; nothing when JSON was not asked for. */
  answer(value: unknown): void;
  /** A line beside the answer, on standard error. */
  note(line: string): void;
  /** The same for several lines at once, in one piece. */
  notes(lines: readonly string[]): void;
  /** `say` writes a count, where a plain number would say little (bytes). */
  progress(label: string, say?: (value: number) => string): Progress;
  /** Says a failure with what is safe and what to do next (in `words` of its own, where given), and answers its exit code. */
  fail(failure: Failure, words?: FailureWords): ExitCode;
  /** Says what is wrong with the call itself. */
  misuse(sentence: string): ExitCode;
}

export function createUi(locale: Locale, json: boolean): Ui {
  const words = wordsFor(locale);
  const notes = (lines: readonly string[]): void =>
    void process.stderr.write(lines.map((line) => `${visible(line)}\n`).join(''));
  const note = (line: string): void => notes([line]);
  return {
    locale,
    words,
    json,
    print: (line) => {
      if (!json) process.stdout.write(`${visible(line)}\n`);
    },
    answer: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
    note,
    notes,
    progress: (label, say) => (json ? { update: () => undefined, finish: () => undefined } : progressBar(label, say)),
    fail(failure, own) {
      for (const line of failureLines(failure, locale, own)) note(line);
      return exitCodeOf(failure);
    },
    misuse(sentence) {
      note(`fojas: ${sentence}`);
      note(words.seeHelp);
      return exitCodes.usage;
    },
  };
}

/** What happened, what is safe, what to do, and the code to read over the telephone. */
export function failureLines(failure: Failure, locale: Locale, words = sayFailure(failure, locale)): string[] {
  const { what, safe, next } = words;
  // Which part of what was typed, or of a file that was named: on the terminal of whoever named it.
  const where = failure.kind === 'badInput' ? failure.detail.split('\n') : [];
  return [
    `fojas: ${what}`,
    ...where.map((line) => `  ${line}`),
    `  ${safe}`,
    `  ${next}`,
    `  (${failureCode(failure)})`,
  ].filter((line) => line.trim() !== '');
}

/** A failure as JSON carries it: its facts, and its words for who reads the log. */
export function failureJson(failure: Failure | null, locale: Locale, words?: FailureWords): unknown {
  return failure === null ? null : { ...failure, words: words ?? sayFailure(failure, locale) };
}

/** `--lang`, then the environment as POSIX orders it, then Argentine Spanish. */
export function localeFrom(lang: string | undefined, env: NodeJS.ProcessEnv): Locale | null {
  if (lang !== undefined) return localeNamed(lang);
  const named = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return localeNamed(named) ?? 'es-AR';
}

function localeNamed(name: string): Locale | null {
  const language = name.toLowerCase().split(/[-_.@]/)[0];
  if (language === 'es') return 'es-AR';
  if (language === 'en') return 'en';
  return language === 'pt' ? 'pt-BR' : null;
}
