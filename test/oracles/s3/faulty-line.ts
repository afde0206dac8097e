/** A line to an S3 service on which a test stages what goes wrong between two buildings. */
import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Fault =
  | 'none'
  /** The service answers so, in its own words, and does nothing. */
  | { readonly status: number; readonly code: string }
  /** The line breaks in the middle of what is sent. */
  | 'cutThere'
  /** All arrives, and the answer is lost on the way back. */
  | 'cutBack'
  /** The line breaks in the middle of the answer's body. */
  | 'cutBody'
  | { readonly slowMs: number };

export interface FaultyLine {
  readonly endpoint: string;
  /** What happens to each request from now on; asked for each anew. */
  stage(fault: (method: string) => Fault): void;
  /** Requests since the line was last staged. */
  readonly asked: number;
  close(): Promise<void>;
}

export async function faultyLine(to: string): Promise<FaultyLine> {
  let staged: (method: string) => Fault = () => 'none';
  let asked = 0;
  const server = createServer((incoming, answer) => {
    asked += 1;
    pass(to, staged(incoming.method ?? ''), incoming, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stage(fault) {
      staged = fault;
      asked = 0;
    },
    get asked() {
      return asked;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass(to: string, fault: Fault, incoming: IncomingMessage, answer: ServerResponse): void {
  if (typeof fault === 'object' && 'status' in fault) {
    incoming.resume();
    incoming.on('end', () => {
      answer.writeHead(fault.status, { 'content-type': 'application/xml' });
      answer.end(`<?xml version="1.0"?><Error><Code>${fault.code}</Code><Message>staged</Message></Error>`);
    });
    return;
  }
  // The signature is over the host as the client named it.
  const { pathname, search } = new URL(incoming.url ?? '/', 'http://x');
  const onward = request(new URL(pathname + search, to), {
    method: incoming.method ?? 'GET',
    headers: incoming.headers,
  });
  onward.on('error', () => answer.destroy());
  if (fault === 'cutThere') {
    incoming.once('data', (piece: Buffer) => {
      onward.write(piece.subarray(0, piece.length >> 1));
      onward.destroy();
      incoming.destroy();
    });
    return;
  }
  onward.on('response', (response) => {
    if (fault === 'cutBack') {
      response.resume();
      answer.destroy();
      return;
    }
    answer.writeHead(response.statusCode ?? 502, response.headers);
    if (fault === 'cutBody') {
      response.once('data', (piece: Buffer) => {
        answer.write(piece.subarray(0, piece.length >> 1));
        setTimeout(() => answer.destroy(), 50);
        response.destroy();
      });
      return;
    }
    const send = (): unknown => response.pipe(answer);
    if (typeof fault === 'object') setTimeout(send, fault.slowMs);
    else send();
  });
  incoming.pipe(onward);
}
