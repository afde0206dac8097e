import type { FeedEvent } from '../contract/wire.ts';
import type { CaseEntry } from '../contract/wire-entries.ts';
import { isMove } from './entries/move.ts';

/**
 * What was new in a wording is said to those alone who know it, on the line and on a stick: a desk refuses whole what it does not know.
 * @param version the newest wording that the reader knows (`wireVersion`); empty: the first
 */
export function saidTo(version: string, event: FeedEvent): FeedEvent | readonly FeedEvent[] {
  switch (event.kind) {
    case 'registered':
      return {
        ...event,
        ...(version >= '2026-11-24' ? {} : { electronic: undefined }),
        ...(version >= '2026-11-27' ? {} : { signers: undefined }),
        ...(version >= '2026-11-28' ? {} : { substitute: undefined }),
      };
    case 'partlySigned':
    case 'halfReceived':
      return {
        ...event,
        ...(version >= '2026-11-25' ? {} : { electronic: undefined }),
        ...(version >= '2026-11-28' ? {} : { substitute: undefined }),
      };
    case 'entry':
      if (event.entry.kind === 'remade') return version >= '2026-11-29' ? event : [];
      if (event.entry.kind === 'captionSet') return version >= '2026-11-28' ? event : [];
      if (event.entry.kind === 'hearing') return version >= '2026-11-27' ? event : [];
      if (event.entry.kind === 'breakGlass') return version >= '2026-11-26' ? event : [];
      if (event.entry.kind === 'actLevelAsked' || event.entry.kind === 'actLevelSet')
        return version >= '2026-11-28' ? event : [];
      if (isNewOfNotices(event.entry)) return version >= '2026-11-28' ? event : [];
      return version >= '2026-11-25' || !isMove(event.entry) ? event : [];
    default:
      return event;
  }
}

/** Who is to be told of an act, and what more is said of a notice than that it was given, since 2026-11-28. */
const isNewOfNotices = (entry: CaseEntry): boolean =>
  entry.kind === 'addressees' ||
  (entry.kind === 'notified' &&
    (entry.means === 'hearing' || entry.trouble !== undefined || entry.givenAt !== undefined));
