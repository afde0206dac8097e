import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The one origin of our windows. */
export const SCHEME = 'app';
export const ORIGIN = 'app://fojas';

/** What `registerSchemesAsPrivileged` is told; nothing that loosens the policy. */
export const privileges = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
} as const;

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

const common = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const casePolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' blob:; " +
  `font-src 'self'; connect-src 'self'; ${common}; trusted-types fojas-worker`;
/** The PIN window loads its own few files and can reach nothing else. */
const pinPolicy = `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; ${common}; trusted-types 'none'`;

/**
 * Answers `app://fojas/…` with files of the built renderer, and with nothing else.
 * @param root folder of the built renderer.
 */
export async function answerFile(root: string, url: string): Promise<Response> {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== `${SCHEME}:` || parsed.host !== 'fojas') return refused(403);
  const name = decoded(parsed.pathname);
  const type = name === null ? undefined : types[path.extname(name).toLowerCase()];
  if (name === null || type === undefined) return refused(404);
  const file = path.join(root, name);
  if (!file.startsWith(root + path.sep)) return refused(403);
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return refused(404);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': type,
      'content-security-policy': name === '/pin.html' ? pinPolicy : casePolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-cache',
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
