import type { Cdp, Params } from './cdp.ts';
import { BLANK_HOST } from './targets.ts';

type Handler = (request: Request) => Response | Promise<Response>;
/** Electron's `webRequest.onBeforeRequest` listener. */
export type BeforeRequest = (
  details: { url: string; method: string; resourceType: string },
  callback: (answer: { cancel?: boolean }) => void,
) => void;
/** Asked for each document that a page wants to load; false refuses it. */
export type NavigationGuard = (request: { frameId: string; url: string; redirected: boolean }) => boolean;

interface Paused {
  requestId: string;
  frameId: string;
  resourceType: string;
  redirectedRequestId?: string;
  request: { url: string; method: string; headers: Record<string, string>; postData?: string };
}

/**
 * Own schemes (`app://fojas/x`) on a browser that has none: pages live at `https://fojas.app.localhost/x`, which never reaches a
 * network because every request of every page, frame and worker is answered here.
 */
export class Schemes {
  readonly #handlers = new Map<string, Handler>();
  #beforeRequest: BeforeRequest | null = null;
  #guard: NavigationGuard = () => true;

  handle(scheme: string, handler: Handler): void {
    // Sessions are not told apart here: the first handler of a scheme answers for all.
    if (!this.#handlers.has(scheme)) this.#handlers.set(scheme, handler);
  }

  isHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }

  setBeforeRequest(listener: BeforeRequest | null): void {
    this.#beforeRequest = listener;
  }

  setNavigationGuard(guard: NavigationGuard): void {
    this.#guard = guard;
  }

  /** `app://host/x` as the browser knows it. */
  toBrowser(url: string): string {
    const parsed = URL.parse(url);
    const scheme = parsed?.protocol.slice(0, -1) ?? '';
    if (!parsed || !this.#handlers.has(scheme)) return url;
    return `https://${parsed.host}.${scheme}.localhost${parsed.pathname}${parsed.search}${parsed.hash}`;
  }

  /** The browser's address as the app knows it. */
  fromBrowser(url: string): string {
    const parsed = URL.parse(url);
    const match = parsed?.protocol === 'https:' ? /^(.+)\.([a-z][a-z0-9+-]*)\.localhost$/.exec(parsed.hostname) : null;
    if (!parsed || !match || !this.#handlers.has(match[2] as string)) return url;
    return `${match[2]}://${match[1]}${parsed.pathname}${parsed.search}${parsed.hash}`;
  }

  async attach(cdp: Cdp): Promise<void> {
    cdp.on<Paused>('Fetch.requestPaused', (paused) => {
      // A page that went away meanwhile makes the answer fail; there is nobody left to tell.
      this.#answer(cdp, paused).catch(() => undefined);
    });
    await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  }

  async #answer(cdp: Cdp, paused: Paused): Promise<void> {
    const { requestId, request, resourceType } = paused;
    if (URL.parse(request.url)?.hostname.endsWith(BLANK_HOST)) {
      const responseHeaders = [{ name: 'content-type', value: 'text/html; charset=utf-8' }];
      return void (await cdp.send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders, body: '' }));
    }
    // Browsers ask for it by themselves; Electron does not, and no app has one.
    if (URL.parse(request.url)?.pathname === '/favicon.ico') {
      return void (await cdp.send('Fetch.fulfillRequest', { requestId, responseCode: 204 }));
    }
    const url = this.fromBrowser(request.url);
    const refuse = (reason: string) => cdp.send('Fetch.failRequest', { requestId, errorReason: reason });
    if (
      resourceType === 'Document' &&
      !this.#guard({ frameId: paused.frameId, url, redirected: paused.redirectedRequestId !== undefined })
    ) {
      // Aborted leaves the page where it is.
      return void (await refuse('Aborted'));
    }
    if (await this.#cancelled(url, request.method, resourceType)) return void (await refuse('BlockedByClient'));
    const handler = this.#handlers.get(URL.parse(url)?.protocol.slice(0, -1) ?? '');
    if (!handler) return void (await cdp.send('Fetch.continueRequest', { requestId }));
    let answer: Params;
    try {
      answer = await this.#ask(handler, url, request);
    } catch (error) {
      console.error(`protocol.handle of ${url}:`, error);
      return void (await refuse('Failed'));
    }
    await cdp.send('Fetch.fulfillRequest', { requestId, ...answer });
  }

  async #ask(handler: Handler, url: string, request: Paused['request']): Promise<Params> {
    const bodyless = request.method === 'GET' || request.method === 'HEAD';
    const response = await handler(
      new Request(url, {
        method: request.method,
        headers: request.headers,
        ...(bodyless ? {} : { body: request.postData ?? '' }),
      }),
    );
    const body = Buffer.from(await response.arrayBuffer());
    const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
    return {
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({
        name,
        value: /^content-security-policy/i.test(name) ? this.#rewrite(value) : value,
      })),
      body: (isPage ? Buffer.from(this.#rewrite(body.toString())) : body).toString('base64'),
    };
  }

  /** Own schemes named in a policy or in a page's HTML must be named as the browser knows them. */
  #rewrite(text: string): string {
    return text.replaceAll(/\b([a-z][a-z0-9+-]*):\/\/([a-z0-9.-]+)/g, (source) => {
      const browser = this.toBrowser(source);
      return browser === source ? source : browser.replace(/\/$/, '');
    });
  }

  #cancelled(url: string, method: string, resourceType: string): Promise<boolean> {
    const listener = this.#beforeRequest;
    if (!listener) return Promise.resolve(false);
    return new Promise((resolve) =>
      listener({ url, method, resourceType: resourceTypes[resourceType] ?? 'other' }, (answer) =>
        resolve(answer.cancel === true),
      ),
    );
  }
}

/** DevTools' names for Electron's. */
const resourceTypes: Record<string, string> = {
  Document: 'mainFrame',
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  Media: 'media',
  WebSocket: 'webSocket',
};
