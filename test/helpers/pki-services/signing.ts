import { sign } from 'node:crypto';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import type { Identity } from '../pki.ts';

/** SEQUENCE { tbs, algorithm, signature, ...rest }, signed with SHA-256 and the identity's key. */
export function signedSequence(signer: Identity, tbsOf: (algorithm: Uint8Array) => Uint8Array, ...rest: Uint8Array[]) {
  const algorithm = signer.keyKind.startsWith('rsa')
    ? der.sequence(der.oid(oids.rsaSha256), der.nullValue())
    : der.sequence(der.oid(oids.ecdsaSha256));
  const tbs = tbsOf(algorithm);
  const signature = sign('sha256', tbs, signer.privateKey);
  return der.sequence(tbs, algorithm, der.bitString(signature), ...rest);
}
