import { createPublicKey, verify } from 'node:crypto';
import type { ReceiptKey } from '../contract/receipts.ts';

interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/**
 * What a compact JWS (RFC 7515 §5.2, EdDSA of RFC 8037 §3.1) of another repository says, when one of `keys` signed it with this header
 * type; else null. One statement has one text: no other spelling of the same bytes passes.
 */
export function openJws<S>(
  jws: string,
  keys: readonly ReceiptKey[],
  headers: Schema<{ readonly kid: string }>,
  statements: Schema<S>,
): S | null {
  const parts = jws.length > 65_536 ? [] : jws.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !parts.every(isCanonical)) return null;
  const head = headers.safeParse(json(header!));
  const key = head.success ? keys.find(({ kid }) => kid === head.data.kid) : undefined;
  if (!key) return null;
  const publicKey = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x }, format: 'jwk' });
  const holds = verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature!, 'base64url'));
  const statement = statements.safeParse(json(payload!));
  return holds && statement.success ? statement.data : null;
}

const isCanonical = (part: string): boolean =>
  part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;

function json(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
