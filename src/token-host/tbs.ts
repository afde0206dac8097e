import { type Tlv, readAll, readTlv, tags } from './der.ts';

/**
 * The parts of a certificate (RFC 5280 4.1) that Node does not tell: the extended usage is all it knows of usages, and its reading of
 * names (`toLegacyObject`) ends the whole process when the certificate holds a point that is not on its curve.
 */
export interface TbsParts {
  readonly subject: Name;
  readonly issuer: Name;
  /** Null when the extension is absent or malformed. */
  readonly usage: { readonly digitalSignature: boolean; readonly nonRepudiation: boolean } | null;
}

/** First value of each attribute, by the hexadecimal contents of its object identifier. */
export type Name = ReadonlyMap<string, string>;

export const attributes = { commonName: '550403', serialNumber: '550405', organization: '55040a' } as const;

export function readTbs(der: Uint8Array): TbsParts {
  const certificate = readTlv(der);
  const tbs = certificate && readTlv(certificate.body);
  const fields = (tbs && readAll(tbs.body)) ?? [];
  // TBSCertificate { [0] version OPTIONAL, serialNumber, signature, issuer, validity, subject, ... }
  const [, , issuer, , subject] = fields[0]?.tag === tags.explicit0 ? fields.slice(1) : fields;
  return {
    subject: readName(subject),
    issuer: readName(issuer),
    usage: readKeyUsage(fields.find((field) => field.tag === tags.explicit3)),
  };
}

/** Name → SET of SEQUENCE { type, value }, in the order of the certificate. */
function readName(name: Tlv | undefined): Name {
  const found = new Map<string, string>();
  for (const set of (name && readAll(name.body)) ?? [])
    for (const pair of readAll(set.body) ?? []) {
      const [type, value] = readAll(pair.body) ?? [];
      const key = type && Buffer.from(type.body).toString('hex');
      if (key !== undefined && value !== undefined && !found.has(key)) found.set(key, textOf(value));
    }
  return found;
}

/** DirectoryString and its relatives; what is in no known form is read as UTF-8. */
function textOf({ tag, body }: Tlv): string {
  const bytes = Buffer.from(body);
  const bmpString = 0x1e;
  const teletexString = 0x14;
  if (tag === bmpString && bytes.length % 2 === 0) return bytes.swap16().toString('utf16le');
  return bytes.toString(tag === teletexString ? 'latin1' : 'utf8');
}

const keyUsageOid = Buffer.from('551d0f', 'hex');

/** [3] Extensions → keyUsage (RFC 5280 4.2.1.3) → BIT STRING: digitalSignature is bit 0, nonRepudiation bit 1. */
function readKeyUsage(wrapped: Tlv | undefined): TbsParts['usage'] {
  const list = wrapped && readTlv(wrapped.body);
  for (const extension of (list && readAll(list.body)) ?? []) {
    const parts = readAll(extension.body);
    if (!parts?.[0] || !keyUsageOid.equals(parts[0].body)) continue;
    const bits = readTlv(parts.at(-1)!.body);
    if (bits?.tag !== tags.bitString) return null;
    const first = bits.body[1] ?? 0;
    return { digitalSignature: (first & 0x80) !== 0, nonRepudiation: (first & 0x40) !== 0 };
  }
  return null;
}
