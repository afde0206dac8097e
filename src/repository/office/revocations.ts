import type Database from 'better-sqlite3-multiple-ciphers';
import { RevocationHeader, RevocationStatement, Revocations } from '../../contract/people.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { openJws } from '../../proof/index.ts';
import type { Upstream } from './upstream.ts';

/** Devices that the central repository revoked, as far as that is known in the office. */
export interface RevocationBook {
  /** What it signed of this device (a JWS); null where none is known. */
  of(jkt: string): string | null;
  /** Keeps what a believed key signed; anything else is passed over. */
  take(refusal: string): void;
  /** Asks for what is new, if that was long enough ago. @returns whether the line held */
  look(): Promise<boolean>;
}

export interface RevocationRooms {
  readonly db: Database.Database;
  readonly upstream: Pick<Upstream, 'read'>;
  /** Whose word is believed. */
  readonly pins: readonly ReceiptKey[];
  /** Between two questions, in milliseconds. */
  readonly everyMs: number;
}

/** What was learned stays, through kills and without a line: a revocation is never taken back, and a new enrolment has a new key. */
export function openRevocations({ db, upstream, pins, everyMs }: RevocationRooms): RevocationBook {
  const find = db.prepare('SELECT statement FROM office_revocations WHERE jkt = ?').pluck();
  const keep = db.prepare('INSERT INTO office_revocations (jkt, statement) VALUES (?, ?) ON CONFLICT DO NOTHING');
  let lookedAt = Number.NEGATIVE_INFINITY;
  const book: RevocationBook = {
    of: (jkt) => (find.get(jkt) as string | undefined) ?? null,
    take(refusal) {
      const statement = openJws(refusal, pins, RevocationHeader, RevocationStatement);
      if (statement) keep.run(statement.jkt, refusal);
    },
    async look() {
      if (performance.now() - lookedAt < everyMs) return true;
      const told = await upstream.read('/v1/revocations', Revocations);
      if (told.kind === 'line') return false;
      lookedAt = performance.now();
      // One of before offices were told answers no: a grant ends by itself there.
      if (told.kind === 'ok') for (const refusal of told.value.revocations) book.take(refusal);
      return true;
    },
  };
  return book;
}
