import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import type { Certificate } from '../../src/signature/trust/certificate.ts';
import { makePki } from '../../test/helpers/pki.ts';
import type { StoredIdentity } from './key.ts';

/** A signer with an RSA-2048 key, for this process, for child processes (`storedPath`) and for programs that read PEM. */
export interface BenchIdentity {
  readonly stored: StoredIdentity;
  readonly storedPath: string;
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  readonly keyPem: string;
  readonly certificatePem: string;
  readonly rootPem: string;
}

export function makeIdentity(folder: string): BenchIdentity {
  const { signer, root } = makePki({ signer: { key: 'rsa-2048' } });
  const certificates = [signer.certificate, ...signer.chain].map((der) => Buffer.from(der).toString('base64'));
  const stored = { pkcs8: Buffer.from(signer.pkcs8).toString('base64'), certificates };
  const storedPath = join(folder, 'identity.json');
  writeFileSync(storedPath, JSON.stringify(stored));
  return {
    stored,
    storedPath,
    certificate: parseCertificate(signer.certificate),
    chain: signer.chain.map(parseCertificate),
    keyPem: signer.pkcs8Pem,
    certificatePem: signer.certificatePem,
    rootPem: root.certificatePem,
  };
}
