import type { ByteSource } from '../../bytes.ts';

/** A source followed by bytes in memory, as one: a document with updates that lie nowhere yet. Closing it leaves both open. */
export function appendedSource(base: ByteSource, tail: Uint8Array): ByteSource {
  const end = base.size + tail.length;
  const fromTail = (from: number, to: number) =>
    tail.subarray(Math.max(0, from - base.size), Math.max(0, to - base.size));
  return {
    size: end,
    readSync(offset, length) {
      const to = Math.min(end, offset + length);
      if (offset >= base.size) return Uint8Array.from(fromTail(offset, to));
      const first = base.readSync(offset, Math.min(to, base.size) - offset);
      return to <= base.size ? first : Buffer.concat([first, fromTail(base.size, to)]);
    },
    async *stream(from, to) {
      if (from < base.size) yield* base.stream(from, Math.min(to, base.size));
      if (to > base.size) yield fromTail(Math.max(from, base.size), Math.min(to, end));
    },
    close: () => undefined,
  };
}
