import { constants, createBrotliCompress, createBrotliDecompress } from 'node:zlib';

/** Packs frames into one Brotli stream, each frame whole in what is taken after its flush. */
export interface Packer {
  /** Answers what has to go over the line now; what is dropped meanwhile answers, too. */
  pack(bytes: Uint8Array): Promise<Buffer[]>;
  /** The rest, with the end of the stream. */
  end(): Promise<Buffer[]>;
  drop(): void;
}

/**
 * Quality 5 and a window of 4 MiB: what acts of one office have in common (letterhead, fonts, certificates) goes over the line once,
 * at about a millisecond an act. More quality costs ten times that for a twentieth of the bytes.
 */
export function createPacker(): Packer {
  const brotli = createBrotliCompress({
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 5,
      [constants.BROTLI_PARAM_LGWIN]: 22,
    },
  });
  const out: Buffer[] = [];
  brotli.on('data', (piece: Buffer) => out.push(piece));
  brotli.on('error', () => undefined);
  const step = (work: (then: () => void) => void): Promise<Buffer[]> =>
    new Promise((resolve) => work(() => resolve(out.splice(0))));
  return {
    pack: (bytes) =>
      step((then) => {
        brotli.write(bytes);
        brotli.flush(constants.BROTLI_OPERATION_FLUSH, then);
      }),
    end: () =>
      step((then) => {
        if (brotli.destroyed) return then();
        // Not 'end': what is dropped meanwhile never comes to it, and who waited for that would wait for good.
        brotli.once('close', then).end();
      }),
    drop: () => void brotli.destroy(),
  };
}

/** Lines may be no longer, and an answer no larger in all: a repository is not believed to mean well. */
const lineBytes = 64 * 1024;
const allBytes = 64 * 1024 * 1024;

/**
 * The lines of an answer as they come.
 * @throws where it does not unpack or runs over; and what `body` throws.
 */
export async function* linesOf(body: AsyncIterable<Buffer>, packed: boolean): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  let all = 0;
  for await (const piece of packed ? unpacked(body) : body) {
    all += piece.length;
    rest = Buffer.concat([rest, piece]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
    }
    if (rest.length > lineBytes || all > allBytes) throw new Error('an answer that runs over');
  }
}

/** The bytes of a packed answer as they come. @throws as `linesOf`. */
export async function* unpacked(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const brotli = createBrotliDecompress();
  const out: Buffer[] = [];
  let given = 0;
  let wrong: Error | null = null;
  brotli.on('error', (error) => (wrong = error));
  brotli.on('data', (piece: Buffer) => {
    given += piece.length;
    out.push(piece);
    if (given > allBytes) brotli.destroy(new Error('an answer that runs over'));
  });
  try {
    for await (const piece of body) {
      await new Promise<void>((resolve) => {
        brotli.once('close', resolve);
        brotli.write(piece, () => {
          brotli.off('close', resolve);
          resolve();
        });
      });
      yield* out.splice(0);
      if (wrong) throw wrong as Error;
    }
  } finally {
    brotli.destroy();
  }
}
