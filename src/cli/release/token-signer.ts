import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import type { Failure } from '../../contract/failures.ts';
import { SessionId } from '../../contract/ids.ts';
import type { SignatureAlgorithm } from '../../contract/token.ts';
import { ecdsaDer, type Signer, type TufKey, tufKeyOf } from '../../release/keys.ts';
import type { PinSource } from '../pin.ts';
import { type Chosen, chooseKey, type KeyWish } from '../sign-key.ts';
import type { Ui } from '../ui.ts';

/** The token, or its person, said no; the command tells it in the words of failures. */
export class TokenRefused extends Error {
  override name = 'TokenRefused';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

export class TokenUnclear extends Error {
  override name = 'TokenUnclear';
}

const schemes: Readonly<Record<TufKey['scheme'], { readonly algorithm: SignatureAlgorithm; readonly digest: string }>> =
  {
    'ecdsa-sha2-nistp256': { algorithm: 'ecdsa-sha256', digest: 'sha256' },
    'ecdsa-sha2-nistp384': { algorithm: 'ecdsa-sha384', digest: 'sha384' },
    'rsassa-pss-sha256': { algorithm: 'rsa-pss-sha256', digest: 'sha256' },
  };

/**
 * Works with a key on a token: the PIN goes to the token's own process and nowhere else, and only a digest reaches it. `caption` is what the
 * person is told they sign.
 */
export async function withTokenSigner<T>(
  { wish, pin, caption }: { readonly wish: KeyWish; readonly pin: PinSource; readonly caption: string },
  ui: Ui,
  work: (signer: Signer) => Promise<T>,
): Promise<T> {
  const chosen = await chooseKey(wish, pin, ui);
  if (chosen.kind === 'failed') throw new TokenRefused(chosen.failure);
  if (chosen.kind === 'misuse') throw new TokenUnclear(chosen.sentence);
  try {
    const key = tufKeyOf(new X509Certificate(chosen.certificate.der).publicKey);
    if (key === null) throw new TokenRefused({ kind: 'certificateUnsuitable', reason: 'weakKey' });
    return await work({ key, sign: (bytes) => signOn(chosen, key, bytes, caption) });
  } finally {
    await chosen.host.close();
  }
}

async function signOn(
  { host, token, certificate }: Chosen,
  key: TufKey,
  bytes: Uint8Array,
  caption: string,
): Promise<Uint8Array> {
  const { algorithm, digest } = schemes[key.scheme];
  const value = createHash(digest).update(bytes).digest();
  const sessionId = SessionId.parse(randomUUID());
  const opened = await host.client.call('session.open', {
    ...{ sessionId, algorithm, tokenSerial: token.serial, certificateSha256: certificate.certificateSha256 },
    digests: [{ digestId: '0', digest: Uint8Array.from(value) }],
    purpose: {
      ...{ person: certificate.commonName, capacity: '', count: 1, practice: token.practice },
      items: [{ caption, documentPrefix: value.toString('hex').slice(0, 16) }],
    },
  });
  if (!opened.ok) throw new TokenRefused(opened.failure);
  const signed = await host.client.call('session.sign', { sessionId, digestId: '0' });
  await host.client.call('session.close', { sessionId });
  if (!signed.ok) throw new TokenRefused(signed.failure);
  return key.keytype === 'ecdsa' ? ecdsaDer(signed.value.signature) : signed.value.signature;
}
