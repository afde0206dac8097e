import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openBrowser } from '../browser.ts';
import { openHost, type Host } from '../host.ts';

/** The window on the fake office, worked by keyboard alone: what every journey does with it. */
export interface Desk {
  readonly page: Page;
  readonly host: Host;
  open(world?: Parameters<Host['windowUrl']>[0]): Promise<void>;
  /** The keys, one after the other, as Playwright names them. */
  press(...keys: string[]): Promise<void>;
  /** The inputs of every call of this name so far. */
  calls(name: string): Promise<unknown[]>;
  /** The pane that has the focus. */
  focused(): Promise<string>;
  heading(text: string | RegExp): Promise<void>;
  /** A page of the paper is on the screen. */
  drawn(): Promise<unknown>;
  /** What the page has complained of, where that is what the test staged: the rest still fails it. */
  forgive(staged: RegExp): void;
}

/** One browser for the file, a fresh window for each test; whatever a page complains of fails the test that saw it. */
export function useDesk(): Desk {
  let host: Host;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    [host, browser] = await Promise.all([openHost(), openBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });
  beforeEach(async () => {
    complaints.splice(0);
    context = await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  return {
    get page() {
      return page;
    },
    get host() {
      return host;
    },
    async open(world = {}) {
      await page.goto(host.windowUrl(world));
      await page.locator('.rows .row[data-active]').waitFor();
    },
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key);
    },
    calls: (name) =>
      page.evaluate((wanted) => window.world!.log.filter(([call]) => call === wanted).map(([, input]) => input), name),
    focused: () =>
      page.evaluate(() => {
        const { activeElement: at } = document;
        return at?.closest('[data-pane]')?.getAttribute('data-pane') ?? at?.tagName ?? '';
      }),
    heading: (text) => page.getByRole('heading', { name: text }).waitFor(),
    // The drawing is put up whole: a canvas that has its own size has been drawn.
    drawn: () =>
      page.waitForFunction(() => (document.querySelector<HTMLCanvasElement>('.page-drawing')?.width ?? 300) !== 300),
    forgive: (staged) =>
      void complaints.splice(0, Infinity, ...complaints.filter((complaint) => !staged.test(complaint))),
  };
}
