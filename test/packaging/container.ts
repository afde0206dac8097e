/**
 * Builds `resources/repository/Containerfile` for real, runs what comes out as its image says, asks for health and readiness, registers an act
 * and ends it. The base image is made of Debian's own packages and of Node and npm from npm, under the name that the file wants: no registry
 * of images is needed.
 *
 *   node test/packaging/container.ts [--keep FOLDER]
 *
 * Needs root and Debian's buildah, crun, mmdebstrap and iproute2; takes about five minutes and 2 GB. Builds what is committed. The program runs in
 * a network of its own, where nothing but loopback is, so that the ports are the image's. Exit code 0 only when all of it held.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ReceiptStatement } from '../../src/contract/receipts.ts';
import { Registered } from '../../src/contract/wire.ts';
import {
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  sendUpToRegistration,
  testOffice,
} from '../helpers/repository.ts';

const { values } = parseArgs({ options: { keep: { type: 'string' }, inside: { type: 'string' } } });
const folder = values.inside ?? values.keep ?? mkdtempSync(join(tmpdir(), 'fojas-container-'));
const project = join(import.meta.dirname, '..', '..');
const base = 'docker.io/library/node:24-slim';
const image = 'localhost/fojas-repository';
const store = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
const data = join(folder, 'data');

function must(program: string, args: readonly string[], cwd = folder): string {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (done.error && 'code' in done.error && done.error.code === 'ENOENT')
    throw new Error(`${program} is missing: apt-get install buildah crun mmdebstrap iproute2`);
  if (done.status === 0) return done.stdout;
  throw new Error(`${program} ${args.join(' ')}: ${done.status}\n${`${done.stdout}${done.stderr}`.slice(-2000)}`);
}
const buildah = (...args: string[]): string => must('buildah', [...store, ...args]).trim();

/** Debian with Node, named as the file names its base; what the Containerfile does with it stays the file's. */
function makeBase(): void {
  const root = join(folder, 'base');
  const { devDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    readonly devDependencies: { readonly node: string };
  };
  must('mmdebstrap', ['--variant=minbase', '--include=ca-certificates', 'bookworm', root]);
  const node = `node@${devDependencies.node}`;
  must('npm', [
    'install',
    '--global',
    '--no-fund',
    '--no-audit',
    '--prefix',
    join(root, 'usr', 'local'),
    node,
    'npm@11',
  ]);
  const container = buildah('from', 'scratch');
  must('cp', ['--archive', `${root}/.`, buildah('mount', container)]);
  buildah('umount', container);
  buildah('commit', container, base);
  buildah('rm', container);
}

function build(): void {
  const tree = join(folder, 'tree');
  mkdirSync(tree);
  must('sh', ['-c', 'git -C "$0" archive HEAD | tar -x -C "$1"', project, tree]);
  // Where a proxy with a certificate of its own stands before npm, the build has to believe it; it is not part of the image.
  const own = process.env['NODE_EXTRA_CA_CERTS'];
  const volumes: string[] = [];
  if (own !== undefined && existsSync(own)) {
    copyFileSync(own, join(folder, 'ca.pem'));
    writeFileSync(join(folder, 'npmrc'), 'cafile=/run/build-ca.pem\n');
    for (const [from, to] of [
      ['npmrc', '/root/.npmrc'],
      ['ca.pem', '/run/build-ca.pem'],
    ] as const)
      volumes.push('--volume', `${join(folder, from)}:${to}:ro`);
  }
  // Health checks are of Docker's format; OCI's own has no place for them.
  const how = ['--format', 'docker', '--isolation', 'chroot', '--pull-never', ...volumes];
  const said = must(
    'buildah',
    [...store, 'bud', ...how, '-f', 'resources/repository/Containerfile', '-t', image, tree],
    tree,
  );
  console.log(said.trim().split('\n').at(-1));
}

interface ImageConfig {
  readonly Entrypoint: readonly string[];
  readonly User: string;
  readonly StopSignal: string;
  readonly Volumes: Readonly<Record<string, object>>;
  readonly Healthcheck: { readonly Test: readonly [string, ...string[]] };
}

/** As the image says, and with the office's key that the test's desk shows. */
async function runInside(): Promise<void> {
  must('ip', ['link', 'set', 'lo', 'up']);
  const { Docker } = JSON.parse(buildah('inspect', '--type', 'image', image)) as {
    readonly Docker: { readonly config: ImageConfig };
  };
  const { Entrypoint, User, StopSignal, Volumes, Healthcheck } = Docker.config;
  if (!('/var/lib/fojas' in Volumes) || User !== 'fojas' || StopSignal !== 'SIGTERM') throw new Error('not its image');
  const container = buildah('from', '--pull-never', image);
  const uid = Number(must('chroot', [buildah('mount', container), 'id', '-u', 'fojas']));
  mkdirSync(data, { mode: 0o700 });
  const keys = join(data, 'access-keys.json');
  writeFileSync(keys, JSON.stringify([{ officeId: testOffice.officeId, key: testOffice.accessKey }]), { mode: 0o600 });
  for (const path of [data, keys]) chownSync(path, uid, uid);
  const run = ['run', '--isolation', 'chroot', '--volume', `${data}:/var/lib/fojas`, container, '--'];
  const child = spawn('buildah', [...store, ...run, ...Entrypoint], { stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    await judge(child, () => buildah(...run, ...Healthcheck.Test.slice(1)));
  } finally {
    child.kill('SIGKILL');
  }
  console.log('built, served, ready, registered and ended as its image says');
}

async function judge(child: ChildProcess, healthCheck: () => string): Promise<void> {
  const status = 'http://127.0.0.1:7441';
  for (let nth = 0; !(await fetch(`${status}/ready`).catch(() => null))?.ok; nth += 1) {
    if (nth > 120 || child.exitCode !== null) throw new Error('it does not become ready');
    await sleep(500);
  }
  if (!(await fetch(`${status}/health`)).ok) throw new Error('it is not healthy');
  healthCheck();
  const act = await makeSignedAct(makeTestSigner(), { record: makeCase() });
  const repository = { url: 'http://127.0.0.1:7440' };
  await sendUpToRegistration(repository, act);
  const { receipt } = Registered.parse(await (await register(repository, act)).json());
  const statement = ReceiptStatement.parse(
    JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString()),
  );
  if (statement.number !== 1 || statement.sha256 !== act.request.sha256) throw new Error('not its receipt');
  for (const file of ['register.db', 'receipt-key.pem'])
    if (!existsSync(join(data, file))) throw new Error(`${file} is not in the volume`);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  process.kill(programOf(child.pid!), 'SIGTERM');
  const code = await ended;
  if (code !== 0) throw new Error(`it ended with ${code}`);
}

/** The program of the container, which whoever runs containers gives the signal to. */
function programOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  const [first] =
    children === ''
      ? must('pgrep', ['-P', String(pid)])
          .trim()
          .split('\n')
      : children.split(' ');
  const name = readFileSync(`/proc/${first}/cmdline`, 'utf8').split('\0')[0] ?? '';
  return name.includes('buildah') ? programOf(Number(first)) : Number(first);
}

if (values.inside !== undefined) await runInside();
else {
  try {
    mkdirSync(folder, { recursive: true });
    makeBase();
    build();
    const inside = ['--net', process.execPath, import.meta.filename, '--inside', folder];
    const { status } = spawnSync('unshare', inside, { stdio: 'inherit' });
    process.exitCode = status ?? 1;
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
