import { z } from 'zod';
import { ActId, Instant } from './ids.ts';

export const OwnNoteId = z.uuid().brand<'OwnNoteId'>();
export type OwnNoteId = z.infer<typeof OwnNoteId>;

/** What a person noted of an act for himself: no part of the file, seen by nobody else, never sent. */
export const OwnNote = z.strictObject({
  noteId: OwnNoteId,
  actId: ActId,
  /** The sheet it is about, from 1; null: the act. */
  page: z.int().min(1).nullable(),
  text: z.string().trim().min(1).max(4000),
  writtenAt: Instant,
});
export type OwnNote = z.infer<typeof OwnNote>;

export const OwnNotes = z.strictObject({ notes: z.array(OwnNote) });
