import process from 'node:process';
import { fetch as undiciFetch } from 'undici';
import type { LinePolicy } from '../../../contract/config.ts';
import type { Failure } from '../../../contract/failures.ts';
import { authoritiesWith } from './authorities.ts';
import { type Hop, type ProxyFinder, hopsOf, hopsOfEnvironment } from './proxies.ts';
import { type Way, openWay } from './way.ts';

/** The way of an office, as its configuration wants it, and a `fetch` over it. */
export interface OfficeWay {
  readonly way: Way;
  readonly fetch: typeof fetch;
}

/**
 * Opens the way that the configuration describes. A file of authorities that cannot be read is told and left out: trust only ever grows by
 * it, so the line says itself what is missing.
 * @param findProxy answers for the system's settings; null where nobody does, and the environment is gone by.
 */
export async function openOfficeWay(options: {
  readonly policy: LinePolicy | undefined;
  readonly findProxy: ProxyFinder | null;
  readonly onTrouble: (failure: Failure) => void;
}): Promise<OfficeWay> {
  const { policy, findProxy } = options;
  const authorities = policy?.caFile === undefined ? null : await authoritiesWith(policy.caFile);
  if (authorities && !authorities.ok) options.onTrouble(authorities.failure);
  const way = openWay({ ca: authorities?.ok ? authorities.value : null, hops: hopFinder(policy?.proxy, findProxy) });
  const send = (input: string | URL, init: object = {}): Promise<unknown> =>
    undiciFetch(input, { ...init, dispatcher: way.dispatcher });
  return { way, fetch: send as unknown as typeof fetch };
}

function hopFinder(
  proxy: LinePolicy['proxy'] | undefined,
  findProxy: ProxyFinder | null,
): (url: string) => Promise<readonly Hop[]> {
  if (proxy === 'none') return async () => [{ kind: 'direct' }];
  if (typeof proxy === 'object') return async () => [{ kind: 'proxy', url: proxy.url }];
  return async (url) => {
    const rule = await findProxy?.(url).catch(() => null);
    return rule === null || rule === undefined ? hopsOfEnvironment(url, process.env) : hopsOf(rule);
  };
}
