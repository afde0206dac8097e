import { type Certificate, CertificateError, parseCertificate, parseCertificates } from '../signature/index.ts';

/** A certificate that somebody else wrote; null where it cannot be read. */
export function readCertificate(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof CertificateError) return null;
    throw error;
  }
}

/** The certificates of a PEM text; none where one of them cannot be read. */
export function readCertificates(pem: string): Certificate[] {
  try {
    return parseCertificates(Buffer.from(pem));
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}
