/** Tokens, and what is signed with them. */
import type { OfficeConfig } from '../../contract/config.ts';
import { libraryTag } from '../../contract/diary-fields.ts';
import { readAct } from '../casefile/act-rows.ts';
import { templateCatalogue, usualProfiles } from '../drafts/templates/catalogue.ts';
import type { LevelsDesk } from '../levels/desk.ts';
import { enqueueAct } from '../outbox/rows.ts';
import { readSettings } from '../settings.ts';
import { appearancesOf } from '../signing/appearance.ts';
import { cardHand } from '../signing/card-hand.ts';
import { kindObjections } from '../signing/electronic.ts';
import type { KeepRooms } from '../signing/keep.ts';
import type { Calendar } from '../signing/calendar.ts';
import { type SigningDesk, signingDesk } from '../signing/desk.ts';
import type { Accepted } from '../signing/preflight/judge.ts';
import { runPreflight } from '../signing/preflight/preflight.ts';
import { type Rehearsal, rehearsal } from '../signing/rehearsal.ts';
import { type TokenPorts, tokenPorts } from '../signing/token-ports.ts';
import { usualPatience } from '../signing/token-session.ts';
import { spaced } from '../spaced.ts';
import { type Readers, readersOf } from '../tokens/readers.ts';
import type { Base } from './base.ts';
import type { Authorities } from './levels.ts';

export interface TokenParts {
  readonly tokens: TokenPorts;
  readonly readers: Readers;
  /** A removal that is rehearsed, in practice mode. */
  readonly staged: Rehearsal;
}

export function openTokens({ options, hub, line }: Base): TokenParts {
  const changed = (): void => hub.emit('tokens.changed', {});
  const { practiceCard } = options.config;
  const staged = rehearsal(
    (now) => {
      hub.emit('rehearsal.changed', now);
      changed();
    },
    practiceCard === undefined ? null : cardHand(practiceCard),
  );
  const tokens = tokenPorts(
    options.config.tokenLibraries,
    line.now,
    changed,
    (libraryId) => {
      options.log('hostHangs', { library: libraryTag(libraryId) });
      options.onTokenHung?.(libraryId);
    },
    (client) => staged.around(client),
  );
  return { tokens, staged, readers: readersOf(changed) };
}

/** While a batch signs, what was signed is sent in lots, not later than this; at its end, at once. */
const sendingEveryMs = 4000;

export interface SigningNeeds {
  readonly tokens: TokenPorts;
  readonly authorities: Authorities;
  readonly levels: LevelsDesk;
  readonly calendar: Calendar;
  /** An act was kept: whatever waits for that goes on. */
  readonly onKept: () => void;
  /** Signed acts are to be sent. */
  readonly onToSend: () => void;
  /** A batch has come to its end. */
  readonly onBatchEnd: () => void;
}

/** What may be signed electronically in this office, by its models. */
export const electronicTypesOf = ({ office }: Pick<OfficeConfig, 'office'>): string[] =>
  templateCatalogue().electronicTypes(office.profiles ?? usualProfiles);

export interface SigningParts {
  readonly signing: SigningDesk;
  readonly preflight: (request: Parameters<typeof runPreflight>[1]) => ReturnType<typeof runPreflight>;
  stopSending(): void;
}

/** @param accepted whose certificates the repository accepts; null while it has not said */
export function openSigning(base: Base, needs: SigningNeeds, accepted: () => Accepted | null): SigningParts {
  const { options, store, kept, fetched, hub, line, onBug, boundary } = base;
  const { config, clock, ids } = options;
  const { tokens, authorities, levels } = needs;
  const { asker } = authorities;
  const { trustAnchors, person } = config;
  const standsFor = () => person.standsFor ?? [];
  const claims = { name: person.name, location: config.office.name };
  const appearances = appearancesOf(config, () => readSettings(store.journal, config.desk).locale);
  const kindObjection = kindObjections(config, () => electronicTypesOf(config));
  const clockOffsetMs = (): number | null => line.read().clockOffsetMs;
  // Each act on its way costs flushes of its own, which would compete with those of the next act's keeping.
  const sending = spaced(needs.onToSend, sendingEveryMs);
  const enqueue: KeepRooms['enqueue'] = (tx, request, now, othersElectronic) => {
    enqueueAct(tx, request, now);
    levels.want(tx, request.actId, now, request.electronic === true || othersElectronic);
  };
  const signing = signingDesk({
    ...{ tokens, trustAnchors, onBug, clockOffsetMs, now: line.now, revokedAt: asker.revokedAt },
    person: { ...person, substitute: person.substitute ?? null },
    locality: () => config.office.locality ?? null,
    calendar: needs.calendar,
    hasRepository: config.repository !== null,
    rooms: {
      ...{
        store,
        reader: store.reader,
        kept,
        fetched,
        clock,
        ids,
        enqueue,
        claims,
        boundary,
        appearances,
        kindObjection,
      },
      personId: person.personId,
      standsFor,
      deviceId: config.deviceId,
      patience: options.tokenPatience ?? usualPatience,
      events: {
        onBatch(batch) {
          hub.emit('batch.changed', batch);
          if (batch.finishedAt === null) return;
          sending.now();
          needs.onBatchEnd();
        },
        onItem: (batchId, index, item) => hub.emit('batch.item', { batchId, index, item }),
      },
      pauseMs: config.signing && config.signing.pauseMinutes * 60_000,
      onKept() {
        hub.traysChanged('toSign', 'signed', 'queue');
        line.refresh();
        needs.onKept();
        sending.soon();
      },
    },
  });
  const preflightRooms = {
    ...{ tokens, trustAnchors, clockOffsetMs, accepted, now: line.now, revocation: asker.ask },
    prepare: {
      ...{ reader: store.reader, fetched, clock, claims, appearances, kindObjection },
      ...{ personId: person.personId, standsFor, capacity: person.capacity },
    },
    personCuil: person.cuil,
    titleOf: (actId: string) => readAct(store.reader, actId)?.title ?? '',
  };
  return {
    signing,
    preflight: (request) => runPreflight(preflightRooms, request),
    stopSending: () => sending.stop(),
  };
}
