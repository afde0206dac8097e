/**
 * Signs one file in a process of its own and prints what it took, as one line of JSON: `{ ms, peakMb, error }`, where `ms` is
 * without the token's time and `peakMb` is the process's greatest resident memory.
 *   node bench/sign/sign-once.ts IDENTITY.json INPUT OUTPUT
 */
import { readFileSync } from 'node:fs';
import { signPdfFile } from '../../src/signature/pades/index.ts';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import { openKey, signDigest } from './key.ts';
import type { StoredIdentity } from './key.ts';

const [identityPath, input, output] = process.argv.slice(2) as [string, string, string];
const identity = JSON.parse(readFileSync(identityPath, 'utf8')) as StoredIdentity;
const key = openKey(identity);
const [certificate, ...chain] = identity.certificates.map((der) => parseCertificate(Buffer.from(der, 'base64')));
let tokenMs = 0;
let error: string | null = null;
const start = performance.now();
try {
  await signPdfFile({
    input,
    output,
    certificate: certificate!,
    chain,
    algorithm: 'rsa-pkcs1-sha256',
    signingTime: new Date(),
    sign: (digest) => {
      const before = performance.now();
      const bytes = signDigest(key, digest);
      tokenMs += performance.now() - before;
      return Promise.resolve({ bytes });
    },
  });
} catch (thrown) {
  error = (thrown as { kind?: string }).kind ?? String(thrown);
}
const ms = performance.now() - start - tokenMs;
console.log(JSON.stringify({ ms, peakMb: peakKilobytes() / 1024, error }));

/**
 * Greatest resident memory of this process. Where the system tells it per memory image, that is asked: the figure of getrusage
 * begins with what the parent held when it started us.
 */
function peakKilobytes(): number {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (match) return Number(match[1]);
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS;
}
