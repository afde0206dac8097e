/**
 * The window during a batch of 1,000 acts: the built renderer in Chromium on a fake office that settles an act every few milliseconds,
 * as SoftHSM would. Every frame is timed by the page itself while the batch runs and the person moves through the list; the longest
 * one, and what the main thread took at most at once, are printed beside the aim. The fake office works on the same thread: what it
 * takes for rows and events counts against the window.
 */
import type { Page } from '@playwright/test';
import { openBrowser } from '../test/renderer/browser.ts';
import { openHost } from '../test/renderer/host.ts';
import type { Row } from './row.ts';

export const name = 'window-batch';

const acts = 1000;
const aimMs = 100;

interface Frames {
  /** Milliseconds between two frames. */
  readonly gaps: readonly number[];
  /** Milliseconds of the tasks that kept the main thread for 50 and more (Long Tasks API). */
  readonly tasks: readonly number[];
}

export async function* run(): AsyncIterable<Row> {
  const host = await openHost();
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(host.windowUrl({ toSign: acts, others: 0 }));
    const started = await startBatch(page);
    const { gaps, tasks } = await framesWhile(page);
    const seconds = (performance.now() - started) / 1000;
    const sorted = gaps.toSorted((a, b) => a - b);
    const longest = sorted.at(-1) ?? 0;
    const idle = await page.evaluate<number>(idleFrames);
    yield {
      ...{ name: `window, longest frame in a batch of ${acts}`, value: longest, unit: 'ms' },
      ...{ peer: 'the same window at rest', ratio: longest / Math.max(1, idle), aim: `<= ${aimMs} ms` },
      met: longest <= aimMs,
    };
    const plain = { peer: null, ratio: null, aim: null, met: null };
    yield {
      name: 'window, 99 of 100 frames within',
      value: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      unit: 'ms',
      ...plain,
    };
    yield { name: 'window, longest task of its main thread', value: Math.max(0, ...tasks), unit: 'ms', ...plain };
    yield { name: `window, batch of ${acts} shown in`, value: seconds, unit: 's', ...plain };
  } finally {
    await browser.close();
    await host.close();
  }
}

/** Everything read, marked and started, by keys; answers when. */
async function startBatch(page: Page): Promise<number> {
  await page.locator('.rows .row[data-active]').first().waitFor();
  await page.evaluate(readEverything);
  await page.locator('.rows').focus();
  await page.keyboard.press('Control+a');
  await page.locator('.decision [data-look="main"]').waitFor();
  await page.keyboard.press('Control+Shift+F');
  await page.locator('.certificate[data-selected]').waitFor();
  await page.keyboard.press('F9');
  await page.locator('.line[data-tone="ok"]').first().waitFor();
  return performance.now();
}

/** Times every frame until the batch has ended: first watched, and from its middle on while the person reads other acts. */
async function framesWhile(page: Page): Promise<Frames> {
  const watched = page.evaluate<Frames>(timeFrames);
  let ended = false;
  const over = watched.finally(() => (ended = true));
  await page.locator('.rows').focus();
  while (!ended) {
    await page.waitForTimeout(250);
    if ((await page.evaluate<number>(keptSoFar)) > acts / 2) await page.keyboard.press('ArrowDown');
  }
  return over;
}

// What runs in the page is written as text: this folder's programs know nothing of a window.

const readEverything = `(() => {
  const { world } = window;
  for (const [id, row] of world.rows) world.rows.set(id, { ...row, shown: true });
  world.bends.signMs = 3;
  world.emit('trays.changed', { trays: ['toSign'] });
})()`;

const timeFrames = `new Promise((resolve) => {
  const gaps = [];
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    entryTypes: ['longtask'],
  });
  let last = performance.now();
  const frame = (now) => {
    gaps.push(now - last);
    last = now;
    if (document.querySelector('.strip-batch')) requestAnimationFrame(frame);
    else resolve({ gaps, tasks });
  };
  requestAnimationFrame(frame);
})`;

/** How many acts are signed, as the status strip says; 0 where it says nothing. */
const keptSoFar = `Number(
  (/\\d[\\d.]*/.exec(document.querySelector('.strip-batch')?.textContent ?? '') ?? ['0'])[0].replace('.', ''),
)`;

/** The longest of a second's frames with nothing to do: what this machine can at best. */
const idleFrames = `new Promise((resolve) => {
  const start = performance.now();
  let last = start;
  let longest = 0;
  const frame = (now) => {
    longest = Math.max(longest, now - last);
    last = now;
    if (now - start > 1000) resolve(longest);
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})`;
