import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from '@playwright/test';
import { startPracticeWorld } from './practice-world.ts';

/**
 * Starts a packaged app's folder (its archive, unpacked) on the stand-in for Electron, with a practice office, and waits until
 * the window shows its acts. Throws with what is wrong.
 */
export async function startInWindow(folder: string): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'fojas-packaged-'));
  const world = await startPracticeWorld({ dataDir, args: ['--count', '2', '--software-key'] });
  try {
    const app = await _electron.launch({
      executablePath: path.join(import.meta.dirname, 'electron-on-chromium', 'electron.sh'),
      args: [folder, `--user-data-dir=${path.join(dataDir, 'window')}`, ...world.args],
      env: { ...cleanEnvironment(), ...world.env },
    });
    try {
      const page = await app.firstWindow();
      await page.getByRole('option').or(page.getByRole('row')).first().waitFor({ timeout: 30_000 });
    } finally {
      await app.close();
    }
  } finally {
    await world.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function cleanEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
