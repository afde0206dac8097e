import { Agent, Dispatcher, Pool, ProxyAgent } from 'undici';
import type { Failure } from '../../../contract/failures.ts';
import { methodsIn } from './methods.ts';
import type { Hop } from './proxies.ts';

/** How connections to the repository are made: straight or through proxies, and whom to believe on the way. */
export interface Way {
  /** What the transport sends its requests through. */
  readonly dispatcher: Dispatcher;
  /** What stands in the way, where it has a name of its own; null where the line is simply down, or works. */
  trouble(): Failure | null;
  /** The proxy in use (`host:port`); null where the way is straight, or nothing was sent yet. */
  via(): string | null;
  /** What a person said to the proxy's question. Kept in memory alone, and never logged. */
  signIn(user: string, password: string): void;
  /** In practice: nothing goes through, as if the cable were pulled, until it is joined again. */
  cut(isCut: boolean): void;
  /** The network changed: asks again which way leads there. */
  lookAgain(): void;
}

export interface WayOptions {
  /** Asked again after `lookAgain` and after each failure. Never throws. */
  readonly hops: (url: string) => Promise<readonly Hop[]>;
  /** Certificates of authorities as PEM, all that are believed; null where the usual ones are. */
  readonly ca: readonly string[] | null;
}

/** Connections are kept for the pause between two long polls: a new one costs kilobytes of handshake. */
const keepAliveMs = 60_000;
/** The system asks a silent connection so often whether it is there: routers on the way remember it, and one that is gone is found out. */
const probeMs = 45_000;

const untrusted =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_|CERT_|ERR_TLS_CERT|UND_ERR_PRX_TLS|INVALID_CA)/;

export function openWay({ hops, ca }: WayOptions): Way {
  const tls = ca === null ? {} : { ca: [...ca] };
  const direct = new Agent({
    ...{ keepAliveTimeout: keepAliveMs, connect: { ...tls, keepAlive: true, keepAliveInitialDelay: probeMs } },
  });
  const proxied = new Map<string, ProxyAgent>();
  const open = new Set<Dispatcher>([direct]);
  let credentials: { readonly proxy: string; readonly token: string } | null = null;
  let asked: { readonly origin: string; readonly hops: Promise<readonly Hop[]> } | null = null;
  let at = 0;
  let via: string | null = null;
  let trouble: Failure | null = null;
  let isCut = false;
  /** How the proxy that last said no wants to be answered (RFC 9110, 11.7.1). */
  let methods: readonly string[] = [];

  const agentOf = (hop: Hop): Dispatcher => {
    if (hop.kind === 'direct') return direct;
    const token = credentials?.proxy === placeOf(hop.url) ? credentials.token : undefined;
    const known = proxied.get(hop.url);
    if (known) return known;
    const agent = new ProxyAgent({
      ...{ uri: hop.url, keepAliveTimeout: keepAliveMs, requestTls: tls, proxyTls: tls },
      ...(token === undefined ? {} : { token }),
      clientFactory: (origin, given) => new Asked(origin, given, (headers) => (methods = methodsIn(headers))),
    });
    proxied.set(hop.url, agent);
    open.add(agent);
    return agent;
  };
  const letGo = (): void => {
    for (const agent of proxied.values()) {
      open.delete(agent);
      void agent.close().catch(() => undefined);
    }
    proxied.clear();
  };
  const choose = async (origin: string): Promise<Hop> => {
    if (asked?.origin !== origin) asked = { origin, hops: hops(origin) };
    const found = await asked.hops;
    return found[at % Math.max(1, found.length)] ?? { kind: 'direct' };
  };
  const noteFailure = (hop: Hop, error: unknown): void => {
    // Called off by ourselves: it says nothing of the way.
    if (error instanceof Error && /abort|called off|nothing moved/i.test(`${error.name} ${error.message}`)) {
      if (!/\b407\b/.test(error.message)) return;
    }
    trouble = nameOf(hop, error, methods);
    // The next try takes the next way, and the ways are asked for anew when all were tried. Who only wants a password is the right one.
    if (trouble === null || trouble.kind === 'proxyMethodUnknown') at += 1;
    asked = null;
  };

  const dispatcher = new WayDispatcher({
    async take(options, handler) {
      if (isCut) throw new Error('the practice line is cut');
      const hop = await choose(new URL(String(options.origin)).origin);
      via = hop.kind === 'proxy' ? placeOf(hop.url) : null;
      const heard = listening(handler, {
        onFailure: (error) => noteFailure(hop, error),
        onAnswer: (status, headers) => {
          if (status === 407 && hop.kind === 'proxy') methods = methodsIn(headers);
          else trouble = null;
        },
      });
      return agentOf(hop).dispatch(options, heard);
    },
    end: async () => void (await Promise.all([...open].map((agent) => agent.destroy()))),
  });
  return {
    dispatcher,
    trouble: () => trouble,
    via: () => via,
    signIn(user, password) {
      if (via === null) return;
      credentials = { proxy: via, token: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
      trouble = null;
      letGo();
    },
    cut(given) {
      isCut = given;
    },
    lookAgain() {
      asked = null;
      at = 0;
      // Connections of the network before lead nowhere, and nobody would notice for a while.
      letGo();
    },
  };
}

const placeOf = (url: string): string => new URL(url).host;

/** Trouble that is not simply a line that is down. */
function nameOf(hop: Hop, error: unknown, methods: readonly string[]): Failure | null {
  const { message, code } = rootOf(error);
  if (hop.kind === 'proxy' && /\b407\b/.test(message)) {
    const isKnown = methods.length === 0 || methods.some((method) => method.toLowerCase() === 'basic');
    const proxy = placeOf(hop.url);
    return isKnown
      ? { kind: 'proxySignInNeeded', proxy }
      : { kind: 'proxyMethodUnknown', proxy, methods: [...methods] };
  }
  if (untrusted.test(code)) return { kind: 'lineUntrusted', detail: code };
  return null;
}

function rootOf(error: unknown): { readonly message: string; readonly code: string } {
  const root = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(root instanceof Error)) return { message: '', code: '' };
  return { message: root.message, code: 'code' in root ? String(root.code) : '' };
}

/** Connections to a proxy, which tell what a proxy that lets nobody through asks for: the agent keeps no more of it than the status. */
class Asked extends Pool {
  readonly #onRefused: (headers: unknown) => void;
  constructor(origin: URL, options: object, onRefused: (headers: unknown) => void) {
    super(origin, options);
    this.#onRefused = onRefused;
  }

  override async connect(...given: never): Promise<never> {
    const answer = (await super.connect(
      ...(given as Parameters<Pool['connect']>),
    )) as unknown as Dispatcher.ConnectData;
    if (answer.statusCode === 407) this.#onRefused(answer.headers);
    return answer as never;
  }
}

interface Parts {
  take(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): Promise<unknown>;
  end(): Promise<void>;
}

/** Lets a request through to a dispatcher that is only known after a while. */
class WayDispatcher extends Dispatcher {
  readonly #parts: Parts;
  constructor(parts: Parts) {
    super();
    this.#parts = parts;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#parts.take(options, handler).catch((error: unknown) => {
      const reason = error instanceof Error ? error : new Error(String(error));
      // No request was begun: there is no controller to hand over.
      handler.onResponseError?.(null as unknown as Dispatcher.DispatchController, reason);
    });
    return true;
  }
  override close(): Promise<void> {
    return this.#parts.end();
  }
  override destroy(): Promise<void> {
    return this.#parts.end();
  }
}

/** Hears how a request ended, and passes everything on as it is. */
function listening(
  handler: Dispatcher.DispatchHandler,
  told: { onFailure(error: unknown): void; onAnswer(status: unknown, headers: unknown): void },
): Dispatcher.DispatchHandler {
  // A proxy's no is told twice: as it is heard, and as its connection ends.
  let hasFailed = false;
  return new Proxy(handler, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== 'function') return own;
      return (...given: unknown[]): unknown => {
        if (name === 'onResponseStart') told.onAnswer(given[1], given[2]);
        if (name === 'onResponseError' && !hasFailed) {
          hasFailed = true;
          told.onFailure(given[1]);
        }
        return own.apply(target, given) as unknown;
      };
    },
  });
}
