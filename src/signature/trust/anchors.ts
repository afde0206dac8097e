/** Trust anchors from a folder that somebody filled on purpose. */
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { CertificateError } from './errors.ts';

export interface LoadedAnchors {
  readonly anchors: readonly Certificate[];
  /** Files that look like certificates and could not be read as such, with the reason. A caller should show them. */
  readonly refused: readonly { readonly file: string; readonly reason: string }[];
}

const extensions: ReadonlySet<string> = new Set(['.pem', '.crt', '.cer', '.der', '.cert']);
const largestFile = 4 << 20;

/**
 * Reads every PEM (one or many certificates) and DER file with a certificate's extension directly in `folder`.
 * @throws the system's error when the folder itself cannot be read.
 */
export function loadAnchors(folder: string): LoadedAnchors {
  const anchors = new Map<string, Certificate>();
  const refused: { file: string; reason: string }[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!extensions.has(extname(file).toLowerCase())) continue;
    const path = join(folder, file);
    try {
      if (!lstatSync(path).isFile() || lstatSync(path).size > largestFile) {
        throw new CertificateError('malformed', 'not a file of a certificate’s size');
      }
      for (const certificate of parseCertificates(readFileSync(path))) anchors.set(certificate.sha256, certificate);
    } catch (error) {
      refused.push({ file, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { anchors: [...anchors.values()], refused };
}

/** The certificates in a PEM text, or the one that the bytes are. @throws CertificateError */
export function parseCertificates(bytes: Uint8Array): Certificate[] {
  if (bytes[0] === 0x30) return [parseCertificate(bytes)];
  const text = Buffer.from(bytes).toString('latin1');
  const blocks = [...text.matchAll(/-----BEGIN (?:X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END /g)];
  if (blocks.length === 0) throw new CertificateError('malformed', 'no certificate in PEM or DER');
  return blocks.map(([, base64 = '']) => parseCertificate(Buffer.from(base64, 'base64')));
}
