/**
 * Fills the practice repository as a case management system would: case files, proposed acts, and a few acts that colleagues
 * signed and registered before, so that each case has an index. Everything goes over HTTP, by the wire contract.
 */
import { sign as signBytes } from 'node:crypto';
import type { OfficeConfig } from '../../contract/config.ts';
import { Sha256 } from '../../contract/ids.ts';
import type { CaseRecord, NamedSigner, Proposal, RegistrationRequest, SignatureRequest } from '../../contract/wire.ts';
import { bufferSource, finishPdf, parseCertificate, preparePdf, sha256Hex } from '../../signature/index.ts';
import {
  type PersonKey,
  type PracticeAct,
  type PracticeCase,
  actIdOf,
  caseIdOf,
  people,
  practiceOffice,
} from './cases.ts';
import { type Setter, openSetter } from '../../paper/index.ts';
import { renderAct } from './paper.ts';
import type { PracticeIdentity } from './pki.ts';

export type Signers = Readonly<Record<Exclude<PersonKey, 'quiros'>, PracticeIdentity>>;

interface Filling {
  readonly repository: NonNullable<OfficeConfig['repository']>;
  readonly signers: Signers;
  readonly now: Date;
}

const minute = 60_000;

/** Sends everything; `onAct` is told after each act. A repository that refuses is a bug here, and throws. */
export async function fillRepository(
  cases: readonly PracticeCase[],
  filling: Filling,
  onAct: (done: number, total: number) => void,
): Promise<void> {
  const total = cases.reduce((sum, file) => sum + file.acts.length, 0);
  const setter = await openSetter();
  let done = 0;
  for (const file of cases) {
    await put(filling, `/v1/cases/${caseIdOf(file)}`, caseRecord(file));
    for (const act of file.acts) {
      // Acts reached the office one after the other, the last a few minutes ago.
      const proposedAt = new Date(filling.now.getTime() - (total - done) * 7 * minute);
      await sendAct(setter, file, act, proposedAt, filling);
      onAct(++done, total);
    }
  }
}

const caseRecord = (file: PracticeCase): CaseRecord => ({
  caseId: caseIdOf(file),
  caseNumber: file.caseNumber,
  caption: file.caption,
  officeId: practiceOffice.officeId,
  confidentialityLevel: file.confidentialityLevel,
  detained: file.detained,
});

async function sendAct(
  setter: Setter,
  file: PracticeCase,
  act: PracticeAct,
  proposedAt: Date,
  filling: Filling,
): Promise<void> {
  const document = await renderAct(setter, file, act);
  const documentSha256 = Sha256.parse(sha256Hex(document));
  await putBlob(filling, documentSha256, document);
  const due = act.dueInHours === null ? null : new Date(filling.now.getTime() + act.dueInHours * 60 * minute);
  await put(filling, `/v1/acts/${actIdOf(act)}/proposal`, {
    ...{ actId: actIdOf(act), caseId: caseIdOf(file), officeId: practiceOffice.officeId },
    ...{ type: act.type, title: act.title, author: act.author },
    confidentialityLevel: Math.max(file.confidentialityLevel, act.level ?? 0),
    dueAt: due?.toISOString() ?? null,
    ...{ documentSha256, size: document.length },
    vouchedBy: act.vouched ? 'Nerea Lapacó' : null,
    proposedAt: proposedAt.toISOString(),
    ...(act.signedFirstBy ? { signers: [namedSigner(act.signedFirstBy), namedSigner('quiros')] } : {}),
  } satisfies Proposal);
  if (act.signedFirstBy) await signFirst(file, act, act.signedFirstBy, { document, at: proposedAt }, filling);
  if (act.state === 'registered') await registerAct(file, act, document, proposedAt, filling);
}

/** A colleague signs with a key that is thrown away afterwards, and the repository registers the act. */
async function registerAct(
  file: PracticeCase,
  act: PracticeAct,
  document: Uint8Array,
  signedAt: Date,
  filling: Filling,
): Promise<void> {
  if (act.signer === 'quiros') throw new Error(`${act.key}: what is registered already was signed by a colleague`);
  const identity = filling.signers[act.signer];
  const signed = await signDocument(document, identity, signedAt);
  const sha256 = Sha256.parse(sha256Hex(signed));
  await putBlob(filling, sha256, signed);
  await put(filling, `/v1/acts/${actIdOf(act)}/registration`, {
    ...{ actId: actIdOf(act), caseId: caseIdOf(file), sha256, size: signed.length },
    ...{ documentSha256: Sha256.parse(sha256Hex(document)), documentSize: document.length },
    certificateSha256: Sha256.parse(identity.certificateSha256),
    ...{ signedAt: signedAt.toISOString(), deviceId: 'practica' },
  } satisfies RegistrationRequest);
}

const namedSigner = (key: PersonKey): NamedSigner => ({ personId: key, ...people[key] });

/** A colleague signs first; the repository keeps the half-signed act for the one who practises. */
async function signFirst(
  file: PracticeCase,
  act: PracticeAct,
  by: keyof Signers,
  { document, at }: { readonly document: Uint8Array; readonly at: Date },
  filling: Filling,
): Promise<void> {
  const identity = filling.signers[by];
  const signed = await signDocument(document, identity, at);
  const sha256 = Sha256.parse(sha256Hex(signed));
  await putBlob(filling, sha256, signed);
  await put(filling, `/v1/acts/${actIdOf(act)}/signatures/1`, {
    ...{ actId: actIdOf(act), caseId: caseIdOf(file), sha256, size: signed.length, n: 1, personId: by },
    ...{ documentSha256: Sha256.parse(sha256Hex(document)), documentSize: document.length },
    certificateSha256: Sha256.parse(identity.certificateSha256),
    ...{ signedAt: at.toISOString(), deviceId: 'practica' },
  } satisfies SignatureRequest);
}

async function signDocument(document: Uint8Array, identity: PracticeIdentity, signingTime: Date): Promise<Uint8Array> {
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

async function putBlob(filling: Filling, sha256: Sha256, bytes: Uint8Array): Promise<void> {
  await send(filling, `/v1/blobs/${sha256}`, 'application/octet-stream', bytes);
}

async function put(filling: Filling, path: string, body: unknown): Promise<void> {
  await send(filling, path, 'application/json', Buffer.from(JSON.stringify(body)));
}

async function send({ repository }: Filling, path: string, type: string, body: Uint8Array): Promise<void> {
  const response = await fetch(new URL(path, repository.url), {
    method: 'PUT',
    headers: { authorization: `Bearer ${repository.accessKey}`, 'content-type': type },
    body: Buffer.from(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`the practice repository refused PUT ${path}: ${response.status} ${answer}`);
}
