/**
 * Brings the independent programs: DSS and veraPDF by Maven, pyHanko and schemathesis by pip, the Wycheproof vectors by Go's module proxy. They are
 * kept in one folder outside the checkout (FOJAS_ORACLES, or the user's cache), and a second run finds them there.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';

const dssVersion = '6.4';
const verapdfVersion = '1.28.2';
const pythonPackages = ['pyhanko==0.38.0', 'pyhanko-cli==0.6.0'];
const schemathesis = ['schemathesis==4.32.5'];
const versitygw = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0';
const wycheproof = 'github.com/C2SP/wycheproof@v0.0.0-20250901140545-b51abcfb8daf';

/** Where the programs are kept. */
export function oraclesFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = process.env['FOJAS_ORACLES'] ?? join(cache, 'fojas-oracles');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Class path of DSS with our judge compiled beside it. */
export function installDss(): string {
  return compiledWithDss(join(import.meta.dirname, 'dss', 'Judge.java'));
}

/** Class path of DSS (with PDFBox and Bouncy Castle) and a program of ours that was compiled against it. */
export function compiledWithDss(source: string): string {
  const lib = installJars('dss', dssVersion);
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const name = basename(source, '.java').toLowerCase();
  const out = join(oraclesFolder(), `dss-${dssVersion}`, `${name}-${hash}`);
  prepared(out, (folder) => must('javac', ['-cp', join(lib, '*'), '-d', folder, source]));
  return `${out}:${join(lib, '*')}`;
}

/** Class path of veraPDF. */
export function installVerapdf(): string {
  return join(installJars('verapdf', verapdfVersion), '*');
}

/** A Python interpreter that has pyHanko. */
export function installPyhanko(): string {
  return installPython(pyhankoPython(), pythonPackages);
}

/** Where that interpreter is or will be. */
export function pyhankoPython(): string {
  return pythonWith('pyhanko', pythonPackages);
}

/** The command of schemathesis, which tries an HTTP service by its OpenAPI document. */
export function installSchemathesis(): string {
  const python = installPython(pythonWith('schemathesis', schemathesis), schemathesis);
  return join(dirname(python), 'schemathesis');
}

/** An environment knows its own path: it is made in its place and marked when it is complete. */
function installPython(python: string, packages: readonly string[]): string {
  const folder = dirname(dirname(python));
  if (!existsSync(join(folder, 'complete'))) {
    rmSync(folder, { recursive: true, force: true });
    must('python3', ['-m', 'venv', folder]);
    must(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
    writeFileSync(join(folder, 'complete'), '');
  }
  return python;
}

function pythonWith(name: string, packages: readonly string[]): string {
  const hash = createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 16);
  return join(oraclesFolder(), `${name}-${hash}`, 'bin', 'python');
}

/** Where DSS's jars are or will be; PDFBox and Bouncy Castle are among them. */
export function dssLibrary(): string {
  return join(oraclesFolder(), `dss-${dssVersion}`, 'lib');
}

/** versitygw: an S3 service with versions and object lock, on plain files. Compiled once, in a few minutes. */
export function installVersitygw(): string {
  const bin = join(oraclesFolder(), 'versitygw-1.8.0');
  prepared(bin, (folder) => must('env', [`GOBIN=${folder}`, 'go', 'install', versitygw]));
  return join(bin, 'versitygw');
}

/** The folder of the Wycheproof vectors (testvectors_v1). */
export function installWycheproof(): string {
  const { Dir } = JSON.parse(must('go', ['mod', 'download', '-json', wycheproof])) as { Dir: string };
  return join(Dir, 'testvectors_v1');
}

function installJars(name: string, version: string): string {
  const lib = join(oraclesFolder(), `${name}-${version}`, 'lib');
  const pom = join(import.meta.dirname, name, 'pom.xml');
  prepared(lib, (folder) =>
    must('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`]),
  );
  return lib;
}

/** Makes a folder whole or not at all: what was cut off half way must not look finished. */
function prepared(folder: string, make: (folder: string) => void): void {
  if (existsSync(folder)) return;
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  make(part);
  renameSync(part, folder);
}

/** Runs a program to its end and answers what it printed. @throws Error with its words when it fails. */
export function must(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 256 << 20 });
  if (error !== undefined) throw new Error(`cannot run ${program}: ${error.message}`);
  if (status !== 0) throw new Error(`${program} ${args.slice(0, 4).join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
