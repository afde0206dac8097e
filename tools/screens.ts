/**
 * Takes pictures of every screen anew, in light, dark and high contrast, and writes the page that shows them.
 *   node tools/screens.ts [FOLDER]     (docs/screens)
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type ElectronApplication, type Page, _electron, chromium } from '@playwright/test';
import { buildAll } from './build.ts';
import { chooseElectron } from './electron-choice.ts';
import { findChromium } from './electron-on-chromium/chromium.ts';
import { startPracticeWorld } from './practice-world.ts';
import { openScreen, screens, toTray } from './screens/list.ts';

const root = path.join(import.meta.dirname, '..');
const folder = path.resolve(process.argv[2] ?? path.join(root, 'docs', 'screens'));
/** The office PC. */
const size = { width: 1366, height: 768 };
const looks = [
  { id: 'claro', title: 'claro', theme: 'light', forcedColors: 'none' },
  { id: 'oscuro', title: 'oscuro', theme: 'dark', forcedColors: 'none' },
  { id: 'contraste', title: 'alto contraste', theme: 'light', forcedColors: 'active' },
] as const;

/** PNG to WebP, by a browser: four fifths of its size is still read well. */
async function smaller(converter: Page, png: Buffer): Promise<Buffer> {
  const url = `data:image/png;base64,${png.toString('base64')}`;
  const webp = await converter.evaluate<string>(`new Promise((resolve) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(image.width * 0.8);
      canvas.height = Math.round(image.height * 0.8);
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      resolve(canvas.toDataURL('image/webp', 0.7));
    };
    image.src = ${JSON.stringify(url)};
  })`);
  return Buffer.from(webp.slice(webp.indexOf(',') + 1), 'base64');
}

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
  await window
    .screenshot()
    .then((png) => smaller(converter, png))
    .then((webp) => writeFileSync(path.join(folder, 'bienvenida.webp'), webp));
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
      writeFileSync(
        path.join(folder, `${screen.id}-${look}.webp`),
        await smaller(converter, await window.screenshot()),
      );
    }
  }
}

function page(): string {
  const rows = screens.map(({ id, title }) => {
    const pictures = looks.map((look) => `[![${title}, ${look.title}](${id}-${look.id}.webp)](${id}-${look.id}.webp)`);
    return `| **${title}** | ${pictures.join(' | ')} |`;
  });
  return [
    '# Every screen',
    '',
    'In light, dark and high contrast, in the practice office (everybody and everything on them is invented). `node tools/screens.ts` takes',
    'them anew; `tools/screens/list.ts` says which there are and which keys lead there.',
    '',
    '![The first start](bienvenida.webp)',
    '',
    `| | ${looks.map(({ title }) => title).join(' | ')} |`,
    `|---|${looks.map(() => '---|').join('')}`,
    ...rows,
    '',
  ].join('\n');
}

await buildAll();
mkdirSync(folder, { recursive: true });
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'fojas-screens-'));
const world = await startPracticeWorld({ dataDir, args: ['--software-key'] });
const executablePath = process.env['CHROMIUM'] ?? findChromium();
if (!executablePath) throw new Error('a Chromium is needed: apt-get install chromium');
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
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
    await takeAll(app, await browser.newPage());
    writeFileSync(path.join(folder, 'README.md'), page());
    console.log(folder);
  } finally {
    await app.close();
  }
} finally {
  await browser.close();
  await world.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
