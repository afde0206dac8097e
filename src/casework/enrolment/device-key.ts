import { SignJWT, calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, importPKCS8 } from 'jose';
import { createHash, createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';

/** The key of this device (P-256). It proves every request (DPoP, RFC 9449), and signs this desk's parcels (`parcel/desk-keys.ts`), nothing else. */
export interface DeviceKey {
  readonly jkt: string;
  /** @param token the grant that is shown with it; null where none is yet */
  prove(request: {
    readonly method: string;
    readonly url: string;
    readonly nonce: string | null;
    readonly token: string | null;
  }): Promise<string>;
}

export interface NewKey {
  /** PKCS#8, base64. */
  readonly deviceKey: string;
  readonly jkt: string;
}

export async function makeDeviceKey(): Promise<NewKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const pem = await exportPKCS8(privateKey);
  return {
    deviceKey: Buffer.from(pem).toString('base64'),
    jkt: await calculateJwkThumbprint(await exportJWK(publicKey), 'sha256'),
  };
}

export async function openDeviceKey({ deviceKey, jkt }: NewKey): Promise<DeviceKey> {
  const pem = Buffer.from(deviceKey, 'base64').toString('utf8');
  const key = await importPKCS8(pem, 'ES256');
  const { kty, crv, x, y } = createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' });
  const jwk = { kty, crv, x, y } as { kty: string; crv: string; x: string; y: string };
  return {
    jkt,
    prove: ({ method, url, nonce, token }) =>
      new SignJWT({
        ...{ htm: method, htu: url.split(/[?#]/)[0]!, jti: randomUUID() },
        ...(nonce === null ? {} : { nonce }),
        ...(token === null ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
        .setIssuedAt()
        .sign(key),
  };
}
