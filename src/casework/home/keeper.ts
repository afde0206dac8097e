import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { HomeCheck, HomeState, HomeStatus } from '../../contract/home.ts';
import { ReadBackError } from '../../parcel/index.ts';
import { troubleOf } from '../store/index.ts';
import { type Copied, type CopyRooms, UnsoundJournal, copyHome, unsentFiles } from './copy.ts';
import { recall, remember } from './memory.ts';
import { damagedOf, deskPlace, generationsAt, markPlace, placeAt } from './place.ts';

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
}

/** Copies what only exists here to the second place, again and again. Signing never waits for it, and its troubles stop nothing. */
export function homeKeeper(rooms: KeeperRooms): HomeKeeper {
  const { config, pace } = rooms;
  const { secondCopy, dataDir } = config;
  if (!secondCopy) return noKeeper(rooms);
  const { folder } = secondCopy;
  const memoryPath = join(dataDir, 'home.json');
  let memory = recall(memoryPath);
  let state: HomeState = 'waiting';
  let failure: Failure | null = null;
  let before: { readonly place: string; readonly copied: Copied } | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  let failures = 0;
  let putOff = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const status = (): HomeStatus => {
    const unsent = unsentFiles(rooms.store.journal, rooms.kept);
    const held = before?.copied.files;
    return {
      ...{ state, folder, failure, copying: running !== null, lastCopyAt: memory.lastCopyAt },
      uncovered: held ? unsent.filter((sha256) => !held.has(sha256)).length : unsent.length,
      unsent: unsent.length,
      sameDisk: isSameDisk(folder, dataDir),
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
    const there = placeAt(folder);
    if (there === null) return settle('absent', null);
    const isOurs = there.kind === 'known' && memory.places.includes(there.id);
    if (!isOurs && memory.places.length > 0 && !adopt) return settle('otherPlace', null);
    const place = there.kind === 'known' ? there.id : await markPlace(folder);
    if (!memory.places.includes(place)) {
      memory = { ...memory, places: [...memory.places, place].slice(-50) };
      remember(memoryPath, memory);
    }
    tell();
    const copied = await copyHome(rooms, folder, before?.place === place ? before.copied : null);
    before = { place, copied };
    memory = { ...memory, lastCopyAt: rooms.clock().toISOString() };
    remember(memoryPath, memory);
    failures = 0;
    settle('good', null);
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
      } catch (error) {
        failures += 1;
        const absent = placeAtQuietly(folder) === null;
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
    const later =
      state === 'absent' || state === 'otherPlace' ? pace.lookMs : state === 'failing' ? retryMs() : pace.everyMs;
    timer = setTimeout(due, later);
    timer.unref();
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
          return failed({ kind: 'copyPlaceAbsent', folder });
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
      ...{ state: 'off', folder: null, copying: false, lastCopyAt: null, sameDisk: false, failure: null },
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
