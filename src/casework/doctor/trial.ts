import { constants, createHash, randomBytes, verify, X509Certificate } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { SessionId } from '../../contract/ids.ts';
import type { SignatureAlgorithm, TokenCertificate, TokenListing } from '../../contract/token.ts';
import { findSigner } from '../signing/signer.ts';
import type { TokenClient } from '../signing/token-session.ts';
import type { TrialFacts } from './facts.ts';

/** What a trial needs of whoever asks for it. */
export interface TrialRooms {
  readonly host: TokenClient;
  readonly listing: TokenListing;
  readonly now: Date;
  readonly ids: () => string;
  readonly person: { readonly name: string; readonly capacity: string };
  /** What the PIN window shows as the thing to be signed. */
  readonly caption: string;
  /** The PIN opens the desk: its window says so. */
  readonly unlock?: true;
  readonly openMs: number;
  readonly signMs: number;
}

/**
 * Signs 32 random bytes, once, and verifies what came with the certificate's own key. The bytes mean nothing and are thrown away.
 * Asks for the PIN like any signature does, and never repeats a try.
 */
export async function tryToSign(
  rooms: TrialRooms,
  chosen: { readonly tokenSerial: string; readonly certificateSha256: TokenCertificate['certificateSha256'] },
): Promise<TrialFacts> {
  const { host, listing, now, ids, person, caption } = rooms;
  const signer = findSigner(listing, chosen, [], now);
  if (!signer.ok) return { kind: 'failed', failure: signer.failure };
  const { algorithm, practice, certificate } = signer.value;
  const message = randomBytes(32);
  const digest = new Uint8Array(createHash(hashOf(algorithm)).update(message).digest());
  const sessionId = ids() as SessionId;
  const opened = await host.call(
    'session.open',
    {
      ...{ sessionId, algorithm, ...chosen, digests: [{ digestId: 'trial', digest }] },
      purpose: {
        ...{ person: person.name, capacity: person.capacity, count: 1, practice },
        ...(rooms.unlock ? { unlock: true as const } : {}),
        items: [{ caption, documentPrefix: createHash('sha256').update(message).digest('hex').slice(0, 16) }],
      },
    },
    { deadlineMs: rooms.openMs },
  );
  if (!opened.ok) return { kind: 'failed', failure: opened.failure };
  const from = performance.now();
  // The PIN may be asked for once more, for the signature itself.
  const signed = await host.call('session.sign', { sessionId, digestId: 'trial' }, { deadlineMs: rooms.signMs });
  await host.call('session.close', { sessionId }, { deadlineMs: rooms.signMs });
  if (!signed.ok) return { kind: 'failed', failure: signed.failure };
  const tokenMs = Math.min(signed.value.tokenMs, performance.now() - from);
  return holds(algorithm, certificate.der, message, signed.value.signature)
    ? { kind: 'verified', algorithm, tokenMs }
    : { kind: 'wrong', algorithm };
}

const hashOf = (algorithm: SignatureAlgorithm): string => /sha\d+$/.exec(algorithm)![0];

/** Raw token output: RSA as long as the modulus, ECDSA as r‖s. */
function holds(algorithm: SignatureAlgorithm, der: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = new X509Certificate(der).publicKey;
  const padding = algorithm.startsWith('rsa-pss')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  try {
    return verify(hashOf(algorithm), message, { key, dsaEncoding: 'ieee-p1363', ...padding }, signature);
  } catch {
    // Malformed output is an error to one crypto library and false to another; to us it is wrong.
    return false;
  }
}
