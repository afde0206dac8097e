import { FrameHeader, bundleLimits } from '../../contract/wire-bundle.ts';
import { BundleBroken } from './unpack.ts';

/** One frame: its header, and its bytes as they come. What is left of them is passed over when the next frame is asked for. */
export interface Frame {
  readonly header: FrameHeader;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Reads frames out of unpacked bytes (`contract/wire-bundle.ts`).
 * @throws {BundleBroken} `badFrame`, `tooLarge`, or `torn` in the middle of a frame; and what `pieces` throws.
 */
export async function* readFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const reader = byteReader(pieces);
  try {
    for (;;) {
      const length = await reader.exactly(4);
      if (length === null) return;
      const size = length.readUInt32BE();
      if (size === 0 || size > bundleLimits.headerBytes)
        throw new BundleBroken('badFrame', `a header of ${size} bytes`);
      const header = headerIn(await reader.exactly(size));
      let left = header.bytes;
      const bytes = async function* (): AsyncGenerator<Uint8Array> {
        while (left > 0) {
          const piece = await reader.some(left);
          if (piece === null) throw new BundleBroken('torn', 'ended in the middle of a frame');
          left -= piece.length;
          yield piece;
        }
      };
      yield { header, bytes: bytes() };
      for await (const piece of bytes()) void piece;
    }
  } finally {
    await reader.close();
  }
}

function headerIn(bytes: Buffer | null): FrameHeader {
  if (bytes === null) throw new BundleBroken('torn', 'ended in the middle of a frame');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new BundleBroken('badFrame', 'a header that is not JSON', { cause: error });
  }
  const parsed = FrameHeader.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.') || '(whole)'}: ${issue.code}`);
  const tooLarge = parsed.error.issues.some(({ path, code }) => path.join('.') === 'bytes' && code === 'too_big');
  throw new BundleBroken(tooLarge ? 'tooLarge' : 'badFrame', fields.slice(0, 5).join('; ').slice(0, 300));
}

function byteReader(pieces: AsyncIterable<Uint8Array>) {
  const iterator = pieces[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  const fill = async (): Promise<boolean> => {
    while (rest.length === 0) {
      const next = await iterator.next();
      if (next.done === true) return false;
      rest = next.value;
    }
    return true;
  };
  const some = async (most: number): Promise<Uint8Array | null> => {
    if (!(await fill())) return null;
    const piece = rest.subarray(0, most);
    rest = rest.subarray(piece.length);
    return piece;
  };
  return {
    some,
    /** Null at the end of the stream before the first byte. */
    async exactly(size: number): Promise<Buffer | null> {
      const parts: Uint8Array[] = [];
      for (let left = size; left > 0;) {
        const piece = await some(left);
        if (piece === null && parts.length === 0) return null;
        if (piece === null) throw new BundleBroken('torn', 'ended in the middle of a frame');
        parts.push(piece);
        left -= piece.length;
      }
      return Buffer.concat(parts);
    },
    close: async () => void (await iterator.return?.(undefined)),
  };
}
