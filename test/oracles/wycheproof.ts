/** Published signature vectors (Wycheproof): each says whether it is valid, and most of the invalid ones have fooled a library. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { importPublicKey, verifySignature } from '../../src/signature/crypto.ts';
import type { AnyDigest, SignatureScheme } from '../../src/signature/crypto.ts';
import { installWycheproof } from './install.ts';

/** A file of vectors, and what we answered otherwise than it says. */
export interface VectorResult {
  readonly name: string;
  readonly count: number;
  readonly complaints: readonly string[];
}

/** Every algorithm that this program accepts in signatures, by the name of its file of vectors. */
const accepted: readonly string[] = [
  'ecdsa_secp256r1_sha256',
  'ecdsa_secp256r1_sha512',
  'ecdsa_secp384r1_sha256',
  'ecdsa_secp384r1_sha384',
  'ecdsa_secp384r1_sha512',
  'ecdsa_secp521r1_sha512',
  ...['2048', '3072', '4096'].flatMap((bits) =>
    ['sha256', 'sha384', 'sha512'].map((digest) => `rsa_signature_${bits}_${digest}`),
  ),
  'rsa_pss_2048_sha256_mgf1_0',
  'rsa_pss_2048_sha256_mgf1_32',
  'rsa_pss_2048_sha384_mgf1_48',
  'rsa_pss_3072_sha256_mgf1_32',
  'rsa_pss_4096_sha256_mgf1_32',
  'rsa_pss_4096_sha384_mgf1_48',
  'rsa_pss_4096_sha512_mgf1_32',
  'rsa_pss_4096_sha512_mgf1_64',
  'rsa_pss_misc',
];

/** Runs all of them, bringing the vectors first. */
export function* checkVectors(): Generator<VectorResult> {
  const folder = installWycheproof();
  for (const name of accepted) yield checkVectorFile(join(folder, `${name}_test.json`));
}

interface VectorGroup {
  readonly type: string;
  readonly sha?: string;
  readonly sLen?: number;
  readonly mgfSha?: string;
  readonly publicKeyDer: string;
  readonly publicKeyAsn?: string;
  readonly tests: readonly {
    readonly tcId: number;
    readonly comment: string;
    readonly msg: string;
    readonly sig: string;
    readonly result: 'valid' | 'invalid' | 'acceptable';
  }[];
}

/** Answers every vector of a file. What is `acceptable` may be answered either way. */
export function checkVectorFile(path: string): VectorResult {
  const { testGroups } = JSON.parse(readFileSync(path, 'utf8')) as { testGroups: readonly VectorGroup[] };
  const complaints: string[] = [];
  let count = 0;
  for (const group of testGroups) {
    const scheme = schemeOf(group);
    if (scheme === null) continue;
    const key = importPublicKey(Buffer.from(group.publicKeyDer, 'hex'));
    for (const { tcId, comment, msg, sig, result } of group.tests) {
      count++;
      const holds = key !== null && verifySignature(scheme, key, Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex'));
      if (result !== 'acceptable' && holds !== (result === 'valid')) {
        complaints.push(`vector ${tcId} (${comment}) is ${result}, we say ${holds ? 'valid' : 'invalid'}`);
      }
    }
  }
  if (count === 0) complaints.push('no vector of an algorithm that we accept');
  return { name: basename(path, '_test.json'), count, complaints };
}

const digests: Readonly<Record<string, AnyDigest>> = {
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The scheme of a group; null for one that we do not accept (PSS with two digests, SHA-512/256). */
function schemeOf({ type, sha, sLen, mgfSha }: VectorGroup): SignatureScheme | null {
  const digest = sha === undefined ? undefined : digests[sha];
  if (digest === undefined) return null;
  switch (type) {
    case 'EcdsaVerify':
      return { kind: 'ecdsa', digest };
    case 'RsassaPkcs1Verify':
      return { kind: 'rsa-pkcs1', digest };
    case 'RsassaPssVerify':
      return mgfSha === sha && sLen !== undefined ? { kind: 'rsa-pss', digest, saltLength: sLen } : null;
    default:
      throw new Error(`unknown vectors: ${type}`);
  }
}
