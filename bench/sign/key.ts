/** The software key that stands for a token where tokens are not what is measured: RSA-2048, given a SHA-256 digest. */
import { createPrivateKey, privateEncrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A key and its certificates (the signer's first), as written to a file for a child process. Base64 of DER. */
export interface StoredIdentity {
  readonly pkcs8: string;
  readonly certificates: readonly string[];
}

/** DER of DigestInfo for SHA-256, up to the digest (RFC 8017, 9.2, note 1). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

export function openKey({ pkcs8 }: StoredIdentity): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
}

/** PKCS#1 v1.5 over a digest, as CKM_RSA_PKCS does it. */
export function signDigest(key: KeyObject, digest: Uint8Array): Uint8Array {
  return privateEncrypt(key, Buffer.concat([digestInfo, digest]));
}
