/**
 * Signing beside its floor and beside pdfsig, pyHanko and PDFBox: documents of 100 kB to 500 MB, RSA-2048 software key, SHA-256, PAdES B-B to B-LTA.
 * Runs are interleaved (A B A B ...) after one warm-up, medians are reported, figures are printed and never asserted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPeers } from './peers/warm-peer.ts';
import {
  floor,
  overlappedFloor,
  pdfsigSigning,
  signInChild,
  warmChild,
  signing,
  signingTo,
} from './sign/contestants.ts';
import type { Contestant } from './sign/contestants.ts';
import { writeDocument } from './sign/documents.ts';
import type { DocumentShape } from './sign/documents.ts';
import { makeIdentity } from './sign/identity.ts';
import type { BenchIdentity } from './sign/identity.ts';
import type { Row } from './row.ts';

export const name = 'sign';

interface Size {
  readonly label: string;
  readonly shape: DocumentShape;
  readonly rounds: number;
  readonly aim: (seconds: number, floorSeconds: number) => { readonly aim: string; readonly met: boolean };
}

const nearFloor: Size['aim'] = (seconds, least) => ({ aim: '<= floor + 0.02 s', met: seconds <= least + 0.02 });
const timesFloor: Size['aim'] = (seconds, least) => ({ aim: '<= 1.3 x floor', met: seconds <= 1.3 * least });
const pages = (count: number, imageBytes: number, smallObjects = 0) => ({ pages: count, imageBytes, smallObjects });

const sizes: readonly Size[] = [
  { label: '100 kB', shape: pages(3, 30_000), rounds: 15, aim: nearFloor },
  { label: '10 MB, 300 objects', shape: pages(100, 100_000), rounds: 11, aim: nearFloor },
  {
    label: '12 MB, 100,000 objects',
    shape: pages(50, 1000, 100_000),
    rounds: 11,
    aim: (seconds) => ({ aim: '<= 0.3 s', met: seconds <= 0.3 }),
  },
  { label: '100 MB', shape: pages(200, 500_000), rounds: 7, aim: timesFloor },
  { label: '500 MB', shape: pages(500, 1_000_000), rounds: 7, aim: timesFloor },
];

const peakAimMb = 120;

export async function* run(): AsyncIterable<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-bench-sign-'));
  try {
    const identity = makeIdentity(folder);
    warmChild(identity);
    const pdfsig = pdfsigSigning(identity, folder);
    for (const size of sizes) yield* measureSize(folder, identity, pdfsig, size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* measureSize(
  folder: string,
  identity: BenchIdentity,
  pdfsig: Contestant | string,
  { label, shape, rounds, aim }: Size,
): AsyncIterable<Row> {
  const input = join(folder, 'input.pdf');
  writeDocument(input, shape);
  const output = join(folder, 'output.pdf');
  const [signed, least, overlapped] = await interleaved(
    [signing(identity), floor, overlappedFloor],
    rounds,
    input,
    output,
  );
  const beside = (peer: string, seconds: number) => ({ value: signed!, unit: 's', peer, ratio: signed! / seconds });
  yield { name: `sign ${label}`, ...beside('copy + SHA-256, in process', least!), ...aim(signed!, least!) };
  const strict = beside('copy + SHA-256, in process, reading, hashing and writing overlapped', overlapped!);
  yield { name: `sign ${label}, strict floor`, ...strict, aim: null, met: null };

  for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
    const [raised, below] = await interleaved([signingTo(level), floor], 5, input, output);
    const ratio = raised! / below!;
    const row = { name: `sign ${label} to ${level}`, value: raised!, unit: 's', ratio, ...aim(raised!, below!) };
    yield { ...row, peer: 'copy + SHA-256, in process; authorities left out' };
  }

  let peakMb = 0;
  const child: Contestant = (from, to) => {
    const once = signInChild(identity, from, to);
    peakMb = Math.max(peakMb, once.peakMb);
    return Promise.resolve(once.seconds);
  };
  const others = typeof pdfsig === 'string' ? [] : [pdfsig];
  const [own, other] = await interleaved([child, ...others], 3, input, output);
  const against = typeof pdfsig === 'string' ? pdfsig : 'pdfsig -add-signature (adbe.pkcs7.detached, no fsync)';
  const ratio = other === undefined ? null : own! / other;
  yield { name: `sign ${label}, whole process`, value: own!, unit: 's', peer: against, ratio, aim: null, met: null };
  yield {
    name: `sign ${label}, peak memory`,
    value: peakMb,
    unit: 'MB',
    peer: null,
    ratio: null,
    aim: `<= ${peakAimMb} MB`,
    met: peakMb <= peakAimMb,
  };
  yield* measurePeers(folder, identity, label, input, output);
  rmSync(input);
}

/** Our signing in this process beside that of programs that are warm, too: five rounds in turns. */
async function* measurePeers(
  folder: string,
  identity: BenchIdentity,
  label: string,
  input: string,
  output: string,
): AsyncIterable<Row> {
  const { peers, missing } = await startPeers(join(folder, 'root.pem'));
  try {
    const pem = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const others = peers.map(
      (peer): Contestant =>
        (from, to) =>
          peer.do('sign', from, to, ...pem),
    );
    const [own, ...times] = await interleavedTimes([signing(identity), ...others], 5, input, output);
    for (const [index, peer] of peers.entries()) {
      const [mine, theirs] = [middle(own!), middle(times[index]!)];
      const memory = peer.peakMb === null ? '' : `, ${peer.peakMb.toFixed(0)} MB`;
      const beside = `${peer.name} ${spread(times[index]!)}${memory}`;
      const title = `sign ${label} ${spread(own!)}`;
      yield { name: title, value: mine, unit: 's', peer: beside, ratio: mine / theirs, aim: null, met: null };
    }
    for (const peer of missing) {
      const beside = `${peer} is not here (node test/oracles/conformance.ts brings it)`;
      yield { name: `sign ${label}`, value: middle(own!), unit: 's', peer: beside, ratio: null, aim: null, met: null };
    }
  } finally {
    for (const peer of peers) peer.end();
  }
}

/** Median seconds of each contestant; every one runs once unmeasured, then they take turns. */
async function interleaved(
  contestants: readonly Contestant[],
  rounds: number,
  input: string,
  output: string,
): Promise<number[]> {
  return (await interleavedTimes(contestants, rounds, input, output)).map(middle);
}

/** Seconds of each contestant's rounds, in ascending order. */
async function interleavedTimes(
  contestants: readonly Contestant[],
  rounds: number,
  input: string,
  output: string,
): Promise<number[][]> {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const seconds = await contestant(input, output);
      rmSync(output);
      if (round > 0) times[index]!.push(seconds);
    }
  }
  return times.map((list) => list.sort((a, b) => a - b));
}

/** The median of times in ascending order. */
function middle(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Least, median and most. */
function spread(sorted: readonly number[]): string {
  return `[${[sorted[0]!, middle(sorted), sorted.at(-1)!].map((each) => each.toPrecision(2)).join(' ')}]`;
}
