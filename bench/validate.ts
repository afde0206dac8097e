/**
 * Validating beside its floor and its peers: read and hash, pdfsig (a process), pyHanko and PDFBox (warm processes, where the
 * conformance run has brought them). Runs are interleaved after one warm-up; median, least and most are reported, never asserted.
 *
 * What they do differs: PDFBox checks digests and signatures, pdfsig those and the chain, pyHanko also what changed since; we all of it
 * and the bytes between objects.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileSource } from '../src/signature/bytes.ts';
import { createDigest } from '../src/signature/crypto.ts';
import { signPdfFile } from '../src/signature/pades/index.ts';
import { parseCertificates } from '../src/signature/trust/anchors.ts';
import type { Certificate } from '../src/signature/trust/certificate.ts';
import { verifyDocument } from '../src/signature/validation/document.ts';
import { startPeers } from './peers/warm-peer.ts';
import type { WarmPeer } from './peers/warm-peer.ts';
import type { Row } from './row.ts';
import { openKey, signDigest } from './sign/key.ts';
import { writeDocument } from './sign/documents.ts';
import type { DocumentShape } from './sign/documents.ts';
import { makeIdentity } from './sign/identity.ts';
import type { BenchIdentity } from './sign/identity.ts';

export const name = 'validate';

interface Case {
  readonly label: string;
  readonly shape: DocumentShape;
  readonly signatures: number;
  readonly aim?: (seconds: number) => { readonly aim: string; readonly met: boolean };
}

const rounds = 5;
const pages = (count: number, imageBytes: number, smallObjects = 0) => ({ pages: count, imageBytes, smallObjects });
const perSecond: Case['aim'] = (seconds) => ({ aim: '<= 0.01 s (100 a second)', met: seconds <= 0.01 });
const cases: readonly Case[] = [
  { label: '100 kB', shape: pages(3, 30_000), signatures: 1, aim: perSecond },
  {
    label: '50 signatures',
    shape: pages(3, 3_000),
    signatures: 50,
    aim: (seconds) => ({ aim: '<= 1 s', met: seconds <= 1 }),
  },
  { label: '10 MB, 300 objects', shape: pages(100, 100_000), signatures: 2 },
  { label: '12 MB, 100,000 objects', shape: pages(50, 1000, 100_000), signatures: 2 },
  { label: '100 MB', shape: pages(200, 500_000), signatures: 1 },
];

export async function* run(): AsyncIterable<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-bench-validate-'));
  try {
    const identity = makeIdentity(folder);
    const rootPem = join(folder, 'root.pem');
    writeFileSync(rootPem, identity.rootPem);
    const anchors = parseCertificates(Buffer.from(identity.rootPem));
    const trust = nssDatabase(folder, rootPem);
    for (const each of cases) {
      const path = join(folder, 'signed.pdf');
      await makeSigned(folder, path, identity, each);
      // Fresh for each file, so that the memory they report is that file's.
      const { peers, missing } = await startPeers(rootPem);
      try {
        yield* measure(path, each, anchors, trust, peers, missing);
      } catch (error) {
        if (!(error instanceof TooBusy)) throw error;
        yield {
          ...{
            name: `validate ${each.label}: its thinking time was over on this busy machine`,
            value: 0,
            unit: 'verdicts',
          },
          ...{ peer: null, ratio: null, aim: 'a verdict', met: false },
        };
      } finally {
        for (const peer of peers) peer.end();
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The verdict's budget counts processor time, which others' work makes dearer: no figure, and the rest is still measured. */
class TooBusy extends Error {}

type Contestant = () => Promise<number>;

async function* measure(
  path: string,
  { label, aim, signatures }: Case,
  anchors: readonly Certificate[],
  trust: string,
  peers: readonly WarmPeer[],
  missing: readonly string[],
): AsyncIterable<Row> {
  const ours: Contestant = () => timed(() => verifyOurs(path, anchors, signatures));
  const others: (readonly [string, Contestant])[] = [
    ['read + SHA-256, in process', () => timed(() => hashFile(path))],
    ['pdfsig, whole process', () => timed(() => pdfsig(path, trust))],
    ...peers.map((peer) => [peer.name, () => peer.do('verify', path)] as const),
  ];
  const [own, ...times] = await interleaved([ours, ...others.map(([, each]) => each)]);
  const megabytes = (statSync(path).size / 1e6).toFixed(1);
  const title = `validate ${label} (${megabytes} MB)`;
  const judged = aim?.(own!.median) ?? { aim: null, met: null };
  yield { name: `${title} ${spread(own!)}`, value: own!.median, unit: 's', peer: null, ratio: null, ...judged };
  for (const [index, [peer]] of others.entries()) {
    const time = times[index]!;
    const memory = peers.find((each) => each.name === peer)?.peakMb ?? null;
    const beside = `${peer} ${spread(time)}${memory === null ? '' : `, ${memory.toFixed(0)} MB`}`;
    yield {
      name: `validate ${label}`,
      value: own!.median,
      unit: 's',
      peer: beside,
      ratio: own!.median / time.median,
      aim: null,
      met: null,
    };
  }
  for (const peer of missing) {
    const beside = `${peer} is not here (node test/oracles/conformance.ts brings it)`;
    yield { name: `validate ${label}`, value: own!.median, unit: 's', peer: beside, ratio: null, aim: null, met: null };
  }
  const peakMb = ownPeak(path);
  yield {
    name: `validate ${label}, peak memory of a process`,
    value: peakMb,
    unit: 'MB',
    peer: null,
    ratio: null,
    aim: null,
    met: null,
  };
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function verifyOurs(path: string, anchors: readonly Certificate[], signatures: number): Promise<void> {
  const source = openFileSource(path);
  try {
    const verdict = await verifyDocument(source, { anchors });
    const isLate = verdict.signatures.some(({ reasons }) =>
      reasons.some((each) => each.includes('longer than it may')),
    );
    if (isLate || verdict.error?.startsWith('tooSlow')) throw new TooBusy();
    const passed = verdict.signatures.filter(
      ({ modification }) => modification === 'none' || modification === 'allowed',
    );
    if (passed.length !== signatures)
      throw new Error(`we do not accept our own file: ${JSON.stringify(verdict.signatures[0])}`);
  } finally {
    source.close();
  }
}

async function hashFile(path: string): Promise<void> {
  const source = openFileSource(path);
  const hash = createDigest('sha256');
  for await (const piece of source.stream(0, source.size)) hash.update(piece);
  hash.digest();
  source.close();
}

function pdfsig(path: string, trust: string): void {
  const { stdout } = spawnSync('pdfsig', ['-nssdir', trust, '-no-ocsp', path], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (!stdout.includes('Signature is Valid')) throw new Error(`pdfsig does not accept our file: ${stdout}`);
}

/** The most memory that a process of its own needs for one validation. */
function ownPeak(path: string): number {
  const script = join(import.meta.dirname, 'validate', 'verify-once.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [script, path], { encoding: 'utf8' });
  const value = Number(stdout);
  if (stdout === '' || Number.isNaN(value)) throw new Error(stderr);
  return value;
}

interface Times {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

async function interleaved(contestants: readonly Contestant[]): Promise<Times[]> {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const seconds = await contestant();
      if (round > 0) times[index]!.push(seconds);
    }
  }
  return times.map((list) => {
    const sorted = list.sort((a, b) => a - b);
    return { median: sorted[sorted.length >> 1]!, least: sorted[0]!, most: sorted.at(-1)! };
  });
}

function spread({ least, median, most }: Times): string {
  return `[${[least, median, most].map((each) => each.toPrecision(2)).join(' ')}]`;
}

/** A document of a shape, signed so many times. */
async function makeSigned(
  folder: string,
  path: string,
  identity: BenchIdentity,
  { shape, signatures }: Case,
): Promise<void> {
  const key = openKey(identity.stored);
  let input = join(folder, 'stage-0.pdf');
  writeDocument(input, shape);
  for (let count = 1; count <= signatures; count++) {
    const output = count === signatures ? path : join(folder, `stage-${count}.pdf`);
    rmSync(output, { force: true });
    await signPdfFile({
      input,
      output,
      certificate: identity.certificate,
      chain: identity.chain,
      algorithm: 'rsa-pkcs1-sha256',
      signingTime: new Date(),
      sign: (digest) => Promise.resolve({ bytes: signDigest(key, digest) }),
    });
    rmSync(input);
    input = output;
  }
}

function nssDatabase(folder: string, rootPem: string): string {
  const database = join(folder, 'nss');
  mkdirSync(database);
  for (const args of [
    ['-N', '-d', `sql:${database}`, '--empty-password'],
    ['-A', '-d', `sql:${database}`, '-n', 'root', '-t', 'CT,C,C', '-i', rootPem],
  ]) {
    const { status } = spawnSync('certutil', args);
    if (status !== 0) throw new Error('certutil failed (Debian: libnss3-tools)');
  }
  return database;
}
