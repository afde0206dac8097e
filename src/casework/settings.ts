import type { Settings } from '../contract/calls.ts';
import { Settings as SettingsSchema } from '../contract/calls.ts';
import type { DeskPolicy } from '../contract/config.ts';
import { type ReadableDB, type WritableDB, sql } from './store/index.ts';

const usual: Settings = {
  ...{ locale: 'es-AR', theme: 'system', density: 'comfortable' },
  ...{ certificateSha256: null, visible: null },
};

/**
 * What this person chose; what cannot be read (a newer program wrote it) falls back to the usual. `desk`: what the institution decided of
 * it; a language that it fixed is nobody's choice.
 */
export function readSettings(db: ReadableDB<'journal'>, desk: DeskPolicy | undefined): Settings {
  const row = db.get<{ value: string }>(sql`select value from settings where name = 'settings'`);
  const parsed = row ? SettingsSchema.partial().safeParse(JSON.parse(row.value)) : null;
  const chosen = parsed?.success ? withoutHoles(parsed.data) : {};
  const decided = desk?.locale === undefined ? {} : { locale: desk.locale };
  return desk?.localeFixed ? { ...usual, ...chosen, ...decided } : { ...usual, ...decided, ...chosen };
}

/** Keeps what was chosen beside what was chosen before: what only the institution decided is not written down as a choice. */
export function writeSettings(
  tx: WritableDB<'journal'>,
  change: Partial<Settings>,
  desk: DeskPolicy | undefined,
): Settings {
  const row = tx.get<{ value: string }>(sql`select value from settings where name = 'settings'`);
  const chosen = (row ? JSON.parse(row.value) : {}) as Record<string, unknown>;
  const value = JSON.stringify({ ...chosen, ...withoutHoles(change) });
  tx.runExactly(
    1,
    sql`insert into settings (name, value) values ('settings', ${value})
      on conflict (name) do update set value = excluded.value`,
  );
  return readSettings(tx, desk);
}

function withoutHoles<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
