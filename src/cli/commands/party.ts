import { z } from 'zod';
import { PartyPole } from '../../contract/wire-entries.ts';

/** A party as it is written in a command: `POLE:NAME`. */
export const party = z.string().transform((text, context) => {
  const [pole, ...name] = text.split(':');
  const parsed = PartyPole.safeParse(pole);
  if (parsed.success && name.join(':').trim() !== '')
    return { pole: parsed.data, name: name.join(':').trim(), document: '' };
  context.addIssue({ code: 'custom', message: 'POLE:NAME' });
  return z.NEVER;
});
