import type { Failure } from '../contract/failures.ts';
import { HostControl, type TokenLibrary } from '../contract/token.ts';
import { superviseChild, type Child, type ChildTiming, type Launched, type Transferable } from './child.ts';
import type { Channel, OfficeProcess } from './office-process.ts';

export interface TokenProcessesOptions<P extends Transferable> {
  readonly libraries: readonly TokenLibrary[];
  readonly launch: (library: TokenLibrary) => Launched<P>;
  readonly makeChannel: Channel<P>;
  readonly office: Pick<OfficeProcess<P>, 'offerToken' | 'tellTokenGone' | 'onOpen' | 'onTokenHung'>;
  /** Opens the PIN window; answers the host's end of its port. Main keeps no end of it. */
  readonly askPin: (sessionId: string) => P;
  readonly log: (line: string) => void;
  /** How long a library may take to load, in milliseconds, before its host is killed. */
  readonly loadMs?: number;
  readonly timing?: Partial<ChildTiming>;
}

export interface TokenProcesses {
  stop(): Promise<void>;
}

/** One host for each PKCS#11 library, joined with the office by a port of their own whenever both live. */
export function startTokenProcesses<P extends Transferable>(options: TokenProcessesOptions<P>): TokenProcesses {
  const hosts = options.libraries.map((library) => startHost(library, options));
  return {
    stop: async () => {
      await Promise.all(hosts.map((host) => host.stop()));
    },
  };
}

/** What the office was last told, and is told again when it comes back. */
type Standing<P extends Transferable> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly process: Launched<P> }
  | { readonly kind: 'gone'; readonly failure: Failure };

function startHost<P extends Transferable>(library: TokenLibrary, options: TokenProcessesOptions<P>): Child {
  const { office, makeChannel } = options;
  let standing: Standing<P> = { kind: 'loading' };
  let loading: NodeJS.Timeout | undefined;
  let hung = false;

  const tellOffice = (): void => {
    if (standing.kind === 'gone') office.tellTokenGone(library.id, standing.failure);
    if (standing.kind !== 'ready') return;
    const { port1, port2 } = makeChannel();
    standing.process.post({ kind: 'officePort' }, [port1]);
    office.offerToken(library.id, port2);
  };
  const stand = (now: Standing<P>): void => {
    standing = now;
    tellOffice();
  };

  const hear = (process: Launched<P>, body: unknown): void => {
    const control = HostControl.safeParse(body);
    if (!control.success) return;
    const message = control.data;
    if (message.kind === 'ready') {
      clearTimeout(loading);
      stand(message.failure ? { kind: 'gone', failure: message.failure } : { kind: 'ready', process });
    }
    if (message.kind === 'pinPortWanted') {
      process.post({ kind: 'pinPort', sessionId: message.sessionId }, [options.askPin(message.sessionId)]);
    }
  };

  const child = superviseChild<P>({
    name: `token host ${library.id}`,
    launch: () => options.launch(library),
    log: options.log,
    ...(options.timing ? { timing: options.timing } : {}),
    onStart(process) {
      hung = false;
      process.onControl((body) => hear(process, body));
      process.post({ kind: 'serve', library });
      loading = setTimeout(() => {
        hung = true;
        child.kill();
      }, options.loadMs ?? 30_000);
    },
    onGone(parked) {
      clearTimeout(loading);
      const kind = parked ? 'driverParked' : hung ? 'driverHung' : 'driverGone';
      stand({ kind: 'gone', failure: { kind, library: library.path } });
    },
  });
  office.onOpen(tellOffice);
  office.onTokenHung((libraryId) => {
    if (libraryId !== library.id || standing.kind !== 'ready') return;
    hung = true;
    child.kill();
  });
  child.start();
  return child;
}
