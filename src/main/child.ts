import type { Control } from '../contract/channel.ts';
import type { DiaryFacts, Tell } from '../contract/diary.ts';
import { libraryTag } from '../contract/diary-fields.ts';
import { countCrashes } from './crashes.ts';

/** A port on its way into another process, as far as this file needs to know one: Electron's MessagePortMain. */
export interface Transferable {
  postMessage(message: unknown): void;
}

/** A running process that speaks control messages: Electron's utility process, or in tests a forked one. */
export interface Launched<P extends Transferable> {
  post(body: Control, ports?: readonly P[]): void;
  onControl(listener: (body: unknown) => void): void;
  /** Called at every sign that it has ended; there may be more than one, and an exit code cannot be trusted. */
  onExit(listener: () => void): void;
  kill(): void;
  /** Undefined once it has ended, or where it is not known. */
  readonly pid?: () => number | undefined;
}

export interface ChildOptions<P extends Transferable> {
  /** How the diary calls it. */
  readonly name: DiaryFacts<'processEnded'>['process'];
  readonly library?: string;
  readonly launch: () => Launched<P>;
  /** A process runs: tell it its task. Called for the first and for each restarted one. */
  readonly onStart: (process: Launched<P>) => void;
  /** It ended without being asked. `parked`: it will not be restarted by itself. Nothing may be posted to it any more. */
  readonly onGone: (parked: boolean) => void;
  readonly log: Tell;
  readonly timing?: Partial<ChildTiming>;
}

export interface ChildTiming {
  /** Waits before the restarts, in milliseconds; the last one holds for all later ones. */
  readonly backoffMs: readonly number[];
  /** So many crashes within the span park it. */
  readonly crashesToPark: number;
  readonly spanMs: number;
  readonly now: () => number;
}

/** A process that is kept alive. */
export interface Child {
  readonly state: 'running' | 'waiting' | 'parked' | 'stopped';
  start(): void;
  /**
   * Ends it for good; resolves when it is gone. It is asked first, where `ask` knows how, and killed when it has not ended by
   * `patienceMs`. A process that does not even end when killed is not waited for.
   */
  stop(ask?: () => void, patienceMs?: number): Promise<void>;
  /** Kills it as if it had crashed: it hangs. */
  kill(): void;
  /**
   * It said that it ends now of its own accord: another takes its place at once, and no crash is counted. One that has not ended by
   * `patienceMs` is killed, which counts as a crash.
   */
  renew(patienceMs: number): void;
  /** A parked one gets another chance, its crashes forgotten. Nothing for one that is not parked. */
  retry(): void;
}

const killPatienceMs = 5_000;
const usual: ChildTiming = {
  backoffMs: [200, 1000, 5000],
  crashesToPark: 3,
  spanMs: 10 * 60_000,
  now: () => performance.now(),
};

/**
 * Keeps one process alive: restarts it with growing waits, and parks it after too many crashes in a short while.
 *
 * At its end the reference is dropped first and everybody else is told in a later turn: whoever is told cannot reach the dead
 * process, and nothing is ever posted from inside an exit listener (which has crashed Electron's main process).
 */
export function superviseChild<P extends Transferable>(options: ChildOptions<P>): Child {
  const timing = { ...usual, ...options.timing };
  let crashes = countCrashes(timing.spanMs, timing.now);
  let state: Child['state'] = 'stopped';
  let current: Launched<P> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let onStopped: (() => void) | null = null;
  /** Set while a process is on its way out by itself. */
  let leaving: NodeJS.Timeout | null = null;

  const ended = (launched: Launched<P>): void => {
    if (current !== launched) return;
    current = null;
    setImmediate(afterEnd);
  };

  const afterEnd = (): void => {
    if (state === 'stopped') {
      onStopped?.();
      return;
    }
    if (leaving !== null) {
      clearTimeout(leaving);
      leaving = null;
      state = 'waiting';
      run();
      return;
    }
    const count = crashes.note();
    const parked = count >= timing.crashesToPark;
    state = parked ? 'parked' : 'waiting';
    const library = options.library === undefined ? null : libraryTag(options.library);
    options.log('processEnded', { process: options.name, library, count, parked });
    options.onGone(parked);
    if (parked) return;
    const wait = timing.backoffMs[Math.min(count, timing.backoffMs.length) - 1] ?? 0;
    timer = setTimeout(run, wait);
  };

  const run = (): void => {
    if (state === 'stopped' || state === 'running') return;
    state = 'running';
    const launched = options.launch();
    current = launched;
    launched.onExit(() => ended(launched));
    options.onStart(launched);
  };

  return {
    get state() {
      return state;
    },
    start() {
      if (state !== 'stopped') return;
      state = 'waiting';
      run();
    },
    kill: () => current?.kill(),
    renew(patienceMs) {
      const process = current;
      if (state !== 'running' || leaving !== null || process === null) return;
      leaving = setTimeout(() => {
        leaving = null;
        process.kill();
      }, patienceMs);
    },
    retry() {
      if (state !== 'parked') return;
      crashes = countCrashes(timing.spanMs, timing.now);
      state = 'waiting';
      run();
    },
    stop(ask, patienceMs = 0) {
      clearTimeout(timer);
      clearTimeout(leaving ?? undefined);
      leaving = null;
      state = 'stopped';
      const process = current;
      if (!process) return Promise.resolve();
      return new Promise((resolve) => {
        const kill = setTimeout(() => process.kill(), ask ? patienceMs : 0);
        const giveUp = setTimeout(resolve, patienceMs + killPatienceMs);
        onStopped = () => {
          clearTimeout(kill);
          clearTimeout(giveUp);
          resolve();
        };
        ask?.();
      });
    },
  };
}
