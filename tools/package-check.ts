/**
 * Packages and makes installers as a release does, on a stand-in for Electron's archive where the real one is not at hand, and
 * looks at what came out. Prints each finding and ends with `N passed, N failed`. Keeps nothing but on demand (`--keep DIR`).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { extractAll, listPackage, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { startInWindow } from './packaged-start.ts';
import { stubExecutable, writeStubElectron } from './stub-electron/stub.ts';

const root = path.join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { keep: { type: 'string' } } });
const out = values.keep ? path.resolve(values.keep) : mkdtempSync(path.join(os.tmpdir(), 'fojas-package-'));

let passed = 0;
let failed = 0;
async function check(name: string, judge: () => void | Promise<void>): Promise<void> {
  try {
    await judge();
    passed++;
    console.log(`  ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`  failed  ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
const isEqual = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join('\n') === [...b].sort().join('\n');

function forge(...args: string[]): void {
  execFileSync(
    process.execPath,
    [path.join(root, 'node_modules', '@electron-forge', 'cli', 'dist', 'electron-forge.js'), ...args],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, FOJAS_OUT_DIR: out, FOJAS_ELECTRON_ZIP_DIR: path.join(out, 'electron'), CI: '1' },
    },
  );
}

const electron = (createRequire(import.meta.url)('electron/package.json') as { version: string }).version;
const stub = writeStubElectron(path.join(out, 'electron'), electron, process.platform, process.arch);
await check('the stand-in for Electron is the same bytes each time', () => {
  const first = readFileSync(stub);
  must(
    readFileSync(writeStubElectron(path.join(out, 'electron'), electron, process.platform, process.arch)).equals(first),
    'it differs',
  );
});

await check('electron-forge package runs without a network', () => forge('package'));
const folder = path.join(out, `Fojas-${process.platform}-${process.arch}`);
const resources = path.join(folder, 'resources');
const asar = path.join(resources, 'app.asar');
const listing = existsSync(asar) ? listPackage(asar, { isPack: false }).map((name) => name.replaceAll('\\', '/')) : [];

await check('the archive holds what was built, the packages with machine code, and nothing else', () => {
  must(listing.length > 10, `only ${listing.length} entries`);
  const foreign = listing.filter(
    (name) =>
      !/^\/(package\.json|LICENSE|\.vite(\/(build|renderer)(\/.*)?)?|node_modules(\/(better-sqlite3-multiple-ciphers|pkcs11js|koffi|harfbuzzjs|@koromix(\/koffi-[a-z0-9]+-[a-z0-9]+)?|@myriaddreamin(\/typst-ts-web-compiler)?|@expo-google-fonts(\/tinos)?|dictionary-es-ar)(\/.*)?)?)$/.test(
        name,
      ),
  );
  must(foreign.length === 0, `also ${foreign.slice(0, 5).join(', ')}`);
});

await check('no source, test, map or tool goes along', () => {
  const unwanted = listing.filter(
    (name) =>
      /\.(tsx?|map|cc|cpp|h|gyp|mk|o|d)$|\/(src|deps|test|tools|includes)\//.test(name) &&
      // What koffi's own entry files lead to has such a name.
      !/^\/node_modules\/koffi\/src\/koffi(\/index\.c?js)?$/.test(name),
  );
  must(unwanted.length === 0, unwanted.slice(0, 5).join(', '));
});

await check('main, preloads and processes are in the archive', () => {
  for (const file of ['main.cjs', 'preload.cjs', 'pin-preload.cjs', 'office.mjs', 'token-host.mjs']) {
    must(listing.includes(`/.vite/build/${file}`), `${file} is missing`);
  }
  must(
    listing.includes('/.vite/renderer/index.html') && listing.includes('/.vite/renderer/pin.html'),
    'a page is missing',
  );
});

const plain = path.join(out, 'plain');
await check('the manifest names no scripts and no development packages', () => {
  extractAll(asar, plain);
  const manifest = JSON.parse(readFileSync(path.join(plain, 'package.json'), 'utf8')) as Record<string, unknown>;
  must(manifest['main'] === '.vite/build/main.cjs', `main is ${String(manifest['main'])}`);
  const left = ['scripts', 'dependencies', 'devDependencies', 'allowScripts', 'overrides'].filter(
    (key) => key in manifest,
  );
  must(left.length === 0, `it still has ${left.join(', ')}`);
});

await check('the driver catalogue lies where the watcher of readers looks for it', () => {
  const carriedAlong = readFileSync(path.join(resources, 'drivers', 'catalogue.jws'), 'utf8');
  const signed = readFileSync(path.join(root, 'resources', 'drivers', 'catalogue.jws'), 'utf8');
  must(carriedAlong === signed, 'it is not the one that was signed');
});

await check('machine code lies outside the archive, for this platform alone, and loads', () => {
  const unpacked = readdirSync(path.join(resources, 'app.asar.unpacked'), { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => statSync(path.join(resources, 'app.asar.unpacked', name)).isFile());
  const koffi = `node_modules/@koromix/koffi-${process.platform}-${process.arch}`;
  const expected = [
    `node_modules/better-sqlite3-multiple-ciphers/prebuilds/${process.platform}-${process.arch}.node`,
    'node_modules/pkcs11js/build/Release/pkcs11.node',
    ...readdirSync(path.join(root, koffi), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('musl'))
      .map((entry) => `${koffi}/${entry.name}/koffi.node`),
  ];
  must(isEqual(unpacked, expected), `found ${unpacked.join(', ')}`);
  for (const name of expected) {
    const entry = statFile(asar, name);
    must('unpacked' in entry && entry.unpacked === true, `${name} is packed`);
    const file = path.join(resources, 'app.asar.unpacked', name);
    const loaded = spawnSync(process.execPath, ['-e', 'require(process.argv[1])', file], { encoding: 'utf8' });
    must(loaded.status === 0, `${name} does not load: ${loaded.stderr}`);
  }
});

await check('all nine fuses are set as decided', async () => {
  const wire = await getCurrentFuseWire(path.join(folder, 'fojas'));
  const on = '1'.charCodeAt(0);
  const expected: Record<string, boolean> = {
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  };
  const names = Object.keys(FuseV1Options).filter((key) => Number.isNaN(Number(key)));
  must(isEqual(names, Object.keys(expected)), `this Electron has other fuses: ${names.join(', ')}`);
  for (const [name, value] of Object.entries(expected)) {
    const state = wire[FuseV1Options[name as keyof typeof FuseV1Options]];
    must((state === on) === value, `${name} is ${String(state)}`);
  }
  // The stand-in carries them all off: what is on now was set by packaging.
  must(stubExecutable().toString().includes('0'.repeat(9)), 'the stand-in has them set already');
});

await check('electron-forge make brings a .deb and a .zip', () => {
  forge('make', '--from-package');
  const made = readdirSync(path.join(out, 'make'), { recursive: true }).map(String);
  must(
    made.some((name) => name.endsWith('.deb')),
    'there is no .deb',
  );
  must(
    made.some((name) => name.endsWith('.zip')),
    'there is no .zip',
  );
});

await check('the .deb installs the program, its archive and a starter', () => {
  const deb = readdirSync(path.join(out, 'make'), { recursive: true })
    .map(String)
    .find((name) => name.endsWith('.deb'));
  const file = path.join(out, 'make', deb ?? '');
  const contents = execFileSync('dpkg-deb', ['--contents', file], { encoding: 'utf8' });
  for (const wanted of [
    './usr/bin/fojas',
    './usr/lib/fojas/fojas',
    './usr/lib/fojas/resources/app.asar',
    './usr/share/applications/fojas.desktop',
  ]) {
    must(contents.includes(` ${wanted}`), `${wanted} is missing`);
  }
  const lines = contents.split('\n').filter((line) => line !== '' && !line.startsWith('l'));
  const odd = lines.filter(
    (line) => !/^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x) /.test(line) && !line.endsWith('/chrome-sandbox'),
  );
  must(odd.length === 0, `rights that nobody chose: ${odd[0]}`);
  const info = execFileSync('dpkg-deb', ['--info', file], { encoding: 'utf8' });
  must(/^ Package: fojas$/m.test(info) && /^ Architecture: (amd64|arm64)$/m.test(info), 'its description is wrong');
});

await check('what was packaged opens its window and shows the office', () => startInWindow(plain));

if (!values.keep) rmSync(out, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
