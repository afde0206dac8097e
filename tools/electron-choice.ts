/** Which program runs the windows: a real Electron where its binary is, else Node and the system's Chromium. */
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

export type ElectronChoice =
  | { readonly kind: 'electron'; readonly executable: string }
  | { readonly kind: 'chromium'; readonly executable: string };

const binary: Readonly<Record<string, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

/**
 * Looks for Electron's binary in `ELECTRON_OVERRIDE_DIST_PATH` and in its package; never has it downloaded, which importing
 * the `electron` package would.
 */
export function chooseElectron(env: NodeJS.ProcessEnv = process.env, packageRoot = root): ElectronChoice {
  const folders = [env['ELECTRON_OVERRIDE_DIST_PATH'], path.join(packageRoot, 'node_modules', 'electron', 'dist')];
  for (const folder of folders) {
    if (!folder) continue;
    const executable = path.join(folder, binary[process.platform] ?? 'electron');
    if (existsSync(executable)) return { kind: 'electron', executable };
  }
  return { kind: 'chromium', executable: path.join(root, 'tools', 'electron-on-chromium', 'electron.sh') };
}
