/** Runs in the page before the window's own code: the fake `window.fojas`, and `window.world` to bend it from a test. */
import './jitless.ts';
import { windowCalls as calls, windowEvents as events } from '../../../src/contract/window-calls.ts';
import type { Failure } from '../../../src/contract/failures.ts';
import type { Sha256 } from '../../../src/contract/ids.ts';
import { answer } from '../../../src/contract/rpc.ts';
import { createFake, type Fake } from './office.ts';
import { isOpenTo, practiceSeats } from './seats.ts';
import { makeRows, type Document } from './seed.ts';
import { noToken, practiceLibrary } from './tokens.ts';

declare global {
  interface Window {
    world?: Fake & {
      emit(event: string, data: unknown): void;
      tokens(kind: 'none' | 'low' | 'last' | 'locked' | 'one'): void;
      /** Several places were granted at this desk. */
      seats(): void;
      /** The same, and two of the others are no longer granted. */
      seatsEnded(): void;
      /** Locked, at a PC that a second person shares. */
      lockShared(): void;
    };
  }
}

/** What the served page asks for: sizes and documents, as JSON in a meta element. */
const asked = JSON.parse(document.querySelector('meta[name="world"]')?.getAttribute('content') ?? '{}') as {
  documents: Document[];
  toSign: number;
  others: number;
  settings: Record<string, string>;
};

const listeners = new Map<string, Set<(data: unknown) => void>>();
const emit = (event: string, data: unknown): void => {
  const parsed = events[event as keyof typeof events].parse(data);
  for (const listener of listeners.get(event) ?? []) listener(structuredClone(parsed));
};

const cache = new Map<string, Uint8Array>();
async function readDocument(sha256: Sha256): Promise<Uint8Array | null> {
  const kept = cache.get(sha256);
  if (kept) return kept;
  const response = await fetch(`/world/documents/${sha256}`);
  if (!response.ok) return null;
  const bytes = new Uint8Array(await response.arrayBuffer());
  cache.set(sha256, bytes);
  return bytes;
}

const documents = {
  read: readDocument,
  keep: (sha256: Sha256, bytes: Uint8Array): void => void cache.set(sha256, bytes),
};
const rows = makeRows(asked.documents, Date.now(), { toSign: asked.toSign, others: asked.others });
const fake = createFake(rows, documents, [practiceLibrary()], emit);
fake.settings = { ...fake.settings, ...asked.settings } as typeof fake.settings;

/** As the real office: a role's rights are looked at before the call is answered. */
const refusal = (name: string): Failure | null => (isOpenTo(fake.status.person, name) ? null : { kind: 'notAllowed' });

async function call(name: string, input: unknown): Promise<unknown> {
  fake.log.push([name, structuredClone(input)]);
  if (fake.bends.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, fake.bends.delayMs));
  const failure = fake.bends.dead ?? fake.bends.failing.get(name) ?? refusal(name);
  if (failure) return { ok: false, failure };
  const outcome = await answer(calls, fake.handlers, name, input, (incident, error) => {
    console.error(incident, error);
  });
  // A fake that breaks the contract proves nothing.
  if (outcome.ok) calls[name as keyof typeof calls].output.parse(outcome.value);
  return structuredClone(outcome);
}

Object.defineProperty(window, 'fojas', {
  value: Object.freeze({
    call,
    on(event: string, listener: (data: unknown) => void) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  }),
});
window.world = Object.assign(fake, {
  emit,
  tokens(kind: 'none' | 'low' | 'last' | 'locked' | 'one') {
    const states = { low: 'countLow', last: 'finalTry', locked: 'locked', one: 'normal' } as const;
    fake.libraries = [kind === 'none' ? noToken : practiceLibrary(states[kind])];
    emit('tokens.changed', {});
  },
  seats() {
    fake.status = { ...fake.status, seats: practiceSeats, seat: 'first' };
    emit('office.restarted', {});
  },
  seatsEnded() {
    const [first, secretary, clerk, auditor] = practiceSeats;
    const seats = [
      { ...first!, until: '2027-12-31T23:59:59.999Z' },
      { ...secretary!, ended: 'withdrawn' as const },
      { ...clerk!, ended: 'expired' as const, until: '2026-10-31T12:00:00.000Z' },
      auditor!,
    ];
    fake.status = { ...fake.status, seats, seat: 'first' };
    emit('office.restarted', {});
  },
  lockShared() {
    const people = [
      { seatId: 'first', name: 'Ofelia Quirós Balmaceda', present: true },
      { seatId: 'bruno', name: 'Bruno Cáceres Tolosa', present: false },
    ];
    fake.program.lock = { passphrase: true, token: false, wants: 'passphrase', people };
    // As the program does: what becomes of the lock is told to the window.
    for (const name of ['lock.person', 'lock.open'] as const) {
      const answerTo = fake.handlers[name] as (input: unknown) => Promise<unknown>;
      Object.assign(fake.handlers, {
        [name]: async (input: unknown) => {
          const outcome = await answerTo(input);
          emit('lock.changed', fake.program.lock);
          return outcome;
        },
      });
    }
    emit('lock.changed', fake.program.lock);
  },
});
