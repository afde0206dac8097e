import { createHash, createPublicKey, constants, verify } from 'node:crypto';
import { z } from 'zod';
import { canonical } from './canonical.ts';
import { keyIdOf, type Signer, TufKey } from './keys.ts';

/** The four roles of TUF 1.0.31 §4. */
export const roles = ['root', 'targets', 'snapshot', 'timestamp'] as const;
export type RoleName = (typeof roles)[number];

const RoleKeys = z.strictObject({ keyids: z.array(z.string()), threshold: z.int().min(1) });
const common = { spec_version: z.literal('1.0.31'), version: z.int().min(1), expires: z.string() };

export const Root = z.strictObject({
  _type: z.literal('root'),
  ...common,
  consistent_snapshot: z.literal(true),
  keys: z.record(z.string(), TufKey),
  roles: z.strictObject({ root: RoleKeys, targets: RoleKeys, snapshot: RoleKeys, timestamp: RoleKeys }),
});
export type Root = z.infer<typeof Root>;

/** `targets` and `fojas` are read by `updates/`, which is the judge of both. */
export const Targets = z.strictObject({
  _type: z.literal('targets'),
  ...common,
  targets: z.record(
    z.string(),
    z.strictObject({ length: z.int(), hashes: z.strictObject({ sha512: z.string() }), custom: z.unknown() }),
  ),
  fojas: z.strictObject({ minimumVersion: z.string().nullable(), blockedVersions: z.array(z.string()) }),
});
export type Targets = z.infer<typeof Targets>;

const Meta = z.strictObject({
  version: z.int().min(1),
  length: z.int(),
  hashes: z.strictObject({ sha512: z.string() }),
});
export const Snapshot = z.strictObject({
  _type: z.literal('snapshot'),
  ...common,
  meta: z.strictObject({ 'targets.json': Meta }),
});
export type Snapshot = z.infer<typeof Snapshot>;
export const Timestamp = z.strictObject({
  _type: z.literal('timestamp'),
  ...common,
  meta: z.strictObject({ 'snapshot.json': Meta }),
});
export type Timestamp = z.infer<typeof Timestamp>;

export type Signed = Root | Targets | Snapshot | Timestamp;
export interface Envelope<S extends Signed = Signed> {
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
  readonly signed: S;
}

const Signatures = z.array(z.strictObject({ keyid: z.string(), sig: z.string().regex(/^[0-9a-f]*$/) }));
export const RootEnvelope = z.strictObject({ signatures: Signatures, signed: Root });
export const TargetsEnvelope = z.strictObject({ signatures: Signatures, signed: Targets });
export const SnapshotEnvelope = z.strictObject({ signatures: Signatures, signed: Snapshot });
export const TimestampEnvelope = z.strictObject({ signatures: Signatures, signed: Timestamp });

export const unsigned = <S extends Signed>(signed: S): Envelope<S> => ({ signatures: [], signed });

/** TUF writes whole seconds. */
export const expiryIn = (days: number, now: Date): string =>
  new Date(now.getTime() + days * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');

/** Adds a signature, or replaces the one that the same key made before. */
export async function signWith<S extends Signed>(envelope: Envelope<S>, signer: Signer): Promise<Envelope<S>> {
  const keyid = keyIdOf(signer.key);
  const sig = Buffer.from(await signer.sign(Buffer.from(canonical(envelope.signed)))).toString('hex');
  const others = envelope.signatures.filter((one) => one.keyid !== keyid);
  return { signatures: [...others, { keyid, sig }], signed: envelope.signed };
}

/** Which keys of a role signed this rightly. */
export function signersOf(envelope: Envelope, role: RoleName, root: Root): string[] {
  const { keyids } = root.roles[role];
  const bytes = Buffer.from(canonical(envelope.signed));
  return envelope.signatures
    .filter(({ keyid, sig }) => keyids.includes(keyid) && holds(root.keys[keyid], bytes, Buffer.from(sig, 'hex')))
    .map(({ keyid }) => keyid);
}

export const isEnough = (envelope: Envelope, role: RoleName, root: Root): boolean =>
  new Set(signersOf(envelope, role, root)).size >= root.roles[role].threshold;

function holds(key: TufKey | undefined, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (key === undefined) return false;
  const publicKey = createPublicKey(key.keyval.public);
  const digest = key.scheme === 'ecdsa-sha2-nistp384' ? 'sha384' : 'sha256';
  return key.keytype === 'rsa'
    ? verify(digest, bytes, { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING }, signature)
    : verify(digest, bytes, publicKey, signature);
}

/** A metadata file's bytes, as they are published and hashed. */
export const encode = (envelope: Envelope): Buffer => Buffer.from(`${JSON.stringify(envelope, null, 1)}\n`);

const metaOf = (envelope: Envelope): z.infer<typeof Meta> => {
  const bytes = encode(envelope);
  const sha512 = createHash('sha512').update(bytes).digest('hex');
  return { version: envelope.signed.version, length: bytes.length, hashes: { sha512 } };
};

export function snapshotOf(targets: Envelope<Targets>, version: number, expires: string): Snapshot {
  const meta = { 'targets.json': metaOf(targets) };
  return { _type: 'snapshot', spec_version: '1.0.31', version, expires, meta };
}

export function timestampOf(snapshot: Envelope<Snapshot>, version: number, expires: string): Timestamp {
  const meta = { 'snapshot.json': metaOf(snapshot) };
  return { _type: 'timestamp', spec_version: '1.0.31', version, expires, meta };
}
