import { windowCalls as calls, type WindowCallName as CallName } from '../../src/contract/window-calls.ts';
import type { Outcome } from '../../src/contract/failures.ts';
import type { Sha256 } from '../../src/contract/ids.ts';
import { answer } from '../../src/contract/rpc.ts';
import { createDesk, type Desk } from '../../src/renderer/desk.ts';
import { createFake, type Fake } from './world/office.ts';
import { makeRows, type Document, type Size } from './world/seed.ts';
import { practiceLibrary } from './world/tokens.ts';

export const documents: readonly Document[] = ['a', 'b', 'c'].map((digit) => ({
  sha256: digit.repeat(64) as Sha256,
  size: 1000,
  name: digit,
}));

/** The real client over the fake office, without a browser: input and output are parsed by the contract on the way. */
export function fakeDesk(size: Size = { toSign: 46, others: 8 }): {
  desk: Desk;
  fake: Fake;
  /** Tells the window what the office would. */
  tell(event: string, data: unknown): void;
} {
  const listeners = new Map<string, Set<(data: unknown) => void>>();
  const tell = (event: string, data: unknown): void => {
    for (const run of listeners.get(event) ?? []) run(structuredClone(data));
  };
  const fake = createFake(
    makeRows(documents, Date.now(), size),
    { read: async () => null, keep: () => undefined },
    [practiceLibrary()],
    tell,
  );
  const desk = createDesk({
    async call(name, input): Promise<Outcome<unknown>> {
      fake.log.push([name, input]);
      const failure = fake.bends.dead ?? fake.bends.failing.get(name);
      if (failure) return { ok: false, failure };
      const outcome = await answer(calls, fake.handlers, name, input, (_incident, error) => {
        throw error;
      });
      if (outcome.ok) calls[name as CallName].output.parse(outcome.value);
      return outcome;
    },
    on(event, listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
  });
  return { desk, fake, tell };
}

/** Waits until this holds; a promise that never comes true fails the test by its time. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
