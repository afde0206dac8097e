/** Holds the pages of `docs/security` to their word: what they name is there, and what must never be written is written nowhere. */
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

vi.mock('electron', () => ({ BrowserWindow: class {} }));
const { webPreferences } = await import('../../src/main/windows.ts');

/** Files of the processes that may touch Electron, with their text; comments do not count. */
const sources = globSync('src/{main,preload}/**/*.ts', { cwd: root }).map(
  (file) => [file, read(file).replaceAll(/\/\*[^]*?\*\/|(?<![:'"`])\/\/.*$/gm, '')] as const,
);
const filesWith = (what: RegExp): string[] => sources.filter(([, text]) => what.test(text)).map(([file]) => file);

const rows = [...read('docs/security/electron.md').matchAll(/^\| (\d+) \| .*$/gm)];
const borders = globSync('docs/security/borders/*.md', { cwd: root });
const named = ['electron.md', 'dependencies.md', ...borders.map((page) => `borders/${basename(page)}`)].flatMap(
  (page) => [...read(`docs/security/${page}`).matchAll(/(test\/[\w/.-]+|tools\/[\w/.-]+): "([^"]+)"/g)],
);

test('the twenty items are all there, in order', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(named.length).toBeGreaterThanOrEqual(90);
});

test.each(borders)('%s answers for each of the six threats, and is listed', (page) => {
  const text = read(page);
  const answered = [...text.matchAll(/^(?:\| ([STRIDE](?:, [STRIDE])*):|- Nothing of ([STRIDE]): \S)/gm)].flatMap(
    ([, row, none]) => (row ?? none ?? '').split(', '),
  );
  expect([...new Set(answered)].sort().join('')).toBe('DEIRST');
  // A row without a test is a promise.
  for (const [row] of text.matchAll(/^\| [STRIDE][^|]*\|.*$/gm)) expect(row).toMatch(/\| (test|tools)\/[^|]+\|$/);
  expect(read('docs/security/borders.md')).toContain(`(borders/${basename(page)})`);
});

test('Electron is one of the three newest that the packages of this build know of', () => {
  const { version } = JSON.parse(read('node_modules/electron/package.json')) as { version: string };
  const known = createRequire(import.meta.url)('electron-to-chromium/versions') as Record<string, string>;
  const newest = Math.max(...Object.keys(known).map((one) => Number.parseInt(one, 10)));
  expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(newest - 2);
  expect(known[version.split('.').slice(0, 2).join('.')]).toMatch(/^\d+$/);
});

test.each(named.map(([, file, title]) => [file, title] as [string, string]))('%s holds "%s"', (file, title) => {
  expect(read(file).includes(`('${title}`), `${file} has no such test`).toBe(true);
});

test('every window has the preferences of one function', () => {
  expect(filesWith(/new BrowserWindow\b/)).toEqual(['src/main/windows.ts']);
  expect(filesWith(/new (WebContentsView|BrowserView|BaseWindow)\b/)).toEqual([]);
  for (const [file, text] of sources) {
    for (const [, given] of text.matchAll(/webPreferences:\s*([^\n]+)/g)) {
      expect(given, file).toMatch(/^(\{ \.\.\.)?webPreferences\('(pin-)?preload\.cjs'\)(, partition: \w+ \})?,?$/);
    }
  }
  expect(webPreferences('preload.cjs')).toMatchObject({
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
  });
  expect(filesWith(/app\.enableSandbox\(\)/)).toEqual(['src/main/app.ts']);
});

test.each([
  ['Blink features', /enableBlinkFeatures|allowpopups/],
  ['a page of the file system', /loadFile\(|loadURL\([^)]*file:/],
  ['a policy that is gone round', /bypassCSP|webSecurity: false|contextIsolation: false|sandbox: false/],
])('what is never written is written nowhere: %s', (_what, pattern) => {
  expect(filesWith(pattern)).toEqual([]);
});

test('the shell of the system opens a page in the browser, at one place, and does nothing else', () => {
  const naming = /\bshell\.|\bopenExternal\b|\bopenPath\b|[{,]\s*shell\s*[},]/;
  expect(filesWith(naming)).toEqual(['src/main/browser.ts']);
  const used = [...read('src/main/browser.ts').matchAll(/\bshell\.(\w+)\((\w+)/g)].map(([, what, given]) => [
    what,
    given,
  ]);
  expect(used).toEqual([['openExternal', 'address']]);
  expect(filesWith(/openInBrowser\(/).toSorted()).toEqual(['src/main/app.ts', 'src/main/browser.ts']);
});

test('main hears windows at one place', () => {
  expect(filesWith(/ipcMain\.(handle|on|once)/)).toEqual(['src/main/doorway.ts']);
});

test('the bridges hold functions of ours only', () => {
  const exposed = sources.flatMap(([file, text]) =>
    [...text.matchAll(/exposeInMainWorld\('(\w+)'/g)].map(([, name]) => `${file} ${name}`),
  );
  expect(exposed.sort()).toEqual(['src/preload/pin-preload.ts fojasPin', 'src/preload/preload.ts fojas']);
  expect(filesWith(/exposeInMainWorld\([^)]*\bipcRenderer\b\s*[,)]/)).toEqual([]);
});

test('documents are read in frames without an origin, and nowhere else in a window', () => {
  const renderer = globSync('src/renderer/**/*.{ts,tsx}', { cwd: root }).map((file) => [file, read(file)] as const);
  const naming = (what: RegExp): string[] => renderer.filter(([, text]) => what.test(text)).map(([file]) => file);
  expect(naming(/from 'pdfjs-dist/).every((file) => file.startsWith('src/renderer/apart/'))).toBe(true);
  expect(naming(/from 'pdfjs-dist/).length).toBeGreaterThan(2);
  // What runs there shares messages with the window, and no code.
  expect(naming(/from '\.\.\/apart\/(?!messages\.ts)/)).toEqual([]);
  for (const [file, text] of renderer.filter(([name]) => name.startsWith('src/renderer/apart/')))
    expect(/from '\.\.\//.test(text), file).toBe(false);
  expect(naming(/createElement\('iframe'\)|<iframe/)).toEqual(['src/renderer/paper/frames.ts']);
  const frames = read('src/renderer/paper/frames.ts');
  expect([...frames.matchAll(/sandbox\.\w+\(([^)]*)\)/g)].map(([, given]) => given)).toEqual(["'allow-scripts'"]);
});

test('no package runs a script on installation but those that were looked at', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const scripted = Object.entries(packages)
    .filter(([path, { hasInstallScript }]) => path !== '' && hasInstallScript === true)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(scripted.sort()).toEqual(['koffi', 'node']);
  const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };
  // Two are compiled because of a binding.gyp, which the lock file does not tell: npm finds it where they were installed before. koffi finds its prebuilt library without its script.
  expect(allowScripts).toEqual({
    ...{ 'better-sqlite3-multiple-ciphers': true, koffi: false, node: true, pkcs11js: true },
  });
  // Without this npm runs the scripts of those that stand nowhere, too, and only says so.
  expect(read('.npmrc').split('\n')).toContain('strict-allow-scripts=true');
});

test('every package is fixed to a version and a hash, and comes from a registry', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<
      string,
      { version?: string; integrity?: string; resolved?: string; link?: boolean; inBundle?: boolean }
    >;
  };
  const loose = Object.entries(packages).filter(
    ([path, { version, integrity, resolved, inBundle }]) =>
      path !== '' &&
      inBundle !== true &&
      !(version && /^sha512-/.test(integrity ?? '') && (resolved === undefined || resolved.startsWith('https://'))),
  );
  expect(loose.map(([path]) => path)).toEqual([]);
  const { dependencies = {}, devDependencies = {} } = JSON.parse(read('package.json')) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(([, wanted]) => !/^\d/.test(wanted));
  expect(ranges).toEqual([]);
});
