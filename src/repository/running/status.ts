import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fleet } from '../../contract/wire-fleet.ts';
import { fleetPage, fleetPagePolicy } from './fleet-page.ts';
import type { Metrics } from './metrics.ts';

export interface StatusOptions {
  readonly host: string;
  readonly port: number;
}

export interface StatusSources {
  readonly metrics: Metrics;
  /** Null: ready. Else why not, in a word or two. */
  readonly notReady: () => Promise<string | null>;
  /** How the desks of all offices stand (contract/wire-fleet.ts). */
  readonly fleet: () => Promise<Fleet>;
}

export interface StatusServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A door of its own for who looks after the repository, on an address that the network of the offices does not reach:
 * GET /health   200 while the process answers
 * GET /ready    200 while it takes requests and its engines answer, else 503: a balancer sends nothing more
 * GET /metrics  figures for Prometheus
 * GET /fleet    how the desks of all offices stand: a page for a browser, JSON for `fojas repository fleet`
 */
export async function openStatus({ host, port }: StatusOptions, sources: StatusSources): Promise<StatusServer> {
  const server = createServer((request, response) => {
    answer(request, response, sources).catch(() => response.writeHead(500).end());
  });
  server.headersTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  { metrics, notReady, fleet }: StatusSources,
): Promise<void> {
  const say = (status: number, text: string, type = 'text/plain; charset=utf-8'): void => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
  };
  if (method !== 'GET') return say(405, 'GET only\n');
  switch (url) {
    case '/health':
      return say(200, 'ok\n');
    case '/ready': {
      const why = await notReady();
      return why === null ? say(200, 'ready\n') : say(503, `${why}\n`);
    }
    case '/metrics': {
      const { type, body } = await metrics.text();
      return say(200, body, type);
    }
    case '/fleet':
      if (headers.accept?.includes('text/html') !== true)
        return say(200, JSON.stringify(await fleet()), 'application/json');
      response.setHeader('content-security-policy', fleetPagePolicy);
      return say(200, fleetPage(await fleet(), headers['accept-language'] ?? ''), 'text/html; charset=utf-8');
    default:
      return say(404, 'here are /health, /ready, /metrics and /fleet\n');
  }
}
