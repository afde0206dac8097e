/**
 * The window on a fake office, for work on the screens and for their tests: serves the built renderer under the product's own
 * policy, with a `window.fojas` that keeps a seeded world in memory. Alone: `node test/renderer/host.ts [PORT]`.
 */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { makeLargePaper, makePapers, makePhotograph, type Made } from './papers.ts';

const root = path.join(import.meta.dirname, '..', '..');

export interface Host {
  /** The case window's address; `toSign` and `others` size the world, `paper` is the only one served, settings go by their names. */
  windowUrl(world?: { toSign?: number; others?: number; [setting: string]: string | number | undefined }): string;
  pinUrl(look?: { locale?: string; theme?: string }): string;
  readonly papers: readonly Made[];
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** The product's own policies (src/main/scheme.ts), on the addresses of this host. */
const policiesAt = (base: string): ((page: string) => string) => {
  const common = "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
  const paper = paperAt(base);
  const window = `${common}; frame-ancestors 'none'`;
  const casePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; " +
    `frame-src ${paper}; ${window}; trusted-types default`;
  const pinPolicy = `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; ${window}; trusted-types 'none'`;
  const paperPolicy =
    `default-src 'none'; script-src ${paper} 'wasm-unsafe-eval'; worker-src blob:; img-src blob:; connect-src ${paper}; ` +
    `${common}; frame-ancestors ${base}; trusted-types fojas-worker; sandbox allow-scripts`;
  return (page) => (page === '/paper' ? paperPolicy : page === '/pin.html' ? pinPolicy : casePolicy);
};
/** Another site than the window's, on the same port. */
const paperAt = (base: string): string => base.replace('127.0.0.1', 'paper.localhost');

/** @param more further documents that `paper` may name. */
export async function openHost(port = 0, more: readonly Made[] = []): Promise<Host> {
  const folder = await builtRenderer();
  const papers = [...(await makePapers()), await makeLargePaper(), await makePhotograph(), ...more];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const isPaper = request.headers.host?.startsWith('paper.') === true;
    void reply(folder, papers, url).then(
      ({ status, type, body }) => {
        response.writeHead(status, {
          'content-type': type,
          'content-security-policy': policies(isPaper ? '/paper' : url.pathname),
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-cache',
          ...(isPaper ? { 'access-control-allow-origin': '*' } : {}),
        });
        response.end(type.startsWith('text/html') ? String(body).replace('paper://view', paperAt(base)) : body);
      },
      (error: unknown) => {
        response.writeHead(500).end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const policies = policiesAt(base);
  const address = (page: string, query: Readonly<Record<string, string | number | undefined>>): string => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    return `${base}/${page}?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)]))}`;
  };
  return {
    papers,
    windowUrl: (world = {}) => address('index.html', world),
    pinUrl: (look = {}) => address('pin.html', look),
    close: () => closed(server),
  };
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
}

async function reply(folder: string, papers: readonly Made[], url: URL): Promise<Reply> {
  const [, sha256] = /^\/world\/documents\/([0-9a-f]{64})$/.exec(url.pathname) ?? [];
  if (sha256 !== undefined) {
    const paper = papers.find((one) => one.sha256 === sha256);
    return paper
      ? { status: 200, type: 'application/pdf', body: paper.bytes }
      : { status: 404, type: 'text/plain', body: '' };
  }
  if (url.pathname === '/favicon.ico') return { status: 204, type: 'image/x-icon', body: '' };
  const file = path.join(folder, path.normalize(url.pathname));
  const type = types[path.extname(file)] ?? 'application/octet-stream';
  const bytes = await readFile(file).catch(() => null);
  if (!bytes || !file.startsWith(folder)) return { status: 404, type: 'text/plain', body: '' };
  if (url.pathname === '/index.html') return { status: 200, type, body: withWorld(bytes.toString(), papers, url) };
  if (url.pathname === '/pin.html') return { status: 200, type, body: withScript(bytes.toString(), 'pin-page') };
  return { status: 200, type, body: bytes };
}

/** The page with the fake office before its own scripts. */
function withWorld(html: string, papers: readonly Made[], url: URL): string {
  const { toSign, others, paper, ...settings } = Object.fromEntries(url.searchParams);
  const served = papers.filter(({ name }) =>
    paper === undefined ? !['anexo', 'fotografia'].includes(name) : name === paper,
  );
  const world = {
    documents: served.map(({ sha256, size, name }) => ({ sha256, size, name })),
    toSign: Number(toSign ?? 46),
    others: Number(others ?? 12),
    settings,
  };
  const content = JSON.stringify(world).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return withScript(html.replace('<head>', `<head><meta name="world" content="${content}">`), 'page');
}

const withScript = (html: string, name: string): string =>
  html.replace('</title>', `</title><script src="/world/${name}.js"></script>`);

/** The built renderer with the fake office beside it; built once for the same sources, whoever asks. */
export async function builtRenderer(): Promise<string> {
  const digest = await digestOf([
    'src/renderer',
    'src/contract',
    'test/renderer/world',
    'test/renderer/host.ts',
    'package-lock.json',
  ]);
  const kept = path.join(os.tmpdir(), `fojas-renderer-${process.getuid?.() ?? 0}-${digest.slice(0, 16)}`);
  if ((await readdir(kept).catch(() => [])).length > 0) return kept;
  const fresh = `${kept}-${process.pid}`;
  // A test runner's own mode would make a development build, which is not what people run.
  const mode = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  await mkdir(fresh, { recursive: true });
  await build({
    configFile: path.join(root, 'src/renderer/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: fresh, emptyOutDir: true },
  });
  for (const name of ['page', 'pin-page']) {
    const beside = `${fresh}-${name}`;
    await build({
      configFile: false,
      root,
      publicDir: false,
      logLevel: 'error',
      build: {
        outDir: beside,
        target: 'chrome150',
        minify: false,
        lib: {
          entry: path.join(root, `test/renderer/world/${name}.ts`),
          formats: ['iife'],
          name: 'world',
          fileName: () => `${name}.js`,
        },
      },
    });
    await cp(beside, path.join(fresh, 'world'), { recursive: true });
    await rm(beside, { recursive: true, force: true });
  }
  if (mode === undefined) delete process.env['NODE_ENV'];
  else process.env['NODE_ENV'] = mode;
  // Another process may have been faster: its build is as good as this one.
  await rename(fresh, kept).catch(() => rm(fresh, { recursive: true, force: true }));
  return kept;
}

async function digestOf(names: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of names) {
    const full = path.join(root, name);
    const entries = await readdir(full, { recursive: true, withFileTypes: true }).catch(() => null);
    const files = entries
      ? entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
      : [full];
    for (const file of files.sort()) hash.update(`${path.relative(root, file)}\0`).update(await readFile(file));
  }
  return hash.digest('hex');
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

if (import.meta.main) {
  const host = await openHost(Number(process.argv[2] ?? 4173));
  console.log(`${host.windowUrl()}\n${host.windowUrl({ toSign: 5000 })}\n${host.pinUrl()}`);
}
