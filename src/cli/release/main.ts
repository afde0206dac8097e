import process from 'node:process';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { ShelfError } from '../../release/publish.ts';
import { WorkshopError } from '../../release/workshop.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { createUi, localeFrom, type Ui } from '../ui.ts';
import { programVersion } from '../version.ts';
import { type Given, Misused, releaseCommands, WrongPassphrase } from './commands.ts';
import { TokenRefused, TokenUnclear } from './token-signer.ts';
import type { ReleaseCommandName, ReleaseWords } from './release-words.ts';
import { releaseWords } from './words.ts';

const text = { type: 'string' } as const;
const several = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const options = {
  ...{
    name: text,
    key: text,
    module: text,
    'token-label': text,
    serial: text,
    cert: text,
    'pin-stdin': flag,
    'last-try': flag,
  },
  ...{ root: several, 'root-threshold': text, targets: several, 'targets-threshold': text, online: several },
  ...{
    version: text,
    platform: text,
    arch: text,
    format: text,
    schema: text,
    ring: several,
    notes: text,
    critical: flag,
  },
  ...{
    'minimum-from': text,
    'not-before': text,
    of: several,
    to: text,
    s3: text,
    region: text,
    prefix: text,
    endpoint: text,
  },
  ...{ only: several, from: text, 'install-id': text, help: { type: 'boolean', short: 'h' }, json: flag, lang: text },
} as const satisfies ParseArgsOptionsConfig;

/** Runs what the arguments name; answers the exit code. */
export async function releaseMain(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const at = args.findIndex((arg) => arg === '--lang');
  const locale = localeFrom(at < 0 ? undefined : (args[at + 1] ?? ''), env);
  const ui = createUi(locale ?? 'es-AR', args.includes('--json'));
  const words = releaseWords(ui.locale);
  if (locale === null) return ui.misuse(ui.words.badLang);
  const [name] = args;
  if (name === '--version') return (process.stdout.write(`fojas-release ${programVersion()}\n`), exitCodes.ok);
  if (name === undefined || args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help(words));
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  if (!Object.hasOwn(releaseCommands, name)) return misused(ui, words.unknownCommand(name), words);
  try {
    const { values, positionals } = parseArgs({ args: args.slice(1), options, allowPositionals: true });
    return await releaseCommands[name as ReleaseCommandName](givenOf(values, positionals), ui, words);
  } catch (error) {
    return trouble(error, name as ReleaseCommandName, ui, words);
  }
}

function givenOf(values: Readonly<Record<string, unknown>>, words: readonly string[]): Given {
  const list = (name: string): string[] => [values[name] ?? []].flat().map(String);
  // `--root` names keys where a workshop is begun, and the one file of the root of trust where it is verified.
  return { words, one: (name) => list(name)[0], many: list, flag: (name) => values[name] === true };
}

function trouble(error: unknown, name: ReleaseCommandName, ui: Ui, words: ReleaseWords): ExitCode {
  if (error instanceof TokenRefused) return ui.fail(error.failure);
  if (error instanceof TokenUnclear) return ui.misuse(error.message);
  if (error instanceof WrongPassphrase) return no(ui, words.wrongPassphrase);
  if (error instanceof WorkshopError)
    return no(ui, `${words.troubles[error.kind]} (${error.kind}) ${error.message}`.trim());
  if (error instanceof ShelfError) return no(ui, words.notTaken(error.message, error.code), exitCodes.line);
  if (error instanceof Misused) return misused(ui, ui.words.badValue(error.message), words, name);
  const { code, path } = error as NodeJS.ErrnoException;
  if (code?.startsWith('ERR_PARSE_ARGS'))
    return misused(ui, (error as Error).message.split('. ')[0] ?? '', words, name);
  if (code !== undefined && path !== undefined) return ui.fail({ kind: 'fileUnreadable', file: path, code });
  if (error instanceof SyntaxError) return misused(ui, error.message, words, name);
  throw error;
}

function no(ui: Ui, sentence: string, code: ExitCode = exitCodes.no): ExitCode {
  ui.note(`fojas-release: ${sentence}`);
  return code;
}

function misused(ui: Ui, sentence: string, words: ReleaseWords, name?: ReleaseCommandName): ExitCode {
  ui.note(`fojas-release: ${sentence}`);
  ui.note(
    name === undefined
      ? `${words.usage}: fojas-release --help`
      : `${words.usage}: fojas-release ${name} ${words.commands[name].usage}`,
  );
  return exitCodes.usage;
}

function help(words: ReleaseWords): string {
  const entries = Object.entries(words.commands).map(
    ([name, { summary, usage }]) => `  ${name.padEnd(12)}${summary}\n${' '.repeat(14)}fojas-release ${name} ${usage}`,
  );
  return `${words.program}\n\n${entries.join('\n')}\n`;
}
