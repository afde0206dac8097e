import type Database from 'better-sqlite3-multiple-ciphers';
import { type DeviceSession, GrantHeader, GrantStatement } from '../../contract/people.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { SubstitutionHeader, SubstitutionStatement } from '../../contract/substitution.ts';
import { openJws } from '../../proof/index.ts';

/** Who stands for whom, as the central repository signed it for the desks that come for their grants by this one. */
export interface AppointmentBook {
  /** What a desk was last told, as far as it holds at this moment. */
  inForce(jkt: string, officeId: string, at: Date): readonly SubstitutionStatement[];
  /** Keeps what believed keys signed in the place of what that desk was told before; anything else is passed over. */
  take(session: DeviceSession): void;
}

/** What was learned stays, through kills and without a line: it holds at a desk as long, and no longer. */
export function openAppointments(db: Database.Database, pins: readonly ReceiptKey[]): AppointmentBook {
  const find = db.prepare('SELECT statement FROM office_substitutes WHERE jkt = ?').pluck();
  const forget = db.prepare('DELETE FROM office_substitutes WHERE jkt = ?');
  const keep = db.prepare('INSERT OR IGNORE INTO office_substitutes (jkt, statement) VALUES (?, ?)');
  const read = (token: string): SubstitutionStatement | null =>
    openJws(token, pins, SubstitutionHeader, SubstitutionStatement);
  const replace = db.transaction((jkt: string, tokens: readonly string[]): void => {
    forget.run(jkt);
    for (const token of tokens) if (read(token)?.cnf.jkt === jkt) keep.run(jkt, token);
  });
  return {
    inForce: (jkt, officeId, at) =>
      (find.all(jkt) as string[])
        .flatMap((token) => read(token) ?? [])
        .filter(
          (one) =>
            one.officeId === officeId &&
            new Date(one.from) <= at &&
            at <= new Date(one.until) &&
            at < new Date(one.offlineUntil),
        ),
    take({ grants }) {
      // Without a grant there is nobody to stand for anybody.
      const jkt = grants.map((token) => openJws(token, pins, GrantHeader, GrantStatement)?.cnf.jkt).find(Boolean);
      if (jkt !== undefined) replace.immediate(jkt, grants);
    },
  };
}
