import type { Socket } from 'node:net';
import type { Problem } from '../contract/wire.ts';

type Said = Pick<Problem, 'title' | 'status' | 'detail' | 'retry' | 'next'>;

const garbled: Said = {
  ...{ status: 400, title: 'Bad Request', retry: 'never', detail: 'this is no request of HTTP/1.1' },
  next: 'Check that the address is that of a repository, and whether something in between alters what passes.',
};
const kinds: Readonly<Record<string, Said>> = {
  HPE_HEADER_OVERFLOW: {
    ...{ status: 431, title: 'Request Header Fields Too Large', retry: 'never', detail: 'headers of more than 16 KiB' },
    next: 'Look at what the proxy in between adds to requests; a workstation’s own headers are small.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    ...{ status: 408, title: 'Request Timeout', retry: 'same', detail: 'the headers did not come within 20 s' },
    next: 'Nothing to do: the workstation sends it again by itself.',
  },
};

/**
 * What is no request yet, or none that can be read: told as a problem (RFC 9457, `about:blank` where HTTP's own status says all), and the line
 * is closed. It knows of no address and no sender, so that nothing of it is written down.
 */
export function refuseGarbled(error: Error, socket: Socket): void {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const said = kinds[code] ?? garbled;
  const body = JSON.stringify({ type: 'about:blank', ...said } satisfies Problem);
  const head = [
    `HTTP/1.1 ${said.status} ${said.title}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`, () => void socket.destroy());
}
