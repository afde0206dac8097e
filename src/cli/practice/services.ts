/**
 * The practice services on loopback: a time-stamping authority, the revocation list that the practice certificates name, and the hand on
 * the practice card.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CardDoor } from './card-door.ts';
import { type Stamper, emptyList, stamp } from './stamping.ts';

export interface PracticeServices {
  readonly port: number;
  readonly timestampUrl: string;
  /** Where the practice card is pulled out and put back; null where the token is none. */
  readonly cardUrl: string | null;
  close(): Promise<void>;
}

/** Where the list is, as certificates name it: with the port of the day on which they were made. */
export const listUrl = (port: number): string => `http://127.0.0.1:${port}/lista.crl`;

/** Who answers over the line; `card` where there is one that can be pulled out. */
interface Parts {
  readonly authority: Stamper;
  readonly tsa: Stamper;
  readonly card: CardDoor | null;
}

/** The line first: certificates have to name its port before there is anybody to answer. */
export interface Line {
  readonly port: number;
  serve(parts: Parts): PracticeServices;
  close(): Promise<void>;
}

/** Opens a port: the one asked for where it is free, another one where it is not. */
export async function openLine(wanted = 0): Promise<Line> {
  const server = createServer();
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(wanted).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    return listen(0);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => closed(server);
  return {
    port,
    close,
    serve(parts) {
      server.on('request', (request, response) => void answer(request, response, parts));
      const at = (path: string): string => `http://127.0.0.1:${port}${path}`;
      return { port, timestampUrl: at('/sello'), cardUrl: parts.card && at(parts.card.path), close };
    },
  };
}

const largestQuestion = 64 * 1024;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { authority, tsa, card }: Parts,
): Promise<void> {
  const send = (type: string, body: Buffer): void => {
    response.writeHead(200, { 'content-type': type }).end(body);
  };
  if (request.method === 'GET' && request.url === '/lista.crl') {
    return send('application/pkix-crl', emptyList(authority, new Date()));
  }
  const door = request.url === card?.path ? card : null;
  if (request.method !== 'POST' || (door === null && request.url !== '/sello')) {
    return void response.writeHead(404).end();
  }
  const question = await read(request);
  if (question === null) return void response.writeHead(413).end();
  if (door !== null) {
    const state = await door.answer(question);
    if (state === null) return void response.writeHead(400).end();
    return send('application/json', Buffer.from(JSON.stringify(state)));
  }
  send('application/timestamp-reply', stamp(question, tsa, new Date()));
}

async function read(request: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largestQuestion) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
