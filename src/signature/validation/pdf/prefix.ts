import type { ByteSource } from '../../bytes.ts';

/** The first `size` bytes of a source as a source of its own: a signed revision. Closing it leaves the whole open. */
export function prefixOf(source: ByteSource, size: number): ByteSource {
  return {
    size: Math.min(size, source.size),
    readSync: (offset, length) => source.readSync(offset, Math.max(0, Math.min(length, size - offset))),
    stream: (from, to) => source.stream(from, Math.min(to, size)),
    close: () => undefined,
  };
}
