import type Database from 'better-sqlite3-multiple-ciphers';
import type { AccessEntry } from '../../contract/people.ts';
import type { ActId } from '../../contract/ids.ts';
import { CaseEntry } from '../../contract/wire-entries.ts';
import { type AccessFact, chained, chainRoot } from './chain.ts';

/** What is kept of people, each kind under ids of its own: offices, persons with their grants, devices by their key, codes, secrets, keys and certificates of electronic signatures, court calendars by whom they are for, models of acts by their profile. */
export type PeopleKind = 'office' | 'person' | 'device' | 'code' | 'secret' | 'electronic' | 'calendar' | 'templates';

/** What of a record is to stand afterwards (null: none), and what is answered. */
export interface Change<T> {
  readonly after: string | null;
  readonly answer: T;
}

export interface FileUses {
  readonly acts: readonly ActId[];
  readonly pieces: readonly CaseEntry[];
}

/** People and accesses in the register. Every answer is durable before it is given. */
export interface PeopleBook {
  get(kind: PeopleKind, id: string): Promise<string | null>;
  /** Records of a kind in the order of their ids. */
  list(kind: PeopleKind): Promise<readonly string[]>;
  /** Reads and writes one record in one transaction: of two that come at once, the second finds what the first left. */
  change<T>(kind: PeopleKind, id: string, how: (before: string | null) => Change<T>): Promise<T>;
  /** Of which acts and pieces of evidence a file is: its hash may stand in several. */
  usesOf(sha256: string): Promise<FileUses>;
  /** Writes down accesses, in this order, each chained to the one before. */
  note(facts: readonly AccessFact[]): Promise<void>;
  /** Entries after `seq`, the oldest first. */
  accesses(seq: number, limit: number): Promise<readonly AccessEntry[]>;
  /** The newest entry's number and hash; 0 and the root of the chain where there is none. */
  accessHead(): Promise<{ readonly seq: number; readonly hash: string }>;
}

export function peopleBook(db: Database.Database): PeopleBook {
  const get = (kind: PeopleKind, id: string): string | null =>
    (
      db.prepare('SELECT record FROM people_records WHERE kind = ? AND id = ?').get(kind, id) as
        { record: string } | undefined
    )?.record ?? null;
  const head = (): { seq: number; hash: string } =>
    (db.prepare('SELECT seq, hash FROM access_log ORDER BY seq DESC LIMIT 1').get() as
      { seq: number; hash: string } | undefined) ?? { seq: 0, hash: chainRoot };
  const write = (kind: PeopleKind, id: string, record: string | null): void => {
    if (record === null) db.prepare('DELETE FROM people_records WHERE kind = ? AND id = ?').run(kind, id);
    else
      db.prepare(
        `INSERT INTO people_records (kind, id, record) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET record = excluded.record`,
      ).run(kind, id, record);
  };
  return {
    get: async (kind, id) => get(kind, id),
    list: async (kind) =>
      (
        db.prepare('SELECT record FROM people_records WHERE kind = ? ORDER BY id').all(kind) as { record: string }[]
      ).map(({ record }) => record),
    change: async (kind, id, how) =>
      db
        .transaction(() => {
          const before = get(kind, id);
          const { after, answer } = how(before);
          if (after !== before) write(kind, id, after);
          return answer;
        })
        .immediate(),
    async usesOf(sha256) {
      const acts = db
        .prepare(
          `SELECT act_id FROM acts WHERE proposal ->> '$.documentSha256' = @sha256
           UNION SELECT act_id FROM registrations WHERE sha256 = @sha256
           UNION SELECT act_id FROM renditions WHERE sha256 = @sha256
           UNION SELECT act_id FROM joint_signatures WHERE sha256 = @sha256`,
        )
        .pluck()
        .all({ sha256 }) as ActId[];
      const pieces = db
        .prepare("SELECT entry FROM case_entries WHERE kind = 'piece' AND entry ->> '$.sha256' = ?")
        .pluck()
        .all(sha256) as string[];
      return { acts, pieces: pieces.map((text) => CaseEntry.parse(JSON.parse(text))) };
    },
    note: async (facts) =>
      db
        .transaction(() => {
          const add = db.prepare('INSERT INTO access_log (seq, entry, hash) VALUES (?, ?, ?)');
          for (const { seq, entry, hash } of chained(head(), facts)) add.run(seq, entry, hash);
        })
        .immediate(),
    accesses: async (seq, limit) =>
      (
        db.prepare('SELECT seq, entry, hash FROM access_log WHERE seq > ? ORDER BY seq LIMIT ?').all(seq, limit) as {
          seq: number;
          entry: string;
          hash: string;
        }[]
      ).map(({ seq: at, entry, hash }) => ({ seq: at, ...(JSON.parse(entry) as AccessFact), hash })),
    accessHead: async () => head(),
  };
}
