/** Collecting what speaks against a signature, and the one indication that follows from it. */
import type { Indication, SubIndication } from './verdict.ts';

interface Finding {
  readonly indication: Exclude<Indication, 'TOTAL_PASSED'>;
  readonly subIndication: SubIndication;
}

// When several things are wrong, the one that is reported is the one that the process of EN 319 102-1, 5.3 meets first:
// format, identification of the certificate, cryptography, then certificates and constraints.
const order: readonly SubIndication[] = [
  'FORMAT_FAILURE',
  'HASH_FAILURE',
  'SIG_CRYPTO_FAILURE',
  'REVOKED',
  'EXPIRED',
  'SIGNED_DATA_NOT_FOUND',
  'NO_SIGNING_CERTIFICATE_FOUND',
  'CRYPTO_CONSTRAINTS_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'SIG_CONSTRAINTS_FAILURE',
  'CHAIN_CONSTRAINTS_FAILURE',
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'NO_CERTIFICATE_CHAIN_FOUND',
  'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'NOT_YET_VALID',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'OUT_OF_BOUNDS_NO_POE',
  'REVOCATION_OUT_OF_BOUNDS_NO_POE',
  'NO_POE',
  'TIMESTAMP_ORDER_FAILURE',
  'TRY_LATER',
];

/** Findings about one signature. Nothing found means TOTAL_PASSED. */
export class Findings {
  readonly #found: Finding[] = [];
  readonly #reasons: string[] = [];

  /** Something proves the signature bad. */
  fail(subIndication: SubIndication, code: string, sentence: string): void {
    this.#add({ indication: 'TOTAL_FAILED', subIndication }, code, sentence);
  }

  /** Something is missing for a yes. */
  doubt(subIndication: SubIndication, code: string, sentence: string): void {
    this.#add({ indication: 'INDETERMINATE', subIndication }, code, sentence);
  }

  /** Worth saying, decides nothing. */
  note(code: string, sentence: string): void {
    const reason = `${code}: ${sentence}`;
    if (!this.#reasons.includes(reason)) this.#reasons.push(reason);
  }

  /** Takes over another collection's findings, such as those about a part. */
  include(other: Findings): void {
    this.#found.push(...other.#found);
    for (const reason of other.#reasons) if (!this.#reasons.includes(reason)) this.#reasons.push(reason);
  }

  /** Takes over only the reasons of another collection: it was about something that decides nothing here. */
  includeAsNotes(other: Findings): void {
    for (const reason of other.#reasons) if (!this.#reasons.includes(reason)) this.#reasons.push(reason);
  }

  get passed(): boolean {
    return this.#found.length === 0;
  }

  get failed(): boolean {
    return this.#found.some((each) => each.indication === 'TOTAL_FAILED');
  }

  get reasons(): readonly string[] {
    return [...this.#reasons];
  }

  /** The overall result. */
  get result(): { indication: Indication; subIndication: SubIndication | null } {
    const [first] = [...this.#found].sort((a, b) => rank(a) - rank(b));
    return first ?? { indication: 'TOTAL_PASSED', subIndication: null };
  }

  #add(finding: Finding, code: string, sentence: string): void {
    this.#found.push(finding);
    this.note(code, sentence);
  }
}

function rank(finding: Finding): number {
  const position = order.indexOf(finding.subIndication);
  return (finding.indication === 'TOTAL_FAILED' ? 0 : 1000) + (position < 0 ? order.length : position);
}
