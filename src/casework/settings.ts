import type { Settings } from '../contract/calls.ts';
import { Settings as SettingsSchema } from '../contract/calls.ts';
import { type ReadableDB, type WritableDB, sql } from './store/index.ts';

const usual: Settings = {
  ...{ locale: 'es-AR', theme: 'system', density: 'comfortable' },
  ...{ certificateSha256: null, visible: null },
};

/** What this person chose; what cannot be read (a newer program wrote it) falls back to the usual. */
export function readSettings(db: ReadableDB<'journal'>): Settings {
  const row = db.get<{ value: string }>(sql`select value from settings where name = 'settings'`);
  if (!row) return usual;
  const parsed = SettingsSchema.partial().safeParse(JSON.parse(row.value));
  return parsed.success ? { ...usual, ...withoutHoles(parsed.data) } : usual;
}

export function writeSettings(tx: WritableDB<'journal'>, change: Partial<Settings>): Settings {
  const settings: Settings = { ...readSettings(tx), ...withoutHoles(change) };
  tx.runExactly(
    1,
    sql`insert into settings (name, value) values ('settings', ${JSON.stringify(settings)})
      on conflict (name) do update set value = excluded.value`,
  );
  return settings;
}

function withoutHoles<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
