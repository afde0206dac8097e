import type { Channel } from '../../contract/channel.ts';
import { done } from '../../contract/failures.ts';
import type { Port } from '../../contract/port.ts';
import {
  type DriverHint,
  type Reader,
  type ReaderFacts,
  ReadersControl,
  readersCalls,
  type ReadersEvents,
} from '../../contract/readers.ts';
import { type Incident, emitter, serve } from '../../contract/rpc.ts';
import { type Machine, discover, libraryOf } from './catalogue/discover.ts';
import { type LoadOptions, type LoadedCatalogue, loadCatalogue } from './catalogue/load.ts';
import { fits, serversOf } from './catalogue/match.ts';
import type { CardPattern, CatalogueEntry } from '../../contract/catalogue.ts';
import { inspectLibrary } from './library-file.ts';
import { type CardService, type Seen, type SeenReader, type Watch, watchReaders } from './watch.ts';

export interface WatcherOptions {
  readonly channel: Channel;
  readonly machine: Machine;
  readonly openPcsc: () => CardService | { readonly missing: string };
  /** Cards that the system knows by name. */
  readonly systemCards: () => Promise<readonly CardPattern[]>;
  readonly onIncident: Incident;
  readonly onEnd: () => void;
  readonly clock: () => Date;
  readonly everyMs?: number;
  readonly load?: LoadOptions;
}

const aliveEveryMs = 1000;

/** The watcher of readers: tells which libraries are on this machine, and what readers and cards PC/SC sees, until its parent goes. */
export function runWatcher(options: WatcherOptions): void {
  const { channel, machine, clock, onIncident } = options;
  const offices = new Set<Port>();
  let catalogue: LoadedCatalogue = { entries: [], facts: null };
  let systemCards: readonly CardPattern[] = [];
  let watch: Watch | null = null;

  const factsNow = (): ReaderFacts => {
    const seen: Seen = watch?.seen ?? { service: { state: 'stopped', detail: '' }, readers: [] };
    return {
      at: clock().toISOString(),
      service: seen.service,
      readers: seen.readers.map((reader) => describe(reader, catalogue.entries, systemCards, machine)),
      catalogue: catalogue.facts,
    };
  };
  const tell = (): void => {
    const facts = factsNow();
    for (const port of offices) emitter<ReadersEvents>(port)('readers.changed', facts);
  };
  const start = ({ files, known }: Extract<ReadersControl, { kind: 'watch' }>): void => {
    catalogue = loadCatalogue(files, options.load);
    watch = watchReaders(
      options.openPcsc,
      () => {
        channel.send({ kind: 'cardsChanged' });
        tell();
      },
      options.everyMs,
    );
    channel.send({ kind: 'watching', libraries: discover(catalogue.entries, known, machine) });
    // Sent by the loop that asks PC/SC: where PC/SC hangs, this stops too.
    setInterval(() => channel.send({ kind: 'alive' }), aliveEveryMs).unref();
    void options.systemCards().then((cards) => {
      systemCards = cards;
      if (cards.length > 0) tell();
    });
  };
  const admit = (port: Port): void => {
    offices.add(port);
    port.onClose(() => offices.delete(port));
    serve(
      port,
      readersCalls,
      {
        'readers.read': async () => done(factsNow()),
        'libraries.inspect': async ({ paths }) =>
          done({ files: paths.map((path) => inspectLibrary(path, machine.arch)) }),
      },
      onIncident,
    );
  };

  channel.onControl((body, port) => {
    const control = ReadersControl.safeParse(body);
    if (!control.success) return;
    if (control.data.kind === 'watch' && watch === null) start(control.data);
    if (control.data.kind === 'readersPort' && port !== null) admit(port);
  });
  channel.onClose(() => {
    watch?.stop();
    options.onEnd();
  });
}

function describe(
  { name, state, atr }: SeenReader,
  entries: readonly CatalogueEntry[],
  systemCards: readonly CardPattern[],
  machine: Machine,
): Reader {
  if (atr === null) return { name, state, atr, card: null, drivers: [] };
  const { card, entries: servers } = serversOf(atr, entries);
  const named = card ?? systemCards.find((one) => fits(atr, one))?.name ?? null;
  return { name, state, atr, card: named, drivers: servers.map((entry) => hintOf(entry, machine)) };
}

function hintOf(entry: CatalogueEntry, machine: Machine): DriverHint {
  const { id, name, install } = entry;
  const installed = libraryOf(entry, machine) !== null;
  const told = install[machine.platform as 'linux'];
  const plain = { 'es-AR': `Instale ${name}`, en: `Install ${name}`, 'pt-BR': `Instale ${name}` };
  return { id, name, installed, install: told ?? plain };
}
