/** The services of a test world on the loopback interface. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestClock } from './clock.ts';
import { respond } from './respond.ts';
import type { PkiAnswer } from './respond.ts';
import { PkiWorld } from './world.ts';

export interface PkiServices {
  readonly world: PkiWorld;
  readonly close: () => Promise<void>;
}

/** Starts the services; the system chooses the port, which is in every certificate's addresses. */
export async function startPkiServices(clock?: TestClock): Promise<PkiServices> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const world = new PkiWorld(`http://127.0.0.1:${port}`, clock);
  server.on('request', (request, response) => void serve(world, request, response));
  return {
    world,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(world: PkiWorld, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  let answer: PkiAnswer;
  try {
    answer = respond(world, request.url ?? '/', Buffer.concat(pieces));
  } catch (error) {
    answer = { status: 400, contentType: 'text/plain', body: Buffer.from(String(error)) };
  }
  if (answer.line === 'hang') return;
  if (answer.line === 'reset') return void request.socket.destroy();
  response.writeHead(answer.status, { 'content-type': answer.contentType, ...answer.headers });
  if (answer.line === 'stall') return void response.write(Uint8Array.of(0x30));
  response.end(answer.body);
}
