import path from 'node:path';

export interface CommandLine {
  readonly switches: ReadonlyMap<string, string>;
  /** The first argument that is no switch: the app's folder. */
  readonly appDir: string;
  /** Everything but the folder, as the app finds it in `process.argv`. */
  readonly rest: readonly string[];
}

/** Splits Electron's command line: `--name` or `--name=value` switches, the app's folder, and what is the app's own. */
export function parseCommandLine(args: readonly string[], cwd: string): CommandLine {
  const switches = new Map<string, string>();
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  for (const arg of args) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(arg);
    if (match?.[1]) switches.set(match[1], match[2] ?? '');
  }
  return {
    switches,
    appDir: path.resolve(cwd, args[at] ?? '.'),
    rest: args.filter((_arg, index) => index !== at),
  };
}
