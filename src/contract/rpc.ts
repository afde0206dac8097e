import { z } from 'zod';
import { Failure, type Outcome, failed } from './failures.ts';
import { newIncident } from './incident.ts';
import type { Port } from './port.ts';

/** One call: what goes in and what comes out, both parsed at the border. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}
export type CallTable = Readonly<Record<string, Call>>;
export type EventTable = Readonly<Record<string, z.ZodType>>;

export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({ input, output });

export type Input<C extends Call> = z.input<C['input']>;
export type Parsed<C extends Call> = z.output<C['input']>;
export type Output<C extends Call> = z.output<C['output']>;

/** One handler for each call of the table: a missing one does not compile. */
export type Handlers<T extends CallTable> = {
  readonly [N in keyof T]: (input: Parsed<T[N]>) => Promise<Outcome<Output<T[N]>>>;
};

const Request = z.strictObject({ id: z.int(), call: z.string(), input: z.unknown() });
const Reply = z.strictObject({
  id: z.int(),
  outcome: z.union([
    z.strictObject({ ok: z.literal(true), value: z.unknown() }),
    z.strictObject({ ok: z.literal(false), failure: Failure }),
  ]),
});
const Notice = z.strictObject({ event: z.string(), data: z.unknown() });

/** What a person may be told of an error that should not exist; its text goes to the log only, under the incident's number. */
export type Incident = (incident: string, error: unknown) => void;

/**
 * Answers one call by name: unknown names and input that does not parse never reach a handler, handlers get the parsed value,
 * and an exception becomes `unexpected` with an incident number (law 9, law 10).
 */
export async function answer<T extends CallTable>(
  table: T,
  handlers: Handlers<T>,
  name: string,
  input: unknown,
  onIncident: Incident,
): Promise<Outcome<unknown>> {
  if (!Object.hasOwn(table, name)) return failed({ kind: 'unknownCall', call: name.slice(0, 80) });
  const entry = table[name] as Call;
  const parsed = entry.input.safeParse(input);
  if (!parsed.success) return failed({ kind: 'badInput', detail: z.prettifyError(parsed.error).slice(0, 500) });
  try {
    const handler = handlers[name] as (value: unknown) => Promise<Outcome<unknown>>;
    return await handler(parsed.data);
  } catch (error) {
    const incident = newIncident();
    onIncident(incident, error);
    return failed({ kind: 'unexpected', incident });
  }
}

/** Serves a table over a port. Answers a function that stops serving (the port stays open). */
export function serve<T extends CallTable>(
  port: Port,
  table: T,
  handlers: Handlers<T>,
  onIncident: Incident,
): () => void {
  return port.onMessage((message) => {
    const request = Request.safeParse(message);
    if (!request.success) return;
    const { id, call: name, input } = request.data;
    void answer(table, handlers, name, input, onIncident).then((outcome) => port.send({ id, outcome }));
  });
}

/** Tells the other end of a port that something happened. */
export function emitter<E extends EventTable>(
  port: Port,
): <N extends keyof E & string>(event: N, data: z.input<E[N]>) => void {
  return (event, data) => port.send({ event, data });
}

export interface Client<T extends CallTable, E extends EventTable> {
  /** Makes a call. Never throws: the other end's death is `officeGone`, silence past the deadline is `deadline`. */
  call<N extends keyof T & string>(
    name: N,
    input: Input<T[N]>,
    options?: { deadlineMs?: number },
  ): Promise<Outcome<Output<T[N]>>>;
  on<N extends keyof E & string>(event: N, listener: (data: z.output<E[N]>) => void): () => void;
}

/** A typed client over a port; replies and events are parsed, and what does not parse is refused. */
export function client<T extends CallTable, E extends EventTable>(
  port: Port,
  table: T,
  events: E,
  goneFailure: Failure = { kind: 'officeGone' },
): Client<T, E> {
  const pending = new Map<number, { name: string; settle: (outcome: Outcome<never>) => void }>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  let next = 1;
  let gone = false;

  port.onMessage((message) => {
    const reply = Reply.safeParse(message);
    if (reply.success) {
      const waiting = pending.get(reply.data.id);
      pending.delete(reply.data.id);
      if (!waiting) return;
      const { outcome } = reply.data;
      if (!outcome.ok) return waiting.settle(outcome);
      const value = (table[waiting.name] as Call).output.safeParse(outcome.value);
      waiting.settle(
        value.success
          ? ({ ok: true, value: value.data } as Outcome<never>)
          : failed({
              kind: 'badInput',
              detail: `answer to ${waiting.name}: ${z.prettifyError(value.error).slice(0, 400)}`,
            }),
      );
      return;
    }
    const notice = Notice.safeParse(message);
    if (!notice.success || !Object.hasOwn(events, notice.data.event)) return;
    const data = (events[notice.data.event] as z.ZodType).safeParse(notice.data.data);
    if (!data.success) return;
    for (const listener of listeners.get(notice.data.event) ?? []) listener(data.data as never);
  });
  port.onClose(() => {
    gone = true;
    const lost = [...pending.values()];
    pending.clear();
    for (const waiting of lost) waiting.settle(failed(goneFailure));
  });

  return {
    call(name, input, options) {
      if (gone) return Promise.resolve(failed(goneFailure));
      const id = next++;
      return new Promise((resolve) => {
        const timer =
          options?.deadlineMs === undefined
            ? undefined
            : setTimer(options.deadlineMs, () => {
                pending.delete(id);
                resolve(failed({ kind: 'deadline', call: name }));
              });
        pending.set(id, {
          name,
          settle: (outcome) => {
            timer?.();
            resolve(outcome as Outcome<never>);
          },
        });
        port.send({ id, call: name, input });
      });
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener as (data: never) => void);
      return () => set.delete(listener as (data: never) => void);
    },
  };
}

// The contract names neither the DOM nor Node: both have these two.
declare function setTimeout(run: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;
function setTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
