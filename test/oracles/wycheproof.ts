/** Published signature vectors (Wycheproof): each says whether it is valid, and most of the invalid ones have fooled a library. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { OtherCurve } from '../../src/signature/crypto-others.ts';
import { importOtherKey, importPublicKey, verifySignature } from '../../src/signature/crypto.ts';
import type { AnyDigest, PublicKey, SignatureScheme } from '../../src/signature/crypto.ts';
import { installWycheproof } from './install.ts';

/** A file of vectors, and what we answered otherwise than it says. */
export interface VectorResult {
  readonly name: string;
  readonly count: number;
  readonly complaints: readonly string[];
}

/** Every algorithm that this program accepts in signatures, by the names of their files of vectors. */
const accepted: readonly string[] = [
  ...['secp256r1_sha256', 'secp256r1_sha512', 'secp256r1_sha3_256', 'secp256r1_sha3_512', 'secp384r1_sha256'],
  ...[
    'secp384r1_sha384',
    'secp384r1_sha512',
    'secp384r1_sha3_384',
    'secp384r1_sha3_512',
    'secp521r1_sha512',
    'secp521r1_sha3_512',
  ],
  ...['secp256r1_sha256_p1363', 'secp384r1_sha384_p1363', 'secp521r1_sha512_p1363'],
  ...['brainpoolP256r1_sha256', 'brainpoolP256r1_sha3_256', 'brainpoolP384r1_sha384', 'brainpoolP384r1_sha3_384'],
  ...['brainpoolP512r1_sha512', 'brainpoolP512r1_sha3_512', 'brainpoolP256r1_sha256_p1363'],
]
  .map((name) => `ecdsa_${name}`)
  .concat([
    ...['2048', '3072', '4096'].flatMap((bits) =>
      ['sha256', 'sha384', 'sha512'].map((digest) => `rsa_signature_${bits}_${digest}`),
    ),
    ...['2048_sha3_256', '2048_sha3_384', '2048_sha3_512', '3072_sha3_256', '3072_sha3_512'].map(
      (name) => `rsa_signature_${name}`,
    ),
    ...[
      '2048_sha256_mgf1_0',
      '2048_sha256_mgf1_32',
      '2048_sha384_mgf1_48',
      '3072_sha256_mgf1_32',
      '4096_sha256_mgf1_32',
    ].map((name) => `rsa_pss_${name}`),
    ...['4096_sha384_mgf1_48', '4096_sha512_mgf1_32', '4096_sha512_mgf1_64', '2048_sha256_mgf1sha1_20', 'misc'].map(
      (name) => `rsa_pss_${name}`,
    ),
    'ed25519',
    'ed448',
  ]);

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
  readonly publicKey?: { readonly curve?: string; readonly uncompressed?: string; readonly pk?: string };
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
    const key = keyOf(group);
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
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
};

/** The scheme of a group; null for one that we do not accept (SHA-512/256 and the like). */
function schemeOf({ type, sha, sLen, mgfSha, publicKey }: VectorGroup): SignatureScheme | null {
  if (type === 'EddsaVerify') {
    const curve = publicKey?.curve === 'edwards448' ? 'ed448' : 'ed25519';
    return { kind: 'eddsa', curve, digest: curve === 'ed448' ? 'shake256' : 'sha512' };
  }
  const [digest, mask] = [sha, mgfSha].map((name) => (name === undefined ? undefined : digests[name]));
  if (digest === undefined) return null;
  switch (type) {
    case 'EcdsaVerify':
      return { kind: 'ecdsa', digest };
    case 'EcdsaP1363Verify':
      return { kind: 'ecdsa', digest, plain: true };
    case 'RsassaPkcs1Verify':
      return { kind: 'rsa-pkcs1', digest };
    case 'RsassaPssVerify':
      return mask === undefined || sLen === undefined ? null : { kind: 'rsa-pss', digest, saltLength: sLen, mask };
    default:
      throw new Error(`unknown vectors: ${type}`);
  }
}

/** A group's key, as certificates bring it: the curves that only others use by their name and point. */
function keyOf({ publicKey, publicKeyDer }: VectorGroup): PublicKey | null {
  const curve = publicKey?.curve ?? '';
  const other = curve === 'edwards25519' ? 'ed25519' : curve === 'edwards448' ? 'ed448' : curve;
  if (!isOtherCurve(other)) return importPublicKey(Buffer.from(publicKeyDer, 'hex'));
  return importOtherKey(other, Buffer.from(publicKey?.pk ?? publicKey?.uncompressed ?? '', 'hex'));
}

function isOtherCurve(name: string): name is OtherCurve {
  return ['brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1', 'ed25519', 'ed448'].includes(name);
}
