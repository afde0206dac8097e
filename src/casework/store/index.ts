export { type Db, type ReadableDB, type Reader, type StoreName, type WritableDB } from './database.ts';
export { type Sql, type SqlValue, allOf, sql } from './sql.ts';
export { type Store, type StoreOptions, journalMigrations, openStore } from './store.ts';
export { type DamagedDatabase, type Row, insertRow, openDamaged } from './salvage.ts';
export { troubleOf } from './trouble.ts';
