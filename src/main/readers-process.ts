import type { Tell } from '../contract/diary.ts';
import { ReadersControl, type CatalogueFiles, type FoundLibrary } from '../contract/readers.ts';
import type { TokenLibrary } from '../contract/token.ts';
import { superviseChild, type ChildTiming, type Launched, type Transferable } from './child.ts';
import type { Channel, OfficeProcess } from './office-process.ts';

export interface ReadersProcessOptions<P extends Transferable> {
  readonly files: CatalogueFiles;
  /** Libraries of the configuration: the catalogue tells how to handle them. */
  readonly known: readonly TokenLibrary[];
  /** The institution wants no other library than those: what else is found on this machine is passed over. */
  readonly onlyKnown: boolean;
  readonly launch: () => Launched<P>;
  readonly makeChannel: Channel<P>;
  readonly office: Pick<OfficeProcess<P>, 'offerReaders' | 'onOpen'>;
  readonly onLibraries: (libraries: readonly FoundLibrary[]) => void;
  readonly onCards: () => void;
  readonly log: Tell;
  readonly timing?: Partial<ChildTiming>;
  /** How long it may be silent, in milliseconds, before it is taken to hang. */
  readonly silenceMs?: number;
}

/** It says every second that it lives; a slow machine that loads PC/SC for the first time needs some more. */
const usualSilenceMs = 20_000;
/** Nothing that signs depends on it, so it is never given up: however often it dies, another comes, if only after a while. */
const patient: Partial<ChildTiming> = { backoffMs: [200, 1000, 5000, 30_000], crashesToPark: Infinity };

/** The watcher of readers, in its own process: PC/SC may crash or hang there, and nothing that signs notices. */
export function startReadersProcess<P extends Transferable>(
  options: ReadersProcessOptions<P>,
): { stop(): Promise<void> } {
  const { office, makeChannel } = options;
  const paths = new Set(options.known.map((library) => library.path));
  let watching: Launched<P> | null = null;
  let silence: NodeJS.Timeout | undefined;
  const listen = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      options.log('readersKilled');
      child.kill();
    }, options.silenceMs ?? usualSilenceMs);
    silence.unref();
  };

  const join = (): void => {
    if (watching === null) return;
    const { port1, port2 } = makeChannel();
    watching.post({ kind: 'readersPort' }, [port1]);
    office.offerReaders(port2);
  };
  const hear = (process: Launched<P>, body: unknown): void => {
    const control = ReadersControl.safeParse(body);
    if (!control.success) return;
    listen();
    if (control.data.kind === 'cardsChanged') options.onCards();
    if (control.data.kind !== 'watching') return;
    watching = process;
    const { libraries } = control.data;
    options.onLibraries(options.onlyKnown ? libraries.filter(({ library }) => paths.has(library.path)) : libraries);
    join();
  };
  const child = superviseChild<P>({
    name: 'readers',
    launch: options.launch,
    log: options.log,
    timing: { ...patient, ...options.timing },
    onStart(process) {
      listen();
      process.onControl((body) => hear(process, body));
      process.post({ kind: 'watch', files: options.files, known: [...options.known] });
    },
    onGone() {
      clearTimeout(silence);
      watching = null;
    },
  });
  office.onOpen(join);
  child.start();
  return {
    stop() {
      clearTimeout(silence);
      return child.stop();
    },
  };
}
