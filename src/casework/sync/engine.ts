import type { Line } from '../../contract/calls.ts';
import type { LinePolicy } from '../../contract/config.ts';
import type { LineDetail } from '../../contract/line.ts';
import type { Pace } from './backoff.ts';
import { detailOf } from './detail.ts';
import { type DownloadRooms, createDownloads } from './lanes/downloads.ts';
import { createFeed } from './lanes/feed.ts';
import { type LaneLoop, startLane } from './lanes/lane.ts';
import { createLedger } from './lanes/ledger.ts';
import { createMeter } from './lanes/meter.ts';
import { type UploadRooms, createUploads } from './lanes/uploads.ts';
import type { LineState } from './line.ts';
import type { PullRooms } from './pull.ts';
import type { LineUse } from '../../line/port.ts';
import { bytesPerSecond, capAt, tokenBucket } from './way/cap.ts';
import type { Way } from './way/way.ts';

/** What keeps this office and the repository in step, in the background and on request. */
export interface SyncEngine {
  /** Something new is in the outbox. */
  kick(): void;
  /** Other files may be wanted. */
  look(): void;
  /** A person waits for this file. */
  ask(sha256: string): void;
  /** Tries now, whatever the line did before; resolves when both ways are drained or stuck. */
  now(): Promise<Line>;
  /** The network of this computer changed. */
  networkChanged(): void;
  /** Tries what was set aside as if it had never failed. */
  retry(key: string): void;
  signIn(user: string, password: string): void;
  /** What goes up beside the queue shares its cap. */
  outgoing(): LineUse;
  detail(): Omit<LineDetail, 'kept'>;
  stop(): Promise<void>;
}

export interface SyncOptions {
  readonly rooms: UploadRooms & PullRooms & DownloadRooms;
  readonly line: LineState;
  readonly policy: LinePolicy | undefined;
  /** Null where connections are made by somebody else. */
  readonly way: Pick<Way, 'trouble' | 'via' | 'signIn' | 'lookAgain'> | null;
  readonly pace: Pace;
  readonly random: () => number;
  readonly onBug: (error: unknown) => void;
  /** Calls off whatever hangs on the line when the office is closed. */
  readonly closing: AbortSignal;
}

/** Nothing moved for so long and the line is dead; longer where a cap makes it slow. */
const stallMs = 15_000;
const stallBytes = 16 * 1024;

/**
 * Three lanes over one ledger: what goes up, files that come down, what the repository tells. None waits for another, each does what the
 * planner says is next.
 */
export function startSync(options: SyncOptions): SyncEngine {
  const { rooms, line, policy, way, pace, random, onBug } = options;
  const cap = () => capAt(policy, line.now());
  const kbps = (): number | null => cap().kbps;
  const buckets = { up: tokenBucket({ kbps }), down: tokenBucket({ kbps }) };
  const meters = { up: createMeter(), down: createMeter() };
  const use = (bucket: typeof buckets.up | null): LineUse => {
    const capped = kbps();
    const slack = capped === null ? 0 : (stallBytes / bytesPerSecond(capped)) * 1000;
    const throttle = bucket && { throttle: (bytes: number) => bucket.take(bytes) };
    return { signal: options.closing, stallMs: stallMs + slack, ...throttle };
  };
  const lanes: LaneLoop[] = [];
  const kickAll = (): void => lanes.forEach((lane) => lane.kick());
  const ledger = createLedger({
    ...{ pace, random, line },
    nameOfTrouble: () => way?.trouble() ?? null,
    onLineFailed: () => feed.look(),
    onDue: kickAll,
  });
  const wallNow = (): number => line.now().getTime();
  const common = { rooms, ledger, wallNow, onBug, idleMs: pace.mostMs };
  const uploads = createUploads({
    ...{ ...common, meter: meters.up, use: () => use(buckets.up) },
    onSettled: () => up.kick(),
  });
  const downloads = createDownloads({
    ...{ ...common, meter: meters.down, use: () => use(buckets.down) },
    onSettled: () => down.kick(),
  });
  const feed = createFeed({
    ...{ ledger, use: () => use(null), idleMs: pace.idleMs },
    rooms: {
      ...rooms,
      onCentre: (centre) => line.centre(centre),
      onOfficeRefused() {
        uploads.askOffice();
        rooms.onOfficeRefused?.();
      },
    },
    onLooked() {
      downloads.changed();
      uploads.changed();
      // Not the feed's own: it would never rest.
      up.kick();
      down.kick();
    },
  });
  const bugRestMs = pace.firstMs;
  let told = false;
  const watched = (step: () => ReturnType<typeof uploads.step>) => async () => {
    try {
      return await step();
    } finally {
      tellWork();
    }
  };
  const tellWork = (): void => {
    const works = ledger.inHand.size > 0 || feed.working;
    if (works !== told) line.syncing((told = works));
  };
  const up = startLane({ step: watched(uploads.step), onBug, bugRestMs });
  const down = startLane({ step: watched(downloads.step), onBug, bugRestMs });
  const news = startLane({ step: watched(feed.step), onBug, bugRestMs });
  lanes.push(up, down, news);

  return {
    kick() {
      uploads.changed();
      line.refresh();
      up.kick();
    },
    look() {
      downloads.changed();
      down.kick();
    },
    ask(sha256) {
      downloads.ask(sha256);
      down.kick();
    },
    async now() {
      uploads.askOffice();
      uploads.changed();
      feed.greetAgain();
      ledger.tryAnew();
      feed.look();
      await Promise.all([up.settled(), news.settled()]);
      // What the feed told may want files, and what was registered may have longer files that wait for it.
      uploads.changed();
      downloads.changed();
      await Promise.all([up.settled(), down.settled()]);
      return line.read();
    },
    networkChanged() {
      way?.lookAgain();
      uploads.abort();
      downloads.abort();
      feed.look();
      ledger.tryAnew();
    },
    retry: (key) => ledger.forgive(key),
    outgoing: () => use(buckets.up),
    signIn(user, password) {
      way?.signIn(user, password);
      feed.look();
      ledger.tryAnew();
    },
    detail: () =>
      detailOf({
        ...{ store: rooms.store, ledger, wallNow: wallNow() },
        jobs: [...uploads.jobs(), ...downloads.jobs()],
        cap: cap(),
        goodput: { up: meters.up.goodput, down: meters.down.goodput },
        proxy: { via: way?.via() ?? null, wantsSignIn: way?.trouble()?.kind === 'proxySignInNeeded' },
      }),
    async stop() {
      buckets.up.open();
      buckets.down.open();
      uploads.abort();
      downloads.abort();
      feed.look();
      await Promise.all(lanes.map((lane) => lane.stop()));
      await Promise.all([uploads.close(), downloads.close()]);
      line.close();
    },
  };
}
