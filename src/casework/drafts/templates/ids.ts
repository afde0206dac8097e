import { randomBytes } from 'node:crypto';

/** A name that a paragraph keeps through its versions. */
export const newParagraphId = (): string => randomBytes(8).toString('hex');
