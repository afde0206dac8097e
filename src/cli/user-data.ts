import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** Where the window keeps its own files for this user on this system. */
export const userData = (): string =>
  process.platform === 'win32'
    ? path.join(process.env['APPDATA'] ?? path.join(os.homedir(), 'AppData', 'Roaming'), 'Fojas')
    : process.platform === 'darwin'
      ? path.join(os.homedir(), 'Library', 'Application Support', 'Fojas')
      : path.join(process.env['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config'), 'Fojas');
