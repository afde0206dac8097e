import { z } from 'zod';
import type { ActId } from './ids.ts';

/**
 * The code under which anybody may ask the public page whether an act exists: 19 symbols of 5 bits taken from the act's id through
 * SHA-256, so that 95 of its 122 random bits count (more than the 80 that cannot be tried out), and one symbol that finds slips of the
 * pen. It can be made without a line before the act is signed, and says nothing of the act, its case or its office.
 *
 * Symbols are those of Crockford's Base32: no I, L, O or U, so that none is taken for another on paper.
 */
export const VerificationCode = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{20}$/)
  .refine((code) => code.endsWith(checkSymbol(code.slice(0, -1))))
  .brand<'VerificationCode'>();
export type VerificationCode = z.infer<typeof VerificationCode>;

const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const dataSymbols = 19;

/** The code of an act. `sha256` answers the 32 bytes of a text's hash (UTF-8). */
export function verificationCode(actId: ActId, sha256: (text: string) => Uint8Array): VerificationCode {
  const hash = sha256(`fojas verification code v1\n${actId.toLowerCase()}`);
  let bits = 0n;
  for (const byte of hash.subarray(0, 12)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 1n;
  let code = '';
  for (let n = dataSymbols - 1; n >= 0; n -= 1) code += symbols[Number((bits >> BigInt(5 * n)) & 31n)];
  return VerificationCode.parse(code + checkSymbol(code));
}

/** As it is printed and read aloud: `XXXXX-XXXXX-XXXXX-XXXXX`. */
export function formatVerificationCode(code: VerificationCode): string {
  return (code.match(/.{5}/g) ?? []).join('-');
}

/** What a person typed or a camera read, in any spelling of the same code; null where it is none, or a slip of the pen. */
export function parseVerificationCode(typed: string): VerificationCode | null {
  if (typed.length > 60) return null;
  const plain = typed
    .toUpperCase()
    .replaceAll(/[\s\u2010-\u2015.-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const parsed = VerificationCode.safeParse(plain);
  return parsed.success ? parsed.data : null;
}

/**
 * What the QR on paper holds: the public page, with the code behind the `#`, which a browser never sends, so that no log of a server or
 * a proxy keeps it.
 */
export function verificationUrl(publicPage: string, code: VerificationCode): string {
  return `${publicPage.replace(/#.*$/, '')}#${formatVerificationCode(code)}`;
}

/** Luhn's sum over 32 symbols: finds every single wrong symbol and nearly every pair of exchanged neighbours. */
function checkSymbol(code: string): string {
  let sum = 0;
  for (const [n, symbol] of [...code].reverse().entries()) {
    const value = symbols.indexOf(symbol) * (n % 2 === 0 ? 2 : 1);
    sum += Math.floor(value / 32) + (value % 32);
  }
  return symbols[(32 - (sum % 32)) % 32] ?? '';
}
