import { type ReadableDB, type Store, sql } from '../store/index.ts';

/**
 * Notes who sits at this desk from now on. Several people may work on one folder, one after the other: what was shown, and who signed first of
 * several, is asked for by person.
 */
export function sitDown({ journal }: Pick<Store, 'journal'>, personId: string): void {
  if (journal.get(sql`select 1 from settings where name = 'sitting' and value = ${personId}`)) return;
  journal.write((tx) =>
    tx.run(sql`insert into settings (name, value) values ('sitting', ${personId})
      on conflict (name) do update set value = excluded.value`),
  );
}

/** Who sits here; null in a folder at which no office was opened since that is noted. */
export const sitting = (db: ReadableDB): string | null =>
  db.get<{ value: string }>(sql`select value from main.settings where name = 'sitting'`)?.value ?? null;
