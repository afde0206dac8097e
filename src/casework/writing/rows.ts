import { Macro } from '../../contract/writing.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

export const macrosOf = (db: ReadableDB, personId: string): Macro[] =>
  db
    .all<Macro>(sql`select short, text from main.macros where person_id = ${personId} order by short`)
    .map((row) => Macro.parse(row));

/** Takes the place of all that were there. Of two with one short form the last holds. */
export function putMacros(tx: WritableDB<'journal'>, personId: string, macros: readonly Macro[]): void {
  tx.run(sql`delete from macros where person_id = ${personId}`);
  for (const { short, text } of macros) {
    tx.run(sql`insert into macros (person_id, short, text) values (${personId}, ${short}, ${text})
      on conflict (person_id, short) do update set text = excluded.text`);
  }
}

export const ownWords = (db: ReadableDB, personId: string): string[] =>
  db
    .all<{ word: string }>(sql`select word from main.own_words where person_id = ${personId} order by word`)
    .map(({ word }) => word);

export function learnWord(tx: WritableDB<'journal'>, personId: string, word: string, known: boolean): void {
  if (known) tx.run(sql`insert into own_words (person_id, word) values (${personId}, ${word}) on conflict do nothing`);
  else tx.run(sql`delete from own_words where person_id = ${personId} and word = ${word}`);
}
