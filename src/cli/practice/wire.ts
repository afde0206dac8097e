/** How the practice office's files and facts reach its repository: over HTTP, by the wire contract. */
import { sign as signBytes } from 'node:crypto';
import type { OfficeConfig } from '../../contract/config.ts';
import { Sha256 } from '../../contract/ids.ts';
import { bufferSource, finishPdf, parseCertificate, preparePdf, sha256Hex } from '../../signature/index.ts';
import type { PersonKey } from './cases.ts';
import type { PracticeIdentity } from './pki.ts';

export type Signers = Readonly<Record<PersonKey, PracticeIdentity>>;

export interface Filling {
  readonly repository: NonNullable<OfficeConfig['repository']>;
  readonly signers: Signers;
  /** Of an authority that nobody here trusts. */
  readonly stranger: PracticeIdentity;
  readonly now: Date;
}

/** A file that lies in the repository. */
export interface Laid {
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
}

/** Brings a file there. */
export async function putFile(filling: Filling, bytes: Uint8Array): Promise<Laid> {
  const sha256 = Sha256.parse(sha256Hex(bytes));
  await send(filling, `/v1/blobs/${sha256}`, { 'content-type': 'application/octet-stream' }, bytes);
  return { bytes, sha256 };
}

export async function put(
  filling: Filling,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const type = { 'content-type': 'application/json' };
  await send(filling, path, { ...type, ...headers }, Buffer.from(JSON.stringify(body)));
}

/** Signs a document with a key that is thrown away afterwards. */
export async function signDocument(
  document: Uint8Array,
  identity: PracticeIdentity,
  signingTime: Date,
): Promise<Uint8Array> {
  const prepared = await preparePdf({
    source: bufferSource(document),
    certificate: parseCertificate(identity.certificate),
    chain: [],
    algorithm: 'rsa-pkcs1-sha256',
    signingTime,
  });
  const bytes = signBytes('sha256', prepared.signedAttributes, identity.privateKey);
  return Buffer.concat([document, finishPdf(prepared, { bytes }).update]);
}

/** A repository that refuses is a bug here, and throws; that a text grew apart is no refusal: it was kept. */
async function send(
  { repository }: Filling,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<void> {
  const response = await fetch(new URL(path, repository.url), {
    method: 'PUT',
    headers: { authorization: `Bearer ${repository.accessKey}`, ...headers },
    body: Buffer.from(body),
  });
  const answer = await response.text();
  if (response.ok || answer.includes('urn:fojas:problem:draft-conflict')) return;
  throw new Error(`the practice repository refused PUT ${path}: ${response.status} ${answer}`);
}
