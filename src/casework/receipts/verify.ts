import type { ReceiptFault } from '../../contract/receipts.ts';
import { createPublicKey, verify } from 'node:crypto';
import type { ActId, CaseId, Sha256 } from '../../contract/ids.ts';
import {
  HalfReceivedHeader,
  HalfReceivedStatement,
  PartialHeader,
  PartialStatement,
  ReceiptHeader,
  ReceiptStatement,
  ReceivedHeader,
  ReceivedStatement,
  RenditionHeader,
  RenditionStatement,
  type ReceiptKey,
} from '../../contract/receipts.ts';

/** What this office knows for itself of the act that was sent. */
export interface ExpectedReceipt {
  readonly actId: ActId;
  readonly caseId: CaseId;
  /** Of our own signed bytes. */
  readonly sha256: Sha256;
  readonly size: number;
}

export type ReceiptVerdict = Verdict<ReceiptStatement>;
export type RenditionVerdict = Verdict<RenditionStatement>;
export type PartialVerdict = Verdict<PartialStatement>;
export type ReceivedVerdict = Verdict<ReceivedStatement>;
export type HalfReceivedVerdict = Verdict<HalfReceivedStatement>;
type Verdict<S> =
  | { readonly kind: 'verified'; readonly statement: S }
  /** `reason` is a stable code: what made the receipt unbelievable. */
  | { readonly kind: 'invalid'; readonly reason: ReceiptFault };

const invalid = (reason: ReceiptFault): { readonly kind: 'invalid'; readonly reason: ReceiptFault } => ({
  kind: 'invalid',
  reason,
});

/**
 * Checks a receipt offline against the pinned keys and against what this office itself kept (law 7): compact JWS (RFC 7515 §5.2),
 * EdDSA (RFC 8037 §3.1). Nothing the receipt says of itself chooses the algorithm; the header may only name one pinned key.
 */
export function verifyReceipt(
  jws: string,
  pinnedKeys: readonly ReceiptKey[],
  expected: ExpectedReceipt,
): ReceiptVerdict {
  const opened = openReceipt(jws, pinnedKeys);
  if (opened.kind === 'invalid') return opened;
  const { actId, caseId, sha256, size } = opened.statement;
  if (actId !== expected.actId || caseId !== expected.caseId) return invalid('otherAct');
  if (sha256 !== expected.sha256 || size !== expected.size) return invalid('otherBytes');
  return opened;
}

/** What a receipt says, when a pinned key signed it. Says nothing yet about any bytes of ours. */
export function openReceipt(jws: string, pinnedKeys: readonly ReceiptKey[]): ReceiptVerdict {
  return openJws(jws, pinnedKeys, ReceiptHeader, ReceiptStatement);
}

/** What a rendition's receipt says, when a pinned key signed it. */
export function openRendition(jws: string, pinnedKeys: readonly ReceiptKey[]): RenditionVerdict {
  return openJws(jws, pinnedKeys, RenditionHeader, RenditionStatement);
}

/** What the repository says of a signature that others come after, when a pinned key signed it. */
export function openPartial(jws: string, pinnedKeys: readonly ReceiptKey[]): PartialVerdict {
  return openJws(jws, pinnedKeys, PartialHeader, PartialStatement);
}

/** Holds such a statement against what this office itself signed. */
export function verifyPartial(
  jws: string,
  pinnedKeys: readonly ReceiptKey[],
  expected: Pick<PartialStatement, 'actId' | 'n' | 'sha256' | 'size'>,
): PartialVerdict {
  const opened = openPartial(jws, pinnedKeys);
  if (opened.kind === 'invalid') return opened;
  const { actId, n, sha256, size } = opened.statement;
  if (actId !== expected.actId || n !== expected.n) return invalid('otherAct');
  return sha256 === expected.sha256 && size === expected.size ? opened : invalid('otherBytes');
}

/** Holds a rendition's receipt against the bytes this office made. */
export function verifyRendition(
  jws: string,
  pinnedKeys: readonly ReceiptKey[],
  expected: Pick<RenditionStatement, 'actId' | 'n' | 'sha256' | 'size' | 'prefixSha256' | 'prefixSize'>,
): RenditionVerdict {
  const opened = openRendition(jws, pinnedKeys);
  if (opened.kind === 'invalid') return opened;
  const { actId, n, sha256, size, prefixSha256, prefixSize } = opened.statement;
  if (actId !== expected.actId || n !== expected.n) return invalid('otherAct');
  const same =
    sha256 === expected.sha256 &&
    size === expected.size &&
    prefixSha256 === expected.prefixSha256 &&
    prefixSize === expected.prefixSize;
  return same ? opened : invalid('otherBytes');
}

/** What a repository inside the office says it received, when one of its pinned keys signed it. Never a receipt. */
export function openReceived(jws: string, officeKeys: readonly ReceiptKey[]): ReceivedVerdict {
  return openJws(jws, officeKeys, ReceivedHeader, ReceivedStatement);
}

/** Holds such a statement against what this office itself sent. `n`: 0 for the signed act. */
export function verifyReceived(
  jws: string,
  officeKeys: readonly ReceiptKey[],
  expected: Pick<ReceivedStatement, 'actId' | 'n' | 'sha256' | 'size'>,
): ReceivedVerdict {
  const opened = openReceived(jws, officeKeys);
  if (opened.kind === 'invalid') return opened;
  const { actId, n, sha256, size } = opened.statement;
  if (actId !== expected.actId || n !== expected.n) return invalid('otherAct');
  return sha256 === expected.sha256 && size === expected.size ? opened : invalid('otherBytes');
}

/** The same of a signature that others come after. */
export function openHalfReceived(jws: string, officeKeys: readonly ReceiptKey[]): HalfReceivedVerdict {
  return openJws(jws, officeKeys, HalfReceivedHeader, HalfReceivedStatement);
}

export function verifyHalfReceived(
  jws: string,
  officeKeys: readonly ReceiptKey[],
  expected: Pick<HalfReceivedStatement, 'actId' | 'n' | 'sha256' | 'size'>,
): HalfReceivedVerdict {
  const opened = openHalfReceived(jws, officeKeys);
  if (opened.kind === 'invalid') return opened;
  const { actId, n, sha256, size } = opened.statement;
  if (actId !== expected.actId || n !== expected.n) return invalid('otherAct');
  return sha256 === expected.sha256 && size === expected.size ? opened : invalid('otherBytes');
}

interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** Opens one kind of statement: its header's type keeps a receipt of one kind from passing as another. */
export function openJws<S>(
  jws: string,
  pinnedKeys: readonly ReceiptKey[],
  headers: Schema<{ readonly kid: string }>,
  statements: Schema<S>,
): Verdict<S> {
  const parts = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/.exec(jws);
  // One receipt has one text: bits that a lenient decoder would drop must not vary either.
  if (!parts || jws.length > 16_384 || !parts.slice(1).every(isCanonical)) return invalid('notJws');
  const [, header, payload, signature] = parts as unknown as [string, string, string, string];
  const head = headers.safeParse(json(header));
  if (!head.success) return invalid('badHeader');
  const pinned = pinnedKeys.find((key) => key.kid === head.data.kid);
  if (!pinned) return invalid('unknownKey');
  const key = createPublicKey({ key: { kty: pinned.kty, crv: pinned.crv, x: pinned.x }, format: 'jwk' });
  if (!verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')))
    return invalid('badSignature');
  const statement = statements.safeParse(json(payload));
  return statement.success ? { kind: 'verified', statement: statement.data } : invalid('badStatement');
}

function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}

/** What a kept receipt says, unverified: to be shown beside the verdict. Null when it says nothing that can be read. */
export function statementIn(jws: string): ReceiptStatement | null {
  const statement = ReceiptStatement.safeParse(json(jws.split('.')[1] ?? ''));
  return statement.success ? statement.data : null;
}

function json(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The key that a receipt says it was signed with; null where it says none. Nothing of it is believed yet. */
export function keyNamedBy(jws: string): string | null {
  const header = json(jws.split('.')[0] ?? '');
  const isNamed = typeof header === 'object' && header !== null && 'kid' in header;
  return isNamed && typeof header.kid === 'string' ? header.kid : null;
}
