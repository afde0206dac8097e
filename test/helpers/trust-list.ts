/** Signed trust lists made by a test's own hand. */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { Identity } from './pki.ts';

export interface ListService {
  readonly type: 'signing' | 'timestamping' | 'ocsp';
  readonly identity: Identity;
  readonly history: readonly (readonly [from: string, status: 'granted' | 'withdrawn'])[];
}

export const listKey = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
export const listSpki = listKey.publicKey.export({ format: 'der', type: 'spki' });

/** The payload of a list. `changes` replaces fields, to make it wrong. */
export function listPayload(version: number, services: readonly ListService[], changes: Record<string, unknown> = {}) {
  return JSON.stringify({
    schema: 'fojas-trust-list',
    format: 1,
    territory: 'AR-PRUEBA',
    version,
    issued: '2026-01-01T00:00:00Z',
    nextUpdate: '2026-12-31T00:00:00Z',
    services: services.map(({ type, identity, history }) => ({
      name: `Servicio de ${type}`,
      type,
      certificate: Buffer.from(identity.certificate).toString('base64'),
      history: history.map(([from, status]) => ({ from, status })),
    })),
    ...changes,
  });
}

/** A compact JWS. */
export function signList(payload: string, key = listKey.privateKey, header: Record<string, unknown> = {}): Uint8Array {
  const head = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'fojas-trust-list+jws', ...header }));
  const signed = `${head.toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return Buffer.from(`${signed}.${signature.toString('base64url')}`);
}
