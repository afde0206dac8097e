import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { Catalogue, CatalogueHeader, whyNot } from '../../../contract/catalogue.ts';

/** Public keys whose signature makes a catalogue, by `kid`: the SHA-256 thumbprint of the key (RFC 7638), shortened. */
export type PinnedKeys = Readonly<Record<string, JsonWebKey>>;

/** The keys that this program takes catalogues from. `tools/sign-catalogue.ts` makes and uses their other halves. */
export const pinnedKeys: PinnedKeys = {
  a69fca0764ba5ef3: { kty: 'OKP', crv: 'Ed25519', x: 'rJNFas_UGwex5TWDDrfJo0YfAA-yt7Ed7_9NtY4ARgA' },
};

export type CatalogueVerdict =
  { readonly kind: 'good'; readonly catalogue: Catalogue } | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string): CatalogueVerdict => ({ kind: 'refused', reason });
const base64url = /^[A-Za-z0-9_-]+$/;

/** Reads a catalogue: a JWS in compact form (RFC 7515), Ed25519 (RFC 8037), by a pinned key. Nothing is read before it holds. */
export function readSigned(jws: string, keys: PinnedKeys = pinnedKeys): CatalogueVerdict {
  const parts = jws.trim().split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload || !signature || !parts.every((part) => base64url.test(part)))
    return refused('not a signed catalogue');
  const head = CatalogueHeader.safeParse(json(header));
  if (!head.success) return refused('its header is not one of ours');
  const jwk = Object.hasOwn(keys, head.data.kid) ? keys[head.data.kid] : undefined;
  if (!jwk) return refused(`signed with an unknown key (${head.data.kid.slice(0, 40)})`);
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  if (!verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')))
    return refused('its signature does not hold');
  const catalogue = Catalogue.safeParse(json(payload));
  if (!catalogue.success) return refused(whyNot(catalogue.error));
  return { kind: 'good', catalogue: catalogue.data };
}

/** The first 16 hexadecimal digits of the key's thumbprint (RFC 7638: its required members in order, SHA-256). */
export function kidOf({ crv, kty, x }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('hex').slice(0, 16);
}

function json(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
