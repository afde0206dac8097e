import type { HttpAnswer, HttpRequest, HttpTransport } from '../../../src/signature/net.ts';
import { respond } from './respond.ts';
import type { PkiWorld } from './world.ts';

/** The world's answers without any network, as quick as a call. */
export function worldTransport(world: PkiWorld): HttpTransport {
  return { request: (request) => Promise.resolve(answer(world, request)) };
}

function answer(world: PkiWorld, { url, body, maxBytes }: HttpRequest): HttpAnswer {
  const { status, body: bytes, line, headers } = respond(world, new URL(url).pathname, body ?? new Uint8Array(0));
  if (line === 'reset') return { kind: 'failed', reason: 'unreachable', detail: 'ECONNRESET' };
  if (line !== undefined) return { kind: 'failed', reason: 'timeout', detail: line };
  if (headers?.['location'] !== undefined) return { kind: 'failed', reason: 'badAddress', detail: headers['location'] };
  if (bytes.length > maxBytes) return { kind: 'failed', reason: 'tooLarge', detail: `${bytes.length} bytes` };
  return { kind: 'answer', status, body: bytes };
}

/** No line at all. */
export const deadTransport: HttpTransport = {
  request: () => Promise.resolve({ kind: 'failed', reason: 'unreachable', detail: 'ENETUNREACH' }),
};
