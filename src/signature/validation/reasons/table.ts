import type { Language } from '../words.ts';

/** Sentences by the code of a reason. Details stand in the English sentence that comes with the code. */
export type ReasonTable = Readonly<Record<string, Readonly<Record<Language, string>>>>;
