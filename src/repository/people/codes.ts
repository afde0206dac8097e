import { createHash, randomInt } from 'node:crypto';

/** Without what is taken for another: 31 characters, twelve of them are 59 random bits. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const length = 12;

/** How long a one-time code is good, in milliseconds, and for how many tries. */
export const codeMs = 30 * 60_000;
export const codeTries = 5;

/** A code to be read out and typed: `XXXX-XXXX-XXXX`. */
export function newCode(): string {
  const text = Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

/** What is kept of a code; hyphens, spaces and case do not count. */
export function codeDigest(personId: string, code: string): string {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, '');
  return createHash('sha256').update(`fojas enrolment code\n${personId}\n${plain}`).digest('hex');
}
