import { createHash } from 'node:crypto';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';
import { type Json, canonical } from './canonical.ts';

/** What is worth writing down for ever: who did what to which bytes. Ids and hashes, no captions, no names of parties. */
export type JournalBody =
  /** This desk was enrolled at the repository for its person; and revoked there. Thumbprint of the device's key. */
  | { readonly kind: 'deviceEnrolled'; jkt: string; personId: string }
  | { readonly kind: 'deviceRevoked'; jkt: string }
  | { readonly kind: 'documentShown'; actId: string; documentSha256: string; personId: string; via: string }
  /** A text was frozen and put before its signer. */
  | {
      readonly kind: 'actProposed';
      actId: string;
      caseId: string;
      draftId: string;
      versionId: string;
      documentSha256: string;
      personId: string;
    }
  | { readonly kind: 'actReturned'; actId: string; documentSha256: string; personId: string; remarkSha256: string }
  | { readonly kind: 'returnSent'; actId: string; documentSha256: string }
  | { readonly kind: 'returnRefused'; actId: string; documentSha256: string; problem: string }
  | {
      readonly kind: 'batchStarted';
      batchId: string;
      items: number;
      certificateSha256: string;
      tokenSerial: string;
      personId: string;
    }
  | {
      readonly kind: 'batchEnded';
      batchId: string;
      kept: number;
      failed: number;
      leftOut: number;
      stoppedBy: string | null;
      /** Over the batch's whole record as it ended: every act's fate, and when. */
      reportSha256: string;
    }
  | {
      readonly kind: 'actSigned';
      actId: string;
      caseId: string;
      batchId: string;
      documentSha256: string;
      signedSha256: string;
      size: number;
      certificateSha256: string;
      personId: string;
      /** The signer in whose place this person signed. */
      standsFor?: string;
      /** Signed electronically, not digitally. */
      electronic?: true;
      /** Law 2: who opened these bytes, or who vouched for them. */
      seen: { readonly kind: 'shown'; via: string; at: string } | { readonly kind: 'vouched'; by: string };
    }
  /** One of an act's signers signed here, and others come after. */
  | {
      readonly kind: 'actPartlySigned';
      actId: string;
      caseId: string;
      batchId: string;
      n: number;
      of: number;
      documentSha256: string;
      signedSha256: string;
      size: number;
      certificateSha256: string;
      personId: string;
      /** The signer in whose place this person signed. */
      standsFor?: string;
      /** Signed electronically, not digitally. */
      electronic?: true;
      seen: { readonly kind: 'shown'; via: string; at: string } | { readonly kind: 'vouched'; by: string };
    }
  /** The repository has it, for the next signer. */
  | { readonly kind: 'partlySignedReceived'; actId: string; n: number; signedSha256: string }
  | { readonly kind: 'actRegistered'; actId: string; signedSha256: string; number: number; receiptSha256: string }
  /** The repository inside the office has it; nothing is registered by that. */
  | { readonly kind: 'actReceivedInOffice'; actId: string; signedSha256: string; receivedAt: string }
  | { readonly kind: 'registrationRefused'; actId: string; signedSha256: string; problem: string }
  /** What was refused was begun anew, as this draft. */
  | { readonly kind: 'actRemade'; actId: string; draftId: string; personId: string }
  /** A return or a signature that was refused waits no more. */
  | { readonly kind: 'refusedSetAside'; actId: string; what: string; documentSha256: string; personId: string }
  /** The act's file was made longer: with time-stamps and validation data, nothing else. */
  | { readonly kind: 'actRaised'; actId: string; n: number; level: string; sha256: string; prefixSha256: string }
  | { readonly kind: 'renditionRegistered'; actId: string; n: number; sha256: string; receiptSha256: string }
  | { readonly kind: 'renditionRefused'; actId: string; n: number; sha256: string; problem: string }
  /** A case was opened here, and later got its number. */
  | { readonly kind: 'caseOpened'; caseId: string; provisionalNumber: string; personId: string }
  | { readonly kind: 'caseNumbered'; caseId: string; caseNumber: string }
  /** Something was noted of a case or of an act: a piece (with its file), a visado, a withdrawal, a notice. */
  | {
      readonly kind: 'noted';
      entryId: string;
      caseId: string;
      actId: string | null;
      entry: string;
      sha256: string | null;
      personId: string;
    }
  /** A person was shown this text of a draft. */
  | { readonly kind: 'draftRead'; draftId: string; versionId: string; personId: string }
  /** A copy of the act was put on paper; `pages` as the window counted them. */
  | {
      readonly kind: 'copyMade';
      actId: string;
      sha256: string;
      copy: 'simple' | 'certified';
      pages: number;
      personId: string;
    }
  /** A copy of a piece of evidence was put on paper. */
  | {
      readonly kind: 'pieceCopied';
      caseId: string;
      entryId: string;
      sha256: string;
      copy: 'simple' | 'certified';
      pages: number;
      personId: string;
    }
  /** A whole case was laid down as one file outside the store; `sheets` and what of it has none, and whether the signed files are in it. */
  | {
      readonly kind: 'caseBound';
      caseId: string;
      sha256: string;
      sheets: number;
      leftOut: number;
      originals: boolean;
      personId: string;
    }
  | { readonly kind: 'orphanSetAside'; sha256: string }
  /** What waited was put into a parcel that is carried by hand; or one that came back was taken in. */
  | { readonly kind: 'parcelMade'; parcelId: string; items: number; listSha256: string }
  | { readonly kind: 'parcelTaken'; parcelId: string; of: 'answer' | 'seed'; listSha256: string }
  /** What the repository says of its past does not agree with what was seen of it here; and how that ended. */
  | { readonly kind: 'logAlarm'; found: string; known: number; told: number | null }
  | { readonly kind: 'logAlarmEnded'; found: string; by: string }
  /** A person took the log as it is told now, though it does not grow out of what was seen. */
  | { readonly kind: 'logAccepted'; size: number; root: string; personId: string; reason: string }
  /** The repository knows another history of this desk: from here on it goes by a name of its own. */
  | { readonly kind: 'deviceForked'; was: string; deviceId: string; knownEntries: number; knownHead: string }
  /** This journal goes on from a copy: what was written after `entries` on the other line of it is known only as far as it was salvaged. */
  | { readonly kind: 'restored'; generation: string; madeAt: string; entries: number; head: string; salvaged: number };

export interface JournalHead {
  readonly entries: number;
  /** SHA-256 of the last entry, hexadecimal; 64 zeros while there is none. */
  readonly head: string;
}

export const journalRoot = '0'.repeat(64);

/** Adds an entry in the caller's transaction, so that what happened and its trace are kept together or not at all. */
export function journalise(tx: WritableDB<'journal'>, at: Date, body: JournalBody): void {
  const { entries, head } = journalHead(tx);
  const seq = entries + 1;
  const written = canonical(body as unknown as Json);
  const instant = at.toISOString();
  const hash = chainHash(head, seq, instant, written);
  tx.runExactly(
    1,
    sql`insert into journal (seq, at, body, prev, hash) values (${seq}, ${instant}, ${written}, ${head}, ${hash})`,
  );
}

export function journalHead(db: ReadableDB): JournalHead {
  const last = db.get<{ seq: number; hash: string }>(sql`select seq, hash from main.journal order by seq desc limit 1`);
  return last ? { entries: last.seq, head: last.hash } : { entries: 0, head: journalRoot };
}

export type JournalVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly reason: 'missing' | 'prev' | 'hash' };

/**
 * Walks the chain and names the first row that does not hold.
 * @param last only this many of the newest entries; all of them when left out.
 */
export function verifyJournal(db: ReadableDB, last = Number.MAX_SAFE_INTEGER): JournalVerdict {
  const { entries } = journalHead(db);
  const first = Math.max(1, entries - last + 1);
  const before = db.get<{ hash: string }>(sql`select hash from main.journal where seq = ${first - 1}`);
  if (first > 1 && !before) return { ok: false, seq: first - 1, reason: 'missing' };
  let expected = first;
  let prev = before?.hash ?? journalRoot;
  const rows = db.iterate<{ seq: number; at: string; body: string; prev: string; hash: string }>(
    sql`select seq, at, body, prev, hash from main.journal where seq >= ${first} order by seq`,
  );
  for (const row of rows) {
    if (row.seq !== expected) return { ok: false, seq: expected, reason: 'missing' };
    if (row.prev !== prev) return { ok: false, seq: row.seq, reason: 'prev' };
    if (row.hash !== chainHash(row.prev, row.seq, row.at, row.body)) return { ok: false, seq: row.seq, reason: 'hash' };
    prev = row.hash;
    expected += 1;
  }
  return { ok: true, entries, head: prev };
}

/** The hash of one entry: over the one before, its number, its moment and its body. */
export function chainHash(prev: string, seq: number, at: string, body: string): string {
  return createHash('sha256').update(`${prev}\n${seq}\n${at}\n${body}`).digest('hex');
}
