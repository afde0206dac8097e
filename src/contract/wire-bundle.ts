import { z } from 'zod';
import { ActId, Sha256 } from './ids.ts';
import { Problem, RegistrationRequest, RenditionRequest, Return } from './wire.ts';

/**
 * `POST /v1/bundles`: many acts in one streamed request, decided one by one while it still comes.
 *
 * The body (`application/vnd.fojas.bundle`, `Content-Encoding: br`) is one Brotli stream (RFC 7932) flushed after each frame, so that
 * what acts have in common goes over the line once. A frame is a header length (4 bytes, big-endian), that many bytes of JSON
 * (`FrameHeader`, UTF-8), and the header's `bytes` bytes of the file. The answer (`application/x-ndjson`) is one `BundleLine` a line,
 * written while the request is still open. A stream that breaks leaves every whole frame decided and nothing of the last.
 */
export const bundleType = 'application/vnd.fojas.bundle';

export const bundleLimits = {
  /** A frame's header, in bytes. */
  headerBytes: 16 * 1024,
  /** Of the bytes of one frame; what is larger goes to `/v1/blobs/{sha256}` in slices first. */
  frameBytes: 1024 * 1024,
  /** Of a whole bundle, once it is unpacked. */
  bundleBytes: 256 * 1024 * 1024,
  /** Of the unpacked to the packed, beyond the first mebibyte: a file of ours shrinks to a tenth, a bomb to a ten-thousandth. */
  ratio: 500,
} as const;

/** What comes with a frame of a file: all of it, the part after a file that the repository has (`after`), or nothing. */
const part = {
  /** How many bytes of the file follow the header. With `after: null`, 0 says that the file was sent before. */
  bytes: z.int().min(0).max(bundleLimits.frameBytes),
  after: Sha256.nullable(),
};

export const FrameHeader = z.discriminatedUnion('kind', [
  z.strictObject({
    ...{ kind: z.literal('act'), n: z.int().min(1), request: RegistrationRequest, ...part },
    /**
     * An act of the same case that was signed before and that is not known to be registered: where it is not, this one is put off too
     * (`predecessor-missing`), its file kept. Absent: it waits for nobody.
     */
    follows: ActId.optional(),
  }),
  z.strictObject({ kind: z.literal('rendition'), n: z.int().min(1), request: RenditionRequest, ...part }),
  z.strictObject({ kind: z.literal('return'), n: z.int().min(1), return: Return, bytes: z.literal(0) }),
]);
export type FrameHeader = z.infer<typeof FrameHeader>;

export const BundleLine = z.discriminatedUnion('kind', [
  /** The first line. After a cut, `/v1/receipts?after=` this tells everything that was registered since. */
  z.strictObject({ kind: z.literal('ready'), receipts: z.string() }),
  /** How many bytes of the body, as they came over the line, were taken in so far: the other end is alive and keeps up. */
  z.strictObject({ kind: z.literal('taken'), bytes: z.int().min(0) }),
  /** Registered, now or by the same frame before; the very same receipt. A rendition's is its own. */
  z.strictObject({ kind: z.literal('registered'), n: z.int().min(1), receipt: z.string().min(1) }),
  /** An office's repository has it and will carry it on; `statement` is its JWS that says so. It is no receipt (law 7). */
  z.strictObject({ kind: z.literal('received'), n: z.int().min(1), statement: z.string().min(1) }),
  /** A return was noted. */
  z.strictObject({ kind: z.literal('returned'), n: z.int().min(1) }),
  /** The same frame will be refused again. */
  z.strictObject({ kind: z.literal('refused'), n: z.int().min(1), problem: Problem }),
  /** Not now, or not without more: `problem.retry` says which. */
  z.strictObject({ kind: z.literal('later'), n: z.int().min(1), problem: Problem }),
  /** The last line: all frames were decided, or `problem` says why the rest was not read. */
  z.strictObject({ kind: z.literal('end'), frames: z.int().min(0), problem: Problem.nullable() }),
]);
export type BundleLine = z.infer<typeof BundleLine>;
