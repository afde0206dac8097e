import { type KeyObject, createPublicKey } from 'node:crypto';
import type { OfficeConfig } from '../../contract/config.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import type { DeskSigner } from '../../contract/stick.ts';
import { deskKeys, isSignedBy, officeKeys, recipientOf } from '../../parcel/index.ts';
import { readEnrolment } from '../enrolment/rows.ts';
import type { Store } from '../store/index.ts';

/** With what this desk makes parcels, and opens and believes those that come back. */
export interface ParcelTrust {
  readonly signing: KeyObject;
  /** Says who signs, where that is the desk and not its office; null: the office's key speaks for itself. */
  readonly desk: DeskSigner | null;
  readonly identity: string;
  isTheirs(list: Uint8Array, signature: Uint8Array): boolean;
}

/**
 * A desk that holds its office's access key signs with what that key gives, and so does whoever answers. One that is enrolled for its person
 * signs with the key it was enrolled with, which the repository has in its register; what comes back is signed with the key of receipts.
 * Null: a desk that is neither.
 * @param keys whose word is believed
 */
export async function parcelTrust(
  { config, store }: { readonly config: OfficeConfig; readonly store: Pick<Store, 'journal'> },
  keys: readonly ReceiptKey[],
): Promise<ParcelTrust | null> {
  const accessKey = config.repository?.accessKey;
  if (accessKey !== undefined) {
    const { signing, verifying, identity } = officeKeys(accessKey);
    return { signing, desk: null, identity, isTheirs: (list, signature) => isSignedBy(verifying, list, signature) };
  }
  const row = readEnrolment(store.journal);
  if (!row || row.enrolledAt === null || row.revocation !== null) return null;
  const { signing, key, identity } = deskKeys(Buffer.from(row.deviceKey, 'base64').toString('utf8'));
  return {
    ...{ signing, identity, desk: { key, answerTo: await recipientOf(identity) } },
    isTheirs: (list, signature) => keys.some((one) => isSignedBy(publicHalf(one), list, signature)),
  };
}

const publicHalf = ({ x }: ReceiptKey): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
