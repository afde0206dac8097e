import { digestOf } from '../../crypto.ts';
import type { SignatureAlgorithm } from '../../crypto.ts';
import { PdfArray, PdfDict, PdfName, PdfString } from '../../pdf/index.ts';
import type { FormField, PdfDocument, PdfValue } from '../../pdf/index.ts';
import type { Certificate } from '../../trust/certificate.ts';
import { PadesError } from '../errors.ts';
import { refuseAmbiguity } from '../refusals.ts';
import { unmetCertificate } from './seed-certificate.ts';
import type { CertificationLevel } from './in-force.ts';

/** What a signature will be, as far as a field may make demands on it. */
export interface Promised {
  /** The signer's certificate. */
  readonly certificate: Certificate;
  /** Further certificates to carry, in any order. */
  readonly chain: readonly Certificate[];
  readonly algorithm: SignatureAlgorithm;
  readonly reason?: string | undefined;
  /** Makes this signature the one that certifies the document, and says what may be done to it later. */
  readonly certify?: CertificationLevel | undefined;
  /** Whether a time-stamp will be part of the signature; fields may demand one. */
  readonly timestamped?: boolean | undefined;
  /** Set where something is to be seen. */
  readonly visible?: object | undefined;
}

/** The one appearance that is made here, by the name under which a field may ask for it. */
export const appearanceName = 'Fojas';

/** What has to be done for a field's demands beside what the wish says. */
export interface Obeyed {
  /** Nothing but proof may be added to the document after this signature. */
  readonly locks: boolean;
}

/** Bits of /Ff (ISO 32000-2, table 237): a set bit makes a demand of a wish. */
const demands = {
  Filter: 1 << 0,
  SubFilter: 1 << 1,
  V: 1 << 2,
  Reasons: 1 << 3,
  LegalAttestation: 1 << 4,
  AddRevInfo: 1 << 5,
  DigestMethod: 1 << 6,
  LockDocument: 1 << 7,
  AppearanceFilter: 1 << 8,
} as const;
const known = Object.values(demands).reduce((all, bit) => all | bit, 0);

/** The newest seed value dictionary that is understood: 3 is that of PDF 2.0. */
const newestVersion = 3;

/**
 * Holds a signature to what its field demands (/SV, ISO 32000-2, 12.7.5.5). Wishes that are no demands are not followed.
 * @throws PadesError `seedValue` with the first demand that is not met, or cannot be.
 */
export function honourSeedValues(document: PdfDocument, field: FormField, promised: Promised): Obeyed {
  const seed = document.get(field.dict, 'SV');
  if (seed === null) return { locks: false };
  const refuse = (what: string): never => {
    throw new PadesError('seedValue', `the field ${field.name} demands ${what}`);
  };
  if (!(seed instanceof PdfDict)) return refuse('something that cannot be read');
  refuseAmbiguity(seed, [...Object.keys(demands), 'Ff', 'MDP', 'TimeStamp', 'Cert']);
  const flags = document.get(seed, 'Ff') ?? 0;
  if (typeof flags !== 'number' || (flags & ~known) !== 0) refuse('something that is not known');
  for (const [key, bit] of Object.entries(demands)) {
    const value = document.get(seed, key);
    if (((flags as number) & bit) === 0 || value === null) continue;
    const unmet = unmetDemand(document, field, key as keyof typeof demands, value as PdfValue, promised);
    if (unmet !== null) refuse(unmet);
  }
  const other = unmetStructure(document, seed, promised);
  if (other !== null) refuse(other);
  const isLock = ((flags as number) & demands.LockDocument) !== 0 && seed.name('LockDocument') === 'true';
  return { locks: isLock };
}

/** What is demanded and not met, in words for logs; null when it is met. */
function unmetDemand(
  document: PdfDocument,
  field: FormField,
  key: keyof typeof demands,
  value: PdfValue,
  { algorithm, reason, certify, visible }: Promised,
): string | null {
  switch (key) {
    case 'Filter':
      return value instanceof PdfName && value.value === 'Adobe.PPKLite' ? null : 'another signature handler';
    case 'SubFilter':
      return words(document, value).includes('ETSI.CAdES.detached') ? null : 'another signature format';
    case 'V':
      return typeof value === 'number' && value <= newestVersion ? null : 'a newer signature handler';
    case 'DigestMethod':
      return words(document, value).includes(digestOf(algorithm).toUpperCase()) ? null : 'another digest';
    case 'Reasons':
      return meetsReasons(words(document, value), reason) ? null : 'one of its own reasons';
    case 'AddRevInfo':
      // They go into the /DSS: within the value only adbe.pkcs7.detached has room for them (EN 319 142-1, 6.3).
      return value === false ? null : 'revocation data within the signature value, which PAdES does not carry';
    case 'LockDocument':
      return unmetLock(document, field, value instanceof PdfName ? value.value : null, certify);
    case 'LegalAttestation':
      return 'a legal attestation, which is not made here';
    case 'AppearanceFilter': {
      const named = value instanceof PdfString ? value.text : null;
      if (named !== appearanceName) return `the appearance ${named ?? 'of an unreadable name'}, which is not made here`;
      return visible === undefined ? 'an appearance, and nothing is to be seen' : null;
    }
  }
}

/** `true` is obeyed, `auto` leaves it to us; what would lock a document that has to stay open is refused. */
function unmetLock(
  document: PdfDocument,
  field: FormField,
  wanted: string | null,
  certify: CertificationLevel | undefined,
): string | null {
  if (wanted === 'auto') return null;
  const level = certify ?? null;
  const lock = document.getDict(field.dict, 'Lock');
  const isLocking = level === 1 || (lock !== undefined && document.get(lock, 'P') === 1);
  if (wanted === 'false') return isLocking ? 'that the document stay open' : null;
  if (wanted !== 'true') return 'a lock that cannot be read';
  return level === null || level === 1 ? null : 'that the document be locked, which a certification of level 1 does';
}

/** No reasons, or a full stop alone, demand that none be given. */
function meetsReasons(allowed: readonly string[], reason: string | undefined): boolean {
  const none = allowed.length === 0 || (allowed.length === 1 && allowed[0] === '.');
  return none ? reason === undefined : reason !== undefined && allowed.includes(reason);
}

/** /MDP, /TimeStamp and /Cert say by themselves what is a demand. */
function unmetStructure(document: PdfDocument, seed: PdfDict, promised: Promised): string | null {
  const level = document.getDict(seed, 'MDP');
  if (level && document.get(level, 'P') !== (promised.certify ?? 0)) {
    return `certification of level ${String(document.get(level, 'P'))}`;
  }
  const stamp = document.getDict(seed, 'TimeStamp');
  if (stamp && document.get(stamp, 'Ff') === 1 && promised.timestamped !== true) return 'a time-stamp';
  const certificate = document.get(seed, 'Cert');
  if (certificate === null) return null;
  if (!(certificate instanceof PdfDict)) return 'a certificate in a way that cannot be read';
  return unmetCertificate(document, certificate, promised);
}

/** Names and strings of an array. */
function words(document: PdfDocument, value: PdfValue): string[] {
  if (!(value instanceof PdfArray)) return [];
  return value.toArray(1000).flatMap((item) => {
    const said = document.resolve(item);
    if (said instanceof PdfName) return [said.value];
    return said instanceof PdfString ? [said.text] : [];
  });
}
