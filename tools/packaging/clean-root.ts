/**
 * A Debian of its own, empty but for what every Debian has: the package is installed there with what it depends on, upgraded, taken away and
 * purged, and nothing of it may be left. Wants root and mmdebstrap; packages come from where this machine's own apt has them.
 *   node tools/packaging/clean-root.ts fojas_1.0.0_amd64.deb [fojas_1.1.0_amd64.deb] [--quick] [--mirror URL] [--suite NAME]
 *   node tools/packaging/clean-root.ts --made FOLDER --quick
 * `--made` finds the one package below a folder. `--quick` (CI's) has apt only work out that the system has all that it depends on, and dpkg
 * install it without: what is installed with it takes minutes. Without a second package the first one's files are packed again as a later version.
 * Ends with `N passed, N failed`.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages } from '../machine.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    made: { type: 'string' },
    quick: { type: 'boolean', default: false },
    /** Where packages come from; this machine's own sources where none is named. */
    mirror: { type: 'string' },
    /** This machine's own where none is named. */
    suite: { type: 'string' },
  },
});
const [first, second] = [...positionals, ...madeBelow(values.made)].map((file) => path.resolve(file));
if (first === undefined || process.getuid?.() !== 0) {
  console.error(
    'As root: node tools/packaging/clean-root.ts FIRST.deb [NEXT.deb] (or --made FOLDER, where one .deb is)',
  );
  console.log('0 passed, 1 failed');
  process.exit(2);
}
const tools = ensurePackages(['dpkg', 'mmdebstrap']);
if (tools.kind === 'missing') {
  console.log(tools.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const folder = mkdtempSync(path.join(tmpdir(), 'fojas-clean-root-'));
const root = path.join(folder, 'root');

let passed = 0;
let failed = 0;
function expect(holds: boolean, what: string): void {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`  ${holds ? 'ok    ' : 'FAILED'}  ${what}`);
}
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
  });
const inside = (...command: string[]): string => run('chroot', root, ...command);
const field = (deb: string, name: string): string => run('dpkg-deb', '--field', deb, name).trim();
const state = (): string => {
  try {
    return run(
      'dpkg-query',
      `--admindir=${root}/var/lib/dpkg`,
      '-W',
      '-f',
      '${db:Status-Abbrev}${Version}',
      'fojas',
    ).trim();
  } catch {
    return 'none';
  }
};
/** Every path but what packaging tools keep for themselves. */
const listing = (): string[] =>
  run('find', root, '-xdev', '-not', '-type', 'd')
    .split('\n')
    .map((file) => file.slice(root.length))
    .filter((file) => file !== '' && !/^\/(tmp|proc|var\/(cache|log|lib\/(apt|dpkg)))\//.test(file))
    .sort();

/** mmdebstrap shows this machine's own /dev and /proc to what it makes; were it killed meanwhile, they must not be removed with it. */
function removeFolder(): void {
  if (readFileSync('/proc/mounts', 'utf8').includes(` ${folder}/`))
    console.log(`${folder} stays: something is still mounted in it`);
  else rmSync(folder, { recursive: true, force: true });
}

function madeBelow(made: string | undefined): string[] {
  if (made === undefined) return [];
  const all = readdirSync(made, { recursive: true }).map(String);
  return all.filter((name) => /(^|\/)fojas_[^/]*\.deb$/.test(name)).map((name) => path.join(made, name));
}

/** The files of this machine that say where its packages come from. */
function ownSources(): string[] {
  const parts = '/etc/apt/sources.list.d';
  const named = existsSync(parts) ? readdirSync(parts).filter((name) => /\.(list|sources)$/.test(name)) : [];
  const all = ['/etc/apt/sources.list', ...named.sort().map((name) => path.join(parts, name))];
  return all.filter((file) => existsSync(file) && statSync(file).size > 0);
}

/** The empty system. Its lists of packages stay, so that apt can be asked in it. */
function makeRoot(depends: string): void {
  const suite = values.suite ?? /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  const satisfy = `chroot "$1" apt-get satisfy -y -q --no-install-recommends '${depends}'`;
  const also = values.quick ? [] : [`--customize-hook=${satisfy}`];
  const sources = values.mirror === undefined ? ownSources() : [values.mirror];
  // Nobody cuts the power of a system that is thrown away.
  const how = ['--variant=minbase', '--mode=root', '--quiet', '--dpkgopt=force-unsafe-io', '--skip=cleanup/apt/lists'];
  run('mmdebstrap', ...how, ...also, suite, root, ...sources);
}

function install(): void {
  if (!values.quick) {
    inside('apt-get', 'install', '-y', '-q', '--no-install-recommends', '/packages/first.deb');
    return;
  }
  const plan = inside('apt-get', 'install', '--simulate', '-q', '--no-install-recommends', '/packages/first.deb');
  expect(/^Conf fojas /m.test(plan) && /^Conf libgtk-3-0/m.test(plan), 'the system has all that it depends on');
  inside('dpkg', '--force-depends', '--install', '/packages/first.deb');
}

/** The same files under a later version. */
function laterThan(deb: string): string {
  const tree = path.join(folder, 'later');
  const out = path.join(folder, 'later.deb');
  run('dpkg-deb', '--raw-extract', deb, tree);
  const control = path.join(tree, 'DEBIAN', 'control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: (.*)$/m, 'Version: $1+later'));
  run('dpkg-deb', '--root-owner-group', '-Znone', '--build', tree, out);
  return out;
}

try {
  const next = second ?? laterThan(first);
  makeRoot(field(first, 'Depends'));
  mkdirSync(path.join(root, 'packages'));
  copyFileSync(first, path.join(root, 'packages', 'first.deb'));
  copyFileSync(next, path.join(root, 'packages', 'next.deb'));
  const before = listing();

  install();
  expect(state() === `ii ${field(first, 'Version')}`, 'it is installed, with nothing but what a Debian has');
  expect(existsSync(path.join(root, 'usr/bin/fojas')), 'its starter leads to the program');
  expect(
    (statSync(path.join(root, 'usr/lib/fojas/chrome-sandbox')).mode & 0o7777) === 0o4755,
    'the sandbox has its right',
  );
  const writable = run('find', path.join(root, 'usr/lib/fojas'), '-perm', '/022', '-not', '-type', 'l');
  expect(writable === '', 'nobody but root may write into it');
  expect(run('find', path.join(root, 'usr/lib/fojas'), '-not', '-uid', '0') === '', 'all of it is root’s');
  expect(inside('dpkg', '--verify', 'fojas') === '', 'every file is as it was packed');

  const own = path.join(root, 'root', '.config', 'Fojas', 'office.json');
  mkdirSync(path.dirname(own), { recursive: true });
  writeFileSync(own, '{}');
  inside('dpkg', ...(values.quick ? ['--force-depends'] : []), '--install', '/packages/next.deb');
  expect(state() === `ii ${field(next, 'Version')}`, 'dpkg upgrades it');
  expect(inside('dpkg', '--verify', 'fojas') === '', 'every file is the new one’s');

  // As a PC that kept itself up to date has it.
  const kept = path.join(root, 'var/lib/fojas/updates/kept/fojas_0.0.1.deb');
  mkdirSync(path.dirname(kept), { recursive: true });
  writeFileSync(kept, 'the version before');
  inside('dpkg', '--remove', 'fojas');
  expect(!existsSync(path.join(root, 'usr/lib/fojas')) && existsSync(kept), 'removed, the program is gone');
  inside('dpkg', '--purge', 'fojas');
  expect(state() === 'none', 'purged, nobody knows of it');
  expect(existsSync(own), 'what is a person’s stays');
  rmSync(path.join(root, 'root', '.config'), { recursive: true });
  const after = listing();
  const left = after.filter((file) => !before.includes(file));
  const lost = before.filter((file) => !after.includes(file));
  expect(left.length === 0, `nothing is left behind${left.length === 0 ? '' : `: ${left.slice(0, 5).join(', ')}`}`);
  expect(lost.length === 0, `nothing else is gone${lost.length === 0 ? '' : `: ${lost.slice(0, 5).join(', ')}`}`);
} finally {
  removeFolder();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
