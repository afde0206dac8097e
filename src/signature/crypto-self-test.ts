/** Does the crypto library under us have every primitive we use, and does it compute them rightly? */
import { digestAnswers, message, signatureAnswers } from './crypto-answers.ts';
import * as primitives from './crypto.ts';
import type { CoreDigest } from './crypto.ts';

/** The part of crypto.ts under test. */
export type CryptoPort = Pick<typeof primitives, 'digest' | 'importPublicKey' | 'verifySignature'>;

export type CryptoSelfTest =
  | { readonly kind: 'ok' }
  /** Names of primitives that are missing or wrong, such as `SHA-384` or `RSA-PSS`. Nothing may be signed or verified then. */
  | { readonly kind: 'broken'; readonly primitives: readonly string[] };

/** Checks every primitive against a known answer, and that a wrong answer is refused. Takes about a millisecond. */
export function cryptoSelfTest(port: CryptoPort = primitives): CryptoSelfTest {
  const digests = Object.entries(digestAnswers) as [CoreDigest, string][];
  const broken = [
    ...digests.filter(([name, answer]) => !digestIs(port, name, answer)).map(([name]) => `SHA-${name.slice(3)}`),
    ...signatureAnswers.filter((answer) => !signatureHolds(port, answer)).map(({ name }) => name),
  ];
  return broken.length === 0 ? { kind: 'ok' } : { kind: 'broken', primitives: broken };
}

function digestIs(port: CryptoPort, name: CoreDigest, answer: string): boolean {
  try {
    return Buffer.from(port.digest(name, Buffer.from(message))).toString('hex') === answer;
  } catch {
    return false;
  }
}

function signatureHolds(port: CryptoPort, { scheme, key, signature }: (typeof signatureAnswers)[number]): boolean {
  try {
    const publicKey = port.importPublicKey(Buffer.from(key, 'base64'));
    if (publicKey === null) return false;
    const value = Buffer.from(signature, 'base64');
    const forged = Buffer.from(`${message}!`);
    return (
      port.verifySignature(scheme, publicKey, Buffer.from(message), value) &&
      !port.verifySignature(scheme, publicKey, forged, value)
    );
  } catch {
    return false;
  }
}
