import type { CertificateOffer, LibraryState } from '../../contract/calls.ts';
import type { TokenCertificate } from '../../contract/token.ts';
import { type Certificate, buildChain } from '../../signature/index.ts';
import { readCertificate, readCertificates } from '../certificates.ts';
import type { RevocationKnown } from '../signing/preflight/judge.ts';

type Known = CertificateOffer['revocation'];

/** What is kept on this machine about the certificates on the tokens. */
export interface Revocations {
  /** Looked up for each certificate whose issuer is known; the answer is asked by certificate. */
  read(libraries: readonly LibraryState[]): Promise<(certificate: TokenCertificate) => Known>;
}

/** A list of revocations may be large: what it said of a certificate is not looked up again so soon, in milliseconds. That nothing is known is. */
const keepMs = 60_000;

/** @param known what the caches say, without asking anybody. */
export function revocationsOf(options: {
  readonly known: (certificate: Certificate, issuer: Certificate) => Promise<RevocationKnown>;
  readonly trustAnchors: readonly string[];
  readonly now: () => Date;
  readonly onBug: (error: unknown) => void;
}): Revocations {
  const answers = new Map<string, { readonly said: Promise<Known>; readonly at: number }>();
  const anchors = options.trustAnchors.flatMap((pem) => readCertificates(pem));

  const look = async (certificate: Certificate, onToken: readonly Certificate[]): Promise<Known> => {
    const { path } = buildChain(certificate, { anchors, intermediates: [...onToken, ...anchors], at: options.now() });
    const issuer = path[1];
    if (!issuer) return 'unknown';
    try {
      return (await options.known(certificate, issuer)).status;
    } catch (error) {
      options.onBug(error);
      return 'unknown';
    }
  };
  return {
    async read(libraries) {
      const told = libraries.flatMap(({ listing }) => (listing?.tokens ?? []).flatMap((token) => token.certificates));
      const parsed = new Map<string, Certificate>();
      for (const { certificateSha256, der } of told) {
        const certificate = readCertificate(der);
        if (certificate) parsed.set(certificateSha256, certificate);
      }
      const said = new Map<string, Known>();
      for (const [sha256, certificate] of parsed) {
        const before = answers.get(sha256);
        const fresh = before && performance.now() - before.at < keepMs ? before : null;
        const now = fresh ?? { said: look(certificate, [...parsed.values()]), at: performance.now() };
        answers.set(sha256, now);
        const status = await now.said;
        if (status === 'unknown') answers.delete(sha256);
        said.set(sha256, status);
      }
      return ({ certificateSha256 }) => said.get(certificateSha256) ?? 'unknown';
    },
  };
}
