// These functions run in pages, as source text: they name nothing outside themselves but what a browser has.

declare const window: {
  addEventListener(name: string, listener: (event: { detail: unknown }) => void): void;
  dispatchEvent(event: unknown): boolean;
};

type AnyFunction = (...args: unknown[]) => unknown;

export interface Bridge {
  /** Makes a value ready to cross: functions and promises become marks, the rest is copied by the browser on the way. */
  wrap(value: unknown): unknown;
  unwrap(value: unknown): unknown;
  say(message: { readonly kind: string; readonly [key: string]: unknown }): void;
  /** Called with what the other world exposes. */
  onExpose(listener: (name: string, api: unknown) => void): void;
}

/**
 * Joins the page's own JavaScript world to the preload's isolated one, as Electron's contextBridge does: values are copied,
 * functions become functions that call across (at once, so that they may return values), promises settle on both sides.
 * DOM events are the carrier: both worlds see them, and a browser copies their `detail` from world to world.
 */
export function makeBridge(token: string, here: 'page' | 'preload'): Bridge {
  const there = here === 'page' ? 'preload' : 'page';
  const MARK = `${token}:mark`;
  const CarrierEvent = CustomEvent;
  const dispatch = window.dispatchEvent.bind(window);
  const numbers = new Map<AnyFunction, number>();
  const functions = new Map<number, AnyFunction>();
  const proxies = new Map<number, AnyFunction>();
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const answers: { ok: boolean; value: unknown }[][] = [];
  let expose: (name: string, api: unknown) => void = () => undefined;
  let next = 1;

  const say: Bridge['say'] = (message) => {
    dispatch(new CarrierEvent(`${token}:${there}`, { detail: message }));
  };
  const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

  const wrap = (value: unknown): unknown => {
    if (typeof value === 'function') {
      const known = value as AnyFunction;
      const number = numbers.get(known) ?? next++;
      numbers.set(known, number);
      functions.set(number, known);
      return { [MARK]: 'function', number };
    }
    if (value instanceof Promise) {
      const number = next++;
      value.then(
        (result) => say({ kind: 'settled', number, ok: true, value: wrap(result) }),
        (error: unknown) => say({ kind: 'settled', number, ok: false, value: messageOf(error) }),
      );
      return { [MARK]: 'promise', number };
    }
    if (Array.isArray(value)) return value.map(wrap);
    if (
      value !== null &&
      typeof value === 'object' &&
      [Object.prototype, null].includes(Object.getPrototypeOf(value))
    ) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wrap(item)]));
    }
    return value;
  };

  const proxy = (number: number): AnyFunction => {
    const known = proxies.get(number);
    if (known) return known;
    const made: AnyFunction = (...args) => {
      const slot: { ok: boolean; value: unknown }[] = [];
      answers.push(slot);
      say({ kind: 'call', number, args: args.map(wrap) });
      answers.pop();
      const [answer] = slot;
      if (!answer) throw new Error('the other world of this page is gone');
      if (!answer.ok) throw new Error(String(answer.value));
      return answer.value;
    };
    proxies.set(number, made);
    return made;
  };

  const unwrap = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unwrap);
    if (value === null || typeof value !== 'object') return value;
    if (Object.hasOwn(value, MARK)) {
      const mark = value as { number: number; [key: string]: unknown };
      if (mark[MARK] === 'function') return proxy(mark.number);
      return new Promise((resolve, reject) => promises.set(mark.number, { resolve, reject }));
    }
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrap(item)]));
  };

  const hear = (message: Record<string, unknown>): void => {
    switch (message['kind']) {
      case 'expose':
        expose(String(message['name']), unwrap(message['api']));
        return;
      case 'call': {
        let answer: { ok: boolean; value: unknown };
        try {
          const called = functions.get(message['number'] as number);
          if (!called) throw new Error('no such function');
          answer = { ok: true, value: wrap(called(...(unwrap(message['args']) as unknown[]))) };
        } catch (error) {
          answer = { ok: false, value: messageOf(error) };
        }
        say({ kind: 'return', ...answer });
        return;
      }
      case 'return':
        answers.at(-1)?.push({ ok: message['ok'] === true, value: unwrap(message['value']) });
        return;
      case 'settled': {
        const number = message['number'] as number;
        const promise = promises.get(number);
        promises.delete(number);
        if (message['ok'] === true) promise?.resolve(unwrap(message['value']));
        else promise?.reject(new Error(String(message['value'])));
        return;
      }
    }
  };
  window.addEventListener(`${token}:${here}`, (event) => hear(event.detail as Record<string, unknown>));

  return {
    wrap,
    unwrap,
    say,
    onExpose: (listener) => {
      expose = listener;
    },
  };
}
