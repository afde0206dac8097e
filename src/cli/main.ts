import process from 'node:process';
import type { Command } from './command.ts';
import { doctor } from './commands/doctor.ts';
import { practice } from './commands/practice.ts';
import { repositoryServe } from './commands/repository-serve.ts';
import { sign } from './commands/sign.ts';
import { sync } from './commands/sync.ts';
import { tokens } from './commands/tokens.ts';
import { verify } from './commands/verify.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { programHelp } from './help.ts';
import { createUi, localeFrom } from './ui.ts';
import { programVersion } from './version.ts';

const commands: readonly Command[] = [tokens, sign, verify, practice, repositoryServe, sync, doctor];

/** Runs the command that the arguments name; answers the exit code. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const ui = createUi(localeFrom(undefined, env) ?? 'es-AR', false);
  const [first, second] = args;
  if (first === '--version') {
    process.stdout.write(`fojas ${programVersion()}\n`);
    return exitCodes.ok;
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const at = args.indexOf('--lang');
    const { words } = createUi(localeFrom(at < 0 ? undefined : args[at + 1], env) ?? 'es-AR', false);
    process.stdout.write(
      programHelp(
        words,
        commands.map(({ name }) => name),
      ),
    );
    return first === undefined ? exitCodes.usage : exitCodes.ok;
  }
  const command =
    commands.find(({ name }) => name === first) ?? commands.find(({ name }) => name === `${first} ${second}`);
  if (!command) return ui.misuse(ui.words.unknownCommand(first));
  try {
    return await command.run(args.slice(command.name.split(' ').length), env);
  } catch (error) {
    // A bug: the incident's number ties what a person reads to the stack below it.
    const incident = Math.random().toString(36).slice(2, 8).toUpperCase();
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return ui.fail({ kind: 'unexpected', incident });
  }
}
