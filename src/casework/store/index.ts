export { type Db, type ReadableDB, type Reader, type StoreName, type WritableDB } from './database.ts';
export { type Sql, type SqlValue, allOf, sql } from './sql.ts';
export { type Store, type StoreOptions, openStore } from './store.ts';
export { troubleOf } from './trouble.ts';
