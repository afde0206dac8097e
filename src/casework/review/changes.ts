import type { ActRow } from '../../contract/acts.ts';
import type { DraftSaved } from '../../contract/drafts.ts';
import type { ActChanges } from '../../contract/review.ts';
import { readVersion } from '../drafts/rows.ts';
import { type ReadableDB, sql } from '../store/index.ts';

/**
 * What is new in an act to a person who was shown it before. An act that others sign has other bytes after each signature, and the same text:
 * that is told apart. Texts are compared where the act was frozen from a draft whose versions are here. `db` is the store's reader.
 */
export function changesOf(db: ReadableDB, act: ActRow, personId: string): ActChanges {
  const shown = db.get<{ sha256: string; at: string }>(sql`select document_sha256 as sha256, at from main.shown
    where act_id = ${act.actId} and person_id = ${personId} and document_sha256 <> ${act.documentSha256} order by at desc limit 1`);
  const seen = db.get<{ at: string }>(sql`select at from main.shown
    where act_id = ${act.actId} and person_id = ${personId} and document_sha256 = ${act.documentSha256}`);
  const seenAt = seen?.at ?? null;
  if (!shown) return { readAt: null, seenAt, texts: null, what: 'nothing', signedSince: [] };
  const proposal = proposalOf(db, act.actId);
  const signedSince = (act.joint?.signers ?? []).flatMap(({ name, signedAt, electronic }) =>
    signedAt !== null && Date.parse(signedAt) > Date.parse(shown.at)
      ? [{ name, at: signedAt, ...(electronic ? { electronic } : {}) }]
      : [],
  );
  const readAt = shown.at;
  if (proposal?.bytes.includes(shown.sha256)) return { readAt, seenAt, texts: null, what: 'signatures', signedSince };
  const before = frozenText(db, act.actId, shown.sha256);
  const now = frozenText(db, act.actId, proposal?.proposed ?? act.documentSha256);
  const texts = before && now ? { before, now } : null;
  return { readAt, seenAt, texts, what: texts ? 'text' : 'unknown', signedSince };
}

/** The document in force and every file that its signers made of it. */
function proposalOf(db: ReadableDB, actId: string): { proposed: string; bytes: string[] } | null {
  const row = db.get<{ proposed: string; partly: string }>(sql`
    select coalesce(proposed_sha256, document_sha256) as proposed, partly from cache.proposals where act_id = ${actId}`);
  if (!row) return null;
  const partly = (JSON.parse(row.partly) as { sha256: string }[]).map(({ sha256 }) => sha256);
  return { proposed: row.proposed, bytes: [row.proposed, ...partly] };
}

/** The text that the act in force was frozen from; null where that is not known here. `db` is the store's reader. */
export const textOf = (db: ReadableDB, actId: string): DraftSaved | null => {
  const proposal = proposalOf(db, actId);
  return proposal && frozenText(db, actId, proposal.proposed);
};

/** The text that a document was frozen from; a signed file of an earlier proposal leads to none. */
function frozenText(db: ReadableDB, actId: string, documentSha256: string): DraftSaved | null {
  const row = db.get<{ version_id: string }>(sql`select entry ->> '$.versionId' as version_id from cache.case_entries
    where act_id = ${actId} and kind = 'frozen' and document_sha256 = ${documentSha256} order by seq desc limit 1`);
  return row ? readVersion(db, row.version_id) : null;
}
