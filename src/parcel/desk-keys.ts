import { type KeyObject, createHash, createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto';
import { bech32 } from './bech32.ts';

/** The public half of a desk's key (RFC 7517, P-256). */
export interface DeskKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  /** Base64url, 32 bytes each. */
  readonly x: string;
  readonly y: string;
}

/** An enrolled desk's keys for what is carried by hand. */
export interface DeskKeys {
  /** ECDSA with SHA-256: signs the desk's parcels. It is the key that the desk was enrolled with. */
  readonly signing: KeyObject;
  readonly key: DeskKey;
  /** X25519, as age writes it: opens what is sealed to the desk. */
  readonly identity: string;
}

/**
 * What a desk needs for parcels, out of the key it was enrolled with (PEM, PKCS#8): the repository knows whose it is, and takes no other
 * word for it. What opens answers is derived (HKDF-SHA256, RFC 5869): no further key has to be kept, or is left when the enrolment ends.
 */
export function deskKeys(pem: string): DeskKeys {
  const signing = createPrivateKey(pem);
  const { d = '', x = '', y = '' } = signing.export({ format: 'jwk' });
  const opening = Buffer.from(
    hkdfSync('sha256', Buffer.from(d, 'base64url'), '', 'fojas desk parcels v1: opening', 32),
  );
  return {
    signing,
    key: { kty: 'EC', crv: 'P-256', x, y },
    identity: bech32('age-secret-key-', opening).toUpperCase(),
  };
}

/** Thumbprint by which a desk's key is known (RFC 7638, SHA-256), base64url. */
export const thumbprintOf = ({ crv, kty, x, y }: DeskKey): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

/** Null where the numbers are no point of the curve. */
export function verifyingKey({ kty, crv, x, y }: DeskKey): KeyObject | null {
  try {
    return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  } catch {
    return null;
  }
}
