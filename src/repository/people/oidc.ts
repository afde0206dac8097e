import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { IdClaims, ProviderDescription } from '../../contract/people.ts';

/** The institution's identity provider (OpenID Connect), as the repository is told of it. */
export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
}

export interface IdentityProvider {
  readonly options: OidcOptions;
  /** Who an ID token is of, where it is of this provider, for us, in force, and made for the device with this key; else null. */
  identify(idToken: string, jkt: string): Promise<{ readonly logins: readonly string[] } | null>;
}

/** @param send injected by tests */
export function identityProvider(options: OidcOptions, send: typeof fetch = fetch): IdentityProvider {
  let keys: ReturnType<typeof createRemoteJWKSet> | null = null;
  /** Asked once; keys that change are fetched again by the set itself. */
  const keySet = async (): Promise<NonNullable<typeof keys>> => {
    if (keys) return keys;
    const address = `${options.issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
    const answer = await send(address, { signal: AbortSignal.timeout(10_000), redirect: 'error' });
    const told = ProviderDescription.safeParse(await answer.json());
    if (!told.success || told.data.issuer !== options.issuer) throw new TypeError('another issuer answers there');
    keys = createRemoteJWKSet(new URL(told.data.jwks_uri));
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
        const claims = IdClaims.safeParse(payload);
        // Made for another device, or by nobody known: no.
        if (!claims.success || claims.data.nonce !== jkt) return null;
        const { sub, email, email_verified } = claims.data;
        return { logins: [sub, ...(email !== undefined && email_verified === true ? [email] : [])] };
      } catch (error) {
        // The token does not hold; or nobody is there, what answers is no JSON, or it came too late.
        const isExpected = [errors.JOSEError, TypeError, SyntaxError, DOMException].some(
          (kind) => error instanceof kind,
        );
        if (isExpected) return null;
        throw error;
      }
    },
  };
}
