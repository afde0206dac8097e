import { createServer } from 'node:http';
import {
  ClientError,
  None,
  ResponseBodyError,
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { unreachable } from '../../line/failures.ts';

export interface LoopbackOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Goes into the ID token: the thumbprint of the device's key. */
  readonly nonce: string;
  /** Shows the person the provider's page, in a browser of their own. */
  readonly openPage: (url: string) => void;
  readonly patienceMs?: number;
}

/** So long a person has to sign in. */
const usualPatienceMs = 5 * 60_000;

/**
 * An ID token by the code flow with PKCE and a loopback redirect (RFC 8252 §7.3, RFC 7636): the browser is the person's own, what it
 * brings back is only a code, and the token says for which device it was asked.
 */
export async function idTokenFor(options: LoopbackOptions): Promise<Outcome<string>> {
  const { issuer, clientId, nonce, openPage, patienceMs = usualPatienceMs } = options;
  // Only a provider on this very machine, as in a test, may be asked without TLS.
  const isLocal = new URL(issuer).hostname === '127.0.0.1';
  const state = randomState();
  const verifier = randomPKCECodeVerifier();
  const loopback = await listenOnce(state, patienceMs);
  try {
    const provider = await discovery(new URL(issuer), clientId, undefined, None(), {
      ...(isLocal ? { execute: [allowInsecureRequests] } : {}),
    });
    openPage(
      buildAuthorizationUrl(provider, {
        ...{ redirect_uri: loopback.url, scope: 'openid email', response_type: 'code', state, nonce },
        ...{ code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
      }).href,
    );
    const back = await loopback.answered;
    if (!back) return failed({ kind: 'enrolmentRefused', reason: 'provider' });
    const tokens = await authorizationCodeGrant(provider, back, {
      ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
    });
    return done(tokens.id_token!);
  } catch (error) {
    if (
      error instanceof ClientError ||
      error instanceof ResponseBodyError ||
      error instanceof AuthorizationResponseError
    )
      return failed({ kind: 'enrolmentRefused', reason: 'provider' });
    if (error instanceof TypeError) return failed(unreachable(error));
    throw error;
  } finally {
    loopback.close();
  }
}

/** What the person's browser shows at the end; which language it should be in is not known here. */
const pageFor = (refused: boolean): string =>
  `<!doctype html><title>Fojas</title><p>${refused ? 'No se ingresó. Not signed in. Sem acesso.' : 'Listo. Done. Pronto.'}</p>`;

/** Waits on a port of this machine for the browser to come back with our state; null where nobody comes in time. */
async function listenOnce(
  state: string,
  patienceMs: number,
): Promise<{ readonly url: string; readonly answered: Promise<URL | null>; close(): void }> {
  const { promise, resolve } = Promise.withResolvers<URL | null>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isOurs = url.pathname === '/callback' && url.searchParams.get('state') === state;
    response.writeHead(isOurs ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', connection: 'close' });
    response.end(isOurs ? pageFor(url.searchParams.has('error')) : '');
    if (isOurs) resolve(new URL(`${address()}${url.search}`));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = (): string => {
    const at = server.address();
    return `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/callback`;
  };
  const url = address();
  const timer = setTimeout(() => resolve(null), patienceMs);
  return {
    url,
    answered: promise,
    close() {
      clearTimeout(timer);
      server.close();
    },
  };
}
