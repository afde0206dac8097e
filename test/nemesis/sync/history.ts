/** All that was seen in a run, in order, and what lay on the disks at its end: what the invariants are checked on. */
import type { Line } from '../../../src/contract/calls.ts';
import type { RegistrationRequest } from '../../../src/contract/wire.ts';

export type Seen =
  | { readonly kind: 'proposed'; readonly actId: string; readonly caseId: string; readonly documentSha256: string }
  /** The desk told its person that the signed act is kept. */
  | { readonly kind: 'kept'; readonly desk: number; readonly actId: string }
  /** The desk's screen called the act registered. */
  | { readonly kind: 'shownRegistered'; readonly desk: number; readonly actId: string }
  /** The desk told its person that the text is saved. */
  | { readonly kind: 'saved'; readonly desk: number; readonly versionId: string; readonly text: string }
  | { readonly kind: 'struck' | 'mended'; readonly what: string }
  | { readonly kind: 'line'; readonly desk: number; readonly line: Line }
  | { readonly kind: 'healed' }
  | { readonly kind: 'drained' };

export interface Entry {
  /** Milliseconds since the first. */
  readonly at: number;
  readonly seen: Seen;
}

/** What lies on the disk of a desk whose office has ended. */
export interface DeskEvidence {
  readonly desk: number;
  readonly journalWhole: boolean;
  /** In the order of the journal. */
  readonly signed: readonly { readonly actId: string; readonly caseId: string; readonly sha256: string }[];
  /** Signatures that others come after. */
  readonly halves: readonly { readonly actId: string; readonly sha256: string; readonly state: string }[];
  readonly damagedFiles: readonly string[];
  readonly missingFiles: readonly string[];
  readonly receipts: readonly { readonly actId: string; readonly jws: string; readonly verified: boolean }[];
  readonly outbox: readonly { readonly actId: string; readonly state: string; readonly trouble: string | null }[];
  readonly requests: readonly RegistrationRequest[];
  readonly renditions: readonly {
    readonly actId: string;
    readonly n: number;
    readonly sha256: string;
    readonly state: string;
  }[];
  /** Texts of drafts that the desk can still show, by version, each as one string. */
  readonly texts: readonly { readonly versionId: string; readonly text: string; readonly sent: boolean }[];
  /** Drafts whose text in hand the repository does not have. */
  readonly draftsWaiting: number;
  /** Files in which a word of a document lies readable. */
  readonly plaintext: readonly string[];
}

/** What the repository says after it was killed once more and started again. */
export interface RegisterEvidence {
  readonly registrations: readonly {
    readonly actId: string;
    readonly caseId: string;
    readonly number: number;
    readonly folioFrom: number;
    readonly folioTo: number;
    readonly sha256: string;
    readonly jws: string;
    readonly verified: boolean;
    /** What the act's own address answers. */
    readonly served: string | null;
  }[];
  readonly renditions: readonly {
    readonly actId: string;
    readonly n: number;
    readonly sha256: string;
    readonly prefixSha256: string;
    readonly verified: boolean;
    /** Its file is there, hashes to its address and begins with the one before. */
    readonly sound: boolean;
  }[];
  readonly blobs: readonly { readonly sha256: string; readonly sound: boolean }[];
  /** Of acts of several signers, in the order of their signatures: the file with one more, whether it is there and the registered one begins with it. */
  readonly halves: readonly {
    readonly actId: string;
    readonly n: number;
    readonly sha256: string;
    readonly verified: boolean;
    readonly sound: boolean;
  }[];
  /** The feed as read in pages of several sizes and from cursors given out on the way, as one text each. */
  readonly feeds: readonly { readonly how: string; readonly text: string }[];
  /** Texts of drafts that are to be had at the repository, of those that a desk calls sent. */
  readonly texts: readonly { readonly versionId: string; readonly text: string | null }[];
  /** Requests that were sent again after everything, each with whether the answer was the first one's bytes. */
  readonly replays: readonly { readonly actId: string; readonly same: boolean; readonly told: string }[];
}

/** What was found of a desk that was lost, revoked and set up anew from its second place. */
export interface LossEvidence {
  readonly desk: number;
  /** What of the fetched was left on its disk. */
  readonly left: readonly string[];
  /** A copy of what it had fetched, taken before and put back, could be opened. */
  readonly oldCopyOpens: boolean;
  /** What its key and its last grant were answered: states of HTTP. */
  readonly answers: readonly { readonly asked: string; readonly status: number }[];
  /** Signed there and not registered when it ended; `recovered` is how its file stands after the recovery, null where nothing is known of it. */
  readonly unsent: readonly { readonly actId: string; readonly sha256: string; readonly recovered: string | null }[];
}

export interface History {
  readonly seed: number;
  readonly entries: readonly Entry[];
  readonly desks: readonly DeskEvidence[];
  readonly register: RegisterEvidence;
  /** Acts given to two desks. */
  readonly contested: readonly string[];
  /** Acts that name two desks as their signers. */
  readonly joint: readonly string[];
  readonly loss: LossEvidence | null;
  readonly canaries: number;
  readonly drain: { readonly tookMs: number; readonly lineMs: number };
}
