import type { Sha256 } from '../../contract/ids.ts';
import type { ByteSource } from '../../signature/index.ts';

export type PutOutcome =
  | { readonly kind: 'created'; readonly size: number }
  | { readonly kind: 'present'; readonly size: number }
  /** The bytes that came hash to something else: nothing was kept. */
  | { readonly kind: 'hashMismatch'; readonly actual: string }
  | { readonly kind: 'tooLarge'; readonly limit: number }
  | { readonly kind: 'storageFull' };

/** Files addressed by their SHA-256, never changed (law 5). */
export interface Blobs {
  /** Size in bytes, or null where the file is not here. */
  size(sha256: Sha256): Promise<number | null>;
  /**
   * Durable (file and folder fsynced) before it answers `created`. The bytes are hashed also where the file is here already: whoever
   * gets `present` has shown that they hold it.
   */
  put(sha256: Sha256, bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<PutOutcome>;
  /**
   * Takes over a durable local file, which leaves its place: hashed whole, and durable under its address before it answers `created`.
   * The path stays the caller's to clear where the answer is another.
   */
  adopt(sha256: Sha256, path: string): Promise<Exclude<PutOutcome, { readonly kind: 'tooLarge' }>>;
  /** Random access; the caller closes it. Null where the file is not here. */
  open(sha256: Sha256): Promise<ByteSource | null>;
  /** Takes a file that no longer hashes to its address out of service, keeping it for whoever looks into it. */
  setAside(sha256: Sha256): Promise<void>;
  /**
   * Removes a file that nothing needs any more, with every version of it; durable when it answers. `locked`: nobody can before its days are
   * over, and it stays as it was. Cut in the middle, the same is done again.
   */
  remove(sha256: Sha256): Promise<'removed' | 'absent' | 'locked'>;
}
