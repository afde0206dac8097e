/** A device with a key of its own, as a test plays it: proofs (DPoP), enrolment by code, and requests with a grant. */
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { createHash, randomUUID } from 'node:crypto';
import { DeviceSession, EnrolmentOffer } from '../../src/contract/people.ts';
import { FeedPage } from '../../src/contract/wire.ts';

export interface TestDevice {
  readonly jkt: string;
  proof(
    method: string,
    path: string,
    nonce: string,
    more?: { token?: string; jti?: string; htu?: string },
  ): Promise<string>;
}

export async function makeDevice(): Promise<TestDevice> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  return {
    jkt: await calculateJwkThumbprint(jwk, 'sha256'),
    proof: (method, path, nonce, { token, jti = randomUUID(), htu = `http://repository${path}` } = {}) =>
      new SignJWT({
        ...{ htm: method, htu, jti, nonce },
        ...(token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
        .setIssuedAt()
        .sign(privateKey),
  };
}

export const offerOf = async (url: string): Promise<EnrolmentOffer> =>
  EnrolmentOffer.parse(await (await fetch(`${url}/v1/enrolment`)).json());

/** Sends what enrols, or (without a body) comes for grants. */
export async function knock(
  url: string,
  device: TestDevice,
  path: string,
  body?: unknown,
  nonce?: string,
): Promise<Response> {
  const proof = await device.proof('POST', path, nonce ?? (await offerOf(url)).nonce);
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: { dpop: proof, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export async function enrolByCode(
  url: string,
  device: TestDevice,
  personId: string,
  code: string,
): Promise<DeviceSession> {
  const answer = await knock(url, device, '/v1/enrolment', { way: 'code', deviceId: `pc-${personId}`, personId, code });
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return DeviceSession.parse(await answer.json());
}

/** One request with a grant and a fresh proof. */
export async function sendWith(
  url: string,
  { device, token, nonce }: { device: TestDevice; token: string; nonce: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const bytes = body instanceof Uint8Array;
  return fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `DPoP ${token}`,
      dpop: await device.proof(method, path.split('?')[0]!, nonce, { token }),
      ...(body === undefined ? {} : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: bytes ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body) }),
  });
}

/** A desk that reads the feed of its office on and on: each time, what it is told since, as `kind n` of those acts. */
export function feedReader(desk: { device: TestDevice; token: string }, officeId: string) {
  let cursor = '';
  return async (url: string, ...acts: readonly { readonly actId: string }[]): Promise<string[]> => {
    const page = (nonce: string): Promise<Response> =>
      sendWith(url, { ...desk, nonce }, 'GET', `/v1/feed?office=${officeId}&limit=500&cursor=${cursor}`);
    const told = FeedPage.parse(await (await page((await page('')).headers.get('dpop-nonce')!)).json());
    ({ cursor } = told);
    return told.events.flatMap((event) => {
      const actId = event.kind === 'proposal' ? event.proposal.actId : 'actId' in event ? event.actId : '';
      const nth = acts.findIndex((one) => one.actId === actId);
      return nth < 0 ? [] : [`${event.kind} ${nth}`];
    });
  };
}
