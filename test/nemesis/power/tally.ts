/** Counts cuts, and what had been acknowledged before them. */
export interface Cuts {
  /** One cut with its checks; answers what it was, or throws what was lost. */
  one(work: () => Promise<string>): Promise<void>;
  acknowledged(number: number): void;
}
