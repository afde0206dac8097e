import { z } from 'zod';
import { ReceiptKey } from './receipts.ts';

/** One PC of the office serves the office's repository to the others (and to itself). The central one is that of `repository`. */
export const OfficeRepositoryConfig = z.strictObject({
  /** Everything it keeps lies here: a folder of its own, not the desk's. */
  dir: z.string().min(1),
  name: z.string().min(1).max(100).default('Repositorio de la oficina'),
  host: z.string().min(1).default('0.0.0.0'),
  port: z.int().min(0).max(65_535).default(7440),
  /** Told on the local network (mDNS). */
  announce: z.boolean().default(true),
});
export type OfficeRepositoryConfig = z.infer<typeof OfficeRepositoryConfig>;

/** Messages between the process that serves an office's repository and the one that started it. */
export const OfficeRepositoryControl = z.discriminatedUnion('kind', [
  /** Parent to repository, first message. */
  z.strictObject({
    kind: z.literal('serveOffice'),
    serve: OfficeRepositoryConfig,
    officeId: z.string().min(1),
    upstream: z.strictObject({ url: z.url(), accessKey: z.string().min(16), pinnedKeys: z.array(ReceiptKey).min(1) }),
    trustAnchors: z.array(z.string()),
  }),
  /** Repository to parent: it answers at `url`, and signs with `key` what it receives. */
  z.strictObject({ kind: z.literal('servingOffice'), url: z.string(), key: ReceiptKey }),
  /** Repository to parent: it does not start, and why (a code). It ends. */
  z.strictObject({ kind: z.literal('notServingOffice'), reason: z.string() }),
  /** Parent to repository: finish what is in hand, close, exit. */
  z.strictObject({ kind: z.literal('stopServing') }),
]);
export type OfficeRepositoryControl = z.infer<typeof OfficeRepositoryControl>;
