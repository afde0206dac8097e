import { createDigest } from '../crypto.ts';
import type { DigestAlgorithm, Hash } from '../crypto.ts';

/** The digests that say what a signed document is, in lower-case hexadecimal. */
export interface SignedDigests {
  /** SHA-256 of the bytes before the update. */
  readonly inputSha256: string;
  /** SHA-256 of the whole document. */
  readonly sha256: string;
  /** Digest of the document without its /Contents token, with the signature's algorithm. */
  readonly range: string;
}

/** Computes all three digests in one pass: first the input piece by piece, then the update at once. */
export class SignedDigester {
  readonly #sha256 = createDigest('sha256');
  /** Undefined when the signature's digest is SHA-256 too: the two then have a common start. */
  readonly #other: Hash | undefined;

  constructor(algorithm: DigestAlgorithm) {
    this.#other = algorithm === 'sha256' ? undefined : createDigest(algorithm);
  }

  /** The next piece of the input. */
  update(piece: Uint8Array): void {
    this.#sha256.update(piece);
    this.#other?.update(piece);
  }

  /**
   * Ends the pass.
   * @param gapStart, gapEnd the /Contents token's place within `update`.
   */
  finish(update: Uint8Array, gapStart: number, gapEnd: number): SignedDigests {
    const range = this.#other ?? this.#sha256.copy();
    range.update(update.subarray(0, gapStart)).update(update.subarray(gapEnd));
    return {
      inputSha256: this.#sha256.copy().digest('hex'),
      sha256: this.#sha256.update(update).digest('hex'),
      range: range.digest('hex'),
    };
  }
}
