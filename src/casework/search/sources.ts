import type { FoundKind } from '../../contract/search.ts';
import { CaseEntry, CaseOpening } from '../../contract/wire-entries.ts';
import { readDraft, readVersion } from '../drafts/rows.ts';
import { type ReadableDB, sql } from '../store/index.ts';

export interface Wanted {
  readonly kind: FoundKind;
  readonly ref: string;
  readonly turn: number;
}

/** What is to be found of something: its heading, and its text or the file that holds it. */
export interface Source {
  readonly caseId: string;
  /** Number, caption, title, author: found on whatever sheet. */
  readonly head: string;
  /** What its text is known by: while it is the same, the text is not read again. */
  readonly stamp: string;
  readonly text:
    { readonly kind: 'given'; readonly body: string } | { readonly kind: 'file'; readonly sha256s: readonly string[] };
}

/** The next to be read, cases first: they are few, and what is asked for most. */
export function nextWanted(db: ReadableDB, limit: number): Wanted[] {
  return db.all<Wanted>(
    sql`select kind, ref, turn from cache.search_wanted order by kind = 'case' desc, kind = 'draft' desc limit ${limit}`,
  );
}

/** What there is to find of it now; null when it is gone. `db` is the store's reader. */
export function sourceOf(db: ReadableDB, { kind, ref }: Pick<Wanted, 'kind' | 'ref'>): Source | null {
  switch (kind) {
    case 'act':
      return actSource(db, ref);
    case 'piece':
      return pieceSource(db, ref);
    case 'draft':
      return draftSource(db, ref);
    case 'case':
      return caseSource(db, ref);
    default:
      return kind satisfies never;
  }
}

interface Heading {
  readonly case_number: string | null;
  readonly caption: string | null;
  readonly opening: string | null;
}

const headingOf = (db: ReadableDB, caseId: string): Heading | undefined =>
  db.get<Heading>(sql`select case_number, caption, opening from cache.cases where case_id = ${caseId}`);

const joined = (...parts: readonly (string | null | undefined)[]): string => parts.filter(Boolean).join(' · ');

function actSource(db: ReadableDB, actId: string): Source | null {
  const row = db.get<{
    case_id: string;
    type: string;
    title: string;
    author: string;
    document_sha256: string;
    signed_sha256: string | null;
  }>(
    sql`select case_id, type, title, author, document_sha256, signed_sha256 from cache.proposals where act_id = ${actId}`,
  );
  if (!row) return null;
  const about = headingOf(db, row.case_id);
  const head = joined(
    about?.case_number,
    about?.caption,
    row.title,
    row.type === row.title ? null : row.type,
    row.author,
  );
  // A signature adds nothing to what an act says: either file will do.
  const sha256s = [row.document_sha256, ...(row.signed_sha256 === null ? [] : [row.signed_sha256])];
  return { caseId: row.case_id, head, stamp: row.document_sha256, text: { kind: 'file', sha256s } };
}

function pieceSource(db: ReadableDB, entryId: string): Source | null {
  const row = db.get<{ entry: string }>(sql`select entry from cache.case_entries where entry_id = ${entryId}`);
  const entry = row && CaseEntry.parse(JSON.parse(row.entry));
  if (entry?.kind !== 'piece') return null;
  const about = headingOf(db, entry.caseId);
  const head = joined(about?.case_number, about?.caption, entry.title, entry.fileName, entry.place, entry.broughtBy);
  const text =
    entry.mediaType === 'application/pdf'
      ? ({ kind: 'file', sha256s: [entry.sha256] } as const)
      : ({ kind: 'given', body: '' } as const);
  return { caseId: entry.caseId, head, stamp: entry.sha256, text };
}

function draftSource(db: ReadableDB, draftId: string): Source | null {
  const record = readDraft(db, draftId);
  const hand = record && readVersion(db, record.version);
  if (!record || !hand || record.archived) return null;
  const about = headingOf(db, record.caseId);
  const body = hand.text.paragraphs.map(({ text }) => text).join('\n');
  const head = joined(about?.case_number, about?.caption, hand.text.title, hand.author);
  return { caseId: record.caseId, head, stamp: record.version, text: { kind: 'given', body } };
}

function caseSource(db: ReadableDB, caseId: string): Source | null {
  const about = headingOf(db, caseId);
  if (!about) return null;
  const opening = about.opening === null ? null : CaseOpening.parse(JSON.parse(about.opening));
  const head = joined(about.case_number, opening?.provisionalNumber, about.caption);
  const body = (opening?.parties ?? []).map(({ name, document }) => joined(name, document)).join('\n');
  return { caseId, head, stamp: body, text: { kind: 'given', body } };
}
