/** One line of a benchmark's report. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Who it is measured beside, or why nobody is. */
  readonly peer: string | null;
  /** Our value divided by the peer's. */
  readonly ratio: number | null;
  readonly aim: string | null;
  readonly met: boolean | null;
}

/** A benchmark: its name on the command line, and its rows as they are measured. */
export interface Benchmark {
  readonly name: string;
  run(): AsyncIterable<Row>;
}
