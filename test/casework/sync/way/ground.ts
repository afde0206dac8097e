import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, request as ask, createServer } from 'node:http';
import { type Server as TlsServer, createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An authority of its own, and a certificate for `localhost` under it, made by OpenSSL. */
/** @param days of its server's certificate; less than none: it has ended. */
export function makeAuthority(days = 2): { readonly caFile: string; readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-way-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-days',
    '3',
    '-subj',
    '/CN=Autoridad de prueba',
  );
  openssl('req', ...key, '-keyout', at('leaf.key'), '-out', at('leaf.csr'), '-subj', '/CN=localhost');
  writeFileSync(at('ext'), 'subjectAltName=DNS:localhost\n');
  const signing = [
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-days',
    String(days),
    '-extfile',
    at('ext'),
  ];
  openssl('x509', '-req', '-in', at('leaf.csr'), '-out', at('leaf.pem'), ...signing);
  return {
    caFile: at('ca.pem'),
    key: readFileSync(at('leaf.key'), 'utf8'),
    cert: readFileSync(at('leaf.pem'), 'utf8'),
  };
}

const listen = async (server: Server | TlsServer): Promise<number> => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

/** A server that says hello: over TLS where it is given a certificate. */
export async function startServer(tls?: { readonly key: string; readonly cert: string }): Promise<string> {
  const answer = (_request: unknown, response: { end(text: string): void }): void => response.end('hola');
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  const port = await listen(server);
  return tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
}

/** A forward proxy (CONNECT and absolute addresses), which asks for a password where it has one; `asks` are the methods that it names. */
export async function startProxy(
  password: { user: string; word: string } | null = null,
  asks: readonly string[] = ['Basic realm="red"'],
): Promise<{ readonly url: string; readonly place: string; readonly seen: string[]; readonly refused: string[] }> {
  const seen: string[] = [];
  const refused: string[] = [];
  const wanted = password && `Basic ${Buffer.from(`${password.user}:${password.word}`).toString('base64')}`;
  const mayPass = (given: string | undefined): boolean => wanted === null || given === wanted;
  const server = createServer((request, response) => {
    if (!mayPass(request.headers['proxy-authorization'])) {
      refused.push(request.url ?? '');
      response.writeHead(407, { 'proxy-authenticate': [...asks] }).end();
      return;
    }
    seen.push(request.url ?? '');
    const { method, headers } = request;
    const onward = ask(request.url ?? '', { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request, client, head) => {
    if (!mayPass(request.headers['proxy-authorization'])) {
      refused.push(request.url ?? '');
      const lines = asks.map((method) => `Proxy-Authenticate: ${method}\r\n`).join('');
      client.end(`HTTP/1.1 407 Proxy Authentication Required\r\n${lines}\r\n`);
      return;
    }
    seen.push(request.url ?? '');
    const [, port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, place: `127.0.0.1:${port}`, seen, refused };
}
