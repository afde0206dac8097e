import type { OfficeConfig } from '../../contract/config.ts';
import { ParcelKeyHeader, ParcelKeyStatement, type ReceiptKey } from '../../contract/receipts.ts';
import { openJws } from '../../proof/index.ts';
import { type Store, sql } from '../store/index.ts';

/** To whom a parcel is sealed: `name` is what the repository calls itself; null where the configuration alone says the key. */
export interface ParcelRecipient {
  readonly recipient: string;
  readonly name: string | null;
}

/** Keeps what the repository said of its key, where a believed key signed it. */
export function keepParcelKey(store: Store, jws: string | undefined, keys: readonly ReceiptKey[]): void {
  if (jws === undefined || !openJws(jws, keys, ParcelKeyHeader, ParcelKeyStatement)) return;
  store.cache.write((tx) => tx.run(sql`update line set parcel_key = ${jws} where parcel_key is not ${jws}`));
}

/** The key to seal to: the configuration's where it names one, else what the repository said and its key vouches for. Null: none is known. */
export function parcelRecipient(
  { config, store }: { readonly config: OfficeConfig; readonly store: Store },
  keys: readonly ReceiptKey[],
): ParcelRecipient | null {
  const kept = store.cache.get<{ parcel_key: string | null }>(sql`select parcel_key from line`)?.parcel_key ?? null;
  const told = kept === null ? null : openJws(kept, keys, ParcelKeyHeader, ParcelKeyStatement);
  const configured = config.repository?.parcelRecipient;
  if (configured !== undefined)
    return { recipient: configured, name: told?.recipient === configured ? told.repository : null };
  return told && { recipient: told.recipient, name: told.repository };
}
