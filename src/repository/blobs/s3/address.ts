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

const usual: Readonly<Record<string, string>> = { region: 'us-east-1', lock: 'compliance', 'retain-days': '3653' };
const allowed: Readonly<Record<string, RegExp>> = {
  endpoint: /^https?:\/\/[^\s@]+$/,
  region: /^[\w-]+$/,
  'path-style': /^(true|false)$/,
  lock: /^(compliance|none)$/,
  'retain-days': /^[1-9]\d{0,4}$/,
};

/**
 * Reads `s3://bucket/prefix?endpoint=…&region=…&path-style=true&lock=compliance|none&retain-days=N`. Ten years where no days are named.
 * Null where it is not one, or holds an account: those come by environment or file, which no list of processes shows.
 */
export function readS3Address(url: string): S3Address | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, pathname, searchParams, username, password, hash } = new URL(url);
  if (protocol !== 's3:' || hostname === '' || username !== '' || password !== '' || hash !== '') return null;
  const given = { ...usual, ...Object.fromEntries(searchParams) };
  if (Object.entries(given).some(([name, value]) => !allowed[name]?.test(value))) return null;
  const { endpoint = null, region = '', lock, 'path-style': style, 'retain-days': days } = given;
  const path = pathname.replace(/^\/+|\/+$/g, '');
  return {
    ...{ bucket: hostname, prefix: path === '' ? '' : `${path}/`, endpoint, region },
    pathStyle: style === undefined ? endpoint !== null : style === 'true',
    retainDays: lock === 'none' ? null : Number(days),
  };
}
