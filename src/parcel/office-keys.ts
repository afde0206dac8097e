import { type KeyObject, createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto';
import { bech32 } from './bech32.ts';

/** An office's keys for what is carried by hand. */
export interface OfficeKeys {
  /** Ed25519: signs the office's parcels. */
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
  /** X25519, as age writes it: opens what is sealed to the office. */
  readonly identity: string;
}

/** RFC 8410 §7: an Ed25519 private key as PKCS#8, but for its 32 bytes. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Derives an office's keys from its access key (HKDF-SHA256, RFC 5869): office and repository both hold that one already, so a stick
 * proves exactly what a request over the line proves, and no further key has to be enrolled, kept or lost.
 */
export function officeKeys(accessKey: string): OfficeKeys {
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', accessKey, '', `fojas parcels v1: ${use}`, 32));
  const signing = createPrivateKey({
    key: Buffer.concat([pkcs8Head, derive('signing')]),
    format: 'der',
    type: 'pkcs8',
  });
  return {
    signing,
    verifying: createPublicKey(signing),
    identity: bech32('age-secret-key-', derive('opening')).toUpperCase(),
  };
}
