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
import { templates } from '../src/policy/templates/index.ts';
import { ensurePackages, jobs } from './machine.ts';
import { startInWindow } from './packaged-start.ts';
import { sourceDate } from './packaging/linux-tree.ts';
import { MakerNsis } from './packaging/maker-nsis.ts';
import { stubExecutable, writeStubElectron } from './stub-electron/stub.ts';

const root = path.join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { keep: { type: 'string' } } });
const out = values.keep ? path.resolve(values.keep) : mkdtempSync(path.join(os.tmpdir(), 'fojas-package-'));

const readiness = ensurePackages(jobs.packaging);
if (readiness.kind === 'missing') {
  console.log(readiness.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

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

/** The moment of the sources that are packaged: a commit in the middle must not look like another package. */
const quickly = { SOURCE_DATE_EPOCH: String(sourceDate()) };

function forge(...args: string[]): void {
  execFileSync(
    process.execPath,
    [path.join(root, 'node_modules', '@electron-forge', 'cli', 'dist', 'electron-forge.js'), ...args],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        ...quickly,
        FOJAS_OUT_DIR: out,
        FOJAS_ELECTRON_ZIP_DIR: path.join(out, 'electron'),
        CI: '1',
      },
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
    ['index', 'pin', 'paper'].every((page) => listing.includes(`/.vite/renderer/${page}.html`)),
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

await check('every package that is carried along is there, and can be found by its name', () => {
  const names =
    readFileSync(path.join(root, 'forge.config.ts'), 'utf8').match(/const carried = [\s\S]*?\n\}\);/)?.[0] ?? '';
  const wanted = [...names.matchAll(/^ {2}(?:'([^']+)'|\[`([^`]+)`\]|([a-z0-9]+)):/gm)].map(([, quoted, made, bare]) =>
    (quoted ?? made ?? bare ?? '').replace('${platform}', process.platform).replace('${arch}', process.arch),
  );
  must(wanted.length >= 8, `only ${wanted.length} are named: ${wanted.join(', ')}`);
  for (const name of wanted) {
    const own = listing.filter((file) => file.startsWith(`/node_modules/${name}/`));
    must(own.includes(`/node_modules/${name}/package.json`) && own.length > 1, `${name} is missing`);
  }
});

await check('the templates of policy lie beside the program, as the schema gives them', () => {
  const lie = (folder: string): string[] => readdirSync(folder, { recursive: true }).map(String).sort();
  const [own, carriedAlong] = [path.join(root, 'resources', 'policy'), path.join(resources, 'policy')];
  must(isEqual(lie(carriedAlong), lie(own)), `found ${lie(carriedAlong).join(', ')}`);
  for (const [name, text] of Object.entries(templates()))
    must(readFileSync(path.join(carriedAlong, name), 'utf8') === text, `${name} is not what the schema gives`);
});

await check('the driver catalogue lies where the watcher of readers looks for it', () => {
  const carriedAlong = readFileSync(path.join(resources, 'drivers', 'catalogue.jws'), 'utf8');
  const signed = readFileSync(path.join(root, 'resources', 'drivers', 'catalogue.jws'), 'utf8');
  must(carriedAlong === signed, 'it is not the one that was signed');
});

await check(
  'machine code lies outside the archive, for this platform alone, and loads; so does what threads run',
  () => {
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
    // A thread is started from a file on the disk, and reads the dictionary from there.
    const dictionary = 'node_modules/dictionary-es-ar';
    const ofThreads = [
      ...listing.filter((name) => /^\/\.vite\/build\/[a-z-]+-worker\.mjs$/.test(name)).map((name) => name.slice(1)),
      ...readdirSync(path.join(root, dictionary))
        .filter((name) => /^(package\.json|license|index\.(js|aff|dic))$/.test(name))
        .map((name) => `${dictionary}/${name}`),
    ];
    must(isEqual(unpacked, [...expected, ...ofThreads]), `found ${unpacked.join(', ')}`);
    for (const name of expected) {
      const entry = statFile(asar, name);
      must('unpacked' in entry && entry.unpacked === true, `${name} is packed`);
      const file = path.join(resources, 'app.asar.unpacked', name);
      const loaded = spawnSync(process.execPath, ['-e', 'require(process.argv[1])', file], { encoding: 'utf8' });
      must(loaded.status === 0, `${name} does not load: ${loaded.stderr}`);
    }
  },
);

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

const madeFile = (ending: string): string => {
  const made = readdirSync(path.join(out, 'make'), { recursive: true }).map(String);
  const name = made.find((one) => one.endsWith(ending));
  if (name === undefined) throw new Error(`there is no ${ending}`);
  return path.join(out, 'make', name);
};
await check('electron-forge make brings a .deb, a .rpm and a .zip', () => {
  forge('make', '--from-package');
  for (const ending of ['.deb', '.rpm', '.zip']) madeFile(ending);
});

await check('packaged again, the .deb is the same bytes', () => {
  const first = readFileSync(madeFile('.deb'));
  forge('make', '--targets', 'deb');
  must(readFileSync(madeFile('.deb')).equals(first), 'it differs');
});

await check('lintian finds no error and no warning in the .deb', () => {
  const judged = spawnSync('lintian', ['--fail-on', 'error,warning', '--tag-display-limit', '0', madeFile('.deb')], {
    encoding: 'utf8',
  });
  if (judged.error) throw judged.error;
  must(judged.status === 0, judged.stdout || judged.stderr);
});

await check('the .rpm holds the program, and runs nothing of its own when it is installed', () => {
  const list = execFileSync('rpm', ['-qlp', madeFile('.rpm')], { encoding: 'utf8' }).split('\n');
  for (const wanted of [
    '/usr/bin/fojas',
    '/usr/lib/fojas/resources/app.asar',
    '/usr/share/applications/fojas.desktop',
  ]) {
    must(list.includes(wanted), `${wanted} is missing`);
  }
  must(execFileSync('rpm', ['-qp', '--scripts', madeFile('.rpm')], { encoding: 'utf8' }) === '', 'it brings scripts');
});

await check('makensis makes the installer for Windows, and none without a publisher', async () => {
  const make = async (publisher: string): Promise<string[]> => {
    const maker = new MakerNsis({ publisher }, ['win32']);
    await maker.prepareConfig('x64');
    return maker.make({
      ...{ dir: folder, makeDir: path.join(out, 'make'), targetArch: 'x64', targetPlatform: 'win32', appName: 'Fojas' },
      ...{ packageJSON: { version: '1.2.3' }, forgeConfig: {} as never },
    });
  };
  const [installer] = await make('CN=Poder Judicial de Ejemplo, O=Poder Judicial de Ejemplo, C=AR');
  must(
    readFileSync(installer ?? '')
      .subarray(0, 2)
      .toString() === 'MZ',
    'it is no program for Windows',
  );
  for (const publisher of ['', 'O=Nobody', 'CN=a"$INSTDIR']) {
    const made = await make(publisher).catch(() => null);
    must(made === null, `it was made for ${JSON.stringify(publisher)}`);
  }
});

await check('the list of what it is made of and the licences go along', () => {
  const sbom = JSON.parse(readFileSync(path.join(resources, 'sbom.cdx.json'), 'utf8')) as Record<string, unknown>;
  must(sbom['bomFormat'] === 'CycloneDX', 'the list is no CycloneDX');
  const names = (sbom['components'] as { name: string }[]).map(({ name }) => name);
  for (const name of ['react', 'tuf-js', 'better-sqlite3-multiple-ciphers', 'pkcs11js']) {
    must(names.includes(name), `${name} is not in it`);
  }
  must(!names.includes('vitest') && !names.includes('electron-forge'), 'it lists what only developers use');
  const notices = readFileSync(path.join(resources, 'NOTICES.txt'), 'utf8');
  must(notices.includes('react 19') && notices.includes('Permission is hereby granted'), 'licences are missing');
});

await check('the entry among the programs is valid, and opens addresses of ours alone', () => {
  const entry = path.join(root, 'resources', 'linux', 'fojas.desktop');
  execFileSync('desktop-file-validate', [entry], { stdio: ['ignore', 'inherit', 'inherit'] });
  must(/^MimeType=x-scheme-handler\/fojas;$/m.test(readFileSync(entry, 'utf8')), 'it opens something else');
});

await check('the .deb installs the program, its archive and a starter', () => {
  const file = madeFile('.deb');
  const contents = execFileSync('dpkg-deb', ['--contents', file], { encoding: 'utf8' });
  for (const wanted of [
    './usr/bin/fojas',
    './usr/lib/fojas/fojas',
    './usr/lib/fojas/resources/app.asar',
    './usr/share/applications/fojas.desktop',
    './usr/lib/fojas/fojas-update',
    './usr/share/polkit-1/actions/ar.fojas.update.policy',
    './usr/share/icons/hicolor/48x48/apps/fojas.png',
    './usr/share/mime/packages/fojas.xml',
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
