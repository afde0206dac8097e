/** Revocation data and certificates that a validation may use, with where each piece came from and when it is known to have existed. */
import { parseCrl } from '../revocation/crl.ts';
import type { RevocationList } from '../revocation/crl.ts';
import { RevocationError } from '../revocation/errors.ts';
import { parseBasicOcspResponse, parseOcspResponse } from '../revocation/ocsp.ts';
import type { OcspResponse } from '../revocation/ocsp.ts';
import type { Certificate } from '../trust/certificate.ts';
import type { Place, Proofs } from './proofs.ts';

/** `store`: the /DSS. `signature`, `timestamp`: carried in a CMS. `source`: asked for by the one who validates. */
export type EvidenceOrigin = 'store' | 'signature' | 'timestamp' | 'source';

export type Evidence = {
  readonly sha256: string;
  readonly origin: EvidenceOrigin;
  readonly places: (Place | null)[];
} & (
  { readonly kind: 'crl'; readonly value: RevocationList } | { readonly kind: 'ocsp'; readonly value: OcspResponse }
);

export type EvidenceKind = 'crl' | 'ocsp' | 'basicOcsp';

/** A piece as found, not yet read. */
export interface RawEvidence {
  readonly kind: EvidenceKind;
  readonly bytes: Uint8Array;
  readonly origin: EvidenceOrigin;
  readonly place: Place | null;
}

const mostPieces = 400;
const mostBytes = 96 << 20;
const mostCertificates = 500;

export class EvidencePool {
  readonly #certificates = new Map<string, Certificate>();
  readonly #pieces = new Map<string, Evidence>();
  readonly #lists = new Map<string, Evidence[]>();
  readonly #answers = new Map<bigint, Evidence[]>();
  #bytes = 0;
  #unreadable = 0;

  /** Takes a piece in; the same bytes found twice are one piece with two places. What cannot be read counts as absent. */
  add({ kind, bytes, origin, place }: RawEvidence): void {
    if (this.#pieces.size >= mostPieces || (this.#bytes += bytes.length) > mostBytes) return;
    try {
      const read =
        kind === 'crl' ? { kind, value: parseCrl(bytes) } : { kind: 'ocsp' as const, value: readResponse(kind, bytes) };
      const { sha256 } = read.value;
      const known = this.#pieces.get(sha256);
      if (known !== undefined) known.places.push(place);
      else this.#file({ ...read, sha256, origin, places: [place] });
    } catch (error) {
      if (!(error instanceof RevocationError)) throw error;
      this.#unreadable++;
    }
  }

  /** Certificates that may be links of paths; the same one counts once. */
  addCertificates(certificates: readonly Certificate[]): void {
    for (const each of certificates) {
      if (this.#certificates.size < mostCertificates) this.#certificates.set(each.sha256, each);
    }
  }

  get certificates(): readonly Certificate[] {
    return [...this.#certificates.values()];
  }

  /** How many pieces could not be read. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Lists and responses that may speak of a certificate. */
  about({ issuer, serialNumber }: Certificate): Evidence[] {
    const indirect = this.#lists.get('') ?? [];
    return [...(this.#answers.get(serialNumber) ?? []), ...(this.#lists.get(issuer.key) ?? []), ...indirect];
  }

  #file(evidence: Evidence): void {
    this.#pieces.set(evidence.sha256, evidence);
    if (evidence.kind === 'crl') {
      append(this.#lists, evidence.value.scope.indirect ? '' : evidence.value.issuer.key, evidence);
      return;
    }
    const serials = new Set(evidence.value.responses.map(({ certId }) => certId.serialNumber));
    for (const serial of serials) append(this.#answers, serial, evidence);
  }
}

/** When a piece is known to have existed: the earliest that any of its places proves. */
export function existenceOf({ places }: Evidence, proofs: Proofs): Date {
  return new Date(Math.min(...places.map((place) => proofs.existed(place).getTime())));
}

function readResponse(kind: 'ocsp' | 'basicOcsp', bytes: Uint8Array): OcspResponse {
  return kind === 'ocsp' ? parseOcspResponse(bytes) : parseBasicOcspResponse(bytes);
}

function append<K>(map: Map<K, Evidence[]>, key: K, value: Evidence): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
