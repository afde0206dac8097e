import type Database from 'better-sqlite3-multiple-ciphers';

/** More different statements than the house has; a text that is made anew each time must not fill the memory. */
const most = 500;

/**
 * Lets a database keep its statements: each text is compiled once, however often it is asked for. Whoever asks must run it to its end at
 * once (`get`, `all`, `run`) before the text is asked for again, and not `bind` it: it is shared.
 */
export function keepStatements(db: Database.Database): void {
  const prepare = db.prepare.bind(db) as (sql: string) => Database.Statement;
  const kept = new Map<string, Database.Statement>();
  const prepareOnce = (sql: string): Database.Statement => {
    const known = kept.get(sql);
    if (known) return known.reader ? known.pluck(false).raw(false) : known;
    const made = prepare(sql);
    if (kept.size >= most) kept.clear();
    kept.set(sql, made);
    return made;
  };
  db.prepare = prepareOnce as typeof db.prepare;
}
