import pkcs11js from 'pkcs11js';
import type { SignatureAlgorithm } from '../../contract/token.ts';
import { type KeyShape, type SignatureFamily, planOf, signingInput } from '../algorithms.ts';
import { encodePss } from '../emsa-pss.ts';

type Module = pkcs11js.PKCS11;

/** Mechanisms that make a family's signatures from a digest, the preferred one first (R40). */
export function waysOf(family: SignatureFamily): readonly number[] {
  switch (family) {
    case 'rsa-pkcs1':
      return [pkcs11js.CKM_RSA_PKCS];
    case 'rsa-pss':
      // Raw RSA over an encoding made here is what is left of PSS on older cards.
      return [pkcs11js.CKM_RSA_PKCS_PSS, pkcs11js.CKM_RSA_X_509];
    case 'ecdsa':
      return [pkcs11js.CKM_ECDSA];
  }
}

/** Whether a slot lists a mechanism, and lists it for signing. */
export function signingMechanisms(module: Module, slot: pkcs11js.Handle): (mechanism: number) => boolean {
  const listed = new Set(module.C_GetMechanismList(slot));
  return (mechanism) =>
    listed.has(mechanism) && (module.C_GetMechanismInfo(slot, mechanism).flags & pkcs11js.CKF_SIGN) !== 0;
}

const pssHashes = {
  sha256: { hashAlg: pkcs11js.CKM_SHA256, mgf: pkcs11js.CKG_MGF1_SHA256 },
  sha384: { hashAlg: pkcs11js.CKM_SHA384, mgf: pkcs11js.CKG_MGF1_SHA384 },
  sha512: { hashAlg: pkcs11js.CKM_SHA512, mgf: pkcs11js.CKG_MGF1_SHA512 },
} as const;

/**
 * What C_SignInit and C_Sign get for a digest: the preferred mechanism that the slot offers.
 * @returns null when it offers none (any more).
 */
export function signingCall(
  module: Module,
  slot: pkcs11js.Handle,
  algorithm: SignatureAlgorithm,
  key: KeyShape,
  digest: Uint8Array,
): { readonly mechanism: pkcs11js.Mechanism; readonly input: Buffer } | null {
  const { family, hash, digestBytes } = planOf(algorithm);
  const offered = signingMechanisms(module, slot);
  const mechanism = waysOf(family).find((one) => offered(one));
  if (mechanism === undefined) return null;
  const input = signingInput(algorithm, key, digest);
  if (mechanism === pkcs11js.CKM_RSA_X_509 && key.kind === 'rsa') {
    return { mechanism: { mechanism }, input: encodePss(hash, digest, key.bits) };
  }
  if (mechanism !== pkcs11js.CKM_RSA_PKCS_PSS) return { mechanism: { mechanism }, input };
  const parameter = { type: pkcs11js.CK_PARAMS_RSA_PSS, ...pssHashes[hash], saltLen: digestBytes };
  return { mechanism: { mechanism, parameter }, input };
}
