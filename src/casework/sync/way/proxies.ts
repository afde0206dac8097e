/** One way to the repository: straight, or through a proxy. */
export type Hop = { readonly kind: 'direct' } | { readonly kind: 'proxy'; readonly url: string };

/** Answers which proxies lead to an address, as automatic configuration says it: `PROXY a:8080; DIRECT`. */
export type ProxyFinder = (url: string) => Promise<string>;

const schemes: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks5',
  SOCKS5: 'socks5',
};

/**
 * Reads what FindProxyForURL (and Electron's `session.resolveProxy`) answers, in its order. What is not understood is left out; where
 * nothing is left, straight.
 */
export function hopsOf(rule: string): readonly Hop[] {
  const hops = rule.split(';').flatMap((part): Hop[] => {
    const [word = '', place] = part.trim().split(/\s+/);
    if (word.toUpperCase() === 'DIRECT') return [{ kind: 'direct' }];
    const scheme = schemes[word.toUpperCase()];
    if (scheme === undefined || place === undefined || !URL.canParse(`${scheme}://${place}`)) return [];
    return [{ kind: 'proxy', url: `${scheme}://${place}` }];
  });
  return hops.length === 0 ? [{ kind: 'direct' }] : hops;
}

/** What plain programs go by: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in either case. */
export function hopsOfEnvironment(url: string, env: Readonly<Record<string, string | undefined>>): readonly Hop[] {
  const { protocol, hostname, port } = new URL(url);
  const value = (name: string): string => env[name.toLowerCase()] || env[name] || '';
  const proxy = protocol === 'https:' ? value('HTTPS_PROXY') : value('HTTP_PROXY');
  const given = proxy.includes('://') ? proxy : `http://${proxy}`;
  if (proxy === '' || !URL.canParse(given) || isExcepted(value('NO_PROXY'), hostname, port))
    return [{ kind: 'direct' }];
  return [{ kind: 'proxy', url: given }];
}

/** NO_PROXY: names with everything below them, separated by commas or blanks, with a port or without; `*` is every host. */
function isExcepted(list: string, hostname: string, port: string): boolean {
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (onlyPort !== undefined && onlyPort !== port) return false;
      const bare = name.replace(/^\*?\./, '');
      return hostname.toLowerCase() === bare || hostname.toLowerCase().endsWith(`.${bare}`);
    });
}
