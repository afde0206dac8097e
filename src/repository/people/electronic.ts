/** Electronic signatures (Ley 25.506, art. 5): to whom certificates for them are issued here, and what may be signed with them. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { platform } from 'node:process';
import { sameActType } from '../../contract/electronic.ts';
import { ElectronicRecord, type ElectronicKeyRequest, electronicKeyText } from '../../contract/people.ts';
import type { Holder } from '../../contract/permissions.ts';
import { ElectronicStatement, type ElectronicTold } from '../../contract/wire-electronic.ts';
import type { Proposal, RegistrationRequest } from '../../contract/wire.ts';
import {
  type Certificate,
  isElectronic,
  issueElectronic,
  makeElectronicAuthority,
  parseCertificates,
} from '../../signature/index.ts';
import { mayDo } from '../access.ts';
import { writeDurablySync } from '../../at-rest/durable.ts';
import type { SigningKey } from '../receipts.ts';
import { RegisterError } from '../refusal.ts';
import type { PeopleBook } from './book.ts';
import { deviceOf, parsed, personOf } from './records.ts';

export interface ElectronicOptions {
  /** Types of acts that may be signed so, as the models of acts call them. */
  readonly actTypes: readonly string[];
  /** Where the authority's key and certificate lie (PEM), the same for every node; in the repository's folder where absent. */
  readonly issuerFile?: string | undefined;
}

const dayMs = 86_400_000;
/** Short: what is not renewed ends by itself (milliseconds). */
export const validityMs = 180 * dayMs;

/** What stands against an electronic signature; null where nothing does. */
export type ElectronicObjection = string | null;

export interface Electronic {
  readonly actTypes: readonly string[];
  /** The authority, which its certificates have to lead to; null where none is issued, or known inside an office. */
  readonly authority: Certificate | null;
  /** False inside an office that was never told whether any are taken: nothing final is said of such an act then. */
  readonly isKnown: boolean;
  /** Certificates for this key, the person's first; or why there are none. */
  issue(request: ElectronicKeyRequest, holder: Holder, device: string | null): Promise<Issue>;
  objection(request: RegistrationRequest, proposal: Pick<Proposal, 'type'>): Promise<ElectronicObjection>;
}

export type Issue =
  | { readonly kind: 'issued'; readonly certificates: readonly Uint8Array[] }
  | { readonly kind: 'refused'; readonly detail: string };

/**
 * The authority that issues, as it lies in its file; made where there is none, readable by its owner alone.
 * @throws RegisterError `keyExposed`, `damaged`
 */
export function openIssuer(path: string, name: string, now: Date): string {
  if (!existsSync(path)) writeDurablySync(path, newIssuer(`Firma electrónica · ${name}`.slice(0, 64), now));
  if (platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new RegisterError('keyExposed', `others than its owner may read ${path}: chmod 600, and think of a new key`);
  const pem = readFileSync(path, 'utf8');
  try {
    issuerIn(pem);
  } catch (error) {
    throw new RegisterError('damaged', `${path} is no authority of electronic signatures`, { cause: error });
  }
  return pem;
}

/** A new authority of electronic signatures: its key and certificate as PEM, good for twenty years. */
function newIssuer(name: string, now: Date): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const validity = { notBefore: new Date(now.getTime() - dayMs), notAfter: new Date(now.getTime() + 7300 * dayMs) };
  const certificate = makeElectronicAuthority({ name, spki, ...validity }, (bytes) =>
    sign('sha256', bytes, privateKey),
  );
  return `${String(privateKey.export({ type: 'pkcs8', format: 'pem' })).trim()}\n${pemOf(certificate)}`;
}

/** @param issuer what `openIssuer` read; null inside an office, where nothing is issued. */
export function openElectronic(
  { actTypes }: Pick<ElectronicOptions, 'actTypes'>,
  issuer: string | null,
  { book, clock }: { readonly book: PeopleBook; readonly clock: () => Date },
): Electronic {
  const own = issuer === null ? null : issuerIn(issuer);
  return {
    actTypes,
    authority: own?.authority ?? null,
    isKnown: true,
    async issue(request, holder, device) {
      if (!own) return { kind: 'refused', detail: 'no certificates of electronic signatures are issued here' };
      const person = await personOf(book, holder.personId);
      const { spki } = request;
      const now = clock();
      const owner = await book.change('electronic', `key ${sha256(Buffer.from(spki, 'base64'))}`, (before) => {
        const after = before ?? (isProven(request, holder.personId) ? holder.personId : null);
        return { after, answer: after };
      });
      if (owner !== holder.personId)
        return { kind: 'refused', detail: owner === null ? 'the key was not proved' : 'the key is of another person' };
      const certificate = issueElectronic(
        own.authority,
        {
          spki: Buffer.from(spki, 'base64'),
          person: { name: holder.name, serialNumber: serialOf(holder.personId, person?.cuil ?? null) },
          ...{ notBefore: new Date(now.getTime() - 600_000), notAfter: new Date(now.getTime() + validityMs) },
        },
        own.sign,
      );
      const { personId, roles } = holder;
      const record: ElectronicRecord = { personId, roles: [...roles], device, issuedAt: now.toISOString() };
      await book.change('electronic', sha256(certificate), () => ({ after: JSON.stringify(record), answer: null }));
      return { kind: 'issued', certificates: [certificate] };
    },
    async objection({ certificateSha256, personId }, { type }) {
      if (!actTypes.some((one) => sameActType(one, type))) return 'an act of this type is signed digitally';
      if (!own) return null;
      const record = parsed(ElectronicRecord, await book.get('electronic', certificateSha256));
      if (!record) return 'the certificate was not issued here';
      if (record.personId !== personId) return 'the certificate is of another person';
      if (record.device !== null && (await deviceOf(book, record.device))?.revoked !== null)
        return 'the device whose key it is was revoked';
      const known = await personOf(book, record.personId);
      const now = clock();
      // What is granted now counts, where this repository grants; the key of an access file has the roles it came with.
      const roles =
        record.device === null
          ? record.roles
          : (known?.grants ?? []).filter(({ until }) => new Date(until) > now).flatMap((grant) => grant.roles);
      const holder = { personId: record.personId, name: known?.name ?? record.personId, roles, validator: false };
      return mayDo(holder, 'signElectronically', { actType: type })
        ? null
        : 'not allowed to this role: signElectronically';
    },
  };
}

/** What a repository that certifies tells of it, or that it certifies nothing. @param signing the key of receipts */
export function electronicTold(electronic: Electronic | null, repository: string, signing: SigningKey): ElectronicTold {
  const authority = electronic?.authority ? Buffer.from(electronic.authority.der).toString('base64') : null;
  const statement: ElectronicStatement = { v: 1, repository, authority, actTypes: [...(electronic?.actTypes ?? [])] };
  return { statement: signing.jws('fojas-electronic+jws', ElectronicStatement.parse(statement)) };
}

function issuerIn(pem: string): {
  readonly authority: Certificate;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
} {
  const [authority] = parseCertificates(Buffer.from(pem));
  const key = createPrivateKey(pem);
  if (!authority || !isElectronic(authority))
    throw new RangeError('no certificate of an authority of electronic signatures');
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  if (!spki.equals(authority.spki)) throw new RangeError('the key is not that of the certificate');
  return { authority, sign: (bytes) => sign('sha256', bytes, key) };
}

function isProven({ spki, signature }: ElectronicKeyRequest, personId: string): boolean {
  if (signature === undefined) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
    const isStrong = key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
    return (
      isStrong && verify('sha256', Buffer.from(electronicKeyText(personId)), key, Buffer.from(signature, 'base64'))
    );
  } catch {
    // No key at all.
    return false;
  }
}

const serialOf = (personId: string, cuil: string | null): string =>
  cuil === null ? `ID ${sha256(Buffer.from(personId)).slice(0, 16)}` : `CUIL ${cuil}`;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The authority's certificate as PEM: what desks and repositories take as an anchor. */
export const authorityPem = (authority: Certificate): string => pemOf(authority.der);

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
