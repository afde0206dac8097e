import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bufferSource } from '../../../src/signature/bytes.ts';
import type { SignatureAlgorithm } from '../../../src/signature/crypto.ts';
import { checkSignedPdf, finishPdf, preparePdf, signPdfFile } from '../../../src/signature/pades/index.ts';
import type { SignedFile, SignFileRequest, SigningRequest } from '../../../src/signature/pades/index.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import type { Certificate } from '../../../src/signature/trust/certificate.ts';
import { makePki, signAsToken } from '../../helpers/pki.ts';
import type { CertificateOptions, Identity, KeyKind } from '../../helpers/pki.ts';

/** Somebody who signs: a key, its certificate, the root that vouches for it. */
export interface Signer {
  readonly identity: Identity;
  readonly algorithm: SignatureAlgorithm;
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  readonly rootPem: string;
  readonly rootCertificate: Certificate;
}

export function makeSigner(
  key: KeyKind = 'p256',
  algorithm: SignatureAlgorithm = 'ecdsa-sha256',
  options: CertificateOptions = {},
): Signer {
  const { signer, root } = makePki({ signer: { key, ...options } });
  return {
    identity: signer,
    algorithm,
    certificate: parseCertificate(signer.certificate),
    chain: signer.chain.map(parseCertificate),
    rootPem: root.certificatePem,
    rootCertificate: parseCertificate(root.certificate),
  };
}

/** What every request of a signer says. */
export function requestOf({ certificate, chain, algorithm }: Signer) {
  return { certificate, chain, algorithm, signingTime: new Date('2026-11-20T15:04:05Z') };
}

/** Signs bytes in memory, through all stages and the check. */
export async function signBytes(pdf: Buffer, signer: Signer, wishes: Partial<SigningRequest> = {}): Promise<Buffer> {
  const prepared = await preparePdf({ source: bufferSource(pdf), ...requestOf(signer), ...wishes });
  const bytes = signAsToken(signer.identity, signer.algorithm, prepared.signedAttributes);
  const signed = finishPdf(prepared, { bytes });
  const whole = Buffer.concat([pdf, signed.update]);
  await checkSignedPdf(bufferSource(whole), { ...signed, expectedSha256: signed.sha256, password: wishes.password });
  return whole;
}

/** Signs a file as the command line does. */
export function signFile(
  input: string,
  output: string,
  signer: Signer,
  wishes: Partial<SignFileRequest> = {},
): Promise<SignedFile> {
  return signPdfFile({
    input,
    output,
    ...requestOf(signer),
    sign: (_digest, prepared) =>
      Promise.resolve({ bytes: signAsToken(signer.identity, signer.algorithm, prepared.signedAttributes) }),
    ...wishes,
  });
}

/** Puts bytes into a file of the folder. */
export function put(folder: string, name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
