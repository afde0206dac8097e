import type { RenditionRequest } from '../../contract/wire.ts';
import type { RenditionPlace } from './port.ts';

/** A file of an act that is here already: `n` is 0 for the registered one. */
export interface GrownFile {
  readonly n: number;
  readonly sha256: string;
  readonly size: number;
}

/**
 * How a longer file stands to what is here.
 * @param here the rendition of that number, where there is one.
 * @param newest the newest file; null where the act is not registered.
 */
export function placeAfter(
  { n, sha256, size, prefixSha256, prefixSize }: RenditionRequest,
  here: (GrownFile & { readonly prefixSha256: string; readonly receipt: string }) | null,
  newest: GrownFile | null,
): RenditionPlace {
  if (!newest) return { kind: 'notRegistered' };
  if (here) {
    const same = here.sha256 === sha256 && here.size === size && here.prefixSha256 === prefixSha256;
    return same ? { kind: 'replayed', receipt: here.receipt } : { kind: 'reused' };
  }
  const follows = newest.n === n - 1 && newest.sha256 === prefixSha256 && newest.size === prefixSize;
  return { kind: follows ? 'next' : 'outOfOrder' };
}
