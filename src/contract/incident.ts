import { z } from 'zod';

/** Consonants alone: no number of an incident can spell a name, a word or a PIN. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** The number under which a bug is found in the diary: read over the telephone, and made by chance. */
export const Incident = z.union([z.literal(['OPEN', 'START']), z.string().regex(/^[BCDFGHJKLMNPQRSTVWXZ]{6}$/)]);
export type Incident = z.infer<typeof Incident>;

export function newIncident(): string {
  return Array.from({ length: 6 }, () => letters[Math.floor(Math.random() * letters.length)]).join('');
}
