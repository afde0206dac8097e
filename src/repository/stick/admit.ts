import { createHash } from 'node:crypto';
import type { ParcelRefusal } from '../../contract/failures.ts';
import { type DeskSigner, OutwardParcel, parcelLimits } from '../../contract/stick.ts';
import {
  isSignedBy,
  listText,
  officeKeys,
  readParcel,
  recipientOf,
  signList,
  thumbprintOf,
  unseal,
  verifyingKey,
} from '../../parcel/index.ts';
import type { AccessKey, Holder } from '../access.ts';

/** What parcels of enrolled desks are held against. */
export interface ParcelDesks {
  /** Who the desk of this key (a thumbprint) speaks for in this office. */
  holderOf(jkt: string, officeId: string): Promise<Holder | 'revoked' | null>;
  /** Signs with the key of receipts, which desks pin. */
  sign(text: Uint8Array): Uint8Array;
}

/** To whom an answer is sealed, and as whose it is signed. */
export interface AnswerTo {
  readonly recipient: string;
  sign(list: Uint8Array): Uint8Array;
}

/** Whose parcels are believed. */
export interface AdmitRooms {
  readonly accessKeys: readonly AccessKey[];
  readonly maxBlobBytes: number;
  /** Opens what is sealed to this repository. */
  readonly identity: string;
  /** Enrolled desks, by what stands of them now, and what signs answers to them; null: no such parcel is for this repository. */
  readonly desks: ParcelDesks | null;
}

export interface Signed extends OutwardParcel {
  /** Of the list's bytes. */
  readonly digest: string;
  readonly answerTo: AnswerTo;
  readonly signer:
    | { readonly kind: 'office'; readonly holder: Holder | null }
    | { readonly kind: 'desk'; readonly jkt: string; readonly desks: ParcelDesks };
}

export class Refusal extends Error {
  readonly reason: ParcelRefusal;
  constructor(reason: ParcelRefusal) {
    super(reason);
    this.reason = reason;
  }
}

/** An office's key signs, and opens, what is for all its desks. */
export async function toOffice(accessKey: string): Promise<AnswerTo> {
  const { signing, identity } = officeKeys(accessKey);
  return { recipient: await recipientOf(identity), sign: (list) => signList(signing, list) };
}

/** By what stands now: who was revoked while the stick was on its way is revoked. */
export async function holderOf({ signer, officeId }: Signed): Promise<Holder | null> {
  if (signer.kind === 'office') return signer.holder;
  const holder = await signer.desks.holderOf(signer.jkt, officeId);
  if (holder === 'revoked') throw new Refusal('deviceRevoked');
  if (holder === null) throw new Refusal('notEnrolled');
  return holder;
}

/** Reads a parcel to its end; what it says is believed as far as its signature goes. @throws Refusal, ParcelError, SealError */
export async function readOutward(
  rooms: AdmitRooms,
  sealed: AsyncIterable<Uint8Array>,
  takeFile: (file: { sha256: string; size: number }, bytes: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<Signed> {
  const offices = new Map<string, AnswerTo>();
  for (const { key } of rooms.accessKeys) offices.set(key, await toOffice(key));
  return readParcel<Signed>(unseal([rooms.identity], sealed), {
    maxListBytes: parcelLimits.listBytes,
    take: takeFile,
    admit: (list, signature) => admit(rooms, offices, list, signature),
  });
}

/** Nothing of a list counts before its signature: of the office it names, or of the desk, and of no other. */
function admit(
  rooms: AdmitRooms,
  offices: ReadonlyMap<string, AnswerTo>,
  list: Uint8Array,
  signature: Uint8Array,
): Signed {
  const value = jsonIn(list);
  const parsed = OutwardParcel.safeParse(value);
  const by = parsed.data?.desk
    ? byDesk(rooms, parsed.data.desk, list, signature)
    : byOffice(rooms, offices, value, list, signature);
  if (!parsed.success) throw new Refusal('wrongKind');
  const { files } = parsed.data;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > parcelLimits.bytes || files.some(({ size }) => size > rooms.maxBlobBytes)) throw new Refusal('tooLarge');
  return { ...parsed.data, digest: createHash('sha256').update(list).digest('hex'), ...by };
}

type By = Pick<Signed, 'signer' | 'answerTo'>;

function byOffice(
  rooms: AdmitRooms,
  offices: ReadonlyMap<string, AnswerTo>,
  value: unknown,
  list: Uint8Array,
  signature: Uint8Array,
): By {
  const officeId =
    typeof value === 'object' && value !== null && 'officeId' in value && typeof value.officeId === 'string'
      ? value.officeId
      : '';
  const known = rooms.accessKeys.filter((entry) => entry.officeId === officeId);
  if (known.length === 0) throw new Refusal('otherOffice');
  const signer = known.find(({ key }) => isSignedBy(officeKeys(key).verifying, list, signature));
  const answerTo = signer && offices.get(signer.key);
  if (!answerTo) throw new Refusal('forged');
  return { signer: { kind: 'office', holder: signer.holder ?? null }, answerTo };
}

/** Whose the key is, the register says: the list only says which key. */
function byDesk({ desks }: AdmitRooms, { key, answerTo }: DeskSigner, list: Uint8Array, signature: Uint8Array): By {
  if (!desks) throw new Refusal('notForUs');
  const verifying = verifyingKey(key);
  if (!verifying || !isSignedBy(verifying, list, signature)) throw new Refusal('forged');
  return {
    signer: { kind: 'desk', jkt: thumbprintOf(key), desks },
    answerTo: { recipient: answerTo, sign: (answer) => desks.sign(listText(answer)) },
  };
}

function jsonIn(list: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(list).toString('utf8'));
  } catch {
    throw new Refusal('wrongKind');
  }
}
