/** A code as it is printed and read aloud, in fives. */
export const VerificationCodeText = (code: string): string => (code.match(/.{1,5}/g) ?? []).join('-');
