/** Rings for those who wait for something new of an office. */
export interface Bells {
  ring(officeId: string): void;
  /** Answers how to stop listening. */
  listen(officeId: string, ring: () => void): () => void;
}

export function createBells(): Bells {
  const listeners = new Map<string, Set<() => void>>();
  return {
    ring: (officeId) => listeners.get(officeId)?.forEach((ring) => ring()),
    listen(officeId, ring) {
      const mine = listeners.get(officeId) ?? new Set();
      listeners.set(officeId, mine.add(ring));
      return () => {
        mine.delete(ring);
        if (mine.size === 0) listeners.delete(officeId);
      };
    },
  };
}
