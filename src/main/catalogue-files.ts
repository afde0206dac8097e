import path from 'node:path';
import type { CatalogueFiles } from '../contract/readers.ts';

export interface Places {
  readonly platform: NodeJS.Platform;
  /** `process.resourcesPath` of the packaged program, or the project's own `resources`. */
  readonly resources: string;
  readonly userData: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where the driver catalogue lies: the one that came with the program, a newer signed one, and what IT added on this machine. */
export function catalogueFiles({ platform, resources, userData, env }: Places): CatalogueFiles {
  const join = platform === 'win32' ? path.win32.join : path.posix.join;
  return {
    bundled: join(resources, 'drivers', 'catalogue.jws'),
    updated: join(userData, 'drivers', 'catalogue.jws'),
    local: join(machineFolder(platform, env), 'drivers.json'),
  };
}

/** A folder of this machine that only administrators may write. */
function machineFolder(platform: NodeJS.Platform, env: Places['env']): string {
  if (platform === 'win32') return path.win32.join(env['PROGRAMDATA'] ?? 'C:\\ProgramData', 'Fojas');
  return platform === 'darwin' ? '/Library/Application Support/Fojas' : '/etc/fojas';
}
