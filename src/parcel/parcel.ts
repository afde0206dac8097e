/**
 * A parcel: one file with a signed list and the files that the list names, sealed with age around all of it.
 *
 *   "FOJAS-PARCEL 1\n"
 *   4 bytes    length of the list, big-endian
 *   the list   JSON; it names every file that follows by SHA-256 and size, in order
 *   64 bytes   Ed25519 (RFC 8032), or ECDSA on P-256 with SHA-256 (r and s, IEEE P1363), by the key of whoever signs, over "FOJAS-PARCEL-v1\n" and the list
 *   the files  one after the other, nothing between them, nothing after the last
 *
 * Files have no names or paths, nothing is compressed, and the list says how much comes: there is no path to trick and no bomb to set off.
 */
import { type KeyObject, createHash, sign, verify } from 'node:crypto';

export type ParcelFault =
  | 'notAParcel'
  /** It ends too early. */
  | 'truncated'
  /** More comes than the list names. */
  | 'tooLong'
  /** The list, or a file, is larger than is taken here. */
  | 'tooLarge'
  /** The list was not signed by whom it says. */
  | 'forged'
  /** A file is not the one that the list names. */
  | 'otherBytes';

export class ParcelError extends Error {
  readonly kind: ParcelFault;

  constructor(kind: ParcelFault) {
    super(`a parcel: ${kind}`);
    this.name = 'ParcelError';
    this.kind = kind;
  }
}

export interface ParcelFileEntry {
  readonly sha256: string;
  readonly size: number;
}

const magic = Buffer.from('FOJAS-PARCEL 1\n');
const domain = Buffer.from('FOJAS-PARCEL-v1\n');
const signatureSize = 64;

/** What is signed of a list: the domain keeps a signature on anything else from passing as one on a list. */
export const listText = (list: Uint8Array): Uint8Array => Buffer.concat([domain, list]);

/** Signs a list as a parcel does. @param key Ed25519, or of P-256. */
export function signList(key: KeyObject, list: Uint8Array): Uint8Array {
  return sign(digestFor(key), listText(list), { key, dsaEncoding: 'ieee-p1363' });
}

export function isSignedBy(key: KeyObject, list: Uint8Array, signature: Uint8Array): boolean {
  return verify(digestFor(key), listText(list), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Ed25519 has its digest within. */
const digestFor = (key: KeyObject): 'sha256' | null => (key.asymmetricKeyType === 'ec' ? 'sha256' : null);

/** The bytes of a parcel, to be sealed. The files come in the order of the list, which the caller made. */
export async function* packParcel(
  list: Uint8Array,
  signature: Uint8Array,
  files: Iterable<AsyncIterable<Uint8Array>>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(list.length);
  yield Buffer.concat([magic, length, list, signature]);
  for (const file of files) yield* file;
}

export interface ParcelReading<L extends { readonly files: readonly ParcelFileEntry[] }> {
  readonly maxListBytes: number;
  /** Parses the list and checks who signed it. @throws ParcelError `forged`, or whatever else is wrong with it. */
  readonly admit: (list: Uint8Array, signature: Uint8Array) => L;
  /**
   * Takes one file. It must read the stream to its end; the end throws ParcelError when the bytes are not the file's, so nothing may
   * count before it.
   */
  readonly take: (file: L['files'][number], bytes: AsyncIterable<Uint8Array>) => Promise<void>;
}

/**
 * Reads a parcel to its end; answers the list only when all of it is there and whole.
 * @throws ParcelError
 */
export async function readParcel<L extends { readonly files: readonly ParcelFileEntry[] }>(
  plain: AsyncIterable<Uint8Array>,
  reading: ParcelReading<L>,
): Promise<L> {
  const source = reader(plain);
  try {
    const start = await source.exactly(magic.length).catch((error: unknown) => {
      if (error instanceof ParcelError) return null;
      throw error;
    });
    if (start === null || !magic.equals(start)) throw new ParcelError('notAParcel');
    const length = (await source.exactly(4)).readUInt32BE();
    if (length > reading.maxListBytes) throw new ParcelError('tooLarge');
    const list = await source.exactly(length);
    const admitted = reading.admit(list, await source.exactly(signatureSize));
    for (const file of admitted.files) {
      let whole = false;
      await reading.take(
        file,
        checked(source, file, () => (whole = true)),
      );
      if (!whole) throw new Error('a file of a parcel was not read to its end');
    }
    if (await source.hasMore()) throw new ParcelError('tooLong');
    return admitted;
  } finally {
    await source.close();
  }
}

/** Takes nothing: reads a stream to its end, which checks it. */
export async function skim(_file: unknown, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _piece of bytes);
}

async function* checked(
  source: Reader,
  { sha256, size }: ParcelFileEntry,
  onEnd: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  for (let left = size; left > 0;) {
    const piece = await source.upTo(left);
    hash.update(piece);
    left -= piece.length;
    yield piece;
  }
  if (hash.digest('hex') !== sha256) throw new ParcelError('otherBytes');
  onEnd();
}

interface Reader {
  exactly(length: number): Promise<Buffer>;
  /** At least one byte, at most `most`. */
  upTo(most: number): Promise<Uint8Array>;
  hasMore(): Promise<boolean>;
  close(): Promise<void>;
}

function reader(source: AsyncIterable<Uint8Array>): Reader {
  const pieces = source[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  let ended = false;
  const fill = async (): Promise<boolean> => {
    while (held.length === 0 && !ended) {
      const { done, value } = await pieces.next();
      if (done === true) ended = true;
      else held = value;
    }
    return held.length > 0;
  };
  const upTo = async (most: number): Promise<Uint8Array> => {
    if (!(await fill())) throw new ParcelError('truncated');
    const piece = held.subarray(0, most);
    held = held.subarray(piece.length);
    return piece;
  };
  return {
    upTo,
    async exactly(length) {
      const parts: Uint8Array[] = [];
      for (let left = length; left > 0;) {
        const piece = Uint8Array.from(await upTo(left));
        parts.push(piece);
        left -= piece.length;
      }
      return Buffer.concat(parts);
    },
    hasMore: fill,
    close: async () => void (await pieces.return?.()),
  };
}
