/**
 * Proofs of existence (EN 319 102-1, 5.6.2.3): when things are known to have existed already. In a file they follow from place:
 * a trusted time-stamp over the first n bytes proves everything that lies within them.
 */

/** A trusted time-stamp and how much of the file it covers. */
export interface ProofOfExistence {
  readonly time: Date;
  /** Bytes from the file's beginning. */
  readonly covers: number;
  /** What proves it, for reports: the field of a document time-stamp or of a signature that carries one. */
  readonly by: string;
}

/** Where a thing lies: it exists as soon as the file is proven up to there. */
export interface Place {
  /** The byte behind it. */
  readonly end: number;
  /** Times proven for this thing in particular. */
  readonly own?: readonly Date[];
}

/** What is known about when a signature value was made. */
export interface Existence {
  /** It existed by then: proven, or simply now. */
  readonly by: Date;
  /** It did not exist before: it covers something that was proven to be made then. null: nothing tells. */
  readonly notBefore: Date | null;
}

/** What is known about times in one file. Nothing proven: it exists now. */
export class Proofs {
  readonly now: Date;
  readonly #list: ProofOfExistence[] = [];

  constructor(now: Date) {
    this.now = now;
  }

  add(proof: ProofOfExistence): void {
    this.#list.push(proof);
  }

  get list(): readonly ProofOfExistence[] {
    return this.#list;
  }

  /** The earliest time at which the thing is known to have existed; now when nothing proves more. */
  existed(place: Place | null): Date {
    if (place === null) return this.now;
    const times = [
      this.now,
      ...(place.own ?? []),
      ...this.#list.filter((each) => each.covers >= place.end).map(({ time }) => time),
    ];
    return new Date(Math.min(...times.map((time) => time.getTime())));
  }
}
