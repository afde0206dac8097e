/** Who is asked for time-stamps and validation data, as flags name them. */
import {
  folderCache,
  memoryCache,
  nodeTransport,
  type RevocationCache,
  type TimeStampAuthority,
  type ValidationServices,
} from '../../signature/index.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';
import { readTrust } from '../verification/trust.ts';

/** Flags that `sign` and `extend` share. */
export interface ServiceFlags {
  readonly tsa: readonly string[];
  readonly 'tsa-policy'?: string | undefined;
  readonly trust?: string | undefined;
  readonly 'revocation-cache'?: string | undefined;
}

export type Services = Omit<ValidationServices, 'at'> & { readonly cache: RevocationCache };

/** The services the flags name; an exit code when one of them cannot be used, which was then said. */
export function readServices(flags: ServiceFlags, ui: Ui): Services | ExitCode {
  const trust = readTrust({ trust: flags.trust, at: new Date() }, ui);
  if (typeof trust === 'number') return trust;
  const policy = flags['tsa-policy'];
  const tsas = flags.tsa.map((url): TimeStampAuthority => (policy === undefined ? { url } : { url, policy }));
  const folder = flags['revocation-cache'];
  const cache = folder === undefined ? memoryCache() : folderCache(folder);
  return { transport: nodeTransport(), tsas, anchors: trust.anchors, cache };
}

export function isHttpUrl(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
