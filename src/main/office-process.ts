import type { Tell } from '../contract/diary.ts';
import { calls, events, type Calls, type CallName, type EventName, type Events } from '../contract/calls.ts';
import { portOf, type TransferredPort } from '../contract/channel.ts';
import type { OfficeConfig } from '../contract/config.ts';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import { OfficeControl } from '../contract/processes.ts';
import { atSeat, firstSeat } from '../contract/seats.ts';
import { client, type Client } from '../contract/rpc.ts';
import type { TokenLibrary } from '../contract/token.ts';
import type { Readiness } from '../contract/updates.ts';
import { superviseChild, type ChildTiming, type Launched, type Transferable } from './child.ts';

/** Two joined ports: Electron's MessageChannelMain. */
export type Channel<P> = () => { readonly port1: P; readonly port2: P };
type Port = Transferable & TransferredPort;

export interface OfficeProcessOptions<P extends Port> {
  readonly config: OfficeConfig;
  /** The configuration with the seats that were granted at it until now; asked at each opening. */
  readonly withSeats?: (config: OfficeConfig) => OfficeConfig;
  /** 32 bytes as hexadecimal: of the person who sits here at the start. */
  readonly storeKey: string;
  /** The key of another person of this PC, at his or her seat. Without it, one key opens everybody's. */
  readonly keyFor?: (config: OfficeConfig) => Promise<Outcome<string>>;
  /** Another person is about to sit down. */
  readonly onPerson?: (config: OfficeConfig) => Promise<void>;
  readonly version: string;
  readonly launch: () => Launched<P>;
  readonly makeChannel: Channel<P>;
  readonly log: Tell;
  /** Which proxies lead to an address, as automatic configuration says it. */
  readonly findProxy?: (url: string) => Promise<string>;
  /** The seat that was taken last, and who remembers the next one. */
  readonly seat?: string | undefined;
  readonly onSeat?: (seatId: string) => void;
  readonly timing?: Partial<ChildTiming>;
  /** A newer program was taken back: the journal's copy from before it. */
  readonly restore?: string | null;
}

/** The office, in its own process. It may die and come back; who calls meanwhile waits, or is told `officeGone`. */
export interface OfficeProcess<P> {
  /** Input as parsed by the doorway. Waits while the office opens; never throws. */
  call(name: CallName, input: unknown): Promise<Outcome<unknown>>;
  onEvent(listener: (event: EventName, data: unknown) => void): void;
  /** Called each time the office is open, the first time and after each death: ports given before are dead. */
  onOpen(listener: () => void): void;
  /** Called when the office let go of a token host that hangs. */
  onTokenHung(listener: (libraryId: string) => void): void;
  /** Called when a person asks that a parked driver be tried again. */
  onTokenRetry(listener: (libraryId: string) => void): void;
  offerToken(libraryId: string, port: P): void;
  tellTokenGone(libraryId: string, failure: Failure, soon: boolean): void;
  tellLibraryFound(library: TokenLibrary): void;
  offerReaders(port: P): void;
  /** Whether the program may be exchanged under it, and (`backup`) where it copied its journal to; null when it does not answer. */
  exchange(backup: boolean): Promise<ExchangeAnswer | null>;
  /** Ends one that could not open its data, and opens them anew with this key; who asks meanwhile waits. */
  reopen(storeKey: string): void;
  /** It ends what it has in hand and begins anew under another configuration; who asks meanwhile waits for the new one. */
  renew(config: OfficeConfig): void;
  /** Sits down at this seat, whoever sat here before. */
  sit(seatId: string): void;
  /** A key is at hand where none was: it opens with it. */
  keyCame(): void;
  /** Lets it finish what is in hand and ends it. */
  close(): Promise<void>;
}

export interface ExchangeAnswer {
  readonly readiness: Readiness;
  readonly backup: string | null;
  readonly failure: Failure | null;
}

type Answer = Client<Calls, Events> | Failure;
/** A journal of years is copied in a few seconds. */
const exchangePatienceMs = 60_000;
const closePatienceMs = 10_000;

export function startOfficeProcess<P extends Port>(options: OfficeProcessOptions<P>): OfficeProcess<P> {
  const eventListeners = new Set<(event: EventName, data: unknown) => void>();
  const openListeners = new Set<() => void>();
  const hungListeners = new Set<(libraryId: string) => void>();
  const retryListeners = new Set<(libraryId: string) => void>();
  let open = Promise.withResolvers<Answer>();
  let settled = false;
  let process: Launched<P> | null = null;
  let died = false;
  const exchanges = new Map<number, (answer: ExchangeAnswer | null) => void>();
  let exchangeId = 0;
  let seat = options.seat ?? firstSeat;
  let given = options.config;
  let { storeKey } = options;

  const settle = (answer: Answer): void => {
    // What was asked of the last office keeps its answer; who asks from now on gets this one.
    if (settled) open = Promise.withResolvers<Answer>();
    settled = true;
    open.resolve(answer);
  };
  const tell = (event: EventName, data: unknown): void => {
    for (const listener of eventListeners) listener(event, data);
  };

  const configAt = (seatId: string): OfficeConfig => atSeat(options.withSeats?.(given) ?? given, seatId);
  /** Whose key `storeKey` is. */
  let keyOwner: string | null = configAt(seat).person.personId;
  const keyOf = async (config: OfficeConfig): Promise<Outcome<string>> =>
    options.keyFor && config.person.personId !== keyOwner ? options.keyFor(config) : done(storeKey);

  const join = (launched: Launched<P>): Client<Calls, Events> => {
    const { port1, port2 } = options.makeChannel();
    const joined = client(portOf(port1), calls, events);
    for (const event of Object.keys(events) as EventName[]) joined.on(event, (data) => tell(event, data));
    launched.post({ kind: 'windowPort' }, [port2]);
    return joined;
  };

  const answerProxy = (launched: Launched<P>, { id, url }: { readonly id: number; readonly url: string }): void => {
    const found = options.findProxy?.(url) ?? Promise.resolve(null);
    void found
      .catch(() => null)
      .then((rule) => process === launched && launched.post({ kind: 'proxyFound', id, rule }));
  };

  const opened = (launched: Launched<P>, failure: Failure | null): void => {
    if (process !== launched) return;
    if (failure !== null) return settle(failure);
    settle(join(launched));
    for (const listener of openListeners) listener();
    if (died) tell('office.restarted', {});
    died = false;
  };

  /** The office of this seat ends what it has in hand; who asks from now on waits for the other. */
  const sit = async (launched: Launched<P>, seatId: string): Promise<void> => {
    if (process !== launched) return;
    const before = configAt(seat).person.personId;
    seat = seatId;
    options.onSeat?.(seatId);
    const config = configAt(seat);
    if (config.person.personId !== before) {
      keyOwner = options.keyFor ? null : keyOwner;
      await options.onPerson?.(config);
      if (process !== launched) return;
    }
    beginAnew(launched);
  };
  const beginAnew = (launched: Launched<P>): void => {
    if (settled) open = Promise.withResolvers<Answer>();
    settled = false;
    died = true;
    child.renew(closePatienceMs);
    launched.post({ kind: 'close' });
  };

  const child = superviseChild<P>({
    name: 'office',
    launch: options.launch,
    log: options.log,
    ...(options.timing ? { timing: options.timing } : {}),
    onStart(launched) {
      process = launched;
      launched.onControl((body) => {
        const control = OfficeControl.safeParse(body);
        if (!control.success) return;
        if (control.data.kind === 'proxyWanted') answerProxy(launched, control.data);
        if (control.data.kind === 'seatWanted') void sit(launched, control.data.seatId);
        if (control.data.kind === 'exchange') exchanges.get(control.data.id)?.(control.data);
        if (control.data.kind === 'opened') opened(launched, control.data.failure);
        if (control.data.kind === 'tokenHung') for (const listener of hungListeners) listener(control.data.libraryId);
        if (control.data.kind === 'tokenRetry') for (const listener of retryListeners) listener(control.data.libraryId);
      });
      const { version } = options;
      // The seats stand in each of them: one may always go back.
      const config = configAt(seat);
      const knowsProxies = options.findProxy !== undefined;
      const { restore } = options;
      void keyOf(config).then((key) => {
        if (process !== launched) return;
        if (key.ok)
          return launched.post({
            ...{ kind: 'open', config, storeKey: key.value, version, knowsProxies },
            ...(restore ? { restore } : {}),
          });
        settle(key.failure);
        tell('office.restarted', {});
      });
    },
    onGone(parked) {
      process = null;
      died = true;
      for (const answer of exchanges.values()) answer(null);
      if (parked) return settle({ kind: 'officeGone' });
      // Who asks while it is being restarted waits for the new one.
      if (settled) {
        open = Promise.withResolvers<Answer>();
        settled = false;
      }
    },
  });
  child.start();

  return {
    async call(name, input) {
      const answer = await open.promise;
      return 'kind' in answer ? failed(answer) : answer.call(name, input as never);
    },
    onEvent: (listener) => void eventListeners.add(listener),
    onOpen: (listener) => void openListeners.add(listener),
    onTokenHung: (listener) => void hungListeners.add(listener),
    onTokenRetry: (listener) => void retryListeners.add(listener),
    offerToken: (libraryId, port) => process?.post({ kind: 'tokenPort', libraryId }, [port]),
    tellTokenGone: (libraryId, failure, soon) => process?.post({ kind: 'tokenGone', libraryId, failure, soon }),
    tellLibraryFound: (library) => process?.post({ kind: 'libraryFound', library }),
    offerReaders: (port) => process?.post({ kind: 'readersPort' }, [port]),
    exchange(backup) {
      const asked = process;
      if (asked === null) return Promise.resolve(null);
      const id = (exchangeId += 1);
      const { promise, resolve } = Promise.withResolvers<ExchangeAnswer | null>();
      const timer = setTimeout(() => resolve(null), exchangePatienceMs);
      exchanges.set(id, resolve);
      asked.post({ kind: 'exchangeWanted', id, backup });
      return promise.finally(() => {
        clearTimeout(timer);
        exchanges.delete(id);
      });
    },
    reopen(key) {
      storeKey = key;
      keyOwner = configAt(seat).person.personId;
      open = Promise.withResolvers<Answer>();
      settled = false;
      died = true;
      child.renew(closePatienceMs);
      process?.post({ kind: 'close' });
      child.retry();
    },
    renew(config) {
      given = config;
      // One that is being started anew takes it by itself.
      if (process !== null) beginAnew(process);
    },
    sit(seatId) {
      if (process !== null) void sit(process, seatId);
    },
    keyCame() {
      // What it was started with may be what the key that came takes the place of.
      keyOwner = options.keyFor ? null : keyOwner;
      if (process !== null) beginAnew(process);
    },
    close: () => child.stop(() => process?.post({ kind: 'close' }), closePatienceMs),
  };
}
