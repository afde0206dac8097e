import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { z } from 'zod';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { helpFacts, helpText } from './help.ts';
import { type Ui, createUi, localeFrom } from './ui.ts';
import type { CommandName } from './words/cli-words.ts';

export interface Command {
  readonly name: CommandName;
  readonly run: (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<ExitCode>;
}

const common = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/**
 * A command from its options: parses the arguments (node:util), then checks their values (zod), so that `run` sees only what
 * it may work with. `files`: whether words beside the options are files, and how many there must be.
 */
export function defineCommand<S extends z.ZodObject>(
  name: CommandName,
  spec: {
    readonly options: ParseArgsOptionsConfig;
    readonly values: S;
    readonly files?: 'some';
    readonly run: (values: z.output<S>, files: readonly string[], ui: Ui) => Promise<ExitCode>;
  },
): Command {
  return {
    name,
    async run(args, env) {
      const lang = /^--lang(?:=(.*))?$/;
      // Found before anything is parsed, so that even a complaint about the arguments comes in the right language.
      const at = args.findIndex((arg) => lang.test(arg));
      const wanted = at < 0 ? undefined : (lang.exec(args[at]!)?.[1] ?? args[at + 1] ?? '');
      const locale = localeFrom(wanted, env);
      const ui = createUi(locale ?? 'es-AR', args.includes('--json'));
      if (locale === null) return ui.misuse(ui.words.badLang);

      const options = { ...spec.options, ...common };
      let parsed;
      try {
        parsed = parseArgs({ args: withDashedValues(args, options), options, allowPositionals: true });
      } catch (error) {
        return ui.misuse(argumentTrouble(error, ui));
      }
      const { help, json: _json, lang: _lang, ...own } = parsed.values as Record<string, unknown>;
      if (help === true) {
        ui.answer(helpFacts(name, spec.options, ui.words));
        if (!ui.json) process.stdout.write(helpText(name, spec.options, ui.words));
        return exitCodes.ok;
      }
      const values = spec.values.safeParse(own);
      if (!values.success) return ui.misuse(valueTrouble(values.error, own, ui));
      const files = parsed.positionals;
      if (spec.files === 'some' && files.length === 0) return ui.misuse(ui.words.noFiles);
      if (spec.files === undefined && files.length > 0) return ui.misuse(ui.words.unknownWord(files[0]!));
      return spec.run(values.data, files, ui);
    },
  };
}

/**
 * The value of an option may begin with a dash: the name of a key does, one time in 64. `node:util` takes it only where it is joined by `=`.
 * What looks like an option of two dashes is left alone: a value was forgotten there sooner than meant.
 */
function withDashedValues(args: readonly string[], options: ParseArgsOptionsConfig): string[] {
  const joined: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const [arg, next = ''] = [args[at]!, args[at + 1]];
    if (arg === '--') return [...joined, ...args.slice(at)];
    const takesValue = arg.startsWith('--') && options[arg.slice(2)]?.type === 'string';
    const isDashed = takesValue && /^-[^-]/.test(next) && next !== '-h';
    joined.push(isDashed ? `${arg}=${next}` : arg);
    if (isDashed) at += 1;
  }
  return joined;
}

/** What node:util says in English, in the person's language. */
function argumentTrouble(error: unknown, ui: Ui): string {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  const option = /'(?:-\w, )?(--?[^' =<]+)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return ui.words.unknownOption(option);
  return /ambiguous|missing/.test(error.message) ? ui.words.valueMissing(option) : ui.words.badValue(option);
}

/** The first option that is missing or cannot be what it says. */
function valueTrouble(error: z.ZodError, values: Record<string, unknown>, ui: Ui): string {
  const option = String(error.issues[0]?.path[0] ?? '');
  return values[option] === undefined ? ui.words.missingOption(`--${option}`) : ui.words.badValue(`--${option}`);
}
