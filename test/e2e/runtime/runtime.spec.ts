import { expect, test, _electron, type ElectronApplication, type Page } from '@playwright/test';
import path from 'node:path';
import { electronExecutable } from '../runtime-choice.ts';

// What Fojas relies on of Electron, walked on the runtime in use: the same steps must hold on the real one.

interface Demo {
  invoke(...args: unknown[]): Promise<unknown[]>;
  throwing(): Promise<never>;
  sender(): Promise<unknown>;
  fork(task: string): Promise<{ pid: number; argument: string; exit?: boolean }>;
  sum(a: number, b: number): number;
  on(name: string, listener: (...args: unknown[]) => void): () => void;
  onPort(listener: (port: { send(data: unknown): void; onMessage(run: (data: unknown) => void): void }) => void): void;
  wantPort(): void;
}
declare const demo: Demo;
declare const window: { off: () => void; count: () => number; open(url: string): void };
declare const document: { body: { innerHTML: string } };
declare const navigator: { clipboard: { writeText(text: string): Promise<void>; readText(): Promise<string> } };
declare const heard: unknown[][];
interface DemoState {
  navigations: string[];
  opened: string[];
  blocked: string[];
  gone: string[];
}
declare const demoState: DemoState;

let app: ElectronApplication;
let page: Page;

test.beforeEach(async () => {
  app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [path.join(import.meta.dirname, 'demo')],
  });
  page = await app.firstWindow();
  await page.waitForURL(/index\.html$/);
  await expect.poll(() => page.evaluate('window.heard?.length')).toBe(1);
});
test.afterEach(() => app.close());

test('main, preload and page are three worlds', async () => {
  const facts = await app.evaluate(({ app: inner }) => [
    inner.getVersion(),
    inner.getName(),
    process.versions['electron'],
  ]);
  expect(facts[0]).toBe('0.9.1');
  expect(facts[2]).toMatch(/^45\./);
  expect(
    await page.evaluate('[typeof require, typeof process, typeof ipcRenderer, Object.keys(window.demo).length]'),
  ).toEqual(['undefined', 'undefined', 'undefined', 8]);
  const window = await app.browserWindow(page);
  expect(await window.evaluate((inner) => [inner.getSize(), inner.isDestroyed()])).toEqual([[1000, 700], false]);
  await expect.poll(() => window.evaluate((inner) => inner.getTitle())).toBe('Demo');
  // The frame around the page is measured once the page is there, and taken off then.
  await expect.poll(() => page.evaluate('[innerWidth, innerHeight]')).toEqual([1000, 700]);
});

test('values of every kind cross both ways', async () => {
  const echoed = await page.evaluate(async () => {
    const bytes = new Uint8Array([0, 1, 254, 255]);
    const back = await demo.invoke(bytes, new Date(0), undefined, new Map([['a', new Set([1])]]), 10n, NaN, -0, {
      '#': 'own',
    });
    return [
      back[0] instanceof Uint8Array && [...back[0]].join() === '0,1,254,255',
      back[1] instanceof Date && back[1].getTime() === 0,
      back[2] === undefined && back.length === 8,
      (back[3] as Map<string, Set<number>>).get('a')?.has(1),
      back[4] === 10n,
      Number.isNaN(back[5]),
      Object.is(back[6], -0),
      (back[7] as { '#': string })['#'] === 'own',
    ];
  });
  expect(echoed).toEqual(Array(8).fill(true));
  expect(await page.evaluate(() => (heard[0]?.[1] as Uint8Array).join())).toBe('1,2,3');
  const large = await page.evaluate(async () => {
    const bytes = new Uint8Array(1_048_576).map((_byte, index) => index % 251);
    const [back] = (await demo.invoke(bytes)) as [Uint8Array];
    return back.length === bytes.length && back.every((byte, index) => byte === index % 251);
  });
  expect(large).toBe(true);
});

test('errors, plain functions and unsubscribing cross the bridge', async () => {
  const said = await page.evaluate(() => demo.throwing().catch((error: Error) => error.message));
  expect(said).toContain("Error invoking remote method 'demo:throw': Error: said so");
  expect(await page.evaluate(() => demo.sum(2, 3))).toBe(5);
  const counts = await page.evaluate(async () => {
    let count = 0;
    const off = demo.on('demo:news', () => count++);
    window.off = off;
    window.count = () => count;
    return typeof off;
  });
  expect(counts).toBe('function');
  const send = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.send('demo:news', 1));
  await send();
  await expect.poll(() => page.evaluate('window.count()')).toBe(1);
  await page.evaluate('window.off()');
  await send();
  await expect.poll(() => page.evaluate('window.heard.length')).toBe(3);
  expect(await page.evaluate('window.count()')).toBe(1);
});

test('the sender is the true one', async () => {
  expect(await page.evaluate(() => demo.sender())).toEqual({
    url: 'app://demo/index.html',
    origin: 'app://demo',
    main: true,
  });
});

test('policy, worker and the closed network are real', async () => {
  expect(await page.title()).toBe('Demo');
  await expect.poll(() => page.evaluate('window.fromWorker')).toBe(42);
  const injected = await page.evaluate(() => {
    try {
      document.body.innerHTML = '<b>x</b>';
      return 'allowed';
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(injected).toBe('TypeError');
  expect(await page.evaluate(() => fetch('http://127.0.0.1:9/').then(String, () => 'refused'))).toBe('refused');
});

test('a page may do what main allows its address, and nothing else', async () => {
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.writeText('copied').then(() => 'copied', String)))
    .toBe('copied');
  expect(await page.evaluate(() => navigator.clipboard.readText().catch((error: Error) => error.name))).toBe(
    'NotAllowedError',
  );
});

test('a page can neither leave nor open windows', async () => {
  await page.click('#out');
  await expect.poll(() => app.evaluate(() => demoState.navigations)).toEqual(['https://example.invalid/']);
  expect(page.url()).toContain('index.html');
  expect(await page.evaluate(() => window.open('https://example.invalid/elsewhere'))).toBeNull();
  await expect.poll(() => app.evaluate(() => demoState.opened)).toEqual(['https://example.invalid/elsewhere']);
  await page.click('#new');
  await expect.poll(() => app.evaluate(() => demoState.opened.length)).toBe(2);
  await expect.poll(() => app.windows().length).toBe(1);
});

test('a child is a process of its own, and its death is told', async () => {
  const first = await page.evaluate(() => demo.fork('pid'));
  expect(first.argument).toBe('an argument');
  expect(first.pid).not.toBe(await app.evaluate(() => process.pid));
  expect(await page.evaluate(() => demo.fork('crash'))).toEqual({ exit: true });
  expect((await page.evaluate(() => demo.fork('pid'))).pid).not.toBe(first.pid);
  expect(await app.evaluate(() => demoState.gone)).toEqual(['demo-child']);
});

test('a page and a child speak over a port of their own', async () => {
  const answers = await page.evaluate(
    () =>
      new Promise<unknown[]>((resolve) => {
        const got: unknown[] = [];
        demo.onPort((port) => {
          port.onMessage((data) => {
            got.push(data);
            if (got.length === 2) resolve(got);
          });
          port.send('hello');
          port.send(new Uint8Array([7]));
        });
        demo.wantPort();
      }),
  );
  expect(answers[0]).toEqual({ heard: 'hello', bytes: false });
  expect(answers[1]).toMatchObject({ bytes: true });
});
