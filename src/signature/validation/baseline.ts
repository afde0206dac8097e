/**
 * Whether a signature is an AdES baseline signature and of which level: structure only (EN 319 142-1, 6.3 for PDF,
 * EN 319 122-1, 6.3 for CMS). Whether it may be trusted is another question.
 */
import { oids } from '../asn1/oids.ts';
import type { CmsAttribute, SignedData, SignerInfo } from '../cms/parse.ts';
import type { PdfDict } from '../pdf/syntax/objects.ts';
import type { SignerCheck } from './signer-check.ts';

/** Unsigned attributes that a PAdES baseline signature must not have: PDF keeps those things in its /DSS. */
const foreignToPades: readonly string[] = [
  oids.certValues,
  oids.revocationValues,
  oids.completeCertificateRefs,
  oids.completeRevocationRefs,
  oids.timestampedCertsCrls,
];

function has(attributes: readonly CmsAttribute[] | null, oid: string): boolean {
  return attributes?.some((each) => each.oid === oid) ?? false;
}

/** What baseline B asks of every CMS signature. */
function isCmsBaseline(signedData: SignedData, check: SignerCheck): boolean {
  const carried = signedData.certificates.some(
    (der) => Buffer.compare(der, check.certificate?.der ?? new Uint8Array(0)) === 0,
  );
  return check.reference !== null && carried;
}

/** What speaks against PAdES baseline B; empty when the signature is one. */
export function padesObstacles(
  dict: PdfDict,
  hasClaimedTime: boolean,
  signedData: SignedData,
  signer: SignerInfo,
  check: SignerCheck,
): string[] {
  const commits =
    has(signer.signedAttributes, oids.commitmentType) || has(signer.signedAttributes, oids.signaturePolicyId);
  const obstacles: (string | false)[] = [
    dict.name('SubFilter') !== 'ETSI.CAdES.detached' && 'it does not say that it is PAdES',
    !isCmsBaseline(signedData, check) && 'nothing ties it to its certificate',
    !hasClaimedTime && 'the claimed time (/M) is missing',
    dict.has('Cert') && 'it holds /Cert',
    dict.has('Reason') && commits && 'it gives a /Reason beside a commitment or policy',
    has(signer.signedAttributes, oids.signingTime) && 'it holds a signing-time attribute',
    signedData.contentType !== oids.data && 'its content type is not data',
    foreignToPades.some((oid) => has(signer.unsignedAttributes, oid)) && 'it carries validation data inside',
  ];
  return obstacles.filter((each) => each !== false);
}

/** What speaks against CAdES baseline B; empty when the signature is one. */
export function cadesObstacles(signedData: SignedData, signer: SignerInfo, check: SignerCheck): string[] {
  const obstacles: (string | false)[] = [
    !isCmsBaseline(signedData, check) && 'nothing ties it to its certificate',
    !has(signer.signedAttributes, oids.signingTime) && 'the signing-time attribute is missing',
  ];
  return obstacles.filter((each) => each !== false);
}
