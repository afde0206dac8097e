/** Verifying a file that is a CMS signature itself (.p7m with its content inside, .p7s beside it). */
import type { ByteSource } from '../bytes.ts';
import { signingTimeOf } from '../cms/attributes.ts';
import { CmsError } from '../cms/errors.ts';
import { parseSignedData } from '../cms/parse.ts';
import type { SignedData, SignerInfo } from '../cms/parse.ts';
import { digest } from '../crypto.ts';
import { cadesObstacles } from './baseline.ts';
import { Findings } from './findings.ts';
import type { VerifyOptions } from './options.ts';
import { checkSigner } from './signer-check.ts';
import type { SignedContent } from './signer-check.ts';
import { summarize } from './signer-summary.ts';
import { checkSignatureTimestamps } from './timestamp-check.ts';
import { checkTrust } from './trust-check.ts';
import type { FileVerdict, SignatureVerdict } from './verdict.ts';

const largestFile = 64 << 20;
const mostSigners = 50;

/** Verifies every signer of a CMS file. @throws the system's error when `source` cannot be read; nothing else. */
export async function verifyCms(source: ByteSource, options: VerifyOptions): Promise<FileVerdict> {
  if (source.size > largestFile) return { signatures: [], error: 'tooBig: A signature file larger than the limit.' };
  try {
    const signedData = parseSignedData(unwrapPem(source.readSync(0, source.size)), 'zeros');
    const signatures: SignatureVerdict[] = [];
    for (const signer of signedData.signerInfos.slice(0, mostSigners)) {
      signatures.push(await verifySigner(signedData, signer, options));
    }
    return { signatures, error: null };
  } catch (error) {
    if (error instanceof CmsError) return { signatures: [], error: `${error.kind}: ${error.message}.` };
    throw error;
  }
}

async function verifySigner(
  signedData: SignedData,
  signer: SignerInfo,
  options: VerifyOptions,
): Promise<SignatureVerdict> {
  const findings = new Findings();
  const bytes = contentOf(signedData, options, findings);
  const trust = {
    anchors: options.anchors,
    intermediates: options.intermediates ?? [],
    at: options.at ?? new Date(),
  };
  const content: SignedContent | null =
    bytes === null ? null : { digest: (algorithm) => digest(algorithm, bytes), pieces: () => [bytes] };
  const check = await checkSigner(signedData, signer, content, findings, trust.intermediates);
  const stamps = await checkSignatureTimestamps(signer.unsignedAttributes, signer.signature, trust, findings);
  const proven = stamps.filter((each) => each.trusted).map((each) => each.time.getTime());
  if (check.certificate !== null) {
    const intermediates = [...trust.intermediates, ...check.certificates];
    const at = new Date(Math.min(trust.at.getTime(), ...proven));
    checkTrust(check.certificate, 'signature', { ...trust, intermediates, at }, findings);
  }
  const obstacles = cadesObstacles(signedData, signer, check);
  if (obstacles.length > 0) findings.note('notBaseline', `Not a CAdES baseline signature: ${obstacles.join('; ')}.`);
  const isBaseline = obstacles.length === 0 && !findings.failed && bytes !== null;
  return {
    field: null,
    kind: 'signature',
    ...findings.result,
    level: isBaseline ? (stamps.some((each) => each.intact) ? 'B-T' : 'B-B') : null,
    signer: summarize(check.certificate, claimedTime(signer)),
    coversWholeDocument: bytes !== null,
    modification: bytes === null ? 'unclear' : 'none',
    reasons: findings.reasons,
  };
}

/** The content inside, or the one given beside; never a choice between two. */
function contentOf(signedData: SignedData, options: VerifyOptions, findings: Findings): Uint8Array | null {
  const { detachedContent } = options;
  if (signedData.content !== null && detachedContent !== undefined) {
    findings.fail('FORMAT_FAILURE', 'embeddedContent', 'A detached signature carries content of its own.');
  }
  const content = signedData.content ?? detachedContent ?? null;
  if (content === null) {
    findings.doubt('SIGNED_DATA_NOT_FOUND', 'contentMissing', 'The signed content is not in this file.');
  }
  return content;
}

function claimedTime(signer: SignerInfo): Date | null {
  try {
    return signingTimeOf(signer.signedAttributes ?? []);
  } catch (error) {
    if (error instanceof CmsError) return null;
    throw error;
  }
}

/** The bytes of a PEM block, or the bytes themselves. */
function unwrapPem(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0x30) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const match = /^\s*-----BEGIN (?:CMS|PKCS7)-----([A-Za-z0-9+/=\s]+)-----END /.exec(text);
  return match === null ? bytes : Buffer.from(match[1]!, 'base64');
}
