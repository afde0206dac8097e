/** A clock that tests move: everything the test authorities say about time comes from it. */
export class TestClock {
  #now: Date;

  constructor(start: Date = new Date()) {
    // Certificates and lists know whole seconds only.
    this.#now = new Date(Math.floor(start.getTime() / 1000) * 1000);
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(moment: Date): void {
    this.#now = new Date(moment);
  }

  /** Moves on (or back, when negative). */
  advance(by: { readonly years?: number; readonly days?: number; readonly seconds?: number }): void {
    const next = later(this.#now, by);
    this.#now = next;
  }
}

/** A moment so much later. */
export function later(
  from: Date,
  { years = 0, days = 0, seconds = 0 }: { readonly years?: number; readonly days?: number; readonly seconds?: number },
): Date {
  const date = new Date(from);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return new Date(date.getTime() + days * 86_400_000 + seconds * 1000);
}
