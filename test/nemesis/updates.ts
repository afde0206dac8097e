/**
 * Updates from end to end, on packages of our own maker: 1.0 installed by dpkg in a root of its own, 1.1 offered to its ring, fetched
 * over a line that breaks, verified, installed, tested; a broken 1.2 that gives way to 1.1 by itself, with the data as they were;
 * and kills at any moment, after each of which a working program must be there. The executable in these packages stands in for Electron's.
 *   node test/nemesis/updates.ts [--kills N] [--seed N]
 * Ends with `N passed, N failed`.
 */
import { createHash, randomBytes } from 'node:crypto';
import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openStore } from '../../src/casework/store/index.ts';
import { recoverAsRoot } from '../../src/updates/install/machine.ts';
import { buildAll } from '../../tools/build.ts';
import { MakerDeb } from '../../tools/maker-deb.ts';
import { organisation } from '../updates/world.ts';
import { faultOf, type Ground, machineOf, updateOnce } from './updates/pc.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});
const checkout = path.join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(path.join(tmpdir(), 'fojas-updates-'));
const arch = process.arch === 'arm64' ? 'arm64' : 'x64';

let passed = 0;
let failed = 0;
function expect(holds: boolean, what: string): void {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`  ${holds ? 'ok    ' : 'FAILED'}  ${what}`);
}

/** The same numbers for the same seed. */
let state = Number(values.seed);
const random = (): number => {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
  return state / 2 ** 31;
};

const ballast = randomBytes(3_000_000);

/** A package of ours: the built program, and what stands in for Electron. */
async function makePackage(version: string, spoil: (app: string) => void = () => undefined): Promise<Buffer> {
  const dir = path.join(folder, `program-${version}`);
  const app = path.join(dir, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  for (const file of ['office.mjs', 'token-host.mjs'])
    cpSync(path.join(checkout, '.vite/build', file), path.join(app, '.vite/build', file));
  symlinkSync(path.join(checkout, 'node_modules'), path.join(app, 'node_modules'));
  const facts = {
    version,
    description: 'Judicial workstation: a package of the tests.',
    author: 'The Fojas developers',
  };
  writeFileSync(path.join(app, 'package.json'), JSON.stringify({ name: 'fojas', type: 'module', ...facts }));
  // So that a file is long enough to be cut in many places; what no version changes, as Electron mostly is.
  writeFileSync(path.join(app, 'ballast'), ballast);
  writeFileSync(path.join(dir, 'chrome-sandbox'), '#!/bin/sh\nexit 1\n');
  const program = path.join(checkout, 'test/nemesis/updates/program.ts');
  writeFileSync(
    path.join(dir, 'fojas'),
    `#!/bin/sh\nexec "${process.execPath}" "${program}" "$(dirname "$0")" "$@"\n`,
    { mode: 0o755 },
  );
  spoil(app);
  const maker = new MakerDeb({}, ['linux']);
  await maker.prepareConfig(arch);
  const [deb] = await maker.make({
    dir,
    makeDir: path.join(folder, `make-${version}`),
    targetArch: arch,
    packageJSON: facts,
  } as never);
  const bytes = readFileSync(deb ?? '');
  rmSync(dir, { recursive: true });
  return bytes;
}

/** A mirror whose line breaks after every so many bytes. */
async function breakingMirror(
  published: string,
): Promise<{ url: string; breaks: () => number; sent: () => number; close: () => void }> {
  let [breaks, sent] = [0, 0];
  const server = http.createServer((request, response) => {
    const name = path.join(published, decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    let bytes: Buffer;
    try {
      bytes = readFileSync(name);
    } catch {
      return response.writeHead(404).end();
    }
    const [range, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const [from, end] = [Number(first ?? 0), last ? Number(last) + 1 : bytes.length];
    response.writeHead(range ? 206 : 200, { 'content-range': `bytes ${from}-${end - 1}/${bytes.length}` });
    const left = bytes.subarray(from, end);
    const some = Math.floor(100_000 + random() * 900_000);
    sent += Math.min(some, left.length);
    if (left.length <= some) return response.end(left);
    breaks += 1;
    response.write(left.subarray(0, some), () => setImmediate(() => response.destroy()));
    return response;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    breaks: () => breaks,
    sent: () => sent,
    close: () => (server.closeAllConnections(), void server.close()),
  };
}

/** A root with 1.0 in it, as `dpkg` leaves it. */
function makeRoot(deb: Buffer, name: string): string {
  const root = path.join(folder, name);
  for (const part of ['updates', 'info', 'triggers'])
    mkdirSync(path.join(root, 'var/lib/dpkg', part), { recursive: true });
  for (const file of ['status', 'available']) writeFileSync(path.join(root, 'var/lib/dpkg', file), '');
  writeFileSync(path.join(root, 'first.deb'), deb);
  dpkgIn(root, '--install', path.join(root, 'first.deb'));
  return root;
}
const dpkgIn = (root: string, ...args: string[]): string =>
  execFileSync(
    'dpkg',
    [`--root=${root}`, '--force-depends', '--force-unsafe-io', '--force-script-chrootless', ...args],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );

/** A killed updater is known by a minute of silence (`alone.ts`): the minute is over. Without this the kills after the first would meet nobody at work. */
function letAMinutePass({ root }: Ground): void {
  const sign = path.join(root, 'home/updates/.working');
  const before = Date.now() / 1000 - 61;
  if (existsSync(sign)) utimesSync(sign, before, before);
}

/** Resolves when root's side wrote down that it installs now. */
async function hasBegun({ root }: Ground, over: AbortSignal): Promise<void> {
  while (!over.aborted && !existsSync(path.join(root, 'var/lib/fojas/updates/return-to'))) await sleep(5);
}

const versionIn = (ground: Ground): Promise<string | null> => machineOf(ground).packages.version();

await buildAll();
const org = await organisation();
const mirror = await breakingMirror(org.published);
try {
  const [deb10, deb11, deb12] = [
    await makePackage('1.0.0'),
    await makePackage('1.1.0'),
    await makePackage('1.2.0', (app) => truncateSync(path.join(app, '.vite/build/office.mjs'), 2000)),
  ];
  const dataDir = path.join(folder, 'data');
  const storeKey = randomBytes(32).toString('hex');
  const opened = openStore({ folder: dataDir, storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  opened.value.close();
  const dataNow = (): string =>
    createHash('sha256')
      .update(readFileSync(path.join(dataDir, 'journal.db')))
      .digest('hex');
  const config = path.join(folder, 'office.json');
  const person = { personId: 'p', name: 'P', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null };
  const rest = {
    office: { officeId: 'ufi-1', name: 'UFI 1' },
    person,
    repository: null,
    tokenLibraries: [],
    trustAnchors: [],
  };
  writeFileSync(config, JSON.stringify({ version: 1, mode: 'normal', dataDir, deviceId: 'pc-1', ...rest }));
  const trust = path.join(folder, 'root.json');
  writeFileSync(trust, org.root);
  const groundIn = (root: string): Ground => ({ root, trust, url: mirror.url, config, storeKey, arch });

  console.log('From 1.0 to 1.1, and past a broken 1.2');
  const ground = groundIn(makeRoot(deb10, 'one'));
  const before = dataNow();
  expect(
    (await versionIn(ground)) === '1.0.0' && (await faultOf(ground)) === null,
    '1.0 is installed by dpkg, and passes its own test',
  );
  await org.release('1.1.0', { bytes: deb11, more: { arch, rings: { general: 100 } } });
  expect((await updateOnce(ground)) === 'nothing waits', 'a ring that was not given it is offered nothing');
  await org.workshop.amend('fojas_1.1.0_amd64.deb', (release) => ({ ...release, rings: { piloto: 100 } }));
  await org.signTargets();
  await org.publish();
  expect((await updateOnce(ground)) === 'installed', '1.1 comes to its ring, is verified, installed and tested');
  expect(mirror.breaks() > 0, `its line broke ${mirror.breaks()} times`);
  expect(
    (await versionIn(ground)) === '1.1.0' && (await faultOf(ground)) === null,
    '1.1 is there and passes its own test',
  );
  await org.release('1.2.0', { bytes: deb12, more: { arch } });
  const sentBefore = mirror.sent();
  const broken = await updateOnce(ground);
  const sent = mirror.sent() - sentBefore;
  expect(sent < deb12.length / 2, `of 1.2 only what differs from 1.1 was fetched: ${sent} of ${deb12.length} bytes`);
  expect(broken.includes('unhealthy'), `1.2 does not pass its test: ${broken}`);
  expect(
    (await versionIn(ground)) === '1.1.0' && (await faultOf(ground)) === null,
    '1.1 is back by itself, and passes its test',
  );
  expect((await updateOnce(ground)) === 'nothing waits', '1.2 is not offered to this PC again');
  expect(dataNow() === before, 'the data are what they were, to the byte');
  dpkgIn(ground.root, '--purge', 'fojas');
  expect(
    !existsSync(path.join(ground.root, 'usr')) && !existsSync(path.join(ground.root, 'var/lib/fojas')),
    'purged, it leaves nothing of the program behind, nor what root kept of updates',
  );

  console.log(`${values.kills} kills`);
  await org.workshop.decide((standing) => ({ ...standing, blockedVersions: ['1.2.0'] }));
  await org.signTargets();
  await org.publish();
  const killed = groundIn(makeRoot(deb10, 'two'));
  const groundFile = path.join(folder, 'ground.json');
  writeFileSync(groundFile, JSON.stringify(killed));
  const home = path.join(killed.root, 'home');
  const beginAnew = (): void => {
    dpkgIn(killed.root, '--install', path.join(killed.root, 'first.deb'));
    rmSync(home, { recursive: true, force: true });
  };
  const start = () => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'updates/pc.ts'), groundFile], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const over = new AbortController();
    const ended = new Promise<void>((resolve) => child.once('close', () => (over.abort(), resolve())));
    return { child, ended, over: over.signal, said: () => said.trim() };
  };
  // How long it takes here, so that the moments are drawn from all of it, and from what root's side does.
  const uncut = start();
  const startedAt = performance.now();
  const begunAt = hasBegun(killed, uncut.over).then(() => performance.now());
  await uncut.ended;
  const [whole, within] = [performance.now() - startedAt, performance.now() - (await begunAt)];
  expect(uncut.said() === 'installed', `uncut it takes ${Math.round(whole)} ms, ${Math.round(within)} of them root's`);
  beginAnew();

  const wanted = Number(values.kills);
  let [rounds, struck, working] = [0, 0, 0];
  const seen = new Map<string, number>();
  for (; struck < wanted && rounds < 4 * wanted; rounds += 1) {
    const { child, ended, over, said } = start();
    // Every other one waits until root's side has begun, so that dpkg and the new version's test are cut as well.
    const inside = rounds % 2 === 1;
    const ms = random() * (inside ? within : whole);
    const moment = inside ? hasBegun(killed, over).then(() => sleep(ms)) : sleep(ms);
    const outcome = await Promise.race([
      ended.then(() => 'ended'),
      moment.then(() => (inside ? 'cut inside' : 'killed')),
    ]);
    if (outcome !== 'ended' && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
    letAMinutePass(killed);
    await recoverAsRoot(machineOf(killed));
    const version = await versionIn(killed);
    const fault = await faultOf(killed);
    if (outcome !== 'ended') struck += 1;
    const end = `${outcome === 'ended' ? `ended by itself (${said()})` : outcome} at ${version}`;
    seen.set(end, (seen.get(end) ?? 0) + 1);
    if ((version === '1.0.0' || version === '1.1.0') && fault === null) working += 1;
    else console.log(`  ${outcome} after ${Math.round(ms)} ms: ${version}, ${fault}`);
    // Once it is there it begins again from the version before; else it goes on with what was fetched, or fetches anew.
    if (version === '1.1.0') beginAnew();
    else if (random() < 0.5) rmSync(home, { recursive: true, force: true });
  }
  for (const [what, times] of seen) console.log(`  ${times} × ${what}`);
  expect(struck === wanted, `${struck} of ${wanted} kills struck while it was at work`);
  expect(working === rounds, `${working} of ${rounds} starts left a working program`);
  expect((await updateOnce(killed)) === 'installed', 'after all of them 1.1 is installed all the same');
  expect(dataNow() === before, 'the data are what they were, to the byte');
} finally {
  mirror.close();
  org.remove();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
