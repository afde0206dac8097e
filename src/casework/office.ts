import { join } from 'node:path';
import type { Calls } from '../contract/calls.ts';
import type { OfficeConfig } from '../contract/config.ts';
import { type Failure, type Outcome, done, failed } from '../contract/failures.ts';
import type { Port } from '../contract/port.ts';
import type { Handlers } from '../contract/rpc.ts';
import { folderCache, nodeTransport } from '../signature/index.ts';
import type { TokenLibrary } from '../contract/token.ts';
import { DraftId } from '../contract/wire-drafts.ts';
import type { Boundary } from './boundaries.ts';
import type { Capabilities } from '../contract/wire.ts';
import { readAct } from './casefile/act-rows.ts';
import { blobIsWanted } from './casefile/blobs.ts';
import { bindToSource } from './casefile/feed.ts';
import { type Disk, type DocumentStore, documentLibrary, documentStore, holdsDocuments } from './documents/index.ts';
import { officeHandlers } from './handlers.ts';
import { draftClient } from './drafts/client.ts';
import { type DraftDesk, draftDesk } from './drafts/desk.ts';
import { type JointErrand, jointErrand } from './joint/errand.ts';
import { keepEscrow } from './home/escrow.ts';
import { type HomeKeeper, type HomePace, homeKeeper, usualHomePace } from './home/keeper.ts';
import { type Hub, type Listener, createHub } from './hub.ts';
import { verifyJournal } from './journal/journal.ts';
import { mishapTeller } from './mishaps.ts';
import { type LevelsDesk, levelsDesk } from './levels/desk.ts';
import type { Raiser } from './levels/port.ts';
import { signatureRaiser, untilClosed } from './levels/signature-raiser.ts';
import { ownValidator } from './levels/signature-room.ts';
import { enqueueAct } from './outbox/rows.ts';
import { proposingDesk } from './proposing/desk.ts';
import { recover } from './recovery.ts';
import { bundledCalendar } from './signing/calendar.ts';
import { signingDesk } from './signing/desk.ts';
import { runPreflight } from './signing/preflight/preflight.ts';
import { revocationAsker } from './signing/preflight/revocation.ts';
import { rehearsal } from './signing/rehearsal.ts';
import { tokenPorts } from './signing/token-ports.ts';
import { type TokenPatience, usualPatience } from './signing/token-session.ts';
import { spaced } from './spaced.ts';
import { type Store, openStore, troubleOf } from './store/index.ts';
import { type Pace, usualPace } from './sync/backoff.ts';
import { type SyncEngine, startSync } from './sync/engine.ts';
import { type LineState, lineState } from './sync/line.ts';
import { type RepositoryClient, repositoryClient } from './sync/repository-client.ts';
import { plainTransport } from './sync/lanes/plain-transport.ts';
import { openTransport } from './sync/transport/transport.ts';
import { openOfficeRoute } from './discovery/route.ts';
import { type OfficeWay, openOfficeWay } from './sync/way/office-way.ts';
import type { ProxyFinder } from './sync/way/proxies.ts';
import { readersOf } from './tokens/readers.ts';
import { revocationsOf } from './tokens/revocations.ts';

/** One line of the log: an event and plain facts. Never a caption, a name, a PIN or a document's text. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean | null>>) => void;

export interface OfficeOptions {
  readonly config: OfficeConfig;
  /** 32 bytes as hexadecimal, from the keychain. */
  readonly storeKey: string;
  readonly version: string;
  /** This computer's clock: a claim, which decides nothing (law 6). */
  readonly clock: () => Date;
  /** New UUIDs. */
  readonly ids: () => string;
  readonly log: Log;
  /** Carries every request by itself, in the first wording of the protocol: for tests that sit in the middle of the line. */
  readonly fetch?: typeof fetch;
  /** Answers which proxies the system's settings name; without it the environment is gone by. */
  readonly findProxy?: ProxyFinder;
  /** Waited for at each boundary between stages; production passes none. */
  readonly onBoundary?: Boundary;
  readonly pace?: Pace;
  /** A token host does not answer any more and was let go of; a new one may be attached. */
  readonly onTokenHung?: (libraryId: string) => void;
  /** A person asks that a parked driver be tried again. */
  readonly onTokenRetry?: (libraryId: string) => void;
  readonly tokenPatience?: TokenPatience;
  readonly random?: () => number;
  readonly disk?: Disk;
  readonly homePace?: HomePace;
  /** What makes signatures last; production asks the authorities of the configuration. */
  readonly raiser?: Raiser;
}

export interface Office {
  readonly handlers: Handlers<Calls>;
  /** Tells a listener every event, after it was committed. Answers the function that stops it. */
  subscribe(listener: Listener): () => void;
  /** The token host of this library answers over this port. */
  attachToken(libraryId: string, port: Port): void;
  /** `soon`: another host is on its way. */
  tokenGone(libraryId: string, failure: Failure, soon?: boolean): void;
  /** A further library was found on this machine. */
  libraryFound(library: TokenLibrary): void;
  /** The watcher of readers answers over this port. */
  attachReaders(port: Port): void;
  /** Finishes what is in hand and closes the store. */
  close(): Promise<void>;
}

/** So many of the newest journal entries are checked at every start; `verifyJournal` checks all on request. */
const checkedAtStart = 2000;
const closePatienceMs = 8000;
/** While a batch signs, what was signed is sent in lots, not later than this; at its end, at once. */
const sendingEveryMs = 4000;
/** A person waits before the PIN: what is not known by then is not known. */
const revocationPatienceMs = 4000;

/** Opens an office on its data folder: the composition root of casework. Every expected trouble is a failure. */
export async function openOffice(options: OfficeOptions): Promise<Outcome<Office>> {
  const opened = openStore({
    ...{ folder: options.config.dataDir, storeKey: options.storeKey, now: options.clock },
    hasKept: () => holdsDocuments(join(options.config.dataDir, 'documents', 'kept')),
  });
  if (!opened.ok) return opened;
  const store = opened.value;
  try {
    const verdict = verifyJournal(store.journal, checkedAtStart);
    if (!verdict.ok) {
      store.close();
      return failed({ kind: 'storeDamaged', store: 'journal', detail: `${verdict.reason} at ${verdict.seq}` });
    }
    return done(await furnish(options, store));
  } catch (error) {
    store.close();
    const trouble = troubleOf(error, options.config.dataDir);
    if (!trouble) throw error;
    return failed(trouble);
  }
}

async function furnish(options: OfficeOptions, store: Store): Promise<Office> {
  const { config, clock, log } = options;
  const folder = join(config.dataDir, 'documents');
  const kept = documentStore(join(folder, 'kept'), store.keys.documents, options.disk);
  const fetched = documentStore(join(folder, 'fetched'), store.keys.documents, options.disk);
  const recovery = await recover(store, kept, fetched, clock);
  log('opened', {
    cacheIsNew: store.cacheIsNew,
    adopted: recovery.kept.adopted.length,
    setAside: recovery.kept.orphans.length,
    leftovers: recovery.kept.leftovers + recovery.fetched.leftovers,
    interruptedBatches: recovery.batches,
  });

  const hub = createHub();
  const line = lineState({
    store,
    configured: config.repository !== null,
    clock,
    onChange: (now) => hub.emit('line.changed', now),
  });
  const onBug = mishapTeller({ log, tell: (trouble) => line.trouble(trouble, 'ownItem'), store: config.dataDir });
  const staged = rehearsal((state) => {
    hub.emit('rehearsal.changed', { state });
    hub.emit('tokens.changed', {});
  });
  const tokens = tokenPorts(
    config.tokenLibraries,
    line.now,
    () => hub.emit('tokens.changed', {}),
    (libraryId) => {
      log('token host hangs', { libraryId });
      options.onTokenHung?.(libraryId);
    },
    (client) => staged.around(client),
  );
  const readers = readersOf(() => hub.emit('tokens.changed', {}));
  const closing = new AbortController();
  const plainWay =
    options.fetch || !config.repository
      ? null
      : await openOfficeWay({
          policy: config.line,
          findProxy: options.findProxy ?? null,
          onTrouble: (failure) => log('line policy', { failure: failure.kind }),
        });
  const route =
    plainWay && config.repository?.office?.discover
      ? openOfficeRoute({
          ...{ config, way: plainWay },
          onChange(url) {
            log('office repository', { found: url !== null });
            sync?.networkChanged();
          },
          onTrouble: (what) => log('discovery', { what }),
        })
      : null;
  const way = route?.way ?? plainWay;
  const pace = options.pace ?? usualPace;
  const random = options.random ?? Math.random;
  const boundary = options.onBoundary ?? noBoundary;
  // Authorities are asked over a line of their own: it works where the repository's does not, and the other way round.
  const transport = untilClosed(nodeTransport(), closing.signal);
  const revocationCache = folderCache(join(config.dataDir, 'revocation'));
  let sync: SyncEngine | null = null;
  let accepted: readonly string[] | null = null;
  const onGreeted = ({ anchors }: Capabilities): void => {
    accepted = anchors;
  };
  const asker = revocationAsker({
    ...{ transport, cache: revocationCache, now: line.now, onBug },
    patienceMs: revocationPatienceMs,
  });
  const levels = levelsDesk({
    ...{ config, store, kept, clock, boundary, pace, random, onBug, now: line.now },
    raiser:
      options.raiser ??
      signatureRaiser({
        ...{ transport, cache: revocationCache, now: line.now, trustAnchors: config.trustAnchors },
        authorities: config.signatures?.timestampAuthorities ?? [],
      }),
    onChange: () => hub.traysChanged('signed', 'queue', 'registered'),
    onLonger: () => sync?.kick(),
  });
  const joint = startJoint(options, { store, kept, hub, line, closing, onBug, way });
  const drafts = startDrafts(options, { store, hub, closing, onBug, way });
  sync = startRepositorySync(options, {
    ...{ store, kept, fetched, hub, line, levels, drafts, onGreeted, closing, onBug, way },
  });
  const proposing = await proposingDesk({
    ...{ config, store, kept, fetched, drafts, clock, ids: options.ids, pace, random, onBug },
    door: clientOf(options, closing, way),
    onChange: () => hub.traysChanged('toSign'),
  });
  const enqueue: typeof enqueueAct = (tx, request, now) => {
    enqueueAct(tx, request, now);
    levels.want(tx, request.actId, now);
  };
  const claims = { name: config.person.name, location: config.office.name };
  // Each act on its way costs flushes of its own, which would compete with those of the next act's keeping.
  const sending = spaced(() => {
    sync?.kick();
    levels.kick();
  }, sendingEveryMs);
  const signing = signingDesk({
    tokens,
    now: line.now,
    trustAnchors: config.trustAnchors,
    onBug,
    person: { ...config.person, substitute: config.person.substitute ?? null },
    locality: config.office.locality ?? null,
    calendar: bundledCalendar(),
    clockOffsetMs: () => line.read().clockOffsetMs,
    hasRepository: config.repository !== null,
    revokedAt: asker.revokedAt,
    rooms: {
      ...{ store, reader: store.reader, kept, fetched, clock, ids: options.ids, enqueue },
      personId: config.person.personId,
      deviceId: config.deviceId,
      claims,
      boundary: options.onBoundary ?? noBoundary,
      patience: options.tokenPatience ?? usualPatience,
      events: {
        onBatch(batch) {
          hub.emit('batch.changed', batch);
          if (batch.finishedAt === null) return;
          sending.now();
          home.soon();
        },
        onItem: (batchId, index, item) => hub.emit('batch.item', { batchId, index, item }),
      },
      pauseMs: config.signing && config.signing.pauseMinutes * 60_000,
      onKept() {
        hub.traysChanged('toSign', 'signed', 'queue');
        line.refresh();
        joint?.kick();
        sending.soon();
      },
    },
  });
  const home = startHome(options, { store, kept, hub, onBug, isBusy: () => signing.isRunning() });
  const library = documentLibrary([kept, fetched]);
  const fetchAgain = (sha256: string): void => {
    store.cache.write((tx) => blobIsWanted(tx, sha256));
    sync?.ask(sha256);
  };
  return {
    handlers: officeHandlers({
      ...{ config, version: options.version, store, kept, fetched, library, tokens, signing, line, sync, hub, clock },
      fetchAgain,
      readers,
      rehearsal: staged,
      home,
      stick: {
        ...{ config, store, kept, fetched, clock, boundary, hub, onOddity: log },
        onRendition: levels.taken,
        onTaken() {
          line.refresh();
          sync?.look();
        },
      },
      drafts,
      joint,
      proposing,
      retryToken: (libraryId) => options.onTokenRetry?.(libraryId),
      revocations: revocationsOf({ known: asker.known, trustAnchors: config.trustAnchors, now: line.now, onBug }),
      levels,
      preflight: (request) =>
        runPreflight(
          {
            ...{ tokens, trustAnchors: config.trustAnchors, now: line.now, revocation: asker.ask },
            prepare: { reader: store.reader, fetched, clock, claims, personId: config.person.personId },
            clockOffsetMs: () => line.read().clockOffsetMs,
            accepted: () => accepted,
            personCuil: config.person.cuil,
            titleOf: (actId) => readAct(store.reader, actId)?.title ?? '',
          },
          request,
        ),
      reports: {
        ...{ reader: store.reader, kept, fetched, now: line.now, version: options.version },
        validator: ownValidator({ config, transport, cache: revocationCache, patienceMs: revocationPatienceMs }),
      },
    }),
    subscribe: (listener) => hub.subscribe(listener),
    attachToken: (libraryId, port) => tokens.attach(libraryId, port),
    tokenGone: (libraryId, failure, soon) => tokens.gone(libraryId, failure, soon),
    libraryFound: (library) => tokens.found(library),
    attachReaders: (port) => readers.attach(port),
    async close() {
      closing.abort();
      await signing.close(closePatienceMs);
      sending.stop();
      await home.stop();
      await levels.stop();
      await sync?.stop();
      await route?.close();
      await plainWay?.way.dispatcher.destroy();
      await proposing.stop();
      await drafts.stop();
      await joint?.stop();
      hub.close();
      library.close();
      store.close();
      log('closed');
    },
  };
}

interface HomeRooms {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly hub: Hub;
  readonly onBug: (error: unknown) => void;
  readonly isBusy: () => boolean;
}

function startHome(options: OfficeOptions, { store, kept, hub, onBug, isBusy }: HomeRooms): HomeKeeper {
  const { config, clock, storeKey, version } = options;
  if (config.secondCopy) {
    // A full disk is told by whatever needs it next; the escrow is tried again at the next start.
    keepEscrow(config.dataDir, storeKey, config.secondCopy.recoveryRecipients).catch((error: unknown) => {
      if (troubleOf(error) === null) onBug(error);
    });
  }
  return homeKeeper({
    ...{ config, store, kept, clock, version, isBusy, onBug },
    pace: options.homePace ?? usualHomePace,
    onChange: (status) => hub.emit('home.changed', status),
  });
}

/** The repository as this office reaches it; null where none is configured. */
function clientOf(
  { config, fetch: given }: OfficeOptions,
  closing: AbortController,
  way: OfficeWay | null,
): RepositoryClient | null {
  const { repository, office } = config;
  const send = given ?? way?.fetch ?? fetch;
  if (!repository) return null;
  return repositoryClient({
    ...{ url: repository.url, accessKey: repository.accessKey, officeId: office.officeId },
    // Closing the office lets go of whatever hangs on the line.
    fetch: (input, init) =>
      send(input, { ...init, signal: AbortSignal.any([closing.signal, ...(init?.signal ? [init.signal] : [])]) }),
  });
}

interface DraftOfficeRooms {
  readonly way: OfficeWay | null;
  readonly store: Store;
  readonly hub: Hub;
  readonly closing: AbortController;
  readonly onBug: (error: unknown) => void;
}

function startDrafts(options: OfficeOptions, { store, hub, closing, onBug, way }: DraftOfficeRooms): DraftDesk {
  const { config, clock, ids } = options;
  const client = clientOf(options, closing, way);
  return draftDesk({
    ...{ store, clock, ids, onBug, deviceId: config.deviceId, officeId: config.office.officeId },
    client: client && draftClient(client),
    author: { personId: config.person.personId, name: config.person.name },
    pace: options.pace ?? usualPace,
    random: options.random ?? Math.random,
    onChange: (draftIds) => hub.emit('drafts.changed', { draftIds: draftIds.map((id) => DraftId.parse(id)) }),
  });
}

/** Null where no repository is configured: what waits for other signers is kept here then. */
function startJoint(
  options: OfficeOptions,
  given: DraftOfficeRooms & { readonly kept: DocumentStore; readonly line: LineState },
): JointErrand | null {
  const { store, kept, hub, line, closing, onBug, way } = given;
  const client = clientOf(options, closing, way);
  if (!client) return null;
  return jointErrand({
    ...{ store, kept, client, onBug, clock: options.clock, boundary: options.onBoundary ?? noBoundary },
    pinnedKeys: options.config.repository?.pinnedKeys ?? [],
    pace: options.pace ?? usualPace,
    random: options.random ?? Math.random,
    onChange() {
      hub.traysChanged('toSign', 'signed', 'queue');
      line.refresh();
    },
  });
}

interface SyncRooms {
  readonly way: OfficeWay | null;
  readonly drafts: DraftDesk;
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly fetched: DocumentStore;
  readonly hub: Hub;
  readonly line: LineState;
  readonly levels: LevelsDesk;
  readonly onGreeted: (capabilities: Capabilities) => void;
  readonly closing: AbortController;
  readonly onBug: (error: unknown) => void;
}

function startRepositorySync(options: OfficeOptions, given: SyncRooms): SyncEngine | null {
  const { config, clock, log } = options;
  const { repository } = config;
  if (!repository) return null;
  const { store, kept, fetched, hub, line, levels, drafts, onGreeted, closing, onBug, way } = given;
  const { url } = repository;
  const pinnedKeys = repository.pinnedKeys.map(({ kid }) => kid);
  store.cache.write((tx) => bindToSource(tx, { repository: url, officeId: config.office.officeId, pinnedKeys }));
  const client = clientOf(options, closing, way);
  if (!client) return null;
  const address = { url, accessKey: repository.accessKey, officeId: config.office.officeId };
  const transport = way ? openTransport({ ...address, dispatcher: way.way.dispatcher }) : plainTransport(client);
  levels.startAdopting({ fetched, transport, onOddity: (what, facts) => log(what, facts) });
  return startSync({
    line,
    onBug,
    pace: options.pace ?? usualPace,
    random: options.random ?? Math.random,
    policy: config.line,
    way: way?.way ?? null,
    closing: closing.signal,
    rooms: {
      transport,
      renditions: levels.renditionsFor(client),
      ...{
        store,
        kept,
        fetched,
        clock,
        client,
        pinnedKeys: repository.pinnedKeys,
        officeKeys: repository.office?.keys ?? [],
      },
      boundary: options.onBoundary ?? noBoundary,
      onRendition: levels.taken,
      onGreeted,
      onChange() {
        hub.traysChanged('toSign', 'signed', 'queue', 'registered', 'returned');
        drafts.look();
      },
      onOddity: (what, facts) => log(what, facts),
    },
  });
}

const noBoundary: Boundary = () => undefined;
