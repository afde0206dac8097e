import type { Failure } from '../../../contract/failures.ts';
import { ActId, Sha256 } from '../../../contract/ids.ts';
import { RegistrationRequest, Return } from '../../../contract/wire.ts';
import { type OutboxRow, openRow } from '../../outbox/rows.ts';
import { type SenderRooms, failureOfFile } from '../send.ts';
import type { BundleItem, Transport } from '../../../line/port.ts';
import type { OpenRendition, RenditionDoor } from './renditions.ts';

export interface UploadRooms extends SenderRooms {
  readonly transport: Transport;
  readonly renditions: RenditionDoor;
  readonly onChange: () => void;
}

/** What a key of the plan stands for, as it is now. */
export type Item =
  { readonly kind: 'row'; readonly row: OutboxRow } | { readonly kind: 'rendition'; readonly of: OpenRendition };

export const keyOfRow = (id: number): string => `row-${id}`;
export const keyOfRendition = ({ actId, n }: OpenRendition): string => `rendition-${actId}-${n}`;

/** Null where it came to its end meanwhile. */
export function itemOf({ store, renditions }: UploadRooms, key: string): Item | null {
  const id = /^row-(\d+)$/.exec(key)?.[1];
  if (id !== undefined) {
    const row = openRow(store.journal, Number(id));
    return row && { kind: 'row', row };
  }
  const of = renditions.open().find((one) => keyOfRendition(one) === key);
  return of ? { kind: 'rendition', of } : null;
}

/** The item as a bundle takes it, its file open; or what keeps our own file from being read. */
export function sourceOf(
  { kept, renditions }: UploadRooms,
  item: Item,
  how: {
    /** The repository has the file: it goes without bytes. */
    readonly whole: boolean;
    /** The repository lost the document: the file goes from its beginning. */
    readonly documentLost: boolean;
    /** The act that it must not overtake. */
    readonly follows: OutboxRow | null;
  },
):
  | { readonly kind: 'item'; readonly item: BundleItem; readonly bytes: number; close(): void }
  | { readonly kind: 'failure'; readonly failure: Failure } {
  if (item.kind === 'row' && item.row.kind === 'return') {
    const given = Return.parse(JSON.parse(item.row.payload));
    return { kind: 'item', item: { kind: 'return', return: given }, bytes: 0, close: () => undefined };
  }
  try {
    const file = how.whole ? null : kept.open(shaOf(item));
    const close = (): void => file?.close();
    if (item.kind === 'row') {
      const request = RegistrationRequest.parse(JSON.parse(item.row.payload));
      const { documentSha256, documentSize } = request;
      const after = how.documentLost ? null : { sha256: documentSha256, size: documentSize };
      const follows = how.follows && ActId.parse(how.follows.actId);
      const act: BundleItem = { kind: 'act', request, source: file, after, follows };
      return { kind: 'item', item: act, bytes: (file?.size ?? 0) - (after?.size ?? 0), close };
    }
    const { request, after } = renditions.requestOf(item.of);
    const rendition: BundleItem = { kind: 'rendition', request, source: file, after };
    return { kind: 'item', item: rendition, bytes: (file?.size ?? 0) - (after?.size ?? 0), close };
  } catch (error) {
    return { kind: 'failure', failure: failureOfFile(error, shaOf(item)) };
  }
}

export const shaOf = (item: Item): Sha256 =>
  item.kind === 'row'
    ? Sha256.parse((JSON.parse(item.row.payload) as { sha256?: unknown }).sha256)
    : Sha256.parse(item.of.sha256);

/** Of the whole file. */
export const sizeOf = (item: Item): number =>
  item.kind === 'row' ? RegistrationRequest.parse(JSON.parse(item.row.payload)).size : item.of.size;
