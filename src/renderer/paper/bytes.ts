import type { Outcome } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import type { Desk } from '../desk.ts';

const slice = 1_048_576;

/** Up to here a document is read whole and hashed on this side before it is drawn; above, it is read by ranges as it is leafed. */
export const hashedUpTo = 32 * 1024 * 1024;
/** A scan that is no PDF is drawn from the whole of it, so it is read whole up to here. */
export const scanUpTo = 128 * 1024 * 1024;

export interface Head {
  readonly bytes: Uint8Array;
  readonly size: number;
}

/** The first slice of a document, and its whole size. */
export const readHead = (desk: Desk, sha256: Sha256): Promise<Outcome<Head>> =>
  desk.call('documents.read', { sha256, offset: 0, length: slice });

/** Bytes `begin` (included) to `end` (excluded), in slices of at most 1 MiB. */
export async function readRange(
  desk: Desk,
  sha256: Sha256,
  begin: number,
  end: number,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const bytes = new Uint8Array(end - begin);
  for (let offset = begin; offset < end;) {
    const read = await desk.call('documents.read', { sha256, offset, length: Math.min(slice, end - offset) });
    if (!read.ok) return read;
    const got = read.value.bytes;
    if (got.length === 0 || got.length > end - offset)
      return { ok: false, failure: { kind: 'documentDamaged', sha256 } };
    bytes.set(got, offset - begin);
    offset += got.length;
  }
  return { ok: true, value: bytes };
}

/** The whole document after its head, or a failure; `onRead` is told how many bytes are here. */
export async function readWhole(
  desk: Desk,
  sha256: Sha256,
  head: Head,
  onRead: (bytes: number) => void,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const bytes = new Uint8Array(head.size);
  bytes.set(head.bytes.subarray(0, head.size));
  for (let offset = head.bytes.length; offset < head.size; offset += slice) {
    const part = await readRange(desk, sha256, offset, Math.min(offset + slice, head.size));
    if (!part.ok) return part;
    bytes.set(part.value, offset);
    onRead(offset + part.value.length);
  }
  return { ok: true, value: bytes };
}

/** SHA-256 as lower-case hexadecimal. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
