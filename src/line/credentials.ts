import type { Failure, Outcome } from '../contract/failures.ts';

/** With what a request is let in: one key for everything, or a grant with a fresh proof for each request. */
export interface Credentials {
  /** Headers for one request to this address; a failure where there is nothing to show now. */
  headersFor(method: string, url: string): Promise<Outcome<Readonly<Record<string, string>>>>;
  /** What came back: it may bring a newer nonce, or say that something has changed. */
  heard(status: number, nonce: string | null): void;
}

/** The key of an office, or of one of its people. */
export const keyCredentials = (accessKey: string): Credentials => ({
  headersFor: async () => ({ ok: true, value: { authorization: `Bearer ${accessKey}` } }),
  heard: () => undefined,
});

/** Thrown where there is nothing to show: the failure is what the caller is told. */
export class Denied extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}
