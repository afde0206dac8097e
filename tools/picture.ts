/**
 * Takes the README's picture anew: a practice office with a few acts signed, an urgent one on the desk.
 *   node tools/picture.ts [FILE]     (docs/images/window.png)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type ElectronApplication, _electron } from '@playwright/test';
import { buildAll } from './build.ts';
import { chooseElectron } from './electron-choice.ts';
import { type PracticeWorldProcess, startPracticeWorld } from './practice-world.ts';

const root = path.join(import.meta.dirname, '..');
const file = path.resolve(process.argv[2] ?? path.join(root, 'docs', 'images', 'window.png'));

async function launch(world: PracticeWorldProcess, dataDir: string): Promise<ElectronApplication> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return _electron.launch({
    executablePath: chooseElectron().executable,
    args: [root, `--user-data-dir=${path.join(dataDir, 'window')}`, ...world.args],
    env: { ...Object.fromEntries(own), ...world.env },
    locale: 'es-AR',
    timezoneId: 'America/Argentina/Buenos_Aires',
  });
}

async function takePicture(app: ElectronApplication): Promise<void> {
  const window = await app.firstWindow();
  await window.waitForURL(/index\.html/);
  // The office PC: 1366 x 768.
  await window.setViewportSize({ width: 1366, height: 768 });
  await window.getByRole('grid').getByRole('row').nth(1).click();
  await window.locator('canvas').first().waitFor();
  // The paper fades in.
  await window.waitForTimeout(1500);
  await window.screenshot({ path: file });
}

await buildAll();
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'fojas-picture-'));
const world = await startPracticeWorld({ dataDir });
try {
  const app = await launch(world, dataDir);
  try {
    await takePicture(app);
    console.log(file);
  } finally {
    await app.close();
  }
} finally {
  await world.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
