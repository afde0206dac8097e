import { type Standing, deskStanding } from '../standing/standing.ts';
import { join } from 'node:path';
import type { Boundary } from '../boundaries.ts';
import { identityOf } from '../device/identity.ts';
import { personNow } from '../enrolment/person-now.ts';
import { type DocumentStore, documentStore } from '../documents/index.ts';
import { type TemplateCatalogue, templateCatalogue } from '../drafts/templates/catalogue.ts';
import { type PublishedTemplates, publishedTemplates } from '../drafts/templates/published.ts';
import { type Hub, createHub } from '../hub.ts';
import { type ToldOffice, toldOffice } from '../office-facts/facts.ts';
import { mishapTeller } from '../mishaps.ts';
import type { OfficeOptions } from '../office-options.ts';
import { recover } from '../recovery.ts';
import type { Store } from '../store/index.ts';
import { type Pace, usualPace } from '../sync/backoff.ts';
import { type LineState, lineState } from '../sync/line.ts';
import { type Witness, createWitness } from '../witness/witness.ts';

/** What every part of an office stands on: its stores, its line, its events, and how it ends. */
export interface Base {
  /** Its `config.deviceId` is the name that this desk goes by; what its `config.office` leaves open is read from `told`. */
  readonly options: OfficeOptions;
  /** The desk's name in the office's file. */
  readonly configuredDevice: string;
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly fetched: DocumentStore;
  readonly hub: Hub;
  readonly line: LineState;
  /** What was seen of the register's log, and which keys are believed. */
  readonly witness: Witness;
  /** What the repository tells of the office. */
  readonly told: ToldOffice;
  /** Models of acts: those that were published through the repository, and all of them. */
  readonly templates: PublishedTemplates;
  readonly catalogue: TemplateCatalogue;
  /** How this desk's machinery stands. */
  readonly standing: Standing;
  /** Aborted when the office closes: lets go of whatever hangs on a line. */
  readonly closing: AbortController;
  /** What was thrown in the background. */
  readonly onBug: (error: unknown) => void;
  readonly boundary: Boundary;
  readonly pace: Pace;
  readonly random: () => number;
}

/** Looks after what an interrupted day left, and lays the base. */
export async function openBase(given: OfficeOptions, store: Store): Promise<Base> {
  const hub = createHub();
  const { deviceId, forked } = identityOf(store.journal, given.config.deviceId);
  const witness = createWitness({
    ...{ store, clock: given.clock, pinned: given.config.repository?.pinnedKeys ?? [] },
    onChange: () => hub.emit('log.changed', witness.standing()),
  });
  const person = personNow(given.config, store, witness.keys, () => [given.clock(), line.now()]);
  const told = toldOffice({ ...{ store, office: given.config.office, clock: given.clock }, keys: witness.keys });
  const templates = publishedTemplates({ store, keys: witness.keys });
  const options = { ...given, config: { ...given.config, deviceId, person, office: told.office } };
  const { config, clock, log } = options;
  const folder = join(config.dataDir, 'documents');
  const kept = documentStore(join(folder, 'kept'), store.keys.documents, options.disk);
  const fetched = documentStore(join(folder, 'fetched'), store.keys.fetched, options.disk);
  const recovery = await recover(store, kept, fetched, clock);
  log('opened', {
    cacheIsNew: store.cacheIsNew,
    adopted: recovery.kept.adopted.length,
    setAside: recovery.kept.orphans.length,
    leftovers: recovery.kept.leftovers + recovery.fetched.leftovers,
    interruptedBatches: recovery.batches,
  });
  const line = lineState({
    store,
    configured: config.repository !== null,
    clock,
    onChange: (now) => hub.emit('line.changed', now),
  });
  if (forked) line.forked(forked);
  const standing = deskStanding({
    // What was configured here, and not what came from elsewhere.
    ...{ store, config: { ...given.config, deviceId }, version: options.version, clock },
    aside: () => line.read().aside,
    deviceId: () => identityOf(store.journal, given.config.deviceId).deviceId,
  });
  return {
    ...{ options, store, kept, fetched, hub, line, witness, told, standing, configuredDevice: given.config.deviceId },
    ...{ templates, catalogue: templateCatalogue(() => templates.inForce().map(({ profile }) => profile)) },
    closing: new AbortController(),
    onBug: mishapTeller({ log, tell: (trouble) => line.trouble(trouble, 'ownItem'), store: config.dataDir }),
    boundary: options.onBoundary ?? noBoundary,
    pace: options.pace ?? usualPace,
    random: options.random ?? Math.random,
  };
}

const noBoundary: Boundary = () => undefined;
