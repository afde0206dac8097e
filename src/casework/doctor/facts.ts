import type { LibraryState } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';
import type { LibraryFile, ReaderFacts } from '../../contract/readers.ts';
import type { CopyFacts } from '../home/age.ts';

/** The machine under the program; gathered by the command line, which runs on the machine's own Node. */
export interface MachineFacts {
  readonly node: string;
  readonly leastNode: string;
  readonly nodeIsEnough: boolean;
  readonly missingCrypto: readonly string[];
  /** Where data is kept, and the bytes free there; null where the folder cannot be read. */
  readonly disk: { readonly folder: string; readonly freeBytes: number | null };
}

/** A trial signature over random bytes: what the token made of it, and what our own verification said. */
export type TrialFacts =
  | { readonly kind: 'verified'; readonly algorithm: string; readonly tokenMs: number }
  | { readonly kind: 'wrong'; readonly algorithm: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What became of the office's own parts; each null where it was not looked at. */
export interface OfficeFacts {
  readonly config: { readonly file: string } | { readonly failure: Failure } | null;
  readonly store: { readonly entries: number } | { readonly failure: Failure } | null;
  readonly repository:
    | { readonly name: string; readonly url: string; readonly keyPinned: boolean; readonly offsetMs: number }
    | { readonly failure: Failure }
    | null;
}

/** Everything the doctor judges. Facts only: whoever gathers them judges nothing. */
export interface DoctorFacts {
  readonly now: Date;
  readonly platform: string;
  readonly arch: string;
  readonly machine: MachineFacts | null;
  /** Null where nothing watches readers. */
  readonly readers: ReaderFacts | null;
  readonly libraries: readonly LibraryState[];
  /** Ids of those that somebody named: the configuration, or who called the doctor. The others were found lying there. */
  readonly named: readonly string[];
  /** Their files, by path, where somebody read the headers. */
  readonly files: readonly LibraryFile[];
  readonly cuil: string | null;
  /** Repository clock minus this clock; null where no repository ever told. */
  readonly clockOffsetMs: number | null;
  readonly trial: TrialFacts | null;
  /** Null where no office was named. */
  readonly copy: CopyFacts | null;
  /** Null where the doctor runs inside an office that is open. */
  readonly office: OfficeFacts | null;
}
