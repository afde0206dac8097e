import type { SignatureAlgorithm } from '../token.ts';

const names: Readonly<Record<SignatureAlgorithm, string>> = {
  'rsa-pkcs1-sha256': 'RSA PKCS#1 + SHA-256',
  'rsa-pkcs1-sha384': 'RSA PKCS#1 + SHA-384',
  'rsa-pkcs1-sha512': 'RSA PKCS#1 + SHA-512',
  'rsa-pss-sha256': 'RSA-PSS + SHA-256',
  'rsa-pss-sha384': 'RSA-PSS + SHA-384',
  'rsa-pss-sha512': 'RSA-PSS + SHA-512',
  'ecdsa-sha256': 'ECDSA + SHA-256',
  'ecdsa-sha384': 'ECDSA + SHA-384',
  'ecdsa-sha512': 'ECDSA + SHA-512',
};

/** An algorithm's proper name, the same in every language; an unknown one is given back as it came. */
export function algorithmName(algorithm: string): string {
  return Object.hasOwn(names, algorithm) ? names[algorithm as SignatureAlgorithm] : algorithm;
}
