import { PdfArray, PdfString } from '../../pdf/index.ts';
import type { PdfDict, PdfDocument } from '../../pdf/index.ts';
import type { Certificate } from '../../trust/certificate.ts';
import type { KeyUsage } from '../../trust/extensions.ts';

/** Bits of a certificate seed value's /Ff (ISO 32000-2, table 238). */
const demands = { Subject: 1, Issuer: 2, OID: 4, KeyUsage: 32 } as const;
const known = demands.Subject | demands.Issuer | demands.OID | demands.KeyUsage;
/** /URL says where a certificate can be had: it demands nothing of one that is there. */
const harmless = 64;

/** The order in which /KeyUsage has its characters, RFC 5280's. */
const usages: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** Whether a certificate meets what a field demands of it. Demands that are not known here are not met. */
export function meetsCertificateDemands(
  document: PdfDocument,
  seed: PdfDict,
  { certificate, chain }: { readonly certificate: Certificate; readonly chain: readonly Certificate[] },
): boolean {
  const flags = document.get(seed, 'Ff') ?? 0;
  if (seed.repeated.size > 0 || typeof flags !== 'number' || (flags & ~(known | harmless)) !== 0) return false;
  const wants = (key: keyof typeof demands) => (flags & demands[key]) !== 0 && document.get(seed, key) !== null;
  const listed = (key: keyof typeof demands, all: readonly Certificate[]) =>
    strings(document, seed, key).some((der) => all.some((one) => Buffer.compare(one.der, der.bytes) === 0));
  if (wants('Subject') && !listed('Subject', [certificate])) return false;
  if (wants('Issuer') && !listed('Issuer', chain)) return false;
  const policies = certificate.policy.policies ?? [];
  if (wants('OID') && !strings(document, seed, 'OID').every(({ text }) => policies.includes(text))) return false;
  return !wants('KeyUsage') || strings(document, seed, 'KeyUsage').some(({ text }) => fits(text, certificate));
}

/** One character a usage: 1 must be set, 0 must not, X (or nothing) does not matter. */
function fits(pattern: string, { keyUsage }: Certificate): boolean {
  return [...pattern].every((character, index) => {
    const usage = usages[index];
    if (character === 'X' || usage === undefined) return true;
    return (keyUsage?.has(usage) ?? true) === (character === '1');
  });
}

function strings(document: PdfDocument, seed: PdfDict, key: string): PdfString[] {
  const list = document.get(seed, key);
  const items = list instanceof PdfArray ? list.toArray(1000).map((item) => document.resolve(item)) : [];
  return items.filter((item) => item instanceof PdfString);
}
