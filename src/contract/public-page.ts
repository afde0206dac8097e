import { z } from 'zod';
import { Instant, Sha256 } from './ids.ts';

/**
 * What the public page asks (`POST /v/check`) and is told. Nothing of a case, and of a reserved piece not even what kind of act it is.
 */
export const CodeQuestion = z.strictObject({ code: z.string().max(60) });

export const CodeAnswer = z.discriminatedUnion('kind', [
  /** No registered act has this code. */
  z.strictObject({ kind: z.literal('unknown') }),
  /** Not a code: a slip of the pen, or something else. */
  z.strictObject({ kind: z.literal('slip') }),
  z.strictObject({
    kind: z.literal('known'),
    /** Null for a reserved piece. */
    type: z.string().nullable(),
    registeredAt: Instant,
    repository: z.string(),
    /** As their certificates name them; null where the file cannot be read now. */
    signers: z.array(z.string()).nullable(),
    /** Which of them signed electronically, not digitally (Ley 25.506, art. 5), in the same order. */
    electronic: z.array(z.boolean()).nullable(),
    /** SHA-256 of those certificates, in the same order. */
    certificates: z.array(Sha256).nullable(),
    /** 0 is the registered file, n its n-th rendition. */
    files: z.array(z.strictObject({ n: z.int().min(0), sha256: Sha256 })).min(1),
    leaf: z.strictObject({ index: z.int().min(0), size: z.int().min(1) }).nullable(),
  }),
]);
export type CodeAnswer = z.infer<typeof CodeAnswer>;
