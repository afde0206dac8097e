import { FeedEvent } from '../../../contract/wire.ts';
import { type CursorLetter, cursorAt, placeNamed } from '../cursors.ts';
import type { Register } from '../port.ts';
import type { Query } from './database.ts';

/** A transaction that remembers whose feeds it told something: they are rung for when it is over. */
export interface Telling extends Query {
  readonly told: Set<string>;
}

/** Puts events into feeds and reads them. A feed's place is given under a lock that its transaction holds to the end: no reader ever
 * sees a later event before an earlier one. */
export interface PostgresFeed extends Pick<Register, 'feed' | 'receiptsAfter'> {
  tell(transaction: Telling, officeId: string, event: FeedEvent): Promise<void>;
}

/** One more place in the feed of the office `$1`, taken in the same statement as the event: `$2` kind, `$3` receipt, `$4` the event. */
const nextPlace = `
  INSERT INTO feed_places AS p (office_id, last_seq)
    VALUES ($1, (SELECT value::bigint FROM settings WHERE name = 'feedBase') + 1)
  ON CONFLICT (office_id) DO UPDATE SET last_seq = p.last_seq + 1 RETURNING last_seq`;

/** Where an office's feed ends: before its first event, where those of a register that moved here ended. */
export const newestOf = `
  coalesce((SELECT last_seq FROM feed_places WHERE office_id = $1),
    (SELECT value::bigint FROM settings WHERE name = 'feedBase'))`;

/** The newest event of the office `$1` at or before the place `$2`. */
const eventAt = 'SELECT event FROM feed WHERE office_id = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1';

export function postgresFeed(query: Query): PostgresFeed {
  const newest = async (officeId: string): Promise<number> =>
    (await query.one<{ newest: number }>(`SELECT ${newestOf} AS newest`, officeId))!.newest;
  const cursorOf = async (letter: CursorLetter, officeId: string, place: number): Promise<string> => {
    const event = await query.one<{ event: string }>(eventAt, officeId, place);
    return cursorAt(letter, place, event?.event ?? null);
  };
  /** The place that a cursor names; null where it was never given out here, or something else was told there since. */
  const placeIn = async (officeId: string, letter: CursorLetter, cursor: string): Promise<number | null> => {
    if (cursor === '') return 0;
    const place = placeNamed(letter, cursor);
    if (place === null || place > (await newest(officeId))) return null;
    return cursor === (await cursorOf(letter, officeId, place)) ? place : null;
  };
  return {
    async tell(transaction, officeId, event) {
      await transaction.run(
        `WITH place AS (${nextPlace}) INSERT INTO feed (office_id, seq, kind, receipt, event)
         SELECT $1, last_seq, $2, $3, $4 FROM place`,
        ...[officeId, event.kind, 'receipt' in event ? event.receipt : null, JSON.stringify(event)],
      );
      transaction.told.add(officeId);
    },
    async feed(officeId, cursor, limit) {
      const after = await placeIn(officeId, 's', cursor);
      if (after === null) return null;
      const rows = await query.all<{ seq: number; event: string }>(
        'SELECT seq, event FROM feed WHERE office_id = $1 AND seq > $2 ORDER BY seq LIMIT $3',
        ...[officeId, after, limit + 1],
      );
      const given = rows.slice(0, limit);
      const last = given.at(-1);
      return {
        events: given.map((row) => FeedEvent.parse(JSON.parse(row.event))),
        cursor: last ? cursorAt('s', last.seq, last.event) : cursor,
        more: rows.length > limit,
      };
    },
    async receiptsAfter(officeId, cursor, limit) {
      const after = cursor === 'latest' ? await newest(officeId) : await placeIn(officeId, 'r', cursor);
      if (after === null) return null;
      const rows = await query.all<{ seq: number; receipt: string }>(
        `SELECT seq, receipt FROM feed WHERE office_id = $1 AND seq > $2 AND kind IN ('registered', 'rendition')
         ORDER BY seq LIMIT $3`,
        ...[officeId, after, limit + 1],
      );
      const given = rows.slice(0, limit);
      return {
        receipts: given.map(({ receipt }) => receipt),
        cursor: await cursorOf('r', officeId, given.at(-1)?.seq ?? after),
        more: rows.length > limit,
      };
    },
  };
}
