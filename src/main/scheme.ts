import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The one origin of our windows. */
export const SCHEME = 'app';
export const ORIGIN = 'app://fojas';
/** Where documents are drawn: a site of its own, and so a process of its own. */
export const PAPER_SCHEME = 'paper';
export const PAPER_ORIGIN = 'paper://view';
export const PAPER_PAGE = `${PAPER_ORIGIN}/paper.html`;

/** What `registerSchemesAsPrivileged` is told; nothing that loosens the policy. */
export const privileges = [SCHEME, PAPER_SCHEME].map((scheme) => ({
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
}));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.icc': 'application/octet-stream',
};

const common = "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
const windowCommon = `${common}; frame-ancestors 'none'`;
const casePolicy =
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; ` +
  `frame-src ${PAPER_ORIGIN}; ${windowCommon}; trusted-types default`;
/** The PIN window loads its own few files and can reach nothing else. */
const pinPolicy = `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; ${windowCommon}; trusted-types 'none'`;
/**
 * The frame that draws a document has no origin ('self' would be nobody), so the program's files are named by their address. It starts a
 * worker from a line of its own, decodes images in WebAssembly, and is shown in our window alone.
 */
const paperPolicy =
  `default-src 'none'; script-src ${PAPER_ORIGIN} 'wasm-unsafe-eval'; worker-src blob:; img-src blob:; connect-src ${PAPER_ORIGIN}; ` +
  `${common}; frame-ancestors ${ORIGIN}; trusted-types fojas-worker; sandbox allow-scripts`;

/**
 * Answers `app://fojas/…` with files of the built renderer, `paper://view/…` with those of them that draw documents, and nothing else.
 * @param root folder of the built renderer.
 */
export async function answerFile(root: string, url: string): Promise<Response> {
  const parsed = URL.parse(url);
  const origin = `${parsed?.protocol}//${parsed?.host}`;
  if (!parsed || (origin !== ORIGIN && origin !== PAPER_ORIGIN)) return refused(403);
  const isPaper = origin === PAPER_ORIGIN;
  const name = decoded(parsed.pathname);
  const type = name === null ? undefined : types[path.extname(name).toLowerCase()];
  if (name === null || type === undefined) return refused(404);
  if (type.startsWith('text/html') && isPaper !== (name === '/paper.html')) return refused(404);
  const file = path.join(root, name);
  if (!file.startsWith(root + path.sep)) return refused(403);
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return refused(404);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': type,
      'content-security-policy': isPaper ? paperPolicy : name === '/pin.html' ? pinPolicy : casePolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': isPaper ? 'cross-origin' : 'same-origin',
      'cache-control': 'no-cache',
      // Asked for by a frame without an origin: files of the program, which hold nothing of anybody's.
      ...(isPaper ? { 'access-control-allow-origin': '*' } : {}),
    },
  });
}

/** The path with its escapes undone; null where it is malformed or tries to be more than a path. */
function decoded(pathname: string): string | null {
  try {
    const name = decodeURIComponent(pathname);
    return name.includes('\0') || name.includes('\\') ? null : path.posix.normalize(name);
  } catch {
    return null;
  }
}

function refused(status: number): Response {
  return new Response(null, { status });
}
