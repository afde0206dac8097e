import type { AnswerParcel } from '../../contract/stick.ts';
import { packParcel, seal, writeWhole } from '../../parcel/index.ts';
import { readCheckpoint } from '../../proof/index.ts';
import type { BundleRooms } from '../bundles/decide.ts';
import type { EntryRooms } from '../entries/take.ts';
import type { AdmitRooms, AnswerTo } from './admit.ts';

export interface StickRooms extends BundleRooms, EntryRooms, AdmitRooms {}

/** Where the log stands, grown out of what the other side has seen of it. */
export async function carriedLog(
  { keeper }: Pick<StickRooms, 'keeper'>,
  known?: string,
): Promise<Pick<AnswerParcel, 'log'>> {
  if (!keeper) return {};
  const from = known === undefined ? 0 : (readCheckpoint(known)?.size ?? 0);
  return { log: { from, head: await keeper.head(from) } };
}

/** Signs a list and seals it, with its files. */
export async function writeParcel(
  list: { readonly files: readonly { readonly sha256: string; readonly size: number }[] },
  to: AnswerTo,
  files: Iterable<AsyncIterable<Uint8Array>>,
  out: string,
): Promise<void> {
  const text = Buffer.from(JSON.stringify(list));
  await writeWhole(out, seal([to.recipient], packParcel(text, to.sign(text), files)));
}
