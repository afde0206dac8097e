/** The desks that work beside signing: texts that change, acts of several signers, acts put before somebody, the second copy. */
import { DraftId } from '../../contract/wire-drafts.ts';
import { type CaseDesk, caseDesk } from '../cases/desk.ts';
import { draftClient } from '../drafts/client.ts';
import { type DraftDesk, draftDesk } from '../drafts/desk.ts';
import { keepEscrow } from '../home/escrow.ts';
import type { CopyLine } from '../home/remote.ts';
import { type HomeKeeper, homeKeeper, usualHomePace } from '../home/keeper.ts';
import { type JointErrand, jointErrand } from '../joint/errand.ts';
import { type ProposingDesk, proposingDesk } from '../proposing/desk.ts';
import { type Indexer, indexer } from '../search/indexer.ts';
import { standingOf } from '../search/rows.ts';
import { type ReviewDesk, reviewDesk } from '../review/desk.ts';
import { troubleOf } from '../store/index.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import { type WritingDesk, writingDesk } from '../writing/desk.ts';
import type { Base } from './base.ts';

export function startDrafts(base: Base, client: RepositoryClient | null): DraftDesk {
  const { options, store, hub, onBug, pace, random } = base;
  const { config, clock, ids } = options;
  return draftDesk({
    ...{ store, clock, ids, onBug, pace, random, deviceId: config.deviceId, officeId: config.office.officeId },
    client: client && draftClient(client),
    author: { personId: config.person.personId, name: config.person.name },
    onChange: (draftIds) => hub.emit('drafts.changed', { draftIds: draftIds.map((id) => DraftId.parse(id)) }),
  });
}

/** Null where no repository is configured: what waits for other signers is kept here then. */
export function startJoint(base: Base, client: RepositoryClient | null): JointErrand | null {
  const { options, store, kept, hub, line, onBug, boundary, pace, random, witness } = base;
  if (!client) return null;
  return jointErrand({
    ...{ store, kept, client, onBug, clock: options.clock, boundary, pace, random },
    pinnedKeys: witness.keys,
    officeKeys: options.config.repository?.office?.keys ?? [],
    onChange() {
      hub.traysChanged('toSign', 'signed', 'queue');
      line.refresh();
    },
  });
}

export function startProposing(base: Base, drafts: DraftDesk, door: RepositoryClient | null): Promise<ProposingDesk> {
  const { options, store, kept, fetched, hub, line, onBug, pace, random, told, catalogue } = base;
  const { config, clock, ids } = options;
  return proposingDesk({
    catalogue,
    ...{ config, store, kept, fetched, drafts, clock, ids, pace, random, onBug, door },
    toldSigners: told.signers,
    onChange() {
      hub.traysChanged('toSign');
      line.refresh();
    },
  });
}

export function startReview(
  { options, store, hub }: Base,
  desks: { readonly cases: CaseDesk; readonly drafts: DraftDesk; readonly proposing: ProposingDesk },
): ReviewDesk {
  const { config, clock } = options;
  return reviewDesk({
    ...{ config, store, clock, ...desks },
    onChange: (draftId) => hub.emit('drafts.changed', { draftIds: [draftId] }),
  });
}

export const startWriting = ({ options, store }: Base): WritingDesk => writingDesk({ config: options.config, store });

export function startCases(base: Base, door: RepositoryClient | null): CaseDesk {
  const { options, store, kept, hub, line, onBug, pace, random, witness } = base;
  const { config, clock, ids } = options;
  return caseDesk({
    believed: { keys: witness.keys, officeKeys: config.repository?.office?.keys ?? [] },
    ...{ config, store, kept, door, clock, ids, pace, random, onBug },
    onChange() {
      hub.emit('cases.changed', {});
      line.refresh();
    },
  });
}

/** The index of words, told of whatever changes what can be found. */
export function startSearch({ store, kept, fetched, hub, onBug }: Base): Indexer {
  const search = indexer({
    ...{ store, places: [fetched, kept], onBug },
    onChange: () => hub.emit('search.changed', standingOf(store.reader)),
  });
  hub.subscribe((event, data) => {
    if (event === 'trays.changed' || event === 'cases.changed') search.nudge();
    if (event === 'drafts.changed') search.draftsChanged((data as { readonly draftIds: readonly string[] }).draftIds);
  });
  return search;
}

export function startHome(base: Base, line: CopyLine | null, isBusy: () => boolean): HomeKeeper {
  const { options, store, kept, hub, onBug } = base;
  const { config, clock, storeKey, version } = options;
  if (config.secondCopy) {
    // A full disk is told by whatever needs it next; the escrow is tried again at the next start.
    keepEscrow(config.dataDir, storeKey, config.secondCopy.recoveryRecipients).catch((error: unknown) => {
      if (troubleOf(error) === null) onBug(error);
    });
  }
  const home = homeKeeper({
    ...{ config, store, kept, clock, version, isBusy, onBug, line },
    pace: options.homePace ?? usualHomePace,
    onChange: (status) => hub.emit('home.changed', status),
  });
  let wasOnline = false;
  hub.subscribe((event) => {
    if (event !== 'line.changed') return;
    const isOnline = base.line.read().state === 'online';
    const isBack = isOnline && !wasOnline;
    wasOnline = isOnline;
    const { repository, state } = home.status();
    if (isBack && repository && state === 'absent') home.soon();
  });
  return home;
}
