/**
 * The stage of a run: a line, a repository at its far end, desks at the near one, and the history of all that is seen. What happens on it is
 * its caller's.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newAgeKey } from '../../../src/parcel/index.ts';
import { type LineShape, canLayNetworkLine, openLine } from '../../helpers/link/index.ts';
import { officeId } from '../../helpers/office.ts';
import { makeRoot } from '../../helpers/pki.ts';
import { PkiWorld, TestClock, respond } from '../../helpers/pki-services/index.ts';
import { type Desk, type HeldText, openDesk, personOf } from './desk.ts';
import { type SmallDisk, smallDisk } from './disks.ts';
import { canaries, deskEvidence, registerEvidence } from './evidence.ts';
import type { Entry, History, LossEvidence, Seen } from './history.ts';
import { layPlace, loseDesk } from './loss.ts';
import { knowPeople, lookAfterPeople } from './people.ts';
import type { Loss } from './plan.ts';
import { type ServedRepository, serveRepository } from './repository.ts';

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface Stage {
  readonly line: Awaited<ReturnType<typeof openLine>>;
  /** The central one. */
  readonly repository: ServedRepository;
  /** The repository inside the office, by which the desks send; null: there is none. */
  readonly between: ServedRepository | null;
  /** The repository's disk. */
  readonly shelf: SmallDisk;
  readonly desks: readonly Desk[];
  readonly disks: readonly SmallDisk[];
  /** Who signs each act that was proposed, in this order. */
  readonly owners: Map<string, readonly number[]>;
  readonly entries: readonly Entry[];
  readonly tell: (seen: Seen) => void;
  readonly lose: (loss: Loss) => Promise<LossEvidence>;
  /** Opens the desks, on a line that is as fast as this machine. Once. */
  seat(): Promise<void>;
  /** Seconds since the stage was laid. */
  seconds(): number;
  close(): Promise<void>;
}

export async function layStage(setting: {
  readonly shape: LineShape;
  readonly desks: number;
  /** Signatures are raised with a time-stamp. */
  readonly raised: boolean;
  /** The desk that is a device of its person and may be lost; null: none. */
  readonly device: number | null;
  /** Disks are small, so that they can be filled, where this machine allows it. */
  readonly small: boolean;
  /** Desks send by a repository inside the office. */
  readonly behindOffice: boolean;
}): Promise<Stage> {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'fojas-nemesis-'));
  const undo: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const line = await openLine(setting.shape);
    undo.push(() => line.close());
    const world = await stampingWorld((url) => line.aside(url));
    undo.push(() => world.close());
    const root = makeRoot({ commonName: 'Raíz de las mesas' });
    const anchors = [root, world.pki.root, world.pki.intermediate].map(({ certificatePem }) => certificatePem);
    const trust = join(folder, 'trust');
    mkdirSync(trust);
    anchors.forEach((pem, index) => writeFileSync(join(trust, `${index}.pem`), pem));

    const mounted = setting.small && canLayNetworkLine();
    const shelf = smallDisk(join(folder, 'repository'), mounted);
    undo.push(() => shelf.remove());
    const dir = join(shelf.path, 'data');
    const first = await knowPeople(dir, setting.desks);
    const repository = await serveRepository({ line, dir, trust });
    undo.push(() => repository.kill());
    const between = setting.behindOffice
      ? await serveRepository({ line, dir: join(folder, 'office'), trust, centre: repository })
      : null;
    undo.push(() => between?.kill());
    const people = await lookAfterPeople(repository.pastTheLine, first);
    const place = layPlace(folder);
    const recovery = await newAgeKey();

    const entries: Entry[] = [];
    const tell = (seen: Seen): void => void entries.push({ at: Math.round(performance.now() - started), seen });
    const owners = new Map<string, readonly number[]>();
    const disks: SmallDisk[] = [];
    const desks: Desk[] = [];
    const seat = async (): Promise<void> => {
      line.pace(null);
      for (let index = 0; index < setting.desks; index += 1) {
        const disk = smallDisk(join(folder, `desk-${index}`), mounted);
        undo.push(() => disk.remove());
        const isDevice = setting.device === index;
        const desk = openDesk({
          ...{ index, line, root, anchors, tell },
          repository: between ?? repository,
          dataDir: join(disk.path, 'data'),
          authority: setting.raised ? world.pki.urls.tsa : null,
          isMine: (actId) => owners.get(actId)?.includes(index) ?? false,
          device: isDevice
            ? {
                code: () => people.code(personOf(index).personId),
                secondCopy: { folder: place, recoveryRecipients: [recovery.recipient] },
              }
            : null,
        });
        undo.push(() => desk.kill());
        await desk.start();
        if (isDevice) await desk.enrol();
        disks.push(disk);
        desks.push(desk);
      }
    };
    const lose = async (loss: Loss): Promise<LossEvidence> => {
      const { desk: index } = loss;
      const rooms = {
        desk: desks[index]!,
        index,
        people,
        repository,
        between,
        place,
        recoveryKey: recovery.identity,
        folder,
      };
      return loseDesk(rooms, loss);
    };
    const seconds = (): number => (performance.now() - started) / 1000;
    return { line, repository, between, shelf, desks, disks, owners, entries, tell, lose, seat, seconds, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Ends the desks, kills the repository once more, and gathers what lies on the disks and what the repository answers then. */
export async function gather(
  { desks, repository, between, entries }: Stage,
  run: Pick<History, 'seed' | 'drain' | 'loss' | 'contested' | 'joint'>,
): Promise<History> {
  const [texts, draftsWaiting] = [[] as (readonly HeldText[] | null)[], [] as (number | null)[]];
  for (const desk of desks) {
    texts.push(await desk.texts());
    draftsWaiting.push(await desk.draftsWaiting());
  }
  for (const desk of desks) await desk.kill();
  await between?.kill();
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
  return { ...run, entries, desks: evidence, register, canaries: canaries.length };
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

export async function untilAsync(what: () => Promise<boolean>, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`waited ${patienceMs} ms in vain`);
    await wait(300);
  }
}
