import { PdfArray, PdfDict, PdfString } from '../../pdf/index.ts';
import type { PdfDocument } from '../../pdf/index.ts';
import type { Certificate } from '../../trust/certificate.ts';
import type { KeyUsage } from '../../trust/extensions.ts';
import { attributeOid, foldText } from '../../trust/name.ts';

/** Bits of a certificate seed value's /Ff (ISO 32000-2, table 238). */
const demands = { Subject: 1, Issuer: 2, OID: 4, SubjectDN: 8, KeyUsage: 32 } as const;
const known = Object.values(demands).reduce((all, bit) => all | bit, 0);
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

/**
 * What a field demands of the certificate and does not get, in words for logs; null when all is met. Demands that are not known here are
 * not met.
 */
export function unmetCertificate(
  document: PdfDocument,
  seed: PdfDict,
  { certificate, chain }: { readonly certificate: Certificate; readonly chain: readonly Certificate[] },
): string | null {
  const flags = document.get(seed, 'Ff') ?? 0;
  if (seed.repeated.size > 0 || typeof flags !== 'number' || (flags & ~(known | harmless)) !== 0) {
    return 'a certificate in a way that is not known';
  }
  if (seed.has('SignaturePolicyOID')) return 'a signature policy, which is not made here';
  const wants = (key: keyof typeof demands) => (flags & demands[key]) !== 0 && document.get(seed, key) !== null;
  const listed = (key: keyof typeof demands, all: readonly Certificate[]) =>
    strings(document, seed, key).some((der) => all.some((one) => Buffer.compare(one.der, der.bytes) === 0));
  if (wants('Subject') && !listed('Subject', [certificate])) return 'another certificate';
  if (wants('Issuer') && !listed('Issuer', chain)) return 'a certificate of another authority';
  const policies = certificate.policy.policies ?? [];
  if (wants('OID') && !strings(document, seed, 'OID').every(({ text }) => policies.includes(text))) {
    return 'a certificate under another policy';
  }
  if (wants('SubjectDN') && !hasOneOf(document, seed, certificate)) return 'a certificate of another subject';
  const usage = !wants('KeyUsage') || strings(document, seed, 'KeyUsage').some(({ text }) => fits(text, certificate));
  return usage ? null : 'a certificate for another use';
}

/** Whether the subject has, at least, all attributes of one of the dictionaries. An empty one, or an unknown attribute, names nobody. */
function hasOneOf(document: PdfDocument, seed: PdfDict, { subject }: Certificate): boolean {
  const list = document.get(seed, 'SubjectDN');
  const wanted = list instanceof PdfArray ? list.toArray(1000).map((item) => document.resolve(item)) : [];
  return wanted.some((each) => {
    if (!(each instanceof PdfDict) || each.repeated.size > 0 || each.entries.length === 0) return false;
    return each.entries.every(({ key }) => {
      const value = document.get(each, key);
      const oid = attributeOid(key);
      if (!(value instanceof PdfString) || oid === undefined) return false;
      const text = foldText(value.text);
      return subject.attributes.some((one) => one.oid === oid && one.text !== null && foldText(one.text) === text);
    });
  });
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
