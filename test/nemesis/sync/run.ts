/** One run: the line is laid, desks work while blows fall, the line heals, the queues drain, and everything seen becomes a history. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canLayNetworkLine, lineSeconds, openLine } from '../../helpers/link/index.ts';
import { makeActPdf, officeId } from '../../helpers/office.ts';
import { makeRoot } from '../../helpers/pki.ts';
import { PkiWorld, TestClock, respond } from '../../helpers/pki-services/index.ts';
import { newAgeKey } from '../../../src/parcel/index.ts';
import { type Desk, type HeldText, openDesk, personOf } from './desk.ts';
import { type SmallDisk, smallDisk } from './disks.ts';
import { canaries, deskEvidence, registerEvidence } from './evidence.ts';
import type { Entry, History, LossEvidence, Seen } from './history.ts';
import { layPlace, loseDesk } from './loss.ts';
import { knowPeople, lookAfterPeople } from './people.ts';
import type { Loss, Plan, Strike } from './plan.ts';
import { type ServedRepository, serveRepository } from './repository.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** So long a run may take to drain before it is given up as stuck, beyond what the invariant allows. */
const givenUpAfterMs = 240_000;

export interface Ran {
  readonly history: History;
  readonly carried: { readonly up: number; readonly down: number };
  readonly seconds: number;
  /** What the offices and the repository wrote, for who looks into a failure. */
  readonly logs: string;
}

export async function conduct(plan: Plan): Promise<Ran> {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'fojas-nemesis-'));
  const undo: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const line = await openLine(plan.shape);
    undo.push(() => line.close());
    const world = await stampingWorld((url) => line.aside(url));
    undo.push(() => world.close());
    const root = makeRoot({ commonName: 'Raíz de las mesas' });
    const anchors = [root, world.pki.root, world.pki.intermediate].map(({ certificatePem }) => certificatePem);
    const trust = join(folder, 'trust');
    mkdirSync(trust);
    anchors.forEach((pem, index) => writeFileSync(join(trust, `${index}.pem`), pem));

    const mounted = canLayNetworkLine();
    const shelf = smallDisk(join(folder, 'repository'), mounted);
    undo.push(() => shelf.remove());
    const dir = join(shelf.path, 'data');
    const first = await knowPeople(dir, plan.desks);
    const repository = await serveRepository({ line, dir, trust });
    undo.push(() => repository.kill());
    const people = await lookAfterPeople(repository.pastTheLine, first);
    const place = layPlace(folder);
    const recovery = await newAgeKey();

    const entries: Entry[] = [];
    const tell = (seen: Seen): void => void entries.push({ at: Math.round(performance.now() - started), seen });
    const owners = await proposeAll(plan, repository, tell);
    // Trays fill quickly: what is on trial begins with the first signature.
    line.pace(null);
    const disks: SmallDisk[] = [];
    const desks: Desk[] = [];
    for (let index = 0; index < plan.desks; index += 1) {
      const disk = smallDisk(join(folder, `desk-${index}`), mounted);
      undo.push(() => disk.remove());
      const desk = openDesk({
        ...{ index, line, repository, root, anchors, tell },
        dataDir: join(disk.path, 'data'),
        authority: plan.raised ? world.pki.urls.tsa : null,
        isMine: (actId) => owners.get(actId)?.includes(index) ?? false,
        device:
          plan.lost?.desk === index
            ? {
                code: () => people.code(personOf(index).personId),
                secondCopy: { folder: place, recoveryRecipients: [recovery.recipient] },
              }
            : null,
      });
      undo.push(() => desk.kill());
      await desk.start();
      if (plan.lost?.desk === index) await desk.enrol();
      disks.push(disk);
      desks.push(desk);
    }
    const lose = async (loss: Loss): Promise<LossEvidence> => {
      const { desk: index } = loss;
      const rooms = { desk: desks[index]!, index, people, repository, place, recoveryKey: recovery.identity, folder };
      return loseDesk(rooms, loss);
    };
    const stage: Stage = { plan, line, repository, shelf, desks, disks, tell, owners, lose };
    await untilAsync(() => everyTray(stage), givenUpAfterMs);
    line.pace(plan.shape.bitsPerSecond);
    const { drain, loss } = await work(stage);
    return await end(stage, { folder, entries, drain, loss, started });
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

interface Stage {
  readonly plan: Plan;
  readonly line: Awaited<ReturnType<typeof openLine>>;
  readonly repository: ServedRepository;
  readonly shelf: SmallDisk;
  readonly desks: readonly Desk[];
  readonly disks: readonly SmallDisk[];
  readonly tell: (seen: Seen) => void;
  readonly owners: ReadonlyMap<string, readonly number[]>;
  readonly lose: (loss: Loss) => Promise<LossEvidence>;
}

async function proposeAll(plan: Plan, repository: ServedRepository, tell: (seen: Seen) => void) {
  const cases = [];
  for (let n = 0; n < plan.cases; n += 1) cases.push(await repository.putCase(n, 'NÚÑEZ, Iván s/ CANARIO'));
  const owners = new Map<string, readonly number[]>();
  for (const [index, act] of plan.acts.entries()) {
    const title = `CANARIO ${plan.seed}-${index}`;
    const caseId = cases[act.case]!;
    const signers = act.joint ? act.desks.map((desk) => ({ ...personOf(desk), cuil: null })) : [];
    const document = await makeActPdf(title, act.weight);
    const { actId, documentSha256 } = await repository.propose(caseId, title, document, signers);
    owners.set(actId, act.desks);
    tell({ kind: 'proposed', actId, caseId, documentSha256 });
  }
  return owners;
}

/** Whether every desk sees what is its own. */
async function everyTray({ desks, owners }: Stage): Promise<boolean> {
  const lists = [...owners.values()];
  for (const [index, desk] of desks.entries()) {
    if ((await desk.toSign()) !== lists.filter((list) => list.includes(index)).length) return false;
  }
  return true;
}

/** The desks sign, the blows fall, the line heals; answers how long the queues took from then on. */
async function work(stage: Stage): Promise<Pick<History, 'drain' | 'loss'>> {
  const { plan, desks, line, tell } = stage;
  const from = performance.now();
  const isOver = (): boolean => performance.now() - from >= plan.healedMs;
  const persons = desks.map(async (desk, index) => {
    // Each signs a few at a time, as a day goes.
    for (; !isOver(); await wait(700 + 300 * index)) {
      await desk.sign(2);
      await desk.write();
      await desk.look();
    }
  });
  // Blows to one thing fall one after the other: who is down cannot be killed.
  const turns = new Map<string, Promise<void>>();
  const { lost } = plan;
  let loss: LossEvidence | null = null;
  const isLost = async (): Promise<void> => {
    if (!lost) return;
    await wait(Math.max(0, lost.atMs - (performance.now() - from)));
    const target = `desk ${lost.desk}`;
    const before = turns.get(target) ?? Promise.resolve();
    const turn = before.then(async () => {
      tell({ kind: 'struck', what: `${target} lost` });
      loss = await stage.lose(lost);
      tell({ kind: 'mended', what: `${target} lost` });
    });
    turns.set(target, turn);
    await turn;
  };
  const losing = isLost();
  for (const strike of plan.strikes) {
    await wait(Math.max(0, strike.atMs - (performance.now() - from)));
    const target = targetOf(strike);
    turns.set(
      target,
      (turns.get(target) ?? Promise.resolve()).then(() => carryOut(stage, strike)),
    );
  }
  await losing;
  await Promise.all(turns.values());
  await Promise.all(persons);
  line.set('pass');
  tell({ kind: 'healed' });
  const healed = performance.now();
  const before = await line.carried();
  // All by turns: one may have to wait for another's signature.
  const isThrough = async (desk: Desk, index: number): Promise<boolean> => {
    const own = [...stage.owners.values()].filter((list) => list.includes(index)).length;
    return (await desk.acts()) === own && (await desk.sign(500)) === 0;
  };
  await Promise.all(
    desks.map((desk, index) =>
      untilAsync(() => isThrough(desk, index), givenUpAfterMs).catch(() => {
        throw new Error(`desk ${index} cannot sign all of its acts; it last said: ${desk.output.slice(-1500)}`);
      }),
    ),
  );
  const signedMs = performance.now() - healed;
  await untilAsync(async () => isDrained(stage), givenUpAfterMs).catch(() => undefined);
  tell({ kind: 'drained' });
  const after = await line.carried();
  // What the line had to carry from then on, at its own pace, is the least it takes; signing what was left is the persons' time.
  const bytes = Math.max(after.up - before.up, after.down - before.down);
  const tookMs = performance.now() - healed - signedMs;
  return { drain: { tookMs, lineMs: lineSeconds(plan.shape, bytes) * 1000 }, loss };
}

async function isDrained({ desks, plan, repository, owners }: Stage): Promise<boolean> {
  let waiting = 0;
  for (const desk of desks) {
    const seen = await desk.look();
    if (!seen) return false;
    waiting += seen.waiting;
  }
  if (waiting > 0) return false;
  for (const desk of desks) if ((await desk.draftsWaiting()) !== 0) return false;
  if (!plan.raised) return true;
  // Renditions are no rows of the outbox: they are there when the register has one of each act.
  const response = await repository.request('GET', `/v1/feed?office=${officeId}&cursor=&limit=500`);
  const { events } = (await response.json()) as { events: { kind: string; actId?: string }[] };
  const raised = new Set(events.filter(({ kind }) => kind === 'rendition').map(({ actId }) => actId));
  return [...owners.keys()].every((actId) => raised.has(actId));
}

const targetOf = ({ blow }: Strike): string => {
  if ('desk' in blow) return `desk ${blow.desk}`;
  return blow.kind === 'reset' || blow.kind === 'silence' ? 'line' : 'repository';
};

/** Strikes, and mends after its time. */
async function carryOut(stage: Stage, { forMs, blow }: Strike): Promise<void> {
  const { line, repository, desks, disks, shelf, tell } = stage;
  const what = 'desk' in blow ? `${blow.kind} ${blow.desk}` : blow.kind;
  tell({ kind: 'struck', what });
  switch (blow.kind) {
    case 'reset':
    case 'silence':
      line.set(blow.kind);
      await wait(forMs);
      line.set('pass');
      break;
    case 'repository killed':
      await repository.kill();
      await wait(forMs);
      await insist(() => repository.start());
      break;
    case 'repository full':
      shelf.fill();
      await wait(forMs);
      shelf.free();
      break;
    case 'office full':
      disks[blow.desk]!.fill();
      await wait(forMs);
      disks[blow.desk]!.free();
      break;
    case 'office killed':
      await desks[blow.desk]!.kill();
      await wait(forMs);
      await insist(() => desks[blow.desk]!.start());
      break;
    case 'cache lost':
      await desks[blow.desk]!.kill();
      desks[blow.desk]!.loseCache();
      await wait(forMs);
      await insist(() => desks[blow.desk]!.start());
      break;
    case 'clock':
      desks[blow.desk]!.setClock(blow.byMs);
      break;
  }
  tell({ kind: 'mended', what });
}

/** A full disk, or a fellow blow, may keep it from starting for a while. */
async function insist(start: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      if (tries >= 40) throw error;
      await wait(500);
    }
  }
}

async function end(
  { plan, line, desks, repository, owners }: Stage,
  run: Pick<History, 'drain' | 'loss'> & { folder: string; entries: readonly Entry[]; started: number },
): Promise<Ran> {
  const carried = await line.carried();
  const [texts, draftsWaiting] = [[] as (readonly HeldText[] | null)[], [] as (number | null)[]];
  for (const desk of desks) {
    texts.push(await desk.texts());
    draftsWaiting.push(await desk.draftsWaiting());
  }
  for (const desk of desks) await desk.kill();
  // Once more, so that what is read was on the disk.
  await repository.kill();
  await repository.start();
  const evidence = [];
  for (const [index, desk] of desks.entries()) {
    const found = await deskEvidence(index, desk.config.dataDir, repository.receiptKeys, desk.storeKey);
    evidence.push({ ...found, texts: texts[index] ?? [], draftsWaiting: draftsWaiting[index] ?? -1 });
  }
  const register = await registerEvidence(
    repository,
    evidence.flatMap(({ requests }) => requests),
    officeId,
    texts.flatMap((some) => (some ?? []).filter(({ sent }) => sent)),
  );
  const actIds = [...owners.keys()];
  const severalOf = (joint: boolean): string[] =>
    actIds.filter((_, index) => plan.acts[index]!.desks.length > 1 && plan.acts[index]!.joint === joint);
  return {
    history: {
      ...{ seed: plan.seed, entries: run.entries, desks: evidence, register, drain: run.drain, loss: run.loss },
      ...{ contested: severalOf(false), joint: severalOf(true) },
      canaries: canaries.length,
    },
    carried,
    seconds: (performance.now() - run.started) / 1000,
    logs: [...desks.map(({ output }) => output), ...repository.log].join('\n'),
  };
}

/** Time-stamps for the desks, past the line: their way is not what is on trial. */
async function stampingWorld(asSeen: (url: string) => string) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  const pki = new PkiWorld(asSeen(`http://127.0.0.1:${port}`), new TestClock(new Date()));
  server.on('request', (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const answer = respond(pki, request.url ?? '/', Buffer.concat(pieces));
      response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
    });
  });
  return {
    pki,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function untilAsync(what: () => Promise<boolean>, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`waited ${patienceMs} ms in vain`);
    await wait(300);
  }
}
