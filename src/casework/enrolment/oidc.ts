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
  /** The person thought better of it. */
  readonly stopped?: AbortSignal;
}

/** So long a person has to sign in. */
const usualPatienceMs = 5 * 60_000;

/**
 * An ID token by the code flow with PKCE and a loopback redirect (RFC 8252 §7.3, RFC 7636): the browser is the person's own, what it
 * brings back is only a code, and the token says for which device it was asked. Null where the person stopped it: what the provider says afterwards is
 * heard by nobody.
 */
export async function idTokenFor(options: LoopbackOptions): Promise<Outcome<string | null>> {
  const { issuer, clientId, nonce, openPage, patienceMs = usualPatienceMs } = options;
  const stopped = options.stopped ?? new AbortController().signal;
  // Only a provider on this very machine, as in a test, may be asked without TLS.
  const isLocal = new URL(issuer).hostname === '127.0.0.1';
  const state = randomState();
  const verifier = randomPKCECodeVerifier();
  const loopback = await listenOnce(state, patienceMs, stopped);
  try {
    const provider = await discovery(new URL(issuer), clientId, undefined, None(), {
      ...(isLocal ? { execute: [allowInsecureRequests] } : {}),
    });
    if (stopped.aborted) return done(null);
    openPage(
      buildAuthorizationUrl(provider, {
        ...{ redirect_uri: loopback.url, scope: 'openid email', response_type: 'code', state, nonce },
        ...{ code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
      }).href,
    );
    const back = await loopback.answered;
    if (stopped.aborted) return done(null);
    if (!back) return failed({ kind: 'enrolmentRefused', reason: 'provider' });
    const tokens = await authorizationCodeGrant(provider, back, {
      ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
    });
    return done(stopped.aborted ? null : tokens.id_token!);
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
const pageFor = (text: string): string => `<!doctype html><meta charset="utf-8"><title>Fojas</title><p>${text}</p>`;
const signedIn = pageFor('Listo. Done. Pronto.');
const notSignedIn = pageFor('No se ingresó. Not signed in. Sem acesso.');
const overText = [
  'Este ingreso se canceló en Fojas: no se usó nada de lo que ingresó. Cierre esta página; para intentar otra vez, vuelva a Fojas.',
  'This sign-in was cancelled in Fojas: nothing of it was used. Close this page; to try again, go back to Fojas.',
  'Este acesso foi cancelado no Fojas: nada dele foi usado. Feche esta página; para tentar de novo, volte ao Fojas.',
];
const over = pageFor(overText.join('</p><p>'));

/**
 * Waits on a port of this machine for the browser to come back with our state; null where nobody comes in time, or where it was stopped. A port
 * that was stopped waits for nothing any more and knows no state: it says that it is over, once, to whoever still comes in that time.
 */
async function listenOnce(
  state: string,
  patienceMs: number,
  stopped: AbortSignal,
): Promise<{ readonly url: string; readonly answered: Promise<URL | null>; close(): void }> {
  const { promise, resolve } = Promise.withResolvers<URL | null>();
  let awaited: string | null = state;
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isBack = asked.pathname === '/callback';
    const isOurs = isBack && awaited !== null && asked.searchParams.get('state') === awaited;
    const isLate = isBack && awaited === null;
    const status = isOurs ? 200 : isLate ? 410 : 404;
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', connection: 'close' });
    response.end(isLate ? over : !isOurs ? '' : asked.searchParams.has('error') ? notSignedIn : signedIn);
    if (isOurs) resolve(new URL(`${url}${asked.search}`));
    if (isLate) end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const at = server.address();
  const url = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/callback`;
  const timer = setTimeout(() => {
    resolve(null);
    if (awaited === null) end();
  }, patienceMs);
  const end = (): void => {
    clearTimeout(timer);
    server.close();
  };
  const stop = (): void => {
    awaited = null;
    // It holds no program open.
    timer.unref();
    server.unref();
    resolve(null);
  };
  stopped.addEventListener('abort', stop, { once: true });
  if (stopped.aborted) stop();
  return {
    url,
    answered: promise,
    close() {
      stopped.removeEventListener('abort', stop);
      if (awaited !== null) end();
    },
  };
}
