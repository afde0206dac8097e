import { Agent, type Dispatcher, fetch as undiciFetch } from 'undici';
import type { OfficeConfig } from '../../contract/config.ts';
import type { OfficeWay } from '../sync/way/office-way.ts';
import { type Heard, type Search, listen } from './find.ts';
import { proveOffice } from './prove.ts';

/** How an office finds its own repository on the local network, and goes there instead of the central one. */
export interface OfficeRoute {
  /** The same way, which leads to the office's repository while one is there whose key was proved. */
  readonly way: OfficeWay;
  /** Where it leads now; null for the address of the configuration. */
  current(): string | null;
  close(): Promise<void>;
}

export interface RouteOptions {
  readonly config: OfficeConfig;
  readonly way: OfficeWay;
  /** It leads elsewhere now. */
  readonly onChange: (url: string | null) => void;
  readonly onTrouble: (error: Error) => void;
  readonly listen?: (onHeard: () => void, onTrouble: (error: Error) => void) => Search;
  /** How often what was found has to prove its key again, in milliseconds. */
  readonly proveEveryMs?: number;
}

/**
 * Looks for the office's repository for as long as the office is open. What is heard is a hint: nothing is sent there, the access key
 * least of all, before a pinned key was proved; and it has to prove it again and again.
 */
export function openOfficeRoute(options: RouteOptions): OfficeRoute {
  const { config, way, onChange, onTrouble, proveEveryMs = 20_000 } = options;
  const repository = config.repository!;
  const { keys = [], discover = false, addresses = [] } = repository.office ?? {};
  const home = new URL(repository.url).origin;
  // Within the office's walls: no proxy knows the way there.
  const direct = new Agent({ keepAliveTimeout: 60_000 });
  const send = ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher: direct })) as typeof fetch;
  const wish = { officeId: config.office.officeId, keys };
  let current: string | null = null;
  let looking: Promise<void> | null = null;
  let closed = false;

  const become = (url: string | null): void => {
    if (closed || url === current) return;
    current = url;
    onChange(url);
  };
  // Where names are not looked for, the addresses that were given are all there is.
  const search = discover ? (options.listen ?? listen)(() => look(), onTrouble) : null;
  const look = (): void => {
    looking ??= settle(search?.heard() ?? []).finally(() => {
      looking = null;
    });
  };
  const settle = async (heard: readonly Heard[]): Promise<void> => {
    if (current !== null && (await proveOffice(current, wish, send))) return;
    const ours = heard.filter(({ officeId, kid }) => officeId === wish.officeId && keys.some((key) => key.kid === kid));
    for (const url of [...ours.flatMap(({ urls }) => urls), ...addresses]) {
      if (await proveOffice(url, wish, send)) return become(url);
    }
    become(null);
  };
  const timer = setInterval(look, proveEveryMs);
  timer.unref();
  if (addresses.length > 0) look();

  const dispatcher = way.way.dispatcher.compose((dispatch): Dispatcher['dispatch'] => (wanted, handler) => {
    const isHome = current !== null && wanted.origin !== undefined && new URL(String(wanted.origin)).origin === home;
    return isHome ? direct.dispatch({ ...wanted, origin: current! }, handler) : dispatch(wanted, handler);
  });
  const through = (input: string | URL, init: object = {}): Promise<unknown> =>
    undiciFetch(input, { ...init, dispatcher });
  return {
    way: { way: { ...way.way, dispatcher }, fetch: through as unknown as typeof fetch },
    current: () => current,
    async close() {
      closed = true;
      clearInterval(timer);
      await search?.close();
      await looking;
      await direct.destroy();
    },
  };
}
