/** What lies beside the acts of a practice case: pieces that were brought, and texts that are being written. */
import { CaseEntry, EntryId } from '../../contract/wire-entries.ts';
import { DraftId, type DraftVersion, DraftVersionId } from '../../contract/wire-drafts.ts';
import { type Setter, buenosAires } from '../../paper/index.ts';
import {
  type PersonKey,
  type PracticeCase,
  type PracticeDraft,
  type PracticePiece,
  caseIdOf,
  people,
  practiceOffice,
  uuidOf,
} from './cases.ts';
import { warning } from './paper.ts';
import { pictureOf } from './picture.ts';
import { type Filling, put, putFile, signDocument } from './wire.ts';

type Said = CaseEntry extends infer E
  ? E extends CaseEntry
    ? Omit<E, 'entryId' | 'caseId' | 'officeId' | 'by' | 'deviceId' | 'at'>
    : never
  : never;

const { officeId } = practiceOffice;
const deviceId = 'practica';
const authorOf = (key: PersonKey) => ({ personId: key, name: people[key].name });

/** An entry as the secretary noted it; the same name gives the same entry. */
export function entryOf(file: PracticeCase, name: string, said: Said, at: Date): CaseEntry {
  return CaseEntry.parse({
    ...said,
    ...{ entryId: EntryId.parse(uuidOf(`entry ${name}`)), caseId: caseIdOf(file), officeId, deviceId },
    ...{ by: authorOf('lapaco'), at: at.toISOString() },
  });
}

/** Sends a case's pieces and texts. */
export async function beside(setter: Setter, file: PracticeCase, filling: Filling): Promise<void> {
  for (const piece of file.pieces) await sendPiece(setter, file, piece, filling);
  for (const draft of file.drafts) await sendDraft(file, draft, filling);
}

async function sendPiece(setter: Setter, file: PracticeCase, piece: PracticePiece, filling: Filling): Promise<void> {
  const isImage = piece.form === 'image';
  const bytes = isImage ? pictureOf(piece.key) : await signedElsewhere(setter, piece, filling);
  const { sha256 } = await putFile(filling, bytes);
  const entry = entryOf(
    file,
    piece.key,
    {
      ...{ kind: 'piece', sha256, size: bytes.length, title: piece.title },
      ...{ mediaType: isImage ? 'image/png' : 'application/pdf', fileName: `${piece.key}.${isImage ? 'png' : 'pdf'}` },
      ...{ origin: piece.origin, place: piece.place, broughtBy: piece.broughtBy },
      confidentialityLevel: Math.max(file.confidentialityLevel, piece.level),
    },
    filling.now,
  );
  await put(filling, `/v1/cases/${entry.caseId}/entries/${entry.entryId}`, entry);
}

/** A letter whose signature holds, by a certificate of an authority that nobody here trusts. */
async function signedElsewhere(
  setter: Setter,
  { body, broughtBy, place, title }: PracticePiece,
  { stranger, now }: Filling,
): Promise<Uint8Array> {
  const letter = await setter.set({
    ...{ form: buenosAires, language: 'es-AR', letterhead: [broughtBy, warning], caseLine: '', title },
    ...{ author: broughtBy, writtenOn: { year: 2026, month: 4, day: 27 }, placeAndDate: `${place}, abril de 2026` },
    ...{ body, signers: [{ name: stranger.commonName, capacity: 'Apoderada' }], reference: null },
    ...{ note: warning, footer: warning, watermark: warning },
  });
  return signDocument(letter, stranger, now);
}

/** Each version grows from the one before; those `apart` grow from the last one, both. */
async function sendDraft(file: PracticeCase, draft: PracticeDraft, filling: Filling): Promise<void> {
  const chain = draft.versions.map((text, n) => ({ text, n, from: n === 0 ? null : n - 1 }));
  const last = chain.length - 1;
  const apart = draft.apart.map((text, n) => ({ text, n: last + 1 + n, from: last }));
  const all = [...chain, ...apart];
  const idOf = (n: number): DraftVersionId => DraftVersionId.parse(uuidOf(`version ${draft.key} ${n}`));
  for (const { text, n, from } of all) {
    const version: DraftVersion = {
      ...{ draftId: DraftId.parse(uuidOf(`draft ${draft.key}`)), versionId: idOf(n) },
      ...{ caseId: caseIdOf(file), officeId, deviceId: n > last + 1 ? `${deviceId}-2` : deviceId },
      text: {
        ...{ format: 1, actType: draft.actType, title: draft.title },
        paragraphs: text.body.map((words, at) => ({ id: `p${at + 1}`, text: words })),
        archived: draft.putAway && n === last,
      },
      parents: from === null ? [] : [idOf(from)],
      author: authorOf(text.by),
      savedAt: new Date(filling.now.getTime() - (all.length - n) * 60_000).toISOString(),
    };
    const condition: Readonly<Record<string, string>> =
      from === null ? { 'if-none-match': '*' } : { 'if-match': `"${idOf(from)}"` };
    await put(filling, `/v1/drafts/${version.draftId}`, version, condition);
  }
}
