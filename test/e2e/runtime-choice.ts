import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');

/** The executable the journeys run on: a real Electron named in FOJAS_ELECTRON_PATH, else Node and the system's Chromium. */
export function electronExecutable(): string {
  const real = process.env['FOJAS_ELECTRON_PATH'];
  if (real === undefined) return path.join(root, 'tools', 'electron-on-chromium', 'electron.sh');
  // Named but absent must fail: a run that quietly used the other runtime would look like proof.
  if (!existsSync(real)) throw new Error(`FOJAS_ELECTRON_PATH names no file: ${real}`);
  return real;
}
