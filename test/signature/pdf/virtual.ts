import type { ByteSource } from '../../../src/signature/bytes.ts';

/** A source of any size that holds zeros but for a few pieces: what a sparse file is on a disk. */
export function virtualSource(
  size: number,
  pieces: readonly { readonly at: number; readonly bytes: Uint8Array }[],
): ByteSource {
  const readSync = (offset: number, length: number): Uint8Array => {
    const out = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    for (const { at, bytes } of pieces) {
      const from = Math.max(offset, at);
      const to = Math.min(offset + out.length, at + bytes.length);
      if (from < to) out.set(bytes.subarray(from - at, to - at), from - offset);
    }
    return out;
  };
  return {
    size,
    readSync,
    async *stream(from, to) {
      for (let at = from; at < to; at += 1 << 20) yield readSync(at, Math.min(1 << 20, to - at));
    },
    close: () => undefined,
  };
}

/** The document with its cross-references moved so that it has `size` bytes; nothing but zeros lies between. */
export function stretched(pdf: Buffer, size: number): ByteSource {
  const text = pdf.toString('latin1');
  const xref = Number(/startxref\s+(\d+)/.exec(text)![1]);
  const ending = (at: number) => Buffer.from(text.slice(xref).replace(/startxref\s+\d+/, `startxref\n${at}`), 'latin1');
  let at = size;
  for (let i = 0; i < 3; i++) at = size - ending(at).length;
  return virtualSource(size, [
    { at: 0, bytes: pdf.subarray(0, xref) },
    { at, bytes: ending(at) },
  ]);
}
