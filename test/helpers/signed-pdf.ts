import { createHash } from 'node:crypto';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { bufferSource, finishPdf, parseCertificate, preparePdf } from '../../src/signature/index.ts';
import { signAsToken, type Identity } from './pki.ts';

/** A plain document of so many pages. */
export async function makePdf(pages = 1, text = 'DATOS FICTICIOS'): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (let page = 0; page < pages; page++) {
    document.addPage([595, 842]).drawText(`${text} ${page + 1}`, { x: 60, y: 760, size: 12, font });
  }
  return document.save();
}

/** The document signed (PAdES B-B) by this identity, through our own stages. */
export async function signPdf(document: Uint8Array, signer: Identity, signingTime = new Date()): Promise<Uint8Array> {
  const algorithm = signer.keyKind.startsWith('rsa') ? 'rsa-pkcs1-sha256' : 'ecdsa-sha256';
  const prepared = await preparePdf({
    source: bufferSource(document),
    certificate: parseCertificate(signer.certificate),
    chain: signer.chain.map((der) => parseCertificate(der)),
    algorithm,
    signingTime,
  });
  const signed = finishPdf(prepared, { bytes: signAsToken(signer, algorithm, prepared.signedAttributes) });
  return Buffer.concat([document, signed.update]);
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
