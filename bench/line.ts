/**
 * Sync on a thin line (128 kbit/s, 300 ms there and back), beside rclone over WebDAV, tus and PouchDB, each on a line of its own of the
 * same shape, in the same run. The line is real (network namespaces, tc): it needs root. Bytes are whole IP packets without TLS.
 *
 * Byte counts and times bound by the line depend little on how busy this machine is; times without a line's share do.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LineShape } from '../test/helpers/link/index.ts';
import { makeActPdf, officeId } from '../test/helpers/office.ts';
import { makeCase, makeSignedAct, makeTestSigner, sha256Of } from '../test/helpers/repository.ts';
import { signPdf } from '../test/helpers/signed-pdf.ts';
import { type Breaks, type Passage, breaking, peerPassage } from './line/contest.ts';
import { type LineOffice, openLineOffice } from './line/office.ts';
import { makePapers, writeNoise } from './line/papers.ts';
import { installLinePeers, peerNames } from './line/peers.ts';
import type { Order } from './line/transport-process.ts';
import type { Row } from './row.ts';

export const name = 'line';

const shape: LineShape & { readonly bitsPerSecond: number } = { bitsPerSecond: 128_000, rttMs: 300 };
const actCount = 100;
const noise = { count: 100, bytes: 18_660 };
const bigBytes = 1_200_000;
const breaks: Breaks = { everyMs: 20_000, forMs: 2000 };
const scanBytes = 10_000_000;
const caseActs = 200;
/** Two whole waits for news. */
const idleSeconds = 330;
const givenUpSeconds = { acts: 900, broken: 300 } as const;

const secondsOf = (bytes: number): number => (bytes * 8) / shape.bitsPerSecond;
/** What a full packet of 1,500 bytes carries for TCP with time-stamps, and what it weighs. */
const packed = 1500 / 1448;

const parts = { acts, incompressible, brokenLine, urgent, metadata, idle } as const;

/** All parts take some twenty minutes; `FOJAS_BENCH_LINE=urgent,metadata` runs these alone. */
export async function* run(): AsyncIterable<Row> {
  const asked = process.env['FOJAS_BENCH_LINE']?.split(',') ?? Object.keys(parts);
  installLinePeers();
  const folder = mkdtempSync(join(tmpdir(), 'fojas-bench-files-'));
  try {
    yield note(`load of this machine, ${cpus().length} cores`, loadavg()[0]!, '');
    for (const [part, measure] of Object.entries(parts)) if (asked.includes(part)) yield* measure(folder);
    yield note(`load of this machine at the end`, loadavg()[0]!, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const note = (what: string, value: number, unit: string): Row => ({
  ...{ name: what, value, unit, peer: null, ratio: null, aim: null, met: null },
});

function aimed(what: string, value: number, unit: string, most: number, peer: string | null = null): Row {
  return { name: what, value, unit, peer, ratio: null, aim: `<= ${most} ${unit}`.trim(), met: value <= most };
}

/** A peer's passage beside ours. */
function beside(what: string, peer: string, theirs: Passage, ours: number, bytes: number): Row[] {
  const up = note(`${what}, ${peer}: bytes up / bytes`, theirs.up / bytes, '');
  if (theirs.seconds === null) {
    const given = { ...note(`${what}, ${peer}`, Infinity, 's'), peer: `given up after ${theirs.breaks} breaks` };
    return [given, up];
  }
  return [{ ...note(`${what}, ${peer}`, theirs.seconds, 's'), peer: 'of ours', ratio: theirs.seconds / ours }, up];
}

/**
 * A hundred realistic signed acts, from the outbox to the last verified receipt. Ours is measured
 * twice: every byte sent, as the peers send, and as it usually is, where the repository has the documents and only signatures go.
 */
async function* acts(folder: string): AsyncIterable<Row> {
  const papers = await makePapers(actCount);
  const signed = join(folder, 'acts');
  mkdirSync(signed);
  const signer = makeTestSigner();
  for (const [index, paper] of papers.entries()) {
    writeFileSync(join(signed, `${String(index).padStart(3, '0')}.pdf`), await signPdf(paper, signer.identity));
  }
  const [added, ours, ...theirs] = await Promise.all([
    inOffice(async (office) => passageOf(office, await office.propose(papers), null)),
    inOffice(async (office) => passageOf(office, await office.propose(papers), null, 'whole')),
    ...peerNames.map((peer) => peerPassage(peer, signed, shape, { givenUpSeconds: givenUpSeconds.acts })),
  ]);
  const raw = secondsOf(ours.bytes);
  const what = `${actCount} signed acts (${Math.round(ours.bytes / 1000)} kB)`;
  yield note(`${what}: time`, ours.seconds, 's');
  yield aimed(`${what}: time / time of the raw bytes`, ours.seconds / raw, '', 0.3, `raw: ${raw.toFixed(0)} s`);
  yield note(`${what}: bytes up / bytes`, ours.up / ours.bytes, '');
  yield note(`${what}: bytes both ways / bytes`, (ours.up + ours.down) / ours.bytes, '');
  const usual = `${actCount} signed acts, whose documents the repository has`;
  yield note(`${usual}: time`, added.seconds, 's');
  yield note(`${usual}: bytes up / bytes`, added.up / added.bytes, '');
  for (const [index, peer] of peerNames.entries()) {
    yield* beside(`${actCount} signed acts`, peer, theirs[index]!, ours.seconds, ours.bytes);
  }
}

/** Files that nobody makes smaller, by the way that attachments go. */
async function* incompressible(folder: string): AsyncIterable<Row> {
  const files = join(folder, 'noise');
  writeNoise(files, noise.count, noise.bytes);
  const bytes = noise.count * noise.bytes;
  const [ours, ...theirs] = await Promise.all([
    inOffice((office) => overTransport(office, { kind: 'files', folder: files })),
    ...peerNames.map((peer) => peerPassage(peer, files, shape, { givenUpSeconds: givenUpSeconds.acts })),
  ]);
  const what = `${noise.count} incompressible files (${Math.round(bytes / 1000)} kB)`;
  yield note(`${what}: time`, ours.seconds, 's');
  yield aimed(`${what}: bytes up / bytes`, ours.up / bytes, '', 1.06);
  yield note(`${what}: bytes both ways / bytes`, (ours.up + ours.down) / bytes, '');
  for (const [index, peer] of peerNames.entries()) {
    yield* beside(`${noise.count} incompressible files`, peer, theirs[index]!, ours.seconds, bytes);
  }
}

/** One act of 1.2 MB that does not shrink, on a line that is reset every 20 s for 2 s. */
async function* brokenLine(folder: string): AsyncIterable<Row> {
  const files = join(folder, 'big');
  writeNoise(files, 1, bigBytes);
  const [ours, ...theirs] = await Promise.all([
    inOffice(async (office) => {
      const ids = await office.propose([await makeActPdf('Acto con un anexo', bigBytes)]);
      return passageOf(office, ids, breaks, 'whole');
    }),
    ...peerNames.map((peer) => peerPassage(peer, files, shape, { breaks, givenUpSeconds: givenUpSeconds.broken })),
  ]);
  const what = 'an act of 1.2 MB, a reset of 2 s every 20 s';
  yield aimed(`${what}: time`, ours.seconds, 's', 105);
  yield aimed(`${what}: bytes up / bytes`, ours.up / ours.bytes, '', 1.1);
  const wasted = Math.max(0, ours.up - ours.bytes * packed) / Math.max(1, ours.breaks) / 1000;
  yield aimed(`${what}: wasted a cut`, wasted, 'KB', 30, `${ours.breaks} cuts; what is more than full packets`);
  for (const [index, peer] of peerNames.entries()) {
    yield* beside('1.2 MB on the breaking line', peer, theirs[index]!, ours.seconds, bigBytes);
  }
}

/** From the wish to sign an urgent act to its verified receipt, while a scan of 10 MB goes up. */
async function* urgent(): AsyncIterable<Row> {
  const seconds = await inOffice(async (office) => {
    const [scan] = await office.propose([await makeActPdf('Acto con un expediente escaneado', scanBytes)]);
    const [detained] = await office.propose([(await makePapers(1))[0]!], true);
    office.line.set('silence');
    await office.sign([scan!]);
    office.forget([scan!]);
    office.line.pace(shape.bitsPerSecond);
    office.line.set('pass');
    await office.restart();
    // Well into the scan.
    const before = (await office.line.carried()).up;
    while ((await office.line.carried()).up < before + 300_000) await wait(200);
    const from = performance.now();
    await office.sign([detained!]);
    await office.registered([detained!], 900);
    return (performance.now() - from) / 1000;
  });
  yield aimed('receipt of an urgent act while 10 MB go up', seconds, 's', 15);
}

/** A case of 200 registered acts, as a desk that has none of it sees it first: everything but the files. */
async function* metadata(): AsyncIterable<Row> {
  const [passage, taken] = await inOffice(async (office) => {
    const signer = makeTestSigner();
    const record = { ...makeCase(), officeId };
    const put = async (path: string, body: unknown): Promise<void> => {
      const response = await office.repository.request('PUT', path, body);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      await response.arrayBuffer();
    };
    await put(`/v1/cases/${record.caseId}`, record);
    for (let n = 0; n < caseActs; n += 1) {
      const act = await makeSignedAct(signer, { record });
      await put(`/v1/blobs/${act.proposal.documentSha256}`, act.document);
      await put(`/v1/acts/${act.proposal.actId}/proposal`, act.proposal);
      await put(`/v1/blobs/${sha256Of(act.signed)}`, act.signed);
      await put(`/v1/acts/${act.proposal.actId}/registration`, act.request);
    }
    const asked = await overTransport(office, { kind: 'case', caseId: record.caseId });
    return [asked, await overTransport(office, { kind: 'feed', acts: caseActs })] as const;
  }, []);
  yield aimed(`a case of ${caseActs} acts without files, both ways`, (passage.up + passage.down) / 1000, 'KB', 100);
  yield aimed(`a case of ${caseActs} acts without files: time`, passage.seconds, 's', 8);
  const way = 'as a desk takes it in, each receipt proved in the log';
  yield aimed(`the same case, ${way}, both ways`, (taken.up + taken.down) / 1000, 'KB', 100);
  yield aimed(`the same case, ${way}: time`, taken.seconds, 's', 8);
}

/** What a desk costs that has nothing to do: one that shows the key of its office, and one that is a device of its person. */
async function* idle(): AsyncIterable<Row> {
  const [keyed, granted] = await Promise.all(
    (['officeKey', 'grant'] as const).map((shows) =>
      inOffice(
        async (office) => {
          await office.propose(await makePapers(1));
          office.line.pace(shape.bitsPerSecond);
          return idleBytes(office);
        },
        undefined,
        shows,
      ),
    ),
  );
  yield aimed('an idle desk with the key of its office, both ways', keyed!, 'KB/h', 60);
  yield aimed('an idle desk that is a device of its person, both ways', granted!, 'KB/h', 60);
}

interface OwnPassage extends Passage {
  readonly seconds: number;
  /** Of the signed files. */
  readonly bytes: number;
}

/** Signs in silence; then the line opens and a fresh office sends everything. */
async function passageOf(
  office: LineOffice,
  ids: Awaited<ReturnType<LineOffice['propose']>>,
  breaksOfLine: Breaks | null,
  sent: 'added' | 'whole' = 'added',
): Promise<OwnPassage> {
  const { line } = office;
  line.set('silence');
  const sizes = await office.sign(ids);
  if (sent === 'whole') office.forget(ids);
  line.pace(shape.bitsPerSecond);
  line.set('pass');
  const before = await line.carried();
  const from = performance.now();
  const stop = breaking(line, breaksOfLine);
  await office.restart();
  await office.registered(ids, givenUpSeconds.acts);
  const seconds = (performance.now() - from) / 1000;
  const after = await line.carried();
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return { seconds, bytes, up: after.up - before.up, down: after.down - before.down, breaks: stop() };
}

/** Kilobytes an hour of a desk that has nothing to do, from what it takes in some minutes. */
async function idleBytes({ line }: LineOffice): Promise<number> {
  await wait(10_000);
  const before = await line.carried();
  await wait(idleSeconds * 1000);
  const after = await line.carried();
  return ((after.up - before.up + after.down - before.down) / 1000) * (3600 / idleSeconds);
}

async function overTransport(office: LineOffice, work: Order['work']): Promise<Passage & { readonly seconds: number }> {
  const { line, repository } = office;
  line.pace(shape.bitsPerSecond);
  const { execPath, execArgv } = line.start('client');
  const child: ChildProcess = fork(join(import.meta.dirname, 'line', 'transport-process.ts'), [], {
    ...{ execPath, execArgv: [...execArgv] },
  });
  const before = await line.carried();
  child.send({ url: repository.clientUrl, accessKey: repository.accessKey, officeId, work } satisfies Order);
  const [answer] = (await once(child, 'message')) as [{ ms: number } | { failure: string }];
  if ('failure' in answer) throw new Error(answer.failure);
  const after = await line.carried();
  child.kill('SIGKILL');
  return { seconds: answer.ms / 1000, up: after.up - before.up, down: after.down - before.down, breaks: 0 };
}

async function inOffice<T>(
  work: (office: LineOffice) => Promise<T>,
  ...how: [anchors?: readonly string[], shows?: 'officeKey' | 'grant']
): Promise<T> {
  const office = await openLineOffice(shape, ...how);
  try {
    return await work(office);
  } finally {
    await office.close();
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
