import type { Tell } from '../../contract/diary.ts';
import { tellThrown } from '../../contract/diary-fields.ts';
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Sha256 } from '../../contract/ids.ts';
import type { Level } from '../../contract/levels.ts';
import { type ByteSink, type ByteSource, openFileSource } from '../../signature/index.ts';
import { type OfficePace, type Rounds, backoffMs, startRounds } from '../office/rounds.ts';
import { ownFolder } from '../private.ts';
import type { RegistrationRooms } from '../registration.ts';
import { takeRendition } from '../rendition.ts';
import type { Raiser } from './raiser.ts';
import { type RaisingRow, type RaisingRows, levels } from './rows.ts';

export interface RaisingOptions {
  readonly wanted: Level;
  readonly raiser: Raiser;
  /** How long an office has, after each new file of an act, to make the next one itself (milliseconds). */
  readonly graceMs: number;
  /** An archive time-stamp is renewed so long before it cannot be proved any more (milliseconds). */
  readonly renewAheadMs?: number;
  readonly pace: OfficePace;
  readonly random: () => number;
}

const batch = 50;
/** Side by side: most of the time goes into waiting for an authority. Registrations take their turns between them. */
const width = 2;
/** Half a year: time enough to notice that nobody renews. */
const usualRenewAheadMs = 182 * 24 * 3600 * 1000;
const maxBytes = 2 ** 40;

/**
 * Raises registered acts to a level by appending, in the background, and renews their archive time-stamps in time. A longer file goes the
 * way of an office's: judged, durable, with a record, a receipt and an event of its own. Where an office made its own meanwhile, that one
 * stands and this one's work is dropped.
 */
export function startRaising(
  rooms: RegistrationRooms & {
    readonly dir: string;
    readonly maxBlobBytes: number;
    readonly log: Tell;
  },
  rows: RaisingRows,
  options: RaisingOptions,
): Rounds {
  const { clock, log } = rooms;
  const { pace, random, graceMs, renewAheadMs = usualRenewAheadMs } = options;
  const folder = join(rooms.dir, 'raising');
  const waits = new Map<string, { failures: number; until: number }>();
  let swept = false;
  let stopped = false;

  const one = async (row: RaisingRow): Promise<void> => {
    const outcome = await raiseAct({ ...rooms, folder }, rows, options, row);
    if (outcome === 'later') {
      const failures = (waits.get(row.actId)?.failures ?? 0) + 1;
      waits.set(row.actId, { failures, until: performance.now() + backoffMs(patient(pace), failures, random) });
    } else waits.delete(row.actId);
  };
  const rounds = startRounds({
    pace,
    random,
    onBug: (error) => log('raisingFailed', tellThrown(error)),
    async round() {
      if (!swept) {
        ownFolder(folder);
        for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
        swept = true;
      }
      if (options.wanted === 'LTA') await rows.renewBefore(new Date(clock().getTime() + renewAheadMs));
      const old = new Date(clock().getTime() - graceMs);
      // Those that wait are many only when an authority is silent: the rest come after them in the same order.
      const due = (await rows.open(old, batch + waits.size)).filter(
        ({ actId }) => (waits.get(actId)?.until ?? 0) <= performance.now(),
      );
      const queue = [...due];
      const work = async (): Promise<void> => {
        for (let row = queue.shift(); row && !stopped; row = queue.shift()) await one(row);
      };
      await Promise.all(Array.from({ length: width }, work));
      return true;
    },
  });
  return {
    kick: () => rounds.kick(),
    async stop() {
      stopped = true;
      await rounds.stop();
    },
  };
}

/** An authority that is silent is asked again after a quarter of an hour at most. */
const patient = (pace: OfficePace): OfficePace => ({ ...pace, mostMs: pace.mostMs * 60 });

type Rooms = RegistrationRooms & { readonly folder: string; readonly maxBlobBytes: number };

async function raiseAct(
  rooms: Rooms,
  rows: RaisingRows,
  { wanted, raiser }: RaisingOptions,
  row: RaisingRow,
): Promise<'settled' | 'raised' | 'later'> {
  const source = await rooms.blobs.open(row.sha256);
  if (!source) {
    await rows.wait(row.actId, 'its file is not here');
    return 'later';
  }
  const path = join(rooms.folder, randomUUID());
  try {
    const facts = await raiser.look(source);
    const enough = levels.indexOf(facts.level) >= levels.indexOf(wanted);
    if (enough && !row.renew) {
      await rows.settle(row.actId, { ...facts, reason: null });
      return 'settled';
    }
    const raised = await raiseTo(path, raiser, source, { wanted, renew: row.renew });
    if (raised.kind === 'nothingToAdd' || raised.kind === 'never') {
      const reason = raised.kind === 'never' ? raised.reason : enough ? null : 'nothing more can be added';
      await rows.settle(row.actId, { ...facts, reason });
      return 'settled';
    }
    if (raised.kind === 'later') {
      await rows.wait(row.actId, raised.reason);
      return 'later';
    }
    return await offer(rooms, rows, row, path);
  } finally {
    source.close();
    await rm(path, { force: true });
  }
}

async function raiseTo(
  path: string,
  raiser: Raiser,
  source: ByteSource,
  wish: { readonly wanted: Level; readonly renew: boolean },
): ReturnType<Raiser['raise']> {
  let file: FileHandle | null = null;
  const sink: ByteSink = {
    async append(bytes) {
      file ??= await open(path, 'wx', 0o600);
      await file.writeFile(bytes);
    },
  };
  try {
    return await raiser.raise(source, sink, wish);
  } finally {
    await (file as FileHandle | null)?.close();
  }
}

/** Hands the longer file in as an office does: it is judged, and it is taken only if it still follows the newest one. */
async function offer(rooms: Rooms, rows: RaisingRows, row: RaisingRow, path: string): Promise<'raised' | 'later'> {
  const longer = openFileSource(path);
  try {
    const sha256 = Sha256.parse(await hashOf(longer));
    const put = await rooms.blobs.put(sha256, longer.stream(0, longer.size), maxBytes);
    if (put.kind !== 'created' && put.kind !== 'present') {
      await rows.wait(row.actId, put.kind);
      return 'later';
    }
    await rooms.register.addHolder(sha256, row.officeId);
    const { actId, n, sha256: prefixSha256, size: prefixSize } = row;
    const grown = { actId, n: n + 1, sha256, size: longer.size, prefixSha256, prefixSize, deviceId: 'repository' };
    const outcome = await takeRendition(rooms, grown, row.officeId);
    // The event of its own rendition, or of the office's that came first, has put the act up to be looked at again.
    if (outcome.kind !== 'refused' || outcome.code === 'rendition-order') return 'raised';
    await rows.wait(row.actId, `${outcome.code}: ${outcome.detail}`.slice(0, 300));
    return 'later';
  } finally {
    longer.close();
  }
}

async function hashOf(source: ByteSource): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of source.stream(0, source.size)) hash.update(piece);
  return hash.digest('hex');
}
