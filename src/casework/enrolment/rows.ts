import { journalise } from '../journal/journal.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** What this desk keeps of its enrolment. */
export interface EnrolmentRow {
  /** PKCS#8, base64: it lies in the journal, which opens only with the key from the keychain. */
  readonly deviceKey: string;
  readonly jkt: string;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly enrolledAt: string | null;
  /** JWS, as the repository signed them. */
  readonly grants: readonly string[];
  /** The repository's clock at the last contact: no grant is honoured by a clock that was put back behind it. */
  readonly serverTime: string | null;
  /** The repository's own word that this device was revoked: a JWS. */
  readonly revocation: string | null;
}

export function readEnrolment(db: ReadableDB<'journal'>): EnrolmentRow | null {
  const row = db.get<Omit<EnrolmentRow, 'grants'> & { grants: string }>(
    sql`select device_key as deviceKey, jkt, person_id as personId, person_name as personName, enrolled_at as enrolledAt,
          grants, server_time as serverTime, revocation from enrolment`,
  );
  return row ? { ...row, grants: JSON.parse(row.grants) as string[] } : null;
}

/** Begins anew with a fresh key: what was enrolled with another one is over. */
export function keepDeviceKey(tx: WritableDB<'journal'>, key: Pick<EnrolmentRow, 'deviceKey' | 'jkt'>): void {
  tx.runExactly(
    1,
    sql`insert into enrolment (one, device_key, jkt) values (1, ${key.deviceKey}, ${key.jkt})
      on conflict (one) do update set device_key = excluded.device_key, jkt = excluded.jkt, person_id = null,
        person_name = null, enrolled_at = null, grants = '[]', server_time = null, revocation = null`,
  );
}

export interface SessionFacts {
  readonly personId: string;
  readonly name: string;
  readonly grants: readonly string[];
  readonly serverTime: string;
}

export function keepSession(tx: WritableDB<'journal'>, now: Date, facts: SessionFacts): void {
  const before = readEnrolment(tx);
  tx.runExactly(
    1,
    sql`update enrolment set person_id = ${facts.personId}, person_name = ${facts.name},
      enrolled_at = coalesce(enrolled_at, ${now.toISOString()}), grants = ${JSON.stringify(facts.grants)},
      server_time = ${facts.serverTime}`,
  );
  if (before?.enrolledAt === null)
    journalise(tx, now, { kind: 'deviceEnrolled', jkt: before.jkt, personId: facts.personId });
}

export function keepRevocation(tx: WritableDB<'journal'>, now: Date, jkt: string, revocation: string): void {
  tx.runExactly(1, sql`update enrolment set revocation = ${revocation}, grants = '[]'`);
  journalise(tx, now, { kind: 'deviceRevoked', jkt });
}

/** The same enrolment in another folder of this desk. */
export function adoptEnrolment(tx: WritableDB<'journal'>, now: Date, row: EnrolmentRow): void {
  keepDeviceKey(tx, row);
  tx.runExactly(
    1,
    sql`update enrolment set person_id = ${row.personId}, person_name = ${row.personName}, enrolled_at = ${row.enrolledAt},
      grants = ${JSON.stringify(row.grants)}, server_time = ${row.serverTime}, revocation = ${row.revocation}`,
  );
  const { jkt } = row;
  if (row.revocation !== null) journalise(tx, now, { kind: 'deviceRevoked', jkt });
  else journalise(tx, now, { kind: 'deviceEnrolled', jkt, personId: row.personId ?? '' });
}
