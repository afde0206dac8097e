import type { Sha256 } from '../../contract/ids.ts';
import type { Blobs } from '../blobs/port.ts';

/** The bytes of a file that is known to be here. */
export async function* bytesIn(blobs: Blobs, sha256: Sha256): AsyncGenerator<Uint8Array> {
  const source = await blobs.open(sha256);
  if (!source) throw new Error(`a file that was there a moment ago: ${sha256}`);
  try {
    yield* source.stream(0, source.size);
  } finally {
    source.close();
  }
}
