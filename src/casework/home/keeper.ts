import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { HomeCheck, HomeState, HomeStatus } from '../../contract/home.ts';
import { ReadBackError } from '../../parcel/index.ts';
import { makeFolder } from '../../at-rest/durable.ts';
import { troubleOf } from '../store/index.ts';
import { type Copied, type CopyRooms, UnsoundJournal, copyHome, unsentFiles } from './copy.ts';
import { recall, remember } from './memory.ts';
import { damagedOf, deskPlace, generationsAt, markPlace, placeAt } from './place.ts';
import { type CopyLine, LineTrouble, checkSlot, newestIn, ownSlot, sendGeneration } from './remote.ts';

/** When copies are made. Durations come from timers, never from the clock on the wall. */
export interface HomePace {
  readonly everyMs: number;
  /** After a failure, doubled each time up to `everyMs`. */
  readonly retryMs: number;
  /** How often a place that is not there is looked for. */
  readonly lookMs: number;
}
export const usualHomePace: HomePace = { everyMs: 3_600_000, retryMs: 60_000, lookMs: 15_000 };

export interface HomeKeeper {
  status(): HomeStatus;
  /** Something that only exists here is new: a batch ended. */
  soon(): void;
  copyNow(adopt: boolean): Promise<Outcome<HomeStatus>>;
  check(): Promise<Outcome<HomeCheck>>;
  stop(): Promise<void>;
}

export interface KeeperRooms extends CopyRooms {
  readonly pace: HomePace;
  readonly onChange: (status: HomeStatus) => void;
  readonly onBug: (error: unknown) => void;
  /** While it is true only `soon`, a person and the hour that was missed copy: a batch has the disk for itself. */
  readonly isBusy: () => boolean;
  /** Null where no repository is configured. */
  readonly line: CopyLine | null;
}

/** Where copies are made before the repository gets them, where no folder was named. */
const stagingName = 'second-copy';
/** A line that is down is tried again at least so often. */
const mostLineMs = 300_000;

/** Copies what only exists here to the second place, again and again. Signing never waits for it, and its troubles stop nothing. */
export function homeKeeper(rooms: KeeperRooms): HomeKeeper {
  const { config, pace } = rooms;
  const { secondCopy, dataDir } = config;
  if (!secondCopy) return noKeeper(rooms);
  const line = secondCopy.repository === true ? rooms.line : null;
  const isStaged = secondCopy.folder === undefined;
  const folder = secondCopy.folder ?? join(dataDir, stagingName);
  const memoryPath = join(dataDir, 'home.json');
  let memory = recall(memoryPath);
  let state: HomeState = 'waiting';
  let failure: Failure | null = null;
  /** Why the repository was not reached, where that is what `absent` means. */
  let away: Failure | null = null;
  let before: { readonly place: string; readonly copied: Copied; readonly counts: boolean } | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  let failures = 0;
  let putOff = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const status = (): HomeStatus => {
    const unsent = unsentFiles(rooms.store.journal, rooms.kept);
    const held = before?.counts === true ? before.copied.files : undefined;
    return {
      ...{
        state,
        folder: isStaged ? null : folder,
        repository: secondCopy.repository === true,
        failure,
        copying: running !== null,
        lastCopyAt: memory.lastCopyAt,
      },
      uncovered: held ? unsent.filter((sha256) => !held.has(sha256)).length : unsent.length,
      unsent: unsent.length,
      // A repository that this very PC serves lies on this disk, too.
      sameDisk: isStaged ? config.officeRepository !== undefined : isSameDisk(folder, dataDir),
    };
  };
  const tell = (): void => rooms.onChange(status());
  const settle = (next: HomeState, why: Failure | null): void => {
    const isNews = next !== state || JSON.stringify(why) !== JSON.stringify(failure);
    state = next;
    failure = why;
    if (isNews || next === 'good') tell();
  };

  const attempt = async (adopt: boolean): Promise<void> => {
    if (isStaged) makeFolder(folder);
    const there = placeAt(folder);
    if (there === null) return settle('absent', null);
    const isOurs = isStaged || (there.kind === 'known' && memory.places.includes(there.id));
    if (!isOurs && memory.places.length > 0 && !adopt) return settle('otherPlace', null);
    const place = there.kind === 'known' ? there.id : await markPlace(folder);
    if (!memory.places.includes(place)) {
      memory = { ...memory, places: [...memory.places, place].slice(-50) };
      remember(memoryPath, memory);
    }
    tell();
    // Before anything new is made: what a cut left half sent is finished first, or a slow line would begin anew for ever.
    const standing = await passOn().catch((error: unknown) => {
      if (isStaged || !(error instanceof LineTrouble)) throw error;
      return error;
    });
    const isThere = !(standing instanceof LineTrouble) && standing.isThere;
    const known = isThere && before?.place === place ? before.copied : null;
    const copied = await copyHome(rooms, folder, known, standing instanceof LineTrouble ? 0 : standing.newest);
    before = { place, copied, counts: copied.unchanged };
    // The folder has it; the repository gets it when it can be reached.
    if (standing instanceof LineTrouble) throw standing;
    if (!copied.unchanged) await passOn();
    before = { place, copied, counts: true };
    memory = { ...memory, lastCopyAt: rooms.clock().toISOString() };
    remember(memoryPath, memory);
    failures = 0;
    settle('good', null);
  };
  /** Has the repository, where it is to keep copies, take the newest one: whether it has it, and the number of the newest there. */
  const passOn = async (): Promise<{ readonly isThere: boolean; readonly newest: number }> => {
    if (secondCopy.repository !== true) return { isThere: true, newest: 0 };
    if (!line) throw new LineTrouble({ kind: 'repositoryNotConfigured' });
    const slot = await ownSlot(line, config.deviceId);
    const desk = deskPlace(folder, { officeId: config.office.officeId, deviceId: config.deviceId });
    const [newest] = generationsAt(desk);
    const there = newestIn(slot);
    if (!newest) return { isThere: false, newest: there };
    if (slot.generations.some(({ name }) => name === newest.name)) return { isThere: true, newest: there };
    // Numbers of another disk: the next copy of this one follows the newest that is there.
    if (newest.n <= there) return { isThere: false, newest: there };
    await sendGeneration(line, slot.slot, desk, newest);
    return { isThere: true, newest: newest.n };
  };

  const run = (adopt: boolean): Promise<void> => {
    if (running) {
      again = true;
      return running;
    }
    clearTimeout(timer);
    const one = async (): Promise<void> => {
      try {
        await attempt(adopt);
        away = null;
      } catch (error) {
        failures += 1;
        away = error instanceof LineTrouble && isOfTheLine(error.failure) ? error.failure : null;
        const absent = away !== null || placeAtQuietly(folder) === null;
        if (absent) settle('absent', null);
        else settle('failing', troubleWith(error, folder, rooms.onBug));
      }
    };
    running = one().finally(() => {
      running = null;
      if (again && !stopped) {
        again = false;
        void run(false);
      } else arm();
    });
    return running;
  };

  const arm = (): void => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(due, laterMs());
    timer.unref();
  };
  const laterMs = (): number => {
    if (away !== null) return Math.min(mostLineMs, retryMs());
    if (state === 'absent' || state === 'otherPlace') return pace.lookMs;
    return state === 'failing' ? retryMs() : pace.everyMs;
  };
  const retryMs = (): number => Math.min(pace.everyMs, pace.retryMs * 2 ** Math.max(0, Math.min(failures, 12) - 1));
  const due = (): void => {
    // A batch has an end, and is copied there; one that lasts for hours is not waited for twice.
    if (rooms.isBusy() && putOff < 1) {
      putOff += 1;
      return arm();
    }
    putOff = 0;
    void run(false);
  };

  void run(false);
  return {
    status,
    soon: () => void run(false),
    async copyNow(adopt) {
      if (running) await running;
      await run(adopt);
      switch (state) {
        case 'good':
          return done(status());
        case 'absent':
          return failed(away ?? { kind: 'copyPlaceAbsent', folder });
        case 'otherPlace':
          return failed({ kind: 'copyPlaceOther', folder });
        case 'off':
        case 'waiting':
        case 'failing':
          return failed(failure ?? { kind: 'copyPlaceAbsent', folder });
      }
    },
    async check() {
      if (running) await running;
      if (isStaged) return checkLine(line, config);
      if (placeAtQuietly(folder) === null) return failed({ kind: 'copyPlaceAbsent', folder });
      return done(await checkPlace(rooms, folder));
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

const isOfTheLine = ({ kind }: Failure): boolean =>
  kind === 'repositoryUnreachable' || kind === 'centreUnreachable' || kind === 'repositoryBusy';

async function checkLine(line: CopyLine | null, config: OfficeConfig): Promise<Outcome<HomeCheck>> {
  if (!line) return failed({ kind: 'repositoryNotConfigured' });
  try {
    return done(await checkSlot(line, config.deviceId, config.repository?.url ?? ''));
  } catch (error) {
    if (error instanceof LineTrouble) return failed(error.failure);
    throw error;
  }
}

async function checkPlace({ config }: CopyRooms, folder: string): Promise<HomeCheck> {
  const place = deskPlace(folder, { officeId: config.office.officeId, deviceId: config.deviceId });
  const generations: HomeCheck['generations'] = [];
  for (const generation of generationsAt(place)) {
    const damaged = await damagedOf(place, generation);
    generations.push({ name: generation.name, damaged, files: generation.sums.size });
  }
  return { folder: place.folder, generations };
}

function noKeeper({ store, kept }: KeeperRooms): HomeKeeper {
  const status = (): HomeStatus => {
    const unsent = unsentFiles(store.journal, kept).length;
    return {
      ...{
        state: 'off',
        folder: null,
        repository: false,
        copying: false,
        lastCopyAt: null,
        sameDisk: false,
        failure: null,
      },
      ...{ uncovered: unsent, unsent },
    };
  };
  const off = failed({ kind: 'copyPlaceAbsent', folder: '-' });
  return {
    status,
    soon: () => undefined,
    copyNow: async () => off,
    check: async () => off,
    stop: async () => undefined,
  };
}

function troubleWith(error: unknown, folder: string, onBug: (error: unknown) => void): Failure {
  if (error instanceof LineTrouble) return error.failure;
  if (error instanceof ReadBackError) return { kind: 'copyDamaged', file: error.message.split(' ')[0] ?? '' };
  if (error instanceof UnsoundJournal) return { kind: 'storeDamaged', store: 'journal', detail: error.message };
  const trouble = troubleOf(error, folder);
  if (trouble) return trouble;
  onBug(error);
  return { kind: 'fileUnreadable', file: folder, code: (error as NodeJS.ErrnoException).code ?? 'unknown' };
}

function placeAtQuietly(folder: string): ReturnType<typeof placeAt> {
  try {
    return placeAt(folder);
  } catch {
    return null;
  }
}

function isSameDisk(folder: string, dataDir: string): boolean {
  const [a, b] = [folder, dataDir].map((path) => statSync(path, { throwIfNoEntry: false })?.dev);
  return a !== undefined && a === b;
}
