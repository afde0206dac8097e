import type { CatalogueFiles } from './readers.ts';

/** Where files lie on a machine, as its system has it. */
export interface Places {
  /** Node's name of the system. */
  readonly platform: string;
  /** The packaged program's folder of resources, or the project's own `resources`. */
  readonly resources: string;
  /** The program's own data; null for the command line, which has none. */
  readonly userData: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where the driver catalogue lies: the one that came with the program, newer signed ones, and what IT added on this machine. */
export function catalogueFiles({ platform, resources, userData, env }: Places): CatalogueFiles {
  const join = (...parts: string[]): string => parts.join(platform === 'win32' ? '\\' : '/');
  const machine = machineFolder(platform, env);
  return {
    bundled: join(resources, 'drivers', 'catalogue.jws'),
    updated: [
      join(machine, 'catalogue.jws'),
      ...(userData === null ? [] : [join(userData, 'drivers', 'catalogue.jws')]),
    ],
    local: join(machine, 'drivers.json'),
  };
}

/** A folder of this machine that only administrators may write. */
function machineFolder(platform: string, env: Places['env']): string {
  if (platform === 'win32') return `${env['PROGRAMDATA'] ?? env['ProgramData'] ?? 'C:\\ProgramData'}\\Fojas`;
  return platform === 'darwin' ? '/Library/Application Support/Fojas' : '/etc/fojas';
}
