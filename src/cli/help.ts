import type { ParseArgsOptionsConfig } from 'node:util';
import { exitCodes } from './exit-codes.ts';
import { optionValue } from './option-values.ts';
import type { CliWords, CommandName } from './words/cli-words.ts';

/** The help of one command: usage, what it does, its options, what it answers, examples. */
export function helpText(name: CommandName, options: ParseArgsOptionsConfig, words: CliWords): string {
  const { summary, usage, about, options: particular, examples } = words.commands[name];
  const said = 'seat' in options ? { ...particular, seat: particular['seat'] ?? words.seatOption } : particular;
  const own = Object.keys(options).filter((option) => said[option] !== undefined);
  return [
    `fojas ${name}: ${summary}`,
    '',
    `${words.usage}: fojas ${name} ${usage}`.trimEnd(),
    ...(about.length > 0 ? ['', ...about.flatMap((paragraph) => wrap(paragraph, 100))] : []),
    '',
    `${words.options}:`,
    ...own.flatMap((option) => {
      const value = options[option]?.type === 'string' ? ` ${optionValue(name, option, words)}` : '';
      return entry(`--${option}${value}`, said[option]!);
    }),
    ...entry('--json', words.jsonOption),
    ...entry(`--lang ${words.languageValue}`, words.langOption),
    ...entry('--help, -h', words.helpOption),
    '',
    `${words.exitCodesTitle}:`,
    ...exitCodeLines(words),
    ...(examples.length > 0 ? ['', `${words.examples}:`, ...examples.map((example) => `  ${example}`)] : []),
    '',
  ].join('\n');
}

/** The same for a program to read. The shape is a promise. */
export function helpFacts(name: CommandName, options: ParseArgsOptionsConfig, words: CliWords): object {
  const { summary, usage, about, options: particular, examples } = words.commands[name];
  const own = Object.entries(options).flatMap(([option, { type }]) => {
    const says = particular[option] ?? (option === 'seat' ? words.seatOption : undefined);
    const value = type === 'string' ? optionValue(name, option, words) : null;
    return says === undefined ? [] : [{ name: `--${option}`, value, says }];
  });
  return {
    ...{ command: name, summary, usage: `fojas ${name} ${usage}`.trimEnd(), about },
    options: [
      ...own,
      { name: '--json', value: null, says: words.jsonOption },
      { name: '--lang', value: words.languageValue, says: words.langOption },
      { name: '--help', value: null, says: words.helpOption },
    ],
    ...{ exitCodes: exitCodeFacts(words), examples },
  };
}

/** The help of the program for a program to read. The shape is a promise. */
export const programHelpFacts = (words: CliWords, names: readonly CommandName[]): object => ({
  program: words.program,
  ...groupHelpFacts(words, names),
  exitCodes: exitCodeFacts(words),
});

export const groupHelpFacts = (words: CliWords, names: readonly CommandName[]): object => ({
  commands: names.map((name) => ({ name, summary: words.commands[name].summary })),
});

const exitCodeFacts = (words: CliWords): object[] =>
  Object.entries(exitCodes).map(([name, code]) => ({ code, says: words.exitCodes[name as keyof typeof exitCodes] }));

/** The help of the program: its commands, one line each. */
export function programHelp(words: CliWords, names: readonly CommandName[]): string {
  return [
    words.program,
    '',
    `${words.usage}: fojas ${words.commandValue} ...`,
    '',
    `${words.commandsTitle}:`,
    ...names.flatMap((name) => entry(name, words.commands[name].summary)),
    '',
    `${words.exitCodesTitle}:`,
    ...exitCodeLines(words),
    '',
    words.moreHelp,
    '',
  ].join('\n');
}

/** The help of several commands that begin with the same word. */
export function groupHelp(words: CliWords, names: readonly CommandName[]): string {
  const lines = names.flatMap((name) => entry(name, words.commands[name].summary));
  return [`${words.commandsTitle}:`, ...lines, '', words.moreHelp, ''].join('\n');
}

function exitCodeLines(words: CliWords): string[] {
  return Object.entries(exitCodes).flatMap(([name, code]) =>
    entry(String(code), words.exitCodes[name as keyof typeof exitCodes]),
  );
}

const column = 24;

function entry(term: string, text: string): string[] {
  const [first = '', ...rest] = wrap(text, 100 - column - 2);
  const indent = ' '.repeat(column + 2);
  const head = `  ${term}`;
  return head.length < column + 1
    ? [head.padEnd(column + 2) + first, ...rest.map((line) => indent + line)]
    : [head, ...[first, ...rest].map((line) => indent + line)];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
