import type { ActRow } from '../../../contract/acts.ts';
import { CaseId, type Sha256 } from '../../../contract/ids.ts';
import type { CaseSheet } from '../../../contract/cases.ts';
import type { EntryOf, PieceType } from '../../../contract/wire-entries.ts';
import type { Viewer } from '../../acts/viewer.ts';
import { caseIndex } from '../../casefile/case-index.ts';
import { hiddenPieces } from '../../cases/read.ts';
import type { ReadableDB } from '../../store/index.ts';
import { codeOf, signersOf } from '../cover.ts';
import { origins } from '../piece-cover.ts';

/** A file that is bound where its line stands. */
export interface BoundFile {
  readonly sha256: Sha256;
  readonly mediaType: PieceType;
}

/** One line of a notebook's index, in the language of the jurisdiction: what the case has there, and its file. */
export interface BoundLine {
  /** The number of the act in the case; null of a piece, and of an act on its way. */
  readonly number: number | null;
  readonly title: string;
  readonly type: string;
  /** When it was registered, signed or taken in. ISO 8601. */
  readonly at: string;
  readonly signers: readonly string[];
  /** Its sheets as the repository numbered them. */
  readonly folios: { readonly from: number; readonly to: number } | null;
  /** Under which a signed act is verified. */
  readonly code: string | null;
  /** Null of what is for other eyes. */
  readonly file: BoundFile | null;
  /** It is signed: its file is the proof, and may be laid in. */
  readonly isSigned: boolean;
}

const pageSize = 500;

/**
 * What a notebook of a case holds, in its order: the registered acts by their number, then those that are signed and on their way; each piece
 * of evidence before the first act that came after it. What is for other eyes keeps its line. What nobody signed is no act yet.
 * `db` is the store's reader.
 */
export function boundLines(db: ReadableDB, sheet: CaseSheet, viewer: Viewer): BoundLine[] {
  const { caseId } = sheet.row;
  const pieces = sheet.entries.flatMap(({ entry, place }) =>
    entry.kind === 'piece' && place !== 'refused' ? [ofPiece(entry)] : [],
  );
  const waiting = [...pieces, ...hiddenPieces(db, caseId, viewer).map(ofHidden)].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
  const lines: BoundLine[] = [];
  for (const act of actsOf(db, caseId, viewer)) {
    const line = ofAct(act);
    while (waiting[0] && Date.parse(waiting[0].at) < Date.parse(line.at)) lines.push(waiting.shift()!);
    lines.push(line);
  }
  return [...lines, ...waiting];
}

function* actsOf(db: ReadableDB, caseId: string, viewer: Viewer): Generator<ActRow> {
  let after: string | null = null;
  do {
    const page: ReturnType<typeof caseIndex> = caseIndex(db, CaseId.parse(caseId), {
      ...{ after, limit: pageSize, search: '', viewer },
    });
    for (const act of page?.acts ?? []) if (act.registration !== null || act.signedSha256 !== null) yield act;
    after = page?.next ?? null;
  } while (after !== null);
}

function ofAct(act: ActRow): BoundLine {
  const { registration, sealedFor } = act;
  const common = {
    number: registration?.number ?? null,
    at: registration?.registeredAt ?? act.signedAt ?? act.receivedAt,
    folios: registration && { from: registration.folioFrom, to: registration.folioTo },
  };
  if (sealedFor) return { ...common, ...masked('Acto reservado') };
  const file = { sha256: act.signedSha256 ?? act.documentSha256, mediaType: 'application/pdf' as const };
  const type = registration === null ? `${act.type} (firmado, todavía sin registrar)` : act.type;
  return { ...common, title: act.title, type, signers: signersOf(act), code: codeOf(act), file, isSigned: true };
}

function ofPiece({ title, origin, at, sha256, mediaType, broughtBy }: EntryOf<'piece'>): BoundLine {
  return {
    ...{ number: null, title, type: `pieza ${origins[origin]}, aportada por ${broughtBy}`, at, signers: [] },
    ...{ folios: null, code: null, file: { sha256, mediaType }, isSigned: false },
  };
}

const ofHidden = ({ at }: { readonly at: string }): BoundLine => ({
  ...{ number: null, at, folios: null },
  ...masked('Pieza reservada'),
});

const masked = (title: string) => ({ title, type: '', signers: [], code: null, file: null, isSigned: false });
