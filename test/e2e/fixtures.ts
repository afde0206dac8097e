import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test as base, expect, _electron, type ElectronApplication, type Page } from '@playwright/test';
import { startPracticeWorld, type PracticeWorldProcess } from '../../tools/practice-world.ts';
import { electronExecutable } from './runtime-choice.ts';

const root = path.join(import.meta.dirname, '..', '..');

/** One practice office with its windows. */
export interface Desk {
  readonly app: ElectronApplication;
  /** The case window, with the office's data in it. */
  readonly window: Page;
  readonly world: PracticeWorldProcess;
  readonly dataDir: string;
  /** The next window to open: the PIN's. */
  pinWindow(during: () => Promise<unknown>): Promise<Page>;
  /** What pages said that they should not have. Anything in it at the end fails the test. */
  readonly complaints: string[];
}

export interface DeskOptions {
  /** How many acts wait to be signed; null for the three case files as they are. */
  readonly count: number | null;
  /** Practise with a key file even where SoftHSM2 is installed. */
  readonly softwareKey: boolean;
  /** Practise with a card in software behind PC/SC and OpenSC, which can be pulled out. */
  readonly virtualCard?: boolean;
}

/**
 * `desk`: a practice office, its repository and token, and the program's window on the runtime in use. Errors in pages' consoles
 * and uncaught exceptions fail the test that saw them.
 */
export const test = base.extend<{ deskOptions: DeskOptions; desk: Desk }>({
  deskOptions: [{ count: 3, softwareKey: false }, { option: true }],
  desk: async ({ deskOptions }, use) => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'fojas-desk-'));
    const world = await startPracticeWorld({ dataDir, args: worldArgs(deskOptions) });
    try {
      const desk = await openDesk(world, dataDir);
      try {
        await use(desk);
        expect(desk.complaints).toEqual([]);
      } finally {
        await desk.app.close();
      }
    } finally {
      await world.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
});
export { expect };

function worldArgs({ count, softwareKey, virtualCard }: DeskOptions): string[] {
  return [
    ...(count === null ? [] : ['--count', String(count)]),
    ...(softwareKey ? ['--software-key'] : []),
    ...(virtualCard ? ['--virtual-card'] : []),
  ];
}

/** Starts the program on a practice world; several may follow each other on the same one. */
export async function openDesk(world: PracticeWorldProcess, dataDir: string): Promise<Desk> {
  const complaints: string[] = [];
  const own = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [root, `--user-data-dir=${path.join(dataDir, 'window')}`, ...world.args],
    env: { ...own, ...world.env },
    locale: 'es-AR',
    timezoneId: 'America/Argentina/Buenos_Aires',
  });
  app.on('window', (page) => watch(page, complaints));
  const window = await app.firstWindow();
  watch(window, complaints);
  await window.waitForURL(/index\.html/);
  return {
    app,
    window,
    world,
    dataDir,
    complaints,
    async pinWindow(during) {
      const [page] = await Promise.all([app.waitForEvent('window'), during()]);
      await page.waitForURL(/pin\.html/);
      return page;
    },
  };
}

const watched = new WeakSet<Page>();
function watch(page: Page, complaints: string[]): void {
  if (watched.has(page)) return;
  watched.add(page);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('crash', () => complaints.push('a page crashed'));
}
