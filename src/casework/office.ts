import { DraftId } from '../contract/wire-drafts.ts';
import { join } from 'node:path';
import type { Calls } from '../contract/calls.ts';
import type { OfficeConfig } from '../contract/config.ts';
import { type Failure, type Outcome, done, failed } from '../contract/failures.ts';
import type { Port } from '../contract/port.ts';
import type { Handlers } from '../contract/rpc.ts';
import type { TokenLibrary } from '../contract/token.ts';
import { unlockCaption } from '../contract/words/lock.ts';
import { blobIsWanted } from './casefile/blobs.ts';
import { type Exchange, watchExchange } from './exchange/readiness.ts';
import { documentLibrary, holdsDocuments } from './documents/index.ts';
import { officeHandlers } from './handlers.ts';
import { readSettings } from './settings.ts';
import type { Listener } from './hub.ts';
import { grantedSeatBook } from './enrolment/granted-seats.ts';
import { grantingOf } from './enrolment/standing.ts';
import { readEnrolment } from './enrolment/rows.ts';
import { electronicDesk } from './enrolment/electronic.ts';
import { copiesOverLine } from './home/bring.ts';
import { leavingDesk } from './home/leave.ts';
import { takeEnrolmentFrom, wipeOthers } from './enrolment/shared-enrolment.ts';
import { forgetFetchedKeys, isRevoked, openWiped, wipeFetched } from './enrolment/wipe.ts';
import { verifyJournal } from './journal/journal.ts';
import type { OfficeOptions } from './office-options.ts';
import { givingWay } from './search/handlers.ts';
import { deskCalendar } from './signing/calendar-desk.ts';
import { publishedCalendars } from './signing/calendar-published.ts';
import type { Accepted } from './signing/preflight/judge.ts';
import { sitDown } from './casefile/sitting.ts';
import { openStore, troubleOf } from './store/index.ts';
import type { SyncEngine } from './sync/engine.ts';
import { type Base, openBase } from './wiring/base.ts';
import {
  startCases,
  startDrafts,
  startHome,
  startJoint,
  startProposing,
  startReview,
  startSearch,
  startWriting,
} from './wiring/desks.ts';
import { askAuthorities, startLevels } from './wiring/levels.ts';
import {
  clientOf,
  copyLineOf,
  fetchLineOf,
  openLineOf,
  openReach,
  startCourier,
  startRepositorySync,
} from './wiring/line.ts';
import { electronicTypesOf, openSigning, openTokens } from './wiring/signing.ts';

export type { OfficeOptions } from './office-options.ts';

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
  /** What whoever exchanges the program asks first. */
  readonly exchange: Exchange;
  /** Finishes what is in hand and closes the store. */
  close(): Promise<void>;
}

/** So many of the newest journal entries are checked at every start; `verifyJournal` checks all on request. */
const checkedAtStart = 2000;
const closePatienceMs = 8000;

/** Opens an office on its data folder: the composition root of casework. Every expected trouble is a failure. */
export async function openOffice(options: OfficeOptions): Promise<Outcome<Office>> {
  const { dataDir } = options.config;
  const opened = openWiped(dataDir, () =>
    openStore({
      ...{ folder: dataDir, storeKey: options.storeKey, now: options.clock },
      hasKept: () => holdsDocuments(join(dataDir, 'documents', 'kept')),
    }),
  );
  if (!opened.ok) return opened;
  const store = opened.value;
  try {
    const verdict = verifyJournal(store.journal, checkedAtStart);
    if (!verdict.ok) {
      store.close();
      return failed({ kind: 'storeDamaged', store: 'journal', detail: `${verdict.reason} at ${verdict.seq}` });
    }
    sitDown(store, options.config.person.personId);
    return done(await furnish(await openBase(options, store)));
  } catch (error) {
    store.close();
    const trouble = troubleOf(error, options.config.dataDir);
    if (!trouble) throw error;
    return failed(trouble);
  }
}

async function furnish(base: Base): Promise<Office> {
  const { options, store, kept, fetched, hub, line, boundary, closing } = base;
  const { config, clock, log, version } = options;
  let sync: SyncEngine | null = null;
  let accepted: Accepted | null = null;

  const { tokens, readers, staged } = openTokens(base);
  const shared = { storeKey: options.storeKey, now: clock };
  if (config.grantedAt !== undefined && config.grantedAt !== config.dataDir)
    takeEnrolmentFrom(config.grantedAt, store, shared);
  const reach = await openReach(base, () => sync?.networkChanged(), {
    onRevoked: () => options.onRevoked?.(),
    onChange: () => granting.look(),
  });
  const granting = grantingOf({
    ...{ store, config, session: reach.session, clock },
    // What was signed here and cannot be sent any more is put where the institution's key brings it back.
    onTakenAway: () => home.soon(),
  });
  const authorities = askAuthorities(base);
  const fetchAgain = (sha256: string): void => {
    store.cache.write((tx) => blobIsWanted(tx, sha256));
    sync?.ask(sha256);
  };
  const levels = startLevels(base, authorities, () => sync?.kick(), fetchAgain);
  const cases = startCases(base, clientOf(base, reach));
  const joint = startJoint(base, clientOf(base, reach));
  const drafts = startDrafts(base, clientOf(base, reach));
  const published = publishedCalendars({ store, officeId: config.office.officeId, keys: base.witness.keys });
  const calendar = deskCalendar(config.office.calendarFile, published);
  sync = startRepositorySync(base, {
    ...{ reach, drafts, levels, cases, published },
    onGreeted: ({ anchors, policies = [] }) => (accepted = { anchors, policies }),
    onOfficeRefused: () => joint?.ask(),
  });
  const parcels = startCourier(base, reach, sync);
  const proposing = await startProposing(base, drafts, clientOf(base, reach));
  const review = startReview(base, { cases, drafts, proposing });
  const writing = startWriting(base);
  const search = startSearch(base);
  const { signing, preflight, stopSending } = openSigning(
    base,
    {
      ...{ tokens, authorities, levels, calendar },
      onKept: () => joint?.kick(),
      onToSend() {
        sync?.kick();
        levels.kick();
      },
      onBatchEnd: () => home.soon(),
    },
    () => accepted,
  );
  const home = startHome(base, copyLineOf(base, reach, sync), () => signing.isRunning());
  const fetchLine = fetchLineOf(base, reach);
  const leaving = leavingDesk({
    ...{ store, home, dataDir: config.dataDir, others: otherFolders(config) },
    ...{ storeKey: options.storeKey, now: clock },
  });
  const library = documentLibrary([kept, fetched]);
  const exchange = watchExchange({
    ...{ store, signing, clock },
    handlers: officeHandlers({
      ...{
        config,
        version,
        store,
        kept,
        fetched,
        library,
        tokens,
        readers,
        signing,
        preflight,
        line,
        sync,
        hub,
        clock,
      },
      ...{
        home,
        keptCopies: fetchLine && copiesOverLine(fetchLine),
        leaving,
        cases,
        drafts,
        joint,
        proposing,
        review,
        writing,
        search,
        levels,
        rehearsal: staged,
        cutLine: reach.way
          ? (isCut: boolean) => {
              reach.way?.way.cut(isCut);
              sync?.networkChanged();
            }
          : null,
        revocations: authorities.revocations,
      },
      ...{ fetchAgain, witness: base.witness, standing: base.standing, logLine: openLineOf(base, reach) },
      stick: {
        ...{ config, store, kept, fetched, clock, boundary, hub, witness: base.witness, log, courier: parcels },
        onRendition: levels.taken,
        onDraft: (draftId) => hub.emit('drafts.changed', { draftIds: [DraftId.parse(draftId)] }),
        onTaken() {
          line.refresh();
          sync?.look();
        },
      },
      calendars: { config, calendar, published, client: clientOf(base, reach) },
      catalogue: base.catalogue,
      knownOffices: base.told.others,
      templates: { config, catalogue: base.catalogue, published: base.templates, client: clientOf(base, reach) },
      granting,
      enrolment: {
        ...{ granting, session: reach.session, client: clientOf(base, reach) },
        electronic: electronicDesk({
          ...{ tokens, client: clientOf(base, reach), person: config.person, practice: config.mode === 'practice' },
          ...{ isOffered: config.signing?.electronic ?? false, actTypes: () => electronicTypesOf(config) },
          ...{ ids: options.ids, now: line.now },
        }),
        enrolRooms: {
          ...{ store, tokens, trustAnchors: config.trustAnchors, deviceId: config.deviceId, person: config.person },
          ...{ ids: options.ids, now: line.now, openPage: (url) => hub.emit('enrolment.page', { url }) },
        },
        onEnrolled: () => sync?.kick(),
      },
      deskToken: {
        ...{ store, tokens, trustAnchors: config.trustAnchors, person: config.person, ids: options.ids, now: line.now },
        caption: () => unlockCaption(readSettings(store.journal, config.desk).locale),
      },
      sit: (seatId) => options.onSeatWanted?.(seatId),
      retryToken: (libraryId) => options.onTokenRetry?.(libraryId),
      reports: { ...{ reader: store.reader, kept, fetched, now: line.now, version }, validator: authorities.validator },
    }),
  });
  return {
    exchange,
    handlers: givingWay(search, exchange.handlers),
    subscribe: (listener) => hub.subscribe(listener),
    attachToken: (libraryId, port) => tokens.attach(libraryId, port),
    tokenGone: (libraryId, failure, soon) => tokens.gone(libraryId, failure, soon),
    libraryFound: (found) => tokens.found(found),
    attachReaders: (port) => readers.attach(port),
    async close() {
      closing.abort();
      await signing.close(closePatienceMs);
      stopSending();
      // The institution's copy of what only exists here, once more, before the rest is removed.
      if (isRevoked(store.journal)) await home.copyNow(false);
      await home.stop();
      await levels.stop();
      await parcels.stop();
      await sync?.stop();
      await reach.close();
      await writing.stop();
      await search.stop();
      await proposing.stop();
      await cases.stop();
      await drafts.stop();
      await joint?.stop();
      hub.close();
      library.close();
      const { jkt = '', revocation = null } = readEnrolment(store.journal) ?? {};
      if (revocation !== null) forgetFetchedKeys(store.journal);
      store.close();
      if (revocation !== null) {
        wipeFetched(config.dataDir);
        wipeOthers(otherFolders(config), jkt, revocation, shared);
      }
      leaving.closed();
      log('closed');
    },
  };
}

/** Where else this desk's person works, as it was granted through the same enrolment. */
function otherFolders({ dataDir, grantedAt = dataDir, person }: OfficeConfig): string[] {
  const marks = grantedSeatBook(grantedAt, person.personId).read();
  const beside = marks.map(({ mark }) => `${grantedAt}-${mark}`);
  return [...new Set([grantedAt, ...beside])].filter((folder) => folder !== dataDir);
}
