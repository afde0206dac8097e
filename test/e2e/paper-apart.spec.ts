import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from '@playwright/test';
import { expect, test } from './fixtures.ts';

// A document that took over what draws it: everything here runs in its frame, with all that a script there can do.

declare const window: { fojas: { call(name: string, input: object): Promise<{ ok: boolean }> } };

const isApart = (frame: Frame): boolean => frame.url().endsWith('/paper.html');

/** Each must throw, be refused, or find nothing. */
const attempts = {
  'the bridge': 'globalThis.fojas ?? globalThis.fojasPin',
  Node: 'globalThis.require ?? globalThis.process ?? globalThis.module',
  'the page of the window': 'parent.document.body',
  'the bridge of the window': 'parent.fojas.call("trays.counts", {})',
  'another document':
    '[...Array(parent.length).keys()].map((n) => parent[n]).find((one) => one !== self).document.body',
  cookies: 'document.cookie',
  storage: 'localStorage',
  'a database': 'indexedDB.open("x")',
  'a cache': 'caches.open("x")',
  'code from a text': 'Function("return 1")()',
  'a worker from a text': 'new Worker("data:text/javascript,0")',
  'a file of the window': 'fetch(location.ancestorOrigins[0] + "/index.html")',
  'a network': 'fetch("https://example.invalid/")',
  'the machine itself': 'fetch("http://127.0.0.1:1/")',
  'another address for the window': 'top.location = "https://example.invalid/"',
  'a window of its own': 'open("https://example.invalid/")',
  'a dialog': 'confirm("¿Firmar?") || null',
  'the clipboard': 'navigator.clipboard.readText()',
} as const;

test('what draws a document reaches neither the window, its calls and store, nor a network or another document', async ({
  desk: { window: page, complaints },
}) => {
  await page.locator('.rows-body .row').first().click();
  await expect(page.locator('.page-drawing').first()).toBeVisible();
  // The document in sight, and one made ready or a frame that waits for it: each of its own.
  await expect.poll(() => page.frames().filter(isApart).length).toBeGreaterThanOrEqual(2);
  const frame = page.frames().find(isApart)!;
  const address = page.url();
  expect(await frame.evaluate('self.origin')).toBe('null');

  for (const [what, code] of Object.entries(attempts)) {
    // At another turn: what a debugger runs by itself may make code from texts.
    const end = await frame.evaluate(`(async () => {
      await new Promise((resolve) => setTimeout(resolve));
      try { return ((await (${code})) ?? null) === null ? 'nothing' : 'reached'; } catch { return 'nothing'; }
    })()`);
    // That an address was set is no news; where the window stands is.
    if (what !== 'another address for the window') expect([what, end]).toEqual([what, 'nothing']);
  }
  await frame.evaluate("parent.postMessage({ kind: 'opened', pages: 1, first: { width: 1, height: 1 } }, '*')");
  expect(page.url()).toBe(address);
  // Whoever goes elsewhere goes nowhere, and loses what it had.
  await frame.evaluate("void setTimeout(() => (location.href = 'https://example.invalid/'))");
  expect((await page.evaluate(() => window.fojas.call('office.status', {}))).ok).toBe(true);
  await expect(page.locator('.page-drawing').first()).toBeVisible();
  // The browser reports what it refused, as it should.
  complaints.splice(0);
});

test('what was read in the window is in nothing that the browser keeps of it', async ({
  desk: { app, window: page, dataDir },
}) => {
  await page.locator('.rows-body .row').first().click();
  await expect(page.locator('.page-text span').first()).toBeAttached();
  const caption = (await page.locator('.work h2').first().textContent()) ?? '';
  const words = (await page.locator('.page-text span').allTextContents()).filter((text) => text.length > 20);
  expect([caption.length > 10, words.length > 3]).toEqual([true, true]);
  const forms = (text: string): string[] => [text, Buffer.from(text, 'utf16le').toString('latin1')];

  // The folder that it was given, and the one that stands in for it where the window is a browser of the system's.
  const main = await app.evaluate(() => process.pid);
  const commands = execFileSync('ps', ['--ppid', String(main), '-o', 'args=', '-ww'], { encoding: 'utf8' });
  const given = [...commands.matchAll(/--user-data-dir=(\S+)/g)].map(([, folder]) => folder!);
  const files = [path.join(dataDir, 'window'), ...given].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  );
  // Files come and go while it runs; what is there is read.
  const texts = files.map((file) => {
    const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    return [file, isFile ? readFileSync(file, 'latin1') : ''] as const;
  });
  const holding = (wanted: string): string[] =>
    texts
      .filter(([, text]) =>
        [...forms(wanted), Buffer.from(wanted).toString('latin1')].some((form) => text.includes(form)),
      )
      .map(([file]) => file);
  // What stands there is found: the program's own diary does.
  expect(holding('"started"')).not.toEqual([]);
  for (const wanted of [caption, ...words]) expect([wanted, holding(wanted)]).toEqual([wanted, []]);
});
