import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';

/**
 * A file as a list of blocks, whose borders its own content sets: two versions of a package share most of them wherever they have moved to.
 * Trusted in nothing: whatever is put together by it is judged by the signed length and hash of the whole file.
 */
export const Blocks = z.strictObject({
  v: z.literal(1),
  /** Length of each block in bytes, and the first 16 bytes of its SHA-256 (base64url). */
  blocks: z.array(z.tuple([z.int().min(1).max(1_048_576), z.string().regex(/^[A-Za-z0-9_-]{22}$/)])).max(50_000),
});
export type Blocks = z.infer<typeof Blocks>;

/** Where the list of a target's blocks lies, beside it. */
export const blocksPath = (targetPath: string): string => `${targetPath}.blocks`;
/** Longer than the list of a package of 3 GB. */
export const mostBlocksBytes = 4_000_000;

const [least, most] = [16 * 1024, 256 * 1024];
/** A border every 64 KiB on average: so many of the highest bits of the rolling sum are 0. */
const mask = 0xffff_0000;

/** A number for each byte, the same for ever: borders of old and new files are set by the same rule. */
const gear = Uint32Array.from({ length: 256 }, (_one, byte) =>
  createHash('sha256').update(`fojas blocks v1 ${byte}`).digest().readUInt32BE(0),
);

const nameOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest().subarray(0, 16).toString('base64url');

/** Reads a file through and tells each block as it ends: where it begins, its length, its name. */
async function* cut(
  file: string,
): AsyncGenerator<{ readonly at: number; readonly length: number; readonly name: string }> {
  const held = Buffer.alloc(most);
  let [length, at, sum] = [0, 0, 0];
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    for (const byte of piece) {
      held[length++] = byte;
      // A shift of 32 bits forgets bytes that are more than 32 back.
      sum = ((sum << 1) + gear[byte]!) >>> 0;
      if ((length >= least && (sum & mask) === 0) || length === most) {
        yield { at, length, name: nameOf(held.subarray(0, length)) };
        at += length;
        length = 0;
      }
    }
  }
  if (length > 0) yield { at, length, name: nameOf(held.subarray(0, length)) };
}

/** The list of a file's blocks, as it is published. */
export async function blocksOf(file: string): Promise<Blocks> {
  const blocks: [number, string][] = [];
  for await (const { length, name } of cut(file)) blocks.push([length, name]);
  return { v: 1, blocks };
}

/** What of a file must be fetched, and what lies here already, in a file of the version before. */
export interface Plan {
  readonly base: string;
  /** In order, without gaps; `from` where it lies in the base, null where it is to be fetched. */
  readonly pieces: readonly { readonly at: number; readonly length: number; readonly from: number | null }[];
  /** Bytes that need not be fetched. */
  readonly spared: number;
}

/** Compares a list with a file that is here; null where the list is none, is not of this length, or spares nothing. */
export async function planFor(text: Uint8Array, length: number, base: string): Promise<Plan | null> {
  const list = readList(text);
  if (list === null || list.blocks.reduce((sum, [size]) => sum + size, 0) !== length) return null;
  const here = new Map<string, number>();
  try {
    for await (const block of cut(base)) here.set(`${block.length} ${block.name}`, block.at);
  } catch {
    return null;
  }
  let at = 0;
  const pieces: Plan['pieces'][number][] = [];
  for (const [size, name] of list.blocks) {
    const from = here.get(`${size} ${name}`) ?? null;
    const last = pieces.at(-1);
    const goesOn =
      last !== undefined &&
      (from === null ? last.from === null : last.from !== null && last.from + last.length === from);
    if (goesOn) pieces[pieces.length - 1] = { ...last, length: last.length + size };
    else pieces.push({ at, length: size, from });
    at += size;
  }
  const spared = pieces.reduce((sum, piece) => sum + (piece.from === null ? 0 : piece.length), 0);
  return spared === 0 ? null : { base, pieces, spared };
}

function readList(text: Uint8Array): Blocks | null {
  try {
    return Blocks.safeParse(JSON.parse(Buffer.from(text).toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** The piece that goes on at this byte: to its end, from where it begins there. Null at the end of the file. */
export function pieceAt(plan: Plan, byte: number): { readonly end: number; readonly from: number | null } | null {
  const piece = plan.pieces.find(({ at, length }) => byte < at + length);
  if (piece === undefined) return null;
  return { end: piece.at + piece.length, from: piece.from === null ? null : piece.from + byte - piece.at };
}
