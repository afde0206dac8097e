/**
 * The whole program on an office of volume: a tray of 5,000, an index of 40,000 lines and a document of 2,000 pages, all in the cache. Keys
 * are pressed as a person does, and the page's own clock says when what was asked for stood on the screen. Beside it, the same browser
 * with an empty page: what this machine can at best.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type ElectronApplication, type Page, _electron } from '@playwright/test';
import { OfficeConfig } from '../src/contract/config.ts';
import { wholeVolume } from '../src/cli/practice/volume.ts';
import { openSetter } from '../src/paper/index.ts';
import { openBrowser } from '../test/renderer/browser.ts';
import { buildAll } from '../tools/build.ts';
import { chooseElectron } from '../tools/electron-choice.ts';
import { type PracticeWorldProcess, startPracticeWorld } from '../tools/practice-world.ts';
import { sha256Hex } from '../src/signature/index.ts';
import { twoPages } from './paper.ts';
import type { Row } from './row.ts';
import { bareScrolling } from './window/bare.ts';
import { fillOffice } from './window/fill.ts';
import { type Taken, fromKey, memoryOf, scrolling, takenFromKey, workOfScrolling } from './window/measure.ts';

export const name = 'window';

const root = path.join(import.meta.dirname, '..');
const rowsThere = `document.querySelectorAll('.rows-body .row[data-open], .rows-body .row .row-title').length > 10`;
const isHeading = (text: string): string => `document.querySelector('.list-title h1')?.textContent === '${text}'`;
/** Another drawing than the one before, with pixels on it. */
const isDrawn = `(() => {
  const drawing = document.querySelector('.page-drawing');
  return drawing && drawing !== was.drawing && drawing.width > 300;
})()`;
const drawing = `({ drawing: document.querySelector('.page-drawing') })`;

export async function* run(): AsyncIterable<Row> {
  await buildAll();
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'fojas-bench-window-'));
  const world = await startPracticeWorld({ dataDir, args: ['--count', '3', '--software-key'] });
  try {
    const config = OfficeConfig.parse(JSON.parse(await readFile(world.officeConfig, 'utf8')));
    // A day without a line: all there is lies in the cache. (A repository would rightly deny that it gave these receipts.)
    await writeFile(world.officeConfig, JSON.stringify({ ...config, repository: null }));
    await fillOffice(config.dataDir, (await readFile(world.storeKeyFile, 'utf8')).trim(), wholeVolume);
    yield* coldStarts(world, dataDir);
    const app = await launch(world, dataDir);
    try {
      const page = await readyWindow(app);
      yield* lists(page);
      yield* reading(page);
      yield* longDocument(app, page);
    } finally {
      await app.close();
    }
    yield await freezing();
  } finally {
    await world.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function launch(world: PracticeWorldProcess, dataDir: string): Promise<ElectronApplication> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return _electron.launch({
    executablePath: chooseElectron().executable,
    args: [root, `--user-data-dir=${path.join(dataDir, 'window')}`, ...world.args],
    env: { ...Object.fromEntries(own), ...world.env },
    locale: 'es-AR',
  });
}

async function readyWindow(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await page.waitForURL(/index\.html/);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.locator('.rows-body .row .row-title').first().waitFor();
  return page;
}

/** From the command to rows on the screen; the first start has a cold disk cache of its own, so the best of three counts. */
async function* coldStarts(world: PracticeWorldProcess, dataDir: string): AsyncIterable<Row> {
  const times: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const start = performance.now();
    const app = await launch(world, dataDir);
    const page = await app.firstWindow();
    await page.locator('.rows-body .row .row-title').first().waitFor();
    times.push(performance.now() - start);
    await app.close();
  }
  const empty = await emptyBrowser();
  const best = Math.min(...times);
  yield row('window: cold start to a usable tray, best of 3', best, 2000, {
    peer: 'an empty page in the same browser',
    ratio: best / empty,
  });
}

async function emptyBrowser(): Promise<number> {
  const start = performance.now();
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.setContent('<p>.</p>');
  const took = performance.now() - start;
  await browser.close();
  return took;
}

async function* lists(page: Page): AsyncIterable<Row> {
  const trays: number[] = [];
  const indexes: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    await fromKey(page, 'Alt+4', `${isHeading('Registrados')} && ${rowsThere}`);
    trays.push(await fromKey(page, 'Alt+1', `${isHeading('A firmar')} && ${rowsThere}`));
    await fromKey(page, 'Alt+4', `${isHeading('Registrados')} && ${rowsThere}`);
    await page.locator('.rows').focus();
    await fromKey(page, 'Enter', isDrawn, drawing);
    indexes.push(await fromKey(page, 'Alt+i', `${isHeading('Índice de la causa')} && ${rowsThere}`));
    if (n < 4) await fromKey(page, 'Alt+1', `${isHeading('A firmar')} && ${rowsThere}`);
  }
  yield row('window: index of 40,000 lines, painted, median', median(indexes), 300);
  yield row('window: tray of 5,000, painted, median', median(trays), 300);
  const inIndex = await scrolling(page, '.rows', 200, 4000);
  yield row('window: index scrolled, longest frame', longest(inIndex), 50, await bare(wholeVolume.index, inIndex));
  yield* working(page, 'index');
  await fromKey(page, 'Alt+1', `${isHeading('A firmar')} && ${rowsThere}`);
  const inTray = await scrolling(page, '.rows', 200, 4000);
  yield row('window: tray scrolled, longest frame', longest(inTray), 50, await bare(wholeVolume.tray, inTray));
  yield* working(page, 'tray');
}

/** A page of plain rows, as many, scrolled in the same browser for as long: what drawing takes here, whoever asks for it. */
async function bare(count: number, ours: readonly number[]): Promise<Pick<Row, 'peer' | 'ratio'>> {
  const floor = longest(await bareScrolling(count, 200, 4000));
  return { peer: `a bare page of as many plain rows (${floor.toFixed(0)} ms)`, ratio: longest(ours) / floor };
}

/** What a list's rows cost for each frame that they are scrolled by, from the first row on. */
async function* working(page: Page, list: string): AsyncIterable<Row> {
  await page.evaluate(`document.querySelector('.rows').scrollTop = 0`);
  const { all, script, layout } = await workOfScrolling(page, '.rows', 200, 4000);
  // At 60 frames a second there are so many milliseconds for one.
  yield row(`window: ${list} scrolled, work of a frame (processor)`, all, 16);
  yield row(`window: ${list} scrolled, script of a frame`, script, null);
  yield row(`window: ${list} scrolled, style and layout of a frame`, layout, null);
}

/** From act to act, resting a moment on each as whoever reads does. */
async function* reading(page: Page): AsyncIterable<Row> {
  await fromKey(page, 'Alt+1', `${isHeading('A firmar')} && ${rowsThere}`);
  const taken: Taken[] = [];
  for (let n = 0; n < 21; n += 1) {
    const took = await takenFromKey(page, 'Alt+ArrowRight', isDrawn, drawing);
    if (n > 0) taken.push(took);
    await page.waitForTimeout(700);
  }
  const times = taken.map(({ ms }) => ms);
  yield row('window: key to the next act’s page, median', median(times), 100);
  yield row('window: key to the next act’s page, slowest of 20', longest(times), 100);
  const frames = median(taken.map((one) => one.frames));
  yield {
    ...row('window: frame after the key that has the next act’s page, median', frames, null),
    ...{ unit: 'frames', aim: '<= 1', met: frames <= 1 },
  };
}

async function* longDocument(app: ElectronApplication, page: Page): AsyncIterable<Row> {
  const pid = app.process().pid ?? process.pid;
  await page.keyboard.press('Alt+f');
  await page.keyboard.type('anexo documental');
  await page.getByText('Anexo documental de 2000 fojas').first().waitFor();
  await page.locator('.rows').focus();
  await page.waitForTimeout(3000);
  const before = memoryOf(pid);
  const took = await fromKey(page, 'Enter', isDrawn, drawing);
  await page.waitForTimeout(3000);
  const after = memoryOf(pid);
  yield row('window: first page of 2,000', took, 500);
  yield {
    ...row('window: memory that 2,000 pages add', after - before, null),
    unit: 'MB',
    aim: '<= 150 MB',
    met: after - before <= 150,
  };
}

/** An act's text becomes the sheets that are frozen by their hash. */
async function freezing(): Promise<Row> {
  const setter = await openSetter();
  await setter.set(twoPages);
  const times: number[] = [];
  for (let n = 0; n < 15; n += 1) {
    const start = performance.now();
    sha256Hex(await setter.set({ ...twoPages, title: `${twoPages.title} ${n}` }));
    times.push(performance.now() - start);
  }
  return row('window: freezing an act of two pages, median', median(times), 150);
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
const longest = (times: readonly number[]): number => Math.max(...times);

const row = (
  title: string,
  ms: number,
  aim: number | null,
  beside: Pick<Row, 'peer' | 'ratio'> = { peer: null, ratio: null },
): Row => ({
  ...{ name: title, value: ms, unit: 'ms', ...beside },
  aim: aim === null ? null : `<= ${aim} ms`,
  met: aim === null ? null : ms <= aim,
});
