import { z } from 'zod';
import { Sha256 } from './ids.ts';

/**
 * Large files go to the address they will have, in slices that continue where the repository says it is (the header names are those
 * of draft-ietf-httpbis-resumable-upload):
 *
 * HEAD  /v1/blobs/{sha256}   -> 200 Content-Length, `Upload-Complete: ?1` | 200 `Upload-Complete: ?0`, `Upload-Offset: N` when the
 *                               request carries `Upload-Length` | 404
 * PATCH /v1/blobs/{sha256}   `application/partial-upload`, `Upload-Length`, `Upload-Offset` and bytes -> 204 `Upload-Offset`,
 *                               `Upload-Complete: ?0` | 201 `Upload-Complete: ?1` (hashed whole) | 409 `mismatching-upload-offset`
 *                               with `Upload-Offset` | 422 `blob-hash-mismatch` (what was there is dropped: begin again)
 *
 * What was told as an offset is durable. What a cut slice brought counts, so a cut costs what was on the line. An office sees its own
 * unfinished files only.
 */
export const sliceType = 'application/partial-upload';

export const uploadLimits = {
  /** Unfinished files of one office. */
  perOffice: 64,
  /** Counted from the last byte that came, in milliseconds. */
  restMs: 7 * 24 * 3600 * 1000,
} as const;

/** POST /v1/blobs/query: which of these files does the repository lack, for this office? */
export const BlobQuery = z.strictObject({ files: z.array(Sha256).max(1000) });
export type BlobQuery = z.infer<typeof BlobQuery>;

export const BlobAnswer = z.strictObject({
  lacking: z.array(Sha256),
});
export type BlobAnswer = z.infer<typeof BlobAnswer>;
