/** Judging time-stamp tokens (RFC 3161; EN 319 102-1, 5.4): what they cover, who made them, when. */
import { Asn1Error } from '../asn1/errors.ts';
import type { oids } from '../asn1/oids.ts';
import { CmsError } from '../cms/errors.ts';
import type { CmsAttribute } from '../cms/parse.ts';
import { digest, equalBytes } from '../crypto.ts';
import type { AnyDigest } from '../crypto.ts';
import { parseTimeStampToken } from '../timestamp/token.ts';
import type { TimeStampToken } from '../timestamp/token.ts';
import { digestMaterial } from '../trust/algorithms.ts';
import type { Material } from '../trust/algorithms.ts';
import type { Certificate } from '../trust/certificate.ts';
import { Findings } from './findings.ts';
import { checkSigner } from './signer-check.ts';
import type { SignerCheckOptions } from './signer-check.ts';

/** What a token says and whether it holds by itself; whether its authority is trusted is another question. */
export interface TimestampFacts {
  readonly token: TimeStampToken;
  readonly time: Date;
  readonly authority: Certificate | null;
  readonly certificates: readonly Certificate[];
  /** Whether the token covers what it should and its signature holds, whoever made it. */
  readonly intact: boolean;
  readonly materials: readonly Material[];
  readonly findings: Findings;
}

/** Checks a token that was read. `imprinted` gives the digest of what the token should cover. */
export async function examineTimestamp(
  token: TimeStampToken,
  imprinted: (algorithm: AnyDigest) => Uint8Array | Promise<Uint8Array>,
  { otherCertificates, algorithms, memory }: Required<SignerCheckOptions>,
): Promise<TimestampFacts> {
  const findings = new Findings();
  const { info, signedData, content } = token;
  const materials: Material[] = [];
  if (info.imprintDigest === null) {
    findings.doubt(
      'CRYPTO_CONSTRAINTS_FAILURE',
      'unknownDigest',
      'The time-stamp uses a digest that we do not accept.',
    );
  } else if (!equalBytes(await imprinted(info.imprintDigest), info.imprint)) {
    findings.fail('HASH_FAILURE', 'timestampMismatch', 'The time-stamp was made for something else.');
  } else materials.push(digestMaterial(info.imprintDigest, algorithms));
  const [signer, ...more] = signedData.signerInfos;
  if (signer === undefined || more.length > 0) {
    findings.fail('FORMAT_FAILURE', 'timestampSigners', 'A time-stamp has exactly one signer.');
    return { token, time: info.time, authority: null, certificates: [], intact: false, materials, findings };
  }
  const signed = { digest: (algorithm: AnyDigest) => digest(algorithm, content), pieces: () => [content] };
  const check = await checkSigner(signedData, signer, signed, findings, { otherCertificates, algorithms, memory });
  return {
    token,
    time: info.time,
    authority: check.certificate,
    certificates: check.certificates,
    intact: !findings.failed && check.certificate !== null && check.reference !== null && info.imprintDigest !== null,
    materials: [...materials, ...check.materials],
    findings,
  };
}

const mostTimestamps = 10;

/** The time-stamps among a signer's attributes under one OID. Unreadable ones are noted. */
export function readTimestamps(
  attributes: readonly CmsAttribute[],
  oid: typeof oids.signatureTimeStamp | typeof oids.contentTimeStamp,
  findings: Findings,
): TimeStampToken[] {
  const values = attributes.filter((each) => each.oid === oid).flatMap((each) => each.values);
  const tokens = values.slice(0, mostTimestamps).map((value) => readToken(value.encoded));
  if (tokens.includes(null)) findings.note('badTimestamp', 'A time-stamp of the signature cannot be read.');
  return tokens.filter((token) => token !== null);
}

function readToken(bytes: Uint8Array): TimeStampToken | null {
  try {
    return parseTimeStampToken(bytes);
  } catch (error) {
    if (error instanceof CmsError || error instanceof Asn1Error) return null;
    throw error;
  }
}
