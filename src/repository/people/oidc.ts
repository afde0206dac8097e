import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';

/** The institution's identity provider (OpenID Connect), as the repository is told of it. */
export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
}

export interface IdentityProvider {
  readonly options: OidcOptions;
  /** Who an ID token is of, where it is of this provider, for us, in force, and made for the device with this key. */
  identify(
    idToken: string,
    jkt: string,
  ): Promise<{ readonly logins: readonly string[] } | { readonly refused: string }>;
}

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const Claims = z.object({
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
});

/** @param send injected by tests */
export function identityProvider(options: OidcOptions, send: typeof fetch = fetch): IdentityProvider {
  let keys: ReturnType<typeof createRemoteJWKSet> | null = null;
  /** Asked once; keys that change are fetched again by the set itself. */
  const keySet = async (): Promise<NonNullable<typeof keys>> => {
    if (keys) return keys;
    const address = `${options.issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
    const answer = await send(address, { signal: AbortSignal.timeout(10_000), redirect: 'error' });
    const told = Discovery.parse(await answer.json());
    if (told.issuer !== options.issuer) throw new TypeError('another issuer answers there');
    keys = createRemoteJWKSet(new URL(told.jwks_uri));
    return keys;
  };
  return {
    options,
    async identify(idToken, jkt) {
      try {
        const { payload } = await jwtVerify(idToken, await keySet(), {
          ...{ issuer: options.issuer, audience: options.clientId, clockTolerance: 60, maxTokenAge: 600 },
          algorithms: ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'],
        });
        if (payload['nonce'] !== jkt) return { refused: 'the ID token was made for another device' };
        const { sub, email, email_verified } = Claims.parse(payload);
        return { logins: [sub, ...(email !== undefined && email_verified === true ? [email] : [])] };
      } catch (error) {
        if (error instanceof errors.JOSEError) return { refused: `the ID token does not hold: ${error.code}` };
        if (error instanceof z.ZodError || error instanceof TypeError || error instanceof DOMException)
          return { refused: 'the identity provider does not answer as one' };
        throw error;
      }
    },
  };
}
