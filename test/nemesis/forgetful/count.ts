export interface Count {
  /** Notes whether the work held; it answers how much had been promised. */
  one(what: string, work: () => Promise<number>): Promise<void>;
}
