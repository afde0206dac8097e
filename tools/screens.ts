/**
 * Takes pictures of every screen anew, in light, dark and high contrast, and writes the page that shows them.
 *   node tools/screens.ts [FOLDER] [--only practice|states|page]     (docs/screens)
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type ElectronApplication, type Page, _electron } from '@playwright/test';
import { openBrowser } from '../test/renderer/browser.ts';
import { buildAll } from './build.ts';
import { chooseElectron } from './electron-choice.ts';
import { startPracticeWorld } from './practice-world.ts';
import { openScreen, screens, toTray } from './screens/list.ts';
import { looks, takePicture } from './screens/picture.ts';
import { states } from './screens/states.ts';

const root = path.join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
const folder = path.resolve(positionals[0] ?? path.join(root, 'docs', 'screens'));
/** The office PC. */
const size = { width: 1366, height: 768 };
/** Until everything that the practice office is made of has come. */
async function settled(window: Page): Promise<void> {
  for (let before = '', now = '-'; before !== now;) {
    before = now;
    await window.waitForTimeout(2000);
    await window.evaluate("window.fojas.call('sync.now', {})");
    now = JSON.stringify(await window.evaluate("window.fojas.call('trays.counts', {})"));
  }
}

async function takeAll(app: ElectronApplication, converter: Page): Promise<void> {
  const window = await app.firstWindow();
  await window.waitForURL(/index\.html/);
  await window.setViewportSize(size);
  await settled(window);
  // The offer of the tour is on every screen until it is taken or left: one picture of it is enough.
  await takePicture(window, converter, folder, 'bienvenida');
  await window.getByRole('button', { name: 'Ahora no' }).click();
  for (const { id: look, theme, forcedColors } of looks) {
    await toTray(window);
    await window.evaluate(`window.fojas.call('settings.write', { theme: '${theme}' })`);
    await window.emulateMedia({ forcedColors, reducedMotion: 'reduce' });
    for (const screen of screens) {
      try {
        await openScreen(window, screen);
      } catch (error) {
        throw new Error(`the screen «${screen.title}» did not open: ${String(error)}`, { cause: error });
      }
      await window.waitForTimeout(400);
      await takePicture(window, converter, folder, `${screen.id}-${look}`);
    }
  }
}

/** In a program of its own, since it knows of the window's insides. */
function takeStates(): void {
  execFileSync(process.execPath, [path.join(root, 'test/renderer/pictures.ts'), folder], { stdio: 'inherit' });
}

function page(): string {
  const table = (pictured: readonly { readonly id: string; readonly title: string }[]): string[] => [
    `| | ${looks.map(({ title }) => title).join(' | ')} |`,
    `|---|${looks.map(() => '---|').join('')}`,
    ...pictured.map(({ id, title }) => {
      const pictures = looks.map(
        (look) => `[![${title}, ${look.title}](${id}-${look.id}.webp)](${id}-${look.id}.webp)`,
      );
      return `| **${title}** | ${pictures.join(' | ')} |`;
    }),
  ];
  return [
    '# Every screen',
    '',
    'In light, dark and high contrast (everybody and everything on them is invented). `node tools/screens.ts` takes them anew; a test holds',
    'that every place of the program stands here.',
    '',
    '![The first start](bienvenida.webp)',
    '',
    '## In the practice office',
    '',
    '`tools/screens/list.ts` says which there are and which keys lead there.',
    '',
    ...table(screens),
    '',
    '## What takes a token, a colleague or an accident',
    '',
    'The same window over an office made up for it (`tools/screens/states.ts`).',
    '',
    ...table(states),
    '',
  ].join('\n');
}

async function takePractice(converter: Page): Promise<void> {
  await buildAll();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'fojas-screens-'));
  const world = await startPracticeWorld({ dataDir, args: ['--software-key'] });
  try {
    const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const app = await _electron.launch({
      executablePath: chooseElectron().executable,
      args: [root, `--user-data-dir=${path.join(dataDir, 'window')}`, ...world.args],
      env: { ...Object.fromEntries(own), ...world.env },
      locale: 'es-AR',
      timezoneId: 'America/Argentina/Buenos_Aires',
    });
    try {
      await takeAll(app, converter);
    } finally {
      await app.close();
    }
  } finally {
    await world.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
try {
  if (values.only === undefined || values.only === 'practice') await takePractice(await browser.newPage());
  if (values.only === undefined || values.only === 'states') takeStates();
  writeFileSync(path.join(folder, 'README.md'), page());
  console.log(folder);
} finally {
  await browser.close();
}
