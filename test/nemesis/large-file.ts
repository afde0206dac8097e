/**
 * A file of a gigabyte to its own address over loopback, while the line is reset and the repository killed (kill -9) again and again: what was told
 * as an offset is there afterwards, and there is no yes before the whole file hashes to its address. A file with one wrong byte, as long as
 * the right one, is refused at its end, and the right one is taken after it.
 *
 *   node test/nemesis/large-file.ts [--megabytes N] [--cuts N] [--seed S]
 *
 * Needs three times the file's size on the disk of temporary files. Exit code 0 only when all held.
 */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Agent } from 'undici';
import { Sha256 } from '../../src/contract/ids.ts';
import { openTransport } from '../../src/line/transport.ts';
import { type ByteSource, openFileSource } from '../../src/signature/index.ts';
import { openProxyLine } from '../helpers/link/index.ts';
import { layPipe } from './pipe.ts';
import { officeId } from '../helpers/office.ts';
import { between, randomFrom } from './random.ts';
import { serveRepository } from './sync/repository.ts';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1024' },
    cuts: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
  },
});
const [megabytes, cuts, seed] = [Number(values.megabytes), Number(values.cuts), Number(values.seed)];
const size = megabytes * 2 ** 20;
/** More is not taken in one request. */
const sliceBytes = 2 ** 20;

let [passed, failed] = [0, 0];
const check = (what: string, holds: boolean): void => {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`${holds ? 'ok   ' : 'WRONG'} ${what}`);
};

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** Bytes that no two seeds share, without holding them. */
function writeFile(path: string, from: number): void {
  const random = randomFrom(from);
  const file = openSync(path, 'w');
  const block = Buffer.alloc(2 ** 20);
  for (let at = 0; at < block.length; at += 4) block.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
  for (let n = 0; n < megabytes; n += 1) {
    block.writeUInt32LE(n, 0);
    writeSync(file, block);
  }
  closeSync(file);
}

function flipByte(path: string, at: number): void {
  const file = openSync(path, 'r+');
  const one = Buffer.alloc(1);
  readSync(file, one, 0, 1, at);
  one[0]! ^= 1;
  writeSync(file, one, 0, 1, at);
  closeSync(file);
}

const folder = mkdtempSync(join(tmpdir(), 'fojas-large-'));
const line = await openProxyLine({ bitsPerSecond: null, rttMs: 0 });
const trust = join(folder, 'trust');
mkdirSync(trust);
const dir = join(folder, 'repository');
const repository = await serveRepository({ line, dir, trust });
const pipe = await layPipe(() => Number(new URL(repository.pastTheLine).port));
const agent = new Agent();
const transport = openTransport({
  ...{ url: pipe.url, accessKey: repository.accessKey, officeId, dispatcher: agent },
});
const random = randomFrom(seed);

interface Sent {
  /** The last word of the repository: null for its yes. */
  readonly refusal: string | null;
  readonly breaks: number;
  /** Bytes that were sent again. */
  readonly again: number;
  /** The repository went back behind what it had told. */
  readonly forgot: boolean;
  /** It called the file complete before the last byte was there. */
  readonly early: boolean;
}

/** Sends a file slice by slice until the repository says yes or no for good; goes on where the repository says it is. */
async function send(source: ByteSource, file: { readonly sha256: Sha256; readonly size: number }): Promise<Sent> {
  let [breaks, again, told, furthest] = [0, 0, 0, 0];
  let [forgot, early] = [false, false];
  for (let at: number | null = null; ;) {
    if (at === null) {
      const there = await transport.uploadState(file);
      if (!there.ok) {
        breaks += 1;
        await sleep(100);
        continue;
      }
      if (there.value.offset < told) forgot = true;
      ({ offset: at } = there.value);
      again += Math.max(0, furthest - at);
      if (there.value.complete) return { refusal: null, breaks, again, forgot, early };
    }
    const length = Math.min(sliceBytes, file.size - at);
    const sent = await transport.sendSlice(file, { source, offset: at, length }, { stallMs: 20_000 });
    furthest = Math.max(furthest, at + length);
    if (sent.ok) {
      told = at = sent.value.offset;
      if (!sent.value.complete) continue;
      if (furthest < file.size) early = true;
      return { refusal: null, breaks, again, forgot, early };
    }
    if (sent.failure.kind === 'registrationRefused')
      return { refusal: sent.failure.problem, breaks, again, forgot, early };
    breaks += 1;
    at = null;
    await sleep(100);
  }
}

/** Strikes at the line and at the repository by turns until told to stop. */
function strike(): () => Promise<void> {
  let isOver = false;
  const work = async (): Promise<void> => {
    for (let n = 0; n < cuts && !isOver; n += 1) {
      await sleep(between(random, 300, 1200));
      if (isOver) return;
      if (n % 2 === 0) {
        pipe.set(false);
        await sleep(between(random, 50, 300));
        pipe.set(true);
      } else {
        await repository.kill();
        await repository.start();
      }
    }
  };
  const working = work();
  return async () => {
    isOver = true;
    await working;
  };
}

try {
  const [right, wrong] = [join(folder, 'right'), join(folder, 'wrong')];
  writeFile(right, seed);
  const file = { sha256: Sha256.parse(await hashOf(right)), size };
  const place = join(dir, 'blobs', file.sha256.slice(0, 2), file.sha256.slice(2, 4), file.sha256);

  writeFile(wrong, seed);
  flipByte(wrong, between(random, 0, size - 1));
  const damaged = openFileSource(wrong);
  const no = await send(damaged, file);
  damaged.close();
  rmSync(wrong);
  check(`one wrong byte of ${megabytes} MB is refused at the end: ${no.refusal}`, no.refusal === 'blob-hash-mismatch');
  const after = await transport.uploadState(file);
  check('and nothing of it is kept', after.ok && !after.value.complete && after.value.offset === 0);

  const source = openFileSource(right);
  const stop = strike();
  const from = performance.now();
  const yes = await send(source, file);
  const seconds = (performance.now() - from) / 1000;
  await stop();
  source.close();
  check(`the right one is taken, after ${yes.breaks} breaks, in ${seconds.toFixed(0)} s`, yes.refusal === null);
  check('it was broken at all', yes.breaks > 0);
  check('no offset that was told was forgotten', !yes.forgot);
  check('there was no yes before the last byte', !yes.early);
  check(
    `${Math.round(yes.again / 2 ** 20)} MB went twice: at most a slice for each break`,
    yes.again <= yes.breaks * sliceBytes,
  );
  await repository.kill();
  await repository.start();
  const there = await transport.uploadState(file);
  check('a repository that was killed after its yes still has it', there.ok && there.value.complete);
  check('and what lies there is the file, byte for byte', (await hashOf(place)) === file.sha256);
} finally {
  await repository.kill();
  await agent.destroy();
  await pipe.close();
  await line.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
