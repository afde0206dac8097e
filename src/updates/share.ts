import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { readIfThere } from './read-if-there.ts';
import { TargetName } from './release.ts';
import { parseSigned } from './signed.ts';

export interface ShareOptions {
  /** The keeper's folder: what this PC fetched and believed. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
}

export interface Share {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Hands what this PC has of updates to others of its office, as a mirror does: public, signed, and judged by each of them for itself. Reads
 * nothing but the names of a mirror, each of which leads to one file; what is half fetched is not there. Fails where the port is taken.
 */
export function shareUpdates({ folder, host, port }: ShareOptions): Promise<Share> {
  const server = http.createServer((request, response) => {
    void answer(folder, request, response).catch(() => response.destroy());
  });
  // Whoever says nothing, or reads nothing, is let go.
  server.setTimeout(60_000, (socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function answer(folder: string, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
  const file = await fileFor(folder, request.url ?? '');
  const size = file === null ? null : await sizeOf(file);
  if (file === null || size === null) return void response.writeHead(404).end();
  const range = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(request.headers.range ?? '');
  const from = range ? Number(range[1]) : 0;
  const end = Math.min(range?.[2] ? Number(range[2]) + 1 : size, size);
  const head = { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes', 'cache-control': 'no-store' };
  if (range && from >= end) return void response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
  response.writeHead(range ? 206 : 200, {
    ...{ ...head, 'content-length': end - from },
    ...(range ? { 'content-range': `bytes ${from}-${end - 1}/${size}` } : {}),
  });
  if (request.method === 'HEAD' || from === end) return void response.end();
  const bytes = createReadStream(file, { start: from, end: end - 1 });
  bytes.on('error', () => response.destroy());
  response.on('close', () => bytes.destroy());
  bytes.pipe(response);
}

/** The one file that a mirror's name stands for; null for any other name, and for a version that is not here. */
async function fileFor(folder: string, url: string): Promise<string | null> {
  const metadata = path.join(folder, 'metadata');
  if (url === '/timestamp.json') return path.join(metadata, 'timestamp.json');
  const [, version, role] = /^\/(\d{1,9})\.(root|snapshot|targets)\.json$/.exec(url) ?? [];
  if (version !== undefined) {
    const between = path.join(metadata, `${version}.${role}.json`);
    if (role === 'root' && (await sizeOf(between)) !== null) return between;
    const newest = path.join(metadata, `${role}.json`);
    const bytes = await readIfThere(newest);
    return Number(bytes && parseSigned(bytes)?.['version']) === Number(version) ? newest : null;
  }
  const [, sha512, name] = /^\/targets\/([0-9a-f]{128})\.([^/]+)$/.exec(url) ?? [];
  const isName = TargetName.safeParse(name).success && !name?.endsWith('.part');
  return isName ? path.join(folder, 'targets', `${sha512}.${name}`) : null;
}

/** Of a plain file; null for anything else. Links lead elsewhere. */
async function sizeOf(file: string): Promise<number | null> {
  const stat = await lstat(file).catch(() => null);
  return stat?.isFile() ? stat.size : null;
}
