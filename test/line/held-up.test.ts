/** A process that was held up (the machine slept, or was busy) for longer than either side waits on a silent line. */
import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { watchLine } from '../../src/line/watch.ts';
import { unstalled } from '../../src/repository/patience.ts';

const stallMs = 50;
const holdUp = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4 * stallMs);
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function pair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'connect')])) as [[Socket], unknown];
  onTestFinished(() => {
    near.destroy();
    far.destroy();
    server.close();
  });
  return { near, far };
}

it('reads what came meanwhile before it gives the line up, as the one who asks', async () => {
  const { near, far } = await pair();
  const watch = watchLine(stallMs);
  near.on('data', () => watch.expect(false));
  far.write('an answer');
  holdUp();
  for (let turns = 0; turns < 5; turns += 1) await turn();
  expect(watch.stalled).toBe(false);
  watch.expect(true);
  await expect.poll(() => watch.stalled).toBe(true);
});

it('reads what came meanwhile before it gives the line up, as the one who is sent a file', async () => {
  const { near, far } = await pair();
  const pieces = unstalled(near, stallMs);
  const first = pieces.next();
  far.write('a piece');
  holdUp();
  expect(String((await first).value)).toBe('a piece');
  await expect(pieces.next()).rejects.toThrow('nothing came');
});
