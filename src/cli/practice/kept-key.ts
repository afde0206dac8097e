/**
 * The key of a practice card, in the office's own folder: the card is made anew at each start. It lies as open as everything else of a
 * practice office, and is trusted nowhere else.
 */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PracticeIdentity, identityOf } from './pki.ts';

const name = 'practica.pem';

export function keepKey(dir: string, { privateKey, certificatePem }: PracticeIdentity): Promise<void> {
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return writeFile(join(dir, name), `${key}${certificatePem}`, { mode: 0o600 });
}

/** The key that was kept here, with its certificate; null where there is none that can be read. */
export async function keptKey(dir: string): Promise<PracticeIdentity | null> {
  try {
    const pem = await readFile(join(dir, name), 'utf8');
    const certificate = new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE')));
    const commonName = certificate.subject.match(/^CN=(.*)$/m)?.[1] ?? '';
    return identityOf(commonName, certificate.raw, createPrivateKey(pem));
  } catch {
    return null;
  }
}
