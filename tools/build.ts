/**
 * `npm run build`: bundles the program into `.vite/`, as Electron and the packager want it. Does nothing when neither the sources
 * nor the packages changed since the last time.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type InlineConfig } from 'vite';

const root = path.join(import.meta.dirname, '..');
/** Loaded from node_modules at run time: they carry machine code or WebAssembly. `electron` is given by Electron itself. */
const carried = [
  'better-sqlite3-multiple-ciphers',
  'pkcs11js',
  'koffi',
  'harfbuzzjs',
  '@myriaddreamin/typst-ts-web-compiler',
  '@expo-google-fonts/tinos',
  'dictionary-es-ar',
] as const;

/** Everything that runs on Node: the file it starts from, and the file it becomes. */
const bundles = [
  { entry: 'src/main/app.ts', output: 'main.cjs' },
  { entry: 'src/preload/preload.ts', output: 'preload.cjs' },
  { entry: 'src/preload/pin-preload.ts', output: 'pin-preload.cjs' },
  { entry: 'src/casework/process.ts', output: 'office.mjs' },
  { entry: 'src/casework/writing/worker.ts', output: 'writing-worker.mjs' },
  { entry: 'src/casework/search/worker.ts', output: 'search-worker.mjs' },
  { entry: 'src/casework/copies/bound/worker.ts', output: 'binding-worker.mjs' },
  { entry: 'src/repository/office/process.ts', output: 'office-repository.mjs' },
  { entry: 'src/repository/judging/worker.ts', output: 'judging-worker.mjs' },
  { entry: 'src/token-host/process.ts', output: 'token-host.mjs' },
  { entry: 'src/token-host/readers/process.ts', output: 'readers.mjs' },
] as const;

/** What a build is made of; a change in any of it makes a new one. */
const inputs = ['src', 'tools/build.ts', 'package.json', 'package-lock.json'];

export interface BuildOptions {
  readonly outDir?: string;
  readonly say?: (line: string) => void;
}

/** Brings `.vite/` up to date; answers whether there was anything to do. */
export async function buildAll(options: BuildOptions = {}): Promise<boolean> {
  const outDir = options.outDir ?? path.join(root, '.vite');
  const stamp = path.join(outDir, 'inputs.sha256');
  const digest = await digestOf(inputs);
  const outputs = [
    ...bundles.map(({ output }) => `build/${output}`),
    'renderer/index.html',
    'renderer/pin.html',
    'renderer/paper.html',
  ];
  const whole = outputs.every((file) => existsSync(path.join(outDir, file)));
  if (whole && (await readFile(stamp, 'utf8').catch(() => '')) === digest) return false;

  options.say?.('Building…');
  // Built beside and moved into place whole, so that a build that fails leaves the last good one.
  const fresh = path.join(outDir, `next-${process.pid}`);
  try {
    for (const bundle of bundles) await build(nodeConfig(bundle, path.join(fresh, 'build')));
    await build({
      configFile: path.join(root, 'src/renderer/vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: path.join(fresh, 'renderer') },
    });
    await rm(stamp, { force: true });
    for (const part of ['build', 'renderer']) {
      await rm(path.join(outDir, part), { recursive: true, force: true });
      await rename(path.join(fresh, part), path.join(outDir, part));
    }
    await writeFile(stamp, digest);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return true;
}

function nodeConfig({ entry, output }: { entry: string; output: string }, outDir: string): InlineConfig {
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: [...carried, 'electron'] },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      sourcemap: false,
      rolldownOptions: {
        // One file each: a sandboxed preload can load no second one.
        output: { format: output.endsWith('.cjs') ? 'cjs' : 'es', entryFileNames: output, codeSplitting: false },
      },
    },
  };
}

/** One digest over names and contents of all files below. */
async function digestOf(names: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of names) {
    for (const file of await filesBelow(name)) {
      hash.update(`${file}\0`);
      hash.update(await readFile(path.join(root, file)));
    }
  }
  return hash.digest('hex');
}

async function filesBelow(name: string): Promise<string[]> {
  const entries = await readdir(path.join(root, name), { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return [name];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

if (import.meta.main) {
  await mkdir(path.join(root, '.vite'), { recursive: true });
  const built = await buildAll({ say: console.log });
  console.log(built ? 'Built into .vite/' : 'Nothing changed since the last build.');
}
