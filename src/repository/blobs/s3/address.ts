import { z } from 'zod';

/** Where files lie on an S3 service, and for how long they cannot be removed. */
export interface S3Address {
  readonly bucket: string;
  /** Before every key; '' or ends with a slash. */
  readonly prefix: string;
  /** Null: the service that the region names. */
  readonly endpoint: string | null;
  readonly region: string;
  /** `https://host/bucket/key` instead of `https://bucket.host/key`. */
  readonly pathStyle: boolean;
  /** Days for which nobody may remove a file; null: the storage is trusted not to. */
  readonly retainDays: number | null;
}

const Query = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  region: z.string().min(1).default('us-east-1'),
  'path-style': z.enum(['true', 'false']).optional(),
  lock: z.enum(['compliance', 'none']).default('compliance'),
  'retain-days': z
    .string()
    .regex(/^[1-9]\d{0,4}$/)
    .transform(Number)
    .default(3653),
});

/**
 * Reads `s3://bucket/prefix?endpoint=…&region=…&path-style=true&lock=compliance|none&retain-days=N`. Ten years where no days are named.
 * Null where it is not one, or holds an account: those come by environment or file, which no list of processes shows.
 */
export function readS3Address(url: string): S3Address | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, pathname, searchParams, username, password, hash } = new URL(url);
  if (protocol !== 's3:' || hostname === '' || username !== '' || password !== '' || hash !== '') return null;
  const query = Query.safeParse(Object.fromEntries(searchParams));
  if (!query.success) return null;
  const { endpoint = null, region, lock } = query.data;
  const path = pathname.replace(/^\/+|\/+$/g, '');
  return {
    ...{ bucket: hostname, prefix: path === '' ? '' : `${path}/`, endpoint, region },
    pathStyle: query.data['path-style'] === undefined ? endpoint !== null : query.data['path-style'] === 'true',
    retainDays: lock === 'none' ? null : query.data['retain-days'],
  };
}
