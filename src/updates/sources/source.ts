/** What a source gives for a path. `unreachable`: it may have it; nobody can tell now. */
export type Opened =
  | { readonly kind: 'found'; readonly bytes: AsyncIterable<Uint8Array>; readonly from: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreachable'; readonly detail: string };

/** A place that releases come from, trusted in nothing. */
export interface Source {
  /** For the log and the screen. */
  readonly name: string;
  /**
   * Opens a file. `from`: where to begin; a source that cannot begin there begins at 0 and says so. The iteration throws when
   * the line breaks. `to`: the byte after the last that is wanted; without it, all there is. A source may give more.
   */
  open(path: string, from: number, signal: AbortSignal, to?: number): Promise<Opened>;
}

/** A source's line broke, or said nothing for too long. */
export class SourceBroke extends Error {
  override name = 'SourceBroke';
}

/** Reads a small file whole; more than `max` bytes is `tooLong` (endless data). */
export async function readSmall(
  source: Source,
  path: string,
  max: number,
  patienceMs: number,
): Promise<
  | { readonly kind: 'found'; readonly bytes: Buffer }
  | { readonly kind: 'absent' }
  | { readonly kind: 'tooLong' }
  | { readonly kind: 'unreachable'; readonly detail: string }
> {
  const signal = AbortSignal.timeout(patienceMs);
  const opened = await source.open(path, 0, signal);
  if (opened.kind !== 'found') return opened;
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of opened.bytes) {
      length += part.length;
      if (length > max) return { kind: 'tooLong' };
      parts.push(part);
      if (signal.aborted) return { kind: 'unreachable', detail: 'too slow' };
    }
  } catch (error) {
    return { kind: 'unreachable', detail: error instanceof Error ? error.message : String(error) };
  }
  return { kind: 'found', bytes: Buffer.concat(parts) };
}
