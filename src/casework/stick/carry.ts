import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Failure, type Outcome, ParcelRefusal, done, failed } from '../../contract/failures.ts';
import type { AnswersLeft, CarriedParcel, Carrying } from '../../contract/stick.ts';
import type { LineUse, Transport } from '../../line/port.ts';
import { ReadBackError } from '../../parcel/index.ts';
import { openFileSource } from '../../signature/index.ts';
import { troubleOf } from '../store/index.ts';
import { type Pace, backoffMs } from '../sync/backoff.ts';
import { type Ran, startLoop } from '../sync/loop.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import { type Box, openBox } from './box.ts';
import { isFolder } from './export.ts';

export interface CourierRooms {
  readonly dataDir: string;
  readonly clock: () => Date;
  /** Null where no repository is configured: what is taken in waits. */
  readonly line: {
    readonly client: Pick<RepositoryClient, 'bringParcel'>;
    readonly transport: Pick<Transport, 'uploadState' | 'sendSlice'>;
    /** The cap of the line, shared with what this office sends. */
    readonly use: () => LineUse;
  } | null;
  /** Whether acts of this office wait: they go first. */
  readonly isOwnWaiting: () => boolean;
  readonly pace: Pace;
  readonly random: () => number;
  readonly onBug: (error: unknown) => void;
  readonly onChange: () => void;
}

/** Parcels of other offices that have no line: taken in here, passed on to the repository, their answers handed out. */
export interface Courier {
  read(): Carrying;
  take(path: string): Promise<Outcome<CarriedParcel>>;
  hand(folder: string): Promise<Outcome<AnswersLeft>>;
  /** Tries now, whatever the line did before; answers how all stand then. */
  now(): Promise<Carrying>;
  stop(): Promise<void>;
}

const sliceBytes = 64 * 1024;
/** While acts of this office wait, each slice of a parcel is this small, so that none of them waits long for it. */
const modestBytes = 8 * 1024;

export function courier(rooms: CourierRooms): Courier {
  const { line, clock, pace, random, onBug, onChange } = rooms;
  const box = openBox(join(rooms.dataDir, 'carried'), clock());
  let failure: Failure | null = null;
  const closing = new AbortController();

  const run = async (): Promise<Ran> => {
    box.forget(clock());
    if (!line) return { ok: true };
    let waits: Failure | null = null;
    for (const parcel of box.list().filter(({ state }) => state === 'waiting')) {
      if (closing.signal.aborted) return { ok: true };
      const why = await passOn({ ...rooms, line }, box, parcel, closing.signal);
      // The first that waits says why, whatever became of those after it.
      waits ??= why;
      if (why === null || why.kind !== failure?.kind) {
        failure = waits;
        onChange();
      }
      if (why && isOfTheLine(why)) break;
    }
    failure = waits;
    // What was put off for a reason of its own is looked at again with the usual patience.
    return failure ? { ok: false } : { ok: true };
  };
  const loop = startLoop({ run, pace, random, onBug });

  const read = (): Carrying => ({ parcels: box.list(), failure });

  return {
    read,
    async take(path) {
      const taken = await carefully(path, () => box.take(path, clock()));
      if (!taken.ok) return taken;
      if (typeof taken.value === 'string') return failed({ kind: 'parcelRefused', reason: taken.value });
      onChange();
      void loop.runNow();
      return done(taken.value);
    },
    async hand(folder) {
      if (!isFolder(folder)) return failed({ kind: 'copyPlaceAbsent', folder });
      const files = await carefully(folder, () => box.hand(folder, clock()));
      if (!files.ok) return files;
      onChange();
      const count = (state: CarriedParcel['state']): number => box.list().filter((one) => one.state === state).length;
      return done({ files: files.value, waiting: count('waiting'), refused: count('refused') });
    },
    async now() {
      await loop.runNow();
      return read();
    },
    async stop() {
      closing.abort();
      await loop.stop();
    },
  };
}

const isOfTheLine = ({ kind }: Failure): boolean => kind !== 'registrationRefused';

/** Null when the parcel is answered or refused for good; else why it waits. */
async function passOn(
  rooms: CourierRooms & { readonly line: NonNullable<CourierRooms['line']> },
  box: Box,
  parcel: CarriedParcel,
  closing: AbortSignal,
): Promise<Failure | null> {
  const { line, pace, random } = rooms;
  for (let working = 0; ;) {
    const brought = await line.client.bringParcel(parcel.sha256);
    if (closing.aborted) return null;
    if (brought.ok) {
      if (brought.value === null) {
        // It should have taken its time to say so; one that says it at once is not asked without end.
        working += 1;
        await pause(backoffMs(pace, working, random), undefined, { signal: closing }).catch(() => undefined);
        continue;
      }
      const { value } = brought;
      const kept = await carefully(parcel.name, () => box.answered(parcel, value));
      return kept.ok ? null : kept.failure;
    }
    const { failure } = brought;
    if (failure.kind !== 'registrationRefused') return failure;
    if (failure.problem === 'parcel-refused') {
      box.refused(parcel, ParcelRefusal.safeParse(failure.detail).data ?? 'damaged');
      return null;
    }
    if (failure.problem !== 'blob-missing') return failure;
    const sent = await send(rooms, box, parcel, closing);
    if (closing.aborted) return null;
    if (sent && isDamageHere(sent)) {
      box.refused(parcel, 'damaged');
      return null;
    }
    if (sent) return sent;
  }
}

/** The file is not the one any more that was taken in: it has to be brought again. */
const isDamageHere = (failure: Failure): boolean =>
  failure.kind === 'fileUnreadable' ||
  (failure.kind === 'registrationRefused' && failure.problem === 'blob-hash-mismatch');

/** Sends the parcel as a file at its own address: what a cut leaves there counts. */
async function send(
  { line, isOwnWaiting }: CourierRooms & { readonly line: NonNullable<CourierRooms['line']> },
  box: Box,
  { sha256, size }: CarriedParcel,
  closing: AbortSignal,
): Promise<Failure | null> {
  const file = { sha256, size };
  const opened = await carefully(sha256, async () => openFileSource(box.pathOf(sha256)));
  if (!opened.ok) return opened.failure;
  const source = opened.value;
  try {
    for (let state = await line.transport.uploadState(file, line.use()); ;) {
      if (!state.ok) return state.failure;
      if (state.value.complete || closing.aborted) return null;
      const length = isOwnWaiting() ? modestBytes : sliceBytes;
      const slice = { source, offset: state.value.offset, length };
      state = await line.transport.sendSlice(file, slice, line.use());
    }
  } finally {
    source.close();
  }
}

async function carefully<T>(path: string, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return done(await work());
  } catch (error) {
    if (error instanceof ReadBackError) return failed({ kind: 'copyDamaged', file: path });
    const trouble = troubleOf(error, path);
    if (!trouble) throw error;
    return failed(trouble);
  }
}
