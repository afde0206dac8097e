import type { ForkedDevice, Line } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';
import { isSettling } from '../casefile/feed.ts';
import { othersWaiting, outboxCounts } from '../outbox/rows.ts';
import { outageLog } from './outages.ts';
import { type Store, sql } from '../store/index.ts';
import { noteWhereItCan } from './notes.ts';

/** What is known of the line: remembered across restarts where it says how old the data is, told whenever it changes. */
export interface LineState {
  read(): Line;
  /** What time it is: this computer's clock, put right by what the repository's last said, if it ever said anything. */
  now(): Date;
  /** An answer of the repository that parsed. */
  contact(clockOffsetMs: number | null): void;
  /** The line failed; or, with `ownItem`, one thing failed on a line that works. */
  trouble(failure: Failure, ownItem?: 'ownItem'): void;
  syncing(working: boolean): void;
  /** So many things are set aside. */
  aside(n: number): void;
  /** The outbox changed. */
  refresh(): void;
  /** Whether the central repository answers the office's own; null where it is spoken to directly. */
  centre(state: NonNullable<Line['centre']> | null): void;
  /** This desk goes by another name than its configuration says. */
  forked(device: ForkedDevice): void;
  /** The office is closed. */
  close(): void;
}

// A contact is written down at most this often: it is a convenience, not worth a disk write for each answer.
const contactEveryMs = 5_000;

export function lineState(options: {
  readonly store: Store;
  readonly configured: boolean;
  readonly clock: () => Date;
  readonly onChange: (line: Line) => void;
}): LineState {
  const { store, clock } = options;
  const kept = store.cache.get<{ last_contact_at: string | null; clock_offset_ms: number | null }>(
    sql`select last_contact_at, clock_offset_ms from line`,
  );
  let lastContactAt = kept?.last_contact_at ?? null;
  let clockOffsetMs = kept?.clock_offset_ms ?? null;
  let writtenOffsetMs = clockOffsetMs;
  let reached = false;
  let lastFailure: Failure | null = null;
  let working = 0;
  let aside = 0;
  let forked: ForkedDevice | null = null;
  let centre: NonNullable<Line['centre']> | null = null;
  let writtenAt = -Infinity;
  let told = '';

  /** An office without a repository sends nothing. */
  const others = (): number => (options.configured ? othersWaiting(store.journal) : 0);
  const read = (): Line => ({
    state: !options.configured ? 'notConfigured' : reached ? 'online' : 'offline',
    lastContactAt,
    lastFailure,
    ...outboxCounts(store.journal),
    ...(others() > 0 && { others: others() }),
    aside,
    syncing: working > 0,
    clockOffsetMs,
    ...(isSettling(store.cache) && { settling: true as const }),
    ...(forked && { forkedDevice: forked }),
    ...(centre && { centre }),
  });
  const tell = (): void => {
    const line = read();
    // Each answer is a contact; a window is told of a new minute, not of each.
    const text = JSON.stringify({ ...line, lastContactAt: line.lastContactAt?.slice(0, 16), clockOffsetMs: null });
    if (text === told) return;
    told = text;
    options.onChange(line);
  };
  const now = (): Date => new Date(clock().getTime() + (clockOffsetMs ?? 0));
  const outages = outageLog({ store, now });
  /** Behind a repository inside the office the registry is out of reach while that one cannot reach it, however well it answers itself. */
  const noteReach = (): void => {
    if (!reached) return;
    if (centre?.reached === false) outages.down({ kind: 'centreUnreachable' });
    else outages.back();
  };
  return {
    read,
    now,
    contact(offset) {
      lastContactAt = clock().toISOString();
      if (offset !== null) clockOffsetMs = offset;
      reached = true;
      lastFailure = null;
      noteReach();
      // How wrong this clock is matters also to an office that is opened for a moment only.
      const isNews = offset !== null && Math.abs(offset - (writtenOffsetMs ?? Infinity)) > 1000;
      if (isNews || performance.now() - writtenAt > contactEveryMs) {
        writtenAt = performance.now();
        writtenOffsetMs = clockOffsetMs;
        noteWhereItCan(() =>
          store.cache.write((tx) =>
            tx.runExactly(
              1,
              sql`update line set last_contact_at = ${lastContactAt}, clock_offset_ms = ${clockOffsetMs}`,
            ),
          ),
        );
      }
      tell();
    },
    trouble(failure, ownItem) {
      // Who refuses or is busy was reached; who is silent or talks something else was not.
      if (ownItem === undefined && isOutOfReach(failure)) {
        reached = false;
        outages.down(failure);
      }
      lastFailure = failure;
      tell();
    },
    syncing(started) {
      working += started ? 1 : -1;
      tell();
    },
    aside(n) {
      aside = n;
      tell();
    },
    centre(state) {
      centre = state;
      noteReach();
      tell();
    },
    forked(device) {
      forked = device;
      tell();
    },
    refresh: tell,
    close: () => outages.close(),
  };
}

const isOutOfReach = ({ kind }: Failure): boolean =>
  kind === 'repositoryUnreachable' ||
  kind === 'repositoryGarbage' ||
  kind === 'proxySignInNeeded' ||
  kind === 'proxyMethodUnknown' ||
  kind === 'lineUntrusted';
