import { libraryTag } from '../contract/diary-fields.ts';
import type { DiaryFacts, Tell } from '../contract/diary.ts';
import { type DriverCare, usualCare } from '../contract/drivers.ts';
import type { Failure, LogOutReason } from '../contract/failures.ts';
import { watchMemory, type MemoryOf } from '../contract/host-memory.ts';
import { watchHost, type HostWatch } from '../contract/host-watch.ts';
import { HostControl, type TokenLibrary } from '../contract/token.ts';
import { superviseChild, type Child, type ChildTiming, type Launched, type Transferable } from './child.ts';
import type { Channel, OfficeProcess } from './office-process.ts';

export interface TokenProcessesOptions<P extends Transferable> {
  readonly libraries: readonly TokenLibrary[];
  readonly launch: (library: TokenLibrary) => Launched<P>;
  readonly makeChannel: Channel<P>;
  readonly office: Pick<OfficeProcess<P>, 'offerToken' | 'tellTokenGone' | 'tellLibraryFound' | 'onOpen'> &
    Pick<OfficeProcess<P>, 'onTokenHung' | 'onTokenRetry'>;
  /** Opens the PIN window; answers the host's end of its port. Main keeps no end of it. `onClosed`: the window is gone. */
  readonly askPin: (sessionId: string, onClosed: () => void) => P;
  readonly log: Tell;
  /** Resident memory of a process; without it nobody watches how a library grows. */
  readonly memoryOf?: MemoryOf;
  /** How often to look at it, in milliseconds. */
  readonly memoryMs?: number;
  /** How long a library may take to load, in milliseconds, before its host is killed. Without it, as its care says. */
  readonly loadMs?: number;
  readonly timing?: Partial<ChildTiming>;
}

export interface TokenProcesses {
  /** A further library, or what is now known of how to handle one that is served already. */
  found(library: TokenLibrary, care: DriverCare): void;
  /** Ends every login: the screen was locked, the computer goes to sleep. */
  logOut(reason: LogOutReason): void;
  /** Cards came or went: libraries that see that only in a new process get one. */
  cardsChanged(): void;
  stop(): Promise<void>;
}

/** One host for each PKCS#11 library, joined with the office by a port of their own whenever both live. */
export function startTokenProcesses<P extends Transferable>(options: TokenProcessesOptions<P>): TokenProcesses {
  const hosts = new Map<string, TokenHost>();
  for (const library of options.libraries) hosts.set(library.id, startHost(library, usualCare, options));
  const { office } = options;
  const foundLater: TokenLibrary[] = [];
  // An office that comes back knows its configuration and nothing of what was found since; it must hear of a library before its host.
  office.onOpen(() => {
    for (const library of foundLater) office.tellLibraryFound(library);
    for (const host of hosts.values()) host.tellOffice();
  });
  office.onTokenHung((libraryId) => hosts.get(libraryId)?.hangs());
  office.onTokenRetry((libraryId) => hosts.get(libraryId)?.retry());
  return {
    found(library, care) {
      const known = hosts.get(library.id);
      if (known) return known.handleWith(care);
      foundLater.push(library);
      office.tellLibraryFound(library);
      hosts.set(library.id, startHost(library, care, options));
    },
    logOut: (reason) => hosts.forEach((host) => host.logOut(reason)),
    cardsChanged: () => hosts.forEach((host) => host.cardsChanged()),
    stop: async () => {
      await Promise.all([...hosts.values()].map((host) => host.stop()));
    },
  };
}

/** What the office was last told, and is told again when it comes back. */
type Standing<P extends Transferable> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly process: Launched<P> }
  | { readonly kind: 'gone'; readonly failure: Failure; readonly soon: boolean };

interface TokenHost {
  tellOffice(): void;
  hangs(): void;
  retry(): void;
  handleWith(care: DriverCare): void;
  logOut(reason: LogOutReason): void;
  cardsChanged(): void;
  stop(): Promise<void>;
}

function startHost<P extends Transferable>(
  library: TokenLibrary,
  firstCare: DriverCare,
  options: TokenProcessesOptions<P>,
): TokenHost {
  const { office, makeChannel, log } = options;
  let care = firstCare;
  let standing: Standing<P> = { kind: 'loading' };
  let loading: NodeJS.Timeout | undefined;
  let watch: HostWatch | null = null;
  let running: Launched<P> | null = null;
  let hung = false;
  /** What the library is busy with now; a PIN on the reader's keypad may be given up by whoever types it. */
  let errand: { readonly keypad: boolean } | null = null;

  const gone = (failure: Failure, soon = false): void => stand({ kind: 'gone', failure, soon });
  const tellOffice = (): void => {
    if (standing.kind === 'gone') office.tellTokenGone(library.id, standing.failure, standing.soon);
    if (standing.kind !== 'ready') return;
    const { port1, port2 } = makeChannel();
    standing.process.post({ kind: 'officePort' }, [port1]);
    office.offerToken(library.id, port2);
  };
  const stand = (now: Standing<P>): void => {
    standing = now;
    tellOffice();
  };
  /** The office is told first, so that what waits for the host learns the true reason. */
  const kill = (why: DiaryFacts<'hostKilled'>['why']): void => {
    log('hostKilled', { library: libraryTag(library.id), why });
    hung = true;
    if (standing.kind === 'ready') gone({ kind: 'driverHung', library: library.path });
    child.kill();
  };

  const hear = (process: Launched<P>, body: unknown): void => {
    const control = HostControl.safeParse(body);
    if (!control.success) return;
    const message = control.data;
    watch?.hear(message);
    switch (message.kind) {
      case 'ready':
        clearTimeout(loading);
        if (message.failure) gone(message.failure);
        else stand({ kind: 'ready', process });
        return;
      case 'pinPortWanted':
        process.post({ kind: 'pinPort', sessionId: message.sessionId }, [
          options.askPin(message.sessionId, () => {
            if (running === process && errand?.keypad) kill('givenUp');
          }),
        ]);
        return;
      case 'working':
        errand = { keypad: message.deadlineMs >= care.keypadMs };
        return;
      case 'rested':
        errand = null;
        return;
      case 'spent':
        gone({ kind: 'driverGone', library: library.path }, true);
        child.renew(care.exitMs);
        return;
      default:
        return;
    }
  };

  const child: Child = superviseChild<P>({
    name: 'tokenHost',
    library: library.id,
    launch: () => options.launch(library),
    log,
    ...(options.timing ? { timing: options.timing } : {}),
    onStart(process) {
      hung = false;
      errand = null;
      running = process;
      watch = watchHost(() => kill('hung'));
      process.onControl((body) => {
        if (running === process) hear(process, body);
      });
      process.post({ kind: 'serve', library, care, recycle: true });
      loading = setTimeout(() => kill('hung'), options.loadMs ?? care.initMs);
    },
    onGone(parked) {
      running = null;
      watch?.stop();
      clearTimeout(loading);
      const kind = parked ? 'driverParked' : hung ? 'driverHung' : 'driverGone';
      gone({ kind, library: library.path });
    },
  });

  const memory = watchMemory({
    memoryOf: options.memoryOf ?? (() => null),
    pid: () => running?.pid?.(),
    limitMb: () => care.memoryMb,
    onOver: () => kill('memory'),
    ...(options.memoryMs === undefined ? {} : { everyMs: options.memoryMs }),
  });
  child.start();

  return {
    tellOffice,
    hangs: () => {
      if (standing.kind === 'ready') kill('hung');
    },
    retry: () => child.retry(),
    handleWith(known) {
      care = known;
    },
    logOut: (reason) => running?.post({ kind: 'logOut', reason }),
    cardsChanged() {
      if (care.refresh === 'reinitialize' && standing.kind === 'ready') running?.post({ kind: 'refresh' });
    },
    stop() {
      memory.stop();
      watch?.stop();
      clearTimeout(loading);
      // What is still loading has no login to end.
      return standing.kind === 'ready' ? child.stop(() => running?.post({ kind: 'end' }), care.exitMs) : child.stop();
    },
  };
}
