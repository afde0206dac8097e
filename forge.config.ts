import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MakerDMG } from '@electron-forge/maker-dmg';
import { MakerZIP } from '@electron-forge/maker-zip';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import { MakerDeb } from './tools/maker-deb.ts';
import { MakerSystemMsix } from './tools/packaging/maker-msix.ts';
import { MakerNsis } from './tools/packaging/maker-nsis.ts';
import { MakerRpm } from './tools/packaging/maker-rpm.ts';
import { makeNotices, makeSbom } from './tools/packaging/sbom.ts';

const root = import.meta.dirname;
/** Made anew with each package: what it consists of, the licences, and what the organisation adds. */
const made = path.join(root, '.vite', 'package');
/** The subject that signs installers for Windows; without it none is made. */
const publisher = process.env['FOJAS_PUBLISHER'] ?? '';

/** Packages with machine code or WebAssembly: what of each goes along. Everything else is bundled into `.vite/`. */
type Wanted = (file: string, platform: string, arch: string) => boolean;
const carried = (platform: string, arch: string): Readonly<Record<string, Wanted>> => ({
  // Carries prebuilt binaries for all platforms; one of them is enough.
  'better-sqlite3-multiple-ciphers': (file, platform, arch) =>
    /^(package\.json|LICENSE|lib\/.*\.js)$/.test(file) || file === `prebuilds/${platform}-${arch}.node`,
  // Compiled on the machine that packages.
  pkcs11js: (file) => /^(package\.json|LICENSE|index\.js|build\/Release\/pkcs11\.node)$/.test(file),
  // The library itself lies in a package of its own for each platform; Electron is never built on musl.
  koffi: (file) => /^(package\.json|LICENSE\.txt|index\.c?js|src\/koffi\/index\.c?js)$/.test(file),
  [`@koromix/koffi-${platform}-${arch}`]: (file) =>
    /^(package\.json|index\.js|(linux|win32|darwin)_[a-z0-9]+\/koffi\.node)$/.test(file),
  // The compiler of sheets, and the four cuts of the type it sets them in.
  '@myriaddreamin/typst-ts-web-compiler': (file) => /^(package\.json|LICENSE|pkg\/[a-z_-]+\.(mjs|wasm))$/.test(file),
  '@expo-google-fonts/tinos': (file) =>
    /^(package\.json|LICENSE(_FONT)?|(400Regular|700Bold)(_Italic)?\/Tinos_(400Regular|700Bold)(_Italic)?\.ttf)$/.test(
      file,
    ),
  // The dictionary of Argentine Spanish.
  'dictionary-es-ar': (file) => /^(package\.json|license|index\.(js|aff|dic))$/.test(file),
  harfbuzzjs: (file) => /^(package\.json|LICENSE|dist\/(harfbuzz\.js|index\.mjs|harfbuzz(-subset)?\.wasm))$/.test(file),
});

const config: ForgeConfig = {
  ...(process.env['FOJAS_OUT_DIR'] ? { outDir: process.env['FOJAS_OUT_DIR'] } : {}),
  packagerConfig: {
    executableName: 'fojas',
    appBundleId: 'ar.fojas.workstation',
    // Machine code cannot be loaded from inside an archive, nor can threads be relied upon to read in one.
    asar: {
      unpack:
        '{**/*.node,**/.vite/build/{writing,search,judging,binding}-worker.mjs,**/node_modules/dictionary-es-ar/**}',
    },
    // Only what was built: no sources, no tests, no tools. The hook below adds the packages with machine code.
    ignore: (file: string) => !/^(|\/package\.json|\/LICENSE|\/\.vite(\/(build|renderer)(\/.*)?)?)$/.test(file),
    prune: false,
    // Read from outside the archive by the process that watches readers.
    extraResource: [
      path.join(root, 'resources', 'drivers'),
      // Templates for IT, beside the program that keeps to them.
      path.join(root, 'resources', 'policy'),
      ...['sbom.cdx.json', 'NOTICES.txt', 'app-update.yml'].map((name) => path.join(made, name)),
      // The root of trust for updates, of whoever makes the package: without it this program installs no updates by itself.
      ...(process.env['FOJAS_UPDATE_ROOT'] ? [path.join(made, 'update-root.json')] : []),
    ],
    // Signed only where there is an identity. Libraries of others are let into the Plugin helper alone, which hosts tokens.
    ...(process.env['FOJAS_MAC_IDENTITY']
      ? {
          osxSign: {
            identity: process.env['FOJAS_MAC_IDENTITY'],
            optionsForFile: (file: string) => ({
              hardenedRuntime: true,
              entitlements: path.join(root, 'resources', 'mac', entitlementsFor(file)),
            }),
          },
        }
      : {}),
    ...(process.env['FOJAS_ELECTRON_ZIP_DIR'] ? { electronZipDir: process.env['FOJAS_ELECTRON_ZIP_DIR'] } : {}),
  },
  // The packages with machine code speak Node-API, which Electron's Node speaks too: nothing is compiled anew.
  rebuildConfig: { onlyModules: [] },
  hooks: {
    generateAssets: async () => {
      execFileSync(process.execPath, [path.join(root, 'tools', 'build.ts')], { cwd: root, stdio: 'inherit' });
      await makeAdditions();
    },
    packageAfterCopy: async (_config, buildPath, _version, platform, arch) => {
      for (const [name, wanted] of Object.entries(carried(platform, arch))) {
        const from = path.join(root, 'node_modules', name);
        const files = await readdir(from, { recursive: true });
        for (const file of files.filter((each) => wanted(each.split(path.sep).join('/'), platform, arch))) {
          await cp(path.join(from, file), path.join(buildPath, 'node_modules', name, file));
        }
      }
      await trimManifest(path.join(buildPath, 'package.json'));
    },
  },
  makers: [
    new MakerDeb({}, ['linux']),
    new MakerRpm({}, ['linux']),
    new MakerNsis({ publisher }, ['win32']),
    // Each only where its system's own tools are: Forge leaves them out elsewhere.
    new MakerSystemMsix(publisher),
    new MakerDMG({ format: 'ULFO' }, ['darwin']),
    new MakerZIP({}, ['linux', 'darwin', 'win32']),
  ],
  plugins: [
    new FusesPlugin({
      version: FuseVersion.V1,
      // A fuse that a later Electron adds must be decided on here before anything can be packaged.
      strictlyRequireAllFuses: true,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
      [FuseV1Options.WasmTrapHandlers]: true,
    }),
  ],
};

async function makeAdditions(): Promise<void> {
  await mkdir(made, { recursive: true });
  const sbom = makeSbom();
  await writeFile(path.join(made, 'sbom.cdx.json'), sbom);
  await writeFile(path.join(made, 'NOTICES.txt'), makeNotices(sbom));
  // Where electron-updater looks. It is led nowhere by it: releases come staged, judged by their signatures.
  const names = publisher === '' ? '' : `publisherName: ${JSON.stringify(publisher)}\n`;
  await writeFile(path.join(made, 'app-update.yml'), `provider: custom\nupdaterCacheDirName: fojas-updater\n${names}`);
  const { FOJAS_UPDATE_ROOT: trust } = process.env;
  if (trust) await writeFile(path.join(made, 'update-root.json'), await readFile(trust));
}

/** Electron runs utility processes that may load unsigned libraries in its helper of this name. */
function entitlementsFor(file: string): string {
  return file.includes('Helper (Plugin)') ? 'plugin.entitlements.plist' : 'entitlements.plist';
}

/** What the program needs of its manifest; scripts and lists of development packages stay at home. */
async function trimManifest(file: string): Promise<void> {
  const kept = ['name', 'productName', 'version', 'description', 'license', 'author', 'type', 'main'];
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  const trimmed = Object.fromEntries(Object.entries(manifest).filter(([key]) => kept.includes(key)));
  await writeFile(file, `${JSON.stringify(trimmed, null, 2)}\n`);
}

export default config;
