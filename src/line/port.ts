import type { Outcome, Failure } from '../contract/failures.ts';
import type { ActId, CaseId, Sha256 } from '../contract/ids.ts';
import type { CaseSnapshot, CaseState, ReceiptsPage } from '../contract/wire-cases.ts';
import type { Capabilities, FeedPage, RegistrationRequest, RenditionRequest, Return } from '../contract/wire.ts';
import type { ByteSource } from '../signature/index.ts';

/** What one errand over the line may take up, and when it is called off. Every call takes one. */
export interface LineUse {
  /** Calls it off: the answer is a `repositoryUnreachable`, at once. */
  readonly signal?: AbortSignal;
  /** Awaited before so many bytes go into the socket: the place of a bandwidth cap. */
  readonly throttle?: (bytes: number) => Promise<void>;
  /** Nothing moved for so long, in either direction: the line is dead (milliseconds; 15,000 if not given). */
  readonly stallMs?: number;
  /** So many bytes went up or came down: for goodput and for the status strip. Bodies only, without headers and TLS. */
  readonly onMoved?: (direction: 'up' | 'down', bytes: number) => void;
}

/** A file that the repository has already and with which the one to be sent begins. */
export interface FileBefore {
  readonly sha256: Sha256;
  readonly size: number;
  /** The address below which it lies; `/v1/blobs` where none is named. */
  readonly below?: string;
}

/** One thing to be sent in a bundle. `source` is read while it is sent and stays the caller's; null where the file was sent before. */
export type BundleItem =
  | {
      readonly kind: 'act';
      readonly request: RegistrationRequest;
      readonly source: ByteSource | null;
      readonly after: FileBefore | null;
      /** The act of its case that is on its way before it and not decided yet; null: it waits for nobody. */
      readonly follows?: ActId | null;
    }
  | {
      readonly kind: 'rendition';
      readonly request: RenditionRequest;
      readonly source: ByteSource | null;
      readonly after: FileBefore | null;
    }
  | { readonly kind: 'return'; readonly return: Return };

/** What the repository decided on one item. */
export type BundleAnswer =
  /** A receipt to be verified against our own bytes: until then it is only text (law 7). */
  | { readonly kind: 'registered'; readonly receipt: string }
  /** An office's repository took it in; it is not registered. */
  | { readonly kind: 'received'; readonly statement: string }
  | { readonly kind: 'returned' }
  /** `refused` and `later` are about this item; the others go on. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'later'; readonly failure: Failure }
  /** The line broke before the repository's answer came: nothing is known of this item. */
  | { readonly kind: 'line'; readonly failure: Failure };

/** One open stream of acts. Never throws and never rejects, except with what reading a `source` threw. */
export interface Bundle {
  /**
   * Sends one item. Resolves when it is in the socket and there is room for the next (at most 32 KB wait there), or the line is
   * broken. One at a time: items go in the order in which they were given, and are registered in that order.
   * `answer` resolves when the repository has decided, or the line is broken.
   * Rejects with what reading `source` threw: the file is damaged here. Nothing of it went over the line, and the bundle goes on.
   */
  send(item: BundleItem): Promise<{ readonly answer: Promise<BundleAnswer> }>;
  /** Ends it well: resolves when every item was answered or the line is broken. */
  close(): Promise<Outcome<void>>;
  /** Ends it at once. What was not answered is `line`. */
  abort(): void;
  /** Why nothing more can be sent here; null while it can. */
  readonly broken: Failure | null;
  /** Where to ask for receipts from after a cut (`receipts(cursor)`); null until the repository has said so. */
  readonly receiptsCursor: string | null;
}

export interface UploadState {
  /** Bytes that the repository holds for certain. */
  readonly offset: number;
  /** The file is there, whole and hashed. */
  readonly complete: boolean;
}

/** The line to the repository, for whoever plans what goes over it. Never throws: every trouble is a failure with its name. */
export interface Transport {
  capabilities(use?: LineUse): Promise<Outcome<Capabilities>>;
  /** A stream for items of at most `capabilities.limits.frameBytes`. Connects when the first item is sent. */
  openBundle(use?: LineUse): Bundle;
  /** Which of these files the repository lacks. */
  lacking(files: readonly Sha256[], use?: LineUse): Promise<Outcome<readonly Sha256[]>>;
  /** How far a file has come. */
  uploadState(file: FileBefore, use?: LineUse): Promise<Outcome<UploadState>>;
  /**
   * Sends `length` bytes of a file from `offset` on (fewer at its end). An offset that is not the repository's is no failure: the
   * answer says where to go on. After a failure ask `uploadState`: what came of a cut slice counts.
   */
  sendSlice(
    file: FileBefore,
    slice: { readonly source: ByteSource; readonly offset: number; readonly length: number },
    use?: LineUse,
  ): Promise<Outcome<UploadState>>;
  /** Hands over a file's bytes from `from` on as they come; the caller checks the hash of the whole. */
  download(
    file: FileBefore,
    from: number,
    take: (piece: Uint8Array) => Promise<void>,
    use?: LineUse,
  ): Promise<Outcome<void>>;
  /** Receipts given after `cursor` ('' the beginning, 'latest' none yet but a cursor), oldest first. */
  receipts(cursor: string, use?: LineUse): Promise<Outcome<ReceiptsPage>>;
  /** The feed after `cursor`; with `waitSeconds` (at most what its limits say) the answer waits until there is something new. */
  feed(
    ask: { readonly cursor: string; readonly limit: number; readonly waitSeconds?: number },
    use?: LineUse,
  ): Promise<Outcome<FeedPage>>;
  /** Null where the case is not known; 'same' where its hash is `known`. */
  caseState(caseId: CaseId, known?: Sha256, use?: LineUse): Promise<Outcome<CaseState | 'same' | null>>;
  caseSnapshot(caseId: CaseId, use?: LineUse): Promise<Outcome<CaseSnapshot | null>>;
  /** Lets go of its connections. */
  close(): Promise<void>;
}
