import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** A line to whatever port of this machine `target` says, as fast as the machine, to be cut. */
export async function layPipe(target: () => number) {
  const open = new Set<Socket>();
  let up = true;
  const server = createServer((near) => {
    if (!up) return void near.resetAndDestroy();
    const far = connect(target(), '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => void (open.delete(one), other.destroy()));
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const reset = (): void => open.forEach((socket) => socket.resetAndDestroy());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reset,
    set(state: boolean) {
      up = state;
      if (!up) reset();
    },
    close: () => new Promise((resolve) => (reset(), server.close(resolve))),
  };
}
