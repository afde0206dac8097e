import type { Launched, Transferable } from './child.ts';

/** Starts a process, tells it one thing, waits for one answer, ends it. */
export function askOnce<P extends Transferable, T>(
  patienceMs: number,
  launch: () => Launched<P>,
  wish: Parameters<Launched<P>['post']>[0],
  read: (body: unknown) => T | null,
): Promise<T | 'ended' | 'silent'> {
  const launched = launch();
  const { promise, resolve } = Promise.withResolvers<T | 'ended' | 'silent'>();
  const timer = setTimeout(() => resolve('silent'), patienceMs);
  launched.onExit(() => resolve('ended'));
  launched.onControl((body) => {
    const answer = read(body);
    if (answer !== null) resolve(answer);
  });
  launched.post(wish);
  return promise.finally(() => {
    clearTimeout(timer);
    launched.kill();
  });
}
