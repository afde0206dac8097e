/**
 * What has been read and verified already while one piece of work goes on. The same few authorities stand behind every signature,
 * time-stamp and answer of a document, and importing a key costs more than verifying with it. All that is kept here is decided by
 * bytes alone: no time, no anchor and no revocation goes into it, so nothing in it grows old.
 */
import { keyFingerprint, sha256Hex, verifySignature } from '../crypto.ts';
import type { PublicKey } from '../crypto.ts';
import { Lru } from '../lru.ts';
import { parseCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';

/** Bytes of certificates, and answers, that are kept; those not asked for longest go first. */
const certificateBytes = 4 << 20;
const mostAnswers = 4096;

export class Memory {
  readonly #certificates = new Lru<string, Certificate>(certificateBytes);
  readonly #verified = new Lru<string, boolean>(mostAnswers);
  readonly #keyNames = new WeakMap<object, string>();

  /** Reads as `parseCertificate` does, each certificate once. @throws CertificateError */
  readonly certificate: typeof parseCertificate = (bytes) => {
    const name = sha256Hex(bytes);
    const known = this.#certificates.get(name);
    if (known !== undefined) return known;
    const certificate = parseCertificate(bytes);
    this.#certificates.set(name, certificate, bytes.length);
    return certificate;
  };

  /** Verifies as `verifySignature` does, each signature once. */
  readonly verify: typeof verifySignature = (scheme, key, data, signature) => {
    const name = `${sha256Hex(data)} ${sha256Hex(signature)} ${this.#keyName(key)} ${JSON.stringify(scheme)}`;
    const known = this.#verified.get(name);
    if (known !== undefined) return known;
    const holds = verifySignature(scheme, key, data, signature);
    this.#verified.set(name, holds, 1);
    return holds;
  };

  /** A key is exported once to be named, however often it verifies. */
  #keyName(key: PublicKey): string {
    const known = this.#keyNames.get(key) ?? keyFingerprint(key);
    this.#keyNames.set(key, known);
    return known;
  }
}
