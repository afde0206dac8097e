/** How this office reaches its repository, and what it brings from there. */
import { tellThrown } from '../../contract/diary-fields.ts';
import { mightEver } from '../../contract/permissions.ts';
import type { Capabilities } from '../../contract/wire.ts';
import { bindToSource } from '../casefile/feed.ts';
import { mostKeptBytes } from '../casefile/keeping.ts';
import { keepRoom } from '../casefile/room-keeper.ts';
import { deviceWord } from '../device/word.ts';
import { openOfficeRoute } from '../discovery/route.ts';
import type { CaseDesk } from '../cases/desk.ts';
import type { DraftDesk } from '../drafts/desk.ts';
import type { FetchLine } from '../home/bring.ts';
import type { CopyLine } from '../home/remote.ts';
import type { LevelsDesk } from '../levels/desk.ts';
import { type SyncEngine, startSync } from '../sync/engine.ts';
import { plainTransport } from '../sync/lanes/plain-transport.ts';
import { type RepositoryClient, repositoryClient } from '../sync/repository-client.ts';
import type { Transport } from '../../line/port.ts';
import { openTransport } from '../../line/transport.ts';
import { type DeskSession, type SessionRooms, openSession } from '../enrolment/session.ts';
import { openRows } from '../outbox/rows.ts';
import { usualProfiles } from '../drafts/templates/catalogue.ts';
import { type Courier, courier } from '../stick/carry.ts';
import { keepSigning } from '../receipts/no.ts';
import type { PublishedCalendars } from '../signing/calendar-published.ts';
import { keepParcelKey } from '../stick/recipient.ts';
import { guardClient, guardTransport } from '../witness/gate.ts';
import { type OfficeWay, openOfficeWay } from '../sync/way/office-way.ts';
import type { Base } from './base.ts';

/** How the repository is reached, and what is shown to it. */
export interface Reach {
  /** Null where none is configured, or requests are carried by themselves. */
  readonly way: OfficeWay | null;
  /** Null where the key of the office is shown, or no repository is configured. */
  readonly session: DeskSession | null;
  close(): Promise<void>;
}

/** What an enrolled desk is told by its repository. */
export type SessionEars = Pick<SessionRooms, 'onRevoked' | 'onChange'>;

/** @param onMoved the office's own repository was found on the local network, or lost */
export async function openReach(base: Base, onMoved: () => void, ears: SessionEars): Promise<Reach> {
  const { options } = base;
  const { config, log } = options;
  if (options.fetch || !config.repository)
    return { way: null, session: sessionOver(base, null, ears), close: () => Promise.resolve() };
  const plain = await openOfficeWay({
    policy: config.line,
    findProxy: options.findProxy ?? null,
    onTrouble: (failure) => log('linePolicy', { failure: failure.kind }),
  });
  const { discover = false, addresses = [] } = config.repository.office ?? {};
  const route =
    discover || addresses.length > 0
      ? openOfficeRoute({
          ...{ config, way: plain },
          onChange(url) {
            log('officeRepositoryFound', { found: url !== null });
            onMoved();
          },
          onTrouble: (error) => log('discovery', { code: tellThrown(error).code ?? 'other' }),
        })
      : null;
  const way = route?.way ?? plain;
  return {
    way,
    session: sessionOver(base, way, ears),
    async close() {
      await route?.close();
      await plain.way.dispatcher.destroy();
    },
  };
}

function sessionOver(base: Base, way: OfficeWay | null, ears: SessionEars): DeskSession | null {
  const { options, store, witness, closing } = base;
  const { repository, office, person } = options.config;
  if (!repository || repository.accessKey !== undefined) return null;
  return openSession({
    ...{ store, url: repository.url, officeId: office.officeId, personId: person.personId, clock: options.clock },
    ...{ keys: witness.keys, fetch: untilClosed(options.fetch ?? way?.fetch ?? fetch, closing) },
    onRevoked: ears.onRevoked,
    onChange() {
      ears.onChange();
      base.hub.emit('enrolment.changed', {});
    },
  });
}

/** The repository as this office reaches it, while its past agrees; null where none is configured. */
export function clientOf(base: Base, reach: Reach): RepositoryClient | null {
  const client = openLineOf(base, reach);
  return client && guardClient(client, base.witness.alarm);
}

/** The same whatever its past: how the log is looked at. */
export function openLineOf({ options, closing }: Base, { way, session }: Reach): RepositoryClient | null {
  const { repository, office } = options.config;
  const send = options.fetch ?? way?.fetch ?? fetch;
  if (!repository) return null;
  return repositoryClient({
    ...{ url: repository.url, accessKey: repository.accessKey, officeId: office.officeId },
    ...{ credentials: session ?? undefined, fetch: untilClosed(send, closing) },
  });
}

/** Closing the office lets go of whatever hangs on the line. */
const untilClosed =
  (send: typeof fetch, closing: AbortController): typeof fetch =>
  (input, init) =>
    send(input, { ...init, signal: AbortSignal.any([closing.signal, ...(init?.signal ? [init.signal] : [])]) });

/** The line for streams and slices, while the repository's past agrees. */
function transportOf({ options, witness }: Base, { way, session }: Reach, line: RepositoryClient): Transport {
  const { repository, office } = options.config;
  const address = {
    ...{ url: repository?.url ?? '', accessKey: repository?.accessKey, officeId: office.officeId },
    credentials: session ?? undefined,
  };
  const carried = way ? openTransport({ ...address, dispatcher: way.way.dispatcher }) : plainTransport(line);
  return guardTransport(carried, witness.alarm);
}

/** Parcels of other offices, passed on beside this one's own work. */
export function startCourier(base: Base, reach: Reach, sync: SyncEngine | null): Courier {
  const { options, store, hub, onBug, pace, random } = base;
  const client = clientOf(base, reach);
  return courier({
    ...{ dataDir: options.config.dataDir, clock: options.clock, pace, random, onBug },
    line: client && sync && { client, transport: transportOf(base, reach, client), use: () => sync.outgoing() },
    isOwnWaiting: () => openRows(store.journal).length > 0,
    onChange: () => hub.emit('carried.changed', {}),
  });
}

/** The repository as the second place of this desk's copies; null where none is configured. */
export function copyLineOf(base: Base, reach: Reach, sync: SyncEngine | null): CopyLine | null {
  const client = clientOf(base, reach);
  if (!client || !sync) return null;
  return {
    ...{ client, transport: transportOf(base, reach, client), use: () => sync.outgoing() },
    isOwnWaiting: () => openRows(base.store.journal).length > 0,
  };
}

/** The repository, for whoever looks after workstations; null where none is configured. */
export function fetchLineOf(base: Base, reach: Reach): FetchLine | null {
  const client = clientOf(base, reach);
  return client && { client, transport: transportOf(base, reach, client) };
}

export interface SyncNeeds {
  readonly reach: Reach;
  readonly drafts: DraftDesk;
  readonly cases: CaseDesk;
  readonly levels: LevelsDesk;
  readonly published: PublishedCalendars;
  readonly onGreeted: (capabilities: Capabilities) => void;
  /** The office's own repository told of a final no of the central one. */
  readonly onOfficeRefused: () => void;
}

/** Null where no repository is configured. */
export function startRepositorySync(
  base: Base,
  { reach, cases, drafts, levels, published, onGreeted, onOfficeRefused }: SyncNeeds,
): SyncEngine | null {
  const { options, store, kept, fetched, hub, line, closing, onBug, boundary, pace, random, witness, standing } = base;
  const { config, clock, log } = options;
  const { repository } = config;
  const { way } = reach;
  const client = clientOf(base, reach);
  const openLine = openLineOf(base, reach);
  if (!repository || !client || !openLine) return null;
  const { url } = repository;
  const pinnedKeys = repository.pinnedKeys.map(({ kid }) => kid);
  store.cache.write((tx) => bindToSource(tx, { repository: url, officeId: config.office.officeId, pinnedKeys }));
  const transport = transportOf(base, reach, openLine);
  const room = keepRoom({
    ...{ store, fetched, clock, onBug, closing: closing.signal },
    mostBytes: mostKeptBytes(config.line?.keepMegabytes),
  });
  const tellDevice = deviceWord({
    ...{ store, clock, configured: base.configuredDevice, mark: () => options.ids().slice(0, 8) },
    onForked({ forked }) {
      if (!forked) return;
      log('deviceForked');
      line.forked(forked);
    },
  });
  levels.startAdopting({ transport, log });
  return startSync({
    ...{ line, onBug, pace, random, policy: config.line, way: way?.way ?? null, closing: closing.signal },
    rooms: {
      ...{ transport, store, kept, fetched, clock, client, boundary, onOfficeRefused },
      onGreeted(told) {
        keepParcelKey(store, told.parcelKey, witness.keys);
        keepSigning(store, told.features);
        onGreeted(told);
      },
      renditions: levels.renditionsFor(client),
      witness: async (anew, told) => (anew || witness.due() ? witness.contact(openLine, told) : null),
      readsFeed: mightEver(config.person.role, 'seeIndex'),
      pinnedKeys: witness.keys,
      officeKeys: repository.office?.keys ?? [],
      onRendition: levels.taken,
      onChange() {
        hub.traysChanged('toSign', 'signed', 'queue', 'registered', 'returned');
        drafts.look();
        cases.look();
        room.soon();
        // A file may have come that waited to be made longer.
        levels.kick();
      },
      tellDevice: async () =>
        (await tellDevice(client)) ??
        (await standing.tell(openLine)) ??
        (await published.look(client)) ??
        (await base.told.look(client)) ??
        // By now it is known which profiles the office names.
        base.templates.look(client, config.office.profiles ?? usualProfiles),
      log,
    },
  });
}
