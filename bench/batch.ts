/**
 * A batch of 200 acts with one PIN on SoftHSM2, through the real processes: the office and the token host are forked, acts lie in
 * the encrypted store, each is kept durably before the next is called signed. From the wish to sign to the last act kept.
 *
 * Disk flushes are counted in a second run of the same batch, by strace on the office's process: watching costs time, so the
 * run that is timed is not watched.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Outcome } from '../src/contract/failures.ts';
import { SessionId, Sha256 } from '../src/contract/ids.ts';
import { type Office, type TokenHost, startOffice, startTokenHost } from '../src/cli/processes.ts';
import { showAll, signAll, trayToSign } from '../src/cli/practice/walk.ts';
import { type PracticeWorld, preparePracticeOffice } from '../src/cli/practice/world.ts';
import { createUi } from '../src/cli/ui.ts';
import type { Row } from './row.ts';

export const name = 'batch';

const acts = 200;
const aimSeconds = 4;
/** Beyond what the token takes by itself, in milliseconds for each act. */
const aimOverheadMs = 15;
const quiet = createUi('en', true);

export async function* run(): AsyncIterable<Row> {
  const timed = await inOffice(async (office, host) => {
    const alone = await tokenAlone(host);
    return { alone, seconds: await signBatch(office, host) };
  });
  yield {
    name: `batch of ${acts} acts, one PIN`,
    value: timed.seconds,
    unit: 's',
    peer: `the token alone: ${acts} digests in one session of the token host`,
    ratio: timed.seconds / timed.alone,
    aim: `<= ${aimSeconds} s`,
    met: timed.seconds <= aimSeconds,
  };
  const overheadMs = ((timed.seconds - timed.alone) / acts) * 1000;
  yield {
    name: 'batch, what each act takes beyond the token',
    value: overheadMs,
    unit: 'ms',
    peer: null,
    ratio: null,
    aim: `<= ${aimOverheadMs} ms`,
    met: overheadMs <= aimOverheadMs,
  };
  const flushes = await inOffice(countFlushes);
  const counted = { unit: 'calls', peer: null, ratio: null, aim: null, met: null } as const;
  yield { name: `batch of ${acts} acts, fsync and fdatasync of the office`, value: flushes, ...counted };
  yield { name: 'batch, flushes for each act', value: flushes / acts, ...counted };
}

/** Makes a practice office with the acts in its tray, pulled and shown, and ends everything after the work. */
async function inOffice<T>(work: (office: Office, host: TokenHost) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'fojas-bench-batch-'));
  const world = await preparePracticeOffice(dir, { count: acts });
  try {
    if (world.token.kind !== 'softhsm') throw new Error('the batch is measured on SoftHSM2 (softhsm2 and opensc)');
    const { office, host } = await open(world);
    try {
      good(await office.client.call('sync.now', {}));
      return await work(office, host);
    } finally {
      await office.close();
      await host.close();
    }
  } finally {
    await world.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function open({ config, storeKey, token }: PracticeWorld): Promise<{ office: Office; host: TokenHost }> {
  const askPin = () => Promise.resolve({ pin: token.pin, lastTryConfirmed: false });
  const host = good(await startTokenHost(token.library, askPin, { env: token.env }));
  return { host, office: good(await startOffice({ config, storeKey, version: 'bench', hosts: [host] })) };
}

/** Seconds from the wish to sign to the last act kept; what shows the acts is not measured. */
async function signBatch(office: Office, host: TokenHost): Promise<number> {
  const rows = good(await showAll(office, good(await trayToSign(office)), quiet));
  const start = performance.now();
  const batch = good(await signAll(office, host, rows, quiet));
  const seconds = (performance.now() - start) / 1000;
  if (batch.kept !== acts)
    throw new Error(`${batch.kept} of ${acts} acts were signed: ${JSON.stringify(batch.stoppedBy)}`);
  return seconds;
}

/** The floor: the same number of signatures asked of the token host, with nothing prepared, checked or kept. */
async function tokenAlone(host: TokenHost): Promise<number> {
  const [token] = good(await host.client.call('token.list', {})).tokens;
  const certificate = token?.certificates.find(({ unsuitable }) => unsuitable === null);
  if (!token || !certificate) throw new Error('no certificate on the practice token');
  const sessionId = SessionId.parse(randomUUID());
  const digests = Array.from({ length: acts }, (_, index) => ({
    digestId: String(index),
    digest: Uint8Array.from(randomBytes(32)),
  }));
  const start = performance.now();
  good(
    await host.client.call('session.open', {
      ...{ sessionId, tokenSerial: token.serial, algorithm: 'rsa-pkcs1-sha256', digests },
      certificateSha256: Sha256.parse(certificate.certificateSha256),
      purpose: { person: certificate.commonName, capacity: '', count: acts, items: [], practice: true },
    }),
  );
  for (const { digestId } of digests) good(await host.client.call('session.sign', { sessionId, digestId }));
  const seconds = (performance.now() - start) / 1000;
  await host.client.call('session.close', { sessionId });
  return seconds;
}

async function countFlushes(office: Office, host: TokenHost): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'fojas-bench-strace-'));
  const report = join(dir, 'calls.txt');
  const args = ['-f', '-c', '-e', 'trace=fsync,fdatasync', '-o', report, '-p', String(office.pid)];
  const watcher = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    await attached(watcher);
    await signBatch(office, host);
    watcher.kill('SIGINT');
    await once(watcher, 'close');
    return total(await readFile(report, 'utf8'));
  } finally {
    watcher.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  }
}

/** Resolves when strace says that it watches the process; rejects when it may not, or is not there. */
async function attached(watcher: ChildProcess): Promise<void> {
  const lines = createInterface({ input: watcher.stderr! });
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => line as string),
    once(watcher, 'close').then(() => 'strace ended at once'),
    once(watcher, 'error').then(([error]) => String(error)),
  ]);
  if (!first.includes('attached')) throw new Error(`flushes cannot be counted: ${first}`);
}

/** The calls column of strace's summary (`% time  seconds  usecs/call  calls  errors  syscall`), added up. */
function total(report: string): number {
  const lines = report.split('\n').filter((line) => /\b(fsync|fdatasync)$/.test(line));
  return lines.reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[3]), 0);
}

function good<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
  return outcome.value;
}
