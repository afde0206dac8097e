import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ActId } from '../../src/contract/ids.ts';
import {
  formatVerificationCode,
  parseVerificationCode,
  verificationCode,
  verificationUrl,
} from '../../src/contract/verification-code.ts';

const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest();
const codeOf = (actId: string) => verificationCode(ActId.parse(actId), sha256);
const anyCode = fc.uuid({ version: 4 }).map(codeOf);
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

describe('the code of an act', () => {
  it('is the same wherever and whenever it is made', () => {
    const code = codeOf('0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93');
    expect(formatVerificationCode(code)).toBe('87PQ3-7RBZ8-588H3-GMTED');
    expect(codeOf('0B7E6A52-3C1D-4F7E-9A40-6D5E2F1C8B93')).toBe(code);
    expect(codeOf('0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b94')).not.toBe(code);
  });

  it('is read back in every spelling that a person may use', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const printed = formatVerificationCode(code);
        for (const typed of [code, printed, printed.toLowerCase(), ` ${printed.replaceAll('-', ' ')} `]) {
          expect(parseVerificationCode(typed)).toBe(code);
        }
        expect(parseVerificationCode(printed.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(code);
      }),
    );
  });

  it('finds every wrong symbol', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(19), fc.nat(31), (code, at, other) => {
        fc.pre(code[at] !== symbols[other]);
        expect(parseVerificationCode(code.slice(0, at) + symbols[other] + code.slice(at + 1))).toBeNull();
      }),
    );
    for (const typed of ['', 'x', 'U'.repeat(20), '0'.repeat(19), '0'.repeat(61)])
      expect(parseVerificationCode(typed)).toBeNull();
  });

  it('goes behind the # of the page, where no server sees it', () => {
    const code = codeOf('0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93');
    expect(verificationUrl('https://actos.ejemplo.invalid/v', code)).toBe(
      `https://actos.ejemplo.invalid/v#${formatVerificationCode(code)}`,
    );
  });
});
