import type { ActId, CaseId, Sha256 } from '../../contract/ids.ts';
import type { ReceiptStatement } from '../../contract/receipts.ts';
import type { ReceiptsPage } from '../../contract/wire-cases.ts';
import type {
  CaseRecord,
  FeedPage,
  NamedSigner,
  ProblemCode,
  Proposal,
  RegistrationRequest,
  RenditionRequest,
  Return,
  SignatureRequest,
  SignerNames,
} from '../../contract/wire.ts';
import type { LogBook } from '../log/port.ts';
import type { DraftBook } from '../drafts/book.ts';
import type { DeviceBook } from './device-book.ts';
import type { EntryBook } from '../entries/book.ts';
import type { MoveBook } from '../entries/moves.ts';
import type { PeopleBook } from '../people/book.ts';
import type { HandoverBook } from '../people/handover-book.ts';

export type Stored = 'created' | 'same';

/** Everything known of a registration but its place in the case, which the register gives in the same transaction. */
export interface Entry {
  readonly request: RegistrationRequest;
  /** Pages of the signed file: the fojas it takes in its case. */
  readonly pages: number;
  /** Who signed it, as was verified; null or left out where that is not known, or more than the wire tells. */
  readonly signers?: SignerNames | null;
  readonly receivedAt: string;
  readonly registeredAt: string;
}

/** What only a repository inside an office answers: it keeps the thing for the central one, or has had that one's final no. */
export type Passed =
  | { readonly kind: 'received'; readonly statement: string }
  | {
      readonly kind: 'refused';
      readonly code: ProblemCode;
      readonly detail: string;
      /** The central one's no, signed by it: a JWS of a `RefusalStatement`. */
      readonly refusal?: string;
    };

export type Registering =
  | { readonly kind: 'registered' | 'replayed'; readonly receipt: string }
  | Passed
  /** The act was registered before with other bytes, or these bytes as another act of the case. */
  | { readonly kind: 'reused' }
  | { readonly kind: 'actUnknown' }
  /** The proposal in force is of other bytes than those that were signed. */
  | { readonly kind: 'notProposed' }
  | { readonly kind: 'returned' }
  /** Other signers come first, or sign instead; or the substitute would sign it twice. */
  | { readonly kind: 'outOfTurn' | 'anotherSigner' | 'signsAgain' };

/** An act that names its signers: who signed already, and what the next one is to be shown. */
export interface JointAct {
  readonly signers: readonly NamedSigner[];
  readonly signed: number;
  /** Persons who made those signatures. */
  readonly signedBy: readonly string[];
  readonly inForce: { readonly sha256: string; readonly size: number };
}

export type SigningOn =
  | Passed
  | { readonly kind: 'signed' | 'replayed'; readonly receipt: string }
  | {
      readonly kind:
        | 'reused'
        | 'actUnknown'
        | 'notProposed'
        | 'returned'
        | 'registered'
        | 'outOfTurn'
        | 'anotherSigner'
        | 'signsAgain';
    };

/** How a rendition stands to what is here: `next` may be examined and added. */
export type RenditionPlace =
  | Passed
  | { readonly kind: 'replayed'; readonly receipt: string }
  | { readonly kind: 'next' }
  | { readonly kind: 'notRegistered' }
  /** This place is taken by other bytes. */
  | { readonly kind: 'reused' }
  /** Its prefix is not the newest file here. */
  | { readonly kind: 'outOfOrder' };

export interface CaseContents {
  readonly record: CaseRecord;
  readonly acts: readonly {
    readonly proposal: Proposal;
    readonly returned: Return | null;
    readonly receipt: string | null;
    /** Its place in the case, once it is registered. */
    readonly number: number | null;
    /** Receipts of its renditions, the first first. */
    readonly renditions: readonly string[];
  }[];
  /** Of the office's feed: what comes after it is not in here. */
  readonly cursor: string;
}

/** What is registered, in what order (one writer). Every answer is durable before it is given. */
export interface Register {
  /** A case that was opened at a desk gets its number here, once; put again, it is the same under either number. */
  putCase(record: CaseRecord): Promise<Stored | 'differs'>;
  caseOf(caseId: CaseId): Promise<CaseRecord | null>;
  /**
   * A new proposal, in the same case, for an act that was returned (and not taken back) replaces the one before; else an act id is of one
   * document.
   */
  putProposal(proposal: Proposal): Promise<Stored | 'reused' | 'caseUnknown'>;
  proposalOf(actId: ActId): Promise<Proposal | null>;
  putReturn(given: Return): Promise<Stored | 'actUnknown' | 'reused' | 'registered' | 'withdrawn' | 'notProposed'>;
  /**
   * Registers an act once: the next number and fojas of its case, the receipt made by `sign` from the statement, all in one
   * transaction. The same request again answers the very same receipt.
   */
  register(entry: Entry, sign: (statement: Omit<ReceiptStatement, 'repository' | 'v'>) => string): Promise<Registering>;
  /** What was answered to this request before, so that its file need not be judged again; null where nothing was. */
  answerTo(request: RegistrationRequest): Promise<Registering | null>;
  receiptOf(actId: ActId): Promise<string | null>;
  /** Whether the act has its place: registered or, inside an office, received to be forwarded in its turn. */
  isPlaced(actId: ActId): Promise<boolean>;
  findRendition(request: RenditionRequest): Promise<RenditionPlace>;
  /** Adds what `findRendition` called `next`, with the receipt that `sign` makes for it, once. */
  addRendition(
    request: RenditionRequest,
    sign: () => string,
  ): Promise<{ readonly kind: 'registered'; readonly receipt: string } | Exclude<RenditionPlace, { kind: 'next' }>>;
  /** Events of an office after `cursor` ('' = the first). Null where the cursor was never given out. */
  feed(officeId: string, cursor: string, limit: number): Promise<FeedPage | null>;
  /** Receipts of an office, of acts and renditions, in the order in which they were given. Null where the cursor was never given out. */
  receiptsAfter(officeId: string, cursor: string, limit: number): Promise<ReceiptsPage | null>;
  /** Calls `ring` soon after each new event of the office, until the answer is called. */
  watch(officeId: string, ring: () => void): () => void;
  /**
   * Everything of a case but its files, acts in the order of their ids; null where the case is not known.
   * @param officeId in whose feed the cursor is.
   */
  caseContents(caseId: CaseId, officeId: string): Promise<CaseContents | null>;
  /** Notes that an office has sent these very bytes: it, and no other, may read them and build on them (law 9). */
  addHolder(sha256: Sha256, officeId: string): Promise<void>;
  isHolder(sha256: Sha256, officeId: string): Promise<boolean>;
  /**
   * Notes that an office needs these bytes no more, unless an act, a piece, a rendition or a refusal is of them. True where nobody needs them
   * any longer: who names them after that has to send them first.
   */
  release(sha256: Sha256, officeId: string): Promise<boolean>;
  /**
   * Runs `remove` where nobody needs these bytes, at one node after the other: with it again where it was cut. Who sends them meanwhile is
   * noted only when it is over (`addHolder` waits for that), and looks then whether they are still here. Null where somebody needs them.
   */
  removeLoose<T>(sha256: Sha256, remove: () => Promise<T>): Promise<T | null>;
  readonly drafts: DraftBook;
  readonly entries: EntryBook;
  readonly moves: MoveBook;
  readonly devices: DeviceBook;
  readonly people: PeopleBook;
  readonly handovers: HandoverBook;
  readonly log: LogBook;
  /** Null for an act that is not known, or that anybody of the office may sign. */
  jointOf(actId: ActId): Promise<JointAct | null>;
  /** Notes that the n-th signer signed, once, with the statement that `sign` makes for it. */
  signOn(request: SignatureRequest, sign: (of: number, name: string) => string): Promise<SigningOn>;
  close(): Promise<void>;
}
