/** Where `verify` asks about revocation: a cache on disk, the authorities themselves, or nobody. */
import {
  findRevocation,
  folderCache,
  type HttpTransport,
  memoryCache,
  nodeTransport,
  type RevocationSource,
} from '../../signature/index.ts';

const noLine: HttpTransport = {
  request: () => Promise.resolve({ kind: 'failed', reason: 'unreachable', detail: 'offline' }),
};

/** undefined: nobody is asked. */
export function revocationLine(options: {
  cache?: string | undefined;
  online: boolean;
  at: Date;
}): RevocationSource | undefined {
  if (options.cache === undefined && !options.online) return undefined;
  const cache = options.cache === undefined ? memoryCache() : folderCache(options.cache);
  const transport = options.online ? nodeTransport() : noLine;
  return async ({ certificate, issuer }) => {
    const question = { certificate, issuer, provenAt: options.at, at: options.at };
    const found = await findRevocation(question, { transport, cache });
    if (found.kind === 'missing') return { crls: [], ocsps: [] };
    const { kind, der } = found.statement;
    return kind === 'crl' ? { crls: [der], ocsps: [] } : { crls: [], ocsps: [der] };
  };
}
