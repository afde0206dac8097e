/** Keeps the values used last, as long as their sizes add up to no more than a budget. */
export class Lru<K, V> {
  readonly #budget: number;
  readonly #kept = new Map<K, { value: V; size: number }>();
  #used = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  clear(): void {
    this.#kept.clear();
    this.#used = 0;
  }

  get(key: K): V | undefined {
    const found = this.#kept.get(key);
    if (!found) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.value;
  }

  /** Keeps a value; one that exceeds the budget alone is kept alone, since whoever made it is about to use it. */
  set(key: K, value: V, size: number): void {
    this.#used += size - (this.#kept.get(key)?.size ?? 0);
    this.#kept.delete(key);
    this.#kept.set(key, { value, size });
    for (const [oldest, { size: freed }] of this.#kept) {
      if (this.#used <= this.#budget || oldest === key) break;
      this.#kept.delete(oldest);
      this.#used -= freed;
    }
  }
}
