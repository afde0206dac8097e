import { z } from 'zod';
import { CaseId, Instant } from './ids.ts';

/** One hearing of the agenda. */
export const AgendaRow = z.strictObject({
  caseId: CaseId,
  caseNumber: z.string(),
  caption: z.string(),
  detained: z.boolean(),
  hearingAt: Instant,
  what: z.string(),
  /**
   * Who knows of it: the office (`there`), this PC until there is a line (`here`), this PC because the repository did not take it (`refused`),
   * or this PC because a person keeps the case here for that day (`pinned`), which is told to nobody.
   */
  place: z.enum(['there', 'here', 'refused', 'pinned']),
  /** Files of the case's acts, and how many of them are not on this PC. */
  files: z.int(),
  lacking: z.int(),
});
export type AgendaRow = z.infer<typeof AgendaRow>;
